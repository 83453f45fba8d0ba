"""The report as a Word document: real footnotes, headings, captions, pictures, in the user's template or in none."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from zipfile import ZipFile

import docx as office
import pytest
from docx.oxml.ns import qn
from lxml import etree

from cuibono.errors import UsageError
from cuibono.report import TemplateWarning
from cuibono.report.build import compose
from cuibono.report.citations import Material
from cuibono.report.document import Cite, Figure, Footnote, Heading, Paragraph, Quote, Report, Section, Text
from cuibono.report.docx import docx, lacking
from cuibono.verbs import Case
from cuibono.weighing import weigh
from samples import STATE, TEXTS
from strategic import OPTIONS, POSTERIOR, SOLUTION, STRATEGY
from test_report_html import HOSTILE, hostile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def report() -> Report:
    """The sample case's report, its game included."""
    return compose(Material(STATE, POSTERIOR, TEXTS, solution=SOLUTION, strategy=STRATEGY, options=OPTIONS))


@pytest.fixture(scope="module")
def parts(report: Report) -> dict[str, bytes]:
    """The parts of its Word file by name."""
    return parts_of(docx(report))


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root(parts: dict[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(parts[name])


def words_of(element: etree._Element) -> str:
    return "".join(element.itertext(f"{W}t"))


def template(*, without: tuple[str, ...] = (), words: str = "") -> bytes:
    """A Word file in another house's style, which lacks some styles."""
    document = office.Document()
    document.styles["Normal"].font.name = "Georgia"
    for name in without:
        document.styles[name].element.getparent().remove(document.styles[name].element)
    if words:
        document.add_paragraph(words)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def test_every_footnote_is_one(report: Report, parts: dict[str, bytes]) -> None:
    """Every footnote of the report is a footnote of Word, referred to once, in the order of its number."""
    notes = [note for note in root(parts, "word/footnotes.xml") if note.get(f"{W}type") is None]
    assert len(notes) == len(report.footnotes) > 5
    for told, note in zip(report.footnotes, notes, strict=True):
        assert " ".join(told.exact.split()) in " ".join(words_of(note).split())
    referred = [ref.get(f"{W}id") for ref in root(parts, "word/document.xml").iter(f"{W}footnoteReference")]
    assert referred == [note.get(f"{W}id") for note in notes]
    assert b"footnotes+xml" in parts["[Content_Types].xml"]
    assert b"relationships/footnotes" in parts["word/_rels/document.xml.rels"]


def test_repeated_citations_lead_to_the_first(parts: dict[str, bytes]) -> None:
    """A second citation is a link to where the first stands; every link leads to a place that there is, once."""
    body = root(parts, "word/document.xml")
    places = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    ids = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    links = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    assert links
    assert len(places) == len({*places}) == len({*ids})
    assert {*links} <= {*places}


def test_headings_are_headings(report: Report, parts: dict[str, bytes]) -> None:
    """Sections and their parts have Word's heading styles, so that its outline and its table of contents work."""
    document = office.Document(BytesIO(docx(report)))
    firsts = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    seconds = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"]
    assert firsts == [section.title for section in report.sections]
    assert seconds == [block.words for block in report.blocks() if isinstance(block, Heading)]


def test_pictures_are_told(report: Report, parts: dict[str, bytes]) -> None:
    """Every figure is a picture with the report's alternative text, a numbered caption, and a table of the same."""
    figures = [block for block in report.blocks() if isinstance(block, Figure)]
    body = root(parts, "word/document.xml")
    told = [element.get("descr") for element in body.iter(qn("wp:docPr"))]
    assert told == [figure.alternative for figure in figures]
    assert len([name for name in parts if name.startswith("word/media/")]) == len(figures) > 4
    captions = [words_of(p) for p in body.iter(f"{W}p") if words_of(p).startswith("Figure ")]
    assert [caption.partition(".")[0] for caption in captions] == [f"Figure {n}" for n in range(1, len(figures) + 1)]
    fields = [field.get(f"{W}instr") for field in body.iter(f"{W}fldSimple")]
    assert fields.count(" SEQ Figure \\* ARABIC ") == len(figures)


def test_tables_repeat_their_heads(parts: dict[str, bytes]) -> None:
    """Every table's first row is a heading that is repeated on every page, and no row breaks across pages."""
    tables = list(root(parts, "word/document.xml").iter(f"{W}tbl"))
    assert len(tables) > 10
    for table in tables:
        first, *rest = table.iter(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rest)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (first, *rest))


def test_template_is_followed(report: Report) -> None:
    """What the template has stays, the report stands behind it and takes its styles."""
    made = office.Document(BytesIO(docx(report, template(words="The house of Ada"))))
    assert made.paragraphs[0].text == "The house of Ada"
    assert made.paragraphs[1].text == report.title
    assert made.styles["Normal"].font.name == "Georgia"


def test_dotx_is_a_template(report: Report) -> None:
    """A .dotx, which Word makes of templates, is as good as a .docx."""
    changed = BytesIO()
    with ZipFile(BytesIO(template())) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            kinds = (b"document.main+xml", b"template.main+xml")
            new.writestr(name, old.read(name).replace(*kinds) if name.startswith("[") else old.read(name))
    assert docx(report, changed.getvalue()) == docx(report, template())


def test_template_without_styles(report: Report) -> None:
    """A template that lacks styles works: they are made, and named to the user."""
    missing = ("Heading 1", "Caption", "Quote", "List Bullet", "List Number", "Table Grid", "Title")
    poor = template(without=missing)
    assert {*missing} <= {*lacking(poor)}
    made = office.Document(BytesIO(docx(report, poor)))
    firsts = [paragraph.text for paragraph in made.paragraphs if paragraph.style.name == "Heading 1"]
    assert firsts == [section.title for section in report.sections]
    assert any(paragraph.text.startswith("• ") for paragraph in made.paragraphs)


def test_lacking_styles_are_said(small_case: Case) -> None:
    """`Case.report` warns of each style that the template lacks, and writes the report all the same."""
    path = small_case.path / "house.docx"
    path.write_bytes(template(without=("Quote",)))
    with pytest.warns(TemplateWarning, match="Quote"):
        written = small_case.report(small_case.path / "out.docx", template=path)
    assert written.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_no_template(small_case: Case, data: bytes) -> None:
    """What is no Word file is refused as a template with a remedy, and nothing is written."""
    path = small_case.path / "house.docx"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"save it as \.docx"):
        small_case.report(small_case.path / "out.docx", template=path)
    assert not (small_case.path / "out.docx").exists()


def test_template_is_for_word_alone(small_case: Case) -> None:
    """A template for another form is refused."""
    path = small_case.path / "house.docx"
    path.write_bytes(template())
    with pytest.raises(UsageError, match=r"for \.docx"):
        small_case.report(small_case.path / "out.html", template=path)


def test_template_keeps_its_own_footnotes(report: Report) -> None:
    """A template that has footnotes keeps them; the report's come after them under other ids."""
    first = docx(report)
    again = parts_of(docx(report, first))
    notes = list(root(again, "word/footnotes.xml"))
    ids = [note.get(f"{W}id") for note in notes]
    assert len(ids) == len({*ids}) == 2 + 2 * len(report.footnotes)


def test_same_bytes(report: Report) -> None:
    """The same report gives the same bytes, whenever it is written."""
    assert docx(report) == docx(report)
    with ZipFile(BytesIO(docx(report))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b'<dcterms:created xsi:type="dcterms:W3CDTF">1980' in parts_of(docx(report))["docProps/core.xml"]


def test_marking_is_on_every_page(report: Report) -> None:
    """The marking stands in the header and in the footer of every kind of page, in its colours."""
    from dataclasses import replace

    from cuibono.report.marking import marking

    house = office.Document()
    house.sections[0].different_first_page_header_footer = True
    house.settings.odd_and_even_pages_header_footer = True
    house.add_section()
    made = BytesIO()
    house.save(made)
    marked = parts_of(docx(replace(report, marking=marking("red")), made.getvalue()))
    edges = [name for name in marked if re.match(r"word/(header|footer)\d+\.xml", name)]
    assert len(edges) == 6
    for name in edges:
        assert b"TLP:RED" in marked[name]
        assert b'w:val="FF2B2B"' in marked[name]


def test_right_to_left() -> None:
    """A quote in a script that runs from right to left is set so."""
    note = Footnote(1, "", "قال الوزير", "", (Text("بيان"),), "x", (), 0, 10)
    blocks = (Paragraph((Text("It is said."), Cite(1))), Quote("قال الوزير", (Text("x"),)))
    made = parts_of(docx(Report("Why?", (Section("a", "A", blocks),), (note,))))
    assert b"<w:bidi/>" in made["word/document.xml"]
    assert b"<w:bidi/>" in made["word/footnotes.xml"]


def test_hostile_words_stay_words() -> None:
    """Hostile words become no field, no link to another place, and no character that acts."""
    state, texts = hostile()
    made = parts_of(docx(compose(Material(state, weigh(state), texts))))
    body = root(made, "word/document.xml")
    assert not list(body.iter(f"{W}instrText"))
    assert all(rel.get("TargetMode") != "External" for rel in root(made, "word/_rels/document.xml.rels"))
    assert HOSTILE.split("\u202e")[0].split(" ")[0] in words_of(body)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", words_of(body))


def test_no_warning_for_a_whole_template(small_case: Case) -> None:
    """A template that has all styles, as a report of ours does, brings no warning."""
    first = small_case.report(small_case.path / "first.docx")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        small_case.report(small_case.path / "second.docx", template=first)
