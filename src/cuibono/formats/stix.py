"""STIX 2.1 out: a report, with hypotheses, evidence and claims as notes, and an extension that is cuibono's.

STIX has no hypothesis and no rating. Both stand in a property extension on notes, whose definition is in the bundle and
in docs/exchange.md; whoever does not know it still reads notes with their words. `confidence` is the probability of a
hypothesis in per cent, which STIX tools read on the scales of its appendix A.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from cuibono.case.records import Claim, Evidence, Source
from cuibono.formats.snapshot import NAMESPACE, Snapshot, Written, value_of

EXTENSION = f"extension-definition--{uuid5(NAMESPACE, 'stix-extension/1')}"
PRODUCER = f"identity--{uuid5(NAMESPACE, 'stix-producer')}"
_SINCE = "2026-01-01T00:00:00.000Z"
_SCHEMA = (
    "Properties: kind ('case', 'hypothesis', 'evidence' or 'claim'); case_id, the id in the case. On a hypothesis: "
    "name, remark, prior, probability, low, high (0 to 1). On evidence: name, remark, relevance (0 to 1), happened; "
    "claim_refs, denied_by_refs (notes); ratings, a list of {hypothesis_ref, analyst, code (CC, C, N, I, II or NA) or "
    "likelihood (0 to 1), why}. On a claim: source_id, text_sha256, start and end (code points), prefix, suffix, "
    "speakers, certainty, said, happened. Times are ISO 8601."
)


def write(snapshot: Snapshot) -> Written:
    """The bundle; ids are UUIDs of version 5, so that the same case gives the same ones."""
    notes = [*_hypotheses(snapshot), *_evidence(snapshot), *_claims(snapshot)]
    about = _about(snapshot)
    report = _report(snapshot, [*about, *notes])
    bundle = {
        "type": "bundle",
        "id": f"bundle--{snapshot.uuid('bundle', '')}",
        "objects": [_producer(), _extension(), *about, report, *notes],
    }
    text = json.dumps(bundle, indent=1, ensure_ascii=False) + "\n"
    left_out = (
        "texts of sources, origins, interests, game, options and the journal are not in the bundle",
        "claims that no evidence and no hypothesis rests on are not in the bundle",
    )
    return Written(text.encode("utf-8", "replace"), left_out)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _producer() -> dict[str, Any]:
    times = {"created": _SINCE, "modified": _SINCE}
    return {"type": "identity", "spec_version": "2.1", "id": PRODUCER, **times, "name": "cuibono"} | {
        "identity_class": "system"
    }


def _extension() -> dict[str, Any]:
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created_by_ref": PRODUCER,
        "created": _SINCE,
        "modified": _SINCE,
        "name": "cuibono competing hypotheses",
        "description": "Hypotheses, evidence, ratings and quoted claims of an analysis of competing hypotheses.",
        "schema": _SCHEMA,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def _object(snapshot: Snapshot, kind: str, noun: str, id: str, own: Mapping[str, Any]) -> dict[str, Any]:
    stamp = _stamp(snapshot.moment)
    extension = {"extension_type": "property-extension", "kind": noun, "case_id": id} | _known(own)
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": _ref(snapshot, kind, noun, id),
        "created_by_ref": PRODUCER,
        "created": stamp,
        "modified": stamp,
        "extensions": {EXTENSION: extension},
    }


def _ref(snapshot: Snapshot, kind: str, noun: str, id: str) -> str:
    return f"{kind}--{snapshot.uuid(f'stix-{noun}', id)}"


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in (None, "", [])}


def _about(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The actor whose act the case is about, where it is named."""
    actor = snapshot.state.act.actor
    if not actor:
        return []
    stamp = _stamp(snapshot.moment)
    identity = {"type": "identity", "spec_version": "2.1", "id": _ref(snapshot, "identity", "actor", actor)}
    return [identity | {"created_by_ref": PRODUCER, "created": stamp, "modified": stamp, "name": actor}]


def _subject(snapshot: Snapshot) -> str:
    about = _about(snapshot)
    return str(about[0]["id"]) if about else PRODUCER


def _report(snapshot: Snapshot, objects: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    state = snapshot.state
    motives = "exclusive" if state.exclusive else "co-existing"
    own = {"act": state.act.what, "actor": state.act.actor, "motives": motives}
    head = _object(snapshot, "report", "case", "case", own)
    refs = [item["id"] for item in objects] or [PRODUCER]
    return head | {"name": state.question, "published": head["created"], "object_refs": refs}


def _hypotheses(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    priors = {item.id: (item.prior, item.note) for item in snapshot.state.hypotheses}
    for id, name in snapshot.names.items():
        prior, remark = priors.get(id, (None, ""))
        share = snapshot.standing.get(id)
        stands = {"probability": share.probability, "low": share.low, "high": share.high} if share else {}
        note = _object(snapshot, "note", "hypothesis", id, {"prior": prior, "name": name, "remark": remark, **stands})
        content = f"{name}: {share.word}" if share else name
        note |= {"abstract": name, "content": content, "object_refs": [_subject(snapshot)]}
        yield note | ({"confidence": round(100 * share.probability)} if share else {})


def _evidence(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    used = {claim.id for claim in _used(snapshot)}
    ratings: dict[str, list[dict[str, Any]]] = {}
    for (evidence, hypothesis), found in snapshot.cells.items():
        for rating in found:
            value = value_of(rating)
            measure = {"code" if isinstance(value, str) else "likelihood": value}
            ref = {"hypothesis_ref": _ref(snapshot, "note", "hypothesis", hypothesis), "analyst": rating.analyst}
            ratings.setdefault(evidence, []).append(ref | measure | _known({"why": rating.why}))
    for item in snapshot.state.evidence:
        own = {
            "relevance": item.relevance,
            "name": item.name,
            "remark": item.note,
            "happened": item.happened.iso if item.happened else None,
            "claim_refs": [_ref(snapshot, "note", "claim", id) for id in item.claims if id in used],
            "denied_by_refs": [_ref(snapshot, "note", "claim", id) for id in item.denied_by if id in used],
            "ratings": ratings.get(item.id, []),
        }
        refs = own["claim_refs"] or [_subject(snapshot)]
        words = _content(item)
        yield _object(snapshot, "note", "evidence", item.id, own) | words | {"object_refs": refs}


def _content(item: Evidence) -> dict[str, str]:
    return {"abstract": item.name, "content": f"{item.name}\n\n{item.note}" if item.note else item.name}


def _used(snapshot: Snapshot) -> tuple[Claim, ...]:
    """The claims that count and that evidence or hypotheses rest on."""
    state = snapshot.state
    behind = {id for item in state.evidence for id in (*item.claims, *item.denied_by)}
    behind |= {id for item in state.hypotheses for id in item.claims}
    return tuple(claim for claim in state.live_claims if claim.id in behind)


def _claims(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    sources = {source.id: source for source in snapshot.state.sources}
    for claim in _used(snapshot):
        quote = claim.quote
        own = {
            "source_id": claim.source,
            "text_sha256": quote.sha256,
            "start": quote.start,
            "end": quote.end,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
            "speakers": [link.resolved or link.who for link in claim.chain],
            "certainty": claim.certainty.level.value,
            "said": claim.said.iso if claim.said else None,
            "happened": claim.happened.iso if claim.happened else None,
        }
        note = _object(snapshot, "note", "claim", claim.id, own)
        note |= {"content": quote.exact, "object_refs": [_subject(snapshot)]}
        source = sources.get(claim.source)
        yield note | ({"external_references": [_reference(source)]} if source else {})


def _reference(source: Source) -> dict[str, Any]:
    words = ", ".join(part for part in (source.title, source.author) if part)
    reference: dict[str, Any] = {"source_name": source.outlet or source.name, "external_id": source.id}
    reference |= {"description": words} if words else {}
    if source.url and source.url.startswith(("https://", "http://")):
        reference |= {"url": source.url, "hashes": {"SHA-256": source.sha256}}
    return reference
