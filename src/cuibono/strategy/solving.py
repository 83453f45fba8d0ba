"""Solving a game under each motive: how probable the act is, what it changes, and how far that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cuibono.case.records import NONE, NOT_HAPPENED, Hypothesis
from cuibono.strategy.additionality import Contrast, changes
from cuibono.strategy.behaviour import Behaviour, respond
from cuibono.strategy.conflict import across, worth
from cuibono.strategy.corners import highest
from cuibono.strategy.likelihood import act_probability, outcome_box, play
from cuibono.strategy.rational import rational
from cuibono.strategy.rationality import AVERAGED, CENTRE, MASSES, Estimate
from cuibono.strategy.records import Game, Strategy
from cuibono.strategy.solution import Motive, Order, Play, Solution
from cuibono.strategy.tree import Array, Tree
from cuibono.strategy.valuations import Valuations, valued


def solve(strategy: Strategy, hypotheses: Sequence[Hypothesis], horizon: int | None = None) -> Solution:
    """How the game is played under each motive alone.

    With a `horizon` the game is cut after so many moves, and what lies beyond counts as anything between its worst
    and best: the answer is then a range, and `exact` is False. Raises CaseError with all problems, UsageError where
    there is no game, TooLargeError where it is too large without a horizon.
    """
    valuations = valued(strategy, hypotheses, horizon)
    game, tree = valuations.game, valuations.tree
    singles = np.eye(len(valuations.motives))
    behaviour = play(valuations, singles)
    probabilities = act_probability(game, behaviour)
    spreads = _over_utilities(valuations)
    own = _own_choices(strategy, game, tree)
    plays = _plays(strategy, valuations, behaviour, own)
    motives = tuple(
        Motive(
            hypothesis,
            spread[1],
            Estimate.over(probability),
            spread[0],
            plays[index],
            _choices(behaviour, index),
            _outcomes(behaviour, index),
            rational(valuations, index),
        )
        for index, (hypothesis, probability, spread) in enumerate(
            zip(valuations.motives, probabilities, spreads, strict=True)
        )
    )
    return Solution(
        dict(game.acts),
        game.buys,
        motives,
        _orders(valuations, probabilities),
        tuple(item.id for item in hypotheses if item.id not in (*valuations.motives, NONE, NOT_HAPPENED)),
        len(tree.nodes),
        not tree.is_cut,
    )


def _plays(
    strategy: Strategy, valuations: Valuations, behaviour: Behaviour, own: Sequence[str]
) -> list[tuple[Play, ...]]:
    """Every choice of the actor under every motive."""
    contrasts = [Contrast.of(behaviour, act) for act in own]
    stated = {name: outcome_box(strategy, valuations, name) for name in _stated(strategy)}
    served = [across(contrast, valuations.boxes).tolist() for contrast in contrasts]
    gained = [across(contrast, tuple(stated.values())).tolist() for contrast in contrasts]
    return [
        tuple(
            Play(
                contrast.act,
                Estimate.over(behaviour.chosen(*contrast.act.split("/"))[motive]),
                changes(contrast, motive, valuations.game.actor),
                worth(contrast, valuations, motive),
                dict(zip(valuations.motives, served[place][motive], strict=True)),
                dict(zip(stated, gained[place][motive], strict=True)),
            )
            for place, contrast in enumerate(contrasts)
        )
        for motive in range(len(valuations.motives))
    ]


def _choices(behaviour: Behaviour, motive: int) -> dict[str, float]:
    tree = behaviour.tree
    moves = dict.fromkeys(
        (node.name, tree.information[node.information].choices) for node in tree.nodes if node.leaf < 0
    )
    return {
        f"{name}/{choice}": Estimate.over(behaviour.chosen(name, choice)[motive]).point
        for name, choices in moves
        for choice in choices
    }


def _outcomes(behaviour: Behaviour, motive: int) -> dict[str, float]:
    ends, leaves = behaviour.ends()[motive], behaviour.tree.leaves
    names = sorted({leaf.name for leaf in leaves})
    return {name: Estimate.over(ends @ np.array([leaf.name == name for leaf in leaves])).point for name in names}


def _own_choices(strategy: Strategy, game: Game, tree: Tree) -> list[str]:
    """The actor's choices: those that may be the act first, then the others as the game comes to them."""
    within = [move for move in strategy.moves if move.player == game.actor and tree.at(move.id)]
    return list(dict.fromkeys([*game.acts, *(f"{move.id}/{choice}" for move in within for choice in move.choices)]))


def _stated(strategy: Strategy) -> list[str]:
    return list(dict.fromkeys(item.actor for item in strategy.interests if item.outcome))


@dataclass(frozen=True, slots=True)
class _Search:
    """P(act) as corners are searched by: averaged over `rationality`, with `masses`.

    Where something is hidden that is the central rationality alone, found from `usual`, the behaviour (motives,
    rationalities, slots) with all utilities in the middle: following every branch anew would take minutes.
    """

    valuations: Valuations
    rationality: Array
    masses: Array
    usual: Array

    @classmethod
    def of(cls, valuations: Valuations) -> _Search:
        singles, middle = np.eye(len(valuations.motives)), valuations.middle(len(valuations.motives))
        is_quick = valuations.tree.is_perfect
        rationality, masses = (AVERAGED, MASSES) if is_quick else (np.array([CENTRE]), np.ones(1))
        payoffs, chance = valuations.payoffs(singles, middle), valuations.chance(middle)
        return cls(valuations, rationality, masses, respond(valuations.tree, payoffs, rationality, chance).slots)

    def act(self, motives: NDArray[np.intp], positions: Array) -> Array:
        """P(act) under each of the motives (by index), with utilities at positions (rows, size)."""
        present = np.eye(len(self.usual))[motives]
        payoffs, chance = self.valuations.payoffs(present, positions), self.valuations.chance(positions)
        found = respond(self.valuations.tree, payoffs, self.rationality, chance, self.usual[motives])
        return np.asarray(act_probability(self.valuations.game, found) @ self.masses)


def _over_utilities(valuations: Valuations) -> list[tuple[Estimate, Estimate]]:
    """For each motive the range of P(act) over the utilities, and over utilities and rationality together."""
    search, present = _Search.of(valuations), np.eye(len(valuations.motives))
    matters = valuations.matters(present)
    corners = [
        valuations.middle(len(present)),
        highest(search.act, matters),
        highest(lambda motives, positions: -search.act(motives, positions), matters),
    ]
    numbers = np.stack([act_probability(valuations.game, play(valuations, present, at)) for at in corners], axis=1)
    found = []
    for rows in numbers:
        every = [Estimate.over(row) for row in rows]
        points = [item.point for item in every]
        alone = Estimate(points[0], min(points), max(points))
        both = Estimate(points[0], min(item.low for item in every), max(item.high for item in every))
        found.append((alone, both))
    return found


def _orders(valuations: Valuations, probabilities: Array) -> tuple[Order, ...]:
    """Every pair of motives, the one that makes the act more probable first."""
    averaged = probabilities[:, : len(MASSES)] @ MASSES
    pairs = [
        (one, other) if averaged[one] >= averaged[other] else (other, one)
        for one, other in combinations(range(len(averaged)), 2)
    ]
    if not pairs:
        return ()
    more, less = np.array(pairs).T
    search, present = _Search.of(valuations), np.eye(len(averaged))
    worst = highest(
        lambda rows, positions: search.act(less[rows], positions) - search.act(more[rows], positions),
        valuations.matters(present[more] + present[less]),
    )
    ahead, behind = (act_probability(valuations.game, play(valuations, present[side], worst)) for side in (more, less))
    stands = (ahead - behind)[:, : len(MASSES)] @ MASSES > 0
    ranged = (probabilities[more] > probabilities[less])[:, len(MASSES) :].all(axis=1)
    names = valuations.motives
    return tuple(
        Order(names[one], names[other], bool(over_rationality), bool(over_utilities))
        for (one, other), over_rationality, over_utilities in zip(pairs, ranged, stands, strict=True)
    )
