"""Page furniture: the lines of a page that are not the article, and why we think so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cuibono.case.records import Trim
from cuibono.reading import headline
from cuibono.reading.cues import is_closed
from cuibono.reading.lines import Line, read
from cuibono.reading.outline import Part, outline
from cuibono.reading.words import content

MOST_LINES = 50_000
"""The most lines that a text may have for its furniture to be looked for; no article comes near it."""

_WHERE = {
    Part.BEFORE: "before the article begins",
    Part.INSET: "not part of the running text",
    Part.AFTER: "after the article has ended",
}
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page with the part each of them plays; `title` is the place of the headline, if there is one."""

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    title: int | None

    @classmethod
    def of(cls, text: str, main: Collection[int] | None = None, title: str | None = None) -> Page:
        """The page that `text` is.

        `main` are the numbers of the lines that another extractor counts as main text; `title` is what the page's
        markup calls it. A text of more than `MOST_LINES` lines is all body.
        """
        if text.count("\n") >= MOST_LINES:
            return cls((), (), None)
        lines = read(text)
        places = None if main is None else {place for place, line in enumerate(lines) if line.first in main}
        parts = outline(lines, places)
        return _titled(lines, parts, _place_of(title, lines, parts) if title else None)

    @property
    def trims(self) -> tuple[Trim, ...]:
        """The runs of lines that are furniture, in order, none overlapping, blank lines amid a run included."""
        return tuple(_runs(self.lines, self.parts))


def trim(text: str) -> tuple[Trim, ...]:
    """The runs of lines of a plain text that are page furniture, in order, none overlapping.

    >>> text = "Subscribe now\\n\\nThe minister said on Monday that the talks had failed.\\n\\nAll rights reserved."
    >>> [(run.first, run.last, run.reason) for run in trim(text)]
    [(0, 0, 'newsletter or subscription box'), (4, 4, 'copyright or legal notice')]
    """
    return Page.of(text).trims


def _titled(lines: tuple[Line, ...], parts: tuple[Part, ...], title: int | None) -> Page:
    """The page with its headline, and the standfirst below that, in the body, and nothing above them."""
    if title is None:
        title = headline.find(lines, parts)
    start = headline.opening(lines, parts)
    if title is None or start is None or title > start:
        return Page(lines, parts, title)
    topic = headline.vocabulary(lines, parts)
    between = [
        Part.BODY if part is Part.BODY or _is_standfirst(line, topic, nearest=not below) else Part.INSET
        for below, (line, part) in enumerate(zip(lines[title + 1 : start], parts[title + 1 : start], strict=True))
    ]
    above = [Part.BEFORE] * title
    return Page(lines, (*above, Part.BODY, *between, *parts[start:]), title)


def _is_standfirst(line: Line, topic: Collection[str], *, nearest: bool) -> bool:
    """Whether a line between headline and article is part of it: a sentence right below, or one on its topic."""
    if line.reason or line.cue or line.shape not in {"", "dateline"} or len(line.tokens) < 8:
        return False
    if nearest and is_closed(line.text):
        return True
    words = set(content(line.text))
    return sum(word in topic for word in words) >= 0.4 * len(words)


def _place_of(title: str, lines: Sequence[Line], parts: Sequence[Part]) -> int | None:
    """The last line above the prose that says what the markup says is the title."""
    start = headline.opening(lines, parts)
    wanted = " ".join(title.split()).casefold()
    same = [place for place, line in enumerate(lines[:start]) if line.text.casefold() == wanted and not line.reason]
    return same[-1] if same else None


def _runs(lines: Sequence[Line], parts: Sequence[Part]) -> Iterator[Trim]:
    repeats = Counter(line.tokens for line in lines)
    pending: list[int] = []
    for place, part in enumerate((*parts, Part.BODY)):
        if part is not Part.BODY:
            pending.append(place)
        elif pending:
            reasons = dict.fromkeys(_reason(lines[at], parts[at], repeats) for at in pending)
            told = [*reasons][:_MOST_REASONS] + (["and more"] if len(reasons) > _MOST_REASONS else [])
            yield Trim(first=lines[pending[0]].first, last=lines[pending[-1]].last, reason="; ".join(told))
            pending = []


def _reason(line: Line, part: Part, repeats: Counter[tuple[str, ...]]) -> str:
    if line.reason:
        return line.reason
    if line.cue:
        return line.cue.reason
    if repeats[line.tokens] > 1:
        return "repeated line"
    if part is Part.AFTER and line.prose:
        return "teaser of another story, or comment"
    return _WHERE[part]
