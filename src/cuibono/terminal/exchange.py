"""What the command line prints of an exchange: what a file could not hold, and what another would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cuibono.report.controls import visible
from cuibono.terminal.console import bullets, plain_console, print_json, shortened

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
    console = plain_console()
    console.print(f"{exported.path} ({exported.format})", soft_wrap=True)
    bullets(console, "Not in it", exported.left_out)


def print_plan(plan: Plan, *, as_json: bool) -> None:
    """How the file was understood, what would change, what stays as it is, and what was not taken."""
    if as_json:
        print_json(plan_as_data(plan))
        return
    console = plain_console()
    console.print(visible(f"{plan.offer.file} ({plan.offer.format})"), soft_wrap=True)
    bullets(console, "How it is read", shortened(plan.offer.reading, _SHOWN))
    added = [f"{count} {_NOUNS[noun]}" for noun, count in plan.counts().items() if count]
    added += [f"ratings by {analyst}: {count}" for analyst, count in plan.raters().items()]
    added += [f"there already: {plan.already}"] if plan.already else []
    bullets(console, "What it adds", shortened(added or ["nothing"], _SHOWN))
    bullets(console, "What stays as people have it", shortened(plan.kept, _SHOWN))
    bullets(console, "What could not be taken", shortened([str(problem) for problem in plan.left_out], _SHOWN))


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
