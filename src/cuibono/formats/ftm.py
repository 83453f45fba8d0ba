"""FollowTheMoney out: documents, who is quoted in them, claims and dated evidence, as entities in JSON lines.

Schemata are those of the followthemoney model, version 4: Document, LegalEntity, Documentation, Note and Event. The
model has neither hypotheses nor ratings; hypotheses go along as notes with that keyword.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cuibono.case.records import Claim, Interval
from cuibono.clipping import clipped
from cuibono.formats.snapshot import Snapshot, Written
from cuibono.report.controls import visible

_NAME = 120
_LEFT_OUT = (
    "ratings, probabilities, origins, priors, certainty and the places of quotes have no home in followthemoney",
    "the language of documents is left out: followthemoney wants codes of three letters",
)


def write(snapshot: Snapshot) -> Written:
    """One entity a line, in the order of the case."""
    entities = (*_documents(snapshot), *_actors(snapshot), *_claims(snapshot), *_facts(snapshot))
    lines = [json.dumps(entity, ensure_ascii=False) for entity in entities]
    return Written("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"), _LEFT_OUT)


def _entity(snapshot: Snapshot, schema: str, noun: str, id: str, **properties: str | Iterable[str] | None) -> Any:
    found = {}
    for key, value in properties.items():
        values = [value] if isinstance(value, str) else list(value or ())
        clean = [text for text in (" ".join(visible(item).split()) for item in values) if text]
        if clean:
            found[key] = list(dict.fromkeys(clean))
    return {"id": _id(snapshot, noun, id), "schema": schema, "properties": found}


def _id(snapshot: Snapshot, noun: str, id: str) -> str:
    return snapshot.uuid(f"ftm-{noun}", id).hex


def _documents(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for source in snapshot.state.sources:
        web = source.url if source.url and source.url.startswith(("https://", "http://")) else None
        yield _entity(
            snapshot,
            "Document",
            "source",
            source.id,
            title=source.title,
            fileName=source.name,
            mimeType=source.media,
            author=source.author,
            publisher=source.outlet,
            publishedAt=source.published.isoformat() if source.published else None,
            retrievedAt=source.retrieved.isoformat() if source.retrieved else None,
            sourceUrl=web,
        )


def _speakers(claim: Claim) -> Iterator[str]:
    return (link.resolved or link.who for link in claim.chain if not link.anonymous)


def _actors(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """The actor of the case and everybody quoted by name, and in which documents they are."""
    state = snapshot.state
    names = dict.fromkeys(name for claim in state.live_claims for name in _speakers(claim))
    for name in dict.fromkeys([*([state.act.actor] if state.act.actor else []), *names]):
        yield _entity(snapshot, "LegalEntity", "actor", name, name=name)
    pairs = dict.fromkeys((claim.source, name) for claim in state.live_claims for name in _speakers(claim))
    known = {source.id for source in state.sources}
    for source, name in pairs:
        if source in known:
            ends = {"document": _id(snapshot, "source", source), "entity": _id(snapshot, "actor", name)}
            yield _entity(snapshot, "Documentation", "quoted", f"{source}/{name}", role="quoted", **ends)


def _claims(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for claim in snapshot.state.live_claims:
        yield _entity(
            snapshot,
            "Note",
            "claim",
            claim.id,
            name=clipped(claim.quote.exact, _NAME),
            description=claim.quote.exact,
            keywords=["claim", claim.kind.value],
            namesMentioned=_speakers(claim),
            proof=_id(snapshot, "source", claim.source),
        )


def _facts(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    state = snapshot.state
    actor = _id(snapshot, "actor", state.act.actor) if state.act.actor else None
    homes = {claim.id: claim.source for claim in state.live_claims}
    for item in state.evidence:
        proof = [_id(snapshot, "source", homes[id]) for id in item.claims if id in homes]
        if item.happened is None:
            words = {"name": clipped(item.name, _NAME), "description": item.name, "notes": item.note}
            yield _entity(snapshot, "Note", "evidence", item.id, keywords="evidence", proof=proof, **words)
            continue
        words = {"name": item.name, "description": item.note, **_days(item.happened)}
        yield _entity(snapshot, "Event", "evidence", item.id, involved=actor, proof=proof, **words)
    for hypothesis in state.hypotheses:
        words = {"name": hypothesis.name, "description": hypothesis.note}
        yield _entity(snapshot, "Note", "hypothesis", hypothesis.id, keywords="hypothesis", entity=actor, **words)


def _days(when: Interval) -> dict[str, str]:
    if when.first is not None and when.first == when.last:
        return {"date": when.first.isoformat()}
    ends = {"startDate": when.first, "endDate": when.last}
    return {key: day.isoformat() for key, day in ends.items() if day is not None}
