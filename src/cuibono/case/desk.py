"""The desk: where machine output is overlaid with what people did, one entry after the other.

A target of an entry is a path: `rating/EVIDENCE/HYPOTHESIS`, `opinion/HYPOTHESIS`, `truth`, or `claim/ID`,
`source/ID`, `evidence/ID`, `origin/ID` for a whole record, or that with a `/FIELD`. Entries about `case.toml` changed
that file when they were made and stand in the journal for the history; applying passes them over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from cuibono.case.casefile import CaseFile
from cuibono.case.journal import Entry
from cuibono.case.lines import sentence
from cuibono.case.records import (
    MACHINE,
    NONE,
    NOT_HAPPENED,
    Claim,
    Code,
    Credibility,
    Draft,
    Evidence,
    Opinion,
    Origin,
    Rating,
    Record,
    Reliability,
    Source,
    Status,
    Trim,
)
from cuibono.case.truth import contradiction, exactly, rivals
from cuibono.errors import CuibonoError

R = TypeVar("R", bound=Record)
CASE_FILE_TARGETS = frozenset({"question", "motives", "act", "priors", "hypothesis"})
_STATUS = TypeAdapter(Status)
_RELIABILITY = TypeAdapter(Reliability)
_CREDIBILITY = TypeAdapter(Credibility)
_TRIMS = TypeAdapter(tuple[Trim, ...])


class RefusedError(CuibonoError, ValueError):
    """An entry that cannot be applied: what is wrong with it, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what, self.remedy = what, remedy


@dataclass(slots=True)
class Desk:
    """Where the overlay is worked out: the files, and what the entries applied so far have set."""

    case: CaseFile
    sources: dict[str, Source]
    claims: dict[str, Claim]
    evidence: dict[str, Evidence]
    origins: dict[str, Origin]
    ratings: dict[tuple[str, str, str], Rating] = field(default_factory=dict)
    status: dict[str, Status] = field(default_factory=dict)
    reliability: dict[str, Reliability] = field(default_factory=dict)
    credibility: dict[str, Credibility] = field(default_factory=dict)
    trims: dict[str, tuple[Trim, ...]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    opinions: dict[tuple[str, str], Opinion] = field(default_factory=dict)
    truth: dict[str, bool] = field(default_factory=dict)

    def copy(self) -> Desk:
        """A desk of the same content; applying an entry to one does not change the other."""
        made = copy(self)
        for item in fields(self):
            if isinstance(table := getattr(self, item.name), dict):
                setattr(made, item.name, dict(table))
        return made

    @property
    def hypothesis_ids(self) -> tuple[str, ...]:
        """The ids that a rating may name: the case's own, and the two that every case has."""
        return (*(item.id for item in self.case.hypotheses), NONE, NOT_HAPPENED)


def lay_out(case: CaseFile, sources: Iterable[Source], claims: Iterable[Claim], draft: Draft) -> Desk:
    """The desk before anybody did anything: machine output, and the evidence and ratings of `case.toml`."""
    kept = {claim.id: claim for claim in claims}
    desk = Desk(
        case=case,
        sources={source.id: source for source in sources},
        claims=kept,
        evidence={item.id: item for item in draft.evidence if not item.claims or set(item.claims) & kept.keys()},
        origins={item.id: item for item in draft.origins},
    )
    hypotheses = set(desk.hypothesis_ids)
    for rating in draft.ratings:
        if rating.evidence in desk.evidence and rating.hypothesis in hypotheses:
            desk.ratings[rating.evidence, rating.hypothesis, MACHINE] = rating
    for item in case.evidence:
        desk.evidence[item.id] = Evidence.model_validate(item.model_dump(by_alias=True, exclude={"ratings"}))
        for hypothesis, cell in item.ratings.items():
            rating = rating_of(item.id, hypothesis, case.analyst, cell)
            desk.ratings[item.id, hypothesis, case.analyst] = rating
    return desk


def apply(desk: Desk, entry: Entry) -> None:
    """Change the desk as one entry says; raises RefusedError where its target or value makes no sense."""
    noun, _, rest = entry.target.partition("/")
    if noun in CASE_FILE_TARGETS:
        return
    if noun not in _APPLIERS:
        known = ", ".join(sorted(_APPLIERS.keys() | CASE_FILE_TARGETS))
        raise RefusedError(f"names no target ({noun!r})", f"begin it with one of: {known}")
    _APPLIERS[noun](desk, rest, entry)


def rating_of(evidence: str, hypothesis: str, analyst: str, cell: Any, why: str = "", act: str | None = None) -> Rating:
    """The rating that a cell's value as written stands for, a code in any case or a number; raises ValidationError."""
    key = "code" if isinstance(cell, str) else "likelihood"
    value = cell.upper() if isinstance(cell, str) and cell.upper() in Code.__members__ else cell
    place = {"evidence": evidence, "hypothesis": hypothesis, "analyst": analyst, "why": why, "act": act}
    return Rating.model_validate({**place, key: value})


def _apply_rating(desk: Desk, rest: str, entry: Entry) -> None:
    evidence, _, hypothesis = rest.partition("/")
    _known("evidence", evidence, desk.evidence)
    _known("hypothesis", hypothesis, desk.hypothesis_ids)
    cell = (evidence, hypothesis, entry.by)
    if entry.to is None:
        desk.ratings.pop(cell, None)
        return
    with_value = _checked(lambda: rating_of(*cell, entry.to, entry.why, entry.id))
    desk.ratings[cell] = with_value


def _apply_claim(desk: Desk, rest: str, entry: Entry) -> None:
    id, _, key = rest.partition("/")
    if not key:
        _whole(desk.claims, Claim, id, entry)
        return
    _known("claim", id, desk.claims)
    match key:
        case "status":
            _keep(desk.status, id, None if entry.to is None else _checked(lambda: _STATUS.validate_python(entry.to)))
        case "credibility":
            value = None if entry.to is None else _checked(lambda: _CREDIBILITY.validate_python(entry.to))
            _keep(desk.credibility, id, value)
        case "origin":
            if entry.to is not None:
                _known("origin", str(entry.to), {*desk.origins, *map(own_origin, desk.sources)})
            _keep(desk.moved, id, None if entry.to is None else str(entry.to))
        case _:
            _edit(desk.claims, id, key, entry)


def _apply_source(desk: Desk, rest: str, entry: Entry) -> None:
    id, _, key = rest.partition("/")
    _known("source", id, desk.sources)
    match key:
        case "reliability":
            value = None if entry.to is None else _checked(lambda: _RELIABILITY.validate_python(entry.to))
            _keep(desk.reliability, id, value)
        case "trim":
            _keep(desk.trims, id, None if entry.to is None else _checked(lambda: _TRIMS.validate_python(entry.to)))
        case "removed":
            if entry.to:
                del desk.sources[id]
        case "id" | "sha256" | "file" | "text_sha256" | "characters" | "known" | "":
            raise RefusedError(f"cannot set {key or 'a whole source'}", "it follows from the document itself")
        case _:
            name = next((name for name, info in Source.model_fields.items() if info.alias == key), key)
            known = {**desk.sources[id].known, name: f"analyst {entry.by}"}
            _edit(desk.sources, id, key, entry, known=known)


def _apply_evidence(desk: Desk, rest: str, entry: Entry) -> None:
    id, _, key = rest.partition("/")
    if not key:
        _whole(desk.evidence, Evidence, id, entry)
    else:
        _known("evidence", id, desk.evidence)
        _edit(desk.evidence, id, key, entry, draft=False)


def own_origin(source: str) -> str:
    """The id of the origin that a source's own voice is, where the machine has made none."""
    return f"o-{source}"


def voice(source: Source) -> Origin:
    """The origin that a source's own voice is: its author, or else whatever names it."""
    return Origin(id=own_origin(source.id), name=source.author or source.outlet or source.title or source.name)


def _apply_origin(desk: Desk, rest: str, entry: Entry) -> None:
    id, _, key = rest.partition("/")
    if not key:
        _whole(desk.origins, Origin, id, entry)
        return
    ids = {*desk.origins, *map(own_origin, desk.sources)}
    _known("origin", id, ids)
    if key == "goes-back-to" and entry.to is not None:
        _known("origin", str(entry.to), ids)
    if id not in desk.origins:
        desk.origins[id] = voice(desk.sources[id.removeprefix(own_origin(""))])
    _edit(desk.origins, id, key, entry, draft=False)


def _apply_opinion(desk: Desk, rest: str, entry: Entry) -> None:
    _known("hypothesis", rest, desk.hypothesis_ids)
    place = {"hypothesis": rest, "analyst": entry.by, "why": entry.why}
    value = None if entry.to is None else _checked(lambda: Opinion.model_validate({**place, "probability": entry.to}))
    _keep(desk.opinions, (rest, entry.by), value)


def _apply_truth(desk: Desk, rest: str, entry: Entry) -> None:
    """The whole truth (an id, or several), or whether one hypothesis held."""
    truth = dict(desk.truth)
    if rest:
        _known("hypothesis", rest, desk.hypothesis_ids)
        if entry.to is not None and not isinstance(entry.to, bool):
            raise RefusedError(f"is {entry.to!r}, neither true nor false", "give true or false, or nothing if unknown")
        _keep(truth, rest, entry.to)
    else:
        truth = {} if entry.to is None else _exactly(desk, entry.to)
    exclude = rivals(desk.case.hypotheses, exclusive=desk.case.motives == "exclusive")
    if wrong := contradiction(truth, exclude):
        raise RefusedError(wrong, "take one of them back")
    desk.truth = truth


def _exactly(desk: Desk, held: Any) -> dict[str, bool]:
    if not isinstance(held, str) and not (isinstance(held, list) and all(isinstance(id, str) for id in held)):
        raise RefusedError(f"is {held!r}", "give the id of the hypothesis that held, or a list of several")
    try:
        return exactly(held, desk.hypothesis_ids)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        raise RefusedError(what, remedy) from error


_APPLIERS: Mapping[str, Callable[[Desk, str, Entry], None]] = {
    "rating": _apply_rating,
    "opinion": _apply_opinion,
    "truth": _apply_truth,
    "claim": _apply_claim,
    "source": _apply_source,
    "evidence": _apply_evidence,
    "origin": _apply_origin,
}
NOUNS = tuple(_APPLIERS)
"""The nouns that an entry's target may begin with, besides those of `case.toml`."""


def _known(noun: str, id: str, ids: Iterable[str]) -> None:
    if id not in ids:
        some = ", ".join(sorted(ids)[:12]) or "none yet"
        raise RefusedError(f"names the {noun} {id!r}, which the case does not have", f"it has: {some}")


def _keep(where: dict[Any, Any], id: Any, value: Any) -> None:
    if value is None:
        where.pop(id, None)
    else:
        where[id] = value


def _whole(where: dict[str, R], kind: type[R], id: str, entry: Entry) -> None:
    if entry.to is None:
        where.pop(id, None)
        return
    value = {**entry.to, "id": id} if isinstance(entry.to, dict) else entry.to
    where[id] = _checked(lambda: kind.model_validate(value))


def _edit(where: dict[str, R], id: str, key: str, entry: Entry, **more: Any) -> None:
    """Set one field of a record; setting it to nothing brings its default back."""
    old = where[id]
    names = {info.alias or name for name, info in type(old).model_fields.items()} | set(type(old).model_fields)
    if key not in names or key == "id":
        raise RefusedError(f"has no field {key!r}", f"it has: {', '.join(sorted(names - {'id'}))}")
    alias = (type(old).model_fields[key].alias or key) if key in type(old).model_fields else key
    content = {**old.model_dump(by_alias=True), alias: entry.to, **more}
    if entry.to is None:
        del content[alias]
    where[id] = _checked(lambda: type(old).model_validate(content))


V = TypeVar("V")


def _checked(make: Callable[[], V]) -> V:
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = sentence(first["msg"])
        raise RefusedError(
            f"has a value that cannot stand ({where + ': ' if where else ''}{message})", "correct it"
        ) from error
