"""The command line: one command a verb, nothing decided here.

Heavy rooms are imported by the command that needs them, so that `cuibono --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cuibono import __version__
from cuibono.errors import CuibonoError

if TYPE_CHECKING:
    from cuibono.verbs import Case, Progress

_case = click.argument("case", type=click.Path(path_type=Path))
_as_json = click.option("--json", "as_json", is_flag=True, help="Print the same as data.")
_analyst = click.option("--as", "analyst", metavar="NAME", help="The analyst who does it (default: your login name).")
_why = click.option("--why", default="", metavar="TEXT", help="The reason, kept in the journal.")


class Group(click.Group):
    """A group whose commands end with a sentence, not a traceback, when cuibono says no."""

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


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cuibono")
def main() -> None:
    """An actor did something: why, and what should be done about it?

    Reads articles, shows who says what and on whose word, lays out the competing motives, and weighs them. Every
    number can be followed back to a sentence or to a named analyst. Start with: cuibono demo
    """


@main.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("cuibono-demo"))
@_as_json
def demo(path: Path, as_json: bool) -> None:
    """Make the demo case in PATH, read it, weigh it, and write its report."""
    from cuibono.demonstration import demo as make
    from cuibono.terminal import print_answer

    with _progress(as_json) as progress:
        case = make(path, progress=progress)
        posterior = case.weigh()
        report = case.report()
    print_answer(case, posterior, report, as_json=as_json)


@main.command()
@_case
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-q", "--question", required=True, help="What the case asks: 'Why would X do Y?'")
@_analyst
@_as_json
def new(case: Path, paths: tuple[Path, ...], question: str, analyst: str | None, as_json: bool) -> None:
    """Make the case folder CASE with the documents in PATHS (txt, html, md, pdf, docx; files and folders)."""
    from cuibono.terminal import print_added
    from cuibono.verbs import Added
    from cuibono.verbs import new as make

    with _progress(as_json) as progress:
        made = make(case, paths, question=question, analyst=analyst, progress=progress)
    print_added(made, Added(made.state.sources, (), made.state.unread), as_json=as_json)


@main.command()
@_case
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_as_json
def add(case: Path, paths: tuple[Path, ...], as_json: bool) -> None:
    """Take more documents into CASE; the same document twice is one source."""
    from cuibono.terminal import print_added

    opened = _open(case)
    with _progress(as_json) as progress:
        added = opened.add(paths, progress=progress)
    print_added(opened, added, as_json=as_json)


@main.command()
@_case
@_as_json
def read(case: Path, as_json: bool) -> None:
    """Read the documents: claims, and a draft of the case. What people have touched stays as it is."""
    from cuibono.terminal import print_found

    opened = _open(case)
    with _progress(as_json) as progress:
        found = opened.read(progress=progress)
    print_found(opened, found, as_json=as_json)


@main.command()
@_case
@_as_json
def weigh(case: Path, as_json: bool) -> None:
    """Weigh the hypotheses: probabilities with intervals, what is behind them, what would flip the answer."""
    from cuibono.terminal import print_answer

    opened = _open(case)
    print_answer(opened, opened.weigh(), None, as_json=as_json)


@main.command()
@_case
@_as_json
def strategy(case: Path, as_json: bool) -> None:
    """Play the case's game under each motive: would an actor with this motive have done this?"""
    from cuibono.terminal import print_strategy

    print_strategy(_open(case).strategy(), as_json=as_json)


@main.command()
@_case
@_as_json
def options(case: Path, as_json: bool) -> None:
    """Compare the responses under the whole posterior: expected value, regret, what would change the choice."""
    from cuibono.terminal import print_options

    print_options(_open(case).options(), as_json=as_json)


@main.command()
@_case
@click.argument("id")
@_as_json
def explain(case: Path, id: str, as_json: bool) -> None:
    """Show what is behind ID (a hypothesis, a piece of evidence, an origin): quotes, ratings, origins, numbers."""
    from cuibono.report.controls import visible
    from cuibono.terminal import print_json

    explanation = _open(case).explain(id)
    print_json(explanation.to_dict()) if as_json else click.echo(visible(str(explanation)))


@main.command()
@_case
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="FILE.html or FILE.md.")
def report(case: Path, output: Path | None) -> None:
    """Write the report: one file, every statement footnoted to its quote (default: CASE/out/report.html)."""
    click.echo(_open(case).report(output))


@main.command()
@_case
@click.argument("table", default="hypotheses")
@_as_json
def show(case: Path, table: str, as_json: bool) -> None:
    """Show a TABLE of the case: sources, claims, origins, hypotheses, evidence, ratings."""
    from cuibono.terminal import print_rows

    print_rows(_open(case).rows(table), table, as_json=as_json)


@main.command()
@_case
@click.argument("evidence")
@click.argument("hypothesis")
@click.argument("rating")
@_why
@_analyst
def rate(case: Path, evidence: str, hypothesis: str, rating: str, why: str, analyst: str | None) -> None:
    """Rate how expected EVIDENCE is if HYPOTHESIS holds: CC C N I II, NA, a likelihood 0 to 1, or "clear"."""
    opened = _open(case, analyst)
    opened.rate(evidence, hypothesis, _value(rating), why)
    click.echo(f"{evidence} × {hypothesis}: {rating} ({opened.analyst}); take it back with: cuibono undo {case}")


@main.command()
@_case
@click.argument("claims", nargs=-1, required=True)
@_why
@_analyst
def accept(case: Path, claims: tuple[str, ...], why: str, analyst: str | None) -> None:
    """Accept CLAIMS: reading again will not take them away."""
    opened = _open(case, analyst)
    for claim in claims:
        opened.accept(claim, why)
        click.echo(f"{claim}: accepted ({opened.analyst})")


@main.command()
@_case
@click.argument("claims", nargs=-1, required=True)
@_why
@_analyst
def reject(case: Path, claims: tuple[str, ...], why: str, analyst: str | None) -> None:
    """Reject CLAIMS: they no longer count, and reading again will not bring them back."""
    opened = _open(case, analyst)
    for claim in claims:
        opened.reject(claim, why)
        click.echo(f"{claim}: rejected ({opened.analyst})")


@main.command()
@_case
@click.argument("source")
@click.argument("lines", nargs=-1)
@_why
@_analyst
def trim(case: Path, source: str, lines: tuple[str, ...], why: str, analyst: str | None) -> None:
    """Say which LINES of SOURCE are page furniture ("1-4 60-88", "none"), or go back to the machine's ("machine")."""
    opened = _open(case, analyst)
    opened.trim(source, None if lines == ("machine",) else [_lines(item) for item in lines if item != "none"], why)
    click.echo(f"{source}: trim set ({opened.analyst}); read again with: cuibono read {case}")


@main.command("set")
@_case
@click.argument("target")
@click.argument("value")
@_why
@_analyst
def set_(case: Path, target: str, value: str, why: str, analyst: str | None) -> None:
    """Set TARGET to VALUE (JSON, a plain word, or "clear"): source/ID/issued, hypothesis/ID/prior, origin/ID/name …"""
    opened = _open(case, analyst)
    entry = opened.set(target, _value(value), why)
    click.echo(f"{target}: {_short(entry.was)} → {_short(entry.to)} ({opened.analyst})")


@main.command()
@_case
@click.argument("entry", required=False)
@_analyst
def undo(case: Path, entry: str | None, analyst: str | None) -> None:
    """Take back your last act, or the journal's ENTRY of that id."""
    _print_turned(_open(case, analyst).undo(entry), "taken back")


@main.command()
@_case
@click.argument("entry", required=False)
@_analyst
def redo(case: Path, entry: str | None, analyst: str | None) -> None:
    """Bring back what you undid last, or the journal's ENTRY of that id."""
    _print_turned(_open(case, analyst).redo(entry), "back")


@main.command()
@_case
@_as_json
def history(case: Path, as_json: bool) -> None:
    """List what people did to CASE: when, who, what, why."""
    from cuibono.terminal import print_history

    print_history(_open(case).history(), as_json=as_json)


@main.command()
@_case
@_as_json
def check(case: Path, as_json: bool) -> None:
    """Check CASE: every problem of every file with its place and remedy, then what to look at in the judgements."""
    from cuibono.terminal import print_check
    from cuibono.verbs import Case

    opened = Case(case)
    problems = opened.check()
    print_check(opened, problems, as_json=as_json)
    if problems:
        sys.exit(1)


@main.command()
@click.argument("noun", required=False)
def schema(noun: str | None) -> None:
    """Print the JSON Schema of a file of the case folder: case, sources, claims, draft, journal, unread."""
    from cuibono.case.schema import NOUNS, schema_of

    click.echo("\n".join(NOUNS) if noun is None else json.dumps(schema_of(noun), indent=2, ensure_ascii=False))


def _open(case: Path, analyst: str | None = None) -> Case:
    from cuibono.verbs import open_case

    return open_case(case, analyst)


def _value(text: str) -> Any:
    """A value as typed: JSON where it is JSON, nothing for "clear", else the words themselves."""
    if text == "clear":
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _lines(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no run of lines; write 12 or 60-88") from None


def _short(value: Any) -> str:
    text = "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _print_turned(entry: Any, done: str) -> None:
    click.echo(f"{entry.target}: {_short(entry.was)} → {_short(entry.to)} is {done}")


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
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
