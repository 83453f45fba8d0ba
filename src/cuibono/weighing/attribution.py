"""What each fact's reports add, and teach: its share of the odds of every contrast, and bits.

It takes one more pass over facts and states, beside the one of `Survey`, and is made only for those who ask.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.weighing.engine import Answer, room
from cuibono.weighing.network import Network
from cuibono.weighing.piece import FLOOR, Look, look
from cuibono.weighing.space import Array
from cuibono.weighing.survey import floored, live


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
        seen = look(network, start, stop, shares=True)
        assert seen.adds is not None  # noqa: S101 - asked for
        found.weights[:] += seen.adds @ contrasts[here]
        without += _add_bits(found, seen, prior[here], posterior[here])
    found.gained[:] += np.log2(np.maximum(without, FLOOR)) * (posterior.sum() > 0)
    return found


def entropy(p: Array) -> Array:
    """The entropy of a yes or no with probability `p`, in bits.

    >>> entropy(np.array([0.5, 1.0])).tolist()
    [1.0, 0.0]
    """
    q = 1 - p
    return np.abs(p * np.log2(np.where(p > 0, p, 1)) + q * np.log2(np.where(q > 0, q, 1)))


def _add_bits(found: Attribution, seen: Look, prior: Array, posterior: Array) -> Array:
    """Add the means over some states; the likelihood ratios of leaving each fact out, summed over them."""
    without = np.zeros(len(found.gained))
    for piece in seen.pieces:
        found.likely[piece.rows] += piece.chance @ prior
        found.entropy[piece.rows] += entropy(piece.chance) @ prior
        found.gained[piece.rows] -= np.log2(np.maximum(piece.without, FLOOR)) @ posterior
        without[piece.rows] += piece.without @ posterior
    return without
