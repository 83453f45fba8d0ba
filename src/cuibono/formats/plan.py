"""The plan: what an offer would change in a case; shown first, then done, never against what a person has judged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cuibono.case.batches import Change
from cuibono.case.journal import analyst_name
from cuibono.case.records import ALWAYS, MACHINE, Code, Interval, Source, State
from cuibono.errors import Problem, UsageError
from cuibono.formats.codes import plain
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedHypothesis, OfferedRating, OfferedSource, same
from cuibono.reading.slugs import unique
from cuibono.weighing.shares import NAMES

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: `changes` to make, `by` whom where the file names nobody, what is there `already`.

    `kept` are judgements and facts of the case that the file has otherwise, `left_out` what of the file is not taken.
    """

    offer: Offer
    by: str
    changes: tuple[Change, ...] = ()
    already: int = 0
    kept: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many hypotheses, pieces of evidence, ratings and fields of sources it would add."""
        nouns = ("hypothesis", "evidence", "rating", "source")
        targets = [change.target.partition("/")[0] for change in self.changes]
        return {noun: targets.count(noun) for noun in nouns}

    def raters(self) -> dict[str, int]:
        """How many ratings each analyst would have more."""
        names = Counter(change.by for change in self.changes if change.target.startswith("rating/"))
        return dict(sorted(names.items()))


def plan(offer: Offer, state: State, analyst: str | None = None) -> Plan:
    """What taking in `offer` would change; nothing that a person has rated, named or set is changed.

    Ratings stand under the analysts that the file names, else under a name made of the file's own; `analyst` puts all
    of them under one. Raises UsageError where that is no name.
    """
    work = _Work(offer, state, by=_analyst(offer, analyst), is_given=analyst is not None)
    work.hypotheses()
    work.evidence()
    work.ratings()
    work.sources()
    left_out = (*offer.left_out, *work.left_out)
    return Plan(offer, work.by, tuple(work.changes), work.already, tuple(work.kept), left_out)


def _analyst(offer: Offer, analyst: str | None) -> str:
    if analyst is not None:
        return analyst_name(analyst)
    try:
        return analyst_name(offer.file.rpartition(".")[0] or offer.file)
    except UsageError:
        return "import"


@dataclass(slots=True)
class _Work:
    """Where a plan is worked out; it does not outlive `plan`."""

    offer: Offer
    state: State
    by: str
    is_given: bool
    changes: list[Change] = field(default_factory=list)
    already: int = 0
    kept: list[str] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def hypotheses(self) -> None:
        """Those that the case does not have by name get an id, the file's own where it is free."""
        known = {item.id: item.name for item in self.state.hypotheses} | NAMES
        shared = Counter(item.group for item in self.offer.hypotheses)
        for item in self._new("hypothesis", self.offer.hypotheses, known):
            group = item.group if shared[item.group] > 1 else ""
            facts = {"prior": item.prior, "group": group, "note": item.note}
            self._add("hypothesis", item, facts)

    def evidence(self) -> None:
        """As hypotheses."""
        known = {item.id: item.name for item in self.state.evidence}
        for item in self._new("evidence", self.offer.evidence, known):
            facts = {"note": item.note, "happened": self._happened(item)}
            facts |= {"relevance": item.relevance} if item.relevance != 1.0 else {}
            self._add("evidence", item, facts)

    def ratings(self) -> None:
        """One for each cell and analyst, where that analyst has none yet."""
        theirs = {(r.evidence, r.hypothesis, r.analyst): r.code or r.likelihood for r in self.state.ratings}
        offered: dict[tuple[str, str, str], Code | float] = {}
        suggestions = 0
        for item in self.offer.ratings:
            evidence = self.ids["evidence"].get(item.evidence)
            hypothesis = self.ids["hypothesis"].get(item.hypothesis)
            if evidence is None or hypothesis is None:
                missing = item.hypothesis if hypothesis is None else item.evidence
                self._leave_out(item.place, f"rates “{missing[:_SHOWN]}”, which the file does not have", "add it there")
                continue
            if plain(item.analyst) == MACHINE and not self.is_given:
                suggestions += 1
                continue
            analyst = self._rater(item)
            if analyst is not None:
                self._rate((evidence, hypothesis, analyst), item, theirs, offered)
        if suggestions:
            what = f"{suggestions} were left out: a machine's suggestions are no one's judgement"
            self._leave_out("ratings of the machine", what, "read the documents, or say --as NAME to stand behind them")

    def sources(self) -> None:
        """Fields that the case does not know of the sources that it has."""
        shelf: dict[str, list[Source]] = {}
        for source in self.state.sources:
            for mark in _marks(source.sha256, source.url, source.title):
                shelf.setdefault(mark, []).append(source)
        for offered in self.offer.sources:
            marks = _marks(offered.sha256, offered.fields.get("URL"), offered.fields.get("title"))
            found = next((shelf[mark] for mark in marks if mark in shelf), [])
            if len(found) == 1:
                self._describe(found[0], offered)
                continue
            fits = f"fits {len(found)} sources" if found else "is no source of the case"
            remedy = "give it the URL or the hash of one" if found else "add the document, then import again"
            title = offered.fields.get("title", offered.id)[:_SHOWN]
            self._leave_out(offered.place, f"(“{title}”) {fits}", remedy)

    def _new(self, noun: str, items: Iterable[Any], known: Mapping[str, str]) -> Iterator[Any]:
        """The items that the case does not have, each with the id that it gets; `ids` then has the ids of all."""
        by_name = {plain(name): id for id, name in known.items()}
        keys = self.ids.setdefault(noun, {})
        fresh = []
        for item in items:
            name = " ".join(item.name.split())
            if not name:
                self._leave_out(item.place, "has no name", "name it")
                continue
            same = item.id if item.id in ALWAYS and noun == "hypothesis" else by_name.get(plain(name))
            if same is not None:
                keys[item.key] = same
                self.already += 1
                continue
            fresh.append(item._replace(name=name))
        for item, id in zip(fresh, _ids(fresh, {*known, *ALWAYS}), strict=True):
            keys[item.key] = id
            yield item._replace(id=id)

    def _add(self, noun: str, item: OfferedHypothesis | OfferedEvidence, facts: Mapping[str, Any]) -> None:
        given = {key: value for key, value in facts.items() if value not in (None, "")}
        why = f"imported from {self.offer.file}" + (f", {item.place}" if item.place else "")
        self.changes.append(Change(self.by, f"{noun}/{item.id}", {"id": item.id, "name": item.name, **given}, why))

    def _happened(self, item: OfferedEvidence) -> dict[str, str] | None:
        if not item.happened:
            return None
        try:
            return Interval.parse(item.happened).model_dump(mode="json", exclude_defaults=True)
        except ValueError as error:
            self._leave_out(item.place, f"has a date that is none ({error})", "mend it")
            return None

    def _rater(self, item: OfferedRating) -> str | None:
        if self.is_given or not item.analyst:
            return self.by
        try:
            return analyst_name(item.analyst)
        except UsageError as error:
            self._leave_out(item.place, f"is by somebody who cannot be named ({error})", "say --as NAME")
            return None

    def _rate(
        self,
        cell: tuple[str, str, str],
        item: OfferedRating,
        theirs: Mapping[tuple[str, str, str], Code | float | None],
        offered: dict[tuple[str, str, str], Code | float],
    ) -> None:
        evidence, hypothesis, analyst = cell
        value = item.value.value if isinstance(item.value, Code) else item.value
        if cell in offered:
            if not same(offered[cell], item.value):
                what = f"rates {evidence} × {hypothesis} once more for {analyst}, as {value}; the first was taken"
                self._leave_out(item.place, what, "leave one of them")
            return
        offered[cell] = item.value
        own = theirs.get(cell)
        if own is None:
            why = item.why or f"imported from {self.offer.file}" + (f", {item.place}" if item.place else "")
            self.changes.append(Change(analyst, f"rating/{evidence}/{hypothesis}", value, why))
        elif same(own, item.value):
            self.already += 1
        else:
            self.kept.append(f"{analyst} rated {evidence} × {hypothesis} {own}; the file's {value} was not taken")

    def _describe(self, source: Source, offered: OfferedSource) -> None:
        content = source.model_dump(mode="json", by_alias=True)
        for key, value in offered.fields.items():
            was = content.get(key)
            if was is None:
                why = f"imported from {self.offer.file}, {offered.place}"
                self.changes.append(Change(self.by, f"source/{source.id}/{key}", value, why))
            elif plain(str(was)) == plain(value):
                self.already += 1
            else:
                self.kept.append(f"{source.name}: {key} is “{was}”; the file's “{value}” was not taken")

    def _leave_out(self, place: str, what: str, remedy: str) -> None:
        self.left_out.append(Problem(self.offer.file, place, what, remedy))


def _ids(items: Iterable[OfferedHypothesis | OfferedEvidence], taken: set[str]) -> list[str]:
    """An id for each: the file's own where it is one and free, else one made of the name."""
    items, used = list(items), set(taken)
    own: list[str] = []
    for item in items:
        keeps = bool(_ID.fullmatch(item.id)) and item.id not in used
        own.append(item.id if keeps else "")
        used |= {item.id} if keeps else set()
    made = iter(unique([item.name for item, id in zip(items, own, strict=True) if not id], used))
    return [id or next(made) for id in own]


def _marks(sha256: str, url: str | None, title: str | None) -> list[str]:
    """What a source can be known by, the surest first."""
    address = (url or "").partition("#")[0].removeprefix("https://").removeprefix("http://").removeprefix("www.")
    marks = {"sha256": sha256, "address": address.rstrip("/"), "title": plain(title or "")}
    return [f"{kind} {mark}" for kind, mark in marks.items() if mark]
