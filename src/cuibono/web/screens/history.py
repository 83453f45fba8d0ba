"""History: what people did, when and why; each act can be taken back, and the case taken back to where it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cuibono.case.journal import Entry, in_force, shown
from cuibono.clipping import clipped
from cuibono.errors import NotFoundError
from cuibono.web.asked import Turning, body_of, live_of
from cuibono.web.change import answer
from cuibono.web.live import Live, Turn, View
from cuibono.web.pages import twin
from cuibono.web.paging import paged
from cuibono.web.screen import Query, Screen
from cuibono.web.targets import reader_of_targets


def data(view: View, query: Query) -> dict[str, Any]:
    """The journal, latest first: who did what to what, from which value to which, why, and whether it stands.

    `by` keeps one analyst's acts, `q` those whose target or reason has these words.
    """
    entries = view.contents.journal.entries
    standing = {entry.id for entry in in_force(entries)}
    turned = {entry.id: entry for entry in entries}
    by, words = query.get("by", ""), query.get("q", "").strip().casefold()
    chosen = [
        entry
        for entry in reversed(entries)
        if (not by or entry.by == by) and (not words or words in f"{entry.target} {entry.why}".casefold())
    ]
    shown, page = paged(chosen, query)
    words_of = reader_of_targets(view.state)
    return {
        "analysts": sorted({entry.by for entry in entries}),
        "by": by,
        "words": query.get("q", ""),
        "analyst": view.case.analyst,
        "total": len(chosen),
        "page": page.to_dict(),
        "entries": [_entry(entry, turned, standing, words_of) for entry in shown],
    }


def _entry(
    entry: Entry, entries: dict[str, Entry], standing: set[str], words_of: Callable[[str], str]
) -> dict[str, Any]:
    of = entries.get(entry.target) if entry.op != "set" else None
    target = of.target if of else entry.target
    return {
        "id": entry.id,
        "at": entry.at.isoformat(timespec="seconds"),
        "by": entry.by,
        "op": entry.op,
        "target": target,
        "what": words_of(target),
        "was": clipped(shown(entry.was), 80),
        "to": clipped(shown(entry.to), 80),
        "why": entry.why,
        "stands": entry.id in standing,
        "batch": entry.batch,
    }


async def back(request: Request) -> Response:
    """Take back all acts of the analyst since an entry, that entry included; other people's stay."""
    live, turning = live_of(request), await body_of(request, Turning)
    return twin(answer(await run_in_threadpool(_back, live, turning.entry or "")))


def _back(live: Live, entry: str) -> Turn:
    entries = in_force(live.view().contents.journal.entries)
    mine = [item for item in entries if item.id >= entry and item.by == live.case.analyst]
    if not mine or not any(item.id == entry for item in entries):
        raise NotFoundError("there is nothing of yours to take back since then")
    before, turn, taken = live.view(), None, set()
    for item in reversed(mine):
        if (item.batch or item.id) not in taken:
            taken.add(item.batch or item.id)
            turn = live.undo(item.id)
    assert turn is not None  # noqa: S101 - there was at least one
    return turn._replace(before=before)


SCREEN = Screen(
    "history", "History", "y", "Tell", data, "history.js", (Route("/history/back", back, methods=["POST"]),)
)
