"""Reading again: what the machine now finds, without touching what a person has accepted, edited or rated.

Hypotheses are merged three ways: the machine changes only what still equals its own last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cuibono.case import casefile
from cuibono.case.folder import Contents
from cuibono.case.journal import Entry
from cuibono.case.records import Claim, Draft, Evidence, Hypothesis, Origin, Rating


class Merged(NamedTuple):
    """What is to be written: claims, draft, and the text of `case.toml`."""

    claims: tuple[Claim, ...]
    draft: Draft
    toml: str


class Touched(NamedTuple):
    """The ids that people have acted on (or on what rests on them), undone acts included."""

    claims: frozenset[str]
    evidence: frozenset[str]
    origins: frozenset[str]
    hypotheses: frozenset[str]


def merge(old: Contents, claims: Iterable[Claim], draft: Draft) -> Merged:
    """The new reading with everything in it that people have touched as it was."""
    draft = _under_known_ids(old, draft)
    touched = _touched(old)
    kept = tuple(claim for claim in old.claims if claim.id in touched.claims)
    fresh = _not_yet_there(claims, kept)
    everything = {claim.id for claim in (*kept, *fresh)}
    merged = _merge_draft(old, draft, touched, everything)
    return Merged((*kept, *fresh), merged, _merge_hypotheses(old, merged.hypotheses, touched.hypotheses))


def _under_known_ids(old: Contents, draft: Draft) -> Draft:
    """The draft with every hypothesis that the case has already, by what it stands on, under the id it has there.

    A person may have given it an id of their own, or joined several; a reader may make its ids in another way.
    """
    known = {item.id: set(item.claims) for item in (*old.draft.hypotheses, *old.case.hypotheses)}
    ours = {item.id: known[item.id] for item in old.case.hypotheses}
    names = {item.id: _known_id(item, ours, known) for item in draft.hypotheses}
    hypotheses = {names[item.id]: item.model_copy(update={"id": names[item.id]}) for item in reversed(draft.hypotheses)}
    ratings: dict[tuple[str, str], Rating] = {}
    for rating in draft.ratings:
        hypothesis = names.get(rating.hypothesis, rating.hypothesis)
        renamed = rating.model_copy(update={"hypothesis": hypothesis})
        ratings.setdefault((rating.evidence, hypothesis), renamed)
    order = dict.fromkeys(names.values())
    return draft.model_copy(
        update={
            "hypotheses": tuple(hypotheses[id] for id in order),
            "ratings": tuple(ratings.values()),
            "origins": _origins_under_known_ids(old.draft.origins, draft.origins),
        }
    )


def _origins_under_known_ids(old: Iterable[Origin], new: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """The origins, each under the id that one feeding most of the same claims had before."""
    known = {item.id: set(item.claims) for item in old}
    taken = {item.id for item in new}
    names: dict[str, str] = {}
    for item in new:
        free = {id: claims for id, claims in known.items() if id not in taken}
        names[item.id] = item.id if item.id in known else _fed_alike(item, free) or item.id
        taken.add(names[item.id])
    return tuple(
        item.model_copy(
            update={"id": names[item.id], "goes_back_to": names.get(item.goes_back_to or "", item.goes_back_to)}
        )
        for item in new
    )


def _fed_alike(item: Origin, known: Mapping[str, set[str]]) -> str:
    shared = {id: len(claims & set(item.claims)) for id, claims in known.items()}
    best = max(shared, key=lambda id: shared[id], default="")
    return best if best and shared[best] * 2 >= len(item.claims) > 0 else ""


def _known_id(item: Hypothesis, ours: Mapping[str, set[str]], known: Mapping[str, set[str]]) -> str:
    """The id of the hypothesis that stands on most of the same claims: one of the case's, else one drafted before."""
    if item.id in ours:
        return item.id
    for among in (ours, known):
        shared = {id: len(claims & set(item.claims)) for id, claims in among.items()}
        best = max(shared, key=lambda id: shared[id], default="")
        if best and shared[best] * 2 >= len(item.claims) > 0:
            return best
    return item.id


def _touched(old: Contents) -> Touched:
    ids: dict[str, set[str]] = {"claim": set(), "evidence": set(), "origin": set(), "hypothesis": set()}
    for entry in old.journal.entries:
        _note(entry, ids)
    base = {item.id: item for item in old.draft.hypotheses}
    for evidence in (*old.draft.evidence, *old.case.evidence):
        if evidence.id in ids["evidence"] or evidence in old.case.evidence:
            ids["claim"].update(evidence.claims, evidence.denied_by)
    for hypothesis in old.case.hypotheses:
        if hypothesis != base.get(hypothesis.id):
            ids["claim"].update(hypothesis.claims)
    return Touched(*(frozenset(ids[noun]) for noun in ("claim", "evidence", "origin", "hypothesis")))


def _note(entry: Entry, ids: Mapping[str, set[str]]) -> None:
    noun, _, rest = entry.target.partition("/")
    id, _, key = rest.partition("/")
    if noun == "rating":
        ids["evidence"].add(id)
        ids["hypothesis"].add(key)
    elif noun in ids:
        ids[noun].add(id)
    if entry.target.endswith(("/origin", "/goes-back-to")) and isinstance(entry.to, str):
        ids["origin"].add(entry.to)
    if isinstance(entry.to, dict):
        mentioned = [*_strings(entry.to.get("claims")), *_strings(entry.to.get("denied_by"))]
        ids["claim"].update(mentioned)
    elif key in {"claims", "denied_by"}:
        ids["claim"].update(_strings(entry.to))


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _not_yet_there(claims: Iterable[Claim], kept: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that do not say again, over mostly the same words, what a kept one says."""
    places: dict[tuple[str, str], list[Claim]] = {}
    ids = set()
    for claim in kept:
        places.setdefault((claim.source, claim.kind), []).append(claim)
        ids.add(claim.id)
    return tuple(
        claim
        for claim in claims
        if claim.id not in ids
        and not any(_mostly_same(claim, other) for other in places.get((claim.source, claim.kind), ()))
    )


def _mostly_same(one: Claim, other: Claim) -> bool:
    shared = min(one.quote.end, other.quote.end) - max(one.quote.start, other.quote.start)
    longer = max(one.quote.end - one.quote.start, other.quote.end - other.quote.start)
    return shared * 2 > longer


def _merge_draft(old: Contents, new: Draft, touched: Touched, claims: set[str]) -> Draft:
    kept = tuple(item for item in old.draft.evidence if item.id in touched.evidence)
    spoken_for = {claim for item in (*kept, *old.case.evidence) for claim in item.claims}
    kept_ids = {item.id for item in kept}
    fresh = [_within(item, claims) for item in new.evidence if item.id not in kept_ids]
    evidence = (*kept, *(item for item in fresh if item.claims and not spoken_for & set(item.claims)))
    kept_origins = tuple(item for item in old.draft.origins if item.id in touched.origins)
    origin_ids = {item.id for item in kept_origins}
    rated = {(item.evidence, item.hypothesis) for item in new.ratings}
    old_ratings = (item for item in old.draft.ratings if item.evidence in kept_ids)
    ids = {item.id for item in evidence}
    return Draft(
        hypotheses=new.hypotheses,
        evidence=evidence,
        origins=(*kept_origins, *(item for item in new.origins if item.id not in origin_ids)),
        ratings=(
            *(item for item in new.ratings if item.evidence in ids),
            *(item for item in old_ratings if (item.evidence, item.hypothesis) not in rated),
        ),
    )


def _within(evidence: Evidence, claims: set[str]) -> Evidence:
    here = tuple(id for id in evidence.claims if id in claims)
    denied = tuple(id for id in evidence.denied_by if id in claims)
    return evidence.model_copy(update={"claims": here, "denied_by": denied})


def _merge_hypotheses(old: Contents, new: Iterable[Hypothesis], rated: frozenset[str]) -> str:
    base = {item.id: item for item in old.draft.hypotheses}
    ours = {item.id: item for item in old.case.hypotheses}
    theirs = {item.id: item for item in new}
    toml = old.toml
    for id, item in theirs.items():
        is_deleted = id in base and id not in ours
        is_edited = id in ours and ours[id] != base.get(id)
        if not is_deleted and not is_edited and ours.get(id) != item:
            plain = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            toml = casefile.change(toml, f"hypothesis/{id}", plain)
    for id, item in ours.items():
        if id not in theirs and item == base.get(id) and id not in rated:
            toml = casefile.change(toml, f"hypothesis/{id}", None)
    return toml
