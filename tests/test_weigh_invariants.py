"""What must not matter does not: names, order, repetition, evidence that is equal everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import NONE, NOT_HAPPENED, Evidence, Origin, Rating, State
from cuibono.weighing import weigh
from weighing_oracle import claim, random_case

SEEDS = st.integers(0, 10_000)
PROPERTY = settings(max_examples=40, deadline=None)


def reported(state: State, item: Evidence, origin: Origin | None, *claims: str) -> State:
    """The case with one more piece of evidence, told by these claims on the word of an origin."""
    told = tuple(claim(id, f"source-{id}") for id in claims)
    return state.model_copy(
        update={
            "evidence": (*state.evidence, item.model_copy(update={"claims": claims})),
            "claims": (*state.claims, *told),
            "origins": (*state.origins, *((origin.model_copy(update={"claims": claims}),) if origin else ())),
        }
    )


@PROPERTY
@given(SEEDS, st.booleans())
def test_names_do_not_matter(seed: int, tangled: bool) -> None:
    """Relabelling hypotheses changes nothing but the labels."""
    state = random_case(seed, tangled=tangled)
    new = {h.id: f"other-{i}" for i, h in enumerate(reversed(state.hypotheses))} | {
        NONE: NONE,
        NOT_HAPPENED: NOT_HAPPENED,
    }
    renamed = state.model_copy(
        update={
            "hypotheses": tuple(h.model_copy(update={"id": new[h.id]}) for h in state.hypotheses),
            "ratings": tuple(r.model_copy(update={"hypothesis": new[r.hypothesis]}) for r in state.ratings),
        }
    )
    before, after = weigh(state).probabilities, weigh(renamed).probabilities
    assert after == pytest.approx({new[id]: p for id, p in before.items()}, abs=1e-12)


@PROPERTY
@given(SEEDS, st.booleans(), st.randoms(use_true_random=False))
def test_order_does_not_matter(seed: int, tangled: bool, draw: object) -> None:
    """Hypotheses, evidence, ratings, claims and origins may stand in any order."""
    state = random_case(seed, tangled=tangled)
    shuffled = {}
    for name in ("hypotheses", "evidence", "ratings", "claims", "origins"):
        items = list(getattr(state, name))
        draw.shuffle(items)  # type: ignore[attr-defined]
        shuffled[name] = tuple(items)
    assert weigh(state.model_copy(update=shuffled)).probabilities == pytest.approx(
        weigh(state).probabilities, abs=1e-12
    )


@PROPERTY
@given(SEEDS, st.integers(1, 30))
def test_repetition_adds_nothing(seed: int, outlets: int) -> None:
    """However many outlets relay one origin's statement of a fact, it is worth exactly one."""
    state = random_case(seed)
    item, origin = Evidence(id="extra", name="Extra"), Origin(id="wire", name="The wire", reliability="C")
    rating = tuple(Rating(evidence="extra", hypothesis=h.id, analyst="anna", code="CC") for h in state.hypotheses[:1])
    once = reported(state, item, origin, "told-0").model_copy(update={"ratings": (*state.ratings, *rating)})
    often = reported(state, item, origin, *(f"told-{i}" for i in range(outlets + 1)))
    often = often.model_copy(update={"ratings": (*state.ratings, *rating)})
    assert weigh(often).probabilities == weigh(once).probabilities


@PROPERTY
@given(SEEDS, st.booleans())
def test_a_chain_of_origins_is_its_first_link(seed: int, tangled: bool) -> None:
    """An outlet that surely goes back to an origin, and one that goes back to that outlet, add nothing to it."""
    state = random_case(seed, tangled=tangled).model_copy(update={"reliability": {}})
    if not state.origins or not (told := [o for o in state.origins if o.claims]):
        return
    root = told[0]
    item = next((e for e in state.evidence if root.claims[0] in (*e.claims, *e.denied_by)), None)
    if item is None:
        return
    side = "claims" if root.claims[0] in item.claims else "denied_by"
    level = next(c.certainty for c in state.claims if c.id == root.claims[0])
    copies = tuple(claim(id, f"source-{id}").model_copy(update={"certainty": level}) for id in ("copy-1", "copy-2"))
    more = state.model_copy(
        update={
            "evidence": tuple(
                e.model_copy(update={side: (*getattr(e, side), "copy-1", "copy-2")}) if e.id == item.id else e
                for e in state.evidence
            ),
            "claims": (*state.claims, *copies),
            "origins": (
                *state.origins,
                Origin(id="outlet", name="Outlet", claims=("copy-1",), goes_back_to=root.id, reliability="A"),
                Origin(id="echo", name="Echo", claims=("copy-2",), goes_back_to="outlet", reliability="E"),
            ),
        }
    )
    if abs({"asserted": 1.0, "denied": 1.0}.get(level.level, 0.0)) == 1:
        assert weigh(more).probabilities == pytest.approx(weigh(state).probabilities, abs=1e-12)


@PROPERTY
@given(SEEDS, st.sampled_from(["CC", "C", "N", "I", "II"]))
def test_evidence_that_is_equal_everywhere_changes_nothing(seed: int, code: str) -> None:
    """A fact as expected under every hypothesis, from an origin that reports nothing else, leaves every probability."""
    state = random_case(seed)
    model = weigh(state).model
    some = [id for id, known in zip(model.space.targets, model.cells.rated.any(axis=0), strict=True) if known]
    rated = tuple(Rating(evidence="extra", hypothesis=id, analyst="anna", code=code) for id in some)
    with_row = reported(state, Evidence(id="extra", name="Extra"), None, "told").model_copy(
        update={"ratings": (*state.ratings, *rated)}
    )
    if state.exclusive and some:
        assert weigh(with_row).probabilities == pytest.approx(weigh(state).probabilities, abs=1e-12)


@PROPERTY
@given(SEEDS, st.booleans())
def test_evidence_of_no_relevance_changes_nothing(seed: int, tangled: bool) -> None:
    """Relevance 0 takes away whatever ratings say."""
    state = random_case(seed, tangled=tangled)
    flat = state.model_copy(update={"evidence": tuple(e.model_copy(update={"relevance": 0.0}) for e in state.evidence)})
    posterior = weigh(flat)
    if not flat.exclusive and any(r.hypothesis in (NONE, NOT_HAPPENED) for r in state.ratings):
        return
    before = {share.id: share.prior for share in posterior.shares}
    assert posterior.probabilities == pytest.approx(before, abs=1e-9)


@PROPERTY
@given(SEEDS, st.booleans())
def test_probabilities_are_probabilities(seed: int, tangled: bool) -> None:
    """Exclusive hypotheses, none and did-not-happen sum to 1; every number lies between 0 and 1."""
    posterior = weigh(random_case(seed, tangled=tangled))
    assert all(0 <= p <= 1 for p in posterior.probabilities.values())
    if posterior.exclusive:
        assert sum(posterior.probabilities.values()) == pytest.approx(1, abs=1e-12)


def test_exclusive_is_coexisting_with_a_mask() -> None:
    """An act that needs exactly one motive makes co-existing motives exclusive: the same posterior."""
    from cuibono.case.records import Hypothesis

    ids, codes = ("a", "b", "c"), {"a": "CC", "b": "I", "c": "N"}
    evidence = (Evidence(id="e", name="E"),)
    ratings = tuple(Rating(evidence="e", hypothesis=id, analyst="anna", code=code) for id, code in codes.items())
    none = Rating(evidence="e", hypothesis=NONE, analyst="anna", code="N")
    common = {"evidence": evidence, "ratings": (*ratings, none), "priors": {NOT_HAPPENED: 0.0}}
    apart = State(exclusive=True, hypotheses=tuple(Hypothesis(id=id, name=id, prior=1 / 3) for id in ids), **common)
    together = State(hypotheses=tuple(Hypothesis(id=id, name=id, prior=0.5) for id in ids), **common)
    only_one = weigh(together, act=lambda held: 1.0 if len(held) == 1 else 0.0)
    assert only_one.probabilities == pytest.approx(weigh(apart).probabilities, abs=1e-12)
