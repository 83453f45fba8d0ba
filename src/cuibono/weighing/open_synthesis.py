"""Open Synthesis' scores and orders, as a compatibility view: cells are votes, orders are its own.

Written from the numbers that its published tests state and that running it gives, not from its code. Votes stand on
its scale of VI 1 to VC 5, with NA counted as neutral in the scores. It ranks what nobody rated after what was rated
neutral; cuibono's own rankings give that no rank, which `Ranking.ranks` keeps to here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import pstdev, stdev

from cuibono.case.records import Code
from cuibono.weighing.ach import Matrix, Ranking, checked, ranking

Votes = Sequence[Code]
"""What several people said of one cell; empty where nobody has."""

Cells = Sequence[Votes]
"""One row, or one column, of cells."""

VALUES = {Code.II: 1, Code.I: 2, Code.N: 3, Code.C: 4, Code.CC: 5}
"""Its numbers for codes; NA has none of its own."""

_CODES = {value: code for code, value in VALUES.items()}
_NEUTRAL = VALUES[Code.N]


def consensus(votes: Votes) -> Code | None:
    """The code that stands for all votes: NA if most say so, else their mean, rounded to an even number at a half.

    Rounding to even moves a tie away from neutral as often as towards it (I and N give I, N and C give C): kept
    because Open Synthesis does so. `None` without votes.

    >>> str(consensus([Code.N, Code.C])), str(consensus([Code.NA, Code.I]))
    ('C', 'I')
    """
    if not votes:
        return None
    rated = [VALUES[vote] for vote in votes if vote != Code.NA]
    if 2 * len(rated) < len(votes):
        return Code.NA
    return _CODES[round(sum(rated) / len(rated))]


def mean_vote(votes: Votes) -> float | None:
    """The mean of the votes on 1 to 5, NA as neutral; `None` without votes."""
    return sum(VALUES.get(vote, _NEUTRAL) for vote in votes) / len(votes) if votes else None


def inconsistency(cells: Cells) -> float:
    """The squared distance below neutral, summed over the cells of a hypothesis.

    >>> inconsistency([[Code.N], [Code.NA], [Code.CC], [Code.II]])
    4.0
    """
    return sum((_NEUTRAL - value) ** 2 for value in _values(cells) if value < _NEUTRAL)


def consistency(cells: Cells) -> float:
    """The squared distance above neutral, summed over the cells of a hypothesis."""
    return sum((value - _NEUTRAL) ** 2 for value in _values(cells) if value > _NEUTRAL)


def diagnosticity(cells: Cells) -> float:
    """The population standard deviation of a row's mean votes; 0 where nothing is rated.

    >>> round(diagnosticity([[Code.C], [Code.I], [Code.I], [Code.I]]), 6)
    0.866025
    """
    values = _values(cells)
    return pstdev(values) if values else 0.0


def disagreement(votes: Votes) -> float | None:
    """The larger of two sample deviations: of the numbers given, and of who said NA and who did not.

    0 for one vote, `None` for none.
    """
    if not votes:
        return None
    rated = [VALUES[vote] for vote in votes if vote != Code.NA]
    judged = [vote != Code.NA for vote in votes]
    return max(stdev(part) if len(part) > 1 else 0.0 for part in (rated, judged))


def share_na(cells: Cells) -> float:
    """The share of cells whose consensus is NA; 0 without cells."""
    return sum(consensus(votes) == Code.NA for votes in cells) / len(cells) if cells else 0.0


def share_unevaluated(cells: Cells) -> float:
    """The share of cells without a vote; 0 without cells."""
    return sum(not votes for votes in cells) / len(cells) if cells else 0.0


def hypothesis_key(cells: Cells) -> tuple[float, float, float, float]:
    """What hypotheses are sorted by, best first: inconsistency, then consistency, NA, and unevaluated cells.

    By this key an unrated hypothesis precedes one with a single I: it says where Open Synthesis would put it, and
    is no ranking of cuibono's.
    """
    return inconsistency(cells), -consistency(cells), share_na(cells), share_unevaluated(cells)


def evidence_key(cells: Cells) -> tuple[float, float, float]:
    """What evidence is sorted by, best first: diagnosticity, then NA, then unevaluated cells."""
    return -diagnosticity(cells), share_na(cells), share_unevaluated(cells)


def open_synthesis(matrix: Matrix) -> Ranking:
    """Hypotheses by Open Synthesis' inconsistency and its tie-breaks, one vote a cell; unrated ones have no rank."""
    return by_votes([[_cell(code) for code in row] for row in checked(matrix)])


def by_votes(rows: Sequence[Cells]) -> Ranking:
    """The same from rows of cells with any number of votes; coverage counts each cell's consensus."""
    codes = checked([[consensus(votes) for votes in row] for row in rows])
    columns = list(zip(*rows, strict=True))
    scores = [inconsistency(column) for column in columns]
    return ranking("Open Synthesis inconsistency", codes, scores, [hypothesis_key(column) for column in columns])


def evidence_order(matrix: Matrix) -> tuple[int, ...]:
    """The rows of a matrix from the most to the least diagnostic by Open Synthesis' order, ties in given order."""
    return order_by_votes([[_cell(code) for code in row] for row in checked(matrix)])


def order_by_votes(rows: Sequence[Cells]) -> tuple[int, ...]:
    """The same order from rows of cells with any number of votes."""
    return tuple(sorted(range(len(rows)), key=lambda i: evidence_key(rows[i])))


def _cell(code: Code | None) -> Votes:
    return [] if code is None else [code]


def _values(cells: Cells) -> list[float]:
    return [value for value in map(mean_vote, cells) if value is not None]
