"""The actors: who supports, opposes or negotiates with whom, as the claims say, each with the words that say so."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cuibono.case.records import Claim
from cuibono.clipping import clipped
from cuibono.reading import actors as reading
from cuibono.reading import sentences
from cuibono.reading.relations import Relation, relations
from cuibono.report.charts.circle import Circle, Edge
from cuibono.report.citations import Material
from cuibono.report.document import Column, Figure, Paragraph, Runs, Section, Table, quoted, text
from cuibono.report.vocabulary import many, vocabulary

ACTORS = 9
"""The most actors in the picture; the table has all of them."""

_WORDS = 140
"""The longest quote in the table, in characters."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How one actor stands towards another, by how many claims, with the words of the first."""

    relation: Relation
    claims: tuple[str, ...]
    words: str


def actors(material: Material) -> Section | None:
    """Who stands how towards whom, as a map and as a table; nothing where no claim says so."""
    found = figure(material)
    if found is None:
        return None
    return Section("actors", "Actors", (Paragraph(text(vocabulary().passages["actors"])), found))


def figure(material: Material) -> Figure | None:
    """The map of actors; `None` where no claim says how one stands towards another."""
    stances = told(material)
    if not stances:
        return None
    busy = Counter(name for item in stances for name in (item.relation.who, item.relation.whom))
    names = _around([name for name, _ in busy.most_common(ACTORS)], stances)
    place = {name: number for number, name in enumerate(names)}
    edges = tuple(
        Edge(place[item.relation.who], place[item.relation.whom], item.relation.kind)
        for item in stances
        if item.relation.who in place and item.relation.whom in place
    )
    first = stances[0].relation
    said = f"{first.who} {_VERBS[first.kind]} {first.whom}"
    return Figure(
        caption="Who stands how towards whom, by the words of the claims",
        chart=Circle(tuple(names), edges),
        alternative=f"{many(len(edges), 'line')} between {many(len(names), 'actor')}; said most often: {said}.",
        twin=_table(material, stances),
    )


def told(material: Material) -> tuple[Stance, ...]:
    """Every stance that a claim states, those said most often first."""
    found: dict[tuple[str, str, str], list[tuple[Relation, str, str]]] = {}
    for source, claims in _by_source(material).items():
        for relation, claim in _stated(material.text(source), claims):
            words = " ".join(material.text(source)[relation.start : relation.end].split())
            found.setdefault((relation.who, relation.kind, relation.whom), []).append((relation, claim, words))
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Stance(places[0][0], tuple(dict.fromkeys(claim for _, claim, _ in places)), places[0][2])
        for _, places in ranked
    )


_VERBS = {"supports": "supports", "opposes": "opposes", "negotiates": "negotiates with"}


def _by_source(material: Material) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in material.state.live_claims:
        if claim.quote.holds_in(material.text(claim.source)):
            found.setdefault(claim.source, []).append(claim)
    return found


def _stated(body: str, claims: list[Claim]) -> Iterator[tuple[Relation, str]]:
    """The relations in sentences that a claim quotes, each with the first such claim."""
    parts = sentences.split(body)
    starts = [part.start for part in parts]
    quotes: dict[int, str] = {}
    for claim in claims:
        first = max(0, bisect_right(starts, claim.quote.start) - 1)
        last = bisect_right(starts, max(claim.quote.start, claim.quote.end - 1))
        for number in range(first, last):
            quotes.setdefault(number, claim.id)
    quoted_parts = [parts[number] for number in sorted(quotes)]
    for relation in relations(body, quoted_parts, reading.find(body, parts)):
        yield relation, quotes[bisect_right(starts, relation.start) - 1]


def _around(names: list[str], stances: tuple[Stance, ...]) -> list[str]:
    """The names in an order in which those with much to do with each other stand side by side."""
    near: Counter[frozenset[str]] = Counter()
    for item in stances:
        near[frozenset((item.relation.who, item.relation.whom))] += len(item.claims)
    left, order = list(names[1:]), list(names[:1])
    while left:
        best = max(left, key=lambda name: (near[frozenset((order[-1], name))], -names.index(name)))
        left.remove(best)
        order.append(best)
    return order


def _table(material: Material, stances: tuple[Stance, ...]) -> Table:
    rows = tuple(
        (
            quoted(item.relation.who),
            text(_VERBS[item.relation.kind]),
            quoted(item.relation.whom),
            text(str(len(item.claims))),
            _cited(material, item),
        )
        for item in stances
    )
    titles = ("Who", "Does what", "Whom", "Claims", "In these words")
    columns = tuple(Column(title, number=title == "Claims") for title in titles)
    return Table("Who supports, opposes or negotiates with whom", columns, rows, wide=True)


def _cited(material: Material, item: Stance) -> Runs:
    return (*quoted(f"“{clipped(item.words, _WORDS)}”"), *material.citations.cite(item.claims[:3]))
