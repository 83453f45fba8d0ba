"""Where the posterior and an ACH ranking part, and why: dependence, priors, missing cells, strength lost by counting.

A reason is tested, not guessed: the count is made again without what the reason blames (one row per origin, only rows
rated for both, likelihoods in place of points), and the reason is given where the disagreement then goes away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import log
from typing import Literal

from cuibono.case.records import Code
from cuibono.errors import UsageError
from cuibono.weighing.ach import POINTS, SCHILLER, Matrix, Ranking, checked

Reason = Literal["unrated", "dependence", "prior", "missing", "strength", "other"]

WORDS: dict[Reason, str] = {
    "unrated": "nobody rated {a}, so ACH cannot rank it and only its prior speaks for it",
    "dependence": "rows of the same origin, which the posterior counts once, are counted one by one",
    "prior": "{a} was more probable to begin with, and the evidence alone does not favour it",
    "missing": "cells that nobody rated for {b} count as nothing against it",
    "strength": "counting inconsistencies loses how much better {a} explains the rest",
    "other": "ACH leaves out how far each origin can be trusted",
}
"""What each reason says of the hypothesis that the posterior prefers (a) and the other (b)."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two hypotheses, by column, that the posterior orders and ACH does not or otherwise: reasons, and a sentence."""

    preferred: int
    other: int
    reasons: tuple[Reason, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """One pair of columns: their cells row by row, and the origins behind each row."""

    cells: tuple[tuple[Code | None, Code | None], ...]
    origins: tuple[frozenset[str], ...]

    def lead(self, *, rated: bool = False, once: bool = False) -> float:
        """By how many points the first is less inconsistent, over rows rated for both, one row an origin."""
        gaps: dict[object, list[int]] = {}
        for row, ((a, b), origins) in enumerate(zip(self.cells, self.origins, strict=True)):
            if not rated or (a is not None and b is not None):
                gap = _points(a) - _points(b)
                gaps.setdefault(origins if once and origins else row, []).append(gap)
        return sum(sum(gap) / len(gap) for gap in gaps.values())

    def strength(self) -> float:
        """The log likelihood ratio of the rows rated for both, taken as independent."""
        known = [(SCHILLER[a], SCHILLER[b]) for a, b in self.cells if a in SCHILLER and b in SCHILLER]
        return sum(log(a / b) for a, b in known)


def disagreements(
    posterior: Sequence[float],
    ranking: Ranking,
    matrix: Matrix,
    *,
    priors: Sequence[float] | None = None,
    origins: Sequence[Collection[str]] | None = None,
    names: Sequence[str] | None = None,
    margin: float = 0.01,
) -> tuple[Contrast, ...]:
    """Every pair ordered differently by posterior and ranking, and what the ranking ties with the leader.

    `posterior`, `priors` and `names` go by column of `matrix`; `origins` by row: the ids behind it. The most probable
    come first. Pairs closer than `margin` in probability do not count. Raises UsageError where lengths do not fit.

    >>> from cuibono.weighing.ach import parc
    >>> matrix = [[Code.I, Code.C], [Code.I, Code.C], [Code.C, Code.I]]
    >>> found = disagreements(
    ...     [0.6, 0.4], parc(matrix), matrix, origins=[["wire"], ["wire"], ["envoy"]], names=["hedge", "spoil"]
    ... )
    >>> found[0].reasons
    ('dependence',)
    """
    codes = checked(matrix)
    columns = len(ranking.standings)
    behind = tuple(frozenset(row) for row in origins) if origins is not None else (frozenset[str](),) * len(codes)
    called = [f"hypothesis {i + 1}" for i in range(columns)] if names is None else list(names)
    lengths = {len(posterior), len(called), columns, *map(len, codes), *([len(priors)] if priors is not None else [])}
    if len(lengths) > 1 or len(behind) != len(codes):
        raise UsageError("posterior, ranking, priors and names need one value per column, origins one per row")
    found = []
    for a, b in permutations(sorted(range(columns), key=lambda i: (-posterior[i], i)), 2):
        if posterior[a] - posterior[b] > margin and _parted(a, b, ranking, leader=posterior[a] == max(posterior)):
            pair = _Pair(tuple((row[a], row[b]) for row in codes), behind)
            odds = None if priors is None else _evidence_favours(a, b, posterior, priors)
            reasons = _reasons(pair, ranking, a, b, odds)
            found.append(Contrast(a, b, reasons, _sentence(posterior, ranking, a, b, called, reasons)))
    return tuple(found)


def _parted(a: int, b: int, ranking: Ranking, *, leader: bool) -> bool:
    mine, theirs = ranking.ranks[a], ranking.ranks[b]
    if mine is None or theirs is None:
        return leader and theirs == 1
    return mine > theirs or (leader and mine == theirs)


def _evidence_favours(a: int, b: int, posterior: Sequence[float], priors: Sequence[float]) -> bool:
    return posterior[a] * priors[b] > posterior[b] * priors[a]


def _reasons(pair: _Pair, ranking: Ranking, a: int, b: int, evidence_favours: bool | None) -> tuple[Reason, ...]:
    if ranking.ranks[a] is None:
        return ("unrated",)
    tied = ranking.ranks[a] == ranking.ranks[b]

    def gone(lead: float) -> bool:
        return lead > 0 or (lead == 0 and not tied)

    lead = pair.lead()
    tests: dict[Reason, bool] = {
        "dependence": lead <= 0 and gone(pair.lead(once=True)),
        "prior": evidence_favours is False,
        "missing": lead <= 0 and gone(pair.lead(rated=True)),
        "strength": pair.strength() > 0,
    }
    return tuple(reason for reason, holds in tests.items() if holds) or ("other",)


def _sentence(
    posterior: Sequence[float], ranking: Ranking, a: int, b: int, names: Sequence[str], reasons: Sequence[Reason]
) -> str:
    first, second = names[a], names[b]
    head = f"The posterior puts {first} ({100 * posterior[a]:.0f} %) before {second} ({100 * posterior[b]:.0f} %)"
    scores = f"{ranking.scores[b]:.3g} against {ranking.scores[a]:.3g}"
    if ranking.ranks[a] is None:
        ach = f"ACH puts {second} first"
    elif ranking.ranks[a] == ranking.ranks[b]:
        ach = f"ACH ties them at {ranking.scores[a]:.3g}"
    else:
        ach = f"ACH the other way round ({scores})"
    return f"{head}, {ach}: {'; '.join(WORDS[reason].format(a=first, b=second) for reason in reasons)}."


def _points(code: Code | None) -> int:
    return POINTS.get(code, 0) if code is not None else 0
