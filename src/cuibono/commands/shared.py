"""What the commands have in common: their arguments, values as typed, the progress bar, and how refusals are said."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cuibono.clipping import clipped
from cuibono.errors import CuibonoError

if TYPE_CHECKING:
    from cuibono.verbs import Case, Progress

case_argument = click.argument("case", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print the same as data.")
analyst_option = click.option(
    "--as", "analyst", metavar="NAME", help="The analyst who does it (default: your login name)."
)
why_option = click.option("--why", default="", metavar="TEXT", help="The reason, kept in the journal.")


class Group(click.Group):
    """Commands under headings, which end with a sentence, not a traceback, when cuibono says no."""

    def __init__(self, *given: Any, headings: Mapping[str, Sequence[click.Command]], **settings: Any) -> None:
        super().__init__(*given, **settings)
        self._headings = headings
        for command in chain.from_iterable(headings.values()):
            self.add_command(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a CuibonoError becomes its message and exit code 1."""
        try:
            return super().invoke(ctx)
        except CuibonoError as error:
            from cuibono.report.controls import visible

            click.echo(visible(f"cuibono: {error}"), err=True)
            ctx.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one uses them."""
        del ctx
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first sentence of each command, under its heading."""
        del ctx
        width = max(map(len, self.commands))
        for heading, commands in self._headings.items():
            with formatter.section(heading):
                told = [(f"{command.name:<{width}}", command.get_short_help_str(120)) for command in commands]
                formatter.write_dl(told)


def open_(case: Path, analyst: str | None = None) -> Case:
    """The case in that folder, with what is done in it done as `analyst`."""
    from cuibono.verbs import open_case

    return open_case(case, analyst)


def typed(text: str) -> Any:
    """A value as typed: JSON where it is JSON, nothing for "clear", else the words themselves."""
    if text == "clear":
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def short(value: object) -> str:
    """A journal's value on part of a line."""
    from cuibono.case.journal import shown

    return clipped(shown(value), 60)


def on_terminal() -> bool:
    """Whether a person looks at what is printed, and can answer it: not in a pipe, not where CI runs."""
    return sys.stdout.isatty() and not os.environ.get("CI")


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on a terminal's standard error; nothing where there is none, or where data is asked for."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("", total=None)
        yield lambda what, done, total: bars.update(bar, description=what, completed=done, total=total)
