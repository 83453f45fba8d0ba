"""A report's runs as Word's: styles of letters, links within the document, references to footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from cuibono.report.document import Badge, Cite, Jump, Run, Text
from cuibono.report.footnotes import QUIET, Notes
from cuibono.report.vocabulary import shape
from cuibono.report.word import bold, bookmark, colour, element, italic, link, raised, run, shade

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TONES = {"cc": "DCEFE8", "c": "DCEFE8", "i": "F8E4DA", "ii": "F8E4DA"}


class Prose:
    """Turns runs into Word's, and knows which places of the document have a name."""

    def __init__(self, notes: Notes, reference: str) -> None:
        self._notes, self._reference = notes, reference
        self._marks: dict[str, str] = {}
        self._named: set[str] = set()

    def place(self, anchor: str, *inside: Element) -> tuple[Element, ...]:
        """What is inside as the place that links to `anchor` lead to; without an anchor, only what is inside."""
        if not anchor:
            return inside
        self._named.add(anchor)
        return bookmark(self._mark(anchor), len(self._named), *inside)

    def runs(self, runs: Iterable[Run], *look: Element) -> Iterator[Element]:
        """The runs, each with the properties of `look`."""
        last: Run | None = None
        for part in runs:
            if isinstance(part, Cite) and isinstance(last, Cite):
                yield run(" ", raised())  # else 1 and 2 would read as 12
            yield from self._run(part, *map(deepcopy, look))
            last = part

    def _run(self, part: Run, *look: Element) -> Iterator[Element]:
        match part:
            case Cite():
                yield from self._cite(part.number)
            case Badge():
                words = f"{shape(part.tone)} {part.letters}{'?' if part.machine else ''}".strip()
                yield run(words, *look, shade(_TONES.get(part.tone, "FFFFFF")))
                yield run(" ")
            case Jump():
                yield link(self._mark(part.anchor), run(part.words, *look))
            case Text(words, "strong"):
                yield run(words, bold(), *look)
            case Text(words, "emphasis"):
                yield run(words, italic(), *look)
            case Text(words, "quiet"):
                yield run(words, colour(QUIET), *look)
            case Text(words):
                yield run(words, *look)

    def _cite(self, number: int) -> Iterator[Element]:
        """A reference to a footnote; where it has been cited already, its number as a link to the first place."""
        style = element("w:rStyle", val=self._reference)
        anchor = f"note-{number}"
        if anchor in self._named:
            yield link(self._mark(anchor), run(str(number), style))
            return
        reference = element("w:r", element("w:rPr", style), element("w:footnoteReference", id=self._notes.id(number)))
        yield from self.place(anchor, reference)

    def _mark(self, anchor: str) -> str:
        """The bookmark that stands for an anchor: Word allows letters, digits and forty of them."""
        return self._marks.setdefault(anchor, f"place{len(self._marks) + 1}")
