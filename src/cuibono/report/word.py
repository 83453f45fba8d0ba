"""Word's XML, a paragraph, a table, a footnote at a time: the elements that a report is made of, and nothing else.

Elements are made directly: going through a document's own objects costs the square of a table's cells.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from lxml import etree

from cuibono.report.controls import visible

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *inside: Element, **attributes: str) -> Element:
    """An element such as `w:p` with children and `w:` attributes."""
    found = etree.Element(qn(tag), {qn(f"w:{name}"): value for name, value in attributes.items()}, nsmap=_MAP)
    found.extend(inside)
    return found


def paragraph(style: str | None, runs: Iterable[Element], *properties: Element, rtl: bool = False) -> Element:
    """A paragraph in a style, by its id; `rtl` where it reads from right to left."""
    shape = [element("w:pStyle", val=style)] if style else []
    shape += [*properties, *([element("w:bidi")] if rtl else [])]
    return element("w:p", *([element("w:pPr", *shape)] if shape else []), *runs)


def run(words: str, *properties: Element) -> Element:
    """A run of text; white space is kept, and what acts instead of showing is shown by name."""
    shown = visible(words).replace(" %", "\u00a0%")  # a number and its sign stay on one line
    shape = [*properties, *([element("w:rtl")] if is_rtl(shown) else [])]
    found = element("w:r", *([element("w:rPr", *shape)] if shape else []))
    for number, line in enumerate(shown.split("\n")):
        if number:
            found.append(element("w:br"))
        text = element("w:t")
        text.text = line
        text.set(SPACE, "preserve")
        found.append(text)
    return found


def is_rtl(words: str) -> bool:
    """Whether the first letter that has a direction runs from right to left.

    >>> is_rtl("2020 سنة"), is_rtl("Paris")
    (True, False)
    """
    for letter in words:
        way = unicodedata.bidirectional(letter)
        if way in {"R", "AL"}:
            return True
        if way == "L":
            return False
    return False


def bold() -> Element:
    """Bold type."""
    return element("w:b")


def italic() -> Element:
    """Italic type."""
    return element("w:i")


def raised() -> Element:
    """Superscript."""
    return element("w:vertAlign", val="superscript")


def colour(value: str) -> Element:
    """Letters in this colour, `rrggbb`."""
    return element("w:color", val=value)


def shade(value: str) -> Element:
    """A background in this colour, `rrggbb`."""
    return element("w:shd", val="clear", color="auto", fill=value)


def link(anchor: str, *runs: Element) -> Element:
    """Runs that lead to a bookmark of the same document."""
    return element("w:hyperlink", *runs, anchor=anchor, history="1")


def bookmark(name: str, number: int, *inside: Element) -> tuple[Element, ...]:
    """What is inside, with a name that links lead to."""
    return (
        element("w:bookmarkStart", id=str(number), name=name),
        *inside,
        element("w:bookmarkEnd", id=str(number)),
    )


def table(style: str | None, widths: list[int], head: list[Element], rows: Iterable[list[Element]]) -> Element:
    """A table of cells; `widths` in twentieths of a point; the heading row is repeated on every page."""
    look = element("w:tblLook", val="04A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noVBand="1")
    shape = [element("w:tblStyle", val=style)] if style else []
    shape.append(element("w:tblW", w=str(sum(widths)), type="dxa"))
    shape += [] if style else [_borders()]
    shape += [element("w:tblLayout", type="fixed"), look]
    found = element("w:tbl", element("w:tblPr", *shape), element("w:tblGrid", *(_column(width) for width in widths)))
    found.append(_row(head, element("w:cantSplit"), element("w:tblHeader")))
    found.extend(_row(row, element("w:cantSplit")) for row in rows)
    return found


def cell(width: int, *paragraphs: Element) -> Element:
    """A cell of a table; one without a paragraph gets an empty one."""
    return element(
        "w:tc", element("w:tcPr", element("w:tcW", w=str(width), type="dxa")), *(paragraphs or (element("w:p"),))
    )


def _row(cells: list[Element], *properties: Element) -> Element:
    return element("w:tr", element("w:trPr", *properties), *cells)


def _column(width: int) -> Element:
    return element("w:gridCol", w=str(width))


def _borders() -> Element:
    """Thin rules between rows, for a template that has no table style."""
    sides = ("top", "bottom", "insideH")
    return element(
        "w:tblBorders", *(element(f"w:{side}", val="single", sz="4", space="0", color="auto") for side in sides)
    )


_MAP = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
