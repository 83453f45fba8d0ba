"""How probable the act is under each set of motives: the game's word to the weighing.

The game is solved once for every set of motives. A ranking that depends on the rationality or on where in their
ranges the utilities lie is not a finding, so every number comes with its ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from cuibono.case.records import NONE, NOT_HAPPENED, Hypothesis
from cuibono.errors import NotFoundError, TooLargeError
from cuibono.strategy.additionality import Contrast
from cuibono.strategy.behaviour import Behaviour, respond
from cuibono.strategy.rationality import EVERY, Estimate
from cuibono.strategy.records import Game, Strategy
from cuibono.strategy.tree import Array
from cuibono.strategy.valuations import Box, Valuations, interests, valued
from cuibono.weighing.space import Space

State = frozenset[str]
LEAST = 1e-12
"""The least probability that a game gives an act: no model of people is surer than that."""

MOST_SETS = 2**16
"""The most sets of motives for which a game is solved."""


@dataclass(frozen=True, slots=True)
class ActLikelihood:
    """P(act | motives) for sets of motives.

    `states` are the sets, by hypothesis id; `log`, `low` and `high` (logs as well) are arrays over them: the average
    over rationality, and its ends. `unmodelled` are the hypotheses without payoffs: in a set with modelled motives
    they change nothing, and a set of them alone, like the empty one, gets the mean over the modelled motives one by
    one, so that the game says nothing about it.
    """

    states: tuple[State, ...]
    log: Array
    low: Array
    high: Array
    unmodelled: tuple[str, ...]
    _place: dict[State, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_place", {state: index for index, state in enumerate(self.states)})

    def of(self, *motives: str) -> float:
        """The log-probability of the act if exactly these motives are present; raises KeyError for another set."""
        return float(self.log[self._place[frozenset(motives)]])

    def probability(self, motives: State) -> float:
        """P(act | exactly these motives), as `weighing.weigh` takes it for its `act`; raises KeyError as `of` does."""
        return float(np.exp(self.of(*motives)))

    def believed(self, credibility: float, prior: Array | None = None) -> ActLikelihood:
        """The same, drawn towards its mean under `prior` (an array over states, by default flat) by the game's
        credibility.

        At 1 it is left as it is; at 0 it is the same for all states and changes no posterior.
        """
        weights = np.ones(len(self.states)) if prior is None else prior
        mean = float(weights @ np.exp(self.log) / weights.sum())
        log, low, high = (
            np.log(credibility * np.exp(row) + (1 - credibility) * mean) for row in (self.log, self.low, self.high)
        )
        return ActLikelihood(self.states, log, low, high, self.unmodelled)


def act_likelihood(
    strategy: Strategy, hypotheses: Sequence[Hypothesis], *, exclusive: bool = False, horizon: int | None = None
) -> ActLikelihood:
    """Log P(act | motives) for every state that the weighing tells apart; see `states_of`.

    Raises CaseError with all problems of the game, UsageError where there is none, TooLargeError for too large a tree
    or too many sets of motives.
    """
    valuations = valued(strategy, hypotheses, horizon)
    groups = tuple(item.group for item in hypotheses)
    states = states_of([item.id for item in hypotheses], exclusive=exclusive, groups=groups)
    numbers = _over_states(valuations, states, lambda behaviour: act_probability(valuations.game, behaviour))
    unmodelled = tuple(item.id for item in hypotheses if item.id not in (*valuations.motives, NONE, NOT_HAPPENED))
    log, low, high = np.log(np.maximum(numbers.T, LEAST))
    return ActLikelihood(states, log, low, high, unmodelled)


def choice_probability(
    strategy: Strategy, hypotheses: Sequence[Hypothesis], states: Sequence[State], choice: str
) -> Array:
    """The probability of any player's choice (`move/choice`) once its move is reached, an array over states.

    Raises as `act_likelihood` does, and NotFoundError for a choice that is not in the game.
    """
    move, name = _known(strategy, choice)
    valuations = valued(strategy, hypotheses)
    valuations.within(choice)
    return _over_states(valuations, states, lambda behaviour: behaviour.chosen(move, name))[:, 0]


def continuation(
    strategy: Strategy, hypotheses: Sequence[Hypothesis], states: Sequence[State], choice: str, actor: str
) -> Array:
    """What an actor may expect of the outcomes once a choice is made, an array over states.

    On the actor's own scale, on which the best and the worst outcome of the game are 1 apart and the worst is 0.
    Raises as `choice_probability` does, and NotFoundError for an actor without interests.
    """
    _known(strategy, choice)
    valuations = valued(strategy, hypotheses)
    valuations.within(choice)
    box = outcome_box(strategy, valuations, actor)
    if not box.names:
        raise NotFoundError(f"{actor!r} has no interests in the outcomes; add [[interests]] for each of them")
    worth = box.middle() - box.middle().min()
    return _over_states(valuations, states, lambda behaviour: Contrast.of(behaviour, choice).done @ worth)[:, 0]


def states_of(hypotheses: Sequence[str], *, exclusive: bool, groups: tuple[str | None, ...] = ()) -> tuple[State, ...]:
    """The states in which it happened, as sets of hypotheses, in the order of the weighing's `Space`.

    `groups` has each hypothesis' group, of which at most one holds at a time.

    >>> [sorted(state) for state in states_of(["a", "b"], exclusive=False)]
    [[], ['a'], ['b'], ['a', 'b']]
    """
    names = tuple(name for name in hypotheses if name not in {NONE, NOT_HAPPENED})
    space = Space(names, exclusive, groups if any(groups) else ())
    return tuple(space.motives(state) for state in range(space.size - 1))


def act_probability(game: Game, behaviour: Behaviour) -> Array:
    """The probability of the act where it could be done, an array (games, rationalities)."""
    return np.asarray(sum(weight * behaviour.chosen(*act.split("/")) for act, weight in game.acts.items()))


def outcome_box(strategy: Strategy, valuations: Valuations, actor: str) -> Box:
    """What an actor says the outcomes are worth, without the choices on the way."""
    values = {name: value for name, value in interests(strategy, actor).items() if "/" not in name}
    return Box.of(valuations.tree.leaves, values, unit=True)


def play(valuations: Valuations, present: Array, positions: Array | None = None) -> Behaviour:
    """The behaviour under each row of motives that are present, (rows, motives) of 0 and 1, at `EVERY` rationality.

    Utilities lie at `positions`, by default in the middle of their ranges.
    """
    positions = valuations.middle(len(present)) if positions is None else positions
    payoffs, chance = valuations.payoffs(present, positions), valuations.chance(positions)
    return respond(valuations.tree, payoffs, EVERY, chance)


def _over_states(valuations: Valuations, states: Sequence[State], quantity: Callable[[Behaviour], Array]) -> Array:
    """Average, lowest and highest of a quantity in each state, an array (states, 3)."""
    motives = valuations.motives
    # "None of these" may have payoffs of its own; then they are what the empty set means.
    usual = tuple(name == NONE for name in motives)
    rows = [tuple(name in state for name in motives) if state else usual for state in states]
    singles = [tuple(name == other for other in motives) for name in motives if name != NONE]
    wanted = list(dict.fromkeys([*singles, *(row for row in rows if any(row))]))
    if len(wanted) > MOST_SETS:
        raise TooLargeError(
            f"{len(motives)} motives that may co-exist make {len(wanted):,} sets, and {MOST_SETS:,} can be solved; "
            "give payoffs to fewer hypotheses, or take the motives as exclusive"
        )
    # Blocks of sets, so that a large game times many sets fits into memory.
    block = max(1, 4_000_000 // (len(valuations.tree.nodes) * len(valuations.tree.players) * len(EVERY)))
    parts = (np.array(wanted[start : start + block], dtype=float) for start in range(0, len(wanted), block))
    numbers = np.concatenate([quantity(play(valuations, part)) for part in parts])
    estimates = [Estimate.over(row) for row in numbers]
    solved = dict(zip(wanted, ([item.point, item.low, item.high] for item in estimates), strict=True))
    neutral = np.mean([solved[row] for row in singles or wanted], axis=0)
    return np.array([solved.get(row, neutral) for row in rows])


def _known(strategy: Strategy, choice: str) -> tuple[str, str]:
    choices = [f"{move.id}/{name}" for move in strategy.moves for name in move.choices]
    if choice not in choices:
        raise NotFoundError(f"{choice!r} is no choice of the game; there are: {', '.join(choices) or 'none'}")
    move, _, name = choice.partition("/")
    return move, name
