"""The report as a value: a title, an answer, and sections of blocks, from which every form is made.

Nothing here knows of HTML, Word or Markdown. A form goes through the blocks and writes each in its own way; a
picture always has a table that says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from cuibono.report.charts import Chart
from cuibono.report.marking import Marking

Style = Literal["plain", "strong", "emphasis", "quoted", "quiet"]
Tone = Literal["info", "draft", "warning"]
Length = Literal["brief", "full"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one style; "quoted" marks what somebody else wrote, in whatever script and direction."""

    words: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to footnote `number`, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Badge:
    """A code that is told by letters, shape and colour at once, and read out as its meaning.

    `tone` names the colour and shape ("cc", "c", "n", "i", "ii", "na", "blank"); `machine` marks a suggestion that no
    person has confirmed.
    """

    letters: str
    tone: str
    meaning: str
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Jump:
    """Words that lead to another place of the same report, by its anchor."""

    words: str
    anchor: str


Run = Text | Cite | Badge | Jump
Runs = tuple[Run, ...]


def worded(run: Run) -> str:
    """A run as plain words, such as a notebook's table shows; a reference to a footnote has none.

    >>> worded(Badge("CC", "cc", "very consistent")), worded(Cite(1))
    ('CC', '')
    """
    match run:
        case Text(words=words) | Jump(words=words):
            return words
        case Badge(letters=letters):
            return letters
        case Cite():
            return ""


def wording(runs: Iterable[Run]) -> str:
    """A passage as plain words."""
    return "".join(map(worded, runs))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; the section's own title is one step above."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a `lead` is set larger."""

    runs: Runs
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and whether it holds numbers, which stand under one another."""

    title: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; each row's first cell is its heading. `wide` asks for all the room there is."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]
    wide: bool = False

    def _repr_html_(self) -> str:
        from cuibono.notebook import html_table

        rows = [[wording(cell) for cell in row] for row in self.rows]
        return html_table(self.caption, [column.title for column in self.columns], rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption, an alternative text that says what it shows, and a table of the same numbers."""

    caption: str
    chart: Chart
    alternative: str
    twin: Table

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """The picture for a notebook, and the alternative text where it shows none."""
        from base64 import b64encode

        from cuibono.report.charts import png

        return {"image/png": b64encode(png(self.chart, 672, scale=1)).decode(), "text/plain": self.alternative}


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a source, set apart, with their footnote."""

    words: str
    by: Runs


@dataclass(frozen=True, slots=True)
class List:
    """Items, counted where `ordered`."""

    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart: what is a draft, what to beware of."""

    tone: Tone
    runs: Runs


Block = Heading | Paragraph | Table | Figure | Quote | List | Note


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the report; `anchor` is its name within the report."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where a statement comes from: the exact words with what stands around them, who said them, and where.

    `start` and `end` are code-point offsets into the source's stored text.
    """

    number: int
    before: str
    exact: str
    after: str
    source: Runs
    speaker: str
    details: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says, in reading order; `head` is the journal entry that it stands at.

    `marking` says who may see it.
    """

    title: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    head: str = ""
    length: Length = "full"
    marking: Marking | None = None

    def blocks(self) -> Iterator[Block]:
        """Every block of every section, in reading order."""
        for section in self.sections:
            yield from section.blocks


def text(words: str) -> Runs:
    """Plain words as runs.

    >>> text("likely")
    (Text(words='likely', style='plain'),)
    """
    return (Text(words),)


def quoted(words: str) -> Runs:
    """Words that somebody else wrote, as runs."""
    return (Text(words, "quoted"),)
