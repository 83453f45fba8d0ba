"""What actors would do who never err: backward induction, or Nash equilibria where something is hidden.

All extreme equilibria of two players; of more players those without mixing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from cuibono.errors import TooLargeError, UsageError
from cuibono.strategy.behaviour import Behaviour
from cuibono.strategy.equilibria import backward_induction, equilibria
from cuibono.strategy.likelihood import act_probability
from cuibono.strategy.pure import Plan, pure_equilibria
from cuibono.strategy.records import Game
from cuibono.strategy.strategic import bimatrix
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
        best = backward_induction(tree, payoffs, chance)
        note = f"a tie at {', '.join(best.ties)}" if best.ties else ""
        return Rational("backward induction", (_act(game, tree, best.slots),), note)
    try:
        found = _equilibria(tree, payoffs, chance)
    except (TooLargeError, UsageError) as reason:
        return Rational("none", (), str(reason))
    note = "more than two players: only equilibria without mixing" if len(tree.movers()) > 2 else ""
    return Rational("Nash", tuple(sorted({round(_act(game, tree, slots), 9) for slots in found})), note)


def _equilibria(tree: Tree, payoffs: Array, chance: Array) -> list[Array]:
    """The behaviour in each extreme equilibrium of two players, in each unmixed one of more: arrays over slots."""
    if len(tree.movers()) > 2:
        pure = pure_equilibria(tree, payoffs.tolist(), chance)
        return [
            _realised(tree, range(len(plan)), [(one,) for one in plan], [(1,)] * len(plan), chance) for plan in pure
        ]
    form = bimatrix(tree, payoffs.tolist(), chance)
    return [_realised(tree, form.players, form.plans, pair, chance) for pair in equilibria(*form.payoffs)]


def _act(game: Game, tree: Tree, slots: Array) -> float:
    return float(act_probability(game, Behaviour(tree, slots[None, None, :]))[0, 0])


def _realised(
    tree: Tree,
    players: Sequence[int],
    plans: Sequence[Sequence[Plan]],
    mixtures: Sequence[Sequence[Fraction | int]],
    chance: Array,
) -> Array:
    """The behaviour that two mixtures of plans amount to (Kuhn 1953); equal shares where no plan ever comes."""
    slots = chance.copy()
    for player, own, mixture in zip(players, plans, mixtures, strict=True):
        for index, info in enumerate(tree.information):
            if info.player == player:
                weights = np.zeros(len(info.choices))
                for plan, share in zip(own, mixture, strict=True):
                    if index in plan:
                        weights[plan[index]] += float(share)
                slots[info.slots] = weights / weights.sum() if weights.sum() > 0 else 1 / len(weights)
    return slots
