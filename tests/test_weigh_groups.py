"""Groups: hypotheses that exclude each other inside a case whose hypotheses may otherwise hold together."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.casefile import parse
from cuibono.case.records import NONE, NOT_HAPPENED, Evidence, Hypothesis, Rating, State
from cuibono.errors import CaseError, ModelError, TooLargeError
from cuibono.strategy.likelihood import states_of
from cuibono.weighing import weigh
from cuibono.weighing.attribution import dot
from cuibono.weighing.chance import NoisyOr
from cuibono.weighing.changes import batches, changeable, rerated
from cuibono.weighing.engine import solve
from cuibono.weighing.lattice import Lattice, parts_of
from cuibono.weighing.network import Network
from cuibono.weighing.priors import prior
from cuibono.weighing.space import Space
from weighing_oracle import NUMBERS, grouped_case, shares

GROUPS = st.lists(st.sampled_from([None, None, "a", "b"]), min_size=1, max_size=7)


@pytest.mark.parametrize("tangled", [False, True], ids=["plain", "tangled"])
def test_grouped_cases_agree_with_the_enumeration_of_all_worlds(tangled: bool) -> None:
    """Two to five hypotheses, one or two groups, with all else that a case may hold: every probability to 1e-9."""
    for seed in range(40 if tangled else 300):
        state = grouped_case(seed, tangled=tangled)
        assert weigh(state).probabilities == pytest.approx(shares(state), abs=1e-9), seed


def test_a_group_of_all_is_the_exclusive_prior() -> None:
    """Where all hypotheses are one group, every set has one at most, and "none" is what they leave."""
    ids = ("a", "b", "c")
    space = Space(ids, exclusive=False, groups=("g", "g", "g"))
    assert [sorted(space.motives(s)) for s in range(space.size - 1)] == [[], ["a"], ["b"], ["c"]]
    found = weigh(State(hypotheses=tuple(Hypothesis(id=id, name=id, prior=0.3, group="g") for id in ids)))
    assert found.model.space.size == 5
    assert sum(found.probabilities.values()) == pytest.approx(1)


def test_members_of_a_group_never_hold_together() -> None:
    """Their probabilities and that of "it did not happen" sum to 1 at most, whatever the evidence."""
    for seed in range(60):
        state = grouped_case(seed)
        found = weigh(state).probabilities
        for group in {h.group for h in state.hypotheses} - {None}:
            members = [found[h.id] for h in state.hypotheses if h.group == group]
            assert sum(members) + found[NOT_HAPPENED] <= 1 + 1e-12


def test_what_speaks_for_one_of_a_group_speaks_against_the_others_of_it_only() -> None:
    """A fact that only Anna explains moves Ben down; the motive, unrated on it, hardly changes."""
    people = tuple(Hypothesis(id=id, name=id, prior=0.4, group="who") for id in ("anna", "ben"))
    motives = (Hypothesis(id="envy", name="Envy", prior=0.4), Hypothesis(id="money", name="Money", prior=0.4))
    case = State(
        hypotheses=(*people, *motives),
        evidence=(Evidence(id="e", name="Anna's print"),),
        ratings=(
            Rating(evidence="e", hypothesis="anna", analyst="x", code="CC"),
            Rating(evidence="e", hypothesis="none", analyst="x", code="I"),
        ),
    )
    before, after = weigh(case.model_copy(update={"ratings": ()})).probabilities, weigh(case).probabilities
    assert after["anna"] > before["anna"] + 0.05
    assert after["ben"] < before["ben"] - 0.05
    assert after["envy"] == pytest.approx(before["envy"], abs=0.03)


def test_every_single_change_is_exact_with_groups() -> None:
    """A cell rated otherwise, as read off the survey, is the changed case weighed anew; so is leaving a fact out."""
    for seed in range(30):
        state = grouped_case(seed)
        posterior = weigh(state)
        model, survey = posterior.model, posterior.survey
        for facts, targets in batches(changeable(model)):
            after = rerated(model, survey, facts, targets, np.full(len(facts), 0.35))
            for k in range(0, len(facts), 4):
                id, target = model.evidence[facts[k]].id, model.space.targets[targets[k]]
                others = tuple(r for r in state.ratings if (r.evidence, r.hypothesis) != (id, target))
                rating = Rating(evidence=id, hypothesis=target, analyst="anna", likelihood=0.35)
                again = weigh(state.model_copy(update={"ratings": (*others, rating)})).probabilities
                assert after[k] == pytest.approx([*again.values()], abs=1e-9), (seed, id, target)


def test_leaving_out_and_contributions_are_exact_with_groups() -> None:
    """Without a fact the posterior is that of the case with its reports unheard; contributions sum to the odds."""
    for seed in range(30):
        posterior = weigh(grouped_case(seed))
        now = posterior.probabilities
        for item in posterior.contributions:
            total = item.baseline + sum(row.decibans for row in item.rows)
            assert total == pytest.approx(item.total, abs=1e-6)
            if not item.against:
                p = now[item.target]
                assert item.total == pytest.approx(10 * np.log10(p / (1 - p)), abs=1e-6)
        for omission in posterior.leave_one_out:
            assert 0 <= omission.after <= 1
        for share in posterior.shares:
            assert share.low <= share.probability <= share.high
        for flip in posterior.flips:
            assert flip.at_least >= 0


def test_bounds_and_values_work_with_groups() -> None:
    """Bounds hold the probability; a fact is worth no less than nothing, and its outcomes average to the posterior."""
    from cuibono.weighing.value import if_known

    for seed in (1, 3, 5):
        posterior = weigh(grouped_case(seed))
        for bound in posterior.bounds:
            assert bound.low - 1e-9 <= posterior.probabilities[bound.id] <= bound.high + 1e-9
        for item in posterior.model.evidence:
            outcomes = if_known(posterior.model, posterior.answer, item.id)
            mean = sum(o.probability * o.states for o in outcomes)
            assert mean == pytest.approx(posterior.answer.states, abs=1e-9)


def test_an_unstated_prior_in_a_group_takes_no_more_than_there_is() -> None:
    """Of five unstated rivals each has less than the default, so that the group leaves something for none of them."""
    rivals = tuple(Hypothesis(id=f"h{i}", name="H", group="g") for i in range(5))
    space = Space(tuple(h.id for h in rivals), exclusive=False, groups=("g",) * 5)
    found = prior(State(hypotheses=rivals), space, NUMBERS)
    states = np.exp(found.logs)[:-1]
    assert states / states.sum() == pytest.approx([0.1, *[0.18] * 5])


def test_none_has_its_stated_prior_with_groups() -> None:
    """A stated "none of these" is what is left after the act, whether the others are stated or not."""
    for first, none in product((None, 0.4), (0.05, 0.2)):
        rivals = tuple(Hypothesis(id=id, name=id, prior=first, group="g") for id in ("a", "b"))
        case = State(
            hypotheses=(*rivals, Hypothesis(id="c", name="c", prior=0.3)), priors={NONE: none, NOT_HAPPENED: 0}
        )
        if first == 0.4 and none == 0.2:
            with pytest.raises(CaseError, match=r"priors leave at most 0\.14"):
                weigh(case)
        else:
            assert weigh(case).probabilities[NONE] == pytest.approx(none, abs=1e-9)


@pytest.mark.parametrize(
    ("motives", "groups", "priors", "message"),
    [
        ("co-existing", ["who", None], [0.3, 0.3], "no other hypothesis names"),
        ("co-existing", ["who", "who"], [0.7, 0.6], "sum to 1.3"),
        ("exclusive", ["who", "who"], [0.3, 0.3], "exclude each other already"),
    ],
    ids=["alone", "too much", "exclusive"],
)
def test_groups_that_cannot_be_are_refused_with_the_place_and_the_remedy(
    motives: str, groups: list[str | None], priors: list[float], message: str
) -> None:
    """In `case.toml` with the line, and in a state that was made otherwise."""
    text = f'format = 1\nquestion = "Why?"\nmotives = "{motives}"\n'
    for id, group, p in zip("ab", groups, priors, strict=True):
        text += f'\n[[hypotheses]]\nid = "{id}"\nname = "{id}"\nprior = {p}\n' + (
            f'group = "{group}"\n' if group else ""
        )
    case, problems = parse(text)
    assert case is None
    assert any(message in problem.what for problem in problems)
    assert all(problem.line and problem.remedy for problem in problems)
    hypotheses = tuple(
        Hypothesis(id=id, name=id, prior=p, group=group) for id, group, p in zip("ab", groups, priors, strict=True)
    )
    with pytest.raises(CaseError, match=message):
        weigh(State(exclusive=motives == "exclusive", hypotheses=hypotheses))


def test_too_many_sets_are_refused_and_groups_are_a_way_out() -> None:
    """Twenty motives are too many; the same in five groups of four are 3,125 sets."""
    motives = [Hypothesis(id=f"h{i}", name=f"H{i}") for i in range(20)]
    with pytest.raises(TooLargeError, match=r"1,048,576 sets.*one group"):
        weigh(State(hypotheses=tuple(motives)))
    grouped = tuple(item.model_copy(update={"group": f"g{i // 4}"}) for i, item in enumerate(motives))
    assert weigh(State(hypotheses=grouped)).model.space.size == 5**5 + 1


@given(groups=GROUPS, room=st.integers(1, 200), seed=st.integers(0, 9))
def test_sums_by_halves_are_sums_over_sets(groups: list[str | None], room: int, seed: int) -> None:
    """Products and sums over a lattice, chunk by chunk, are those over a plain list of its sets."""
    lattice = Lattice(parts_of(groups))
    draw = np.random.default_rng(seed)
    held, values = lattice.held(0, lattice.size), draw.random((2, lattice.size))
    factors, first = draw.random((2, lattice.motives)), draw.random(2)
    assert len({tuple(row) for row in held}) == lattice.size
    total, pairs = np.zeros((2, 1 + lattice.motives)), np.zeros((2, 1 + lattice.motives, 1 + lattice.motives))
    covered = 0
    for start, stop in lattice.chunks(room):
        high, low = lattice.halves(first, factors, start, stop)
        plain = first[:, None] * np.where(held[None, start:stop] > 0, factors[:, None], 1.0).prod(axis=2)
        assert (high[:, :, None] * low[:, None, :]).reshape(2, -1) == pytest.approx(plain)
        total += lattice.sums(values[:, start:stop], start, stop)
        pairs += lattice.pairs(values[:, start:stop], start, stop)
        assert start == covered
        covered = stop
    assert covered == lattice.size
    wide = np.column_stack([np.ones(lattice.size), held])
    assert total == pytest.approx(values @ wide)
    assert lattice.marginals(values[0]) == pytest.approx(values[0] @ held)
    assert pairs == pytest.approx(np.einsum("rs,si,sj->rij", values, wide, wide))
    assert dot(values, wide) == pytest.approx(values @ wide)


def test_a_game_gives_its_likelihood_to_the_sets_that_there_are() -> None:
    """The act's probability is asked of no set with two of a group, and moves the posterior of those that remain."""
    people = tuple(Hypothesis(id=id, name=id, prior=0.3, group="who") for id in ("a", "b"))
    asked: list[frozenset[str]] = []

    def act(motives: frozenset[str]) -> float:
        asked.append(motives)
        return 0.9 if "a" in motives else 0.1

    found = weigh(State(hypotheses=(*people, Hypothesis(id="c", name="c"))), act).probabilities
    assert len(asked) == 6
    assert found["a"] > 3 * found["b"]
    assert set(states_of(["a", "b", "c"], exclusive=False, groups=("who", "who", None))) == set(asked)


def grouped(*priors: float | None, **fields: object) -> State:
    """Two people in a group beside one motive, with these priors."""
    ids = (("a", "who"), ("b", "who"), ("c", None))
    hypotheses = tuple(Hypothesis(id=id, name=id, prior=p, group=g) for (id, g), p in zip(ids, priors, strict=True))
    return State(hypotheses=hypotheses, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "state",
    [
        grouped(None, None, None),
        grouped(0.5, 0.5, 0.0),
        grouped(1.0, None, 1.0),
        grouped(
            0.3,
            0.3,
            0.3,
            evidence=(Evidence(id="e", name="E"),),
            ratings=tuple(Rating(evidence="e", hypothesis=id, analyst="x", code="NA") for id in "abc"),
        ),
        grouped(
            0.3,
            0.3,
            0.3,
            evidence=(Evidence(id="e", name="E"),),
            ratings=(
                *(Rating(evidence="e", hypothesis=id, analyst="x", likelihood=0) for id in ("a", "b", "none")),
                Rating(evidence="e", hypothesis="c", analyst="x", likelihood=1),
            ),
        ),
    ],
    ids=["no evidence", "sure of the group", "priors of 1", "all NA", "likelihoods of 0 and 1"],
)
def test_extreme_groups_have_an_answer_that_is_a_number(state: State) -> None:
    """Probabilities that sum, ranges that hold them, and all a screen shows, without a warning from NumPy."""
    posterior = weigh(state)
    assert posterior.probabilities == pytest.approx(shares(state), abs=1e-9)
    for share in posterior.shares:
        assert 0 <= share.low <= share.probability <= share.high <= 1
    for part in ("contributions", "leave_one_out", "tornado", "flips", "collect", "bounds"):
        getattr(posterior, part)


def test_a_group_that_leaves_nothing_says_so() -> None:
    """A member without a prior, where the others' sum to 1, is warned of: nothing can bring it back."""
    assert any("leave nothing for b" in text for text in weigh(grouped(1.0, None, 0.3)).warnings)


def test_impossible_evidence_is_refused_with_groups_too() -> None:
    """Every prior on one member, and what it cannot have caused is known for certain: no silent renormalisation."""
    space = Space(("a", "b"), exclusive=False, groups=("g", "g"))
    chance = NoisyOr(np.zeros(1), np.zeros((1, 2)), np.zeros(1), space.lattice)
    certain = (np.array([0.0, 1.0]),)
    network = Network(space, np.log([0.25] * 4), chance, np.zeros(4, bool), (), ((),), certain)
    with pytest.raises(ModelError, match="no hypothesis can have produced this evidence"):
        solve(network)
