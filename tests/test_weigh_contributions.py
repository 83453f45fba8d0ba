"""Contributions add up, and say what they should."""

from __future__ import annotations

from math import isfinite, log10

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import Evidence, Hypothesis, Rating, State
from cuibono.weighing import Posterior, weigh
from weighing_oracle import random_case

SEEDS = st.integers(0, 10_000)
PROPERTY = settings(max_examples=60, deadline=None)


def odds(posterior: Posterior, target: str, against: str) -> float:
    """Decibans of one set of states against another, from the states themselves."""
    model = posterior.model
    one = model.space.holds(target)
    other = model.space.holds(against) if against else ~one
    states = posterior.answer.states
    mine, rest = states[one & ~other].sum(), states[other & ~one].sum()
    return 10 * log10(mine / rest) if mine > 0 and rest > 0 else float("nan")


@PROPERTY
@given(SEEDS, st.booleans())
def test_rows_and_baseline_sum_to_the_total(seed: int, tangled: bool) -> None:
    """By evidence and by origin alike, to the digit; and the total is the posterior log odds."""
    posterior = weigh(random_case(seed, tangled=tangled))
    for item in posterior.contributions:
        assert item.baseline + sum(row.decibans for row in item.rows) == pytest.approx(item.total, abs=1e-9)
        assert item.baseline + sum(row.decibans for row in item.origins) == pytest.approx(item.total, abs=1e-9)
        direct = odds(posterior, item.target, item.against)
        if isfinite(direct) and abs(direct) < 100:
            assert item.total == pytest.approx(direct, abs=1e-6)


def test_exclusive_pairs_are_the_plain_weights_of_evidence() -> None:
    """With origins that feed one fact each, a row is ten times the decimal log of its likelihood ratio."""
    codes = {"a": ("CC", "C"), "b": ("I", "II")}
    state = State(
        exclusive=True,
        priors={"none": 0.0, "did-not-happen": 0.0},
        hypotheses=tuple(Hypothesis(id=id, name=id, prior=0.5) for id in codes),
        evidence=(Evidence(id="e0", name="E0"), Evidence(id="e1", name="E1")),
        ratings=tuple(
            Rating(evidence=f"e{i}", hypothesis=id, analyst="x", code=c)
            for id, row in codes.items()
            for i, c in enumerate(row)
        ),
    )
    told = 0.8 * 0.98 + 0.2 * 0.5, 0.8 * 0.02 + 0.2 * 0.5
    report = [p * told[0] + (1 - p) * told[1] for p in (0.9, 0.3, 0.7, 0.1)]
    rows = weigh(state).contributions[0].rows
    assert [row.decibans for row in rows] == pytest.approx(
        [10 * log10(report[0] / report[1]), 10 * log10(report[2] / report[3])], abs=1e-9
    )


def test_what_cannot_discriminate_adds_nothing() -> None:
    """Equal ratings: no bits, no decibans between the leaders, whatever its origin."""
    state = State(
        exclusive=True,
        hypotheses=(Hypothesis(id="a", name="A"), Hypothesis(id="b", name="B")),
        evidence=(Evidence(id="e0", name="Same"), Evidence(id="e1", name="Other")),
        ratings=tuple(
            Rating(evidence=e, hypothesis=h, analyst="x", code=c)
            for e, h, c in (("e0", "a", "C"), ("e0", "b", "C"), ("e1", "a", "CC"), ("e1", "b", "N"))
        ),
    )
    same, other = weigh(state).diagnosticity
    assert same.pair == 0
    assert same.bits == pytest.approx(0, abs=1e-12)
    assert other.pair > 0
    assert other.bits > 0


def test_diagnosticity_between_the_leaders_is_not_that_over_all() -> None:
    """A fact that only dismisses a third hypothesis tells much over all, and nothing between the two leaders."""
    codes = {"e0": ("CC", "CC", "II"), "e1": ("C", "N", "N")}
    state = State(
        exclusive=True,
        hypotheses=tuple(Hypothesis(id=id, name=id) for id in "abc"),
        evidence=tuple(Evidence(id=id, name=id) for id in codes),
        ratings=tuple(
            Rating(evidence=e, hypothesis=h, analyst="x", code=c)
            for e, row in codes.items()
            for h, c in zip("abc", row, strict=True)
        ),
    )
    dismisses, separates = weigh(state).diagnosticity
    assert dismisses.bits > separates.bits
    assert dismisses.pair == pytest.approx(0, abs=1e-12)
    assert separates.pair > 0


@PROPERTY
@given(SEEDS, st.booleans())
def test_information_is_never_negative(seed: int, tangled: bool) -> None:
    """Bits expected and bits gained are 0 or more."""
    for item in weigh(random_case(seed, tangled=tangled)).diagnosticity:
        assert item.bits >= 0
        assert item.gained >= 0


def test_shares_of_two_motives_agree_with_the_shapley_value_of_two_players() -> None:
    """Along the common path, two facts get close to what Shapley's average over both orders gives them."""
    state = State(
        hypotheses=(Hypothesis(id="a", name="A", prior=0.3), Hypothesis(id="b", name="B", prior=0.5)),
        evidence=(Evidence(id="e0", name="E0"), Evidence(id="e1", name="E1")),
        ratings=tuple(
            Rating(evidence=e, hypothesis=h, analyst="x", code=c)
            for e, h, c in (("e0", "a", "CC"), ("e0", "b", "C"), ("e1", "a", "I"), ("e1", "b", "CC"))
        ),
    )
    full = weigh(state)
    item = next(c for c in full.contributions if c.target == "a" and not c.against)
    got = [row.decibans for row in item.rows if row.kind == "evidence"]

    def value(*ids: str) -> float:
        some = tuple(e for e in state.evidence if e.id in ids)
        ratings = tuple(r for r in state.ratings if r.evidence in ids)
        return odds(weigh(state.model_copy(update={"evidence": some, "ratings": ratings})), "a", "")

    alone = value("e0") - value(), value("e1") - value()
    last = value("e0", "e1") - value("e1"), value("e0", "e1") - value("e0")
    assert got == pytest.approx([(x + y) / 2 for x, y in zip(alone, last, strict=True)], abs=0.05)
