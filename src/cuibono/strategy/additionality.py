"""What an act changes in what the others do: additionality.

An act that buys what would happen anyway has an additionality near 0, and then it is worth to the actor only what the
doing itself is worth. Compared are the courses of the game after the act and after the same move's other choices,
each as probable as the actor's behaviour makes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.strategy.behaviour import Behaviour
from cuibono.strategy.rationality import Estimate
from cuibono.strategy.tree import CHANCE, Array, Tree


@dataclass(frozen=True, slots=True)
class Contrast:
    """The ends of the game with the act and without it, once its move is reached.

    `done` and `left` are arrays (games, rationalities, leaves) that sum to 1 over the leaves.
    """

    act: str
    tree: Tree
    done: Array
    left: Array

    @classmethod
    def of(cls, behaviour: Behaviour, act: str) -> Contrast:
        """The contrast of one choice, `move/choice`, with the move's other choices."""
        move, choice = act.split("/")
        tree, nodes = behaviour.tree, behaviour.tree.at(move)
        done, left = behaviour.slots.copy(), behaviour.slots.copy()
        for info in {tree.nodes[node].information for node in nodes}:
            here = tree.information[info]
            mine = np.arange(len(here.choices)) == here.choices.index(choice)
            done[..., here.slots] = mine
            others = np.where(mine, 0.0, behaviour.slots[..., here.slots])
            gone = others.sum(axis=-1, keepdims=True) == 0
            others = np.where(gone, ~mine, others)
            left[..., here.slots] = others / others.sum(axis=-1, keepdims=True)
        inside = np.any([tree.below(node) for node in nodes], axis=0)
        return cls(act, tree, *(_given(Behaviour(tree, slots).ends(), inside) for slots in (done, left)))

    def difference(self, worth: Array) -> Array:
        """What the act adds to the expectation of a quantity given over leaves, an array (games, rationalities)."""
        return np.asarray((self.done - self.left) @ worth)


@dataclass(frozen=True, slots=True)
class Change:
    """How probable it is that another player makes a choice afterwards, with the act and without it.

    `additionality` is the difference, averaged over rationality, with its range.
    """

    player: str
    choice: str
    if_done: float
    if_left: float
    additionality: Estimate

    def to_dict(self) -> dict[str, object]:
        """The change by name."""
        return {
            "player": self.player,
            "choice": self.choice,
            "if-done": self.if_done,
            "if-left": self.if_left,
            "additionality": self.additionality.to_dict(),
        }


def changes(contrast: Contrast, game: int, actor: str) -> tuple[Change, ...]:
    """What the act changes in each choice that another player may make afterwards, in the order of the tree."""
    found = []
    for (player, choice), acts in _choices_of_others(contrast.tree, actor).items():
        happens = np.array([not acts.isdisjoint(_since(leaf.acts, contrast.act)) for leaf in contrast.tree.leaves])
        if happens.any():
            done, left = (Estimate.over(side[game] @ happens) for side in (contrast.done, contrast.left))
            change = Estimate.over(contrast.difference(happens)[game])
            found.append(Change(player, choice, done.point, left.point, change))
    return tuple(found)


def _given(ends: Array, inside: Array) -> Array:
    kept = np.where(inside, ends, 0.0)
    return np.asarray(kept / kept.sum(axis=-1, keepdims=True))


def _choices_of_others(tree: Tree, actor: str) -> dict[tuple[str, str], set[str]]:
    """The choices of the other players by player and name, each with the acts that make it."""
    found: dict[tuple[str, str], set[str]] = {}
    for node in tree.nodes:
        info = tree.information[node.information]
        if node.leaf < 0 and info.player != CHANCE and tree.players[info.player] != actor:
            for choice in info.choices:
                found.setdefault((tree.players[info.player], choice), set()).add(f"{node.name}/{choice}")
    return found


def _since(acts: tuple[str, ...], act: str) -> tuple[str, ...]:
    """The choices after the move of `act` on the way to a leaf, none where it does not come that way."""
    move, _, _ = act.partition("/")
    places = [place for place, made in enumerate(acts) if made.partition("/")[0] == move]
    return acts[places[0] + 1 :] if places else ()
