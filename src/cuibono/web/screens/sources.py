"""Sources: every document, what is known of it and how, how far it can be relied on, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cuibono.case.readings import Reading
from cuibono.case.records import Origin, Source, State
from cuibono.report.citations import source_name
from cuibono.report.provenance import trimmed
from cuibono.report.vocabulary import vocabulary
from cuibono.web.live import View
from cuibono.web.paging import paged
from cuibono.web.screen import Query, Screen

FIELDS = ("outlet", "author", "published", "title", "url")
"""What people may correct, in the order in which it is shown."""

_PAGE = 50


def data(view: View, query: Query) -> dict[str, Any]:
    """A page of the sources whose name, outlet, author or file has the words `q`, and what could not be read."""
    state = view.state
    words = query.get("q", "").strip().casefold()
    chosen = [source for source in state.sources if words in _words(source)]
    shown, page = paged(chosen, query, _PAGE)
    said = {claim.id: claim.source for claim in state.live_claims}
    readings = {reading.source: reading for reading in view.case.readings()}
    as_read = {source.id: source for source in view.contents.sources}
    origins = _origins(state, said)
    claims = Counter(said.values())
    return {
        "words": query.get("q", ""),
        "sources": [
            {
                **_facts(source, as_read[source.id]),
                "reliability": state.reliability.get(source.id),
                "claims": claims[source.id],
                "origins": origins.get(source.id, []),
                "trimmed": round(trimmed(state, source, view.contents.texts.get(source.id, "")), 1),
                "text": source.id in view.contents.texts,
                "warnings": list(source.warnings),
                "reading": _reading(readings.get(source.id)),
            }
            for source in shown
        ],
        "page": page.to_dict(),
        "total": len(state.sources),
        "claims": len(said),
        "never_read": sum(source.id not in readings and not claims[source.id] for source in state.sources),
        "unread": [{"name": item.name, "reason": item.reason} for item in state.unread],
        "letters": vocabulary().reliability,
    }


def _words(source: Source) -> str:
    parts = (source.title, source.outlet, source.author, source.name)
    return " ".join(part for part in parts if part).casefold()


def _facts(source: Source, as_read: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source_name(source),
        "file": source.name,
        "media": source.media,
        "language": source.language or "",
        "characters": source.characters,
        "fields": {field: fact(source, as_read, field) for field in FIELDS},
    }


def fact(source: Source, as_read: Source, field: str) -> dict[str, Any]:
    """One field: its value, how it is known, and, where a person has set it, what the machine had read and how.

    A value that is `None` is unknown.
    """
    value, machine = _plain(source, field), _plain(as_read, field)
    how = source.known.get(field, "")
    by_hand = how.startswith("analyst ")
    found = {"value": value, "how": how.removeprefix("analyst ") if by_hand else how, "by_hand": by_hand}
    return {**found, "machine": machine, "machine_how": as_read.known.get(field, "")} if by_hand else found


def _plain(source: Source, field: str) -> str | None:
    value = getattr(source, field)
    return None if value is None else str(value)


def _origins(state: State, said: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """By source, the origins that its claims come from, the most frequent first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for origin in state.origins:
        for source, count in Counter(said[id] for id in origin.claims if id in said).items():
            found.setdefault(source, []).append(_relayed(origin, count))
    return {id: sorted(items, key=lambda item: (-item["claims"], item["id"])) for id, items in found.items()}


def _relayed(origin: Origin, count: int) -> dict[str, Any]:
    return {"id": origin.id, "name": origin.name, "claims": count}


def _reading(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {"reader": reading.reader, "failed": reading.failed, "refused": dict(reading.refused)}


SCREEN = Screen("sources", "Sources", "s", "Case", data, script="sources.js")
