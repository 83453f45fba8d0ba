"""Timeline: when it happened and when it was told, uncertain dates as bars, and what does not fit in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from cuibono.case.records import Interval, State
from cuibono.errors import CuibonoError
from cuibono.report.citations import date_words
from cuibono.report.timeline import timeline
from cuibono.web.live import View
from cuibono.web.screen import Part, Query, Screen
from cuibono.web.sections import drawn as sections
from cuibono.weighing.bands import bands
from cuibono.weighing.ordering import allowed, needed

_DOUBTFUL = 0.5
_MOST = 200


def data(view: View, query: Query) -> dict[str, Any]:
    """Everything dated, in order, with when it was told; and what cannot stand as it is dated."""
    del query
    told = {source.id: source.published for source in view.state.sources}
    rows = [
        {
            "claim": claim.id,
            "source": claim.source,
            "what": " ".join(claim.quote.exact.split()),
            "happened": claim.happened.iso,
            "words": claim.happened.text,
            "told": _iso(told.get(claim.source) or (claim.said.first if claim.said else None)),
        }
        for claim in view.state.live_claims
        if claim.happened is not None and (claim.happened.first or claim.happened.last)
    ]
    rows.sort(key=lambda row: (row["happened"] or "", row["claim"]))
    return {
        "dated": len(rows),
        "undated": len(view.state.live_claims) - len(rows),
        "rows": rows[:_MOST],
        "conflicts": [*anachronisms(view.state), *disorders(view.state)],
    }


def anachronisms(state: State) -> list[dict[str, str]]:
    """Claims of what had not happened when it was told: a plan told as a fact, or a date that is wrong."""
    published = {source.id: source.published for source in state.sources}
    found = []
    for claim in state.live_claims:
        day, when = published.get(claim.source), claim.happened
        if day is not None and when is not None and when.first is not None and when.first > day:
            sentence = (
                f"“{' '.join(claim.quote.exact.split())}” was told on {day.isoformat()}, but is dated "
                f"{date_words(when)}: a plan, or a date that is wrong."
            )
            found.append({"kind": "anachronism", "claim": claim.id, "source": claim.source, "sentence": sentence})
    return found


def disorders(state: State) -> list[dict[str, str]]:
    """Orders that a hypothesis needs and that the dates make doubtful."""
    try:
        needs = needed(state, bands())
    except CuibonoError as error:
        return [{"kind": "order", "claim": "", "source": "", "sentence": str(error)}]
    found = []
    for need in needs:
        chance = allowed(need.first.happened, need.second.happened, bands())
        if _dated(need.first.happened) and _dated(need.second.happened) and chance < _DOUBTFUL:
            sentence = (
                f"“{need.hypothesis.name}” needs “{need.first.name}” ({date_words(need.first.happened)}) before "
                f"“{need.second.name}” ({date_words(need.second.happened)}); the dates allow that with {chance:.0%}."
            )
            found.append({"kind": "order", "claim": "", "source": "", "sentence": sentence})
    return found


def drawn(view: View, query: Query) -> dict[str, Any]:
    """The report's timeline."""
    del query
    return sections(view, timeline)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _dated(when: Interval | None) -> bool:
    return when is not None and (when.first is not None or when.last is not None)


SCREEN = Screen("timeline", "Timeline", "l", "Tell", data, parts=(Part("drawn", data, drawn),))
