"""The screens of a case, in the order in which the workbench lists them."""

from __future__ import annotations

from cuibono.web.screen import Screen
from cuibono.web.screens import matrix, overview

SCREENS: tuple[Screen, ...] = (overview.SCREEN, matrix.SCREEN)
