"""Ratings: how expected a piece of evidence is under a hypothesis, as its own words suggest.

These stand under the analyst `machine` until a person rates the cell. A cell that no claim speaks of stays unrated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cuibono.case.records import MACHINE, NOT_HAPPENED, Claim, Code, Evidence, Rating

STRONG = 0.32
"""Confidence from which a statement is taken at its strongest: CC or II rather than C or I. Few links are surer."""

_OPPOSITE = {"for": "against", "against": "for"}


def suggest(evidence: Sequence[Evidence], claims: Mapping[str, Claim], homes: Mapping[str, str]) -> tuple[Rating, ...]:
    """A rating for each pair of evidence and hypothesis that a claim of the evidence speaks of, in that order.

    `claims` are by id; `homes` gives the hypothesis that each motive claim puts forward. What bears on the question
    itself is rated under "it did not happen", the other way round. Where claims of one piece of evidence disagree on a
    hypothesis, the surest counts; where they are as sure, the rating is N.
    """
    return tuple(rating for item in evidence for rating in _of(item, claims, homes))


def _of(item: Evidence, claims: Mapping[str, Claim], homes: Mapping[str, str]) -> Iterable[Rating]:
    told: dict[str, list[tuple[float, str, Claim]]] = {}
    for claim in (claims[name] for name in item.claims):
        if claim.direction is None or claim.bears_on is None:
            continue
        if claim.bears_on == "question":
            told.setdefault(NOT_HAPPENED, []).append((claim.confidence, _OPPOSITE[claim.direction], claim))
        elif claim.bears_on in homes:
            told.setdefault(homes[claim.bears_on], []).append((claim.confidence, claim.direction, claim))
    for hypothesis, spoken in told.items():
        yield _rating(item.id, hypothesis, spoken)


def _rating(evidence: str, hypothesis: str, spoken: Sequence[tuple[float, str, Claim]]) -> Rating:
    surest = max(confidence for confidence, _, _ in spoken)
    told = [(direction, claim) for confidence, direction, claim in spoken if confidence == surest]
    directions = {direction for direction, _ in told}
    if len(directions) > 1:
        why = "statements as sure as each other point both ways"
        return Rating(evidence=evidence, hypothesis=hypothesis, analyst=MACHINE, code=Code.N, why=why)
    direction, claim = told[0]
    return Rating(
        evidence=evidence,
        hypothesis=hypothesis,
        analyst=MACHINE,
        code=_code(direction, surest),
        why=_why(direction, claim),
    )


def _code(direction: str, confidence: float) -> Code:
    if direction == "for":
        return Code.CC if confidence >= STRONG else Code.C
    return Code.II if confidence >= STRONG else Code.I


def _why(direction: str, claim: Claim) -> str:
    speaks = "speaks for it" if direction == "for" else "speaks against it"
    return f"{speaks} (“{claim.because}”)" if claim.because else f"{speaks}, by where it stands"
