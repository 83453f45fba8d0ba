"""The principal branch of quantal responses where moves are hidden, from the coin toss upwards.

Unknown are the log-odds of each choice against the first one of its information set. They solve `odds = rationality *
(payoff of the choice - payoff of the first)`, each payoff expected given that the set is reached. At rationality 0
the answer is 0; from there the branch is followed by its arc length with Newton's method, so that it may turn back on
its way. The first point at a wanted rationality is the answer.

Sources: Turocy, "A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence",
Games and Economic Behavior 51 (2005); the same branch as Gambit's `logit`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import ModelError
from cuibono.strategy.tree import CHANCE, Array, Tree

STEPS = 4000
TOLERANCE = 1e-10
ROOM = 2_000_000
"""How many numbers one working array may hold."""

IMPOSSIBLE = 1e-60
"""What stands for a chance of 0, so that behaviour after it is still defined."""


def follow(tree: Tree, payoffs: Array, rationality: Array, fixed: Array, near: Array | None = None) -> Array:
    """Behaviour at each rationality, an array (games, rationalities, slots); see `behaviour.respond`.

    Raises ModelError where the branch of some game cannot be followed to the largest rationality.
    """
    system = _System.of(tree, payoffs, fixed)
    order = np.argsort(rationality, kind="stable")
    answer = np.empty((len(payoffs), len(order), tree.slots))
    blocks = 1 + len(payoffs) * system.passes.size // ROOM
    for games in np.array_split(np.arange(len(payoffs)), blocks):
        left = games
        if near is not None:
            answer[games], is_good = _corrected(system.some(games), rationality, near[games])
            left = games[~is_good]
        if len(left):
            answer[left[:, None], order] = _followed(system.some(left), rationality[order])
    return answer


def _corrected(system: _System, rationality: Array, near: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Behaviour by Newton's method from behaviour nearby, and for which games that worked at every rationality."""
    found = np.empty_like(near)
    is_good = np.ones(len(near), dtype=bool)
    for place, level in enumerate(rationality):
        logs = np.log(np.maximum(near[:, place], IMPOSSIBLE))
        odds = logs[:, system.mine] - logs[:, system.firsts[system.group[system.mine]]]
        guess = np.column_stack([odds, np.full(len(odds), level)])
        upwards = np.zeros_like(guess)
        upwards[:, -1] = 1.0
        point, converged = _correct(system, guess, upwards, tries=20)
        found[:, place] = np.exp(system.log_slots(point[:, :-1]))
        is_good &= converged
    return found, is_good


def _followed(system: _System, wanted: Array) -> Array:
    """Behaviour at each of the wanted rationalities, which ascend."""
    branches = _Branches.at_the_toss(system, wanted)
    for _ in range(STEPS):
        if not branches.step():
            slots = [np.exp(system.log_slots(odds)) for odds in np.moveaxis(branches.found, 1, 0)]
            return np.stack(slots, axis=1)
    raise ModelError(
        f"behaviour could not be followed up to rationality {wanted[-1]:g}; "
        "ask for smaller rationalities, or spread the payoffs that are all but equal"
    )


@dataclass(frozen=True, slots=True)
class _System:
    """The equations of all games at once.

    `passes` (slots, leaves) tells which choices lie on the way to which leaves; `payoff` (games, slots, leaves) is the
    leaf's payoff to the slot's owner; `chance` (slots) says which slots are chance's, `fixed` (games, slots) their
    log-probabilities; `firsts` are the first slots of all sets, `group` (slots) the set of each; `mine` are the unknown
    slots.
    """

    passes: Array
    payoff: Array
    chance: NDArray[np.bool_]
    fixed: Array
    firsts: NDArray[np.intp]
    group: NDArray[np.intp]
    mine: NDArray[np.intp]

    @classmethod
    def of(cls, tree: Tree, payoffs: Array, fixed: Array) -> _System:
        owner = np.array([info.player for info in tree.information for _ in info.choices])
        group = np.array([index for index, info in enumerate(tree.information) for _ in info.choices])
        firsts = np.array([info.first for info in tree.information])
        passes = np.zeros((tree.slots + 1, len(tree.leaves)))
        passes[tree.paths, np.arange(len(tree.leaves))[:, None]] = 1.0
        is_chance = owner == CHANCE
        mine = np.flatnonzero(~is_chance & (np.arange(tree.slots) != firsts[group]))
        logs = np.log(np.where(is_chance, np.maximum(fixed, IMPOSSIBLE), 1.0))
        return cls(passes[:-1], payoffs[:, owner], is_chance, logs, firsts, group, mine)

    def some(self, games: NDArray[np.intp]) -> _System:
        """The same equations for some of the games."""
        return replace(self, payoff=self.payoff[games], fixed=self.fixed[games])

    def log_slots(self, odds: Array) -> Array:
        """Log-probability of each slot, an array (games, slots), at log-odds (games, unknowns)."""
        weights = np.zeros((len(odds), len(self.passes)))
        weights[:, self.mine] = odds
        peak = np.maximum.reduceat(weights, self.firsts, axis=1)[:, self.group]
        total = np.log(np.add.reduceat(np.exp(weights - peak), self.firsts, axis=1))[:, self.group]
        return np.where(self.chance, self.fixed, weights - peak - total)

    def at(self, odds: Array, rationality: Array) -> tuple[Array, Array]:
        """How far the equations are off, (games, unknowns), and their Jacobian, (games, unknowns, unknowns + 1).

        The last column is the derivative by the rationality.
        """
        logs = self.log_slots(odds)
        # How probable each leaf is once a choice is made: it does not matter how improbable the choice itself is.
        ways = np.where(self.passes > 0, (logs @ self.passes)[:, None, :], -np.inf)
        weights = np.exp(ways - ways.max(axis=2, keepdims=True))
        weights /= weights.sum(axis=2, keepdims=True)
        worth = weights * self.payoff
        expected = worth.sum(axis=2)
        by_log = worth @ self.passes.T - expected[:, :, None] * (weights @ self.passes.T)
        shared = np.add.reduceat(by_log, self.firsts, axis=2)[:, :, self.group]
        by_odds = by_log - shared * np.exp(logs)[:, None, :]
        first = self.firsts[self.group[self.mine]]
        gain = expected[:, self.mine] - expected[:, first]
        slope = (by_odds[:, self.mine] - by_odds[:, first])[:, :, self.mine]
        off = odds - rationality[:, None] * gain
        own = np.eye(len(self.mine)) - rationality[:, None, None] * slope
        return off, np.concatenate([own, -gain[:, :, None]], axis=2)


@dataclass(slots=True)
class _Branches:
    """Where each game's branch has been followed to.

    `points` (games, unknowns + 1) are log-odds and rationality, `tangents` the directions of length 1 ahead, `steps`
    the next arc lengths, `due` the place in `wanted` of the rationality each game comes to next, `found` (games,
    rationalities, unknowns) the log-odds at those it has passed.
    """

    system: _System
    wanted: Array
    points: Array
    tangents: Array
    steps: Array
    due: NDArray[np.intp]
    found: Array

    @classmethod
    def at_the_toss(cls, system: _System, wanted: Array) -> _Branches:
        """Every game at rationality 0, where all log-odds are 0, looking upwards; `wanted` ascends."""
        games, unknowns = len(system.payoff), len(system.mine)
        points = np.zeros((games, unknowns + 1))
        upwards = np.zeros_like(points)
        upwards[:, -1] = 1.0
        due = np.full(games, np.searchsorted(wanted, 0.0, side="right"))
        found = np.zeros((games, len(wanted), unknowns))
        return cls(system, wanted, points, _tangents(system, points, upwards), np.full(games, 0.1), due, found)

    def step(self) -> bool:
        """One step along each unfinished branch, half as long next time where it failed; False if none is left."""
        live = np.flatnonzero(self.due < len(self.wanted))
        if not len(live):
            return False
        ahead = self.points[live] + self.steps[live, None] * self.tangents[live]
        arrived, is_good = _correct(self.system.some(live), ahead, self.tangents[live])
        is_good &= np.abs(arrived - ahead).max(axis=1) < np.maximum(0.1, 0.5 * self.steps[live])
        is_past = is_good & (arrived[:, -1] >= self.wanted[self.due[live]])
        arrived[is_past], is_good[is_past] = self._stopped(live[is_past], arrived[is_past])
        kept, failed, stopped = live[is_good], live[~is_good], live[is_good & is_past]
        self.points[kept] = arrived[is_good]
        self.tangents[kept] = _tangents(self.system.some(kept), self.points[kept], self.tangents[kept])
        self.steps[failed] /= 2
        self.steps[kept] = np.minimum(self.steps[kept] * 1.5, 1.0 + 0.25 * np.abs(self.points[kept]).max(axis=1))
        self.found[stopped, self.due[stopped]] = self.points[stopped, :-1]
        self.due[stopped] += 1
        return True

    def _stopped(self, games: NDArray[np.intp], arrived: Array) -> tuple[Array, NDArray[np.bool_]]:
        """The points at the wanted rationality between here and where a step has arrived beyond it."""
        start, target = self.points[games], self.wanted[self.due[games]]
        share = (target - start[:, -1]) / np.maximum(arrived[:, -1] - start[:, -1], 1e-300)
        guess = start + np.clip(share, 0.0, 1.0)[:, None] * (arrived - start)
        guess[:, -1] = target
        upwards = np.zeros_like(guess)
        upwards[:, -1] = 1.0
        return _correct(self.system.some(games), guess, upwards)


def _correct(system: _System, guess: Array, normal: Array, tries: int = 8) -> tuple[Array, NDArray[np.bool_]]:
    """Newton's method back onto the branch, square to `normal`; and for which games it converged."""
    point = guess.copy()
    is_good = np.zeros(len(point), dtype=bool)
    for _ in range(tries):
        off, jacobian = system.at(point[:, :-1], point[:, -1])
        aside = ((point - guess) * normal).sum(axis=1)
        wrong = np.concatenate([off, aside[:, None]], axis=1)
        is_good = np.abs(wrong).max(axis=1) < TOLERANCE * (1.0 + np.abs(point).max(axis=1))
        if is_good.all():
            break
        move = _solve(np.concatenate([jacobian, normal[:, None, :]], axis=1), wrong)
        point -= np.clip(move, -2.0, 2.0)
    return point, is_good & (point[:, -1] >= 0)


def _tangents(system: _System, points: Array, before: Array) -> Array:
    """The direction of each branch, of length 1, on the side of the direction before."""
    _, jacobian = system.at(points[:, :-1], points[:, -1])
    ahead = np.zeros_like(points)
    ahead[:, -1] = 1.0
    direction = _solve(np.concatenate([jacobian, before[:, None, :]], axis=1), ahead)
    return np.asarray(direction / np.linalg.norm(direction, axis=1, keepdims=True))


def _solve(matrices: Array, sides: Array) -> Array:
    try:
        return np.asarray(np.linalg.solve(matrices, sides[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        # A branch that meets another one exactly has no single direction; the least step is as good as any.
        return np.stack([np.linalg.lstsq(matrix, side)[0] for matrix, side in zip(matrices, sides, strict=True)])
