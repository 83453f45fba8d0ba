"""A solved game: how probable the act is under each motive, what it changes, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cuibono.case.records import Hypothesis
from cuibono.strategy.additionality import Change, Contrast, changes
from cuibono.strategy.behaviour import Behaviour
from cuibono.strategy.conflict import Worth, across, worth
from cuibono.strategy.corners import highest
from cuibono.strategy.likelihood import act_probability, outcome_box, play
from cuibono.strategy.rational import Rational, rational
from cuibono.strategy.rationality import AVERAGED, MASSES, Estimate
from cuibono.strategy.records import Game, Strategy
from cuibono.strategy.tree import Array, Tree
from cuibono.strategy.valuations import Valuations, valued


@dataclass(frozen=True, slots=True)
class Play:
    """One choice of the actor under one motive.

    `probability` is that of the choice once its move is reached, over rationality; `additionality` what the choice changes
    in the others' choices; `worth` what it is worth with this motive; `serves` by how much its effect on the outcomes
    serves each motive (below 0: hurts), `gains` the same for each actor's stated interests.
    """

    act: str
    probability: Estimate
    additionality: tuple[Change, ...]
    worth: Worth
    serves: Mapping[str, float]
    gains: Mapping[str, float]

    def to_dict(self) -> dict[str, object]:
        """The play by name."""
        return {
            "act": self.act,
            "probability": self.probability.to_dict(),
            "additionality": [change.to_dict() for change in self.additionality],
            "worth": self.worth.to_dict(),
            "serves": dict(self.serves),
            "gains": dict(self.gains),
        }


@dataclass(frozen=True, slots=True)
class Motive:
    """What the game says if one hypothesis is the only motive.

    `probability` is P(act | motive) with its range over rationality and utilities together; `over_rationality` and
    `over_utilities` are the ranges alone. `plays` has every choice of the actor, `choices` the probability of every
    choice of anybody once its move is reached, `outcomes` that of each end.
    """

    hypothesis: str
    probability: Estimate
    over_rationality: Estimate
    over_utilities: Estimate
    plays: tuple[Play, ...]
    choices: Mapping[str, float]
    outcomes: Mapping[str, float]
    rational: Rational

    def play(self, act: str) -> Play:
        """One choice of the actor, as `move/choice`; raises KeyError for another."""
        return {play.act: play for play in self.plays}[act]

    def to_dict(self) -> dict[str, object]:
        """The motive by name."""
        return {
            "hypothesis": self.hypothesis,
            "probability": self.probability.to_dict(),
            "over-rationality": self.over_rationality.to_dict(),
            "over-utilities": self.over_utilities.to_dict(),
            "plays": [play.to_dict() for play in self.plays],
            "choices": dict(self.choices),
            "outcomes": dict(self.outcomes),
            "rational": self.rational.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Order:
    """That one motive makes the act more probable than another, and whether that stands.

    It stands over rationality if it is so at every rationality from 1 to 20, over utilities if no corner of their ranges
    that was tried turns it round.
    """

    more: str
    less: str
    over_rationality: bool
    over_utilities: bool

    def to_dict(self) -> dict[str, object]:
        """The order by name."""
        return {
            "more": self.more,
            "less": self.less,
            "over-rationality": self.over_rationality,
            "over-utilities": self.over_utilities,
        }


@dataclass(frozen=True, slots=True)
class Solution:
    """A game solved under each motive alone; `exact` is False where it was cut at a horizon.

    `unmodelled` are the hypotheses without payoffs, of which the game says nothing.
    """

    act: Mapping[str, float]
    buys: str | None
    motives: tuple[Motive, ...]
    orders: tuple[Order, ...]
    unmodelled: tuple[str, ...]
    size: int
    exact: bool

    def motive(self, hypothesis: str) -> Motive:
        """What the game says of one hypothesis; raises KeyError for one without payoffs."""
        return {motive.hypothesis: motive for motive in self.motives}[hypothesis]

    def to_dict(self) -> dict[str, object]:
        """The solution in the words of the vocabulary."""
        return {
            "act": dict(self.act),
            "buys": self.buys,
            "motives": [motive.to_dict() for motive in self.motives],
            "orders": [order.to_dict() for order in self.orders],
            "unmodelled": list(self.unmodelled),
            "size": self.size,
            "exact": self.exact,
        }


def solve(strategy: Strategy, hypotheses: Sequence[Hypothesis], horizon: int | None = None) -> Solution:
    """How the game is played under each motive alone.

    With a `horizon` the game is cut after so many moves, and what lies beyond counts as anything between its worst and best:
    the answer is then a range, and `exact` is False. Raises CaseError with all problems, UsageError where there is no
    game, TooLargeError where it is too large without a horizon.
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
        tuple(item.id for item in hypotheses if item.id not in valuations.motives),
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


def _averaged(valuations: Valuations, present: Array, positions: Array) -> Array:
    """P(act) averaged over rationality, one for each row."""
    return np.asarray(act_probability(valuations.game, play(valuations, present, positions, AVERAGED)) @ MASSES)


def _over_utilities(valuations: Valuations) -> list[tuple[Estimate, Estimate]]:
    """For each motive the range of P(act) over the utilities, and over utilities and rationality together."""
    present = np.eye(len(valuations.motives))
    corners = [valuations.middle(len(present))]
    for sign in (1.0, -1.0):

        def pulled(rows: NDArray[np.intp], positions: Array, sign: float = sign) -> Array:
            return sign * _averaged(valuations, present[rows], positions)

        corners.append(highest(pulled, len(present), valuations.size))
    numbers = np.stack(
        [act_probability(valuations.game, play(valuations, present, corner)) for corner in corners], axis=1
    )
    found = []
    for rows in numbers:
        middle, *ends = (Estimate.over(row) for row in rows)
        every = (middle, *ends)
        points = [item.point for item in every]
        alone = Estimate(middle.point, min(points), max(points))
        both = Estimate(middle.point, min(item.low for item in every), max(item.high for item in every))
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
    present = np.eye(len(averaged))

    def turned(rows: NDArray[np.intp], positions: Array) -> Array:
        ahead, behind = (_averaged(valuations, present[side[rows]], positions) for side in (more, less))
        return behind - ahead

    worst = highest(turned, len(pairs), valuations.size)
    stands = turned(np.arange(len(pairs)), worst) < 0
    ranged = (probabilities[more] > probabilities[less])[:, len(MASSES) :].all(axis=1)
    names = valuations.motives
    return tuple(
        Order(names[one], names[other], bool(over_rationality), bool(over_utilities))
        for (one, other), over_rationality, over_utilities in zip(pairs, ranged, stands, strict=True)
    )
