"""Whether an act serves the motive that it is explained by: its worth taken apart, and goal conflict.

An act is worth something by itself (the tie it makes, the signal it sends), by what it changes in the outcomes, and
it costs something. Where a motive's own outcomes get worse by the act, the act is in conflict with that goal: it can
then be explained only by what the doing itself is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cuibono.strategy.additionality import Contrast
from cuibono.strategy.rationality import Estimate
from cuibono.strategy.tree import Array
from cuibono.strategy.valuations import Box, Valuations

NOTICEABLE = 0.01
"""The part of a motive's whole span below which an effect is none."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What the act adds for an actor with one motive, against leaving it, in units of a motive.

    `itself` is the worth of doing it, `effect` of what it changes afterwards, `cost` what it costs whatever the
    motive (below 0); each averaged over rationality, with its range.
    """

    itself: Estimate
    effect: Estimate
    cost: Estimate

    @property
    def total(self) -> float:
        """What all three come to."""
        return self.itself.point + self.effect.point + self.cost.point

    @property
    def goal_conflict(self) -> bool:
        """Whether the act's effect is bad for what this motive wants: on average noticeably, and never good."""
        return self.effect.high <= 0 and self.effect.point < -NOTICEABLE

    def to_dict(self) -> dict[str, object]:
        """The parts by name."""
        parts = {"itself": self.itself, "effect": self.effect, "cost": self.cost}
        found: dict[str, object] = {name: part.to_dict() for name, part in parts.items()}
        return {**found, "total": self.total, "goal-conflict": self.goal_conflict}


def worth(contrast: Contrast, valuations: Valuations, game: int) -> Worth:
    """The worth of an act under motive number `game`, with which that game is played."""
    motive = valuations.boxes[game]
    strength = float(valuations.strengths(np.eye(len(valuations.boxes)))[game, game])
    itself = strength * motive.middle(lambda name: is_of_move(name, contrast.act))
    effect = strength * motive.middle() - itself
    parts = (itself, effect, valuations.costs.middle())
    return Worth(*(Estimate.over(contrast.difference(part)[game]) for part in parts))


def across(contrast: Contrast, boxes: Sequence[Box]) -> Array:
    """By how much the effect of the act serves what each box values, an array (games, boxes); below 0 it hurts.

    Averaged over rationality. Row g is the behaviour under motive g.
    """
    effects = [box.middle(lambda name: not is_of_move(name, contrast.act)) for box in boxes]
    columns = [contrast.difference(effect) for effect in effects]
    return np.array([[Estimate.over(column[game]).point for column in columns] for game in range(len(contrast.done))])


def is_of_move(name: str, act: str) -> bool:
    """Whether a value is that of a choice at the same move as the act."""
    return "/" in name and name.partition("/")[0] == act.partition("/")[0]
