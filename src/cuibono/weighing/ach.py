"""ACH as people know it: a matrix of codes, scored by counting inconsistencies, ranked with its coverage.

A matrix is a sequence of rows (evidence) of cells (hypotheses, in one order); a cell is a `Code`, or `None` for not
rated. Not rated, neutral and NA are three things: only neutral says that somebody looked and found the fact equally
expected. Scores are read-outs for people who know them and are never turned into probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, inf, log, sqrt
from statistics import pstdev
from typing import Literal

from cuibono.case.records import Code
from cuibono.errors import ModelError, UsageError

Row = Sequence[Code | None]
Matrix = Sequence[Row]
Weight = Literal["high", "medium", "low"]

POINTS = {Code.II: -2, Code.I: -1}
"""PARC's points for a cell; consistent, neutral, NA and unrated cells have none."""

STEPS = {Code.II: -2, Code.I: -1, Code.N: 0, Code.C: 1, Code.CC: 2}
"""The codes as steps from neutral; NA has none."""

SCHILLER = {Code.CC: 0.95, Code.C: 0.80, Code.N: 0.50, Code.I: 0.20, Code.II: 0.05}
"""P(fact | hypothesis) by code in Schiller's Bayesian ACH (2026); cuibono's own bands are elsewhere and wider."""

_CELLS = frozenset([None, *Code])

FACTORS: dict[Weight, float] = {"high": sqrt(2), "medium": 1.0, "low": 1 / sqrt(2)}
"""PARC's factor for a row's credibility, and again for its relevance."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one hypothesis fares in one ranking: score, rank, and on how much that rests.

    `rank` counts from 1, is shared by ties, and is `None` for a hypothesis that nobody rated. `rated` counts cells
    with a code other than NA, `na` those with NA, of `cells` in its column.
    """

    column: int
    score: float
    rank: int | None
    rated: int
    na: int
    cells: int

    @property
    def blank(self) -> int:
        """Cells that nobody rated."""
        return self.cells - self.rated - self.na

    @property
    def coverage(self) -> float:
        """The share of cells that somebody looked at, NA included; 0 for a matrix without evidence."""
        return (self.rated + self.na) / self.cells if self.cells else 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The standing of every hypothesis, in the order of the matrix's columns, by one method."""

    method: str
    standings: tuple[Standing, ...]

    @property
    def best(self) -> tuple[int, ...]:
        """Columns that share the first rank: several where they tie, none where nothing is rated."""
        return tuple(s.column for s in self.standings if s.rank == 1)

    @property
    def scores(self) -> tuple[float, ...]:
        """Every hypothesis' score, by column."""
        return tuple(s.score for s in self.standings)

    @property
    def ranks(self) -> tuple[int | None, ...]:
        """Every hypothesis' rank, by column."""
        return tuple(s.rank for s in self.standings)


def parc(
    matrix: Matrix, credibility: Sequence[Weight] | None = None, relevance: Sequence[Weight] | None = None
) -> Ranking:
    """The inconsistency score of Heuer's and PARC's ACH: 0 is best, each I takes 1, each II takes 2.

    `credibility` and `relevance` weigh each row (default: all medium) by the square root of two or its inverse:
    high and high double a cell. Hypotheses nobody rated have no rank. Raises UsageError for a ragged matrix or an
    unknown weight. Source: the PARC ACH technical description, as quoted in SANS ISC diary 22470.

    >>> parc([[Code.I, Code.N, Code.II], [Code.C, Code.I, None]]).scores
    (-1.0, -1.0, -2.0)
    """
    codes = checked(matrix)
    high = _factors(credibility, len(codes), "credibility")
    wide = _factors(relevance, len(codes), "relevance")
    weights = [c * r for c, r in zip(high, wide, strict=True)]
    scores = [
        0.0 + sum(POINTS[code] * weight for code, weight in zip(column, weights, strict=True) if code in POINTS)
        for column in zip(*codes, strict=True)
    ]
    return ranking("PARC inconsistency", codes, scores, [(-score,) for score in scores])


def burton(matrix: Matrix) -> Ranking:
    """The score of Burton's open-source ACH: I counts 1, II counts 2, and the lowest is best.

    >>> burton([[Code.II, Code.NA], [Code.I, Code.C]]).scores
    (3.0, 0.0)
    """
    return Ranking("Burton inconsistency", tuple(replace(s, score=0.0 - s.score) for s in parc(matrix).standings))


def burton_diagnosticity(row: Row) -> int:
    """Burton's number for a row: its points summed over the hypotheses; the lowest is called most diagnostic.

    It measures how much a row counts against all hypotheses together, not how well it separates them.
    """
    return sum(POINTS.get(code, 0) for code in row if code is not None)


def arkham_mirror(matrix: Matrix, weights: Sequence[float] | None = None) -> Ranking:
    """ArkhamMirror's order: fewest inconsistent cells first, then the highest weighted mean of -2 (II) to 2 (CC).

    `weights` are each row's credibility times relevance, 0 to 1 (default: 1). Its "normalized" score is (mean + 2) / 4.
    It lets an unrated hypothesis beat a rated one; here that has no rank. Raises UsageError for weights that are not
    one per row, or negative.

    >>> arkham_mirror([[Code.CC, Code.N], [Code.I, Code.C]], [0.81, 0.64]).ranks
    (2, 1)
    """
    codes = checked(matrix)
    given = [1.0] * len(codes) if weights is None else list(weights)
    if len(given) != len(codes) or not all(0 <= weight < inf for weight in given):
        raise UsageError(f"weights {given} for {len(codes)} rows; give one number per row, 0 or more")
    columns = list(zip(*codes, strict=True))
    means = [_weighted_mean([STEPS.get(code) if code else None for code in column], given) for column in columns]
    against = [sum(code in POINTS for code in column) for column in columns]
    keys = [(count, -score) for count, score in zip(against, means, strict=True)]
    return ranking("ArkhamMirror", codes, means, keys)


def diagnosticity(row: Row, among: Sequence[int] | None = None) -> float:
    """How far a row's codes differ between hypotheses, in steps: their standard deviation, 0 where nothing differs.

    `among` narrows it to some columns: between the two leading hypotheses it says what separates these, which rows
    that only dismiss a third do not. NA and unrated cells are left out. Raises UsageError for unknown columns.

    >>> row = [Code.CC, Code.CC, Code.II]
    >>> round(diagnosticity(row), 6), diagnosticity(row, among=(0, 1))
    (1.885618, 0.0)
    """
    wanted = range(len(row)) if among is None else among
    if not all(0 <= column < len(row) for column in wanted):
        raise UsageError(f"columns {list(wanted)} of a row that has {len(row)} columns; count from 0")
    steps = [STEPS[code] for code in (row[column] for column in wanted) if code in STEPS]
    return pstdev(steps) if steps else 0.0


def negative_sum(values: Sequence[Sequence[float | None]]) -> Ranking:
    """The order of matrices with signed numbers for cells: by the sum of the negative ones, the nearest to 0 first.

    `None` is not rated. What supports a hypothesis does not count. Raises UsageError for a ragged matrix.

    >>> negative_sum([[13, 1, 5], [13, 0, -2], [-8, 0, -10]]).ranks
    (2, 1, 3)
    """
    codes = checked([[None if value is None else _sign(value) for value in row] for row in values])
    scores = [0.0 + sum(min(value or 0.0, 0.0) for value in column) for column in zip(*values, strict=True)]
    return ranking("sum of negative cells", codes, scores, [(-score,) for score in scores])


def naive_bayes(likelihoods: Sequence[Sequence[float]], priors: Sequence[float] | None = None) -> tuple[float, ...]:
    """The posterior if every row were independent and certain: what Bayesian ACH tools show, and too sure of itself.

    Rows of P(fact | hypothesis), 0 to 1; `priors` sum to 1 (default: equal). Raises UsageError for a ragged matrix or
    numbers outside 0 to 1, ModelError where no hypothesis can have produced the evidence.

    >>> [round(p, 6) for p in naive_bayes([[0.85, 0.2, 0.5]], [0.6, 0.25, 0.15])]
    [0.80315, 0.07874, 0.11811]
    """
    count = len(likelihoods[0]) if likelihoods else len(priors or ())
    if not count:
        raise UsageError("naive Bayes needs at least one hypothesis")
    start = [1 / count] * count if priors is None else list(priors)
    rows = [start, *map(list, likelihoods)]
    if any(len(row) != count for row in rows) or not all(0 <= p <= 1 for row in rows for p in row):
        raise UsageError("naive Bayes needs rows of one length, priors too, and every number from 0 to 1")
    if abs(sum(start) - 1) > 1e-9:
        raise UsageError(f"the priors sum to {sum(start):g}; give ones that sum to 1")
    logs = [sum(log(p) if p else -inf for p in column) for column in zip(*rows, strict=True)]
    top = max(logs)
    if top == -inf:
        raise ModelError("no hypothesis can have produced this evidence; look for a likelihood or prior of 0")
    shares = [exp(value - top) for value in logs]
    return tuple(share / sum(shares) for share in shares)


def ranking(method: str, matrix: Matrix, scores: Sequence[float], keys: Sequence[tuple[float, ...]]) -> Ranking:
    """The ranking of columns by ascending key: equal keys (to nine decimals) tie, unrated columns have no rank."""
    columns = list(zip(*matrix, strict=True))
    na = [column.count(Code.NA) for column in columns]
    rated = [len(column) - column.count(None) - na[i] for i, column in enumerate(columns)]
    kept = {i: tuple(round(part, 9) for part in key) for i, key in enumerate(keys) if rated[i]}
    ranks = {i: 1 + sum(other < mine for other in kept.values()) for i, mine in kept.items()}
    return Ranking(
        method,
        tuple(Standing(i, scores[i], ranks.get(i), rated[i], na[i], len(column)) for i, column in enumerate(columns)),
    )


def checked(matrix: Matrix) -> tuple[tuple[Code | None, ...], ...]:
    """The matrix as frozen codes; raises UsageError naming the row and cell that is ragged or no code."""
    rows = tuple(map(tuple, matrix))
    for i, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise UsageError(f"row {i} has {len(row)} cells, row 1 has {len(rows[0])}; give one per hypothesis")
        if not _CELLS.issuperset(row):
            j, cell = next((j, cell) for j, cell in enumerate(row, start=1) if cell not in _CELLS)
            known = ", ".join(Code)
            raise UsageError(f"row {i}, cell {j} is {cell!r}; give one of {known}, or None for not rated")
    return rows


def _factors(weights: Sequence[Weight] | None, count: int, what: str) -> list[float]:
    given: Sequence[Weight] = ["medium"] * count if weights is None else weights
    if len(given) != count:
        raise UsageError(f"{len(given)} values of {what} for {count} rows of evidence; give one per row")
    unknown = sorted({weight for weight in given if weight not in FACTORS})
    if unknown:
        raise UsageError(f"{what} {unknown[0]!r} is not known; give high, medium or low")
    return [FACTORS[weight] for weight in given]


def _weighted_mean(values: Sequence[float | None], weights: Sequence[float]) -> float:
    pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    total = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else 0.0


def _sign(value: float) -> Code:
    return Code.N if value == 0 else Code.C if value > 0 else Code.I
