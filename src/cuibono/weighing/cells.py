"""Ratings pooled into one matrix: a likelihood with its band for every piece of evidence and hypothesis.

People's ratings of a cell replace the machine's. Several people's are pooled linearly, and the band reaches from the
lowest to the highest of theirs. NA is a judgement that counts as coverage and moves nothing; a cell nobody rated is
neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import NamedTuple

import numpy as np

from cuibono.case.records import MACHINE, Code, Rating
from cuibono.weighing.bands import Band, Bands
from cuibono.weighing.space import Array, Indices, Mask


class Cell(NamedTuple):
    """What the ratings of one cell come to; `likelihood` is `None` where all say NA."""

    likelihood: Band | None
    suggested: bool
    code: Code | None


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The matrix, (evidence, targets) throughout: `value`, `low` and `high` are not a number where nothing is rated.

    `na` marks cells judged not applicable, `suggested` those that only the machine rated; `code` numbers the code
    that all raters of a cell share (its place in `Code`), -1 where there is none.
    """

    value: Array
    low: Array
    high: Array
    na: Mask
    suggested: Mask
    code: Indices

    @property
    def rated(self) -> Mask:
        """Cells with a likelihood."""
        return ~np.isnan(self.value)


def pool(ratings: Iterable[Rating], evidence: Sequence[str], targets: Sequence[str], numbers: Bands) -> Cells:
    """The matrix of all ratings of known cells; others are left out."""
    shape = (len(evidence), len(targets))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    na, suggested = (np.zeros(shape, dtype=bool) for _ in range(2))
    empty = Cells(value, low, high, na, suggested, np.full(shape, -1, dtype=np.intp))
    return repooled(empty, by_cell(ratings, evidence, targets), numbers)


def by_cell(
    ratings: Iterable[Rating], evidence: Sequence[str], targets: Sequence[str]
) -> dict[tuple[int, int], list[Rating]]:
    """The ratings of each known cell, by row and column."""
    rows = {id: i for i, id in enumerate(evidence)}
    columns = {id: i for i, id in enumerate(targets)}
    found: dict[tuple[int, int], list[Rating]] = {}
    for rating in ratings:
        row, column = rows.get(rating.evidence), columns.get(rating.hypothesis)
        if row is not None and column is not None:
            found.setdefault((row, column), []).append(rating)
    return found


def repooled(cells: Cells, ratings: Mapping[tuple[int, int], Sequence[Rating]], numbers: Bands) -> Cells:
    """The matrix with other ratings in some cells; a cell without any is not rated."""
    if not ratings:
        return cells
    known: dict[tuple[Code | None, float | None, bool], tuple[float, ...]] = {}
    rows = []
    for group in ratings.values():
        if len(group) != 1:
            rows.append(_row(pooled_cell(group, numbers)) if group else _BLANK)
            continue
        alike = (group[0].code, group[0].likelihood, group[0].analyst == MACHINE)
        if alike not in known:
            known[alike] = _row(pooled_cell(group, numbers))
        rows.append(known[alike])
    return _with(cells, np.array(list(ratings), dtype=np.intp), np.array(rows))


def emptied(cells: Cells, numbers: Sequence[int]) -> Cells:
    """The matrix with some cells, numbered row by row, as if nobody had rated them."""
    places = np.column_stack(np.divmod(np.array(numbers, dtype=np.intp), cells.value.shape[1]))
    return _with(cells, places, np.array([_BLANK]))


def _with(cells: Cells, places: Indices, rows: Array) -> Cells:
    """The matrix with `rows` (n or 1, columns as in `Cells`) in the cells at `places` (n, 2)."""
    where = (places[:, 0], places[:, 1])
    value, low, high = (part.copy() for part in (cells.value, cells.low, cells.high))
    na, suggested, code = cells.na.copy(), cells.suggested.copy(), cells.code.copy()
    for i, part in enumerate((value, low, high, na, suggested, code)):
        part[where] = rows[:, i]
    return Cells(value, low, high, na, suggested, code)


_BLANK = (np.nan, np.nan, np.nan, False, False, -1)
_PLACES = {code: place for place, code in enumerate(Code)}


def _row(cell: Cell) -> tuple[float, ...]:
    """A cell as a row of numbers, in the order of `Cells`."""
    band = (
        (np.nan,) * 3 if cell.likelihood is None else (cell.likelihood.value, cell.likelihood.low, cell.likelihood.high)
    )
    return (*band, cell.likelihood is None, cell.suggested, -1 if cell.code is None else _PLACES[cell.code])


def pooled_cell(ratings: Sequence[Rating], numbers: Bands) -> Cell:
    """One cell's ratings, of which there is at least one, as a likelihood.

    >>> from cuibono.weighing.bands import bands
    >>> two = [Rating(evidence="e", hypothesis="h", analyst=who, code=code) for who, code in (("a", "C"), ("b", "I"))]
    >>> pooled_cell(two, bands()).likelihood
    Band(value=0.5, low=0.18, high=0.82)
    """
    counted = counting(ratings)
    suggested = counted[0].analyst == MACHINE
    codes = {rating.code for rating in counted}
    bands = [band for rating in counted if (band := band_of(rating, numbers)) is not None]
    code = codes.pop() if len(codes) == 1 else None
    if len(bands) <= 1:
        return Cell(bands[0] if bands else None, suggested, code)
    mean = sum(band.value for band in bands) / len(bands)
    low, high = min(band.low for band in bands), max(band.high for band in bands)
    return Cell(Band(value=min(max(mean, low), high), low=low, high=high), suggested, code)


def coded(cells: Cells, numbers: Bands) -> tuple[tuple[Code | None, ...], ...]:
    """The matrix in codes, for those who count them: a number, or a mean of people's, as the code nearest to it."""
    codes = list(Code)
    return tuple(
        tuple(codes[code] if code >= 0 else nearest(value, numbers) for code, value in zip(*row, strict=True))
        for row in zip(cells.code.tolist(), cells.value.tolist(), strict=True)
    )


def nearest(value: float, numbers: Bands) -> Code | None:
    """The code whose likelihood is nearest to a number; of two as near, the one that says less; `None` for no number.

    >>> from cuibono.weighing.bands import bands
    >>> str(nearest(0.8, bands()))
    'C'
    """
    if isnan(value):
        return None
    codes = numbers.codes
    return min(codes, key=lambda code: (round(abs(codes[code].value - value), 9), abs(codes[code].value - 0.5)))


def counting(ratings: Sequence[Rating]) -> Sequence[Rating]:
    """The ratings of a cell that count: people's where there are any, else the machine's."""
    return [rating for rating in ratings if rating.analyst != MACHINE] or ratings


def band_of(rating: Rating, numbers: Bands) -> Band | None:
    """The likelihood that one rating stands for; `None` for NA."""
    if rating.likelihood is not None:
        return Band.around(rating.likelihood, numbers.number.odds)
    return numbers.codes.get(rating.code) if rating.code is not None else None
