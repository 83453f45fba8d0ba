"""The lowest and highest value that a quantity takes over the ranges of the utilities.

A search from corner to corner of the box of ranges: first every value goes to the end that pulls alone, then single
values are turned as long as that helps. What it finds is attained, so the true range is at least as wide.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cuibono.strategy.tree import Array

Value = Callable[[NDArray[np.intp], Array], Array]
"""From rows (by index) and positions (rows, size) to one number for each row."""


def highest(value: Value, rows: int, size: int, rounds: int = 3) -> Array:
    """For each row the positions, an array (rows, size), at which `value` is highest among the corners tried.

    >>> highest(lambda rows, at: at[:, 0] - 2 * at[:, 1], rows=1, size=2).tolist()
    [[1.0, 0.0]]
    """
    every = np.arange(rows)
    middle = np.full((rows, size), 0.5)
    ups, downs = (_turned(value, middle, end) for end in (1.0, 0.0))
    best = np.where(ups > downs, 1.0, np.where(ups < downs, 0.0, 0.5))
    level = value(every, best)
    for _ in range(rounds):
        flipped = 1.0 - best
        gains = _turned(value, best, flipped) - level[:, None]
        axis = gains.argmax(axis=1) if size else every * 0
        better = np.flatnonzero(gains.max(axis=1, initial=0.0) > 1e-12)
        if not len(better):
            break
        best[better, axis[better]] = flipped[better, axis[better]]
        level[better] += gains[better, axis[better]]
    return best


def _turned(value: Value, positions: Array, to: Array | float) -> Array:
    """The value after each single position is set to `to`, an array (rows, size)."""
    rows, size = positions.shape
    target = np.broadcast_to(to, positions.shape)
    many = np.repeat(positions[:, None, :], size, axis=1)
    axes = np.arange(size)
    many[:, axes, axes] = target
    return value(np.repeat(np.arange(rows), size), many.reshape(rows * size, size)).reshape(rows, size)
