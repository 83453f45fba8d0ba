"""What the command line prints of an exchange: what a file could not hold, and what another would change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from cuibono.report.controls import visible
from cuibono.terminal import print_json

if TYPE_CHECKING:
    from cuibono.exchange import Exported
    from cuibono.formats.plan import Plan

_SHOWN = 40
_NOUNS = {
    "hypothesis": "hypotheses",
    "evidence": "pieces of evidence",
    "rating": "ratings",
    "source": "fields of sources",
}


def print_exported(exported: Exported, *, as_json: bool) -> None:
    """Where the file is, and what it could not hold."""
    if as_json:
        left_out = list(exported.left_out)
        print_json({"file": str(exported.path), "format": exported.format, "left-out": left_out})
        return
    click.echo(f"{exported.path} ({exported.format})")
    _list("Not in it", exported.left_out)


def print_plan(plan: Plan, *, as_json: bool) -> None:
    """How the file was understood, what would change, what stays as it is, and what was not taken."""
    if as_json:
        print_json(plan_as_data(plan))
        return
    click.echo(visible(f"{plan.offer.file} ({plan.offer.format})"))
    _list("How it is read", plan.offer.reading)
    added = [f"{count} {_NOUNS[noun]}" for noun, count in plan.counts().items() if count]
    added += [f"ratings by {analyst}: {count}" for analyst, count in plan.raters().items()]
    added += [f"there already: {plan.already}"] if plan.already else []
    _list("What it adds", added or ["nothing"])
    _list("What stays as people have it", plan.kept)
    _list("What could not be taken", map(str, plan.left_out))


def plan_as_data(plan: Plan) -> dict[str, Any]:
    """The plan as plain data."""
    return {
        "file": plan.offer.file,
        "format": plan.offer.format,
        "question": plan.offer.question,
        "reading": list(plan.offer.reading),
        "changes": [{"by": item.by, "target": item.target, "to": item.to, "why": item.why} for item in plan.changes],
        "already": plan.already,
        "kept": list(plan.kept),
        "left-out": [str(problem) for problem in plan.left_out],
    }


def _list(title: str, sentences: Iterable[str]) -> None:
    found = list(sentences)
    if found:
        click.echo(f"{title}:")
    for sentence in found[:_SHOWN]:
        click.echo(visible(f"  • {' '.join(sentence.split())}"))
    if len(found) > _SHOWN:
        click.echo(f"  … and {len(found) - _SHOWN} more; --json has them all")
