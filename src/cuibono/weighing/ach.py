"""ACH as people know it: a matrix of codes, scored by counting inconsistencies, ranked with its coverage.

A matrix is a sequence of rows (evidence) of cells (hypotheses, in one order); a cell is a `Code`, or `None` for not
rated. Not rated, neutral and NA are three things: only neutral says that somebody looked and found the fact equally
expected. Scores are read-outs for people who know them and are never turned into probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from cuibono.case.records import Code
from cuibono.errors import UsageError

Row = Sequence[Code | None]
Matrix = Sequence[Row]
Weight = Literal["high", "medium", "low"]

POINTS = {Code.II: -2, Code.I: -1}
"""PARC's points for a cell; consistent, neutral, NA and unrated cells have none."""

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
    columns = list(zip(*codes, strict=True))
    scores = [
        0.0 + sum(POINTS.get(code, 0) * c * r for code, c, r in zip(column, high, wide, strict=True) if code)
        for column in columns
    ]
    return ranking("PARC inconsistency", codes, scores, [(-score,) for score in scores])


def ranking(method: str, matrix: Matrix, scores: Sequence[float], keys: Sequence[tuple[float, ...]]) -> Ranking:
    """The ranking of columns by ascending key: equal keys (to nine decimals) tie, unrated columns have no rank."""
    columns = list(zip(*matrix, strict=True))
    rated = [sum(code not in (None, Code.NA) for code in column) for column in columns]
    kept = {i: tuple(round(part, 9) for part in key) for i, key in enumerate(keys) if rated[i]}
    ranks = {i: 1 + sum(other < mine for other in kept.values()) for i, mine in kept.items()}
    return Ranking(
        method,
        tuple(
            Standing(i, scores[i], ranks.get(i), rated[i], sum(code == Code.NA for code in column), len(column))
            for i, column in enumerate(columns)
        ),
    )


def checked(matrix: Matrix) -> tuple[tuple[Code | None, ...], ...]:
    """The matrix as frozen codes; raises UsageError naming the row and cell that is ragged or no code."""
    rows = [list(row) for row in matrix]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise UsageError(
                f"row {i + 1} has {len(row)} cells, row 1 has {len(rows[0])}; give every row one per hypothesis"
            )
        for j, cell in enumerate(row):
            if cell is not None and cell not in list(Code):
                known = ", ".join(Code)
                raise UsageError(f"row {i + 1}, cell {j + 1} is {cell!r}; give one of {known}, or None for not rated")
    return tuple(tuple(None if cell is None else Code(cell) for cell in row) for row in rows)


def _factors(weights: Sequence[Weight] | None, count: int, what: str) -> list[float]:
    given: Sequence[Weight] = ["medium"] * count if weights is None else weights
    if len(given) != count:
        raise UsageError(f"{len(given)} values of {what} for {count} rows of evidence; give one per row")
    unknown = sorted({weight for weight in given if weight not in FACTORS})
    if unknown:
        raise UsageError(f"{what} {unknown[0]!r} is not known; give high, medium or low")
    return [FACTORS[weight] for weight in given]
