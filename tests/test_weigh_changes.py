"""What would be if: every change that is read off the sums is what weighing the changed case gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import Rating, State, Status
from cuibono.weighing import Posterior, weigh
from cuibono.weighing.changes import changeable, rerated
from weighing_oracle import random_case

SEEDS = st.integers(0, 10_000)
PROPERTY = settings(max_examples=40, deadline=None)


def values(posterior: Posterior) -> list[float]:
    return list(posterior.probabilities.values())


def without(state: State, claims: set[str]) -> State:
    """The case with some claims rejected."""
    return state.model_copy(update={"status": dict.fromkeys(claims, Status.REJECTED)})


@PROPERTY
@given(SEEDS, st.booleans())
def test_leaving_evidence_out_is_as_if_nobody_had_reported_it(seed: int, tangled: bool) -> None:
    """Exact for every piece of evidence, also where origins and facts are entangled."""
    state = random_case(seed, tangled=tangled)
    survey = weigh(state).survey
    left = survey.probabilities(survey.without)
    for fact, item in enumerate(state.evidence):
        claims = {*item.claims, *item.denied_by}
        if claims:
            assert left[fact] == pytest.approx(values(weigh(without(state, claims))), abs=1e-9)


@PROPERTY
@given(SEEDS, st.booleans())
def test_leaving_an_origin_or_source_out_is_as_if_its_claims_did_not_count(seed: int, tangled: bool) -> None:
    """Exact for every origin and every source, and the most moved hypothesis is the one named."""
    state = random_case(seed, tangled=tangled)
    posterior = weigh(state)
    relays = [relay for group in posterior.model.provenance.said.values() for relay in group]
    for omission in posterior.leave_one_out:
        if omission.kind in ("origin", "source"):
            key = "voice" if omission.kind == "origin" else "source"
            silent = {relay.claim for relay in relays if getattr(relay, key) == omission.id}
            after = weigh(without(state, silent)).probabilities
            assert omission.after == pytest.approx(after[omission.hypothesis], abs=1e-9)
            shifts = {id: abs(after[id] - p) for id, p in posterior.probabilities.items()}
            assert omission.shift == pytest.approx(max(shifts.values()), abs=1e-9)


@PROPERTY
@given(SEEDS, st.booleans())
def test_leaving_an_analyst_out_is_as_if_they_had_not_rated(seed: int, tangled: bool) -> None:
    """Exact for every analyst, the machine included."""
    state = random_case(seed, tangled=tangled)
    for omission in weigh(state).leave_one_out:
        if omission.kind == "analyst":
            left = tuple(rating for rating in state.ratings if rating.analyst != omission.id)
            after = weigh(state.model_copy(update={"ratings": left})).probabilities
            assert omission.after == pytest.approx(after[omission.hypothesis], abs=1e-9)


@PROPERTY
@given(SEEDS, st.booleans(), st.floats(0.02, 0.98))
def test_one_cell_changed_is_the_case_with_that_cell(seed: int, tangled: bool, likelihood: float) -> None:
    """Every cell, rated or not, put to any likelihood: exact without weighing anew."""
    state = random_case(seed, tangled=tangled)
    posterior = weigh(state)
    facts, targets = np.nonzero(changeable(posterior.model))
    after = rerated(posterior.model, posterior.survey, facts, targets, np.full(len(facts), likelihood))
    for k, (fact, target) in enumerate(zip(facts, targets, strict=True)):
        cell = (state.evidence[fact].id, posterior.model.space.targets[target])
        left = tuple(r for r in state.ratings if (r.evidence, r.hypothesis) != cell)
        rating = Rating(evidence=cell[0], hypothesis=cell[1], analyst="zoe", likelihood=likelihood)
        assert after[k] == pytest.approx(values(weigh(state.model_copy(update={"ratings": (*left, rating)}))), abs=1e-7)


@PROPERTY
@given(SEEDS, st.booleans(), st.sampled_from(["CC", "N", "II", "NA"]), st.booleans())
def test_reweighing_one_cell_is_weighing_the_whole_case(seed: int, tangled: bool, code: str, erase: bool) -> None:
    """Only what the cell touches is summed anew; the answer is the same, and so is the case in it."""
    state = random_case(seed, tangled=tangled)
    if not state.evidence:
        return
    rating = Rating(evidence=state.evidence[-1].id, hypothesis=state.hypotheses[0].id, analyst="anna", code=code)
    changed = weigh(state).reweigh(rating, erase=erase)
    assert changed.probabilities == pytest.approx(weigh(changed.state).probabilities, abs=1e-12)
    mine = [
        r for r in changed.state.ratings if (r.evidence, r.hypothesis, r.analyst) == (rating.evidence, "h0", "anna")
    ]
    assert mine == ([] if erase else [rating])


@PROPERTY
@given(SEEDS, st.booleans())
def test_the_tornado_holds_what_its_ends_say(seed: int, tangled: bool) -> None:
    """Sorted by span, and the present probability lies between the ends of every swing of a prior or reliability.

    A rating may turn from a cause into an inhibitor on the way, where co-existing motives move both ways.
    """
    posterior = weigh(random_case(seed, tangled=tangled))
    spans = [swing.span for swing in posterior.tornado]
    assert spans == sorted(spans, reverse=True)
    now = posterior.probabilities[posterior.leader]
    for swing in posterior.tornado:
        if swing.kind != "rating":
            assert min(swing.low, swing.high) - 1e-9 <= now <= max(swing.low, swing.high) + 1e-9
