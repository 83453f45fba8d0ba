"""A case of many claims for tests: documents, claims, evidence and origins in any number. All of it invented."""

from __future__ import annotations

from cuibono.case.records import Claim, Evidence, Interval, Kind, Link, Origin, Rating, State
from cuibono.report.citations import Material
from cuibono.weighing import weigh
from samples import HYPOTHESES, quote, source

PER_DOCUMENT = 100
"""How many claims a document has."""


def crowded(count: int) -> Material:
    """A weighed case of `count` claims, each the words of a document, that report what it is evidence of."""
    lines = [f"Witness {number} says that ship {number} lay at the north quay on that day." for number in range(count)]
    texts = {f"d{start}": "\n".join(lines[start : start + PER_DOCUMENT]) for start in range(0, count, PER_DOCUMENT)}
    claims = tuple(_claim(number, line, texts) for number, line in enumerate(lines))
    facts = tuple(Evidence(id=f"e-{id}", name=f"The ships of {id} lay there", claims=_of(id, claims)) for id in texts)
    origins = tuple(Origin(id=f"o-{id}", name=f"Witnesses of {id}", claims=_of(id, claims)) for id in texts)
    ratings = tuple(
        Rating(evidence=item.id, hypothesis="sale", analyst="ana", code="C" if place % 3 else "I")
        for place, item in enumerate(facts)
    )
    state = State(
        question="Why was the quay closed?",
        hypotheses=tuple(item.model_copy(update={"claims": (), "needs": ()}) for item in HYPOTHESES),
        evidence=facts,
        origins=origins,
        ratings=ratings,
        sources=tuple(source(id, text) for id, text in texts.items()),
        claims=claims,
        analysts=("ana",),
    )
    return Material(state, weigh(state), texts)


def _of(document: str, claims: tuple[Claim, ...]) -> tuple[str, ...]:
    return tuple(claim.id for claim in claims if claim.source == document)


def _claim(number: int, line: str, texts: dict[str, str]) -> Claim:
    home = f"d{number - number % PER_DOCUMENT}"
    return Claim(
        id=f"c{number}",
        source=home,
        quote=quote(texts[home], line),
        kind=Kind.EVIDENCE,
        chain=(Link(who=f"Witness {number}", cue="says"),),
        happened=Interval.parse("2021-05-03", "that day"),
    )
