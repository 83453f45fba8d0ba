"""What the command line prints: answers, tables and lists, for people; the same as data with `--json`.

Text from documents is shown with every character that acts (escapes, direction marks) turned into its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cuibono.paper import bullets, grid, screen
from cuibono.report.controls import visible

if TYPE_CHECKING:
    from rich.table import Table

    from cuibono.case.intake import Added
    from cuibono.case.journal import Entry
    from cuibono.errors import Problem
    from cuibono.verbs import Case, Found
    from cuibono.weighing.posterior import Posterior
    from cuibono.weighing.readout import Share

_BAR = 24
_COLUMNS = {
    "sources": ("id", "name", "title", "container-title", "author", "issued", "reliability", "characters"),
    "claims": ("id", "source", "kind", "status", "certainty", "quote"),
    "origins": ("id", "name", "anonymous", "reliability", "goes-back-to", "claims"),
    "hypotheses": ("id", "name", "prior", "draft", "claims"),
    "evidence": ("id", "name", "claims", "draft"),
    "ratings": ("evidence", "hypothesis", "analyst", "code", "likelihood", "why"),
    "readings": ("source", "reader", "claims", "refused", "failed"),
}


def print_answer(case: Case, posterior: Posterior, report: Path | None, *, as_json: bool, full: bool = False) -> None:
    """The weighed answer: ranking, what is behind it, what would flip it, what to look for next, where things are."""
    where = {"case": str(case.path), "report": None if report is None else str(report)}
    if as_json:
        print_json({**where, "question": case.state.question, **posterior.to_dict(full=full)})
        return
    console = screen()
    console.print(visible(case.state.question), style="bold")
    console.print(_ranking(posterior.shares))
    console.print(_counted(posterior))
    for title, sentences in (
        ("What would flip it", [flip.sentence for flip in posterior.flips]),
        ("What to look for next", [question.sentence for question in posterior.collect[:3]]),
        ("Mind", posterior.warnings),
    ):
        bullets(console, title, sentences)
    console.print()
    console.print(f"Case:   {where['case']}", soft_wrap=True)
    if report is not None:
        console.print(f"Report: {report.resolve().as_uri()}", soft_wrap=True)


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
    console = screen()
    if added.sources:
        table = grid("source", "document", "outlet", "published", "furniture")
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
    console = screen()
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
    printed = grid(*_COLUMNS[table])
    for row in rows:
        printed.add_row(*(visible(_cell(row.get(column))) for column in _COLUMNS[table]))
    screen().print(printed)


def print_history(entries: Iterable[Entry], *, as_json: bool) -> None:
    """The journal: when, who, what, why."""
    if as_json:
        print_json([entry.model_dump(mode="json", by_alias=True) for entry in entries])
        return
    printed = grid("entry", "when", "who", "what", "why")
    for entry in entries:
        what = (
            f"{entry.target}: {_cell(entry.was)} → {_cell(entry.to)}"
            if entry.op == "set"
            else f"{entry.op} {entry.target}"
        )
        printed.add_row(*map(visible, (entry.id, f"{entry.at:%Y-%m-%d %H:%M}", entry.by, what, entry.why)))
    screen().print(printed)


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


def print_json(data: Any) -> None:
    """Plain data, as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def _ranking(shares: Iterable[Share]) -> Table:
    table = grid("", "hypothesis", "", "probability", "interval", "in words", "rated")
    for share in shares:
        rank = "" if share.kind == "did-not-happen" else f"{share.rank}{'=' if share.tied else ''}"
        filled = round(share.probability * _BAR)
        table.add_row(
            rank,
            visible(f"{share.name} [{share.id}]"),
            "█" * filled + "░" * (_BAR - filled),
            f"{share.probability:.0%}",
            f"{share.low:.0%}–{share.high:.0%}",
            share.word,
            f"{share.rated + share.na}/{share.cells}",
        )
    return table


def _counted(posterior: Posterior) -> str:
    counts = posterior.counts
    return (
        f"{_many(counts.sources, 'source')}, {_many(counts.claims, 'claim')}, "
        f"{_many(counts.independent, 'independent origin')}. "
        f"{counts.machine} of {_many(counts.ratings, 'rating')} are the machine's suggestion."
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _warnings(case: Case) -> list[str]:
    return [f"{source.name}: {warning}" for source in case.state.sources for warning in source.warnings]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return _cell(value.get("exact") or value.get("level") or json.dumps(value, ensure_ascii=False))
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value) if len(value) <= 3 else f"{len(value)}"
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:79] + "…"
