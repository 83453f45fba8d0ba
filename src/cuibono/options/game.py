"""What the solved game says to the options: what follows each response, and how expected an observation is."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.case.records import Hypothesis
from cuibono.options.belief import Array, State
from cuibono.options.records import Options
from cuibono.strategy.likelihood import choice_probability, continuation
from cuibono.strategy.records import Strategy


def read(
    options: Options, strategy: Strategy, hypotheses: Sequence[Hypothesis], states: Sequence[State]
) -> tuple[dict[str, Array], dict[str, Array]]:
    """What follows each option is worth to the one who decides, and how probable each observation is.

    Arrays over states, by the id of each option with `after` and of each observation with `act`, ready for `compare`.
    Raises as `strategy.solve` does.
    """
    by = options.decision.by or ""
    after = {
        item.id: continuation(strategy, hypotheses, states, item.after, by) for item in options.options if item.after
    }
    seen = {
        item.id: choice_probability(strategy, hypotheses, states, item.act) for item in options.observations if item.act
    }
    return after, seen
