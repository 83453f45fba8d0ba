"""Playing a game with errors: the logit behaviour in trees, with and without hidden moves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.strategy.behaviour import Behaviour, respond
from cuibono.strategy.chance import middle_chance
from cuibono.strategy.equilibria import backward_induction, equilibria
from cuibono.strategy.quantal import follow
from cuibono.strategy.strategic import bimatrix, plans, simultaneous
from cuibono.strategy.tree import CHANCE, Array, Tree
from gambit_files import read
from games import random_tree

SEEDS = st.integers(0, 10_000)


def table(first: list[list[float]], second: list[list[float]]) -> tuple[Tree, Array]:
    tree = simultaneous([[f"r{i}" for i in range(len(first))], [f"c{i}" for i in range(len(first[0]))]])
    return tree, np.array([np.ravel(first), np.ravel(second)])[None]


def test_ochs_pennies_to_eight_digits() -> None:
    """Matching pennies with unequal stakes (Ochs 1995) give the responses that Gambit 16.7.0 gives, to eight digits."""
    tree, payoffs = table([[1.1141, 0], [0, 0.2785]], [[0, 1.1141], [1.1141, 0]])
    found = respond(tree, payoffs, [1.0, 2.0, 3.0]).slots[0]
    expected = [
        [0.586784036, 0.413215964, 0.451807032, 0.548192968],
        [0.617521946, 0.382478054, 0.371981667, 0.628018335],
        [0.616896850, 0.383103150, 0.314016362, 0.685983638],
    ]
    assert np.abs(found - expected).max() < 2e-8


def test_ochs_pennies_fit_the_experiment() -> None:
    """At McKelvey & Palfrey's estimate of rationality the counts of the experiment have the published likelihood."""
    tree, payoffs = table([[1.1141, 0], [0, 0.2785]], [[0, 1.1141], [1.1141, 0]])
    counts = 128 * np.array([0.527, 0.473, 0.366, 0.634])

    def log_likelihood(rationality: float) -> float:
        return float(counts @ np.log(respond(tree, payoffs, [rationality]).slots[0, 0]))

    best = 1.8456097536855864
    assert log_likelihood(best) == pytest.approx(-174.76453191, abs=1e-7)
    assert log_likelihood(best) > max(log_likelihood(best - 0.05), log_likelihood(best + 0.05))


def test_constant_sum_game_of_gambits_test_suite() -> None:
    """The constant-sum game in Gambit's own tests has the responses that its authors wrote down."""
    tree, payoffs = table([[1, 1], [0, 1]], [[1, 1], [2, 1]])
    found = respond(tree, payoffs, [1.0, 2.0, 3.0]).slots[0]
    expected = [
        [0.643, 0.357, 0.5883, 0.4117],
        [0.7727, 0.2273, 0.6117, 0.3883],
        [0.8595, 0.1405, 0.6038, 0.3962],
    ]
    assert np.abs(found - expected).max() < 6e-5


def test_selten_1975_in_strategic_form() -> None:
    """Selten's (1975) figure 2 in strategic form passes the points that Gambit's manual prints, and ends pure."""
    tree, payoffs = table([[1, 1], [0, 0], [0, 2]], [[1, 1], [2, 3], [2, 0]])
    found = respond(tree, payoffs, [0.022853, 0.139346, 100.0]).slots[0]
    assert found[0] == pytest.approx([0.335873, 0.328284, 0.335843, 0.501962, 0.498038], abs=2e-6)
    assert found[1] == pytest.approx([0.348902, 0.303519, 0.347578, 0.51364, 0.48636], abs=2e-6)
    assert found[2][:3] == pytest.approx([1, 0, 0], abs=0.02)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_one_pass_and_branch_agree(seed: int) -> None:
    """Where nothing is hidden, following the branch gives what the single backward pass gives."""
    tree, payoffs = random_tree(seed)
    rationality = np.array([0.0, 0.7, 4.0, 15.0])
    chance = middle_chance(tree)[None]
    branch = follow(tree, payoffs[None], rationality, chance)
    assert np.abs(respond(tree, payoffs[None], rationality).slots - branch).max() < 1e-8


@given(SEEDS, st.booleans())
@settings(max_examples=40, deadline=None)
def test_at_rationality_0_players_toss_a_coin(seed: int, hidden: bool) -> None:
    """At rationality 0 every choice of a player is as probable as any other at the same place."""
    tree, payoffs = random_tree(seed, hidden=hidden)
    slots = respond(tree, payoffs[None], [0.0]).slots[0, 0]
    for info in tree.information:
        if info.player != CHANCE:
            assert slots[info.slots] == pytest.approx([1 / len(info.choices)] * len(info.choices))


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_great_rationality_is_backward_induction(seed: int) -> None:
    """Towards infinity behaviour in a tree without hidden moves becomes the subgame-perfect one."""
    tree, payoffs = random_tree(seed)
    best = backward_induction(tree, payoffs, middle_chance(tree))
    assert not best.ties
    assert np.abs(respond(tree, payoffs[None], [1e7]).slots[0, 0] - best.slots).max() < 1e-3


@pytest.mark.parametrize("seed", range(12))
def test_great_rationality_is_near_an_equilibrium(seed: int) -> None:
    """Towards infinity the branch of a random 3 × 3 game ends within 1e-3 of one of its Nash equilibria."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 20, (2, 3, 3)).astype(float)
    tree, payoffs = table((first / 19).tolist(), (second / 19).tolist())
    end = respond(tree, payoffs, [3e4]).slots[0, 0]
    form = bimatrix(tree, [list(map(int, first.ravel())), list(map(int, second.ravel()))])
    known = [np.array([*mine, *yours], dtype=float) for mine, yours in equilibria(*form.payoffs)]
    assert min(np.abs(end - point).max() for point in known) < 1e-3


@given(SEEDS, st.booleans(), st.floats(0.1, 10), st.floats(-5, 5))
@settings(max_examples=40, deadline=None)
def test_scale_and_rationality_are_one(seed: int, hidden: bool, scale: float, shift: float) -> None:
    """Payoffs times a number, at rationality divided by it, with anything added, are played the same."""
    tree, payoffs = random_tree(seed, hidden=hidden)
    usual = respond(tree, payoffs[None], [3.0]).slots
    other = respond(tree, scale * payoffs[None] + shift, [3.0 / scale]).slots
    assert np.abs(usual - other).max() < 1e-7


def test_games_side_by_side_are_games_alone() -> None:
    """Solving many assignments of payoffs at once gives for each what solving it alone gives."""
    rng = np.random.default_rng(3)
    tree = simultaneous([["a", "b", "c"], ["d", "e"]])
    payoffs = rng.random((7, 2, 6))
    together = respond(tree, payoffs, [9.0, 2.0]).slots
    alone = np.concatenate([respond(tree, payoffs[[game]], [9.0, 2.0]).slots for game in range(7)])
    assert np.abs(together - alone).max() < 1e-8


def test_stag_hunt_follows_the_principal_branch() -> None:
    """In a stag hunt the branch from the coin toss leads to the risk-dominant equilibrium, not to the better one."""
    tree, payoffs = table([[3, 0], [2, 2]], [[3, 2], [0, 2]])
    assert respond(tree, payoffs, [60.0]).slots[0, 0] == pytest.approx([0, 1, 0, 1], abs=1e-6)


def test_naus_irrational_equilibrium() -> None:
    """Nau et al.'s (2004) game of three has one equilibrium, in irrational numbers; great rationality leads there."""
    three = simultaneous([["a", "b"]] * 3)
    payoffs = np.array([[3, 1, 0, 0, 0, 0, 1, 2], [0, 0, 2, 1, 1, 3, 0, 0], [2, 0, 0, 0, 0, 0, 0, 3]], dtype=float)
    end = respond(three, payoffs[None], [3e5]).slots[0, 0]
    assert end[::2] == pytest.approx([0.6192325794725537, 0.4798042226776053, 0.3788253360656313], abs=1e-3)


def test_more_than_two_players_end_where_nobody_gains(shared: Path) -> None:
    """In 39 games of three to five players nobody gains more than .001 by leaving what great rationality does.

    One more (`cs`, with 16,384 plans of one player) is too large for looking at every plan.
    """
    root = shared / "gold/inference/gambit"
    known = json.loads((root / "gold_equilibria.json").read_text())
    followed = 0
    for name, facts in known.items():
        if facts.get("players", 0) < 3 or name.endswith("cs.efg"):
            continue
        game = read(root / name)
        payoffs = np.array(game.payoffs, dtype=float)
        payoffs /= np.maximum(np.ptp(payoffs, axis=1, keepdims=True), 1e-9)
        found = respond(game.tree, payoffs[None], [1e4])
        for player in game.tree.movers():
            stays = float(found.ends()[0, 0] @ payoffs[player])
            assert best_alone(game.tree, payoffs[player], found.slots[0, 0], player) - stays < 1e-3, name
        followed += 1
    assert followed == 39


def best_alone(tree: Tree, payoffs: Array, slots: Array, player: int) -> float:
    """The most that a player can get by a plan of their own while all others stay as they are."""
    found = []
    for plan in plans(tree, player):
        alone = slots.copy()
        for info, choice in plan.items():
            alone[tree.information[info].slots] = 0.0
            alone[tree.information[info].first + choice] = 1.0
        found.append(float(Behaviour(tree, alone[None, None]).ends()[0, 0] @ payoffs))
    return max(found)


def test_gambits_trees_can_be_followed(shared: Path) -> None:
    """Every two-player tree among Gambit's examples is followed to rationality 30, ending in probabilities."""
    root = shared / "gold/inference/gambit"
    known = json.loads((root / "gold_equilibria.json").read_text())
    followed = 0
    for name, facts in known.items():
        if name.endswith(".efg") and facts.get("perfect_recall") and facts.get("players") == 2:
            game = read(root / name)
            payoffs = np.array(game.payoffs, dtype=float)
            slots = respond(game.tree, payoffs[None] / (np.ptp(payoffs) or 1.0), [1.0, 30.0]).slots
            for info in game.tree.information:
                assert slots[..., info.slots].sum(axis=-1) == pytest.approx(1.0), name
            followed += 1
    assert followed > 60


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_from_nearby_is_the_same_place(seed: int) -> None:
    """Behaviour found from that in a similar game is the behaviour that the branch leads to."""
    tree, payoffs = random_tree(seed, hidden=True)
    rng = np.random.default_rng(seed)
    similar = payoffs + rng.normal(scale=0.02, size=payoffs.shape)
    near = respond(tree, similar[None], [4.0]).slots
    found = respond(tree, payoffs[None], [4.0], near=near).slots
    assert np.abs(found - respond(tree, payoffs[None], [4.0]).slots).max() < 1e-7
