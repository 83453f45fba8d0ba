"""What each fact's reports add, and teach: its share of the odds of every contrast, and bits.

It takes one more pass over facts and states, beside the one of `Survey`, and is made only for those who ask.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.weighing.engine import Answer, room
from cuibono.weighing.network import Network
from cuibono.weighing.piece import FLOOR, look
from cuibono.weighing.space import Array
from cuibono.weighing.survey import floored, live

TINY = 1e-300

LOT = 1 << 17
"""How many products a matrix product may sum at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """By fact: `weights` (facts, contrasts) is what it adds to each contrast, in nats.

    In bits: `entropy` of the fact given the state before the evidence, `gained` by its reports. `likely` is its chance
    before the evidence.
    """

    weights: Array
    entropy: Array
    likely: Array
    gained: Array


def attribute(network: Network, answer: Answer, contrasts: Array) -> Attribution:
    """Sum every fact's share of the log-likelihood with each of the weights `contrasts` (states, n)."""
    answer = floored(network, answer)
    prior, posterior = live(network, network.prior), live(network, answer.states)
    found = Attribution(np.zeros((network.facts, contrasts.shape[1])), *(np.zeros(network.facts) for _ in range(3)))
    without = np.zeros(network.facts)
    for start, stop in network.space.chunks(room(network)):
        here = slice(start, stop)
        for piece in look(network, start, stop, shares=True):
            assert piece.adds is not None  # noqa: S101 - asked for
            found.weights[piece.rows] += dot(piece.adds, contrasts[here])
            found.likely[piece.rows] += dot(piece.chance, prior[here])
            found.entropy[piece.rows] += dot(entropy(piece.chance), prior[here])
            found.gained[piece.rows] -= dot(np.log2(np.maximum(piece.without, FLOOR)), posterior[here])
            without[piece.rows] += dot(piece.without, posterior[here])
    found.gained[:] += np.log2(np.maximum(without, FLOOR)) * (posterior.sum() > 0)
    return found


def dot(values: Array, weights: Array) -> Array:
    """`values` @ `weights`, in lots so small that BLAS shares none out to threads, which would wait for each other.

    >>> dot(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 10.0])).tolist()
    [21.0, 43.0]
    """
    columns = weights.reshape(len(weights), -1)
    found = np.empty((len(values), columns.shape[1]))
    step = max(1, LOT // max(columns.size, 1))
    for start in range(0, len(values), step):
        np.matmul(values[start : start + step], columns, out=found[start : start + step])
    return found.reshape(len(values), *weights.shape[1:])


def entropy(p: Array) -> Array:
    """The entropy of a yes or no with probability `p`, in bits.

    >>> entropy(np.array([0.5, 1.0])).tolist()
    [1.0, 0.0]
    """
    q = 1 - p
    found = np.log2(np.maximum(p, TINY))
    found *= p
    found += q * np.log2(np.maximum(q, TINY))
    return np.abs(found)
