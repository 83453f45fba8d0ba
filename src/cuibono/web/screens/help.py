"""Help: the keys, what codes and letters stand for, and the scales with their sources."""

from __future__ import annotations

from typing import Any

from cuibono.web.live import View
from cuibono.web.screen import Query, Screen
from cuibono.web.screens.matrix import scale
from cuibono.weighing.bands import bands
from cuibono.weighing.scales import scales

KEYS = (
    ("g, then a letter", "go to a screen; the letter stands beside its name"),
    ("/", "filter"),
    ("?", "this page"),
    ("Ctrl+Z, Ctrl+Y", "take back your last act, bring it back"),
    ("Arrows, Home, End, Page up, Page down", "in the matrix: move; with Ctrl to the end"),
    ("Shift+arrows", "in the matrix: choose a block, which one key then rates"),
    ("1 2 3 4 5, 0", "in the matrix: rate II I N C CC, NA"),
    ("Delete", "in the matrix: not rated"),
    ("Enter, w", "in the matrix: the quotes behind the cell, the reason for your rating"),
    ("t", "in the matrix: hypotheses as columns, or as rows"),
    ("Ctrl+C, Ctrl+V", "in the matrix: to and from a spreadsheet"),
    ("j, k", "in the Reader: to the next claim, to the one before"),
    ("a, x, e", "in the Reader: accept, reject, edit the claim"),
)


def data(view: View, query: Query) -> dict[str, Any]:
    """Keys, the codes with their bands, the letters with theirs, and every published scale with its source."""
    del view, query
    return {
        "keys": [{"keys": keys, "what": what} for keys, what in KEYS],
        "codes": scale(),
        "letters": [{"letter": letter, **band.model_dump()} for letter, band in bands().reliability.items()],
        "scales": [item.model_dump(mode="json") for item in scales().values()],
    }


SCREEN = Screen("help", "Help", "?", "Tell", data)
