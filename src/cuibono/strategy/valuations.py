"""What each end of the game is worth to each player, under each motive, as boxes of possible numbers.

A box is linear: the worth of a leaf is the sum of the values of its outcome and of the choices on the way. Positions
between 0 and 1 say where in its range every value lies, .5 being the middle; one row of positions for all ranges of a
game makes one assignment. Every player's scale, and every motive's, is stretched so that its best and worst ends are
1 apart: rationality and scale cannot be told apart by behaviour, so one of them has to be fixed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuibono.case.records import Hypothesis
from cuibono.errors import CaseError, UsageError
from cuibono.strategy.chance import chance_at, chances
from cuibono.strategy.checks import check
from cuibono.strategy.horizon import beyond
from cuibono.strategy.records import Game, Payoff, Range, Strategy
from cuibono.strategy.tree import Array, Leaf, Tree, grow

Values = Mapping[str, Range]
"""Ranges by name: of outcomes, of choices made (`move/choice`) and of agreements broken."""


@dataclass(frozen=True, slots=True)
class Box:
    """Values in ranges by name, and which of them each leaf has: `counts` is an array (values, leaves)."""

    names: tuple[str, ...]
    counts: Array
    low: Array
    high: Array

    @classmethod
    def of(cls, leaves: Sequence[Leaf], values: Values, *, unit: bool) -> Box:
        """The box of those values that some leaf has, stretched to one unit where `unit` says so."""
        counted = {name: [_count(leaf, name) for leaf in leaves] for name in values}
        names = tuple(name for name in values if any(counted[name]))
        counts = np.array([counted[name] for name in names], dtype=float).reshape(len(names), len(leaves))
        low = np.array([values[name].low for name in names])
        high = np.array([values[name].high for name in names])
        span = float((high @ counts).max() - (low @ counts).min())
        scale = 1.0 / span if unit and span > 0 else 1.0
        return cls(names, counts, low * scale, high * scale)

    def at(self, positions: Array) -> Array:
        """The worth of each leaf, an array (rows, leaves), at positions (rows, values)."""
        return np.asarray((self.low + positions * (self.high - self.low)) @ self.counts)

    def middle(self, counted: Callable[[str], bool] = bool) -> Array:
        """The worth of each leaf in the middle of the ranges, by the values whose names are counted: over leaves."""
        kept = [counted(name) for name in self.names]
        return np.asarray(np.where(kept, (self.low + self.high) / 2, 0.0) @ self.counts)


@dataclass(frozen=True, slots=True)
class Valuations:
    """All boxes of a game: of the other players, of each motive, and what things cost the actor whatever the motive.

    `motives` are the ids of the hypotheses with payoffs, in the file's order, `weights` their strengths.
    """

    game: Game
    tree: Tree
    actor: int
    others: Mapping[int, Box]
    motives: tuple[str, ...]
    weights: Array
    boxes: tuple[Box, ...]
    costs: Box

    @classmethod
    def of(cls, strategy: Strategy, game: Game, tree: Tree) -> Valuations:
        """The valuations of a game that has passed its checks."""

        def box(values: Values, *, unit: bool = True) -> Box:
            return Box.of(tree.leaves, {**values, **beyond(strategy, tree, values)}, unit=unit)

        return cls(
            game,
            tree,
            tree.players.index(game.actor),
            {
                index: box({**interests(strategy, name), **_prices(strategy, name)})
                for index, name in enumerate(tree.players)
                if name != game.actor
            },
            tuple(payoff.hypothesis for payoff in strategy.payoffs),
            np.array([payoff.weight for payoff in strategy.payoffs]),
            tuple(box(_motive(strategy, payoff)) for payoff in strategy.payoffs),
            box({**_costs(strategy), **_prices(strategy, game.actor)}, unit=False),
        )

    @property
    def size(self) -> int:
        """How many positions one assignment takes: the values of all boxes, then the chances."""
        return sum(len(box.names) for box in self._all) + chances(self.tree)

    def middle(self, rows: int = 1) -> Array:
        """Positions in the middle of all ranges, an array (rows, size)."""
        return np.full((rows, self.size), 0.5)

    def matters(self, present: Array) -> NDArray[np.bool_]:
        """Which positions the game depends on with these motives: an array (rows, size) for (rows, motives)."""
        ranges = np.concatenate([box.high > box.low for box in self._all] + [self._uncertain])
        owner = [-1] * len(self.others) + list(range(len(self.boxes))) + [-1]
        owners = np.repeat([*owner, -1], [*(len(box.names) for box in self._all), len(self._uncertain)])
        is_there = np.where(owners < 0, True, np.take(present > 0, np.maximum(owners, 0), axis=1))
        return np.asarray(ranges & is_there)

    def payoffs(self, present: Array, positions: Array) -> Array:
        """What the leaves are worth: an array (rows, players, leaves).

        `present` is an array (rows, motives) of 0 and 1, `positions` one of (rows, size). Motives that are present
        together are averaged by their weights; one alone counts in full if its weight is 1 or more.
        """
        parts = iter(np.split(positions, np.cumsum([len(box.names) for box in self._all]), axis=1))
        worth = np.zeros((len(present), len(self.tree.players), len(self.tree.leaves)))
        for player, box in self.others.items():
            worth[:, player] = box.at(next(parts))
        for strength, box in zip(self.strengths(present).T, self.boxes, strict=True):
            worth[:, self.actor] += strength[:, None] * box.at(next(parts))
        worth[:, self.actor] += self.costs.at(next(parts))
        return worth

    def strengths(self, present: Array) -> Array:
        """By how much each motive counts in each set of motives, an array (rows, motives)."""
        strength = present * self.weights
        return np.asarray(strength / np.maximum(1.0, strength.sum(axis=1, keepdims=True)))

    def chance(self, positions: Array) -> Array:
        """The probabilities of chance, an array (rows, slots), 0 at the slots of players."""
        return chance_at(self.tree, positions[:, self.size - chances(self.tree) :])

    def within(self, act: str) -> None:
        """Raises UsageError where the tree was cut before a choice of the game can be made."""
        if not self.tree.at(act.partition("/")[0]):
            raise UsageError(f"the game is cut off before {act} can be chosen; take a wider horizon")

    @property
    def _uncertain(self) -> NDArray[np.bool_]:
        return np.array([low < high for info in self.tree.information for low, high in info.chance], dtype=bool)

    @property
    def _all(self) -> tuple[Box, ...]:
        return (*self.others.values(), *self.boxes, self.costs)


def valued(strategy: Strategy, hypotheses: Sequence[Hypothesis], horizon: int | None = None) -> Valuations:
    """The valuations of a checked and grown game, cut at `horizon`, or else at the game's own.

    Raises CaseError with all problems, UsageError where there is no game or the horizon comes before the act,
    TooLargeError where it is too large.
    """
    if problems := check(strategy, [item.id for item in hypotheses]):
        raise CaseError(problems)
    if strategy.game is None:
        raise UsageError("there is no game to solve; write [game] and [[moves]] into case.toml")
    valuations = Valuations.of(strategy, strategy.game, grow(strategy, horizon or strategy.game.horizon))
    for act in strategy.game.acts:
        valuations.within(act)
    return valuations


def interests(strategy: Strategy, actor: str) -> Values:
    """What outcomes and choices are worth to an actor as the interests have it, by name."""
    return {(item.outcome or item.act or ""): item.utility for item in strategy.interests if item.actor == actor}


def _motive(strategy: Strategy, payoff: Payoff) -> Values:
    rest = {} if payoff.otherwise is None else {item.id: payoff.otherwise for item in strategy.outcomes}
    return {**rest, **payoff.outcomes, **payoff.acts}


def _costs(strategy: Strategy) -> Values:
    return {(item.outcome or item.act or ""): Range.of(-item.cost.high, -item.cost.low) for item in strategy.costs}


def _prices(strategy: Strategy, player: str) -> Values:
    return {
        item.id: Range.of(-item.price[player].high, -item.price[player].low)
        for item in strategy.agreements
        if player in item.price
    }


def _count(leaf: Leaf, name: str) -> int:
    return (leaf.name == name) + leaf.acts.count(name) + leaf.broken.count(name)
