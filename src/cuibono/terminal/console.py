"""What the command line prints on: a console, tables with plain heads, lists under a bold title, data."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from cuibono.report.controls import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def plain_console() -> Console:
    """A console that prints what it is given, without markup; 120 characters wide where it is no terminal."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(width=width, highlight=False, markup=False, emoji=False)


def plain_table(*columns: str) -> Table:
    """A table with these columns, whose cells fold."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def bullets(console: Console, title: str, sentences: Iterable[str]) -> None:
    """A titled list; nothing where there are no sentences."""
    sentences = list(sentences)
    if sentences:
        console.print(f"\n{title}", style="bold")
    for sentence in sentences:
        console.print(f"  • {visible(sentence)}")


def print_json(data: Any) -> None:
    """Plain data, as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def shortened(sentences: Iterable[str], most: int) -> Iterator[str]:
    """As many sentences as a screen holds, and how many more there are.

    >>> list(shortened(["one", "two", "three"], 2))
    ['one', 'two', 'and 1 more; --json has them all']
    """
    listed = list(sentences)
    yield from listed[:most]
    if len(listed) > most:
        yield f"and {len(listed) - most} more; --json has them all"
