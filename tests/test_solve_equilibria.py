"""Solving games without errors: all extreme Nash equilibria of two players, and backward induction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import TooLargeError, UsageError
from cuibono.strategy.chance import middle_chance
from cuibono.strategy.equilibria import Mixture, backward_induction, equilibria
from cuibono.strategy.pure import pure_equilibria
from cuibono.strategy.strategic import Table, bimatrix, plans, simultaneous
from cuibono.strategy.tree import CHANCE, InformationSet, Leaf, Node, Tree
from gambit_files import read
from games import random_tree

Pair = tuple[Mixture, Mixture]


def exactly(rows: Sequence[Sequence[float]]) -> Table:
    return tuple(tuple(Fraction(number) for number in row) for row in rows)


def fractions(*texts: str) -> Pair:
    first, second = (tuple(map(Fraction, text.split())) for text in texts)
    return first, second


def gain_by_leaving(first: Table, second: Table, pair: Pair) -> Fraction:
    """The most that either player gains by another plan."""
    mine, yours = pair
    rows = [sum((a * y for a, y in zip(row, yours, strict=True)), Fraction(0)) for row in first]
    columns = [
        sum((row[column] * x for row, x in zip(second, mine, strict=True)), Fraction(0)) for column in range(len(yours))
    ]
    mean_row = sum((x * r for x, r in zip(mine, rows, strict=True)), Fraction(0))
    mean_column = sum((y * c for y, c in zip(yours, columns, strict=True)), Fraction(0))
    return max(max(rows) - mean_row, max(columns) - mean_column)


KNOWN = {
    "prisoner's dilemma": ([[9, 0], [10, 1]], [[9, 10], [0, 1]], [("0 1", "0 1")]),
    "matching pennies": ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], [("1/2 1/2", "1/2 1/2")]),
    "battle of the sexes": (
        [[2, 0], [0, 1]],
        [[1, 0], [0, 2]],
        [("1 0", "1 0"), ("2/3 1/3", "1/3 2/3"), ("0 1", "0 1")],
    ),
    "rock, paper, scissors": (
        [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
        [[0, 1, -1], [-1, 0, 1], [1, -1, 0]],
        [("1/3 1/3 1/3", "1/3 1/3 1/3")],
    ),
    # O'Neill, PNAS 84 (1987): everybody plays the joker with 2/5.
    "O'Neill": (
        [[1, -1, -1, -1], [-1, -1, 1, 1], [-1, 1, -1, 1], [-1, 1, 1, -1]],
        [[-1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]],
        [("2/5 1/5 1/5 1/5", "2/5 1/5 1/5 1/5")],
    ),
}


@pytest.mark.parametrize("name", KNOWN)
def test_games_of_the_textbooks(name: str) -> None:
    """The known equilibria of games that every textbook has are found, and no others."""
    first, second, known = KNOWN[name]
    assert set(equilibria(exactly(first), exactly(second))) == {fractions(*pair) for pair in known}


@pytest.mark.parametrize("size", [3, 4, 5, 8])
def test_coordination_has_an_equilibrium_for_every_set_of_meeting_places(size: int) -> None:
    """An n × n coordination game has 2^n - 1 equilibria."""
    table = exactly(np.eye(size, dtype=int).tolist())
    assert len(equilibria(table, table)) == 2**size - 1


def poker() -> tuple[Tree, list[list[int]]]:
    """Stripped-down poker as in Reiley, Urbancic & Walker (2008): bet or fold a high or low card; call or give up."""
    cards = InformationSet(CHANCE, "deal", ("high", "low"), 0, ((0.5, 0.5), (0.5, 0.5)))
    high = InformationSet(0, "high", ("bet", "fold"), 2)
    low = InformationSet(0, "low", ("bet", "fold"), 4)
    call = InformationSet(1, "a bet", ("call", "give up"), 6)
    nodes = (
        Node("deal", 0, (1, 6)),
        Node("high", 1, (2, 5)),
        Node("asked", 3, (3, 4)),
        Node("end", -1, leaf=0),
        Node("end", -1, leaf=1),
        Node("end", -1, leaf=2),
        Node("low", 2, (7, 10)),
        Node("asked", 3, (8, 9)),
        Node("end", -1, leaf=3),
        Node("end", -1, leaf=4),
        Node("end", -1, leaf=5),
    )
    leaves = tuple(Leaf("end") for _ in range(6))
    return Tree(("one", "two"), nodes, (cards, high, low, call), leaves), [[2, 1, -1, -2, 1, -1], [-2, -1, 1, 2, -1, 1]]


def test_poker_is_bluffed_one_time_in_three() -> None:
    """Stripped-down poker has one equilibrium: bluff the low card in 1/3, call in 2/3 (Reiley et al. 2008)."""
    tree, payoffs = poker()
    form = bimatrix(tree, payoffs)
    assert equilibria(*form.payoffs) == (fractions("1/3 2/3 0 0", "2/3 1/3"),)
    assert form.plans[0][0] == {1: 0, 2: 0}


def centipede(prizes: list[tuple[float, float]]) -> tuple[Tree, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """Two players in turn take or pass; the last prize is that of always passing."""
    moves = len(prizes) - 1
    information = tuple(InformationSet(i % 2, f"m{i}", ("take", "pass"), 2 * i) for i in range(moves))
    nodes: list[Node] = []
    for move in range(moves):
        nodes += [Node(f"m{move}", move, (2 * move + 1, 2 * move + 2)), Node("taken", -1, leaf=move)]
    nodes.append(Node("passed", -1, leaf=moves))
    leaves = tuple(Leaf(f"end{i}") for i in range(moves + 1))
    return Tree(("a", "b"), tuple(nodes), information, leaves), np.array(prizes).T


def test_centipede_is_taken_at_once() -> None:
    """In McKelvey & Palfrey's (1992) centipede backward induction, and every equilibrium, take at once."""
    tree, payoffs = centipede([(0.8, 0.2), (0.4, 1.6), (3.2, 0.8), (1.6, 6.4), (12.8, 3.2)])
    best = backward_induction(tree, payoffs, middle_chance(tree))
    assert best.slots.tolist() == [1, 0, 1, 0, 1, 0, 1, 0]
    assert best.ties == ()
    form = bimatrix(tree, payoffs.tolist())
    found = equilibria(*form.payoffs)
    assert len(found) == 4
    assert all(form.plans[0][plan][0] == 0 for mine, _ in found for plan, share in enumerate(mine) if share)
    assert fractions("1 0 0", "6/7 1/7 0") in found


def test_ties_are_told() -> None:
    """Where two choices are equally good, backward induction says so and takes neither side."""
    tree, _ = centipede([(1, 0), (1, 5), (0, 0)])
    best = backward_induction(tree, np.array([[1.0, 1.0, 0.0], [0.0, 5.0, 0.0]]), middle_chance(tree))
    assert best.ties == ("m0",)
    assert best.slots[:2].tolist() == [0.5, 0.5]


def test_exactly_gambits_equilibria(shared: Path) -> None:
    """All 143 two-player games of Gambit's collections have exactly the extreme equilibria that Gambit 16.7.0 lists.

    In one (payoffs of 10^19) Gambit lists none, though every game has one: there ours are checked to be equilibria.
    """
    root = shared / "gold/inference/gambit"
    known = json.loads((root / "gold_equilibria.json").read_text())
    compared = 0
    for name, facts in known.items():
        if "extreme_mixed" not in facts:
            continue
        game = read(root / name)
        form = bimatrix(game.tree, game.payoffs)
        found = equilibria(*form.payoffs)
        expected = {tuple(tuple(map(Fraction, side)) for side in pair) for pair in facts["extreme_mixed"]}
        if name.endswith("large_payoff_game.efg"):
            assert not expected
            assert found
            assert all(gain_by_leaving(*form.payoffs, pair) == 0 for pair in found)
        else:
            assert set(found) == expected, name
            assert len(found) == len(expected), name
        compared += 1
    assert compared == 143


def test_backward_induction_is_among_gambits_pure_equilibria(shared: Path) -> None:
    """In Gambit's trees without hidden moves or ties, backward induction is one of the pure equilibria it lists."""
    root = shared / "gold/inference/gambit"
    known = json.loads((root / "gold_equilibria.json").read_text())
    compared = 0
    for name, facts in known.items():
        if not name.endswith(".efg") or facts.get("players") != 2 or "pure" not in facts:
            continue
        game = read(root / name)
        best = backward_induction(game.tree, np.array(game.payoffs, dtype=float), middle_chance(game.tree))
        if not game.tree.is_perfect or best.ties:
            continue
        form = bimatrix(game.tree, game.payoffs)
        firsts = [info.first for info in game.tree.information]
        pair = tuple(
            tuple(
                Fraction(all(best.slots[firsts[info] + choice] == 1 for info, choice in plan.items())) for plan in plans
            )
            for plans in form.plans
        )
        expected = {tuple(tuple(map(Fraction, side)) for side in pure) for pure in facts["pure"]}
        assert pair in expected, name
        compared += 1
    assert compared >= 5


TABLES = st.integers(1, 4).flatmap(
    lambda rows: st.integers(1, 4).flatmap(
        lambda columns: st.tuples(
            *[st.lists(st.lists(st.integers(-3, 3), min_size=columns, max_size=columns), min_size=rows, max_size=rows)]
            * 2
        )
    )
)


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_nobody_gains_by_leaving(tables: tuple[list[list[int]], list[list[int]]]) -> None:
    """There is at least one equilibrium, nobody gains by leaving any, and no pure one is missed."""
    first, second = (exactly(table) for table in tables)
    found = equilibria(first, second)
    assert found
    assert all(gain_by_leaving(first, second, pair) == 0 for pair in found)
    for row, column in product(range(len(first)), range(len(first[0]))):
        pure = (
            tuple(Fraction(place == row) for place in range(len(first))),
            tuple(Fraction(place == column) for place in range(len(first[0]))),
        )
        assert (gain_by_leaving(first, second, pure) == 0) == (pure in found)


@given(TABLES, st.integers(1, 5), st.integers(-9, 9))
@settings(max_examples=60, deadline=None)
def test_scale_and_names_change_nothing(
    tables: tuple[list[list[int]], list[list[int]]], scale: int, shift: int
) -> None:
    """Payoffs times a number plus another, and players with their names exchanged, have the same equilibria."""
    first, second = (exactly(table) for table in tables)
    usual = set(equilibria(first, second))
    other = exactly([[scale * number + shift for number in row] for row in tables[0]])
    assert set(equilibria(other, second)) == usual
    turned = equilibria(tuple(zip(*second, strict=True)), tuple(zip(*first, strict=True)))
    assert {(mine, yours) for yours, mine in turned} == usual


@given(st.integers(0, 2000))
@settings(max_examples=30, deadline=None)
def test_backward_induction_is_an_equilibrium(seed: int) -> None:
    """In random trees nobody gains by leaving what backward induction says."""
    tree, payoffs = random_tree(seed)
    if len(tree.movers()) < 2:
        return
    best = backward_induction(tree, payoffs, middle_chance(tree))
    try:
        form = bimatrix(tree, payoffs.tolist())
    except TooLargeError:
        return
    firsts = [info.first for info in tree.information]
    first, second = (
        tuple(Fraction(all(best.slots[firsts[info] + choice] == 1 for info, choice in plan.items())) for plan in plans)
        for plans in form.plans
    )
    assert abs(gain_by_leaving(*form.payoffs, (first, second))) < Fraction(1, 10**9)


def test_too_many_plans_are_refused() -> None:
    """A player with more plans than can be listed is named with the number, and what is given instead."""
    tree, payoffs = centipede([(float(i), float(-i)) for i in range(100)])
    with pytest.raises(TooLargeError, match=r"a has at least 51 plans.*quantal response"):
        bimatrix(tree, payoffs.tolist())


def test_exactly_gambits_pure_equilibria(shared: Path) -> None:
    """All 187 games whose equilibria without mixing Gambit lists have exactly those; 39 have three to five players."""
    root = shared / "gold/inference/gambit"
    known = json.loads((root / "gold_equilibria.json").read_text())
    compared = larger = 0
    for name, facts in known.items():
        if "pure" not in facts:
            continue
        game = read(root / name)
        options = [plans(game.tree, player) for player in range(len(game.tree.players))]
        expected = {tuple(side.index("1") for side in pure) for pure in facts["pure"]}
        found = pure_equilibria(game.tree, game.payoffs)
        places = {tuple(side.index(plan) for side, plan in zip(options, pair, strict=True)) for pair in found}
        assert places == expected, name
        compared += 1
        larger += facts["players"] > 2
    assert (compared, larger) == (187, 39)


def test_three_players_are_refused() -> None:
    """Equilibria are listed for two players; the refusal names who moves."""
    three = simultaneous([["a", "b"]] * 3, ["x", "y", "z"])
    with pytest.raises(UsageError, match="x, y, z"):
        bimatrix(three, [[0] * 8] * 3)
