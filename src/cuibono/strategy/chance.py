"""The probabilities of chance in a game, as an array over slots that is 0 where players choose."""

from __future__ import annotations

import numpy as np

from cuibono.strategy.tree import CHANCE, Array, Tree


def middle_chance(tree: Tree) -> Array:
    """The probabilities of chance at the middle of their ranges, an array over slots."""
    return np.asarray(chance_at(tree, np.full((1, chances(tree)), 0.5))[0])


def chances(tree: Tree) -> int:
    """How many choices of chance a tree has, each with its own position."""
    return sum(len(info.choices) for info in tree.information if info.player == CHANCE)


def chance_at(tree: Tree, positions: Array) -> Array:
    """The probabilities of chance, (rows, slots), at positions between 0 and 1 in their ranges, (rows, chances).

    Probabilities that do not sum to 1 there are moved towards one end of their ranges, all by the same share.
    """
    slots = np.zeros((len(positions), tree.slots))
    place = 0
    for info in tree.information:
        if info.player == CHANCE:
            low, high = np.array(info.chance).T
            here = positions[:, place : place + len(low)]
            slots[:, info.slots] = _fill(low, high, low + here * (high - low))
            place += len(low)
    return slots


def _fill(low: Array, high: Array, wish: Array) -> Array:
    total = wish.sum(axis=-1, keepdims=True)
    room = np.where(total < 1, high - wish, wish - low)
    space = room.sum(axis=-1, keepdims=True)
    share = np.divide(1 - total, space, out=np.zeros_like(space), where=space > 0)
    return np.asarray(wish + share * room)
