"""What would flip the answer: the sets work, and where they are called smallest nothing smaller does."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import MACHINE, NONE, NOT_HAPPENED, Code, State, Status
from cuibono.weighing import Posterior, weigh
from cuibono.weighing.readout import Flip
from cuibono.weighing.shares import TIE
from weighing_oracle import random_case

SEEDS = st.integers(0, 10_000)
PROPERTY = settings(max_examples=40, deadline=None)


def first(state: State, leader: str, eligible: list[str]) -> bool:
    """Whether another eligible hypothesis is then level with the leader or before it."""
    now = weigh(state).probabilities
    return any(now[id] >= now[leader] - 2 * TIE for id in eligible if id != leader)


def eligible(posterior: Posterior) -> list[str]:
    rated = posterior.model.cells.rated.any(axis=0)
    ids = [id for id, some in zip(posterior.model.space.targets, rated, strict=True) if some and id != NOT_HAPPENED]
    if not posterior.exclusive and NONE not in ids:
        ids.append(NONE)
    return ids or [id for id in posterior.model.space.targets if id != NOT_HAPPENED]


def changed(state: State, flip: Flip) -> State:
    """The case with the changes of a flip."""
    if flip.kind == "rating":
        codes = {(c.id, c.hypothesis): c.to for c in flip.changes}
        return state.model_copy(
            update={
                "ratings": tuple(
                    r.model_copy(update={"code": Code(codes[r.evidence, r.hypothesis]), "likelihood": None})
                    if (r.evidence, r.hypothesis) in codes
                    else r
                    for r in state.ratings
                )
            }
        )
    gone = {c.id for c in flip.changes}
    claims = {id for e in state.evidence if e.id in gone for id in (*e.claims, *e.denied_by)}
    return state.model_copy(update={"status": dict.fromkeys(claims, Status.REJECTED)})


def coded(seed: int, *, tangled: bool) -> State:
    """A random case in which every fact has claims, and every rating is one analyst's code."""
    state = random_case(seed, tangled=tangled)
    kept = tuple(e for e in state.evidence if (e.claims or e.denied_by) and not e.depends_on)
    ids = {e.id for e in kept}
    ratings = tuple(r for r in state.ratings if r.evidence in ids and r.code and r.analyst not in (MACHINE, "ben"))
    return state.model_copy(update={"evidence": kept, "ratings": ratings})


@PROPERTY
@given(SEEDS, st.booleans())
def test_what_is_said_to_flip_flips(seed: int, tangled: bool) -> None:
    """Weighing the changed case puts another hypothesis first, and none where none is named."""
    state = coded(seed, tangled=tangled)
    posterior = weigh(state)
    for flip in posterior.flips:
        assert len(flip.changes) >= flip.at_least or not flip.changes
        if flip.changes and flip.kind != "origin":
            assert first(changed(state, flip), posterior.leader, eligible(posterior)), flip


@PROPERTY
@given(SEEDS, st.booleans())
def test_fewer_changes_than_the_bound_do_not_flip(seed: int, tangled: bool) -> None:
    """Every set of evidence smaller than `at_least` leaves the leader first; an exact answer is the smallest."""
    state = coded(seed, tangled=tangled)
    posterior = weigh(state)
    for flip in posterior.flips:
        if flip.kind != "evidence" or flip.at_least == 0:
            continue
        size = len(flip.changes) - 1 if flip.exact and flip.changes else flip.at_least - 1
        if flip.exact and not flip.changes:
            size = len(state.evidence)
        for count in range(1, min(size, len(state.evidence)) + 1):
            for chosen in combinations(state.evidence, count):
                claims = {id for e in chosen for id in (*e.claims, *e.denied_by)}
                without = state.model_copy(update={"status": dict.fromkeys(claims, Status.REJECTED)})
                assert not first(without, posterior.leader, eligible(posterior))


def test_a_tie_is_no_flip() -> None:
    """Where two are level already, that is what is said."""
    state = coded(0, tangled=False).model_copy(update={"evidence": (), "ratings": ()})
    for flip in weigh(state).flips:
        assert flip.at_least <= 2


@pytest.mark.parametrize("kind", ["evidence", "origin", "rating"])
def test_each_kind_of_change_speaks_in_a_sentence(kind: str) -> None:
    """Every flip says in words what it would take."""
    posterior = weigh(random_case(10))
    flip = next((item for item in posterior.flips if item.kind == kind), None)
    if flip is not None:
        assert flip.sentence.endswith(".")
