"""Deciding the problems that every textbook decides: expected value, and what it is worth to know."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from cuibono.options import Belief, Comparison, Options, compare
from cuibono.options.belief import Array
from cuibono.options.information import evpi, value
from cuibono.strategy.behaviour import Behaviour
from cuibono.strategy.chance import middle_chance
from cuibono.strategy.equilibria import backward_induction
from cuibono.strategy.records import Game, Move, Range, Strategy
from cuibono.strategy.tree import grow


def decide(
    utilities: Mapping[str, Mapping[str, float]],
    belief: Mapping[str, float],
    observations: list[dict[str, object]] | None = None,
) -> Comparison:
    """Options with a plain utility for each state, compared."""
    options = [
        {"id": name, "name": name, "if": dict(row), "otherwise": 0, "reason": "a textbook"}
        for name, row in utilities.items()
    ]
    content = Options.model_validate({"options": options, "observations": observations or []})
    return compare(content, Belief.of(belief))


def table(utilities: Mapping[str, Mapping[str, float]], states: Mapping[str, float]) -> Array:
    return np.array([[row.get(state, 0.0) for state in states] for row in utilities.values()])


RAIFFA = {"drill": {"dry": -70.0, "wet": 50.0, "soak": 200.0}, "leave": {"dry": 0.0, "wet": 0.0, "soak": 0.0}}
GROUND = {"dry": 0.5, "wet": 0.3, "soak": 0.2}
SEISMIC = np.array([[0.1, 0.3, 0.5], [0.3, 0.4, 0.4], [0.6, 0.3, 0.1]])
"""P(closed, open, diffuse | dry, wet, soak)."""


def test_the_oil_wildcatter() -> None:
    """Raiffa (1968): drilling is worth 20 untested; the test is worth 12.5, knowing all is worth 35."""
    found = decide(RAIFFA, GROUND)
    assert found.best == ("drill",)
    assert found.standing("drill").expected == pytest.approx(20.0)
    assert found.evpi == pytest.approx(35.0)
    belief = Belief.of(GROUND)
    assert value(table(RAIFFA, GROUND), belief, SEISMIC) == pytest.approx(12.5)
    # With the test at 10 the whole is worth 22.5; by result 77.5, 22.857 and -10.
    worth = []
    for row in SEISMIC:
        probability, after = belief.given(row)
        worth.append((probability, max(table(RAIFFA, GROUND) @ after) - 10))
    assert [share for share, _ in worth] == pytest.approx([0.24, 0.35, 0.41])
    assert [gain for _, gain in worth] == pytest.approx([77.5, 22.857, -10], abs=5e-4)
    assert sum(share * gain for share, gain in worth) == pytest.approx(22.5)


def test_the_oil_wildcatter_of_the_sas_manual() -> None:
    """SAS/OR's wildcatter: drilling is worth 140,000; knowing the oil is worth 155,000, knowing the cost 10,000."""
    costs, oils = (
        {"low": (150.0, 0.2), "fair": (300.0, 0.6), "high": (500.0, 0.2)},
        {"dry": (0.0, 0.5), "wet": (700.0, 0.3), "soak": (1200.0, 0.2)},
    )
    belief = {
        frozenset({cost, oil}): share * chance
        for cost, (_, share) in costs.items()
        for oil, (_, chance) in oils.items()
    }
    drill = {name: -cost for name, (cost, _) in costs.items()} | {name: worth for name, (worth, _) in oils.items()}
    options = [
        {"id": "drill", "name": "Drill", "if": drill, "otherwise": 0, "reason": "SAS/OR"},
        {"id": "leave", "name": "Leave", "otherwise": 0, "reason": "SAS/OR"},
    ]
    found = compare(Options.model_validate({"options": options}), Belief.of(belief))
    assert found.standing("drill").expected == pytest.approx(140.0)
    states = list(belief)
    both = np.array([[sum(drill[name] for name in state) for state in states], [0.0] * len(states)])
    for names, expected in ((oils, 155.0), (costs, 10.0)):
        known = np.array([[float(name in state) for state in states] for name in names])
        assert value(both, Belief.of(belief), known) == pytest.approx(expected)


def test_the_oil_wildcatter_who_fears_losses() -> None:
    """SAS/OR's wildcatter with an exponential utility of 700,000: drilling is worth -13,580 for certain; leave it."""
    costs, oils, tolerance = {150: 0.2, 300: 0.6, 500: 0.2}, {0: 0.5, 700: 0.3, 1200: 0.2}, 700.0
    ends = {f"c{cost}-o{oil}": (oil - cost, a * b) for cost, a in costs.items() for oil, b in oils.items()}
    drill = {name: 1 - float(np.exp(-gain / tolerance)) for name, (gain, _) in ends.items()}
    found = decide({"drill": drill, "leave": {}}, {name: share for name, (_, share) in ends.items()})
    assert found.best == ("leave",)
    certain = -tolerance * np.log(1 - found.standing("drill").expected)
    assert certain == pytest.approx(-13.5801, abs=1e-4)


def test_the_car_buyer() -> None:
    """aGrUM's car (after Neapolitan): untested it is worth 28; so no test that costs more than 20 is worth having."""
    found = decide({"buy": {"good": 60.0, "lemon": -100.0}, "leave": {}}, {"good": 0.8, "lemon": 0.2})
    assert found.best == ("buy",)
    assert found.standing("buy").expected == pytest.approx(28.0)
    assert found.evpi == pytest.approx(20.0)


def test_texaco_against_pennzoil() -> None:
    """Clemen's figure 4.12: the counteroffer is worth 4.63 billion, the settlement 2; solved as a game with chance."""
    court = {"high": 0.2, "medium": 0.5, "nothing": 0.3}
    moves = (
        Move(id="offer", player="pennzoil", choices={"accept": "two", "counter": "answer"}),
        Move(
            id="answer",
            chance={name: Range.of(share) for name, share in (("accepts", 0.17), ("refuses", 0.5), ("counters", 0.33))},
            choices={"accepts": "five", "refuses": "court", "counters": "again"},
        ),
        Move(id="again", player="pennzoil", choices={"accept": "three", "refuse": "court"}),
        Move(
            id="court", chance={name: Range.of(share) for name, share in court.items()}, choices={n: n for n in court}
        ),
    )
    worth = {"two": 2.0, "five": 5.0, "three": 3.0, "high": 10.3, "medium": 5.0, "nothing": 0.0}
    game = Game(players=("pennzoil",), actor="pennzoil", act="offer/counter")
    tree = grow(Strategy(game=game, moves=moves))
    payoffs = np.array([[worth[leaf.name] for leaf in tree.leaves]])
    best = Behaviour(tree, backward_induction(tree, payoffs, middle_chance(tree)).slots[None, None])
    assert best.chosen("offer", "counter")[0, 0] == 1
    assert best.chosen("again", "refuse")[0, 0] == 1
    assert float(best.ends()[0, 0] @ payoffs[0]) == pytest.approx(4.6348, abs=5e-5)


def test_hillier_and_liebermans_first_oil() -> None:
    """Goferbroke: drill or sell; with the survey at 30 the whole is worth 123; knowing all is worth 142.5."""
    utilities = {"drill": {"oil": 700.0, "dry": -100.0}, "sell": {"oil": 90.0, "dry": 90.0}}
    ground = {"oil": 0.25, "dry": 0.75}
    found = decide(utilities, ground)
    assert found.evpi == pytest.approx(142.5)
    assert found.standing("drill").expected == pytest.approx(100.0)
    survey = np.array([[0.6, 0.2], [0.4, 0.8]])
    belief = Belief.of(ground)
    assert [belief.given(row)[1][0] for row in survey] == pytest.approx([0.5, 1 / 7])
    assert 100 + value(table(utilities, ground), belief, survey) - 30 == pytest.approx(123.0)


def test_the_small_limid() -> None:
    """aGrUM's two-state diagram: 110.5 if the state is seen first."""
    utilities = {"a": {"c0": 10.0, "c1": 100.0}, "b": {"c0": 21.0, "c1": 200.0}}
    seen = decide(utilities, {"c0": 0.5, "c1": 0.5})
    assert seen.standing("b").expected == pytest.approx(110.5)
    assert seen.standing("a").dominated_by == ("b",)
    assert seen.evpi == 0


def test_the_umbrella() -> None:
    """Where rain is worse than carrying an umbrella by ten to one, it is taken from a probability of .1 on."""
    found = decide({"take": {"rain": -0.1, "none": -0.1}, "leave": {"rain": -1.0}}, {"rain": 0.3, "none": 0.7})
    wire = found.trip_wires[0]
    assert (wire.hypothesis, wire.now, wire.above) == ("rain", 0.3, None)
    assert wire.below == pytest.approx(0.1)
    assert [(item.option, round(item.last, 6)) for item in wire.stretches] == [("leave", 0.1), ("take", 1.0)]
    assert found.regret["leave"]["rain"] == pytest.approx(0.9)
    assert found.least_regret == ("take",)


def test_savages_omelette() -> None:
    """Savage (1954): whether to break the sixth egg; regret, not value, is what the saucer saves."""
    utilities = {
        "break into the bowl": {"good": 6.0, "bad": 0.0},
        "break into a saucer": {"good": 5.9, "bad": 4.9},
        "throw away": {"good": 5.0, "bad": 5.0},
    }
    found = decide({name.replace(" ", "-"): row for name, row in utilities.items()}, {"good": 0.95, "bad": 0.05})
    assert found.best == ("break-into-a-saucer",)
    assert found.least_regret == ("break-into-a-saucer",)
    assert found.responses["good"] == ("break-into-the-bowl",)
    assert found.responses["bad"] == ("throw-away",)
    assert found.standing("break-into-a-saucer").regret == pytest.approx(0.1)


def test_perfect_and_sample_information_of_two_states() -> None:
    """A report that is right 9 times in 10 is worth less than certainty and more than nothing, by hand."""
    utilities = {"act": {"yes": 1.0, "none": -1.0}, "wait": {"yes": 0.0}}
    observation = {"id": "report", "name": "Report", "if": {"yes": 1.0}, "otherwise": 0.0, "reliability": 0.8}
    found = decide(utilities, {"yes": 0.5, "none": 0.5}, [observation])
    report = found.observations[0]
    assert found.evpi == pytest.approx(0.5)
    assert report.evppi == pytest.approx(0.5)
    # Reported with .9 or .1: act on yes for .5 * (.9 - .1).
    assert report.evsi == pytest.approx(0.4)
    assert [finding.best for finding in report.findings] == [("act",), ("wait",)]
    assert report.findings[0].belief["yes"] == pytest.approx(0.9)
    assert evpi(np.array([[1.0, -1.0], [0.0, 0.0]]), Belief.of({"yes": 0.5, "none": 0.5})) == 0.5
