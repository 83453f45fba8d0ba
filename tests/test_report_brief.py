"""The brief: the bottom line first, in estimative words, how sure it is, and what would change it."""

from __future__ import annotations

import pytest

from cuibono.case.records import State
from cuibono.errors import UsageError
from cuibono.report import render
from cuibono.report.brief import ROWS, SHOWN
from cuibono.report.build import compose
from cuibono.report.citations import Material
from cuibono.report.document import Heading, List, Paragraph, Table
from cuibono.weighing import weigh
from samples import STATE, TEXTS
from strategic import COMPARISON, OPTIONS, POSTERIOR
from test_report_build import said


@pytest.fixture(scope="module")
def material() -> Material:
    """The sample case with its options compared."""
    return Material(STATE, POSTERIOR, TEXTS, comparison=COMPARISON, options=OPTIONS)


def test_bottom_line_comes_first(material: Material) -> None:
    """The first words are the answer with its estimative word, the same as in the full paper; confidence follows."""
    (section,) = compose(material, "brief").sections
    first, *rest = section.blocks
    assert isinstance(first, Paragraph)
    assert first.lead
    leader = POSTERIOR.shares[0]
    assert leader.name in said(first.runs)
    assert leader.word in said(first.runs)
    assert first == compose(material).sections[0].blocks[0]
    told = [said(block.runs) for block in rest if isinstance(block, Paragraph)]
    assert any("Confidence in this analysis is " in words for words in told)


def test_parts_of_the_brief(material: Material) -> None:
    """It says what would change the answer, what to look for and what to do, each in a few lines."""
    (section,) = compose(material, "brief").sections
    titles = [block.words for block in section.blocks if isinstance(block, Heading)]
    assert titles == ["What would change it", "What to look for next", "What to do"]
    assert all(len(block.items) <= SHOWN + 1 for block in section.blocks if isinstance(block, List))


def test_table_has_words_and_numbers(material: Material) -> None:
    """Each explanation stands with its word, probability and interval, the most probable first."""
    (section,) = compose(material, "brief").sections
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    ranked = [share for share in POSTERIOR.shares if share.rank]
    assert [said(row[0]) for row in table.rows] == [share.name for share in ranked[:ROWS]]
    assert [said(row[1]) for row in table.rows] == [share.word for share in ranked[:ROWS]]


def test_a_brief_has_no_footnotes(material: Material) -> None:
    """It quotes nobody, also where the full paper was made of the same material before."""
    compose(material)
    assert compose(material, "brief").footnotes == ()
    assert len(compose(material).footnotes) == len(compose(material).footnotes) > 0


def test_nothing_rated() -> None:
    """A case without ratings has a brief that says so."""
    report = compose(Material(State(question="Why?"), weigh(State(question="Why?")), {}), "brief")
    first = report.sections[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert said(first.runs).startswith("There is no answer yet")


@pytest.mark.parametrize("form", [".html", ".md", ".docx", ".xlsx"])
def test_every_form_has_it(material: Material, form: str) -> None:
    """Every form has a brief, shorter than the full report, and the same bytes each time."""
    brief = render(material, form, length="brief")
    assert brief == render(material, form, length="brief")
    assert len(brief) < len(render(material, form))


def test_other_lengths_are_refused(material: Material) -> None:
    """A length that there is not is refused, with those there are."""
    with pytest.raises(UsageError, match="brief, full"):
        render(material, ".html", length="medium")
