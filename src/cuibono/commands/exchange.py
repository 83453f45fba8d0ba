"""Commands that carry a case out into the formats of other tools, and what these have into a case."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cuibono.commands.shared import case_argument, json_option, open_

if TYPE_CHECKING:
    from cuibono.exchange import Wishes
    from cuibono.formats.plan import Plan

_OUT = "csv, xlsx, jsonld, csl, bibtex, stix, ftm, argdown, graphml"
_IN = "csv, xlsx, achz, stix, csl, kialo, argdown, evidence-tree"


@click.command()
@case_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="FILE to write.")
@click.option("--format", "form", metavar="NAME", help=f"{_OUT} (default: by the file's ending).")
@click.option("--table", metavar="NAME", help="For csv: matrix (default), hypotheses, evidence, ratings, claims …")
@click.option("--bom", "mark", is_flag=True, help="For csv: a byte order mark, which some spreadsheets need.")
@json_option
def export(case: Path, output: Path, form: str | None, table: str | None, mark: bool, as_json: bool) -> None:
    """Write CASE in the format of another tool. Says what of it the file could not hold."""
    from cuibono.terminal.exchange import print_exported

    print_exported(open_(case).export(output, form, table=table, mark=mark), as_json=as_json)


@click.command("import")
@case_argument
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", metavar="NAME", help=f"{_IN} (default: by the file's ending and content).")
@click.option("--map", "wishes", multiple=True, metavar="KEY=VALUE", help="Change how a table is read; see the docs.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do it without asking.")
@click.option("--new", "is_new", is_flag=True, help="Make CASE of what the file has.")
@click.option("-q", "--question", metavar="TEXT", help="With --new: what the case asks (default: what the file asks).")
@click.option("--undo", is_flag=True, help="Take back the last import into CASE, as one.")
@click.option("--as", "analyst", metavar="NAME", help="Who made the ratings (default: as the file says, or its name).")
@json_option
def import_(
    case: Path,
    file: Path | None,
    form: str | None,
    wishes: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    is_new: bool,
    question: str | None,
    undo: bool,
    analyst: str | None,
    as_json: bool,
) -> None:
    """Take into CASE what a FILE of another tool has.

    A matrix, an ACH project, a bundle, citations, an argument map.

    How the file is understood and what would change is shown first. All of it is done, or nothing; what people have
    judged is never changed, and --undo takes it all back.
    """
    if undo:
        _undo(case, analyst)
        return
    if file is None:
        raise click.UsageError("name the FILE to import, or say --undo")
    from cuibono.exchange import Wishes

    asked = Wishes(form, _parted(wishes), analyst)
    if not (yes and as_json):
        _show(_planned(case, file, asked, is_new=is_new), as_json=as_json)
    if dry_run:
        return
    if not yes and not _agreed(as_json):
        click.echo("Nothing was changed; say --yes to do it.", err=True)
        sys.exit(1)
    _do(case, file, asked, question, is_new=is_new, as_json=as_json)


def _planned(case: Path, file: Path, asked: Wishes, *, is_new: bool) -> Plan:
    from cuibono.exchange import preview, preview_new

    return preview_new(file, asked) if is_new else preview(open_(case), file, asked)


def _do(case: Path, file: Path, asked: Wishes, question: str | None, *, is_new: bool, as_json: bool) -> None:
    from cuibono.exchange import make, take_in

    done = make(case, file, question, asked)[1] if is_new else take_in(open_(case), file, asked)
    if as_json:
        _show(done, as_json=True)
    else:
        click.echo(f"Done: {len(done.changes)} acts; take them back with: cuibono import {case} --undo")


def _show(plan: Plan, *, as_json: bool) -> None:
    from cuibono.terminal.exchange import print_plan

    print_plan(plan, as_json=as_json)


def _undo(case: Path, analyst: str | None) -> None:
    taken = open_(case, analyst).undo_import()
    click.echo(f"{len(taken)} acts of the import are taken back; the history keeps them")


def _parted(wishes: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for wish in wishes:
        key, sign, value = wish.rpartition("=")
        if not sign or not key or not value:
            raise click.BadParameter(f"{wish!r} is no KEY=VALUE, such as B=rating or code:maybe=N", param_hint="--map")
        found[key] = value
    return found


def _agreed(as_json: bool) -> bool:
    return not as_json and sys.stdin.isatty() and click.confirm("Do it?")
