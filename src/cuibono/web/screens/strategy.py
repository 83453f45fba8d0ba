"""Strategy: who wants what, how the case's game goes under each motive, and what the act changes."""

from __future__ import annotations

from typing import Any

from cuibono.report.interests import interests
from cuibono.report.strategy import strategy
from cuibono.web.live import View
from cuibono.web.screen import Part, Query, Screen
from cuibono.web.sections import drawn as sections


def data(view: View, query: Query) -> dict[str, Any]:
    """What the case has: interests, a game, and whether the weighing uses it."""
    del query
    game = view.file.game
    return {
        "interests": len(view.file.interests),
        "game": game is not None,
        "used": bool(game and game.use),
        "credibility": game.credibility if game else None,
        "hypotheses": len(view.state.hypotheses),
    }


def solved(view: View, query: Query) -> dict[str, Any]:
    """The interests and the solved game; raises CuibonoError where it cannot be solved."""
    del query
    from cuibono.strategy import solve, stakes

    file = view.file
    return {
        "interests": stakes(file).to_dict() if file.interests else None,
        "solution": solve(file, view.state.hypotheses).to_dict() if file.game else None,
    }


def drawn(view: View, query: Query) -> dict[str, Any]:
    """The report's sections on interests and strategy."""
    del query
    return sections(view, interests, strategy)


SCREEN = Screen("strategy", "Strategy", "t", "Decide", data, parts=(Part("solved", solved, drawn),))
