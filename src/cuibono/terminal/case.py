"""A case as the terminal shows it: what was taken in, what a reading found, tables, history, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from cuibono.clipping import clipped
from cuibono.report.controls import visible
from cuibono.terminal.console import plain_console, plain_table, print_json

if TYPE_CHECKING:
    from cuibono.case.intake import Added
    from cuibono.case.journal import Entry
    from cuibono.errors import Problem
    from cuibono.verbs import Case, Found

_COLUMNS = {
    "sources": ("id", "name", "title", "container-title", "author", "issued", "reliability", "characters"),
    "claims": ("id", "source", "kind", "status", "certainty", "confidence", "quote"),
    "origins": ("id", "name", "anonymous", "reliability", "goes-back-to", "claims"),
    "hypotheses": ("id", "name", "prior", "draft", "claims"),
    "evidence": ("id", "name", "claims", "draft"),
    "ratings": ("evidence", "hypothesis", "analyst", "code", "likelihood", "why"),
    "readings": ("source", "reader", "claims", "refused", "failed"),
}


def print_added(case: Case, added: Added, *, as_json: bool) -> None:
    """What became of the documents given."""
    if as_json:
        print_json(
            {
                "case": str(case.path),
                "sources": [source.model_dump(mode="json", by_alias=True) for source in added.sources],
                "already": list(added.already),
                "unread": [item.model_dump() for item in added.unread],
            }
        )
        return
    console = plain_console()
    if added.sources:
        table = plain_table("source", "document", "outlet", "published", "furniture")
        for source in added.sources:
            trimmed = sum(trim.last - trim.first + 1 for trim in source.trim)
            facts = (source.outlet or "unknown", str(source.published or "unknown"), f"{trimmed} lines")
            table.add_row(*map(visible, (source.id, source.name, *facts)))
        console.print(table)
    for name in added.already:
        console.print(f"Already in the case: {visible(name)}")
    for item in added.unread:
        console.print(f"Not read: {visible(item.reason)}", style="yellow")
    if added.sources:
        console.print(f"Next: cuibono read {case.path}", soft_wrap=True)


def print_found(case: Case, found: Found, *, as_json: bool) -> None:
    """What a reading found, and what of it is only a draft."""
    draft = found.draft
    numbers = {
        "claims": found.claims,
        "hypotheses": len(draft.hypotheses),
        "evidence": len(draft.evidence),
        "origins": len(draft.origins),
        "ratings": len(draft.ratings),
    }
    if as_json:
        readings = [reading.model_dump() for reading in found.readings]
        print_json({"case": str(case.path), **numbers, "warnings": _warnings(case), "readings": readings})
        return
    console = plain_console()
    console.print(", ".join(f"{count} {noun}" for noun, count in numbers.items()) + " found")
    names = {source.id: source.name for source in case.state.sources}
    for reading in found.readings:
        name = visible(names.get(reading.source, reading.source))
        if reading.failed:
            console.print(f"Not read: {name}: {visible(reading.failed)}", style="yellow")
        for reason, count in reading.refused.items():
            console.print(f"Refused in {name}: {visible(reason)} ({count})", style="yellow")
    for hypothesis in case.state.hypotheses:
        console.print(f"  {hypothesis.id}: {visible(hypothesis.name)}{' (draft)' if hypothesis.draft else ''}")
    for warning in _warnings(case):
        console.print(visible(warning), style="yellow")
    console.print(f"A draft: edit {case.path / 'case.toml'}, rate, then: cuibono weigh {case.path}", soft_wrap=True)


def print_rows(rows: Sequence[dict[str, Any]], table: str, *, as_json: bool) -> None:
    """One of the case's tables."""
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo(f"There are no {table} yet.")
        return
    printed = plain_table(*_COLUMNS[table])
    if table == "claims":  # what most needs a look comes first
        rows = sorted(rows, key=lambda row: float(row["confidence"]))
    for row in rows:
        printed.add_row(*(visible(_cell(row.get(column))) for column in _COLUMNS[table]))
    plain_console().print(printed)


def print_history(entries: Iterable[Entry], *, as_json: bool) -> None:
    """The journal: when, who, what, why."""
    if as_json:
        print_json([entry.model_dump(mode="json", by_alias=True) for entry in entries])
        return
    printed = plain_table("entry", "when", "who", "what", "why")
    for entry in entries:
        what = (
            f"{entry.target}: {_cell(entry.was)} → {_cell(entry.to)}"
            if entry.op == "set"
            else f"{entry.op} {entry.target}"
        )
        printed.add_row(*map(visible, (entry.id, f"{entry.at:%Y-%m-%d %H:%M}", entry.by, what, entry.why)))
    plain_console().print(printed)


def print_check(case: Case, problems: Sequence[Problem], *, as_json: bool) -> None:
    """Problems of the files; where there are none, what to look at in the judgements."""
    from cuibono.weighing.coherence import findings as look_at

    findings = () if problems else look_at(case.state)
    if as_json:
        found = [{"where": item.where, "what": item.sentence, "remedy": item.remedy} for item in findings]
        print_json({"problems": [str(problem) for problem in problems], "findings": found})
        return
    for problem in problems:
        click.echo(visible(str(problem)))
    if not problems:
        click.echo(f"{case.path}: the files hold together")
    for item in findings:
        click.echo(visible(f"  • {item.sentence} What to do: {item.remedy}."))


def _warnings(case: Case) -> list[str]:
    return [f"{source.name}: {warning}" for source in case.state.sources for warning in source.warnings]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return _cell(value.get("exact") or value.get("level") or json.dumps(value, ensure_ascii=False))
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value) if len(value) <= 3 else f"{len(value)}"
    return clipped(" ".join(str(value).split()), 80)
