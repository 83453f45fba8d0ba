"""Standards are kept: what goes out in a format is what the format's own tools and specifications ask for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cuibono.case.records import Claim, Evidence, Hypothesis, State
from cuibono.formats import argdown, bibtex, csl, ftm, graphml, imports, jsonld, stix
from cuibono.formats.exports import FORMATS, write
from cuibono.formats.snapshot import Snapshot
from cuibono.weighing import weigh
from samples import CLAIMS, SOURCES, STATE, TEXTS

HOSTILE = "</a> ]]> \\input{/etc/passwd} {x} [k]: <z> #t // c \u202e\x00\x1b[31m =cmd & \"q\" 'p' ; -- \n + more"


def snapshot(state: State = STATE) -> Snapshot:
    """The sample case, weighed and ready to go."""
    return Snapshot(state, TEXTS, weigh(state).shares)


def hostile() -> Snapshot:
    """The sample case with names that mean something in every format."""
    sources = tuple(
        source.model_copy(update={"title": HOSTILE, "author": HOSTILE, "outlet": HOSTILE, "url": "javascript:x"})
        for source in SOURCES
    )
    return Snapshot(
        STATE.model_copy(
            update={
                "question": HOSTILE,
                "sources": sources,
                "hypotheses": tuple(item.model_copy(update={"name": HOSTILE + item.id}) for item in STATE.hypotheses),
                "evidence": tuple(item.model_copy(update={"name": HOSTILE + item.id}) for item in STATE.evidence),
            }
        )
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_case_gives_the_same_bytes(name: str) -> None:
    """Every format is a function of the case."""
    assert write(snapshot(), name).data == write(snapshot(), name).data


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_it_could_not_hold(name: str) -> None:
    """No file pretends to be the whole case."""
    left_out = write(snapshot(), name).left_out
    assert left_out
    assert all(len(sentence) > 20 for sentence in left_out)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_case_can_go_anywhere(name: str) -> None:
    """A question alone stops no format, though some then have nothing to say."""
    found = write(Snapshot(State(question="Why?")), name).data
    assert found or name in {"bibtex", "ftm"}


def test_quotes_are_web_annotations() -> None:
    """Each claim has both selectors of the W3C model, and they point at the same words of the source's text."""
    content = json.loads(jsonld.write(snapshot()).data)
    assert content["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert content["type"] == "AnnotationCollection"
    items = content["first"]["items"]
    assert content["total"] == len(items) == len(CLAIMS)
    sources = {item["id"]: item["case:id"] for item in content["case:source"]}
    for item in items:
        assert item["type"] == "Annotation"
        target = item["target"]
        exact, place = target["selector"]
        assert (exact["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        text = TEXTS[sources[target["source"]]]
        assert text[place["start"] : place["end"]] == exact["exact"]
        assert text[: place["start"]].endswith(exact["prefix"])
        assert text[place["end"] :].startswith(exact["suffix"])


def test_every_link_of_the_graph_leads_somewhere() -> None:
    """All ids are URNs, each is given once, and each that is referred to is there."""
    content = json.loads(jsonld.write(snapshot()).data)
    given = [item["id"] for key in ("source", "hypothesis", "evidence", "origin") for item in content[f"case:{key}"]]
    given += [item["id"] for item in content["first"]["items"]]
    assert len(given) == len(set(given))
    assert all(UUID(id).version == 5 for id in given)
    assert set(_links(content["case:evidence"])) <= set(given)


def _links(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["id"]] if set(value) == {"id"} else []
        return own + [link for item in value.values() for link in _links(item)]
    return [link for item in value for link in _links(item)] if isinstance(value, list) else []


def test_citations_are_csl_json() -> None:
    """Names, dates in parts, types that CSL has; a field that nobody knows is not there."""
    courier, coastwire, page = json.loads(csl.write(snapshot()).data)
    assert courier["author"] == [{"literal": "Marte Voss"}]
    assert courier["issued"] == {"date-parts": [[2021, 5, 4]]}
    assert courier["container-title"] == "Lindhaven Courier"
    assert {item["type"] for item in (courier, coastwire, page)} <= {"webpage", "document"}
    assert "author" not in page
    assert courier["custom"]["reliability"] == "B"


def test_bibtex_cannot_be_broken_out_of() -> None:
    """Braces are balanced, nothing is a command of TeX but our own escapes, one entry a source."""
    text = bibtex.write(hostile()).data.decode()
    assert text.count("@misc{") == len(SOURCES)
    bare = re.sub(r"\\text[a-z]+\{\}|\\[{}$&#_%]", "", text)
    assert bare.count("{") == bare.count("}")
    assert "\\" not in bare
    assert "\x00" not in text


def test_stix_passes_the_official_validator() -> None:
    """All musts and shoulds of STIX 2.1 but one: ids are UUIDs of version 5, so that they stay the same."""
    validator = pytest.importorskip("stix2validator")
    options = validator.ValidationOptions(version="2.1", strict=True, enforce_refs=True, disabled="103")
    for case in (snapshot(), hostile()):
        result = validator.validate_string(stix.write(case).data.decode(), options)
        assert result.is_valid, result.as_dict()


def test_stix_tells_hypotheses_with_confidence_and_ratings() -> None:
    """The extension is defined in the bundle; confidence is the posterior in per cent; ratings name their analyst."""
    case = snapshot()
    objects = json.loads(stix.write(case).data)["objects"]
    [definition] = [item for item in objects if item["type"] == "extension-definition"]
    assert definition["id"] == stix.EXTENSION
    notes = {item["extensions"][stix.EXTENSION]["case_id"]: item for item in objects if item["type"] == "note"}
    share = case.standing["sale"]
    assert notes["sale"]["confidence"] == round(100 * share.probability)
    rated = notes["e3"]["extensions"][stix.EXTENSION]["ratings"]
    assert {(rating["analyst"], rating["code"]) for rating in rated} == {("ana", "II"), ("ana", "CC"), ("ana", "I")}
    [report] = [item for item in objects if item["type"] == "report"]
    assert set(report["object_refs"]) == {item["id"] for item in objects if item["type"] in {"note", "identity"}} - {
        stix.PRODUCER
    }


# Facts of the followthemoney model, version 4.11: the schemata that are written, what each needs and may have.
THING = {"name", "description", "notes", "keywords", "proof", "sourceUrl", "publisher", "retrievedAt", "namesMentioned"}
SCHEMATA: dict[str, tuple[set[str], set[str]]] = {
    "Document": (
        {"fileName"},
        THING | {"title", "fileName", "mimeType", "author", "publishedAt"},
    ),
    "LegalEntity": ({"name"}, THING - {"namesMentioned"}),
    "Documentation": ({"document", "entity"}, {"document", "entity", "role"}),
    "Note": (set(), THING | {"entity"}),
    "Event": ({"name"}, THING - {"notes"} | {"date", "startDate", "endDate", "involved", "notes"}),
}


def test_followthemoney_entities_keep_their_schemata() -> None:
    """Known schemata, known properties, what is required is there, and every entity that is named is in the file."""
    for case in (snapshot(), hostile()):
        entities = [json.loads(line) for line in ftm.write(case).data.decode().splitlines()]
        ids = {entity["id"] for entity in entities}
        assert len(ids) == len(entities)
        for entity in entities:
            required, allowed = SCHEMATA[entity["schema"]]
            properties = entity["properties"]
            assert required <= set(properties) <= allowed, entity
            for key in ("document", "entity", "proof", "involved"):
                assert set(properties.get(key, ())) <= ids
            assert all(isinstance(value, str) and value for values in properties.values() for value in values)


def test_followthemoney_itself_reads_them_unchanged() -> None:
    """The library finds nothing to clean away."""
    model = pytest.importorskip("followthemoney").model
    for case in (snapshot(), hostile()):
        for line in ftm.write(case).data.decode().splitlines():
            entity = json.loads(line)
            kept = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
            assert {key: sorted(values) for key, values in kept.items()} == {
                key: sorted(values) for key, values in entity["properties"].items()
            }


def test_argdown_says_what_speaks_for_and_against() -> None:
    """Under a hypothesis, evidence rated C is `+`, I is `-`, neutral is neither."""
    text = argdown.write(snapshot()).data.decode()
    block = next(part for part in text.split("\n\n") if part.startswith("[sale]:"))
    assert "    - <e3>" in block
    assert "    + <e2>" in block
    assert "<e6>" not in block


def test_argdown_text_cannot_become_syntax() -> None:
    """A name with all the signs that Argdown knows stays one line of text."""
    for line in argdown.write(hostile()).data.decode().splitlines():
        words = re.sub(r"\\.", "", line)
        if line.startswith(("[", "<")):
            head, _, rest = words.partition(": ")
            assert re.fullmatch(r"[\[<][a-z0-9-]+[\]>]", head)
            assert not set("[]<>#@*_/") & set(rest.split(' {"ratings"')[0])


def test_graphml_is_a_graph_that_holds_together() -> None:
    """Every key is declared, every edge joins two nodes, and hostile names do not break the XML."""
    from lxml import etree

    for case in (snapshot(), hostile()):
        root = etree.fromstring(graphml.write(case).data)
        ns = "{http://graphml.graphdrawing.org/xmlns}"
        nodes = {node.get("id") for node in root.iter(f"{ns}node")}
        keys = {key.get("id") for key in root.iter(f"{ns}key")}
        edges = list(root.iter(f"{ns}edge"))
        assert edges
        assert all({edge.get("source"), edge.get("target")} <= nodes for edge in edges)
        assert {data.get("key") for data in root.iter(f"{ns}data")} <= keys
        ratings = [edge for edge in edges if edge.get("target").startswith("hypothesis/")]
        assert len([edge for edge in ratings if edge.get("source").startswith("evidence/")]) == len(STATE.ratings)


def test_the_extension_and_the_formats_are_documented() -> None:
    """docs/exchange.md has the extension's id, each of its properties, and every format out and in."""
    page = Path(__file__).resolve().parents[1] / "docs" / "exchange.md"
    if not page.is_file():
        pytest.skip("the docs are not beside an installed package")
    text = page.read_text(encoding="utf-8")
    assert stix.EXTENSION in text
    assert all(f"| `{name}` |" in text for name in (*FORMATS, *imports.FORMATS))
    for item in json.loads(stix.write(snapshot()).data)["objects"]:
        own = item.get("extensions", {}).get(stix.EXTENSION, {})
        kind = own.get("kind")
        assert kind == "case" or all(f"`{key}`" in text for key in own if key != "extension_type"), own


@pytest.mark.slow
def test_a_case_with_ten_thousand_claims_goes_out() -> None:
    """Size alone stops no format."""
    many = tuple(CLAIMS[0].model_copy(update={"id": f"c{number}"}) for number in range(10_000))
    facts = (Evidence(id="e1", name="Seen", claims=tuple(claim.id for claim in many)),)
    state = State(
        question="Why?",
        sources=SOURCES,
        claims=tuple(Claim.model_validate(claim) for claim in many),
        evidence=facts,
        hypotheses=(Hypothesis(id="a", name="A"),),
    )
    for name in FORMATS:
        assert write(Snapshot(state, TEXTS), name).data
