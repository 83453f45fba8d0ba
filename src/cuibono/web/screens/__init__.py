"""The screens of a case, in the order in which the workbench lists them."""

from __future__ import annotations

from cuibono.web.screen import Screen
from cuibono.web.screens import hypotheses, matrix, overview, reader, weigh

SCREENS: tuple[Screen, ...] = (
    overview.SCREEN,
    reader.SCREEN,
    hypotheses.SCREEN,
    matrix.SCREEN,
    weigh.SCREEN,
)
