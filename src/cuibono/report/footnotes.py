"""Word's footnotes: a part of the file that the library for Word files cannot make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from cuibono.report.document import Footnote, wording
from cuibono.report.word import bold, colour, element, is_rtl, paragraph, run

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_AFTER = (
    "endnotePr",
    "compat",
    "docVars",
    "rsids",
    "themeFontLang",
    "clrSchemeMapping",
    "decimalSymbol",
    "listSeparator",
)
"""Settings that stand behind the footnotes' own."""

QUIET = "59626D"
"""The colour of what stands around a quote."""


class Notes:
    """The footnotes of a document in the making; each has the id that a reference to it needs.

    A template's own footnotes stay. Word numbers notes in the order of their references.
    """

    def __init__(self, document: Any, styles: dict[str, str]) -> None:
        self._document, self._styles = document, styles
        self._part = _part(document)
        self._root = etree.fromstring(self._part.blob, _SAFE)
        taken = [int(note.get(qn("w:id"), "0")) for note in self._root]
        self._first = max([0, *taken])

    def id(self, number: int) -> str:
        """The id of the report's footnote `number`."""
        return str(self._first + number)

    def write(self, notes: Iterable[Footnote]) -> None:
        """Put the notes into the document."""
        for note in notes:
            self._root.append(element("w:footnote", self._told(note), id=self.id(note.number)))
        self._part._blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - a part has no other way to change
        _declare(self._document.settings.element)

    def _told(self, note: Footnote) -> Element:
        mark = element(
            "w:r",
            element("w:rPr", element("w:rStyle", val=self._styles["Footnote Reference"])),
            element("w:footnoteRef"),
        )
        source = wording(note.source)
        details = "".join(f" {detail[:1].upper()}{detail[1:]}." for detail in note.details)
        where = f" – {note.speaker}, in {source}; characters {note.start} to {note.end}.{details}"
        words = (
            run(" "),
            run(note.before.replace("\n", " "), colour(QUIET)),
            run(note.exact.replace("\n", " "), bold()),
            run(note.after.replace("\n", " "), colour(QUIET)),
            run(where),
        )
        return paragraph(self._styles["Footnote Text"], (mark, *words), rtl=is_rtl(note.exact))


def _part(document: Any) -> Any:
    """The document's part for footnotes, made where there is none."""
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    except KeyError:
        uri = PackURI("/word/footnotes.xml")
        part = Part(uri, CONTENT_TYPE.WML_FOOTNOTES, etree.tostring(_separators()), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        return part


def _separators() -> Element:
    """A part with the two lines that Word sets between text and notes, which every part for footnotes has."""
    kinds = (("-1", "separator"), ("0", "continuationSeparator"))
    lines = (
        element("w:footnote", element("w:p", element("w:r", element(f"w:{kind}"))), type=kind, id=id)
        for id, kind in kinds
    )
    return element("w:footnotes", *lines)


def _declare(settings: Element) -> None:
    """Say in the document's settings which notes are the lines, unless it is said."""
    if settings.find(qn("w:footnotePr")) is not None:
        return
    declared = element("w:footnotePr", element("w:footnote", id="-1"), element("w:footnote", id="0"))
    behind = next((child for name in _AFTER if (child := settings.find(qn(f"w:{name}"))) is not None), None)
    if behind is None:
        settings.append(declared)
    else:
        behind.addprevious(declared)


_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
