"""Several people's ratings: where they agree, where they differ, and how steady each is with themselves.

Ratings are compared in steps of the ACH scale, II -2 to CC 2; a likelihood counts as the step at which its code's
likelihood lies. NA says that the cell should not be rated at all, which no distance in steps can express: NA against
a code is a disagreement of its own. The machine's suggestions are nobody's judgement and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt
from typing import Literal

import numpy as np

from cuibono.case.desk import rating_of
from cuibono.case.journal import Entry, in_force
from cuibono.case.records import MACHINE, Code, Rating
from cuibono.weighing.ach import STEPS
from cuibono.weighing.bands import bands

Verdict = Literal["one", "same", "near", "apart", "opposed", "relevance"]

ORDER: tuple[Verdict, ...] = ("relevance", "opposed", "apart", "near", "same", "one")
"""From the disagreement most in need of a talk to none."""

_NEAR = 1.0

APART = timedelta(minutes=10)
"""Ratings of one cell by one person that are closer than this are one judgement."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What people make of one cell: their ratings by analyst, the verdict, and how many steps apart they are.

    `one` has a single rater, `same` one answer, `near` answers within a step, `apart` more than a step on one side of
    neutral, `opposed` one for and one against, `relevance` NA against a rating.
    """

    evidence: str
    hypothesis: str
    ratings: tuple[Rating, ...]
    verdict: Verdict
    spread: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over all cells: Krippendorff's alpha on steps, and how many cells it rests on.

    1 is full agreement, 0 what chance would give, below 0 worse; `None` where no two people rated the same cell, or
    all ratings everywhere are equal and there is nothing to agree about.
    """

    alpha: float | None
    shared: int
    cells: int


@dataclass(frozen=True, slots=True)
class Noise:
    """How steady people are when they rate a cell a second time.

    `pairs` first and second ratings, `same` of them equal, `relevance` of them moved to or from NA; `steps` is the
    standard deviation of one rating about what its giver thinks on average, in steps (`None` without pairs in steps);
    `drift` the mean of second minus first.
    """

    pairs: int
    same: int
    relevance: int
    steps: float | None
    drift: float | None


def compare(ratings: Iterable[Rating]) -> tuple[Comparison, ...]:
    """Every cell that people rated, those that most need a talk first.

    >>> ann = Rating(evidence="e1", hypothesis="h1", analyst="ann", code=Code.C)
    >>> [(c.verdict, c.spread) for c in compare([ann, ann.model_copy(update={"analyst": "bo", "code": Code.I})])]
    [('opposed', 2.0)]
    """
    found = [_comparison(group) for group in _by_cell(ratings).values()]
    return tuple(sorted(found, key=lambda c: (ORDER.index(c.verdict), -c.spread, c.evidence, c.hypothesis)))


def agreement(ratings: Iterable[Rating]) -> Agreement:
    """Krippendorff's alpha (interval scale, any number of raters, gaps allowed) over the cells that people share.

    Source: Krippendorff, Content Analysis (2004), chapter 11. NA is left out.
    """
    groups = _by_cell(ratings)
    steps = [[place for place in map(step, group) if place is not None] for group in groups.values()]
    shared = [group for group in steps if len(group) > 1]
    return Agreement(alpha(shared), len(shared), len(groups))


def alpha(units: Iterable[list[float]]) -> float | None:
    """Krippendorff's interval alpha of units of values, in time linear in the values; `None` if it is undefined.

    >>> alpha([[1, 1], [2, 2], [3, 3]]), alpha([[1, 1], [1, 1]])
    (1.0, None)
    """
    paired = [unit for unit in units if len(unit) > 1]
    values = [value for unit in paired for value in unit]
    expected = len(values) * _squares(values) / (len(values) - 1) if values else 0.0
    if not expected:
        return None
    observed = sum(len(unit) * _squares(unit) / (len(unit) - 1) for unit in paired)
    return 1.0 - observed / expected


def noise(ratings: Iterable[Rating]) -> Noise:
    """How far the same person's ratings of the same cell differ, from ratings in the order in which they were given.

    A cell rated three times gives two pairs. Occasion noise as in Kahneman, Sibony & Sunstein (2021), chapter 7: two
    ratings that differ by d have d²/2 as their variance.

    >>> first = Rating(evidence="e1", hypothesis="h1", analyst="ann", code=Code.C)
    >>> noise([first, first.model_copy(update={"code": Code.CC})])
    Noise(pairs=1, same=0, relevance=0, steps=0.7071067811865476, drift=1.0)
    """
    given: dict[tuple[str, str, str], list[Rating]] = {}
    for rating in _people(ratings):
        given.setdefault((rating.analyst, rating.evidence, rating.hypothesis), []).append(rating)
    pairs = [(step(a), step(b)) for group in given.values() for a, b in pairwise(group)]
    moves = [b - a for a, b in pairs if a is not None and b is not None]
    return Noise(
        pairs=len(pairs),
        same=sum(a == b for a, b in pairs),
        relevance=sum((a is None) != (b is None) for a, b in pairs),
        steps=sqrt(sum(move * move for move in moves) / (2 * len(moves))) if moves else None,
        drift=sum(moves) / len(moves) if moves else None,
    )


def given(entries: Iterable[Entry], apart: timedelta = APART) -> tuple[Rating, ...]:
    """Every rating in the journal that is in force, in the order in which they were given, second ones after first.

    One that its giver replaced within `apart` was a slip of the hand, not a first judgement, and is left out.
    """
    last: dict[tuple[str, str, str], tuple[datetime, int]] = {}
    found: dict[int, Rating] = {}
    for number, entry in enumerate(in_force(entries)):
        noun, _, cell = entry.target.partition("/")
        evidence, _, hypothesis = cell.partition("/")
        if noun != "rating" or entry.to is None:
            continue
        place = (entry.by, evidence, hypothesis)
        at, before = last.get(place, (entry.at - apart, -1))
        if entry.at - at < apart:
            found.pop(before)
        last[place] = (entry.at, number)
        found[number] = rating_of(evidence, hypothesis, entry.by, entry.to, entry.why, entry.id)
    return tuple(found.values())


def step(rating: Rating) -> float | None:
    """Where a rating lies from II -2 to CC 2; `None` for NA. A likelihood lies between the codes that it lies between.

    >>> step(Rating(evidence="e1", hypothesis="h1", analyst="ann", likelihood=0.8))
    1.5
    """
    if rating.likelihood is not None:
        places = sorted((bands().codes[code].value, place) for code, place in STEPS.items())
        found = np.interp(rating.likelihood, [p for p, _ in places], [place for _, place in places])
        return round(float(found), 9)
    return None if rating.code in (None, Code.NA) else float(STEPS[rating.code])


def _by_cell(ratings: Iterable[Rating]) -> dict[tuple[str, str], list[Rating]]:
    groups: dict[tuple[str, str], list[Rating]] = {}
    for rating in _people(ratings):
        groups.setdefault((rating.evidence, rating.hypothesis), []).append(rating)
    return groups


def _people(ratings: Iterable[Rating]) -> Iterable[Rating]:
    return (rating for rating in ratings if rating.analyst != MACHINE)


def _comparison(group: list[Rating]) -> Comparison:
    steps = [place for place in map(step, group) if place is not None]
    spread = max(steps) - min(steps) if steps else 0.0
    return Comparison(group[0].evidence, group[0].hypothesis, tuple(group), _verdict(len(group), steps, spread), spread)


def _verdict(count: int, steps: list[float], spread: float) -> Verdict:
    if count == 1:
        return "one"
    if steps and len(steps) < count:
        return "relevance"
    if spread == 0:
        return "same"
    if min(steps) < 0 < max(steps):
        return "opposed"
    return "near" if spread <= _NEAR else "apart"


def _squares(values: list[float]) -> float:
    """The sum of squared deviations from the mean."""
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values)
