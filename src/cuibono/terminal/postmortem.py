"""A post-mortem as the terminal shows it: what turned out to be so, and how good each answer was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cuibono.report.controls import visible
from cuibono.report.vocabulary import many
from cuibono.terminal.console import plain_console, plain_table, print_json

if TYPE_CHECKING:
    from rich.table import Table

    from cuibono.weighing.postmortem import Postmortem, Score

FEW = 10
"""Fewer cases than this are too few to speak of calibration."""

KINDS = {
    "posterior": "the case's posterior",
    "prior": "its priors alone",
    "ach": "ACH, first rank",
    "analyst": "{name} alone",
    "opinion": "{name}'s own opinion",
}
"""Whose answer a score is of."""


def print_postmortem(found: Postmortem, *, as_json: bool) -> None:
    """What turned out to be so, and how good each answer was."""
    if as_json:
        print_json(found.to_dict())
        return
    console = plain_console()
    for outcome in found.outcomes:
        held = ", ".join(id for id, true in outcome.truth.items() if true) or "nothing that is known"
        console.print(visible(f"{outcome.case}: {held} held"), soft_wrap=True)
    console.print(_scores(found.scores))
    console.print("Losses: 0 is perfect. ∞: something that held was given 0.")
    posterior = found.scores[0]
    if len(found.outcomes) < FEW:
        console.print(f"{many(len(found.outcomes), 'case')}: too few to say how well calibrated anybody is.")
    console.print(_curve(posterior))


def _scores(scores: Iterable[Score]) -> Table:
    table = plain_table("answer", "cases", "Brier", "log score", "first was right")
    for score in scores:
        log = "∞" if score.log is None else f"{score.log:.3f}"
        right = "" if score.right is None else f"{score.right:.0%}"
        who = KINDS[score.forecaster.kind].format(name=score.forecaster.name)
        table.add_row(visible(who), str(score.cases), f"{score.brier:.3f}", log, right)
    return table


def _curve(score: Score) -> Table:
    """The reliability curve of the posterior: what was said, how often it was so, and how sure that is."""
    table = plain_table("said", "forecasts", "on average", "it was so", "95 % limits")
    for part in score.calibration.bins:
        said, limits = f"{part.low:.0%}–{part.high:.0%}", f"{part.limits[0]:.0%}–{part.limits[1]:.0%}"
        table.add_row(said, str(part.count), f"{part.stated:.0%}", f"{part.happened:.0%}", limits)
    return table
