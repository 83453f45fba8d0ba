"""JSON-LD out: every claim as a W3C Web Annotation on its source, and the case around them.

The quote is a TextQuoteSelector with a TextPositionSelector beside it (Web Annotation Data Model, W3C Recommendation of
23 February 2017); positions count Unicode code points, as the model asks. What the model has no words for (hypotheses,
evidence, ratings, origins) stands in the same graph under cuibono's own vocabulary.
"""

from __future__ import annotations

import json
from typing import Any

from cuibono.case.records import Claim, Hypothesis, Source, Status
from cuibono.formats.snapshot import Snapshot, Written, value_of

VOCABULARY = "urn:cuibono:vocabulary:1:"
"""The namespace of the terms that are cuibono's own."""

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"@version": 1.1, "case": VOCABULARY}]


def write(snapshot: Snapshot) -> Written:
    """An AnnotationCollection with one page: its items are the claims; sources, hypotheses and the rest lie beside."""
    state = snapshot.state
    items = [_annotation(snapshot, claim) for claim in state.claims]
    collection = {
        "@context": _CONTEXT,
        "id": _urn(snapshot, "case", ""),
        "type": "AnnotationCollection",
        "label": state.question,
        "total": len(items),
        "first": {"id": _urn(snapshot, "page", "1"), "type": "AnnotationPage", "startIndex": 0, "items": items},
        "case:act": {"case:what": state.act.what, "case:actor": state.act.actor},
        "case:source": [_source(snapshot, source) for source in state.sources],
        "case:hypothesis": [_hypothesis(snapshot, item) for item in state.hypotheses],
        "case:evidence": _evidence(snapshot),
        "case:origin": _origins(snapshot),
    }
    text = json.dumps(collection, indent=1, ensure_ascii=False) + "\n"
    left_out = ("the texts of the sources, the journal, interests, game and options are not in the file",)
    return Written(text.encode("utf-8", "replace"), left_out)


def _urn(snapshot: Snapshot, noun: str, id: str) -> str:
    return snapshot.uuid(noun, id).urn


def _annotation(snapshot: Snapshot, claim: Claim) -> dict[str, Any]:
    quote = claim.quote
    exact = {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    place = {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}
    return {
        "id": _urn(snapshot, "claim", claim.id),
        "type": "Annotation",
        "motivation": "identifying",
        "body": {"type": "TextualBody", "value": claim.kind.value, "purpose": "classifying"},
        "target": {"source": _urn(snapshot, "source", claim.source), "selector": [exact, place]},
        **_said(snapshot, claim),
    }


def _said(snapshot: Snapshot, claim: Claim) -> dict[str, Any]:
    """Who says it, how surely, and when: in cuibono's words."""
    state = snapshot.state
    facts = {
        "id": claim.id,
        "status": state.status.get(claim.id, Status.SUGGESTED).value,
        "speaker": [link.resolved or link.who for link in claim.chain],
        "certainty": claim.certainty.level.value,
        "certaintyWords": claim.certainty.words,
        "said": claim.said.iso if claim.said else None,
        "happened": claim.happened.iso if claim.happened else None,
        "credibility": state.credibility.get(claim.id),
        "bearsOn": claim.bears_on,
        "direction": claim.direction,
        "reader": claim.reader,
    }
    return _own(facts)


def _source(snapshot: Snapshot, source: Source) -> dict[str, Any]:
    fields = source.model_dump(mode="json", by_alias=True, include=set(_SOURCE_FIELDS))
    facts = {"reliability": snapshot.state.reliability.get(source.id), "textSha256": source.text_sha256}
    place = {"id": _urn(snapshot, "source", source.id), "type": "Text", "format": source.media}
    return place | _own(fields | facts)


_SOURCE_FIELDS = ("id", "name", "title", "outlet", "author", "published", "retrieved", "url", "language", "sha256")


def _hypothesis(snapshot: Snapshot, item: Hypothesis) -> dict[str, Any]:
    share = snapshot.standing.get(item.id)
    stands = {"probability": share.probability, "low": share.low, "high": share.high} if share else {}
    facts = {"id": item.id, "name": item.name, "prior": item.prior, "note": item.note, **stands}
    return {"id": _urn(snapshot, "hypothesis", item.id), **_own(facts), **_links(snapshot, "claim", item.claims)}


def _evidence(snapshot: Snapshot) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for (evidence, hypothesis), ratings in snapshot.cells.items():
        for item in ratings:
            facts = {"analyst": item.analyst, "value": value_of(item), "why": item.why}
            rated = {"case:of": {"id": _urn(snapshot, "hypothesis", hypothesis)}, "case:hypothesis": hypothesis}
            found.setdefault(evidence, []).append(rated | _own(facts))
    return [
        {
            "id": _urn(snapshot, "evidence", item.id),
            **_own({"id": item.id, "name": item.name, "relevance": item.relevance, "note": item.note}),
            **_links(snapshot, "claim", item.claims),
            **_links(snapshot, "claim", item.denied_by, "deniedBy"),
            "case:rating": found.get(item.id, []),
        }
        for item in snapshot.state.evidence
    ]


def _origins(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [
        {
            "id": _urn(snapshot, "origin", item.id),
            **_own({"id": item.id, "name": item.name, "anonymous": item.anonymous, "reliability": item.reliability}),
            **_links(snapshot, "claim", item.claims),
            **_links(snapshot, "origin", [item.goes_back_to] if item.goes_back_to else [], "goesBackTo"),
        }
        for item in snapshot.state.origins
    ]


def _own(facts: dict[str, Any]) -> dict[str, Any]:
    """What there is to say, under cuibono's own terms; what is empty or unknown is left out."""
    return {f"case:{key}": value for key, value in facts.items() if value not in (None, "", [])}


def _links(snapshot: Snapshot, noun: str, ids: Any, term: str | None = None) -> dict[str, Any]:
    return {f"case:{term or noun}": [{"id": _urn(snapshot, noun, id)} for id in ids]} if ids else {}
