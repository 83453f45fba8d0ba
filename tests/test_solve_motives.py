"""Solving a case's game under each motive: what the act changes, what it is worth, how probable it is."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import Evidence, Rating, State
from cuibono.errors import CaseError, TooLargeError, UsageError
from cuibono.strategy import Solution, Strategy, act_likelihood, solve
from cuibono.strategy.condition import condition
from cuibono.strategy.likelihood import choice_probability, continuation
from cuibono.strategy.shape import too_large
from cuibono.weighing.posterior import weigh
from games import EXAMPLES, content, hypotheses, puzzle

MOTIVES = hypotheses("bleed", "bond")


def additionality(solution: Solution, motive: str, act: str) -> float:
    changes = solution.motive(motive).play(act).additionality
    return next(item.additionality.point for item in changes if item.choice == "attack")


def test_the_founding_puzzle() -> None:
    """Why pay for what they do already: before the agreement the payment changes .04, and only a bond explains it.

    With these made-up payoffs P(pay | bleed) is .31 before the agreement and .60 after it, when the payment changes
    .21; P(pay | bond) is .97 at both times. So whether payments went on is what tells the motives apart.
    """
    solution = solve(puzzle(), MOTIVES)
    bleed, bond = solution.motive("bleed"), solution.motive("bond")
    assert round(additionality(solution, "bleed", "before/pay"), 2) == 0.04
    assert round(additionality(solution, "bleed", "after/pay"), 2) == 0.21
    assert round(bleed.play("before/pay").probability.point, 2) == 0.31
    assert round(bond.play("before/pay").probability.point, 2) == 0.97
    assert round(bleed.play("after/pay").probability.point, 2) == 0.60
    assert round(bond.play("after/pay").probability.point, 2) == 0.97
    assert bleed.probability.point == bleed.play("before/pay").probability.point
    assert solution.orders[0].to_dict() == {
        "more": "bond",
        "less": "bleed",
        "over-rationality": True,
        "over-utilities": True,
    }


def test_worth_is_taken_apart() -> None:
    """A bond is worth something by itself, bleeding by its effect; both cost the same."""
    solution = solve(puzzle(), MOTIVES)
    bleed, bond = (solution.motive(name).play("before/pay").worth for name in ("bleed", "bond"))
    assert (bond.itself.point, bond.effect.point) == pytest.approx((1.0, 0.0))
    assert bleed.itself.point == 0
    assert bleed.effect.point == pytest.approx(0.4 * additionality(solution, "bleed", "before/pay"))
    assert bleed.cost.point == bond.cost.point == pytest.approx(-0.13)
    assert bleed.total == pytest.approx(bleed.effect.point - 0.13)
    assert not bleed.goal_conflict


def test_an_act_against_its_own_goal_is_a_conflict() -> None:
    """Whoever wants the agreement kept hurts that by paying for its breach, and is told so."""
    keep = {"hypothesis": "keep", "outcomes": {"kept": 1}, "otherwise": 0, "reason": "made up"}
    solution = solve(puzzle(payoffs=[keep]), hypotheses("keep"))
    play = solution.motive("keep").play("after/pay")
    assert play.worth.goal_conflict
    assert play.serves["keep"] == pytest.approx(-additionality(solution, "keep", "after/pay"))
    assert play.probability.point < 0.3


def test_the_price_of_breaking_holds_them_back() -> None:
    """The dearer the agreement is to break, the less often it is broken unpaid; without a price it changes nothing."""
    found = []
    for price in (0.0, 0.15, 0.3, 0.6):
        told = content()
        told["agreements"][0]["price"] = {"taliban": price}
        solution = solve(Strategy.model_validate(told), MOTIVES)
        found.append(solution.motive("bleed").choices["unpaid-after/attack"])
    assert found == sorted(found, reverse=True)
    told = content()
    told["agreements"][0]["price"] = {"taliban": 0.0}
    choices = solve(Strategy.model_validate(told), MOTIVES).motive("bleed").choices
    assert choices["unpaid-after/attack"] == pytest.approx(choices["unpaid/attack"])


@given(st.floats(0.01, 100), st.floats(-50, 50))
@settings(max_examples=25, deadline=None)
def test_scales_of_motives_and_players_do_not_matter(scale: float, shift: float) -> None:
    """Utilities of a player or of a motive, multiplied and shifted, give the same answer."""
    told = content()
    for item in told["interests"]:
        item["utility"] = item["utility"] * scale + (shift if "outcome" in item else 0.0)
    told["agreements"][0]["price"]["taliban"] *= scale
    outcomes = told["payoffs"][0]["outcomes"]
    told["payoffs"][0]["outcomes"] = {name: worth * scale + shift for name, worth in outcomes.items()}
    other, usual = solve(Strategy.model_validate(told), MOTIVES), solve(puzzle(), MOTIVES)
    for mine, yours in zip(other.motives, usual.motives, strict=True):
        assert mine.probability.point == pytest.approx(yours.probability.point, abs=1e-7)
        assert mine.choices == pytest.approx(yours.choices, abs=1e-7)


def renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {renamed(key, names): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if isinstance(value, str):
        return "/".join(names.get(part, part) for part in value.split("/"))
    return value


@given(
    st.permutations(["moscow", "taliban", "before", "after", "paid", "pay", "attack", "war", "kept", "bleed", "bond"])
)
@settings(max_examples=20, deadline=None)
def test_names_do_not_matter(order: list[str]) -> None:
    """With everything renamed the answer is the same under the new names."""
    names = {name: f"x{place}" for place, name in enumerate(order)}
    other = solve(Strategy.model_validate(renamed(content(), names)), hypotheses(names["bleed"], names["bond"]))
    usual = solve(puzzle(), MOTIVES)
    for motive in ("bleed", "bond"):
        theirs = {renamed(name, names): share for name, share in usual.motive(motive).choices.items()}
        assert other.motive(names[motive]).choices == pytest.approx(theirs)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_file_does_not_matter(seed: int) -> None:
    """Moves, interests and motives in another order give the same answer, as long as the beginning is named."""
    told = content()
    told["game"]["start"] = "talks"
    rng = np.random.default_rng(seed)
    for table in ("moves", "interests", "payoffs", "costs", "outcomes"):
        told[table] = [told[table][place] for place in rng.permutation(len(told[table]))]
    other, usual = solve(Strategy.model_validate(told), MOTIVES), solve(puzzle(), MOTIVES)
    for motive in ("bleed", "bond"):
        assert other.motive(motive).probability.point == pytest.approx(usual.motive(motive).probability.point)


@given(st.floats(0, 1), st.floats(0.01, 1), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_dominated_act_never_raises_a_posterior(worst: float, ahead: float, gain: float, cost: float) -> None:
    """A motive under which the act is worse than leaving it, whatever the others do, never gains by the act."""
    told = content()
    # Whatever follows is worth the same, so paying is behind by `ahead` and its cost.
    told["payoffs"] = [
        {"hypothesis": "hurt", "otherwise": worst, "acts": {"before/refrain": ahead}, "reason": "made up"},
        {"hypothesis": "same", "otherwise": worst, "reason": "made up"},
        {"hypothesis": "good", "otherwise": worst, "acts": {"before/pay": gain + 0.01}, "reason": "made up"},
    ]
    told["costs"] = [{"act": "before/pay", "cost": cost, "reason": "made up"}]
    found = act_likelihood(Strategy.model_validate(told), hypotheses("hurt", "same", "good"), exclusive=True)
    hurt, same, good = (np.exp(found.of(name)) for name in ("hurt", "same", "good"))
    for prior in (0.1, 0.5, 0.9):
        for rival in (same, good):
            assert prior * hurt / (prior * hurt + (1 - prior) * rival) <= prior + 1e-12


def test_ranges_contain_the_point_and_each_other() -> None:
    """Wider ranges of utilities give wider ranges of probability around the same kind of point."""
    told = content()
    narrow, wide = deepcopy(told), deepcopy(told)
    for target, margin in ((narrow, 0.02), (wide, 0.1)):
        for item in target["interests"]:
            item["utility"] = [item["utility"] - margin, item["utility"] + margin]
        for item in target["costs"]:
            item["cost"] = [item["cost"] - margin, item["cost"] + margin]
    ends = [solve(Strategy.model_validate(item), MOTIVES).motive("bleed") for item in (told, narrow, wide)]
    for motive in ends:
        inner, outer = motive.over_utilities, motive.probability
        assert outer.low <= inner.low <= inner.point <= inner.high <= outer.high
        assert outer.low <= motive.over_rationality.low
        assert motive.over_rationality.high <= outer.high
    exact, middle, far = (motive.over_utilities for motive in ends)
    assert exact.low == pytest.approx(exact.high)
    assert far.low < middle.low < middle.high < far.high


def test_a_ranking_that_hangs_on_the_utilities_is_no_finding() -> None:
    """Where some utilities within their ranges turn two motives round, the order says that it does not stand."""
    close = [
        {
            "hypothesis": "bleed",
            "otherwise": 0,
            "acts": {"before/pay": [0.4, 0.6], "after/pay": 1},
            "reason": "made up",
        },
        {"hypothesis": "bond", "otherwise": 0, "acts": {"before/pay": [0.5, 0.7], "after/pay": 1}, "reason": "made up"},
    ]
    order = solve(puzzle(payoffs=close), MOTIVES).orders[0]
    assert (order.more, order.less) == ("bond", "bleed")
    assert order.over_rationality
    assert not order.over_utilities


def test_states_come_in_the_weighings_order() -> None:
    """Co-existing: sets of motives by binary number, the first hypothesis lowest; exclusive: one by one, none last."""
    found = act_likelihood(puzzle(), MOTIVES)
    assert [sorted(state) for state in found.states] == [[], ["bleed"], ["bond"], ["bleed", "bond"]]
    alone = act_likelihood(puzzle(), MOTIVES, exclusive=True)
    assert [sorted(state) for state in alone.states] == [["bleed"], ["bond"], []]
    assert alone.log[:2] == pytest.approx([found.of("bleed"), found.of("bond")])
    assert (found.low <= found.log).all()
    assert (found.log <= found.high).all()


def test_motives_together_are_a_motive_of_their_own() -> None:
    """Two motives at once are solved as one game, between what either alone would make of it."""
    found = act_likelihood(puzzle(), MOTIVES)
    assert found.of("bleed") < found.of("bleed", "bond") < found.of("bond")


def test_the_game_says_nothing_of_what_it_does_not_model() -> None:
    """Hypotheses without payoffs change nothing beside others, and alone count as the mean of the modelled ones."""
    found = act_likelihood(puzzle(), hypotheses("bleed", "other", "bond"))
    assert found.unmodelled == ("other",)
    assert found.of("bleed", "other") == found.of("bleed")
    neutral = np.log((np.exp(found.of("bleed")) + np.exp(found.of("bond"))) / 2)
    assert found.of("other") == found.of() == pytest.approx(neutral)


def test_none_of_these_may_have_payoffs() -> None:
    """What "none of these" is worth can be said like that of a motive; the empty set is then solved with it."""
    told = content()
    told["payoffs"].append({"hypothesis": "none", "otherwise": 0, "reason": "no reason at all, and still a cost"})
    found = act_likelihood(Strategy.model_validate(told), MOTIVES)
    assert found.of() < found.of("bleed")


def test_credibility_draws_towards_saying_nothing() -> None:
    """At credibility 1 the game's word is taken as it is, at 0 it is the same for every state."""
    found = act_likelihood(puzzle(), MOTIVES)
    assert found.believed(1.0).log == pytest.approx(found.log)
    assert np.ptp(found.believed(0.0).log) == pytest.approx(0.0)
    half = found.believed(0.5)
    assert found.of("bleed") < half.of("bleed") < half.of("bond") < found.of("bond")


def test_the_weighing_takes_the_games_word() -> None:
    """Handed to the weighing, the game moves the posterior of two motives by the ratio of their likelihoods."""
    case = State(
        exclusive=True,
        hypotheses=tuple(item.model_copy(update={"prior": 0.4}) for item in MOTIVES),
        evidence=(Evidence(id="e1", name="Something"),),
        ratings=tuple(Rating(evidence="e1", hypothesis=item.id, analyst="anna", code="N") for item in MOTIVES),
    )
    word = act_likelihood(puzzle(), MOTIVES, exclusive=True)
    before, after = weigh(case).probabilities, weigh(case, act=word.probability).probabilities
    moved = (after["bond"] / after["bleed"]) / (before["bond"] / before["bleed"])
    assert moved == pytest.approx(np.exp(word.of("bond") - word.of("bleed")), rel=1e-6)


def signalled(bond: float, *, seen: bool = False) -> dict[str, float]:
    """How the game in which the act tells the motive is played, where a bond has this probability."""
    told = tomllib.loads(EXAMPLES.joinpath("hidden-motive.toml").read_text("utf-8"))
    told.pop("hypotheses")
    told["moves"][0]["chance"] = {"grudge": 1 - bond, "bond": bond}
    for item in told["moves"] if seen else ():
        item.pop("sees", None)
    return dict(solve(Strategy.model_validate(told), hypotheses("either")).motive("either").choices)


def test_others_learn_the_motive_from_the_act() -> None:
    """Who sees the act and not the motive answers by what the act tells, and the actor acts by what it will tell."""
    found = [signalled(bond) for bond in (0.2, 0.5, 0.8)]
    answers = [choices["answer-bond/include"] for choices in found]
    assert all(choices["answer-grudge/include"] == pytest.approx(choices["answer-bond/include"]) for choices in found)
    assert answers == sorted(answers)
    assert answers[0] < 0.1
    assert answers[2] > 0.9
    known = signalled(0.5, seen=True)
    assert found[1]["as-grudge/pay"] > known["as-grudge/pay"]
    assert found[1]["as-bond/pay"] < known["as-bond/pay"]
    assert [signalled(bond, seen=True)["as-bond/pay"] for bond in (0.2, 0.8)] == pytest.approx(
        [known["as-bond/pay"]] * 2
    )


@given(st.floats(0, 1))
@settings(max_examples=15, deadline=None)
def test_a_game_not_believed_changes_nothing(credibility: float) -> None:
    """At credibility 0 motives that co-exist are weighed as without a game.

    At any other their odds move by its word, and "none of these", of which it knows nothing, hardly does.
    """
    case = State(
        hypotheses=tuple(item.model_copy(update={"prior": 0.3}) for item in MOTIVES),
        priors={"none": 0.1},
        evidence=(Evidence(id="e1", name="Something"),),
        ratings=tuple(Rating(evidence="e1", hypothesis=item.id, analyst="anna", code="N") for item in MOTIVES),
    )
    told = puzzle()
    assert told.game is not None
    before = weigh(case).probabilities
    silent = weigh(
        case, beside=[condition(told, told.game.model_copy(update={"credibility": 0.0}), case)]
    ).probabilities
    assert silent == pytest.approx(before)
    game = told.game.model_copy(update={"credibility": credibility})
    after = weigh(case, beside=[condition(told, game, case)]).probabilities
    assert after["bond"] >= before["bond"] - 1e-9
    assert after["bleed"] <= before["bleed"] + 1e-9
    assert abs(after["none"] - before["none"]) < 0.05


def test_other_choices_can_be_asked_for() -> None:
    """How probable payments after the agreement are under each motive, ready to be an observation's likelihood."""
    states = [frozenset({"bleed"}), frozenset({"bond"}), frozenset[str]()]
    after = choice_probability(puzzle(), MOTIVES, states, "after/pay")
    assert after[:2].round(2).tolist() == [0.60, 0.97]
    assert after[2] == pytest.approx(after[:2].mean())


def test_what_follows_is_worth_something_to_each() -> None:
    """After a paid breach the Taliban may expect more of the outcomes than after an unpaid one."""
    states = [frozenset({"bleed"})]
    paid, unpaid = (
        continuation(puzzle(), MOTIVES, states, act, "taliban")[0] for act in ("after/pay", "after/refrain")
    )
    assert 0 < unpaid < paid < 1


def hidden(**changes: Any) -> Strategy:
    """Matching pennies in a case: the guard does not see which road the smuggler has taken."""
    told = {
        "outcomes": [{"id": "caught", "name": "Caught"}, {"id": "through", "name": "Through"}],
        "game": {"players": ["smuggler", "guard"], "actor": "smuggler", "act": "road/north"},
        "moves": [
            {"id": "road", "player": "smuggler", "choices": {"north": "at-north", "south": "at-south"}},
            {
                "id": "at-north",
                "player": "guard",
                "sees": "nothing",
                "choices": {"watch-n": "caught", "watch-s": "through"},
            },
            {
                "id": "at-south",
                "player": "guard",
                "sees": "nothing",
                "choices": {"watch-n": "through", "watch-s": "caught"},
            },
        ],
        "interests": [
            {"actor": "guard", "outcome": "caught", "utility": 1, "reason": "made up"},
            {"actor": "guard", "outcome": "through", "utility": 0, "reason": "made up"},
        ],
        "payoffs": [
            {"hypothesis": "gain", "outcomes": {"through": 1, "caught": 0}, "reason": "made up"},
            {"hypothesis": "north", "otherwise": 0, "acts": {"road/north": 1}, "reason": "made up"},
        ],
    }
    return Strategy.model_validate({**told, **changes})


def test_hidden_moves_are_solved() -> None:
    """Where the guard does not see the road, gain makes both roads equal; a whim makes one sure."""
    solution = solve(hidden(), hypotheses("gain", "north"))
    gain, north = solution.motive("gain"), solution.motive("north")
    assert gain.probability.point == pytest.approx(0.5)
    assert (gain.rational.method, gain.rational.acts) == ("Nash", (0.5,))
    assert north.probability.point > 0.9
    assert north.rational.acts == (1.0,)


def test_seen_moves_differ_from_hidden_ones() -> None:
    """The same game with open eyes is lost for the smuggler on either road."""
    told = hidden().model_dump(by_alias=True, exclude_defaults=True)
    for move in told["moves"]:
        move.pop("sees", None)
    solution = solve(Strategy.model_validate(told), hypotheses("gain", "north"))
    assert solution.motive("gain").outcomes["caught"] > 0.9
    assert solution.motive("gain").rational.method == "backward induction"
    assert "road" in solution.motive("gain").rational.note


def long_game(length: int) -> Strategy:
    """Two players in turn, each choice leading to the same next move, and a promise: 2^length courses."""
    moves = [
        {
            "id": f"m{step}",
            "player": "ab"[step % 2],
            "choices": {name: f"m{step + 1}" if step + 1 < length else f"end-{name}" for name in ("up", "down")},
        }
        for step in range(length)
    ]
    return Strategy.model_validate(
        {
            "outcomes": [{"id": "end-up", "name": "Up"}, {"id": "end-down", "name": "Down"}],
            "game": {"players": ["a", "b"], "actor": "a", "act": "m0/up"},
            "moves": moves,
            "interests": [
                {"actor": "b", "outcome": "end-up", "utility": 1, "reason": "made up"},
                {"actor": "b", "outcome": "end-down", "utility": 0, "reason": "made up"},
            ],
            "agreements": [
                {
                    "id": "promise",
                    "name": "Up is answered by down",
                    "made-by": "m0/up",
                    "broken-by": [f"m{step}/up" for step in range(1, length, 2)],
                    "price": {"b": 0.7},
                    "reason": "made up",
                }
            ],
            "payoffs": [
                {
                    "hypothesis": "up",
                    "outcomes": {"end-up": 1, "end-down": 0},
                    "acts": {"m0/up": 2},
                    "reason": "made up",
                }
            ],
        }
    )


def test_a_game_too_large_is_refused_with_its_size_and_a_way_out() -> None:
    """A tree of two million points is refused with that number, and solved within a horizon as a range, not exactly."""
    with pytest.raises(TooLargeError, match=r"2,097,151.*horizon"):
        solve(long_game(20), hypotheses("up"))
    bounded = solve(long_game(20), hypotheses("up"), horizon=4)
    assert not bounded.exact
    probability = bounded.motive("up").over_utilities
    assert probability.low < probability.point < probability.high


def test_the_file_may_bound_a_game_too_large() -> None:
    """With a horizon in the game itself the weighing's likelihood is bounded too; without one the size is told."""
    told = long_game(20)
    assert ["2,097,151 points" in item.what and "horizon" in item.remedy for item in too_large(told)] == [True]
    assert told.game is not None
    cut = told.model_copy(update={"game": told.game.model_copy(update={"horizon": 4})})
    assert list(too_large(cut)) == []
    assert not solve(cut, hypotheses("up")).exact
    assert act_likelihood(cut, hypotheses("up")).states
    with pytest.raises(UsageError, match="cut off before m9/up"):
        choice_probability(cut, hypotheses("up"), [frozenset({"up"})], "m9/up")


def test_the_exact_answer_lies_within_the_bounded_one() -> None:
    """Cutting a game early gives a range that contains the exact answer."""
    exact = solve(long_game(8), hypotheses("up"))
    assert exact.exact
    point = exact.motive("up").probability.point
    for horizon in (1, 3, 6):
        cut = solve(long_game(8), hypotheses("up"), horizon=horizon).motive("up").over_utilities
        assert cut.low - 1e-9 <= point <= cut.high + 1e-9


def test_a_game_with_problems_is_not_solved() -> None:
    """Nothing half-right is solved: all problems are raised together."""
    told = content()
    told["payoffs"][0]["outcomes"].pop("war")
    told["game"]["act"] = "before/bribe"
    with pytest.raises(CaseError) as caught:
        solve(Strategy.model_validate(told), MOTIVES)
    assert len(caught.value.problems) == 2


def test_a_solution_tells_itself_in_plain_data() -> None:
    """`to_dict` is data with the vocabulary's keys, ready for JSON."""
    told = solve(puzzle(), MOTIVES).to_dict()
    motives = told["motives"]
    assert isinstance(motives, list)
    play = motives[0]["plays"][0]
    assert set(play) == {"act", "probability", "additionality", "worth", "serves", "gains"}
    assert told["exact"] is True
