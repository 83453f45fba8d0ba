"""How the odds of hypotheses build up as all evidence gains force together.

With the evidence raised to a power t from 0 to 1, the log odds v(t) of one set of states against another go from
prior to posterior, and dv/dt is the mean log-likelihood in the one set less that in the other. So every state's
log-likelihood has a weight, its mean share along the path, and whatever adds up to the log-likelihoods adds up to
v(1) - v(0): the attribution of Aumann and Shapley (Values of Non-Atomic Games, 1974). For two single states the
weights are 1 and -1, and the parts are the weights of evidence of Good (1950).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.weighing.elimination import log_sum
from cuibono.weighing.space import Array, Mask

TOLERANCE = 1e-9
"""How far the quadrature may miss the rise of the log odds, in nats, over the whole path."""

DEPTH = 40

FAR = 600
"""How many nats below the largest a mass may lie before it is summed by itself."""

NODES, SHARES = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Weights of the states' log-likelihoods (states, contrasts), and the log odds of each contrast at both ends."""

    weights: Array
    begin: Array
    end: Array


def follow(log_start: Array, logs: Array, aside: Mask, ones: Array | Mask, others: Array | Mask) -> Path:
    """The path from log prior `log_start` (states) by log-likelihoods `logs` (states).

    `ones` and `others` (states, contrasts) are 0 or 1: the states on either side of each contrast, of which at least
    one on each side is possible. States `aside`, which nobody rated, keep their share throughout.

    >>> even = np.log([0.5, 0.5])
    >>> found = follow(even, np.log([0.9, 0.1]), np.zeros(2, bool), np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]]))
    >>> found.weights.round(9).tolist(), round(float(found.end[0]), 6)
    ([[1.0], [-1.0]], 2.197225)
    """
    live = ~aside & np.isfinite(log_start)
    sides = (np.array(ones, dtype=float, order="C"), np.array(others, dtype=float, order="C"))
    if not live.any():
        still = _log_odds(log_start, np.zeros_like(logs), sides, 0.0)
        return Path(np.zeros_like(sides[0]), still, still)
    start, logs = np.where(live, log_start, -np.inf), np.where(live, logs, 0.0)
    mass = np.exp(log_start - log_start.max())
    idle = np.where(aside, mass, 0.0) / max(float(mass[live].sum()), 1e-300)
    for side in sides:
        np.add(side, idle @ side, out=side)
    weights = np.zeros_like(sides[0])
    begin, end = (_log_odds(start, logs, sides, t) for t in (0.0, 1.0))
    panels = [(0.0, 1.0, begin, end, 0)]
    while panels:
        left, right, low, high, depth = panels.pop()
        points = (left + right) / 2 + (right - left) / 2 * NODES
        found, rise = _panel(start, logs, sides, points, (right - left) / 2 * SHARES)
        if depth == DEPTH or np.abs(rise - (high - low)).max(initial=0.0) <= TOLERANCE * (right - left):
            weights += found
        else:
            middle = (left + right) / 2
            between = _log_odds(start, logs, sides, middle)
            panels += [(left, middle, low, between, depth + 1), (middle, right, between, high, depth + 1)]
    return Path(weights, begin, end)


def _log_odds(start: Array, logs: Array, sides: tuple[Array, Array], t: float) -> Array:
    raised = (start + t * logs)[:, None]
    top = raised.max(axis=0)
    scaled = np.exp(raised - top)
    one, other = (_masses(raised, scaled, top, side)[0] for side in sides)
    return np.asarray(one - other)


def _panel(start: Array, logs: Array, sides: tuple[Array, Array], points: Array, shares: Array) -> tuple[Array, Array]:
    """The weights that a stretch of the path adds, and how far the log odds rise on it by quadrature."""
    raised = start[:, None] + logs[:, None] * points
    top = raised.max(axis=0)
    scaled = np.exp(raised - top)
    masses = [_masses(raised, scaled, top, side) for side in sides]
    scaled *= shares
    total, other = (_averaged(raised, scaled, top, mass, shares) for mass in masses)
    total *= sides[0]
    other *= sides[1]
    total -= other
    return total, np.asarray(logs @ total)


def _masses(raised: Array, scaled: Array, top: Array, side: Array) -> Array:
    """The log masses of each column's states, an array (points, columns), from exp(`raised` - `top`) (states, points).

    What is so small that it might vanish in the sum is summed by itself.
    """
    with np.errstate(divide="ignore"):
        found = np.asarray(np.log(scaled.T @ side) + top[:, None])
        for point, column in np.argwhere(found < top[:, None] - FAR):
            found[point, column] = log_sum(raised[:, point] + np.log(side[:, column]), 0)
    return found


def _averaged(raised: Array, scaled: Array, top: Array, masses: Array, shares: Array) -> Array:
    """The states' shares in each column's mass, summed over the points: an array (states, columns)."""
    far = (masses < top[:, None] - FAR).any(axis=0)
    with np.errstate(over="ignore", invalid="ignore"):
        found = scaled @ np.exp(np.where(far, 0.0, top[:, None] - masses))
    for column in np.flatnonzero(far):
        found[:, column] = np.exp(np.minimum(raised - masses[:, column], 700)) @ shares
    return np.asarray(found)
