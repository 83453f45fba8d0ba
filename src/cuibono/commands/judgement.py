"""Commands that judge: each is one act in the journal, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cuibono.commands.shared import analyst_option, case_argument, json_option, open_, short, typed, why_option


@click.command()
@case_argument
@click.argument("evidence")
@click.argument("hypothesis")
@click.argument("rating")
@why_option
@analyst_option
def rate(case: Path, evidence: str, hypothesis: str, rating: str, why: str, analyst: str | None) -> None:
    """Rate how expected EVIDENCE is if HYPOTHESIS holds. RATING is CC C N I II, NA, a likelihood 0 to 1, or "clear"."""
    opened = open_(case, analyst)
    opened.rate(evidence, hypothesis, typed(rating), why)
    click.echo(f"{evidence} × {hypothesis}: {rating} ({opened.analyst}); take it back with: cuibono undo {case}")


@click.command()
@case_argument
@click.argument("claims", nargs=-1, required=True)
@why_option
@analyst_option
def accept(case: Path, claims: tuple[str, ...], why: str, analyst: str | None) -> None:
    """Accept CLAIMS: reading again will not take them away."""
    opened = open_(case, analyst)
    for claim in claims:
        opened.accept(claim, why)
        click.echo(f"{claim}: accepted ({opened.analyst})")


@click.command()
@case_argument
@click.argument("claims", nargs=-1, required=True)
@why_option
@analyst_option
def reject(case: Path, claims: tuple[str, ...], why: str, analyst: str | None) -> None:
    """Reject CLAIMS: they no longer count. Reading again will not bring them back."""
    opened = open_(case, analyst)
    for claim in claims:
        opened.reject(claim, why)
        click.echo(f"{claim}: rejected ({opened.analyst})")


@click.command()
@case_argument
@click.argument("source")
@click.argument("lines", nargs=-1)
@why_option
@analyst_option
def trim(case: Path, source: str, lines: tuple[str, ...], why: str, analyst: str | None) -> None:
    """Say which LINES of SOURCE are page furniture. "1-4 60-88", "none", or "machine" for what the machine found."""
    opened = open_(case, analyst)
    opened.trim(source, None if lines == ("machine",) else [_lines(item) for item in lines if item != "none"], why)
    click.echo(f"{source}: trim set ({opened.analyst}); read again with: cuibono read {case}")


@click.command("set")
@case_argument
@click.argument("target")
@click.argument("value")
@why_option
@analyst_option
def set_(case: Path, target: str, value: str, why: str, analyst: str | None) -> None:
    """Set TARGET to VALUE, in anything the case has.

    TARGET is source/ID/issued, hypothesis/ID/prior, origin/ID/name …; VALUE is JSON, a plain word, or "clear".
    """
    opened = open_(case, analyst)
    entry = opened.set(target, typed(value), why)
    click.echo(f"{target}: {short(entry.was)} → {short(entry.to)} ({opened.analyst})")


@click.command()
@case_argument
@click.argument("entry", required=False)
@analyst_option
def undo(case: Path, entry: str | None, analyst: str | None) -> None:
    """Take back your last act, or the ENTRY of that id."""
    _print_turned(open_(case, analyst).undo(entry), "taken back")


@click.command()
@case_argument
@click.argument("entry", required=False)
@analyst_option
def redo(case: Path, entry: str | None, analyst: str | None) -> None:
    """Bring back what you undid last, or the ENTRY of that id."""
    _print_turned(open_(case, analyst).redo(entry), "back")


@click.command()
@case_argument
@json_option
def history(case: Path, as_json: bool) -> None:
    """List what people did to CASE: when, who, what, why."""
    from cuibono.terminal.case import print_history

    print_history(open_(case).history(), as_json=as_json)


def _lines(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no run of lines; write 12 or 60-88") from None


def _print_turned(entry: Any, done: str) -> None:
    click.echo(f"{entry.target}: {short(entry.was)} → {short(entry.to)} is {done}")
