"""People's ratings of one cell are compared, not merged: agreement, disagreement, and each person's own steadiness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import MACHINE, Code, Rating
from cuibono.weighing.analysts import agreement, alpha, compare, noise

codes = st.lists(st.sampled_from(list(Code)), min_size=1, max_size=8)


def rate(analyst: str, what: Code | float, evidence: str = "e1", hypothesis: str = "h1") -> Rating:
    """One rating by code or number."""
    if isinstance(what, Code):
        return Rating(evidence=evidence, hypothesis=hypothesis, analyst=analyst, code=what)
    return Rating(evidence=evidence, hypothesis=hypothesis, analyst=analyst, likelihood=what)


@pytest.mark.parametrize(
    ("what", "verdict", "spread"),
    [
        ([Code.C], "one", 0),
        ([Code.C, Code.C], "same", 0),
        ([Code.NA, Code.NA], "same", 0),
        ([Code.C, Code.CC], "near", 1),
        ([Code.N, Code.CC], "apart", 2),
        ([Code.C, Code.I], "opposed", 2),
        ([Code.NA, Code.C], "relevance", 0),
        ([0.9, Code.CC], "same", 0),
        ([0.6, 0.4], "opposed", 1),
        ([Code.C, 0.75], "near", 0.25),
    ],
)
def test_verdict(what: list[Code | float], verdict: str, spread: float) -> None:
    """What people make of a cell has one name, and numbers are compared with codes on one scale."""
    (cell,) = compare(rate(f"analyst-{i}", w) for i, w in enumerate(what))
    assert cell.verdict == verdict
    assert cell.spread == pytest.approx(spread)


def test_the_worst_disagreement_comes_first() -> None:
    """NA against a code, then opposite signs, then distance; every rating stays with its analyst."""
    ratings = [
        rate("ann", Code.C, "e1"), rate("bo", Code.CC, "e1"),
        rate("ann", Code.I, "e2"), rate("bo", Code.CC, "e2"),
        rate("ann", Code.NA, "e3"), rate("bo", Code.C, "e3"),
    ]  # fmt: skip
    assert [(c.evidence, c.verdict) for c in compare(ratings)] == [
        ("e3", "relevance"),
        ("e2", "opposed"),
        ("e1", "near"),
    ]
    assert [r.analyst for r in compare(ratings)[0].ratings] == ["ann", "bo"]


def test_the_machine_has_no_voice() -> None:
    """A suggestion neither agrees nor disagrees with anybody."""
    ratings = [rate(MACHINE, Code.II), rate("ann", Code.CC)]
    assert [c.verdict for c in compare(ratings)] == ["one"]
    assert compare([rate(MACHINE, Code.II)]) == ()
    assert noise([rate(MACHINE, Code.II), rate(MACHINE, Code.CC)]).pairs == 0


# Krippendorff's worked example of four observers and twelve units, `.` for a gap; interval alpha .849 (PUBLISHED:
# Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011).
OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def test_krippendorffs_example() -> None:
    """His data give his interval alpha."""
    units = [[float(row[i]) for row in OBSERVERS if row[i] != "."] for i in range(12)]
    assert alpha(units) == pytest.approx(0.849, abs=5e-4)


@given(codes)
def test_full_agreement_is_one_or_undefined(column: list[Code]) -> None:
    """Two people who say the same everywhere agree fully, unless there was only one thing to say."""
    ratings = [rate(who, code, f"e{i}") for i, code in enumerate(column) for who in ("ann", "bo")]
    found = agreement(ratings)
    said = {code for code in column if code != Code.NA}
    assert found.alpha == (pytest.approx(1.0) if len(said) > 1 else None)
    assert found.cells == len(column)


@given(st.lists(st.tuples(st.sampled_from(list(Code)), st.sampled_from(list(Code))), min_size=1, max_size=10))
def test_names_of_analysts_do_not_matter(pairs: list[tuple[Code, Code]]) -> None:
    """Who is called first changes no agreement."""
    one = [rate(who, code, f"e{i}") for i, pair in enumerate(pairs) for who, code in zip("ab", pair, strict=True)]
    two = [rate(who, code, f"e{i}") for i, pair in enumerate(pairs) for who, code in zip("ba", pair, strict=True)]
    assert agreement(one).alpha == pytest.approx(agreement(two).alpha)
    assert [c.verdict for c in compare(one)] == [c.verdict for c in compare(two)]


def test_noise_between_first_and_second_rating() -> None:
    """Same analyst, same cell, in the order given: how often unchanged, how far, which way; NA moves apart."""
    ratings = [
        rate("ann", Code.C, "e1"), rate("bo", Code.II, "e1"), rate("ann", Code.CC, "e1"),
        rate("ann", Code.N, "e2"), rate("ann", Code.N, "e2"),
        rate("ann", Code.C, "e3"), rate("ann", Code.NA, "e3"),
    ]  # fmt: skip
    found = noise(ratings)
    assert (found.pairs, found.same, found.relevance) == (3, 1, 1)
    assert found.steps == pytest.approx((1 / 4) ** 0.5)
    assert found.drift == pytest.approx(0.5)


def test_a_cell_rated_once_has_no_noise() -> None:
    """Without a second rating nothing is known about steadiness, which is not the same as steady."""
    assert noise([rate("ann", Code.C), rate("bo", Code.I)]).steps is None


def test_thousands_of_analysts() -> None:
    """Five thousand people on one cell are one cell."""
    ratings = [rate(f"a{i}", Code.C if i % 2 else Code.N) for i in range(5000)]
    assert len(compare(ratings)) == 1
    assert agreement(ratings).alpha == pytest.approx(0, abs=1e-3)
