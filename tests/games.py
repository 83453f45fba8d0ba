"""Small games for the tests of strategy and options: from books, re-keyed as facts, and drawn at random."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import numpy as np

from cuibono.case.records import Hypothesis
from cuibono.strategy.records import Strategy
from cuibono.strategy.tree import CHANCE, Array, InformationSet, Leaf, Node, Tree

EXAMPLES = resources.files("cuibono.data").joinpath("examples")


def content() -> dict[str, Any]:
    """The game of the payment puzzle as its file has it: pay or refrain, before and after an agreement."""
    found = tomllib.loads(EXAMPLES.joinpath("payment-puzzle.toml").read_text("utf-8"))
    del found["hypotheses"]
    return found


def puzzle(**changes: Any) -> Strategy:
    """The same game, with whole tables replaced."""
    return Strategy.model_validate({**content(), **changes})


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
