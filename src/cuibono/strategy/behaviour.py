"""What players do who choose better acts more often: the logit agent quantal response.

At each of their information sets players choose in proportion to exp(rationality * expected payoff): at rationality 0
they toss a coin, towards infinity they never err. Where everybody knows all that went before, one pass from the ends
to the beginning gives the answer exactly; where something is hidden, `quantal` follows the branch from the coin toss.

Sources: McKelvey & Palfrey, "Quantal response equilibria for extensive form games", Experimental Economics 1 (1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cuibono.strategy.chance import middle_chance
from cuibono.strategy.quantal import follow
from cuibono.strategy.tree import CHANCE, Array, Tree


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How probable each choice is where it is offered.

    `slots` is an array (games, rationalities, slots); a game is one assignment of payoffs to the same tree.
    """

    tree: Tree
    slots: Array

    def ends(self, node: int = 0) -> Array:
        """The probability of each leaf once `node` is reached: an array (games, rationalities, leaves)."""
        certain = np.concatenate([self.slots, np.ones((*self.slots.shape[:-1], 1))], axis=-1)
        onwards = self.tree.paths[:, len(self.tree.ways[node]) :]
        return np.where(self.tree.below(node), certain[..., onwards].prod(axis=-1), 0.0)

    def reached(self, node: int) -> Array:
        """The probability that `node` is reached: an array (games, rationalities)."""
        return np.asarray(self.slots[..., list(self.tree.ways[node])].prod(axis=-1))

    def chosen(self, move: str, choice: str) -> Array:
        """The probability of a choice at a move once the move is reached: an array (games, rationalities).

        Where the move can be reached by several ways, each counts as much as it is probable.
        """
        nodes = self.tree.at(move)
        info = [self.tree.information[self.tree.nodes[node].information] for node in nodes]
        chosen = np.stack([self.slots[..., item.first + item.choices.index(choice)] for item in info], axis=-1)
        if len(nodes) == 1:
            return np.asarray(chosen[..., 0])
        weights = np.stack([self.reached(node) for node in nodes], axis=-1)
        weights = np.where(weights.sum(axis=-1, keepdims=True) > 0, weights, 1.0)
        return np.asarray((chosen * weights).sum(axis=-1) / weights.sum(axis=-1))


def respond(
    tree: Tree,
    payoffs: Array,
    rationality: Sequence[float] | Array,
    chance: Array | None = None,
    near: Array | None = None,
) -> Behaviour:
    """The logit behaviour in each game at each rationality.

    `payoffs` is an array (games, players, leaves), `rationality` any numbers of 0 or more, `chance` an array (games,
    slots) that is read at the slots of chance (by default the middles of their ranges). With hidden moves, `near` may
    give the behaviour in similar games, an array (games, rationalities, slots): what is found from there is quicker,
    and on the branch nearby. Raises ModelError where hidden moves make a branch that cannot be followed.

    >>> from cuibono.strategy.strategic import simultaneous
    >>> alone = simultaneous([["stay", "go"]])
    >>> respond(alone, np.array([[[0.0, 1.0]]]), [0.0, 2.0]).slots.round(3).tolist()
    [[[0.5, 0.5], [0.119, 0.881]]]
    """
    games = len(payoffs)
    rationality = np.asarray(rationality, dtype=float)
    fixed = np.broadcast_to(middle_chance(tree) if chance is None else chance, (games, tree.slots))
    if tree.is_perfect:
        return Behaviour(tree, _backward(tree, payoffs, rationality, fixed))
    return Behaviour(tree, follow(tree, payoffs, rationality, fixed, near))


def _backward(tree: Tree, payoffs: Array, rationality: Array, fixed: Array) -> Array:
    games, players, _ = payoffs.shape
    slots = np.empty((games, len(rationality), tree.slots))
    values: list[Array] = [np.empty(0)] * len(tree.nodes)
    for index in range(len(tree.nodes) - 1, -1, -1):
        node = tree.nodes[index]
        if node.leaf >= 0:
            values[index] = np.broadcast_to(payoffs[:, None, :, node.leaf], (games, len(rationality), players))
            continue
        info = tree.information[node.information]
        follows = np.stack([values[child] for child in node.children], axis=-1)
        if info.player == CHANCE:
            chosen = np.broadcast_to(fixed[:, None, info.slots], (*slots.shape[:2], len(info.choices)))
        else:
            chosen = _softmax(rationality[:, None] * follows[:, :, info.player])
        slots[..., info.slots] = chosen
        values[index] = np.einsum("grpc,grc->grp", follows, chosen)
        for child in node.children:
            values[child] = np.empty(0)
    return slots


def _softmax(weights: Array) -> Array:
    raised = np.exp(weights - weights.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
