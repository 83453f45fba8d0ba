"""GraphML out: sources, claims, origins, evidence and hypotheses as one directed graph (GraphML 1.0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cuibono.case.records import State, Status
from cuibono.formats.snapshot import Snapshot, Written, value_of
from cuibono.report.controls import visible

_NS = "http://graphml.graphdrawing.org/xmlns"
_KEYS = {
    "node": {"kind": "string", "label": "string", "probability": "double", "prior": "double", "reliability": "string"}
    | {"status": "string"},
    "edge": {"relation": "string", "analyst": "string", "code": "string", "likelihood": "double", "why": "string"},
}


class _Node(NamedTuple):
    id: str
    facts: dict[str, Any]


class _Edge(NamedTuple):
    start: str
    end: str
    facts: dict[str, Any]


def write(snapshot: Snapshot) -> Written:
    """The graph: claims quote sources and go back to origins, evidence rests on claims and is rated by hypothesis."""
    from lxml import etree

    root = etree.Element(f"{{{_NS}}}graphml", nsmap={None: _NS})
    for domain, keys in _KEYS.items():
        for name, kind in keys.items():
            facts = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": kind}
            etree.SubElement(root, f"{{{_NS}}}key", facts)
    graph = etree.SubElement(root, f"{{{_NS}}}graph", {"id": "case", "edgedefault": "directed"})
    nodes = list(_nodes(snapshot))
    known = {node.id for node in nodes}
    for node in nodes:
        _describe(etree.SubElement(graph, f"{{{_NS}}}node", {"id": node.id}), "node", node.facts)
    edges = [edge for edge in _edges(snapshot) if {edge.start, edge.end} <= known]
    for number, edge in enumerate(edges):
        ends = {"id": f"e{number}", "source": edge.start, "target": edge.end}
        _describe(etree.SubElement(graph, f"{{{_NS}}}edge", ends), "edge", edge.facts)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    left_out = ("notes, dates, certainty and the places of quotes are not in the graph",)
    return Written(data, left_out)


def _describe(element: Any, domain: str, facts: dict[str, Any]) -> None:
    from lxml import etree

    for name, value in facts.items():
        if value is not None and value != "":
            data = etree.SubElement(element, f"{{{_NS}}}data", {"key": f"{domain}-{name}"})
            data.text = visible(value) if isinstance(value, str) else repr(value)


def _nodes(snapshot: Snapshot) -> Iterator[_Node]:
    state = snapshot.state
    for source in state.sources:
        grade = state.reliability.get(source.id)
        facts = {"kind": "source", "label": source.title or source.name, "reliability": grade}
        yield _Node(f"source/{source.id}", facts)
    for claim in state.claims:
        status = state.status.get(claim.id, Status.SUGGESTED).value
        yield _Node(f"claim/{claim.id}", {"kind": "claim", "label": claim.quote.exact, "status": status})
    for origin in state.origins:
        facts = {"kind": "origin", "label": origin.name, "reliability": origin.reliability}
        yield _Node(f"origin/{origin.id}", facts)
    for item in state.evidence:
        yield _Node(f"evidence/{item.id}", {"kind": "evidence", "label": item.name})
    priors = {item.id: item.prior for item in state.hypotheses}
    for id, name in snapshot.names.items():
        share = snapshot.standing.get(id)
        numbers = {"prior": priors.get(id), "probability": share.probability if share else None}
        yield _Node(f"hypothesis/{id}", {"kind": "hypothesis", "label": name, **numbers})


def _edges(snapshot: Snapshot) -> Iterator[_Edge]:
    yield from _grounds(snapshot.state)
    yield from _reasoning(snapshot)


def _grounds(state: State) -> Iterator[_Edge]:
    """Where claims stand, where they come from, and which evidence they report."""
    for claim in state.claims:
        yield _Edge(f"claim/{claim.id}", f"source/{claim.source}", {"relation": "stands in"})
    for origin in state.origins:
        for id in origin.claims:
            yield _Edge(f"claim/{id}", f"origin/{origin.id}", {"relation": "goes back to"})
        if origin.goes_back_to:
            yield _Edge(f"origin/{origin.id}", f"origin/{origin.goes_back_to}", {"relation": "repeats"})
    for item in state.evidence:
        for relation, ids in (("reports", item.claims), ("denies", item.denied_by)):
            for id in ids:
                yield _Edge(f"claim/{id}", f"evidence/{item.id}", {"relation": relation})


def _reasoning(snapshot: Snapshot) -> Iterator[_Edge]:
    for item in snapshot.state.evidence:
        for id in item.depends_on:
            yield _Edge(f"evidence/{item.id}", f"evidence/{id}", {"relation": "depends on"})
    for hypothesis in snapshot.state.hypotheses:
        for id in hypothesis.claims:
            yield _Edge(f"claim/{id}", f"hypothesis/{hypothesis.id}", {"relation": "puts forward"})
    for (evidence, id), ratings in snapshot.cells.items():
        for rating in ratings:
            value = value_of(rating)
            measure = {"code" if isinstance(value, str) else "likelihood": value}
            facts = {"relation": "is rated under", "analyst": rating.analyst, "why": rating.why, **measure}
            yield _Edge(f"evidence/{evidence}", f"hypothesis/{id}", facts)
