"""The counts that people know come out as their tools give them.

Matrices and status of each number: PUBLISHED where the cited source prints it; UPSTREAM-RUN where the peer's own code
was run on the matrix; DERIVED where a published formula was worked by hand on a published matrix; MEMORY where the
matrix is from general knowledge and no source could be opened: such a matrix is a test input and no citation.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import pytest

from cuibono.case.records import Code
from cuibono.errors import ModelError, UsageError
from cuibono.weighing import open_synthesis as peer
from cuibono.weighing.ach import (
    SCHILLER,
    Weight,
    arkham_mirror,
    burton,
    burton_diagnosticity,
    diagnosticity,
    naive_bayes,
    negative_sum,
    parc,
)

Codes = list[list[Code | None]]


def matrix(*rows: str) -> Codes:
    """A matrix from rows of codes, `.` for not rated."""
    return [[None if cell == "." else Code(cell) for cell in row.split()] for row in rows]


# Aum Shinrikyo, CIA Tradecraft Primer, as transcribed in mattdot/sats4llms: cells and scores PUBLISHED (second hand).
AUM = matrix("I N I I", "C I I I", "N N C I", "C C C C")
# Heuer, Psychology of Intelligence Analysis, chapter 8 (Iraq, retaliation): cells MEMORY, partly corroborated.
IRAQ = matrix("C C C", "C C I", "C C I", "I C C", "I C C", "I C C")
# Burton's sample matrix, repository image help/images/samplematrix.png: cells PUBLISHED.
SAMPLE = matrix("II NA", "II C", "I C", "I C")
# A military-exercise demonstration matrix (deception, genuine activity, exercise): cells PUBLISHED.
EXERCISE = matrix("C C C", "C I C", "C I C", "C I I", "C I I")
# A fact-checking ACH of three hypotheses on two sources: cells and outcome PUBLISHED.
CHECK = matrix(*["CC CC II"] * 4, "I CC I", "II CC NA", "I C II")


@pytest.mark.parametrize(
    ("cells", "expected", "ranks"),
    [
        (AUM, (-1, -1, -2, -3), (1, 1, 3, 4)),  # PUBLISHED
        (IRAQ, (-3, 0, -2), (3, 1, 2)),  # DERIVED from MEMORY
        (SAMPLE, (-6, 0), (2, 1)),  # DERIVED
        (EXERCISE, (0, -4, -2), (1, 3, 2)),  # DERIVED
        (CHECK, (-4, 0, -11), (2, 1, 3)),  # DERIVED
    ],
)
def test_parc_counts(cells: Codes, expected: Sequence[float], ranks: Sequence[int]) -> None:
    """I takes one and II takes two; equal counts share a rank."""
    assert parc(cells).scores == expected
    assert parc(cells).ranks == ranks


def test_a_tie_is_reported_as_one() -> None:
    """Aum: the cult and the terrorist group tie; neither is picked."""
    assert parc(AUM).best == (0, 1)


def test_one_row_can_hold_a_ranking_up() -> None:
    """Without its last row the Iraq matrix ties the first and the third hypothesis (DERIVED from MEMORY)."""
    assert parc(IRAQ[:-1]).ranks == (2, 1, 2)


@pytest.mark.parametrize(
    ("credibility", "relevance", "factor"),
    [
        ("high", "high", 2), ("high", "medium", sqrt(2)), ("medium", "high", sqrt(2)), ("high", "low", 1),
        ("medium", "medium", 1), ("medium", "low", 1 / sqrt(2)), ("low", "medium", 1 / sqrt(2)), ("low", "low", 0.5),
    ],
)  # fmt: skip
def test_parc_weights(credibility: Weight, relevance: Weight, factor: float) -> None:
    """A row's factors are the square root of two and its inverse (PUBLISHED, second hand: SANS ISC diary 22470)."""
    cells = matrix("II I N C CC NA")
    expected = [-2 * factor, -factor, 0, 0, 0, 0]
    assert parc(cells, [credibility], [relevance]).scores == pytest.approx(expected)


def test_burton() -> None:
    """Burton's score (DERIVED from its code) and its row sums for the Aum matrix."""
    assert burton(AUM).scores == (1, 1, 2, 3)
    assert burton(SAMPLE).scores == (6, 0)
    assert [burton_diagnosticity(row) for row in AUM] == [-3, -3, -1, 0]


@pytest.mark.parametrize(
    ("cells", "scores", "order", "spread", "rows"),
    [
        (AUM, (1, 1, 2, 3), (0, 1, 2, 3), (0.433013, 0.866025, 0.707107, 0), (1, 2, 0, 3)),
        (IRAQ, (3, 0, 2), (1, 2, 0), (0, *[0.942809] * 5), None),
        (SAMPLE, (10, 0), (1, 0), (1.0, 1.5, 1.0, 1.0), (1, 2, 3, 0)),
        (EXERCISE, (0, 4, 2), (0, 2, 1), (0, *[0.942809] * 4), None),
        (CHECK, (6, 0, 21), (1, 0, 2), (*[1.885618] * 4, 1.414214, 1.632993, None), None),
    ],
)
def test_open_synthesis(
    cells: Codes,
    scores: Sequence[float],
    order: Sequence[int],
    spread: Sequence[float | None],
    rows: Sequence[int] | None,
) -> None:
    """Inconsistency, order of hypotheses, diagnosticity and order of evidence (all UPSTREAM-RUN)."""
    ranking = peer.open_synthesis(cells)
    assert ranking.scores == scores
    assert sorted(range(len(scores)), key=lambda i: (ranking.ranks[i] or 0, i)) == list(order)
    found = [peer.diagnosticity([[cell] for cell in row if cell]) for row in cells]
    assert [f for f, s in zip(found, spread, strict=True) if s is not None] == pytest.approx(
        [s for s in spread if s is not None], abs=1e-6
    )
    assert rows is None or peer.evidence_order(cells) == tuple(rows)


def test_open_synthesis_consistency() -> None:
    """Its consistency scores (UPSTREAM-RUN)."""
    assert [peer.consistency([[cell] for cell in column if cell]) for column in zip(*AUM, strict=True)] == [2, 1, 2, 1]
    assert [peer.consistency([[cell] for cell in column if cell]) for column in zip(*SAMPLE, strict=True)] == [0, 3]


def test_diagnosticity_between_the_leading_pair_is_what_the_analyst_means() -> None:
    """Between the two survivors the single-source rows say nothing and the published ranking's two rows lead.

    Over all hypotheses Open Synthesis' deviation puts the four identical rows first (UPSTREAM-RUN), against the
    PUBLISHED ranking.
    """
    overall = [peer.diagnosticity([[cell] for cell in row if cell]) for row in CHECK]
    assert min(overall[:4]) > overall[5] > overall[4]
    between = [diagnosticity(row, among=(0, 1)) for row in CHECK]
    assert between[:4] == [0, 0, 0, 0]
    assert sorted(range(7), key=lambda i: -between[i])[:2] == [5, 4]


def test_negative_sums_ignore_support() -> None:
    """researchtoolspy's ranking test (PUBLISHED): order B, A, C by inconsistency, although A has more net support."""
    cells = [[13, 1, 5], [13, 0, -2], [-8, 0, -10]]
    assert negative_sum(cells).scores == (-8, 0, -12)
    assert negative_sum(cells).ranks == (2, 1, 3)


def test_contradiction_outweighs_support() -> None:
    """DFIR-Companion's ordering test (PUBLISHED): clean, then one against, then well supported but more against."""
    cells = matrix("C C C", "N C C", "N I C", "N N I", "N N I")
    assert parc(cells).ranks == (1, 2, 3)


def test_arkham_mirror() -> None:
    """Weighted means and order (UPSTREAM-RUN on PUBLISHED inputs); the normalized score is (mean + 2) / 4."""
    ranking = arkham_mirror(matrix("CC N", "I C"), [0.81, 0.64])
    assert ranking.scores == pytest.approx((0.675862, 0.441379), abs=1e-6)
    assert [25 * (score + 2) for score in ranking.scores] == pytest.approx([66.8966, 61.0345], abs=1e-4)
    assert ranking.ranks == (2, 1)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (AUM, (8 / 17, 5 / 17, 3.2 / 17, 0.8 / 17)),
        (IRAQ, (1 / 69, 64 / 69, 4 / 69)),
        (EXERCISE, (0.937729, 0.003663, 0.058608)),
    ],
)
def test_naive_bayes_by_schillers_table(cells: Codes, expected: Sequence[float]) -> None:
    """Equal priors and Schiller's likelihoods for codes (DERIVED)."""
    rows = [[SCHILLER[cell] for cell in row if cell] for row in cells]
    assert naive_bayes(rows) == pytest.approx(expected, abs=1e-6)


def test_naive_bayes_is_worked_right_where_a_peer_is_not() -> None:
    """AEGI's design document prints .753, .152, .095 for these; Bayes' rule gives .803, .079, .118 (DERIVED)."""
    found = naive_bayes([[0.85, 0.20, 0.50]], [0.60, 0.25, 0.15])
    assert found == pytest.approx((0.803150, 0.078740, 0.118110), abs=1e-6)


def test_naive_bayes_refuses_what_has_no_answer() -> None:
    """Evidence that no hypothesis allows, and numbers that are no probabilities, are refused and never divided by."""
    with pytest.raises(ModelError, match="no hypothesis"):
        naive_bayes([[0.0, 1.0], [1.0, 0.0]])
    with pytest.raises(UsageError, match="from 0 to 1"):
        naive_bayes([[0.5, 1.5]])
    with pytest.raises(UsageError, match="one length"):
        naive_bayes([[0.5, 0.5], [0.5]])
    with pytest.raises(UsageError, match="at least one"):
        naive_bayes([])
    with pytest.raises(UsageError, match="priors sum"):
        naive_bayes([[0.5, 0.5]], [0.5, 0.4])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: parc(matrix("C C", "C")), "row 2 has 1 cells"),
        (lambda: parc([["C", "Q"]]), "row 1, cell 2"),  # type: ignore[list-item]
        (lambda: parc(matrix("C C"), ["high", "low"]), "one per row"),
        (lambda: parc(matrix("C C"), ["vast"]), "high, medium or low"),  # type: ignore[list-item]
        (lambda: arkham_mirror(matrix("C C"), [-1]), "0 or more"),
        (lambda: diagnosticity(matrix("C C")[0], among=(0, 2)), "2 columns"),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused(call: object, message: str) -> None:
    """The refusal says which row, cell or weight, and what would do."""
    assert callable(call)
    with pytest.raises(UsageError, match=message):
        call()
