"""Confidence in an analysis: low, moderate or high, with its reasons, kept apart from the probability.

The probability says how likely a hypothesis is on what is known; confidence says how much is known. ICD 203 names what
it rests on (quality and quantity of information, gaps, how much is assumed) and keeps the two out of one sentence. The
level is the worst answer to four questions, so that no strength hides a weakness; the thresholds are in
`data/scales.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from cuibono.case.records import Record
from cuibono.errors import UsageError
from cuibono.weighing.scales import tables

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Posterior

Level = Literal["low", "moderate", "high"]

LEVELS: tuple[Level, ...] = ("low", "moderate", "high")
"""From the least to the most confident."""


class Threshold(Record):
    """What an analysis must reach for a level; one that reaches none is low."""

    level: Level
    coverage: float
    origins: int
    width: float
    machine: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """The level, and a sentence for each of the four things that it rests on, the weakest first."""

    level: Level
    reasons: tuple[str, ...]


@cache
def thresholds() -> tuple[Threshold, ...]:
    """The thresholds, from the least demanding."""
    found = [Threshold.model_validate(row) for row in tables()["confidence"]]
    return tuple(sorted(found, key=lambda t: LEVELS.index(t.level)))


def confidence(coverage: float, origins: int, width: float, machine: float) -> Confidence:
    """How much the analysis rests on, and why.

    `coverage` is the share of cells rated, `origins` the number of independent origins behind the rated evidence,
    `width` that of the leading hypothesis' interval, `machine` the share of ratings that are the machine's suggestions;
    all but `origins` 0 to 1. Raises UsageError outside these ranges.

    >>> found = confidence(coverage=0.9, origins=1, width=0.1, machine=0.0)
    >>> found.level, found.reasons[0]
    ('low', 'Everything goes back to one origin.')
    """
    _check(coverage, origins, width, machine)
    reached: list[tuple[int, str]] = [
        (sum(coverage >= t.coverage for t in thresholds()), f"{_percent(coverage)} of the cells are rated."),
        (sum(origins >= t.origins for t in thresholds()), _origins(origins)),
        (sum(width <= t.width for t in thresholds()), f"The leader's interval is {100 * width:.0f} points wide."),
        (sum(machine <= t.machine for t in thresholds()), _machine(machine)),
    ]
    reached.sort(key=lambda answer: answer[0])
    return Confidence(LEVELS[reached[0][0]], tuple(sentence for _, sentence in reached))


def of(posterior: Posterior) -> Confidence:
    """How much a weighed case rests on, from its own counts and its leader's range."""
    counts, leader = posterior.counts, posterior.shares[0]
    if not any(share.rated for share in posterior.shares) or not counts.cells:
        return Confidence("low", ("Nothing is rated.",))
    return confidence(
        coverage=(counts.rated + counts.na) / counts.cells,
        origins=counts.independent,
        width=leader.high - leader.low,
        machine=counts.machine / counts.ratings,
    )


def _check(coverage: float, origins: int, width: float, machine: float) -> None:
    for name, share in {"coverage": coverage, "width": width, "machine": machine}.items():
        if not 0 <= share <= 1:
            raise UsageError(f"{name} is {share}; give a share from 0 to 1")
    if origins < 0:
        raise UsageError(f"origins is {origins}; give a count, 0 or more")


def _origins(count: int) -> str:
    if count == 0:
        return "No evidence has an origin."
    return "Everything goes back to one origin." if count == 1 else f"{count} independent origins stand behind it."


def _machine(share: float) -> str:
    if share == 0:
        return "People made every rating."
    if share == 1:
        return "Every rating is the machine's suggestion."
    return f"{_percent(share)} of the ratings are the machine's suggestions."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
