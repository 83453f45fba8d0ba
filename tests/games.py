"""Small games for the tests of strategy and options: from books, re-keyed as facts, and drawn at random."""

from __future__ import annotations

import tomllib
from typing import Any

import numpy as np

from cuibono.case.records import Hypothesis
from cuibono.strategy.records import Strategy
from cuibono.strategy.tree import CHANCE, Array, InformationSet, Leaf, Node, Tree

PUZZLE = """
[[outcomes]]
id = "war"
name = "Attacks go on"
[[outcomes]]
id = "lull"
name = "Fewer attacks"
[[outcomes]]
id = "broken"
name = "The agreement is broken"
[[outcomes]]
id = "kept"
name = "The agreement is kept"

[game]
players = ["moscow", "taliban"]
actor = "moscow"
act = "before/pay"
buys = "attack"

[[moves]]
id = "talks"
chance = { open = 0.5, signed = 0.5 }
choices = { open = "before", signed = "after" }
[[moves]]
id = "before"
player = "moscow"
choices = { pay = "paid", refrain = "unpaid" }
[[moves]]
id = "paid"
player = "taliban"
choices = { attack = "war", hold = "lull" }
[[moves]]
id = "unpaid"
player = "taliban"
choices = { attack = "war", hold = "lull" }
[[moves]]
id = "after"
player = "moscow"
choices = { pay = "paid-after", refrain = "unpaid-after" }
[[moves]]
id = "paid-after"
player = "taliban"
choices = { attack = "broken", hold = "kept" }
[[moves]]
id = "unpaid-after"
player = "taliban"
choices = { attack = "broken", hold = "kept" }

[[agreements]]
id = "doha"
name = "The agreement"
made-by = "talks/signed"
broken-by = ["paid-after/attack", "unpaid-after/attack"]
price = { taliban = 0.3 }
reason = "made up"

[[interests]]
actor = "taliban"
outcome = "war"
utility = 0.4
reason = "made up"
[[interests]]
actor = "taliban"
outcome = "lull"
utility = 0
reason = "made up"
[[interests]]
actor = "taliban"
outcome = "broken"
utility = 0.4
reason = "made up"
[[interests]]
actor = "taliban"
outcome = "kept"
utility = 0
reason = "made up"
[[interests]]
actor = "taliban"
act = "paid/attack"
utility = 0.28
reason = "made up"
[[interests]]
actor = "taliban"
act = "paid-after/attack"
utility = 0.28
reason = "made up"

[[payoffs]]
hypothesis = "bleed"
outcomes = { war = 0.4, lull = 0, broken = 1, kept = 0 }
reason = "made up"
[[payoffs]]
hypothesis = "bond"
otherwise = 0
acts = { "before/pay" = 1, "after/pay" = 1 }
reason = "made up"

[[costs]]
act = "before/pay"
cost = 0.13
reason = "made up"
[[costs]]
act = "after/pay"
cost = 0.13
reason = "made up"
"""
"""The founding question's game with made-up payoffs: pay or refrain, before and after an agreement."""


def puzzle(**changes: Any) -> Strategy:
    """The founding question's game, with whole tables replaced."""
    return Strategy.model_validate({**tomllib.loads(PUZZLE), **changes})


def hypotheses(*ids: str) -> list[Hypothesis]:
    """Hypotheses with these ids."""
    return [Hypothesis(id=name, name=name) for name in ids]


def random_tree(seed: int, *, hidden: bool = False) -> tuple[Tree, Array]:
    """A tree of two players and chance with up to about 40 nodes, and payoffs (players, leaves) between 0 and 1.

    Hidden: the second player never sees the first player's first move.
    """
    rng = np.random.default_rng(seed)
    names: list[str] = []
    sets: list[int] = []
    children: list[list[int]] = []
    ends: list[int] = []
    information: list[InformationSet] = []
    leaves: list[Leaf] = []
    shared: dict[int, int] = {}

    def inform(player: int, size: int, *, once: bool) -> int:
        if once and player in shared:
            return shared[player]
        first = sum(len(info.choices) for info in information)
        shares = rng.dirichlet(np.ones(size)).tolist() if player == CHANCE else []
        chance = tuple((share, share) for share in shares)
        information.append(InformationSet(player, f"m{len(information)}", tuple("abc"[:size]), first, chance))
        if once:
            shared[player] = len(information) - 1
        return len(information) - 1

    def add(depth: int, acts: tuple[str, ...]) -> int:
        index = len(names)
        names.append(f"n{index}")
        children.append([])
        is_second = hidden and depth == 1
        if (depth == 3 or (depth > 1 and rng.random() < 0.3)) and not is_second:
            sets.append(-1)
            ends.append(len(leaves))
            leaves.append(Leaf(f"end{len(leaves)}", acts))
            return index
        player = 0 if depth == 0 else 1 if is_second else int(rng.integers(-1, 2))
        sets.append(inform(player, 2 if is_second else int(rng.integers(2, 4)), once=is_second))
        ends.append(-1)
        for choice in information[sets[index]].choices:
            children[index].append(add(depth + 1, (*acts, f"n{index}/{choice}")))
        return index

    add(0, ())
    nodes = tuple(map(Node, names, sets, map(tuple, children), ends))
    tree = Tree(("p", "q"), nodes, tuple(information), tuple(leaves))
    return tree, rng.random((2, len(leaves)))
