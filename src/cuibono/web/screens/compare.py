"""Compare: several analysts side by side, the cells on which they differ, and what that does to the answer."""

from __future__ import annotations

from typing import Any

from cuibono.errors import CuibonoError
from cuibono.web.live import View
from cuibono.web.paging import paged
from cuibono.web.screen import Query, Screen
from cuibono.web.screens.matrix import shown
from cuibono.weighing.panel import panel
from cuibono.weighing.readout import plain

WORDS = {
    "relevance": "one says it does not apply",
    "opposed": "one for, one against",
    "apart": "more than a step apart",
    "near": "a step apart",
    "same": "the same",
    "one": "one rater",
}
_MOST = 60


def data(view: View, query: Query) -> dict[str, Any]:
    """Who rated, the answer of each alone and without each, where cells differ, agreement, noise, and pools."""
    people = sorted({rating.analyst for rating in view.state.ratings} - {"machine"})
    found: dict[str, Any] = {"people": people, "why": "", "members": [], "cells": [], "names": {}}
    if len(people) < 2 or not view.state.hypotheses:
        return found
    try:
        posterior = view.posterior
        panelled = panel(posterior, view.contents.journal.entries)
    except CuibonoError as error:
        return {**found, "why": str(error)}
    evidence = {item.id: item.name for item in view.state.evidence}
    differing = [cell for cell in panelled.cells if cell.verdict not in {"one", "same"}]
    rows, page = paged(differing, query, _MOST)
    return {
        **found,
        "names": {share.id: share.name for share in posterior.shares},
        "shares": {share.id: share.probability for share in posterior.shares},
        "members": plain(panelled.members),
        "others": panelled.others,
        "verdicts": dict(panelled.verdicts),
        "words": WORDS,
        "agreement": plain(panelled.agreement),
        "noise": plain(panelled.noise),
        "spread": plain(panelled.spread),
        "pools": plain(panelled.pools),
        "page": page.to_dict(),
        "cells": [
            {
                "evidence": cell.evidence,
                "name": evidence.get(cell.evidence, cell.evidence),
                "hypothesis": cell.hypothesis,
                "verdict": cell.verdict,
                "ratings": [{"analyst": r.analyst, "value": shown(r), "why": r.why} for r in cell.ratings],
            }
            for cell in rows
        ],
    }


SCREEN = Screen("compare", "Compare", "k", "Tell", data)
