"""How sorry one would be: what an option leaves behind the best one, and rules for choosing without a belief.

Sources: Savage, "The theory of statistical decision", JASA 46 (1951) for regret; Hurwicz (1951) for the weight of the
best case; Gilboa & Schmeidler, "Maxmin expected utility with non-unique prior", J. Math. Econ. 18 (1989) for the
worst belief.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuibono.options.belief import Array, Belief


def regrets(utilities: Array) -> Array:
    """What is lost against the best option in each state, an array (options, states), 0 or more.

    >>> regrets(np.array([[3.0, 0.0], [1.0, 1.0]])).tolist()
    [[0.0, 1.0], [2.0, 0.0]]
    """
    return np.asarray(utilities.max(axis=0) - utilities)


def likely(belief: Belief, least: float = 0.01) -> NDArray[np.bool_]:
    """Which states are probable enough to be sorry in: above `least`, by their high end where there is one."""
    reach = belief.probability if belief.high is None else belief.high
    return np.asarray(reach > min(least, reach.max() / 2))


def hurwicz(utilities: Array, optimism: float) -> Array:
    """The best case weighted by `optimism` and the worst by the rest, an array over options."""
    return np.asarray(optimism * utilities.max(axis=1) + (1 - optimism) * utilities.min(axis=1))


def expected_ends(utilities: Array, belief: Belief) -> tuple[Array, Array]:
    """The lowest and highest expected utility over all beliefs between the ends, arrays over options.

    Probability is moved, within its ends, to where the option does worst or best. Without ends both are the
    expectation.
    """
    if belief.low is None or belief.high is None:
        expected = utilities @ belief.probability
        return expected, expected.copy()
    return _moved(utilities, belief.low, belief.high), -_moved(-utilities, belief.low, belief.high)


def _moved(utilities: Array, low: Array, high: Array) -> Array:
    """The least expectation over probabilities between `low` and `high` that sum to 1."""
    order = np.argsort(utilities, axis=1, kind="stable")
    room = (high - low)[order]
    before = np.cumsum(room, axis=1) - room
    extra = np.clip(1 - low.sum() - before, 0.0, room)
    return np.asarray(utilities @ low + (np.take_along_axis(utilities, order, axis=1) * extra).sum(axis=1))
