"""What the command line prints on: a console, tables with plain heads, lists under a bold title."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cuibono.report.controls import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def screen() -> Console:
    """A console that prints what it is given, without markup; 120 characters wide where it is no terminal."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(width=width, highlight=False, markup=False, emoji=False)


def grid(*columns: str, title: str | None = None) -> Table:
    """A table with these columns, whose cells fold."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left", title_style="bold")
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
