"""The game as a piece of what is weighed: how much more probable it makes the act under some motives than under others.

That the act was done at all is a condition which every case has: some motive, listed or not, has led to it. A game
says nothing of that; it says under which motives the act would have made sense. So its word multiplies the usual
condition. At credibility 0 it is silent and the case is as if it had no game, and "none of these", of which a game
knows nothing, keeps the prior that the analyst gave it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cuibono.case.records import State
from cuibono.strategy.likelihood import act_likelihood
from cuibono.strategy.records import Game, Strategy
from cuibono.weighing.bands import bands
from cuibono.weighing.priors import prior
from cuibono.weighing.space import Space

Motives = frozenset[str]


def condition(strategy: Strategy, game: Game, state: State) -> Callable[[Motives], float]:
    """How probable the act is under each set of motives, as `weighing.weigh` takes it: up to a common factor.

    The game is believed by its credibility. Raises as `act_likelihood` does, and CaseError for priors that cannot be.
    """
    groups = tuple(item.group for item in state.hypotheses)
    space = Space(tuple(item.id for item in state.hypotheses), state.exclusive, groups if any(groups) else ())
    word = act_likelihood(strategy, state.hypotheses, exclusive=state.exclusive).believed(game.credibility)
    logs = prior(state, space, bands()).act.logs[:-1] + word.log
    chances = dict(zip(word.states, np.exp(logs - logs.max()).tolist(), strict=True))
    return chances.__getitem__
