"""The report as a Word document, in the user's own template where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import docx as office
from docx.shared import Mm, Pt

from cuibono.errors import UsageError
from cuibono.report import charts, styles, word
from cuibono.report.archive import timeless
from cuibono.report.controls import visible
from cuibono.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    Jump,
    List,
    Note,
    Paragraph,
    Quote,
    Report,
    Runs,
    Table,
    Text,
)
from cuibono.report.footnotes import QUIET, Notes
from cuibono.report.prose import Prose
from cuibono.report.word import bold, colour, element, is_rtl, paragraph, run, shade

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WIDE = 672
"""The width at which charts are drawn, in pixels."""

_TALL = 8.2
"""The most inches that a picture is high, so that it stands on one page with its caption."""

_LABELS = {"info": "Note", "draft": "Draft", "warning": "Mind"}
_PANEL = "F4F5F3"
_TWIP = 635  # English Metric Units in a twentieth of a point
_INCH = 914400
_LETTER = 104
_EDGE = 230
"""Room for a letter of a table's type and for a cell's edges, in twentieths of a point."""

_LOOKED_AT = 200
"""Rows from which a table's widths are taken."""


def docx(report: Report, template: bytes | None = None) -> bytes:
    """The report as a .docx in the styles of `template`; the same report and template give the same bytes.

    What the template has is kept, and the report follows it. Raises UsageError for a template that is no Word file.
    """
    document = opened(template)
    _Paper(document, report).write()
    made = BytesIO()
    document.save(made)
    return timeless(made.getvalue())


def lacking(template: bytes) -> tuple[str, ...]:
    """The styles that a report needs and the template lacks, by name; they are made plainly.

    Raises UsageError for a template that is no Word file.
    """
    return styles.lacking(opened(template).styles)


def opened(template: bytes | None) -> Any:
    """A document in the template's styles, .docx or .dotx; without a template, in plain ones."""
    if template is None:
        return _plain_paper()
    try:
        return office.Document(BytesIO(_as_document(template)))
    except (BadZipFile, LookupError, ValueError, SyntaxError, AttributeError) as error:
        raise UsageError(f"the template is no Word document ({error}); save it as .docx or .dotx in Word") from error


def _plain_paper() -> Any:
    """A4 with narrow margins, in plain type, with tables of thin rules."""
    document = office.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(10.5)
    document.styles["Table Grid"].delete()  # so that ours is made, which has no boxes
    return document


def _as_document(template: bytes) -> bytes:
    """A template's bytes as those of a document: the two differ in one content type."""
    kind, other = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"
    with ZipFile(BytesIO(template)) as old:
        if kind not in old.read("[Content_Types].xml"):
            return template
        changed = BytesIO()
        with ZipFile(changed, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, part.replace(kind, other) if name == "[Content_Types].xml" else part)
    return changed.getvalue()


class _Paper:
    """A Word document in the making."""

    def __init__(self, document: Any, report: Report) -> None:
        self.document, self.report = document, report
        self.unnumbered = styles.LISTS & {*styles.lacking(document.styles)}
        self.styles = styles.settle(document.styles)
        self.notes = Notes(document, self.styles)
        self.prose = Prose(self.notes, self.styles["Footnote Reference"])
        section = document.sections[-1]
        self.room = (section.page_width - section.left_margin - section.right_margin) // _TWIP
        self.counts = {"Table": 0, "Figure": 0}

    def write(self) -> None:
        """Write all of the report behind what the template has."""
        self._drop_empty_start()
        for part in self._parts():
            self._add(part)
        self.notes.write(self.report.footnotes)
        self._mark()
        self._describe()

    def _parts(self) -> Iterator[Element]:
        yield paragraph(self.styles["Title"], [run(self.report.title)])
        for section in self.report.sections:
            yield self._heading("Heading 1", section.title, section.anchor)
            for block in section.blocks:
                yield from self._block(block)
        head = f" at entry {self.report.head}" if self.report.head else ""
        made = f"Made with cuibono from the case as it stands{head}."
        yield paragraph(None, [run(made, colour(QUIET), element("w:sz", val="16"))])

    def _add(self, part: Element) -> None:
        """Put a part at the end of the text, which the last section's properties end."""
        end = self.document.element.body.sectPr
        end.addprevious(part) if end is not None else self.document.element.body.append(part)

    def _drop_empty_start(self) -> None:
        """Take out the one empty paragraph of a template that has nothing else."""
        paragraphs = self.document.paragraphs
        if len(paragraphs) == 1 and not self.document.tables and not paragraphs[0].text:
            only = paragraphs[0]._p  # noqa: SLF001 - the library has no other way
            only.getparent().remove(only)

    def _heading(self, style: str, words: str, anchor: str) -> Element:
        return paragraph(self.styles[style], self.prose.place(anchor, run(words)))

    def _block(self, block: Block) -> Iterator[Element]:
        match block:
            case Heading():
                yield self._heading("Heading 2", block.words, block.anchor)
            case Paragraph():
                larger = (element("w:sz", val="26"),) if block.lead else ()
                yield paragraph(None, self.prose.runs(block.runs, *larger))
            case Quote():
                yield paragraph(self.styles["Quote"], [run(block.words)], rtl=is_rtl(block.words))
                yield paragraph(self.styles["Quote"], [run("– "), *self.prose.runs(block.by)])
            case List():
                yield from self._list(block)
            case Note():
                label = run(f"{_LABELS[block.tone]}  ", bold())
                yield paragraph(None, [label, *self.prose.runs(block.runs)], shade(_PANEL))
            case Table():
                yield from self._table(block)
            case Figure():
                yield from self._figure(block)

    def _list(self, block: List) -> Iterator[Element]:
        style = "List Number" if block.ordered else "List Bullet"
        for number, item in enumerate(block.items, 1):
            mark = f"{number}." if block.ordered else "•"
            before = [run(f"{mark} ")] if style in self.unnumbered else []
            yield paragraph(self.styles[style], [*before, *self.prose.runs(item)])

    def _caption(self, kind: str, words: str, *properties: Element) -> Element:
        """A caption that Word numbers itself, and lists where it is asked to."""
        self.counts[kind] += 1
        number = element("w:fldSimple", run(str(self.counts[kind])), instr=f" SEQ {kind} \\* ARABIC ")
        return paragraph(self.styles["Caption"], [run(f"{kind} "), number, run(f". {words}")], *properties)

    def _table(self, table: Table) -> Iterator[Element]:
        yield self._caption("Table", table.caption, element("w:keepNext"))
        widths = shares(table, self.room)
        titles = tuple((Text(column.title, "strong"),) for column in table.columns)
        rows = (self._cells(widths, row, table.columns) for row in table.rows)
        yield word.table(self.styles["Table Grid"], widths, self._cells(widths, titles, table.columns), rows)
        yield paragraph(None, [])

    def _cells(self, widths: list[int], row: tuple[Runs, ...], columns: tuple[Column, ...]) -> list[Element]:
        return [self._cell(*cell) for cell in zip(widths, row, columns, strict=True)]

    def _cell(self, width: int, runs: Runs, column: Column) -> Element:
        tight = element("w:spacing", before="20", after="20")
        right = (element("w:jc", val="right"),) if column.number else ()
        small = self.prose.runs(runs, element("w:sz", val="16"))
        return word.cell(width, paragraph(None, small, tight, *right))

    def _figure(self, figure: Figure) -> Iterator[Element]:
        picture = charts.png(figure.chart, WIDE)
        inline = self.document.part.new_pic_inline(BytesIO(picture), *_size(picture, self.room * _TWIP))
        inline.docPr.set("descr", visible(figure.alternative))
        inline.docPr.set("title", visible(figure.caption))
        yield paragraph(None, [element("w:r", element("w:drawing", inline))], element("w:keepNext"))
        yield self._caption("Figure", f"{figure.caption.rstrip('.')}. {figure.chart.key}")
        yield from self._table(figure.twin)

    def _mark(self) -> None:
        """The marking at the head and at the foot of every page, whichever kinds of pages the template has."""
        marking = self.report.marking
        if marking is None:
            return
        for number, section in enumerate(self.document.sections):
            for side in _sides(section, self.document.settings):
                if number and side.is_linked_to_previous:
                    continue
                side.is_linked_to_previous = False
                label = run(f" {marking.label} ", bold(), colour(marking.ink[1:]), shade(marking.paper[1:]))
                banner = paragraph(None, [label], element("w:jc", val="center"))
                side._element.insert(0, banner)  # noqa: SLF001 - before what is there

    def _describe(self) -> None:
        """The file's properties: the question, and nothing of who made it where and when."""
        facts = self.document.core_properties
        facts.title = visible(self.report.title)[:255]
        facts.subject = self.report.marking.label if self.report.marking else ""
        facts.author = "cuibono"
        facts.last_modified_by = facts.comments = facts.keywords = facts.category = ""
        facts.revision = 1


def shares(table: Table, room: int) -> list[int]:
    """The widths of a table's columns: none narrower than its longest word, the rest by how much there is to say.

    Widths are in twentieths of a point, and fill `room`.

    >>> from cuibono.report.document import quoted, text
    >>> shares(Table("", (Column("A"), Column("B")), ((quoted("a long sentence of many words"), text("1")),)), 9000)
    [8562, 438]
    """
    least, wished = [], []
    for place, column in enumerate(table.columns):
        texts = [column.title, *(_plain(row[place]) for row in table.rows[:_LOOKED_AT])]
        longest = max(len(word) for words in texts for word in (words.split() or [""]))
        least.append(_EDGE + _LETTER * min(max(longest, 2), 16))
        wished.append(max(0.0, _LETTER * min(sum(map(len, texts)) / len(texts), 60.0) - least[-1]))
    spare = room - sum(least)
    if spare < 0:
        widths = [room * part // sum(least) for part in least]
    else:
        wished = wished if any(wished) else [float(part) for part in least]
        widths = [int(part + spare * wish / sum(wished)) for part, wish in zip(least, wished, strict=True)]
    widths[0] += room - sum(widths)
    return widths


def _plain(runs: Runs) -> str:
    return "".join(part.words if isinstance(part, Text | Jump) else "00" for part in runs)


def _size(picture: bytes, room: int) -> tuple[int, int]:
    """Width and height of a PNG on the page, in English Metric Units."""
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    scale = min(room / width, _TALL * _INCH / height)
    return int(width * scale), int(height * scale)


def _sides(section: Any, settings: Any) -> Iterator[Any]:
    yield from (section.header, section.footer)
    if section.different_first_page_header_footer:
        yield from (section.first_page_header, section.first_page_footer)
    if settings.odd_and_even_pages_header_footer:
        yield from (section.even_page_header, section.even_page_footer)
