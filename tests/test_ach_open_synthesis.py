"""Open Synthesis' own test expectations hold for the compatibility view.

PUBLISHED: openach/tests/test_metrics.py of Open Synthesis at 10d6d00, retyped. UPSTREAM-RUN where said.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Code
from cuibono.weighing.open_synthesis import (
    consensus,
    diagnosticity,
    disagreement,
    evidence_key,
    hypothesis_key,
    inconsistency,
    mean_vote,
    share_na,
    share_unevaluated,
)

NA, II, I, N, C, CC = Code.NA, Code.II, Code.I, Code.N, Code.C, Code.CC  # noqa: E741 - the field's letter


Column = list[list[Code]]


def cells(*codes: Code) -> Column:
    """One vote a cell."""
    return [[code] for code in codes]


@pytest.mark.parametrize(
    ("votes", "expected"),
    [([], None), ([NA], NA), ([C], C), ([II, NA], II), ([NA, CC], CC), ([C, CC], C), ([I, II], I)],
)
def test_consensus(votes: list[Code], expected: Code | None) -> None:
    """One code stands for many, and half of the votes being NA is not most of them."""
    assert consensus(votes) == expected


def test_consensus_rounds_to_even() -> None:
    """UPSTREAM-RUN: I and N give I, N and C give C, against its own promise to round towards neutral."""
    assert consensus([I, N]) == I
    assert consensus([N, C]) == C


def test_mean_vote_counts_na_as_neutral() -> None:
    """A vote of NA and one of II have the mean of I."""
    assert mean_vote([NA, II]) == 2
    assert [mean_vote([code]) for code in (II, I, N, C, CC)] == [1, 2, 3, 4, 5]
    assert mean_vote([]) is None


def test_diagnosticity() -> None:
    """Nothing rated has none, and opposite cells have more than equal ones."""
    assert diagnosticity([]) == 0
    assert diagnosticity([[], []]) == 0
    assert diagnosticity(cells(CC, II)) > diagnosticity(cells(N, N)) == 0


def test_order_of_hypotheses() -> None:
    """From best to worst: CC, C, N, no vote, NA, I, II."""
    ordered: list[Column] = [cells(CC), cells(C), cells(N), [[]], cells(NA), cells(I), cells(II)]
    assert all(hypothesis_key(better) < hypothesis_key(worse) for better, worse in pairwise(ordered))


def test_order_of_evidence() -> None:
    """From best to worst: separating, neutral, partly and wholly unrated, partly and wholly NA."""
    ordered: list[Column] = [cells(CC, II), cells(N, N), [[N], []], [[], []], cells(N, NA), [[NA], []], cells(NA, NA)]
    assert all(evidence_key(better) < evidence_key(worse) for better, worse in pairwise(ordered))


def test_inconsistency() -> None:
    """One II weighs more than three I."""
    assert [inconsistency(cells(*codes)) for codes in [(CC, NA, I, I), (I, I, N, I), (N, NA, CC, II)]] == [2, 3, 4]


def test_shares() -> None:
    """NA and unevaluated cells are counted apart, and nothing has neither."""
    given: list[Column] = [[], [[]], cells(NA), cells(N), [[NA], []], cells(N, NA)]
    assert [share_na(column) for column in given] == [0, 0, 1, 0, 0.5, 0.5]
    assert [share_unevaluated(column) for column in given] == [0, 1, 0, 0, 0.5, 0]


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ([II, CC], 2.828427), ([NA, CC], 0.707107), ([II, II, CC], 2.309401), ([I, C], 1.414214),
        ([I, N, C], 1.0), ([NA, NA, C], 0.577350), ([C], 0), ([C, C], 0),
    ],
)  # fmt: skip
def test_disagreement(votes: list[Code], expected: float) -> None:
    """The spread of the votes, or of NA against the rest, whichever is larger (UPSTREAM-RUN)."""
    assert disagreement(votes) == pytest.approx(expected, abs=1e-6)


def test_no_votes_do_not_disagree() -> None:
    """There is nothing to disagree about, which is not agreement."""
    assert disagreement([]) is None


@given(st.lists(st.sampled_from(list(Code)), min_size=1))
def test_order_of_votes_changes_nothing(votes: list[Code]) -> None:
    """Who voted first does not matter."""
    assert consensus(votes) == consensus(votes[::-1])
    assert disagreement(votes) == pytest.approx(disagreement(votes[::-1]))
