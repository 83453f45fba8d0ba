"""The lineage of claims: which documents relay what goes back to which origin, and which origin repeats another."""

from __future__ import annotations

from collections import Counter

from cuibono.report.charts.layers import Layer, Layers, Link
from cuibono.report.citations import Material, source_name
from cuibono.report.document import Column, Figure, Table, quoted, text
from cuibono.report.vocabulary import many

SOURCES = 10
"""The most documents in the picture; the others share a box, and the table has all of them."""

ORIGINS = 12
"""The most origins in the picture; the others share a box."""

Bundle = tuple[str, str]
"""A document and an origin, by id: what the one relays of the other."""


def figure(material: Material) -> Figure | None:
    """Documents, the claims in them and their origins in layers; `None` where no claim counts."""
    bundles = _bundles(material)
    if not bundles:
        return None
    state = material.state
    documents = {source.id: source_name(source) for source in state.sources}
    origins = {origin.id: origin.name for origin in state.origins}
    counts = f"{many(len({id for id, _ in bundles}), 'document')} relay {many(sum(bundles.values()), 'claim')}"
    return Figure(
        caption="Which documents relay what goes back to which origin",
        chart=_chart(material, bundles, documents, origins),
        alternative=f"{counts} of {many(len({origin for _, origin in bundles}), 'origin')}; the table has them all.",
        twin=_table(material, bundles, documents, origins),
    )


def _bundles(material: Material) -> Counter[Bundle]:
    """How many claims that the answer rests on each document relays of each origin."""
    home = {id: origin.id for origin in material.state.origins for id in origin.claims}
    live = material.live(sorted(material.used))
    return Counter((claim.source, home[claim.id]) for claim in live if claim.id in home)


def _chart(material: Material, bundles: Counter[Bundle], documents: dict[str, str], origins: dict[str, str]) -> Layers:
    sources = _boxes([source for source, _ in bundles.elements()], documents, SOURCES, "document")
    heads = _boxes([origin for _, origin in bundles.elements()], origins, ORIGINS, "origin")
    drawn: Counter[tuple[int, int]] = Counter()
    for (source, origin), count in bundles.items():
        drawn[sources[source][0], heads[origin][0]] += count
    claims = tuple(many(count, "claim") for count in drawn.values())
    links = [Link((0, source), (1, at)) for at, (source, _) in enumerate(drawn)]
    links += [Link((1, at), (2, origin)) for at, (_, origin) in enumerate(drawn)]
    layers = [
        Layer("Source", _names(sources)),
        Layer("Claims", claims, 0.45),
        Layer("Origin", _names(heads)),
    ]
    back = _back(material, heads)
    if back:
        layers.append(Layer("Goes back to", tuple(dict.fromkeys(origins[to] for _, to, _ in back)), 0.8))
        roots = {name: place for place, name in enumerate(layers[-1].boxes)}
        links += [Link((2, at), (3, roots[origins[to]]), certain) for at, to, certain in back]
    return Layers(tuple(layers), tuple(links))


def _boxes(ids: list[str], names: dict[str, str], most: int, noun: str) -> dict[str, tuple[int, str]]:
    """The box of each id and what stands in it: the busiest have their own, the others share the last."""
    ranked = [id for id, _ in sorted(Counter(ids).items(), key=lambda item: (-item[1], item[0]))]
    own = ranked if len(ranked) <= most else ranked[: most - 1]
    rest = len(ranked) - len(own)
    found = {id: (place, names.get(id, id)) for place, id in enumerate(own)}
    return found | {id: (len(own), f"{rest} other {noun}s") for id in ranked[len(own) :]}


def _names(boxes: dict[str, tuple[int, str]]) -> tuple[str, ...]:
    return tuple(dict(boxes.values()).values())


def _back(material: Material, heads: dict[str, tuple[int, str]]) -> list[tuple[int, str, bool]]:
    """Which drawn origin goes back to which other, and whether that is certain."""
    known = {origin.id for origin in material.state.origins}
    return [
        (heads[origin.id][0], origin.goes_back_to, origin.copy_probability == 1)
        for origin in material.state.origins
        if origin.id in heads and origin.goes_back_to in known
    ]


def _table(material: Material, bundles: Counter[Bundle], documents: dict[str, str], origins: dict[str, str]) -> Table:
    back = {origin.id: origins.get(origin.goes_back_to or "", "–") for origin in material.state.origins}
    rows = tuple(
        (
            quoted(documents.get(source, source)),
            text(str(count)),
            quoted(origins[origin]),
            quoted(back[origin]),
        )
        for (source, origin), count in sorted(bundles.items(), key=lambda item: (-item[1], item[0]))
    )
    columns = (Column("Source"), Column("Claims", number=True), Column("Origin"), Column("Goes back to"))
    return Table("Which documents relay what goes back to which origin", columns, rows, wide=True)
