"""The weighed answer as the terminal shows it: the ranking, what would flip it, what to look for next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cuibono.report.controls import visible
from cuibono.report.vocabulary import many
from cuibono.terminal.console import bullets, plain_console, plain_table, print_json

if TYPE_CHECKING:
    from rich.table import Table

    from cuibono.verbs import Case
    from cuibono.weighing.posterior import Posterior
    from cuibono.weighing.readout import Share

_BAR = 24
"""How many characters a probability of 1 is long."""


def print_answer(case: Case, posterior: Posterior, report: Path | None, *, as_json: bool, full: bool = False) -> None:
    """The weighed answer: ranking, what is behind it, what would flip it, what to look for next, where things are."""
    where = {"case": str(case.path), "report": None if report is None else str(report)}
    if as_json:
        print_json({**where, "question": case.state.question, **posterior.to_dict(full=full)})
        return
    console = plain_console()
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


def _ranking(shares: Iterable[Share]) -> Table:
    table = plain_table("", "hypothesis", "", "probability", "interval", "in words", "rated")
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
        f"{many(counts.sources, 'source')}, {many(counts.claims, 'claim')}, "
        f"{many(counts.independent, 'independent origin')}. "
        f"{counts.machine} of {many(counts.ratings, 'rating')} are the machine's suggestion."
    )
