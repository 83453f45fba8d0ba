"""Interests and games: would an actor with this motive have done this?

`solve` plays the game of a `Strategy` under each motive, `act_likelihood` says what that tells the weighing, `stakes`
who wins and who loses; `check` finds everything wrong first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cuibono.strategy.checks import check
    from cuibono.strategy.influence import InfluenceNet
    from cuibono.strategy.interests import Interests, stakes
    from cuibono.strategy.likelihood import ActLikelihood, act_likelihood
    from cuibono.strategy.records import Strategy
    from cuibono.strategy.solution import Solution
    from cuibono.strategy.solving import solve

__all__ = [
    "ActLikelihood",
    "InfluenceNet",
    "Interests",
    "Solution",
    "Strategy",
    "act_likelihood",
    "check",
    "solve",
    "stakes",
]

# The records are read with every case; numbers are loaded only when something is solved.
_HOMES = {
    "ActLikelihood": "likelihood",
    "InfluenceNet": "influence",
    "Interests": "interests",
    "Solution": "solution",
    "Strategy": "records",
    "act_likelihood": "likelihood",
    "check": "checks",
    "stakes": "interests",
    "solve": "solving",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
