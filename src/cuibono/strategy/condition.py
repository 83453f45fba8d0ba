"""The game as a piece of what is weighed: how much more probable it makes the act under some motives than under others.

That the act was done at all is a condition which every case has: some motive, listed or not, has led to it. A game
says nothing of that; it says under which motives the act would have made sense. So its word multiplies the usual
condition. At credibility 0 it is silent and the case is as if it had no game, and "none of these", of which a game
knows nothing, keeps the prior that the analyst gave it.
"""

from __future__ import annotations

import numpy as np

from cuibono.case.records import State
from cuibono.strategy.likelihood import act_likelihood
from cuibono.strategy.records import Game, Strategy
from cuibono.weighing.bands import bands
from cuibono.weighing.network import Context
from cuibono.weighing.priors import prior
from cuibono.weighing.space import Space


def condition(strategy: Strategy, game: Game, state: State) -> Context:
    """What the game tells of each state, to stand beside the evidence as a model's, believed by its credibility.

    It moves why the act was done, not whether. Raises as `act_likelihood` does, and CaseError for priors that cannot
    be.
    """
    groups = tuple(item.group for item in state.hypotheses)
    space = Space(tuple(item.id for item in state.hypotheses), state.exclusive, groups if any(groups) else ())
    before = prior(state, space, bands())
    shares = np.exp(before.logs + before.act.logs)[:-1]
    if not shares.sum() > 0:
        shares = np.ones(len(shares))
    word = act_likelihood(strategy, state.hypotheses, exclusive=state.exclusive).believed(game.credibility, shares)
    mean = float(shares @ np.exp(word.log) / shares.sum())
    name = f"The game (a model, believed by {game.credibility:.0%})"
    return Context("game", "game", name, np.append(word.log - np.log(mean), 0.0))
