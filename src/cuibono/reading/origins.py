"""Origins: where each piece of information first came from.

The end of a claim's attribution chain is its origin; a claim without one is its author's own, or the news agency's
whose report the document prints. Unnamed origins of one kind ("intelligence officials", "U.S. intelligence sources")
are proposed as one where they are cited for the same matter: a hint to check, never a finding.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from cuibono.case.records import Claim, Origin, Source
from cuibono.reading import aliases, copies, slugs, tags, words
from cuibono.reading.patterns import Patterns

_HEAD = 300
"""Characters at the start of a document in which an agency's dateline may stand."""

_OPENING = 14
"""Tokens at the start of a statement in which it may name where it comes from."""

_SAME_MATTER = 3
"""Content words that two documents' claims must share before unnamed origins of one kind are proposed as one."""

_REPEATED = 0.6
"""Share of their content words from which two documents' claims are the same words, whoever said them."""


@dataclass(slots=True)
class _Found:
    """An origin in the making: how the documents call it, and its claims."""

    name: str
    kind: str = ""
    nation: str = ""
    wordings: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    because: list[str] = field(default_factory=list)


def trace(
    claims: Sequence[Claim], sources: Sequence[Source], texts: Mapping[str, str] | None = None
) -> tuple[Origin, ...]:
    """The origins of `claims`, each claim in exactly one, in order of their first claim.

    `texts` by source id, furniture trimmed, show which documents print an agency's report or repeat an earlier one: the
    origin of such a copy `goes_back_to` that of the earlier document, with the probability that it is a copy.
    """
    texts = texts or {}
    by_id = {source.id: source for source in sources}
    full = _full_names(claims)
    found: dict[tuple[str, ...], _Found] = {}
    for claim in claims:
        key, made = _origin(claim, by_id.get(claim.source), texts.get(claim.source, ""), full)
        origin = found.setdefault(key, made)
        origin.claims.append(claim)
        origin.wordings += [wording for wording in made.wordings if wording not in origin.wordings]
    merged = _merged(list(found.values()))
    return _records(merged, sources, texts)


def _origin(claim: Claim, source: Source | None, text: str, full: Mapping[str, str]) -> tuple[tuple[str, ...], _Found]:
    """The key under which a claim's origin is known, and the origin."""
    link = next((link for link in reversed(claim.chain) if link.anonymous or not _is_thought(link.cue)), None)
    if link:
        name = link.resolved or link.who
        if not link.anonymous and not _is_nameless(name):
            name = full.get(name, name)
            return ("named", name.lower()), _Found(name, because=["the end of its attribution chain"])
        return _unnamed(claim, link.who or link.cue)
    wording = _named_within(claim.quote.exact)
    if wording:
        return _unnamed(claim, wording)
    agency = _agency(text)
    if agency:
        return ("named", agency.lower()), _Found(agency, because=[f"the document prints a report of {agency}"])
    name = (source and (source.outlet or source.author or source.title or source.name)) or claim.source
    return ("author", name.lower()), _Found(name, because=["nobody else is cited: the author's own"])


def _is_nameless(name: str) -> bool:
    """Whether a speaker is called by words that name nobody ("he", "three of them")."""
    return frozenset(words.words(name)) <= frozenset(_data()["nameless"]["words"].split())


def _is_thought(cue: str) -> bool:
    """Whether a cue ascribes a thought ("Moscow fears"): then it is the author who says so, not the one who thinks."""
    return not frozenset(words.words(cue)).isdisjoint(_data()["thought"]["words"].split())


def _unnamed(claim: Claim, wording: str) -> tuple[tuple[str, ...], _Found]:
    kind, label = _kind(wording)
    nation = next((aliases.nations()[name][0] for name in _names_in(wording)), "")
    place = (claim.source,)
    made = _Found(f"{label} ({nation})" if nation else label, kind, nation, [wording])
    return ("unnamed", kind, nation, *place), made


def _names_in(wording: str) -> Iterable[str]:
    return (
        wording[start:end] for start, end in aliases.places(wording, sorted(aliases.nations(), key=len, reverse=True))
    )


def _kind(wording: str) -> tuple[str, str]:
    """The id and the name of the kind of origin that some words mean; the first kind listed that they name."""
    told = frozenset(words.words(wording))
    for row in _data()["kind"]:
        if told.intersection(row["words"].split()):
            return row["id"], row["name"]
    return "others", "others, unnamed"


def _named_within(quote: str) -> str:
    """The words at the start of a statement that say where it comes from ("Intelligence reports …"), or nothing."""
    tokens = tags.tag(quote[:_HEAD])
    hit = next(_within().find(tokens[:_OPENING]), None)
    return quote[tokens[hit.first].start : tokens[hit.last - 1].end] if hit else ""


def _agency(text: str) -> str:
    """The news agency named in brackets or capitals in a document's dateline, or nothing."""
    head = text[:_HEAD]
    for agency, marks in _data()["agencies"].items():
        for mark in marks:
            if re.search(rf"\({re.escape(mark)}\)\s*[-–—]", head):
                return str(agency)
    return ""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("cuibono.data").joinpath("origins.toml").read_text("utf-8"))


@cache
def _within() -> Patterns:
    return Patterns({"within": _data()["within"]["phrases"]})


def _full_names(claims: Sequence[Claim]) -> dict[str, str]:
    """The one full name in the folder that ends in each last name; last names of several people are left out."""
    known = {link.resolved or link.who for claim in claims for link in claim.chain if not link.anonymous}
    by_last: dict[str, set[str]] = {}
    for name in known:
        if " " in name:
            by_last.setdefault(name.split()[-1], set()).add(name)
    return {last: next(iter(full)) for last, full in by_last.items() if len(full) == 1 and last in known}


def _merged(found: Sequence[_Found]) -> list[_Found]:
    """Unnamed origins of one kind joined across documents where they are cited for the same matter."""
    shared = {row["id"] for row in _data()["kind"] if row["shared"]}
    kept: list[_Found] = []
    for origin in found:
        twin = next((one for one in kept if origin.kind and _same(one, origin, origin.kind in shared)), None)
        if twin is None:
            kept.append(origin)
            continue
        common = sorted(_matter(twin) & _matter(origin))
        twin.claims += origin.claims
        twin.wordings += [wording for wording in origin.wordings if wording not in twin.wordings]
        if origin.nation and not twin.nation:
            twin.nation, twin.name = origin.nation, origin.name
        twin.because.append(f"documents that cite it speak of the same matter ({', '.join(common[:4])})")
    return kept


def _same(one: _Found, other: _Found, shared: bool) -> bool:
    """Whether two unnamed origins may be one: of a kind, of no two nations, cited for the same matter."""
    if one.kind != other.kind or (one.nation and other.nation and one.nation != other.nation):
        return False
    common = len(_matter(one) & _matter(other))
    return common >= _SAME_MATTER and (shared or common >= _REPEATED * min(len(_matter(one)), len(_matter(other))))


def _matter(origin: _Found) -> frozenset[str]:
    return frozenset(stem for claim in origin.claims for stem in words.content(claim.quote.exact))


def _records(found: Sequence[_Found], sources: Sequence[Source], texts: Mapping[str, str]) -> tuple[Origin, ...]:
    ids = slugs.unique([origin.name for origin in found])
    back = _copied(found, ids, sources, texts)
    records = []
    for origin, name in zip(found, ids, strict=True):
        of, chance = back.get(name, (None, 1.0))
        called = ", ".join(f"“{wording}”" for wording in origin.wordings[:4])
        reasons = [*([f"called {called}"] if called else []), *dict.fromkeys(origin.because)]
        if of:
            reasons.append("its document repeats an earlier one")
        records.append(
            Origin(
                id=name,
                name=origin.name,
                anonymous=bool(origin.kind),
                claims=tuple(claim.id for claim in origin.claims),
                goes_back_to=of,
                copy_probability=chance,
                because="; ".join(reasons),
                draft=True,
            )
        )
    return tuple(records)


def _copied(
    found: Sequence[_Found], ids: Sequence[str], sources: Sequence[Source], texts: Mapping[str, str]
) -> dict[str, tuple[str, float]]:
    """For the author's own origin of a document that repeats an earlier one: the earlier one's, and how probably."""
    own: dict[str, str] = {}
    for origin, name in zip(found, ids, strict=True):
        if not origin.kind and not any(claim.chain for claim in origin.claims):
            for claim in origin.claims:
                own.setdefault(claim.source, name)
    ordered = sorted(
        sources, key=lambda source: (source.published is None, source.published or 0, sources.index(source))
    )
    repeated = copies.find({source.id: texts[source.id] for source in ordered if source.id in texts})
    back: dict[str, tuple[str, float]] = {}
    for copy in repeated:
        later, earlier = own.get(copy.source), own.get(copy.of)
        if later and earlier and later != earlier and copy.probability > 0 and later not in back:
            back[later] = (earlier, copy.probability)
    return _acyclic(back)


def _acyclic(back: Mapping[str, tuple[str, float]]) -> dict[str, tuple[str, float]]:
    """The links without those that would lead an origin back to itself (two outlets that copy each other by turns)."""
    kept: dict[str, tuple[str, float]] = {}
    for name, (of, chance) in back.items():
        step: str | None = of
        while step is not None and step != name:
            step = kept[step][0] if step in kept else None
        if step is None:
            kept[name] = (of, chance)
    return kept
