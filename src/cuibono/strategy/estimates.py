"""Utilities estimated from past cases: strategic models of who did what in many games of one shape.

Each player's payoff at each end is a sum of coefficients times what is known of the case; the likelihood is that of
the ends that were reached. Errors are the logit of `behaviour`, or normal ones: of the player about each choice
("agent"), or known only to the player about each end ("private").

Sources: Signorino, "Strategic interaction and the statistical analysis of international conflict", APSR 93 (1999),
and "Structure and uncertainty in discrete choice models", Political Analysis 11 (2003); Kenkel & Signorino,
"Estimating extensive form games in R", J. Statistical Software 56(8) (2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import UsageError
from cuibono.strategy.behaviour import Behaviour, respond
from cuibono.strategy.tree import CHANCE, Array, Tree

Errors = Literal["logit", "agent", "private"]


@dataclass(frozen=True, slots=True)
class Term:
    """A coefficient in what one player gets at one end, by index, and its regressor: an array over cases."""

    player: int
    leaf: int
    name: str
    regressor: Array


@dataclass(frozen=True, slots=True)
class Model:
    """Many cases of one game: `reached` has the index of the leaf at which each ended."""

    tree: Tree
    terms: tuple[Term, ...]
    reached: NDArray[np.intp]
    errors: Errors = "agent"

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each coefficient."""
        return tuple(term.name for term in self.terms)

    def probabilities(self, coefficients: Array) -> Array:
        """The probability of each end in each case, an array (cases, leaves)."""
        payoffs = np.zeros((len(self.reached), len(self.tree.players), len(self.tree.leaves)))
        for term, coefficient in zip(self.terms, coefficients, strict=True):
            payoffs[:, term.player, term.leaf] += coefficient * term.regressor
        if self.errors == "logit":
            return np.asarray(respond(self.tree, payoffs, [1.0]).ends()[:, 0])
        return np.asarray(_normal(self.tree, payoffs, self.errors).ends()[:, 0])

    def log_likelihood(self, coefficients: Array) -> float:
        """The log-probability of all ends that were reached."""
        chosen = self.probabilities(coefficients)[np.arange(len(self.reached)), self.reached]
        return float(np.log(np.maximum(chosen, 1e-300)).sum())


@dataclass(frozen=True, slots=True)
class Estimated:
    """The most likely coefficients in the order of the terms, with standard errors where they are identified.

    `identified` is False where the likelihood is flat or saddle-shaped at its top: then `errors` is `None`, and the
    coefficients must not be read.
    """

    names: tuple[str, ...]
    coefficients: Array
    errors: Array | None
    log_likelihood: float

    @property
    def identified(self) -> bool:
        """Whether the data tell these coefficients from their neighbours."""
        return self.errors is not None


class Likelihood(Protocol):
    """Whatever says how probable the data are at given coefficients."""

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each coefficient."""
        ...

    def log_likelihood(self, coefficients: Array) -> float:
        """The log-probability of the data."""
        ...


def fit(model: Likelihood, start: Sequence[float] | None = None) -> Estimated:
    """The maximum of the likelihood, from `start` or from all coefficients 0."""
    from scipy.optimize import minimize

    def cost(at: Array) -> float:
        return -model.log_likelihood(at)

    begin = [0.0] * len(model.names) if start is None else list(start)
    found = minimize(cost, begin, method="BFGS")
    at = np.asarray(found.x, dtype=np.float64)
    return Estimated(model.names, at, _standard_errors(model, at), model.log_likelihood(at))


def _standard_errors(model: Likelihood, at: Array) -> Array | None:
    """From the curvature of the likelihood, `None` where it does not fall in every direction."""
    step = 1e-4 * np.maximum(1.0, np.abs(at))
    size = len(at)
    curvature = np.zeros((size, size))
    for one in range(size):
        for other in range(one + 1):
            moves = np.array([[one_way, other_way] for one_way in (1, -1) for other_way in (1, -1)])
            corners = np.tile(at, (4, 1))
            corners[:, one] += moves[:, 0] * step[one]
            corners[:, other] += moves[:, 1] * step[other]
            values = np.array([model.log_likelihood(corner) for corner in corners])
            curvature[one, other] = curvature[other, one] = values @ moves.prod(axis=1) / (4 * step[one] * step[other])
    information, directions = np.linalg.eigh(-curvature)
    if information.min() <= 1e-6 * max(information.max(), 1.0):
        return None
    return np.asarray(np.sqrt((directions**2 / information).sum(axis=1)))


def _normal(tree: Tree, payoffs: Array, errors: Errors) -> Behaviour:
    """Behaviour with normal errors, backwards from the ends like the logit one.

    An end's error has variance 1 for each player; private ones add up along the way, weighted by the others' behaviour.
    """
    from scipy.special import ndtr

    _refuse_normal(tree, errors)
    cases, players, _ = payoffs.shape
    slots = np.zeros((cases, 1, tree.slots))
    values: list[Array] = [np.empty(0)] * len(tree.nodes)
    spreads: list[Array] = [np.empty(0)] * len(tree.nodes)
    for index in range(len(tree.nodes) - 1, -1, -1):
        node = tree.nodes[index]
        if node.leaf >= 0:
            values[index], spreads[index] = payoffs[:, :, node.leaf], np.ones((cases, players))
            continue
        info = tree.information[node.information]
        first, second = node.children
        gain = (values[first] - values[second])[:, info.player]
        noise = (spreads[first] + spreads[second])[:, info.player] if errors == "private" else 2.0
        chosen = ndtr(gain / np.sqrt(noise))[:, None]
        slots[:, 0, info.slots] = np.concatenate([chosen, 1 - chosen], axis=1)
        values[index] = chosen * values[first] + (1 - chosen) * values[second]
        spreads[index] = chosen**2 * spreads[first] + (1 - chosen) ** 2 * spreads[second]
    return Behaviour(tree, slots)


def _refuse_normal(tree: Tree, errors: Errors) -> None:
    if not tree.is_perfect or any(info.player == CHANCE or len(info.choices) != 2 for info in tree.information):
        raise UsageError("normal errors need two choices, seen by all, at every move; take logit errors for this game")
    moved: list[frozenset[int]] = [frozenset()] * len(tree.nodes)
    for index, node in enumerate(tree.nodes):
        if node.leaf < 0:
            player = tree.information[node.information].player
            if errors == "private" and player in moved[index]:
                raise UsageError(f"private errors need every player to move once; {tree.players[player]} moves again")
            for child in node.children:
                moved[child] = moved[index] | {player}
