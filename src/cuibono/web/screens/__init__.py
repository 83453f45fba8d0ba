"""The screens of a case, in the order in which the workbench lists them."""

from __future__ import annotations

from cuibono.web.screen import Screen
from cuibono.web.screens import (
    claims,
    compare,
    help,  # noqa: A004 - the screen's name
    history,
    hypotheses,
    matrix,
    options,
    origins,
    overview,
    reader,
    report,
    sources,
    strategy,
    timeline,
    weigh,
)

SCREENS: tuple[Screen, ...] = (
    overview.SCREEN,
    sources.SCREEN,
    reader.SCREEN,
    claims.SCREEN,
    origins.SCREEN,
    hypotheses.SCREEN,
    matrix.SCREEN,
    weigh.SCREEN,
    strategy.SCREEN,
    options.SCREEN,
    timeline.SCREEN,
    report.SCREEN,
    history.SCREEN,
    compare.SCREEN,
    help.SCREEN,
)
