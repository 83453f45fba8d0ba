"""Equilibria without mixing, of any number of players: nobody gains by changing to another plan of their own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import lcm, prod

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import TooLargeError
from cuibono.strategy.strategic import allowed, chance_of_leaves, exact, plans
from cuibono.strategy.tree import Array, Tree

LIMIT = 200_000
"""The most combinations of plans that are looked through."""

Plan = dict[int, int]


def pure_equilibria(
    tree: Tree, payoffs: Sequence[Sequence[float | Fraction]], chance: Array | None = None
) -> tuple[tuple[Plan, ...], ...]:
    """All equilibria in reduced plans, each with a plan for every player, by exact comparison.

    `payoffs` and `chance` are those of `strategic.bimatrix`. Raises UsageError for forgotten moves, TooLargeError for
    more than 40 plans of one player or `LIMIT` combinations.

    >>> from cuibono.strategy.strategic import simultaneous
    >>> meet = simultaneous([["left", "right"], ["left", "right"]])
    >>> pure_equilibria(meet, [[1, 0, 0, 1], [1, 0, 0, 1]])
    (({0: 0}, {1: 0}), ({0: 1}, {1: 1}))
    """
    players = range(len(tree.players))
    options = [plans(tree, player) for player in players]
    if (count := prod(map(len, options))) > LIMIT:
        raise TooLargeError(
            f"there are {count:,} combinations of plans, and equilibria are looked for in up to {LIMIT:,}; "
            "the quantal response has no such limit and is given instead"
        )
    reached = _reached(tree, options)
    weights = chance_of_leaves(tree, chance)
    stays = np.ones([len(side) for side in options], dtype=bool)
    for player in players:
        worth = _whole([weight * exact(payoffs[player][leaf]) for leaf, weight in enumerate(weights)])
        table = sum((number * inside for number, inside in zip(worth, reached, strict=True)), np.zeros_like(reached[0]))
        stays &= table == table.max(axis=player, keepdims=True)
    return tuple(tuple(options[player][place] for player, place in enumerate(at)) for at in np.argwhere(stays).tolist())


def _reached(tree: Tree, options: Sequence[Sequence[Plan]]) -> list[NDArray[np.object_]]:
    """For each leaf, which combinations of plans do not rule it out (1), an array with an axis for each player."""
    open_to = [[allowed(tree, player, plan) for plan in side] for player, side in enumerate(options)]
    return [
        reduce(np.multiply.outer, [np.array([int(leaf in reach) for reach in side], dtype=object) for side in open_to])
        for leaf in range(len(tree.leaves))
    ]


def _whole(numbers: Sequence[Fraction]) -> list[int]:
    """The same numbers, stretched until all are whole."""
    scale = lcm(*(number.denominator for number in numbers))
    return [int(number * scale) for number in numbers]
