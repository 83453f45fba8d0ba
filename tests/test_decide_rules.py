"""Deciding by rules that hold for any options: dominance, regret, information, trip-wires, stability."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import Evidence, Hypothesis, Rating, State
from cuibono.errors import ModelError, UsageError
from cuibono.options import Belief, Options, check, compare
from cuibono.options.admissible import admissible, dominated_by
from cuibono.options.belief import Array
from cuibono.options.game import read
from cuibono.options.information import evpi, expected, reported, value
from cuibono.options.records import Observation
from cuibono.options.regret import expected_ends, regrets
from cuibono.options.tripwires import trip_wires, turns
from cuibono.options.utilities import Utilities
from cuibono.weighing.posterior import weigh
from games import hypotheses, puzzle

NAMES = ("hedge", "spoil", "bleed")


def drawn(seed: int) -> tuple[Array, Belief]:
    """Random utilities of four options over all sets of three motives, and a belief with intervals."""
    rng = np.random.default_rng(seed)
    states = [frozenset(name for bit, name in enumerate(NAMES) if number >> bit & 1) for number in range(8)]
    share = rng.dirichlet(np.ones(8))
    low, high = share * rng.uniform(0.3, 1, 8), np.minimum(1.0, share * rng.uniform(1, 3, 8))
    return rng.normal(size=(4, 8)), Belief(tuple(states), share, low, high)


def some_options(seed: int) -> Options:
    """Four random options with ranges, in the file's form."""
    rng = np.random.default_rng(seed)

    def pair() -> list[float]:
        middle, width = rng.normal(), rng.uniform(0, 1)
        return [float(middle - width), float(middle + width)]

    options = [
        {
            "id": f"o{number}",
            "name": f"Option {number}",
            "utility": pair(),
            "if": {name: pair() for name in NAMES},
            "if-both": {"hedge+spoil": pair()},
            "reason": "drawn",
        }
        for number in range(4)
    ]
    return Options.model_validate({"options": options})


SEEDS = st.integers(0, 10_000)


@given(SEEDS, st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_information_is_never_harmful_nor_better_than_truth(seed: int, reliability: float) -> None:
    """0 <= EVSI <= EVPPI <= EVPI, and a report that says nothing is worth nothing."""
    utilities, belief = drawn(seed)
    rng = np.random.default_rng(seed + 1)
    fact = rng.random(8)
    report = reported(fact, reliability)
    sample, partial = (value(utilities, belief, np.array([row, 1 - row])) for row in (report, fact))
    assert 0 <= sample <= partial + 1e-12
    assert partial <= evpi(utilities, belief) + 1e-12
    silent = reported(fact, 0.0)
    assert value(utilities, belief, np.array([silent, 1 - silent])) == pytest.approx(0, abs=1e-12)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_best_option_is_admissible_and_not_dominated(seed: int) -> None:
    """The option with the highest expectation is admissible within the belief's ends; none beats it."""
    utilities, belief = drawn(seed)
    best = int((utilities @ belief.probability).argmax())
    assert admissible(utilities, belief)[best]
    assert admissible(utilities)[best]
    assert not dominated_by(utilities, utilities)[best]


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_what_is_dominated_is_never_best(seed: int) -> None:
    """An option that another beats everywhere is best for no belief; within the ends is never more than anywhere."""
    utilities, belief = drawn(seed)
    utilities = np.vstack([utilities, utilities[0] - 0.5])
    assert 0 in dominated_by(utilities, utilities)[-1]
    anywhere, within = admissible(utilities), admissible(utilities, belief)
    assert not anywhere[-1]
    assert all(far or not near for far, near in zip(anywhere, within, strict=True))


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_admissible_options_are_found_by_trying_beliefs(seed: int) -> None:
    """Whatever is best for one of many random beliefs is told admissible."""
    utilities, _ = drawn(seed)
    rng = np.random.default_rng(seed)
    found = {int((utilities @ row).argmax()) for row in rng.dirichlet(np.full(8, 0.3), 300)}
    anywhere = admissible(utilities)
    assert all(anywhere[option] for option in found)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_ends_contain_the_expectation(seed: int) -> None:
    """The lowest and highest expectation enclose the point, and are attained by beliefs within the ends."""
    from scipy.optimize import linprog

    utilities, belief = drawn(seed)
    low, high = expected_ends(utilities, belief)
    point = utilities @ belief.probability
    assert (low <= point + 1e-12).all()
    assert (point <= high + 1e-12).all()
    assert belief.low is not None
    assert belief.high is not None
    bounds = list(zip(belief.low, belief.high, strict=True))
    for option, row in enumerate(utilities):
        exact = linprog(row, A_eq=np.ones((1, 8)), b_eq=[1.0], bounds=bounds)
        assert low[option] == pytest.approx(exact.fun)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_regret_is_never_below_0_and_always_0_somewhere(seed: int) -> None:
    """In every state some option leaves nothing to regret."""
    found = regrets(drawn(seed)[0])
    assert (found >= 0).all()
    assert (found.min(axis=0) == 0).all()


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_trip_wires_say_what_moving_the_belief_does(seed: int) -> None:
    """At any probability of a hypothesis the option of that stretch is the best one."""
    _, belief = drawn(seed)
    utilities = Utilities.of(some_options(seed).options, belief.states)
    for wire in trip_wires(utilities, belief):
        assert wire.stretches[0].first == 0
        assert wire.stretches[-1].last == 1
        holds = belief.holds(wire.hypothesis)
        for level in np.linspace(0.01, 0.99, 23):
            share = np.where(holds, level / wire.now, (1 - level) / (1 - wire.now)) * belief.probability
            values = utilities.middle @ share
            stretch = next(item for item in wire.stretches if item.first <= level <= item.last)
            assert values[utilities.options.index(stretch.option)] == pytest.approx(values.max())


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_turns_turn(seed: int) -> None:
    """A utility set just beyond where its turn says makes another option best; just before it does not."""
    _, belief = drawn(seed)
    utilities = Utilities.of(some_options(seed).options, belief.states)
    middle = (utilities.low + utilities.high) / 2
    best = int((utilities.at(middle) @ belief.probability).argmax())
    for turn in turns(utilities, belief):
        place = utilities.terms.index((turn.option, turn.term))
        for beyond in (False, True):
            values = middle.copy()
            values[place] = turn.at + (turn.at - middle[place]) * (1e-6 if beyond else -1e-6)
            now = int((utilities.at(values) @ belief.probability).argmax())
            assert (utilities.options[now] == turn.to and now != best) if beyond else now == best


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_the_order_of_options_and_states_does_not_matter(seed: int) -> None:
    """Options and states in another order come out the same under their names."""
    options, (_, belief) = some_options(seed), drawn(seed)
    rng = np.random.default_rng(seed)
    order = rng.permutation(8)
    assert belief.low is not None
    assert belief.high is not None
    other = Belief(
        tuple(belief.states[place] for place in order),
        belief.probability[order],
        belief.low[order],
        belief.high[order],
    )
    turned = options.model_copy(update={"options": options.options[::-1]})
    usual, moved = compare(options, belief, draws=50), compare(turned, other, draws=50)
    for standing in usual.standings:
        same = moved.standing(standing.option)
        assert same.expected == pytest.approx(standing.expected)
        assert (same.low, same.high, same.regret) == pytest.approx((standing.low, standing.high, standing.regret))
        assert (same.admissible, same.ever_best) == (standing.admissible, standing.ever_best)
    assert usual.evpi == pytest.approx(moved.evpi)
    assert usual.regret["o1"] == pytest.approx(moved.regret["o1"])


@given(SEEDS, st.floats(0.01, 100), st.floats(-50, 50))
@settings(max_examples=15, deadline=None)
def test_only_differences_of_utility_matter(seed: int, scale: float, shift: float) -> None:
    """All utilities multiplied and shifted leave the choice, and multiply what information is worth."""
    options, (_, belief) = some_options(seed), drawn(seed)
    content = options.model_dump(by_alias=True)
    for item in content["options"]:
        item["utility"] = [end * scale + shift for end in np.atleast_1d(item["utility"])]
        for table in ("if", "if-both"):
            item[table] = {name: [end * scale for end in np.atleast_1d(ends)] for name, ends in item[table].items()}
    usual, other = compare(options, belief, draws=20), compare(Options.model_validate(content), belief, draws=20)
    assert usual.best == other.best
    assert other.evpi == pytest.approx(usual.evpi * scale)
    assert [item.stability for item in usual.standings] == pytest.approx([item.stability for item in other.standings])


def test_ranges_are_one_number_in_all_states() -> None:
    """Two options that differ by a fixed number are told apart however wide their common uncertainty would be."""
    options = [
        {"id": "more", "name": "More", "utility": [0.0, 1.0], "otherwise": 0, "reason": "x"},
        {"id": "less", "name": "Less", "utility": [-2.0, -1.5], "otherwise": 0, "reason": "x"},
    ]
    found = compare(Options.model_validate({"options": options}), Belief.of({"a": 0.5, "b": 0.5}))
    assert found.standing("less").struck_by == ("more",)
    assert found.standing("more").stability == 1.0
    assert (found.standing("more").low, found.standing("more").high) == (0.0, 1.0)


def test_stability_is_the_same_each_time_and_follows_the_draws() -> None:
    """The same seed gives the same shares; where the belief's draws disagree, so do the shares."""
    options = [
        {"id": "act", "name": "Act", "if": {"a": 1, "none": -1}, "otherwise": 0, "reason": "x"},
        {"id": "wait", "name": "Wait", "otherwise": 0, "reason": "x"},
    ]
    content = Options.model_validate({"options": options})
    shares = np.array([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.3, 0.7]])
    belief = Belief((frozenset({"a"}), frozenset()), np.array([0.65, 0.35]), draws=shares)
    first, second = (compare(content, belief).standing("act").stability for _ in range(2))
    assert first == second
    assert first == pytest.approx(0.75, abs=0.03)


def test_ties_are_told_as_ties() -> None:
    """Options that are equally good are all named."""
    options = [{"id": name, "name": name, "otherwise": 0, "reason": "x"} for name in ("one", "two")]
    found = compare(Options.model_validate({"options": options}), Belief.of({"a": 0.5, "none": 0.5}))
    assert found.best == found.least_regret == found.responses["a"] == ("one", "two")
    assert [item.stability for item in found.standings] == [0.5, 0.5]


def test_motives_that_co_exist_add_up() -> None:
    """Where two motives hold, both add, and what is listed for the pair comes on top."""
    options = {
        "options": [
            {
                "id": "x",
                "name": "X",
                "utility": 1,
                "if": {"a": 2, "b": 4, "none": 100, "did-not-happen": 50},
                "if-both": {"a+b": 8},
                "otherwise": 16,
                "reason": "x",
            }
        ]
    }
    states = [frozenset(), frozenset("a"), frozenset("ab"), frozenset("bc"), frozenset({"did-not-happen"})]
    found = Utilities.of(Options.model_validate(options).options, states).middle
    assert found.tolist() == [[101, 3, 15, 21, 51]]


def test_a_hypothesis_alone_makes_an_observation_as_expected_as_stated() -> None:
    """Alone, a hypothesis gives the probability written for it, above or below that of the others."""
    told = Observation.model_validate({"id": "x", "name": "X", "if": {"a": 0.9, "b": 0.05}, "otherwise": 0.3})
    states = [frozenset(), frozenset("a"), frozenset("b"), frozenset("ab")]
    none, first, second, both = expected(told, states)
    assert (none, first, second) == pytest.approx((0.3, 0.9, 0.05))
    assert both == pytest.approx(0.9 * 0.05 / 0.3)


def game_options() -> Options:
    options = [
        {"id": "let", "name": "Let it be", "otherwise": 0, "reason": "x", "after": "after/refrain"},
        {"id": "fuel", "name": "Fuel it", "otherwise": 0, "reason": "x", "after": "after/pay"},
    ]
    observations = [{"id": "went-on", "name": "Went on?", "act": "after/pay", "if": {"did-not-happen": 0.02}}]
    decision = {"by": "taliban"}
    return Options.model_validate({"decision": decision, "options": options, "observations": observations})


def test_the_game_goes_on_after_a_response() -> None:
    """An option that is a choice in the game is worth what follows it; an observation may be a choice as well."""
    motives = hypotheses("bleed", "bond")
    belief = Belief.of({"bleed": 0.5, "bond": 0.3, "none": 0.1, "did-not-happen": 0.1})
    with pytest.raises(UsageError, match="let, fuel, went-on"):
        compare(game_options(), belief)
    continuation, from_game = read(game_options(), puzzle(), motives, belief.states)
    found = compare(game_options(), belief, continuation=continuation, from_game=from_game)
    assert found.best == ("fuel",)
    seen = found.observations[0].findings[0]
    assert seen.belief["bond"] / seen.belief["bleed"] == pytest.approx(0.3 * 0.974 / (0.5 * 0.5981), rel=1e-3)
    assert seen.belief["did-not-happen"] < 0.01


def test_faults_of_options_are_told_together() -> None:
    """Unknown hypotheses, silence on a motive, references without a game: all at once, with remedy."""
    content = {
        "decision": {"by": "paris"},
        "options": [
            {"id": "a", "name": "A", "if": {"hedge": 1}, "reason": "x", "claims": ["c9"]},
            {"id": "a", "name": "B", "if": {"hodge": 1}, "otherwise": 0, "if-both": {"hedge+x": 1}, "reason": "x"},
            {"id": "c", "name": "C", "after": "paid/attack", "otherwise": 0, "reason": "x"},
        ],
        "observations": [{"id": "o", "name": "O", "if": {"zzz": 0.5}, "otherwise": 0.1}],
    }
    options = Options.model_validate(content)
    found = [str(problem) for problem in check(options, {"hedge", "spoil"}, puzzle(), {"c1"})]
    assert [text.split(" ", 2)[1] for text in found] == [
        "options[1].id",
        "options[0].if",
        "options[1].if",
        "options[1].if-both",
        "options[0].claims",
        "observations[0].if",
        "decision.by",
    ]
    assert "does not say what 'a' is worth if: spoil; say what each adds, or add otherwise = 0" in found[1]
    assert any("no game" in problem.what for problem in check(options, {"hedge", "spoil"}))
    alone = Options.model_validate({"options": [content["options"][1]]})  # type: ignore[index]
    assert any(problem.key == "options" for problem in check(alone, {"hodge", "hedge", "x"}))


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: Belief.of({"a": 0.5, "b": 0.4}), "sum to 0.9"),
        (lambda: Belief.of({"a": 1.5, "b": -0.5}), "one probability for each"),
        (lambda: Belief.of({"a": 1.0}, low={"a": 0.5}), "both ends"),
        (
            lambda: Belief.of({"a": 0.5, "b": 0.5}, low={"a": 0.6, "b": 0.1}, high={"a": 0.7, "b": 0.9}),
            "does not contain",
        ),
        (lambda: Belief.of({"a": float("nan"), "b": 1.0}), "one probability for each"),
        (lambda: Belief((frozenset("a"),), np.ones(1), draws=np.ones((3, 2))), "draws need 1 columns"),
    ],
)
def test_a_belief_that_is_none_is_refused(make: object, complaint: str) -> None:
    """Probabilities that do not sum, ends that do not enclose, draws of other states: refused with the remedy."""
    assert callable(make)
    with pytest.raises(ModelError, match=complaint):
        make()


@pytest.mark.parametrize("exclusive", [True, False])
def test_a_weighed_case_is_a_belief(exclusive: bool) -> None:
    """A posterior becomes a belief over the weighing's own states, whose draws lie around it."""
    case = State(
        exclusive=exclusive,
        hypotheses=tuple(Hypothesis(id=name, name=name, prior=0.25) for name in NAMES),
        evidence=(Evidence(id="e1", name="Something"),),
        ratings=tuple(
            Rating(evidence="e1", hypothesis=name, analyst="anna", likelihood=share)
            for name, share in zip(NAMES, (0.8, 0.4, 0.2), strict=True)
        ),
    )
    posterior = weigh(case)
    belief = Belief.of_posterior(posterior, draws=2000)
    for name, share in posterior.probabilities.items():
        assert belief.chance_of(name) == pytest.approx(share)
        holds = belief.holds(name)
        assert belief.draws is not None
        drawn = belief.draws[:, holds].sum(axis=1)
        assert np.median(drawn) == pytest.approx(share, abs=0.06)
        assert drawn.std() > 0
    assert (belief.low is not None) == exclusive
    assert compare(some_options(3), belief, draws=50).best


def test_nothing_to_compare_is_said() -> None:
    """Without options there is no comparison, and the message says where to write them."""
    with pytest.raises(UsageError, match=r"write \[\[options\]\] into case.toml"):
        compare(Options(), Belief.of({"a": 1.0}))


def test_a_comparison_tells_itself_in_plain_data() -> None:
    """`to_dict` has the vocabulary's keys."""
    told = compare(some_options(1), drawn(1)[1], draws=10).to_dict()
    assert {"options", "best", "regret", "responses", "value-of-information", "trip-wires"} <= set(told)
