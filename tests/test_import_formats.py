"""What other tools wrote comes in: ACH projects, bundles, citations, argument maps; what is not known is said."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cuibono.case.records import State
from cuibono.errors import UnreadableError, UsageError
from cuibono.formats import imports
from samples import SOURCES
from trade import codes, named, places, planned

ACHZ = """<?xml version="1.0" encoding="UTF-16"?>
<ACH><PROJECT-TITLE>Why was the quay closed?</PROJECT-TITLE><CLASSIFICATION>U</CLASSIFICATION><LAST-INDEX>2</LAST-INDEX>
<COLOR-SCHEME>1</COLOR-SCHEME><WINDOW>maximised</WINDOW>
<MATRIX>
 <HYPOTHESIS><NAME>Sale</NAME></HYPOTHESIS><HYPOTHESIS><NAME>Safety</NAME></HYPOTHESIS>
 <HYPOTHESIS><NAME>Strike</NAME></HYPOTHESIS>
 <EVIDENCE><NAME>Surveyors</NAME><NOTES>seen twice</NOTES><LINK>https://example.org/a</LINK><TYPE>OSINT</TYPE>
  <DATE>1620086400000</DATE><CODE>X1</CODE><FLAG>1</FLAG><CREDIBILITY>HIGH</CREDIBILITY>
  <VALUES>C C,,I I</VALUES></EVIDENCE>
 <EVIDENCE><NAME>No notice</NAME><DATE>0</DATE><FLAG>0</FLAG><SHAPE>round</SHAPE><VALUES>N,NA,Q</VALUES></EVIDENCE>
 <EVIDENCE><NAME>Strike fund</NAME><VALUES>I,C,C,C</VALUES></EVIDENCE>
</MATRIX></ACH>"""


def achz(text: str = ACHZ) -> bytes:
    """A project as PARC's tool packs it."""
    return gzip.compress(text.encode("utf-16"))


def test_an_ach_project_comes_in(tmp_path: Path) -> None:
    """Letters with spaces are codes; a blank value is not rated, and does not take the rating before it."""
    path = tmp_path / "quay.achz"
    path.write_bytes(achz())
    found = planned(path)
    assert found.offer.question == "Why was the quay closed?"
    assert codes(found) == {
        "Surveyors": ["CC", ".", "II"],
        "No notice": ["N", "NA", "."],
        "Strike fund": ["I", "C", "C"],
    }
    note = named(found, "evidence")["surveyors"]["note"]
    assert note.split("\n") == [
        "seen twice",
        "Link: https://example.org/a",
        "Type: OSINT",
        "Date: 2021-05-04",
        "Code: X1",
        "Flag: 1",
        "Credibility: HIGH",
    ]
    assert {change.by for change in found.changes} == {"quay"}


def test_what_an_ach_project_has_beyond_what_is_known_is_said(tmp_path: Path) -> None:
    """Unknown tags, an unknown code, a value too many: each with its place."""
    path = tmp_path / "quay.achz"
    path.write_bytes(achz())
    assert places(planned(path)) == {
        "project WINDOW",
        "evidence 2 SHAPE",
        "evidence 2 × hypothesis 3",
        "evidence 3",
    }


def test_an_ach_project_may_be_packed_otherwise(tmp_path: Path) -> None:
    """Plain XML, UTF-8, or a zip around it: tolerated, since no real sample is known."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("quay.xml", ACHZ.encode("utf-16"))
    for number, data in enumerate(
        (ACHZ.encode(), ACHZ.encode("utf-16-be"), gzip.compress(ACHZ.encode()), zipped.getvalue())
    ):
        path = tmp_path / f"{number}.achz"
        path.write_bytes(data)
        assert codes(planned(path))["Surveyors"] == ["CC", ".", "II"]


KIALO = """Discussion Title: Was the quay closed for safety?

1. The quay was closed because it is unsafe.
1.1. Pro: The authority says so. [1]
1.1.1. Con: It has reasons to say so.
1.1.1.1. Pro: It wants to sell the land.
1.2. Con: The older south quay stays open,
which nobody has explained.
1.3. Con: -> See 1.1.1.

Sources:
[1] Lindhaven Courier
"""


def test_a_kialo_discussion_comes_in(tmp_path: Path) -> None:
    """The thesis is a hypothesis, pros and cons are evidence, what is about them notes; links and sources are said."""
    path = tmp_path / "quay.txt"
    path.write_text(KIALO)
    found = planned(path)
    assert found.offer.format == "kialo"
    assert found.offer.question == "Was the quay closed for safety?"
    assert codes(found) == {
        "The authority says so. [1]": ["C"],
        "The older south quay stays open, which nobody has explained.": ["I"],
    }
    notes = [item.get("note", "") for item in named(found, "evidence").values()]
    assert notes[0] == "Con: It has reasons to say so.\n  Pro: It wants to sell the land."
    assert places(found) == {"line 9", "line 11"}
    assert any("2 arguments about arguments" in line for line in found.offer.reading)


def test_a_kialo_discussion_with_several_theses(tmp_path: Path) -> None:
    """A root whose children take no side is the question, they are hypotheses; the same words are one evidence."""
    path = tmp_path / "quay.txt"
    path.write_text(
        "Discussion Title: Quay\n\n1. Why was it closed?\n1.1. Sale\n1.1.1. Pro: Surveyors came\n"
        "1.2. Safety\n1.2.1. Con: Surveyors came\n1.2.2. Pro: The piles are old\n"
    )
    found = planned(path)
    assert codes(found) == {"Surveyors came": ["C", "I"], "The piles are old": [".", "C"]}


ARGDOWN = """===
title: The quay
===

# A heading

[Sale]: The board wants to sell. // a comment
    + <Surveyors>: Surveyors were there. #seen
        - <Routine>: They come every year.
    - [Promise]: The authority will
      reopen it \\[soon\\].
    >< [Safety]

/* nothing
   of this */
[Safety]: It is unsafe.
    <- <Surveyors>
    + [Promise]
// nothing here:

(1) A premise
----
(2) A conclusion
"""


def test_an_argdown_map_comes_in(tmp_path: Path) -> None:
    """Statements that things are about are hypotheses; references by title are one thing; what is neither is said."""
    path = tmp_path / "quay.argdown"
    path.write_text(ARGDOWN)
    found = planned(path)
    assert found.offer.question == "The quay"
    assert [item["name"] for item in named(found, "hypothesis").values()] == [
        "The board wants to sell.",
        "It is unsafe.",
    ]
    assert codes(found) == {
        "Surveyors were there.": ["C", "I"],
        "The authority will reopen it [soon].": ["I", "C"],
    }
    assert named(found, "evidence")["surveyors"]["note"] == "Con: They come every year."
    assert {problem.line for problem in found.left_out} == {12, 21, 22, 23}


def bundle(*objects: dict[str, Any]) -> str:
    """A STIX bundle of these objects."""
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": list(objects)})


def test_a_stix_bundle_of_others_comes_in_with_dangling_references_listed(tmp_path: Path) -> None:
    """Actors are hypotheses, notes and indicators evidence; what is missing or has no place is said."""
    path = tmp_path / "feed.json"
    path.write_text(
        bundle(
            {"type": "report", "id": "report--1", "name": "Who did it?", "object_refs": ["note--1", "note--gone"]},
            {"type": "threat-actor", "id": "threat-actor--1", "name": "Grey Heron", "description": "a crew"},
            {"type": "campaign", "id": "campaign--1", "name": "Low Tide"},
            {"type": "indicator", "id": "indicator--1", "name": "Beacon", "pattern": "[url:value = 'x']"},
            {"type": "note", "id": "note--1", "content": "Worked office hours", "object_refs": ["threat-actor--1"]},
            {
                "type": "relationship",
                "id": "relationship--1",
                "relationship_type": "indicates",
                "source_ref": "indicator--1",
                "target_ref": "threat-actor--1",
                "created_by_ref": "identity--gone",
            },
            {"type": "malware", "id": "malware--1", "name": "Wader"},
            {"type": "malware", "id": "malware--2", "name": "Stilt"},
        )
    )
    found = planned(path)
    assert found.offer.question == "Who did it?"
    assert codes(found) == {"Beacon": ["C", "."], "Worked office hours": [".", "."]}
    assert places(found) == {"report--1", "relationship--1", "malware"}
    assert any("note--gone" in str(problem) for problem in found.left_out)
    assert any("2 of this type" in str(problem) for problem in found.left_out)


def test_citations_fill_in_what_a_case_does_not_know(tmp_path: Path) -> None:
    """Matched by hash, address or title; known fields stay; what fits nothing, and dates that are none, are said."""
    state = State(
        question="Why?",
        sources=(
            SOURCES[0].model_copy(update={"author": None}),
            SOURCES[1].model_copy(update={"url": "https://www.coastwire.example/5/"}),
            SOURCES[2],
        ),
    )
    path = tmp_path / "refs.json"
    path.write_text(
        json.dumps(
            [
                {
                    "id": "a",
                    "type": "webpage",
                    "title": "North Quay Closed",
                    "author": [{"given": "Marte", "family": "Voss"}],
                }
                | {"container-title": "Another Paper"},
                {"id": "b", "type": "webpage", "URL": "http://coastwire.example/5#top", "title": "Quay shut"}
                | {"accessed": {"date-parts": [[2021, 6, 1]]}},
                {
                    "id": "c",
                    "type": "webpage",
                    "title": "Why I think the quay was closed",
                    "issued": {"date-parts": [[2021]]},
                },
                {"id": "d", "type": "book", "title": "Unheard of"},
            ]
        )
    )
    found = planned(path, state)
    assert {change.target: change.to for change in found.changes} == {
        "source/courier/author": "Marte Voss",
        "source/coastwire/title": "Quay shut",
        "source/coastwire/accessed": "2021-06-01",
    }
    assert any("Another Paper" in sentence for sentence in found.kept)
    assert places(found) == {"item 3 issued", "item 4"}


TREE = {
    "name": "Whither?",
    "H1": "",
    "H2": "",
    "children": [
        {
            "name": "Diplomatic",
            "H1": "",
            "H2": "",
            "children": [
                {"id": "n1", "name": "Clause", "H1": "++", "H2": "", "children": [], "source_reliability": "A"}
                | {"source_credibility": "2", "date": "2024-06-19"},
                {"id": "n2", "name": "Mandate", "H1": "-", "H2": "0", "children": []},
            ],
        },
        {"id": "n3", "name": "Trade", "H1": "perhaps", "H2": "--", "children": []},
    ],
}


def test_a_tree_of_evidence_comes_in(tmp_path: Path) -> None:
    """Leaves are evidence; blanks are not rated; grades and dates are kept as notes."""
    path = tmp_path / "tree.json"
    path.write_text(json.dumps(TREE))
    found = planned(path)
    assert codes(found) == {"Clause": ["CC", "."], "Mandate": ["I", "N"], "Trade": [".", "II"]}
    assert named(found, "evidence")["clause"]["note"] == "date: 2024-06-19\nAdmiralty code: A2"
    assert places(found) == {"n3 H1"}


@pytest.mark.parametrize("name", ["x.achz", "x.xlsx", "x.stix", "x.csl", "x.argdown", "x.json", "x.csv"])
@pytest.mark.parametrize("data", [b"", b"\x00" * 300, b"{", b"[1, 2]", b"{}", b"PK\x03\x04broken", b"\x1f\x8bbroken"])
def test_what_is_not_in_the_format_is_refused_with_a_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    """Whatever the bytes are, the answer is one of our errors, and names the file."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises((UnreadableError, UsageError), match="x\\."):
        imports.read(path)


def test_a_format_can_be_told(tmp_path: Path) -> None:
    """An ending that tells nothing is asked about; a format that there is not is answered with those there are."""
    path = tmp_path / "quay.dat"
    path.write_text("evidence,H1,H2\nA,C,I\n")
    with pytest.raises(UsageError, match="--format"):
        imports.read(path)
    assert len(imports.read(path, "csv").ratings) == 2
    with pytest.raises(UsageError, match="achz"):
        imports.read(path, "mind-map")
    with pytest.raises(UsageError, match="tables"):
        imports.read(path, "kialo", {"A": "name"})
