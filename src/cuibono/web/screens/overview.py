"""Overview: the question, the answer in a sentence, and what it hangs on."""

from __future__ import annotations

from typing import Any

from cuibono.report.answer import bottom_line, happened, overlap
from cuibono.report.document import wording
from cuibono.web.live import View
from cuibono.web.screen import Part, Query, Screen
from cuibono.weighing.readout import plain


def data(view: View, query: Query) -> dict[str, Any]:
    """What there is: documents, claims, hypotheses, and what could not be read."""
    del query
    state = view.state
    return {
        "question": state.question,
        "sources": len(state.sources),
        "claims": len(state.live_claims),
        "unread": [item.model_dump(mode="json") for item in state.unread],
        "hypotheses": len(state.hypotheses),
    }


def answer(view: View, query: Query) -> dict[str, Any]:
    """The answer in a sentence, the shares, counts and warnings; raises CuibonoError where it cannot be weighed."""
    del query
    posterior = view.posterior
    return {
        "sentence": wording(bottom_line(posterior.shares)),
        "beside": [wording(happened(posterior.shares)), *(wording(item.runs) for item in overlap(posterior.shares))],
        "shares": plain(posterior.shares),
        "counts": plain(posterior.counts),
        "warnings": list(posterior.warnings),
    }


def hangs_on(view: View, query: Query) -> dict[str, Any]:
    """What the answer hangs on: the widest swings, and what to look for next."""
    del query
    posterior = view.posterior
    return {
        "swings": plain(posterior.tornado[:6]),
        "collect": plain(posterior.collect[:5]),
    }


def flips(view: View, query: Query) -> dict[str, Any]:
    """The smallest sets of changes that would put another hypothesis first."""
    del query
    return {"flips": plain(view.posterior.flips)}


_PARTS = (Part("answer", answer), Part("hangs-on", hangs_on), Part("flips", flips))
SCREEN = Screen("overview", "Overview", "o", "Case", data, parts=_PARTS)
