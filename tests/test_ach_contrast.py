"""Where the posterior and ACH differ, the reason given is one whose removal ends the difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Code
from cuibono.errors import UsageError
from cuibono.weighing.ach import parc
from cuibono.weighing.contrast import Contrast, disagreements

Codes = list[list[Code | None]]


def matrix(*rows: str) -> Codes:
    """A matrix from rows of codes, `.` for not rated."""
    return [[None if cell == "." else Code(cell) for cell in row.split()] for row in rows]


def found(cells: Codes, posterior: list[float], **about: object) -> tuple[Contrast, ...]:
    """The disagreements between a posterior and PARC's ranking."""
    return disagreements(posterior, parc(cells), cells, names=["hedge", "spoil"], **about)  # type: ignore[arg-type]


def test_a_shared_origin_is_named() -> None:
    """Three rows of one wire report count three times in ACH; once counted once, the order turns."""
    cells = matrix("I C", "I C", "I C", "C II")
    (contrast,) = found(cells, [0.6, 0.4], origins=[["wire"], ["wire"], ["wire"], ["envoy"]])
    assert (contrast.preferred, contrast.other) == (0, 1)
    assert contrast.reasons == ("dependence",)
    assert contrast.sentence == (
        "The posterior puts hedge (60 %) before spoil (40 %), ACH the other way round (-2 against -3): rows of the "
        "same origin, which the posterior counts once, are counted one by one."
    )


def test_priors_are_named() -> None:
    """The evidence is against the leader, and only its prior puts it first."""
    (contrast,) = found(matrix("I C"), [0.6, 0.4], priors=[0.9, 0.1])
    assert contrast.reasons == ("prior",)
    assert "more probable to begin with" in contrast.sentence


def test_missing_cells_are_named() -> None:
    """What nobody rated counts as nothing against a hypothesis."""
    (contrast,) = found(matrix("I .", "C I", "I ."), [0.6, 0.4])
    assert contrast.reasons == ("missing", "strength")
    assert "nobody rated for spoil" in contrast.sentence


def test_strength_lost_by_counting_is_named() -> None:
    """A tie on inconsistency hides that one hypothesis expects the facts and the other does not care."""
    (contrast,) = found(matrix("CC N", "CC N"), [0.8, 0.2])
    assert contrast.reasons == ("strength",)
    assert "ACH ties them at 0" in contrast.sentence


def test_an_unrated_leader_is_named() -> None:
    """A hypothesis that nobody rated can lead a posterior by its prior alone; ACH cannot rank it."""
    (contrast,) = found(matrix(". C"), [0.7, 0.3], priors=[0.7, 0.3])
    assert contrast.reasons == ("unrated",)


def test_what_no_test_explains_says_so() -> None:
    """Neither dependence, priors, gaps nor strength: what is left is how far the origins are trusted."""
    (contrast,) = found(matrix("I C", "C C"), [0.6, 0.4], priors=[0.5, 0.5])
    assert contrast.reasons == ("other",)


def test_no_disagreement_is_none() -> None:
    """The same order, or probabilities closer than the margin, need no explanation."""
    assert found(matrix("C I"), [0.6, 0.4]) == ()
    assert found(matrix("I C"), [0.5001, 0.4999]) == ()


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(list(Code))), min_size=3, max_size=3), min_size=1, max_size=6
    ),
    st.lists(st.integers(1, 50), min_size=3, max_size=3),
)
def test_each_pair_is_given_once_with_a_reason(cells: Codes, shares: list[int]) -> None:
    """Every pair ordered otherwise is there once, the more probable first, never without a reason."""
    posterior = [share / sum(shares) for share in shares]
    contrasts = disagreements(posterior, parc(cells), cells, margin=0.0)
    assert len({frozenset((c.preferred, c.other)) for c in contrasts}) == len(contrasts)
    for contrast in contrasts:
        assert posterior[contrast.preferred] > posterior[contrast.other]
        assert contrast.reasons
    ranks = parc(cells).ranks
    for a in range(3):
        for b in range(3):
            mine, theirs = ranks[a], ranks[b]
            if posterior[a] > posterior[b] and mine is not None and theirs is not None and mine > theirs:
                assert (a, b) in {(c.preferred, c.other) for c in contrasts}


def test_lengths_that_do_not_fit_are_refused() -> None:
    """One probability per column, one set of origins per row."""
    with pytest.raises(UsageError, match="per column"):
        found(matrix("C I"), [0.6, 0.3, 0.1])
    with pytest.raises(UsageError, match="one per row"):
        found(matrix("C I"), [0.6, 0.4], origins=[])
