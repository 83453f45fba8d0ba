"""A rank comes with its coverage, ties are shared, and what nobody rated wins nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Code
from cuibono.weighing.ach import Ranking, arkham_mirror, burton, parc
from cuibono.weighing.open_synthesis import open_synthesis

Codes = list[list[Code | None]]
METHODS: list[Callable[[Codes], Ranking]] = [parc, burton, arkham_mirror, open_synthesis]

cells = st.one_of(st.none(), st.sampled_from(list(Code)))
matrices = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8)
)

# Thirty-three rows and five hypotheses: the sample of datadruidi/Structured-Analytic-Techniques at 7ab3ae0, cells
# PUBLISHED, in the order of its rows, `.` for blank.
SAMPLE = """
++ + - . +|+ ++ . - .|++ . - -- +|+ 0 . - .|- + ++ . +|0 + ++ . .|+ . - 0 .|+ . -- 0 +|0 + - . .|. + - 0 +|0 + . - .
+ 0 - . .|++ + . - 0|++ . - 0 .|++ . -- . +|+ 0 . - .|+ . ++ 0 .|++ . - -- +|+ . -- - .|++ . - . .|0 + . - .|0 + . - .
+ . . -- .|+ . -- 0 .|+ . 0 -- +|. + - 0 .|+ 0 . - .|+ . 0 - +|+ . - . .|++ . - . .|0 . + . .|0 + . - .|+ . -- 0 .
"""
SIGNS = {"++": Code.CC, "+": Code.C, "0": Code.N, "-": Code.I, "--": Code.II, ".": None}


def sample() -> Codes:
    """The sample as a matrix."""
    return [[SIGNS[sign] for sign in row.split()] for line in SAMPLE.split("\n") for row in line.split("|") if row]


@pytest.mark.parametrize("method", METHODS)
@given(matrix=matrices)
def test_an_unrated_hypothesis_has_no_rank(method: Callable[[Codes], Ranking], matrix: Codes) -> None:
    """A column without a rating other than NA is never ranked, whatever the method."""
    for standing in method(matrix).standings:
        assert (standing.rank is None) == (standing.rated == 0)


@pytest.mark.parametrize("method", METHODS)
@given(matrix=matrices, data=st.data())
def test_row_order_changes_nothing(method: Callable[[Codes], Ranking], matrix: Codes, data: st.DataObject) -> None:
    """Evidence may be listed in any order."""
    shuffled = data.draw(st.permutations(matrix))
    assert method(shuffled).ranks == method(matrix).ranks


@pytest.mark.parametrize("method", METHODS)
@given(matrix=matrices.filter(bool), data=st.data())
def test_relabelling_changes_only_labels(
    method: Callable[[Codes], Ranking], matrix: Codes, data: st.DataObject
) -> None:
    """Hypotheses may stand in any order; each keeps its rank."""
    order = data.draw(st.permutations(range(len(matrix[0]))))
    moved = method([[row[column] for column in order] for row in matrix]).ranks
    assert moved == tuple(method(matrix).ranks[column] for column in order)


@pytest.mark.parametrize("method", METHODS)
@given(matrix=matrices.filter(bool))
def test_equal_columns_tie(method: Callable[[Codes], Ranking], matrix: Codes) -> None:
    """A copy of a hypothesis has its rank."""
    ranks = method([[*row, row[0]] for row in matrix]).ranks
    assert ranks[0] == ranks[-1]


@pytest.mark.parametrize("method", METHODS)
@given(matrix=matrices)
def test_ranks_are_competition_ranks(method: Callable[[Codes], Ranking], matrix: Codes) -> None:
    """A rank is one more than the number of hypotheses before it, so a tie leaves a gap after it."""
    ranks = [rank for rank in method(matrix).ranks if rank is not None]
    assert all(rank == 1 + sum(other < rank for other in ranks) for rank in ranks)


@given(matrix=matrices)
def test_missing_neutral_and_na_are_counted_apart(matrix: Codes) -> None:
    """Rated, NA and blank cells of a column add up, and only blank ones lower the coverage."""
    for i, standing in enumerate(parc(matrix).standings):
        column = [row[i] for row in matrix]
        assert standing.na == column.count(Code.NA)
        assert standing.blank == column.count(None)
        assert standing.rated + standing.na + standing.blank == standing.cells == len(matrix)
        assert standing.coverage == pytest.approx(1 - standing.blank / len(matrix))


def test_ranks_without_coverage_reward_what_nobody_tested() -> None:
    """Two hypotheses lead with half their cells blank; the coverage beside the rank says so (DERIVED)."""
    matrix = sample()
    ranking = parc(matrix)
    assert len(matrix) == 33
    assert ranking.scores == (-1, 0, -22, -19, 0)
    assert ranking.ranks == (3, 1, 5, 4, 1)
    assert [s.rated for s in ranking.standings] == [31, 16, 23, 23, 10]
    assert [s.blank for s in ranking.standings] == [2, 17, 10, 10, 23]


def test_the_samples_net_support_is_another_order() -> None:
    """Its net sums (DERIVED) lead with the hypothesis that counting puts third."""
    steps = {"++": 2, "+": 1, "0": 0, "-": -1, "--": -2, ".": 0}
    rows = [row.split() for line in SAMPLE.split("\n") for row in line.split("|") if row]
    assert [sum(steps[row[i]] for row in rows) for i in range(5)] == [30, 13, -15, -19, 9]


@pytest.mark.parametrize("method", METHODS)
def test_an_unrated_third_does_not_come_between(method: Callable[[Codes], Ranking]) -> None:
    """ArkhamMirror puts an unrated hypothesis before one with a contradiction (UPSTREAM-RUN); here it gets no rank."""
    matrix: Codes = [[Code.CC, Code.N, None], [Code.I, Code.C, None]]
    assert method(matrix).ranks == (2, 1, None)


@pytest.mark.parametrize("method", METHODS)
def test_nothing_rated_ranks_nothing(method: Callable[[Codes], Ranking]) -> None:
    """No rows, or only NA and blanks: no best."""
    assert method([]).best == ()
    assert method([[None, Code.NA]]).best == ()
