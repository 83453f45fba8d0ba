"""Ratings pooled into one matrix: a likelihood with its band for every piece of evidence and hypothesis.

People's ratings of a cell replace the machine's. Several people's are pooled linearly, and the band reaches from the lowest to
the highest of theirs. NA is a judgement that counts as coverage and moves nothing; a cell nobody rated is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    rows = {id: i for i, id in enumerate(evidence)}
    columns = {id: i for i, id in enumerate(targets)}
    by_cell: dict[tuple[int, int], list[Rating]] = {}
    for rating in ratings:
        row, column = rows.get(rating.evidence), columns.get(rating.hypothesis)
        if row is not None and column is not None:
            by_cell.setdefault((row, column), []).append(rating)
    shape = (len(rows), len(columns))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    na, suggested = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    code = np.full(shape, -1, dtype=np.intp)
    places = {known: i for i, known in enumerate(Code)}
    for cell, found in by_cell.items():
        pooled = pooled_cell(found, numbers)
        suggested[cell] = pooled.suggested
        code[cell] = -1 if pooled.code is None else places[pooled.code]
        if pooled.likelihood is None:
            na[cell] = True
        else:
            value[cell] = pooled.likelihood.value
            low[cell], high[cell] = pooled.likelihood.low, pooled.likelihood.high
    return Cells(value, low, high, na, suggested, code)


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


def counting(ratings: Sequence[Rating]) -> Sequence[Rating]:
    """The ratings of a cell that count: people's where there are any, else the machine's."""
    return [rating for rating in ratings if rating.analyst != MACHINE] or ratings


def band_of(rating: Rating, numbers: Bands) -> Band | None:
    """The likelihood that one rating stands for; `None` for NA."""
    if rating.likelihood is not None:
        return Band.around(rating.likelihood, numbers.number.odds)
    return numbers.codes.get(rating.code) if rating.code is not None else None
