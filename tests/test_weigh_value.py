"""What finding out is worth: nothing for what is known, more for more, and never more than certainty."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cuibono.case.records import Evidence, Hypothesis, Interval, Rating, State
from cuibono.errors import NotFoundError
from cuibono.weighing import weigh
from cuibono.weighing.value import Outcome, if_known, if_reported, information, worth, worth_of_certainty
from weighing_oracle import random_case

SEEDS = st.integers(0, 10_000)
PROPERTY = settings(max_examples=40, deadline=None)


def utilities(seed: int, states: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(3, states))


@PROPERTY
@given(SEEDS, st.booleans())
@example(seed=2000, tangled=True)
@example(seed=1025, tangled=True)
def test_a_report_is_worth_less_than_the_fact_and_the_fact_less_than_certainty(seed: int, tangled: bool) -> None:
    """0 <= value of a report <= value of the fact <= value of knowing the state."""
    state = random_case(seed, tangled=tangled)
    posterior = weigh(state)
    model, answer = posterior.model, posterior.answer
    utility = utilities(seed, model.space.size)
    for item in state.evidence:
        told = worth(if_reported(model, answer, item.id, letter="A"), answer.states, utility)
        known = worth(if_known(model, answer, item.id), answer.states, utility)
        assert -1e-9 <= told <= known + 1e-9
        assert known <= worth_of_certainty(answer.states, utility) + 1e-9


@PROPERTY
@given(SEEDS, st.booleans())
def test_outcomes_average_to_what_is_known_now(seed: int, tangled: bool) -> None:
    """Before it is known, the answer changes nothing on average."""
    state = random_case(seed, tangled=tangled)
    posterior = weigh(state)
    for item in state.evidence:
        for outcomes in (
            if_known(posterior.model, posterior.answer, item.id),
            if_reported(posterior.model, posterior.answer, item.id),
        ):
            assert sum(o.probability for o in outcomes) == pytest.approx(1)
            mean = sum(o.probability * o.states for o in outcomes)
            assert mean == pytest.approx(posterior.answer.states, abs=1e-9)


@PROPERTY
@given(SEEDS, st.booleans())
def test_asking_an_origin_what_it_has_said_already_is_worth_nothing(seed: int, tangled: bool) -> None:
    """A relay of the same origin: no bits, no value."""
    posterior = weigh(random_case(seed, tangled=tangled))
    for evidence, relays in posterior.model.provenance.said.items():
        for relay in relays:
            outcomes = if_reported(posterior.model, posterior.answer, evidence, by=relay.voice)
            assert information(outcomes, posterior.answer.states) == 0


def test_a_better_origin_is_worth_more() -> None:
    """A to E, the value of asking falls."""
    posterior = weigh(random_case(3))
    fact = next(item.id for item in posterior.state.evidence)
    bits = [
        information(if_reported(posterior.model, posterior.answer, fact, letter=x), posterior.answer.states)
        for x in ("A", "B", "C", "D", "E")
    ]
    assert bits == sorted(bits, reverse=True)


def test_the_oil_wildcatter() -> None:
    """Raiffa's test drill: perfect information is worth 35, the seismic test 12.5 before its price."""
    states = np.array([0.5, 0.3, 0.2])
    utility = np.array([[-70.0, 50.0, 200.0], [0.0, 0.0, 0.0]])
    test = np.array([[0.1, 0.3, 0.6], [0.3, 0.4, 0.3], [0.5, 0.4, 0.1]])
    outcomes = [Outcome(float(states @ z), states * z / (states @ z)) for z in test.T]
    assert worth_of_certainty(states, utility) == pytest.approx(35)
    assert worth(outcomes, states, utility) == pytest.approx(12.5)


def test_unknown_ids_are_named() -> None:
    """An unknown origin or piece of evidence: refused with what there is."""
    posterior = weigh(random_case(3))
    with pytest.raises(NotFoundError, match="known: e0"):
        if_known(posterior.model, posterior.answer, "nothing")
    with pytest.raises(NotFoundError, match="no origin 'nobody'"):
        if_reported(posterior.model, posterior.answer, "e0", by="nobody")


@PROPERTY
@given(SEEDS, st.booleans())
def test_questions_are_sorted_and_speak(seed: int, tangled: bool) -> None:
    """The question that moves the leader most comes first; each is a sentence with a number."""
    posterior = weigh(random_case(seed, tangled=tangled))
    shifts = [question.shift for question in posterior.collect]
    assert shifts == sorted(shifts, reverse=True)
    for question in posterior.collect:
        assert question.sentence.endswith("points.")
        assert question.bits >= 0


def test_what_facts_teach_is_what_knowing_them_moves() -> None:
    """The expected shift of a fact is that of its two outcomes."""
    posterior = weigh(random_case(5))
    column = posterior.model.space.targets.index(posterior.leader)
    for question in posterior.collect:
        if question.kind == "evidence":
            outcomes = if_known(posterior.model, posterior.answer, question.id)
            moved = sum(
                o.probability
                * abs(
                    float(o.states @ posterior.model.space.members()[:, column])
                    - posterior.probabilities[posterior.leader]
                )
                for o in outcomes
            )
            assert question.shift == pytest.approx(moved, abs=1e-9)


def ordered(first: str | None, second: str | None) -> State:
    """A hypothesis that needs one event before another, and one that does not."""
    dates = {"e0": first, "e1": second}
    return State(
        exclusive=True,
        priors={"none": 0.0, "did-not-happen": 0.0},
        hypotheses=(
            Hypothesis(id="a", name="A", prior=0.5, needs=("e0 before e1",)),
            Hypothesis(id="b", name="B", prior=0.5),
        ),
        evidence=tuple(
            Evidence(id=id, name=id.upper(), happened=Interval.parse(iso) if iso else None) for id, iso in dates.items()
        ),
        ratings=tuple(Rating(evidence=e, hypothesis=h, analyst="x", code="N") for e in dates for h in "ab"),
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2018-01", "2019-01", 0.99 / 1.99),
        ("2019-01", "2018-01", 0.01 / 1.01),
        ("2018-02-07", "2018-02-01/2018-02-14", 1 / 3),
    ],
)
def test_a_needed_order_weighs_as_probable_as_the_dates_make_it(first: str, second: str, expected: float) -> None:
    """Sure, excluded but for the doubt in all dates, and even."""
    assert weigh(ordered(first, second)).probabilities["a"] == pytest.approx(expected, abs=1e-6)


def test_an_undated_order_is_not_weighed_but_asked_for() -> None:
    """Without a date nothing is multiplied in; the question is put, and a warning given."""
    posterior = weigh(ordered("2018", None))
    assert posterior.probabilities["a"] == pytest.approx(0.5)
    assert any("has no date" in text for text in posterior.warnings)
    assert "date" in {question.kind for question in posterior.collect}
