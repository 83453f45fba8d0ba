"""CSL-JSON: the sources as citation managers exchange them (Citation Style Language 1.0.2), out and in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cuibono.case.records import Source
from cuibono.errors import Problem, UnreadableError
from cuibono.formats.offer import Offer, OfferedSource
from cuibono.formats.snapshot import Snapshot, Written

FIELDS = ("title", "container-title", "author", "issued", "accessed", "URL", "language")
"""The fields of a source that a citation has, in CSL's words."""


def write(snapshot: Snapshot) -> Written:
    """An array of items, one a source; `custom` has what CSL knows no field for."""
    items = [_item(source, snapshot.state.reliability.get(source.id)) for source in snapshot.state.sources]
    text = json.dumps(items, indent=1, ensure_ascii=False) + "\n"
    left_out = ("only the sources' metadata is in the file: no texts, claims, hypotheses or ratings",)
    return Written(text.encode("utf-8", "replace"), left_out)


def _item(source: Source, reliability: str | None) -> dict[str, Any]:
    custom = {"name": source.name, "sha256": source.sha256, "reliability": reliability, "known": source.known}
    item = {
        "id": source.id,
        "type": "webpage" if source.url or "html" in source.media else "document",
        "title": source.title,
        "container-title": source.outlet,
        "author": [{"literal": source.author}] if source.author else None,
        "issued": _parts(source.published),
        "accessed": _parts(source.retrieved),
        "URL": source.url,
        "language": source.language,
        "custom": {key: value for key, value in custom.items() if value},
    }
    return {key: value for key, value in item.items() if value is not None}


def _parts(day: date | None) -> dict[str, Any] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def read(name: str, text: str) -> Offer:
    """The metadata that a file of items has; raises UnreadableError where it is no CSL-JSON."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{name}: is not JSON ({error}); export it from the citation manager again") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnreadableError(f"{name}: is no CSL-JSON, which is a list of items; nothing was taken in")
    problems: list[Problem] = []
    sources = tuple(_source(name, number, item, problems) for number, item in enumerate(items))
    return Offer(file=name, format="csl", sources=sources, left_out=tuple(problems))


def _source(name: str, number: int, item: Mapping[str, Any], problems: list[Problem]) -> OfferedSource:
    place = f"item {number + 1}"
    custom = item.get("custom")
    digest = custom.get("sha256") if isinstance(custom, dict) else None
    fields = dict(_fields(item))
    for key in ("issued", "accessed"):
        if key in item and key not in fields:
            what = f"is no full date ({json.dumps(item[key], ensure_ascii=False)[:60]})"
            problems.append(
                Problem(name, f"{place} {key}", what, f"set it with: cuibono set CASE source/ID/{key} DATE")
            )
    return OfferedSource(id=str(item.get("id", "")), sha256=_words(digest), fields=fields, place=place)


def _fields(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("title", "container-title", "URL", "language"):
        if words := _words(item.get(key)):
            yield key, words
    if names := _authors(item.get("author")):
        yield "author", names
    for key in ("issued", "accessed"):
        if day := _day(item.get(key)):
            yield key, day


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _authors(value: Any) -> str:
    people = value if isinstance(value, list) else []
    names = (_person(person) for person in people if isinstance(person, dict))
    return ", ".join(name for name in names if name)


def _person(person: Mapping[str, Any]) -> str:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return _words(person.get("literal")) or " ".join(word for key in parts if (word := _words(person.get(key))))


def _day(value: Any) -> str | None:
    """A full date; a year or a month alone is not one, and neither is a range."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    if not isinstance(parts, list) or len(parts) != 1 or not isinstance(parts[0], list) or len(parts[0]) != 3:
        return None
    try:
        return date(*(int(part) for part in parts[0])).isoformat()
    except (TypeError, ValueError, OverflowError):
        return None
