"""Priors: stated, asked for, conditioned on the act, and refused where they cannot be."""

from __future__ import annotations

import math

import pytest
from scipy.special import betaincinv

from cuibono.case.records import NONE, NOT_HAPPENED, Act, BaseRate, Hypothesis, State
from cuibono.errors import CaseError, ModelError
from cuibono.weighing import weigh
from cuibono.weighing.baserates import band


def case(*priors: float | None, exclusive: bool = True, **fields: object) -> State:
    hypotheses = tuple(Hypothesis(id=f"h{i}", name=f"H{i}", prior=p) for i, p in enumerate(priors))
    return State(exclusive=exclusive, hypotheses=hypotheses, **fields)  # type: ignore[arg-type]


def before(state: State) -> dict[str, float]:
    return {share.id: share.prior for share in weigh(state).shares}


def test_what_is_not_stated_shares_the_rest_and_is_asked_for() -> None:
    """Exclusive: the stated keep theirs, none gets its part of the rest, the others share; a warning names them."""
    state = case(0.4, None, None, priors={NOT_HAPPENED: 0.0})
    found = before(state)
    assert found["h0"] == pytest.approx(0.4)
    assert found["h1"] == found["h2"] == pytest.approx(0.27)
    assert found[NONE] == pytest.approx(0.06)
    assert any(text.startswith("No prior is stated for h1, h2, none") for text in weigh(state).warnings)


def test_a_base_rate_is_the_prior_and_its_range_is_that_of_the_count() -> None:
    """k of n gives the mean of Jeffreys' posterior; few cases leave a wide range, many a narrow one."""
    widths = []
    for count, cases in ((1, 4), (100, 400)):
        rate = BaseRate(reference="such acts", count=count, cases=cases, source="Atlas")
        state = State(
            exclusive=True,
            hypotheses=(Hypothesis(id="h0", name="H0", base_rate=rate), Hypothesis(id="h1", name="H1", prior=0.5)),
            priors={NOT_HAPPENED: 0.0},
        )
        posterior = weigh(state)
        share = next(share for share in posterior.shares if share.id == "h0")
        assert share.prior == pytest.approx((count + 0.5) / (cases + 1))
        assert not any("h0" in text for text in posterior.warnings if text.startswith("No prior"))
        assert "Atlas" in str(posterior.explain("h0"))
        widths.append(share.high - share.low)
    assert widths[0] > 3 * widths[1]


def test_the_range_of_a_base_rate_holds_what_jeffreys_interval_does() -> None:
    """The middle 90 % of Beta(k + 1/2, n - k + 1/2), which no count takes to 0 or 1."""
    found = band(BaseRate(reference="such acts", count=3, cases=19, source="Atlas"))
    assert (found.low, found.high) == pytest.approx((betaincinv(3.5, 16.5, 0.05), betaincinv(3.5, 16.5, 0.95)))
    assert found.low < 3 / 19 < found.high
    never = band(BaseRate(reference="such acts", count=0, cases=5, source="Atlas"))
    assert 0 < never.low < never.value < never.high < 0.5


def test_did_not_happen_stands_apart() -> None:
    """The other priors are given that it happened, in both modes."""
    for exclusive in (True, False):
        state = case(0.5, 0.5 if exclusive else 0.3, exclusive=exclusive, act=Act(happened=0.8))
        found = before(state)
        assert found[NOT_HAPPENED] == pytest.approx(0.2)
        for share in weigh(state).shares[:-1]:
            assert share.given == pytest.approx(share.probability / 0.8)


def test_that_it_was_done_makes_no_reason_improbable() -> None:
    """Co-existing: conditioning on the act raises every motive's prior and lowers that of none."""
    found = before(case(0.3, 0.3, exclusive=False, priors={NOT_HAPPENED: 0.0}))
    assert found["h0"] > 0.3
    assert found[NONE] < 0.49


@pytest.mark.parametrize("priors", [(0.3, 0.3), (None, 0.3), (None, None, None, None, None, None)])
def test_none_of_these_gets_the_prior_that_is_stated_for_it(priors: tuple[float | None, ...]) -> None:
    """Co-existing: the leak, or the priors that nobody stated, give way."""
    found = before(case(*priors, exclusive=False, priors={NOT_HAPPENED: 0.0, NONE: 0.2}))
    assert found[NONE] == pytest.approx(0.2, abs=1e-9)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (case(0.8, 0.4), "sum to 1.2"),
        (case(0.3, 0.3, priors={NONE: 0.3}), "sum to 0.9"),
        (case(0.9, 0.9, exclusive=False, priors={NONE: 0.5}), "leave at most 0.01"),
        (case(None, priors={"h0": math.nan}), "is nan"),
        (case(None, priors={"h0": 1.5}), "give a probability from 0 to 1"),
        (case(None, priors={"who": 0.5}), "names no hypothesis"),
        (case(0.2, priors={"h0": 0.3}), "state it in one place"),
        (case(0.2, priors={NOT_HAPPENED: 0.3}, act=Act(happened=0.5)), "state it in one place"),
    ],
)
def test_priors_that_cannot_be_are_refused_with_place_and_remedy(state: State, words: str) -> None:
    """No silent renormalisation: the message says which, where, and what to do."""
    with pytest.raises(CaseError, match=words) as refused:
        weigh(state)
    assert all(problem.remedy and problem.key for problem in refused.value.problems)


def test_priors_of_0_and_1_stay() -> None:
    """They are weighed as they are, and called what they are."""
    posterior = weigh(case(0.0, 1.0, exclusive=False))
    assert posterior.probabilities["h0"] == 0
    assert posterior.probabilities["h1"] == pytest.approx(0.9)
    assert sum("no evidence can change it" in text for text in posterior.warnings) == 2


def test_a_game_says_how_probable_the_act_is_under_each_set_of_motives() -> None:
    """P(act | motives) multiplies in, moves why and not whether, and shows as its own row."""
    state = case(0.5, 0.5, exclusive=False, priors={NOT_HAPPENED: 0.25})
    posterior = weigh(state, act=lambda held: 0.9 if "h0" in held else 0.1)
    assert posterior.probabilities["h0"] == pytest.approx(0.75 * 0.9)
    assert posterior.probabilities[NOT_HAPPENED] == pytest.approx(0.25)
    row = next(c for c in posterior.contributions if c.target == "h0" and not c.against).rows[0]
    assert row.kind == "act"
    assert row.decibans > 0


def test_a_game_that_makes_the_act_impossible_is_refused() -> None:
    """No motive could have led to it, or a number that is no probability: said, not NaN."""
    with pytest.raises(ModelError, match="no motive could have led to the act"):
        weigh(case(0.5, 0.5), act=lambda _: 0.0)
    with pytest.raises(ModelError, match="not from 0 to 1"):
        weigh(case(0.5, 0.5), act=lambda _: math.nan)
