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


@dataclass(frozen=True, slots=True)
class Worth:
    """What the act adds for an actor with one motive, against leaving it, in units of a motive.

    `itself` is the worth of doing it, `effect` of what changes in the outcomes, `cost` what it costs whatever the
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
        """Whether the act makes this motive's own outcomes worse, at every rationality that was tried."""
        return self.effect.high < 0

    def to_dict(self) -> dict[str, object]:
        """The parts by name."""
        parts = {"itself": self.itself, "effect": self.effect, "cost": self.cost}
        found: dict[str, object] = {name: part.to_dict() for name, part in parts.items()}
        return {**found, "total": self.total, "goal-conflict": self.goal_conflict}


def worth(contrast: Contrast, valuations: Valuations, game: int) -> Worth:
    """The worth of an act under motive number `game`, with which that game is played."""
    motive = valuations.boxes[game]
    scale = float(valuations.strengths(np.eye(len(valuations.boxes)))[game, game])
    itself, effect = (scale * motive.part(acts=acts) for acts in (True, False))
    cost = valuations.costs.part(acts=True) + valuations.costs.part(acts=False)
    return Worth(*(Estimate.over(contrast.difference(part)[game]) for part in (itself, effect, cost)))


def across(contrast: Contrast, boxes: Sequence[Box]) -> Array:
    """What the act does to the outcomes as each other motive (or interest) values them, an array (games, boxes).

    Averaged over rationality. Row g is the behaviour under motive g; below 0 in column k the act hurts what k wants.
    """
    columns = [contrast.difference(box.part(acts=False)) for box in boxes]
    return np.array([[Estimate.over(column[game]).point for column in columns] for game in range(len(contrast.done))])
