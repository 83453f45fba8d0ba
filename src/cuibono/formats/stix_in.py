"""STIX 2.1 in: what cuibono wrote comes back as it was; of other bundles, what a matrix has a place for.

Threat actors, intrusion sets and campaigns are hypotheses (who did it), notes and indicators are evidence, and an
indicator that "indicates" one of the former is rated C under it. All other objects are counted and left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cuibono.clipping import clipped
from cuibono.errors import Problem, UnreadableError
from cuibono.formats.codes import BLANK, meaning
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedHypothesis, OfferedRating
from cuibono.formats.stix import EXTENSION

_ACTORS = ("threat-actor", "intrusion-set", "campaign")
_FACTS = ("note", "indicator")
_SILENT = ("bundle", "identity", "extension-definition", "marking-definition", "report")
_NAME = 160

Thing = Mapping[str, Any]


def read(name: str, text: str) -> Offer:
    """The bundle as an offer; references to what is not in it are listed. Raises UnreadableError for another file."""
    objects = _objects(name, text)
    things = {str(item["id"]): item for item in objects if isinstance(item.get("id"), str)}
    problems = [*_dangling(name, things), *_not_taken(name, things)]
    hypotheses = {id: _hypothesis(id, item) for id, item in things.items() if _is(item, "hypothesis", _ACTORS)}
    evidence = {id: _evidence(id, item) for id, item in things.items() if _is(item, "evidence", _FACTS)}
    ratings = [*_stated(name, things, hypotheses, problems), *_indicated(things, hypotheses, evidence)]
    return Offer(
        file=name,
        format="stix",
        question=_question(things),
        hypotheses=tuple(hypotheses.values()),
        evidence=tuple(evidence.values()),
        ratings=tuple(ratings),
        reading=(
            f"STIX bundle with {len(objects)} objects",
            "threat actors, intrusion sets and campaigns are hypotheses; notes and indicators are evidence",
            "an indicator that “indicates” one of them is rated C",
        ),
        left_out=tuple(problems),
    )


def _objects(name: str, text: str) -> list[Thing]:
    try:
        bundle = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{name}: is not JSON ({error}); export it again") from error
    objects = bundle.get("objects") if isinstance(bundle, dict) and bundle.get("type") == "bundle" else None
    if not isinstance(objects, list):
        raise UnreadableError(f"{name}: is no STIX bundle with objects in it; nothing was taken in")
    return [item for item in objects if isinstance(item, dict)]


def _own(item: Thing) -> Thing:
    """What cuibono's extension says on an object, nothing where it has none."""
    extensions = item.get("extensions")
    found = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _is(item: Thing, kind: str, types: tuple[str, ...]) -> bool:
    own = _own(item).get("kind")
    return own == kind if own else item.get("type") in types


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1 else None


def _name(id: str, item: Thing) -> str:
    keys = ("name", "abstract", "content", "description", "pattern")
    words = _words(_own(item).get("name")) or next((found for key in keys if (found := _words(item.get(key)))), id)
    return words if _own(item) else clipped(words, _NAME)


def _hypothesis(id: str, item: Thing) -> OfferedHypothesis:
    own = _own(item)
    note = _words(own.get("remark")) if own else _words(item.get("description"))
    return OfferedHypothesis(
        id, _name(id, item), _words(own.get("case_id")), _number(own.get("prior")), note=note, place=id
    )


def _evidence(id: str, item: Thing) -> OfferedEvidence:
    own, name = _own(item), _name(id, item)
    if own:
        relevance = _number(own.get("relevance"))
        remark = own.get("remark") if isinstance(own.get("remark"), str) else ""
        happened = _words(own.get("happened"))
        return OfferedEvidence(
            id, name, _words(own.get("case_id")), remark or "", 1.0 if relevance is None else relevance, happened, id
        )
    parts = [_words(item.get(key)) for key in ("content", "description", "pattern")]
    confidence = item.get("confidence")
    parts += [f"STIX confidence {confidence}"] if isinstance(confidence, int) else []
    return OfferedEvidence(id, name, note="\n".join(part for part in parts if part and part != name), place=id)


def _stated(
    name: str, things: Mapping[str, Thing], hypotheses: Mapping[str, Any], problems: list[Problem]
) -> Iterator[OfferedRating]:
    """The ratings in cuibono's extension."""
    for id, item in things.items():
        ratings = _own(item).get("ratings")
        for rating in ratings if isinstance(ratings, list) and _own(item).get("kind") == "evidence" else ():
            facts = rating if isinstance(rating, dict) else {}
            value = meaning(facts["code"]) if isinstance(facts.get("code"), str) else _number(facts.get("likelihood"))
            ref = facts.get("hypothesis_ref")
            if value is None or value is BLANK or ref not in hypotheses:
                what = f"has a rating that cannot be taken ({json.dumps(rating)[:80]})"
                problems.append(Problem(name, id, what, "rate it by hand"))
                continue
            yield OfferedRating(id, str(ref), value, _words(facts.get("analyst")), _words(facts.get("why")), id)


def _indicated(
    things: Mapping[str, Thing], hypotheses: Mapping[str, Any], evidence: Mapping[str, Any]
) -> Iterator[OfferedRating]:
    code = meaning("C")
    for id, item in things.items():
        source, target = item.get("source_ref"), item.get("target_ref")
        indicates = item.get("type") == "relationship" and item.get("relationship_type") == "indicates"
        if indicates and source in evidence and target in hypotheses and code is not None and code is not BLANK:
            yield OfferedRating(str(source), str(target), code, why=_words(item.get("description")), place=id)


def _question(things: Mapping[str, Thing]) -> str:
    return next((_words(item.get("name")) for item in things.values() if item.get("type") == "report"), "")


def _dangling(name: str, things: Mapping[str, Thing]) -> Iterator[Problem]:
    for id, item in things.items():
        missing = [ref for ref in _references(item) if ref not in things]
        if missing:
            shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
            yield Problem(name, id, f"refers to {shown}, which the bundle does not have", "export the bundle with it")


def _references(item: Thing) -> Iterator[str]:
    for key, value in item.items():
        if key == "object_marking_refs":
            continue
        if key.endswith("_ref") and isinstance(value, str):
            yield value
        elif key.endswith("_refs") and isinstance(value, list):
            yield from (ref for ref in value if isinstance(ref, str))


def _not_taken(name: str, things: Mapping[str, Thing]) -> Iterator[Problem]:
    counted: Counter[str] = Counter()
    for item in things.values():
        kind = str(item.get("type"))
        taken = _own(item) or kind in (*_ACTORS, *_FACTS, *_SILENT)
        indicates = kind == "relationship" and item.get("relationship_type") == "indicates"
        if not taken and not indicates:
            counted[kind] += 1
    for kind, count in counted.items():
        yield Problem(name, kind, f"{count} of this type have no place in a matrix", "write into the case what matters")
    marked = sum(1 for item in things.values() if item.get("object_marking_refs"))
    if marked:
        what = f"{marked} objects are marked; the markings were left out"
        yield Problem(name, "marking", what, "mark the case: [report] marking in case.toml")
    claims = sum(1 for item in things.values() if _own(item).get("kind") == "claim")
    if claims:
        what = f"{claims} were left out: a claim is words in a text that the case has"
        yield Problem(name, "claims", what, "add the documents and read them")
