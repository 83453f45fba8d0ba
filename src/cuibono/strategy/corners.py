"""Where in the ranges of the utilities a quantity is highest.

A search from corner to corner of the box of ranges: first every value goes to the end that pulls alone, then single
values are turned as long as that helps. What it finds is attained, so the true range is at least as wide.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cuibono.strategy.tree import Array

Rows = NDArray[np.intp]
Value = Callable[[Rows, Array], Array]
"""From rows (by index) and positions (rows, size) to one number for each row."""


def highest(value: Value, matters: NDArray[np.bool_], rounds: int = 10) -> Array:
    """For each row the positions, an array (rows, size), at which `value` is highest among the corners tried.

    `matters` (rows, size) says which positions a row depends on at all; the others stay in the middle.

    >>> highest(lambda rows, at: at[:, 0] - 2 * at[:, 1], np.ones((1, 2), dtype=bool)).tolist()
    [[1.0, 0.0]]
    """
    every = np.arange(len(matters))
    best = np.full(matters.shape, 0.5)
    up, down = (_gains(value, every, best, np.full_like(best, end), matters) for end in (1.0, 0.0))
    best = np.where(up > down, 1.0, np.where(up < down, 0.0, 0.5))
    rows = every
    for _ in range(rounds):
        gains = _gains(value, rows, best[rows], 1.0 - best[rows], matters[rows])
        is_better = gains.max(axis=1, initial=0.0) > 1e-12
        rows, gains = rows[is_better], gains[is_better]
        if not len(rows):
            break
        # Either everything that helps alone is turned together, or only what helps most.
        most = np.arange(gains.shape[1]) == gains.argmax(axis=1)[:, None]
        tries = [np.where(turned, 1.0 - best[rows], best[rows]) for turned in (gains > 1e-12, most)]
        together, alone = (value(rows, positions) for positions in tries)
        best[rows] = np.where((together > alone)[:, None], *tries)
    return best


def _gains(value: Value, rows: Rows, positions: Array, target: Array, matters: NDArray[np.bool_]) -> Array:
    """What each single position gains when it is set to its target: an array (rows, size)."""
    place, axis = np.nonzero(matters)
    moved = positions[place]
    moved[np.arange(len(axis)), axis] = target[place, axis]
    gains = np.zeros(matters.shape)
    gains[place, axis] = value(rows[place], moved) - value(rows, positions)[place]
    return gains
