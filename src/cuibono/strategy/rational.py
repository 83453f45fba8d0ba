"""What actors would do who never err: backward induction, or all extreme Nash equilibria of two players."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cuibono.errors import TooLargeError, UsageError
from cuibono.strategy.behaviour import Behaviour
from cuibono.strategy.equilibria import Mixture, backward_induction, equilibria
from cuibono.strategy.likelihood import act_probability
from cuibono.strategy.records import Game
from cuibono.strategy.strategic import Bimatrix, bimatrix
from cuibono.strategy.tree import Array, Tree
from cuibono.strategy.valuations import Valuations


@dataclass(frozen=True, slots=True)
class Rational:
    """The probability of the act in each solution of a game without errors.

    `note` says why there is none (`method` "none"), or which moves are ties, at which backward induction takes every
    best choice with the same probability.
    """

    method: Literal["backward induction", "Nash", "none"]
    acts: tuple[float, ...]
    note: str = ""

    def to_dict(self) -> dict[str, object]:
        """The solutions by name."""
        return {"method": self.method, "act": list(self.acts), "note": self.note}


def rational(valuations: Valuations, motive: int) -> Rational:
    """The solutions without errors under one motive, with all utilities in the middle of their ranges."""
    game, tree = valuations.game, valuations.tree
    middle = valuations.middle()
    present = np.eye(len(valuations.motives))[[motive]]
    payoffs, chance = valuations.payoffs(present, middle)[0], valuations.chance(middle)[0]
    if tree.is_perfect:
        found = backward_induction(tree, payoffs, chance)
        note = f"a tie at {', '.join(found.ties)}" if found.ties else ""
        return Rational("backward induction", (_act(game, tree, found.slots),), note)
    try:
        form = bimatrix(tree, payoffs.tolist(), chance)
        pairs = equilibria(*form.payoffs)
    except (TooLargeError, UsageError) as reason:
        return Rational("none", (), str(reason))
    acts = {round(_act(game, tree, _realised(tree, form, pair, chance)), 9) for pair in pairs}
    return Rational("Nash", tuple(sorted(acts)))


def _act(game: Game, tree: Tree, slots: Array) -> float:
    return float(act_probability(game, Behaviour(tree, slots[None, None, :]))[0, 0])


def _realised(tree: Tree, form: Bimatrix, pair: tuple[Mixture, Mixture], chance: Array) -> Array:
    """The behaviour that two mixtures of plans amount to (Kuhn 1953); equal shares where no plan ever comes."""
    slots = chance.copy()
    for player, plans, mixture in zip(form.players, form.plans, pair, strict=True):
        for index, info in enumerate(tree.information):
            if info.player == player:
                weights = np.zeros(len(info.choices))
                for plan, share in zip(plans, mixture, strict=True):
                    if index in plan:
                        weights[plan[index]] += float(share)
                slots[info.slots] = weights / weights.sum() if weights.sum() > 0 else 1 / len(weights)
    return slots
