"""Lines of a page: what is known of each before its surroundings are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from cuibono.reading import cues, shapes, wrapping
from cuibono.reading.cues import Cue, Tokens
from cuibono.reading.words import function_words

_LOOK = 4000
_EMPHASISED = re.compile(r"([*_]{1,3})(?=[^\s*_])(.*[^\s*_])\1")
_LOWER = re.compile(r"\b[a-z]+\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that stands on the lines `first` to `last` (0-based, both included) of a text.

    `text` is what was looked at: without white space and Markdown's emphasis around it, hard-wrapped pieces joined, at
    most 4,000 characters.
    """

    first: int
    last: int
    text: str
    tokens: Tokens
    cue: Cue | None
    shape: str
    prose: bool

    @property
    def reason(self) -> str:
        """Why this line is furniture wherever it stands; empty where that depends on its surroundings."""
        if self.cue and self.cue.sure:
            return self.cue.reason
        return shapes.SURE.get(self.shape, "")


def read(text: str) -> tuple[Line, ...]:
    """The lines of `text` in order, blank ones left out.

    >>> [(line.first, line.shape or line.reason) for line in read("Kabul talks\\n\\nBy Ann Lee\\nSubscribe now")]
    [(0, ''), (2, 'byline'), (3, 'newsletter or subscription box')]
    """
    raw = text.split("\n")
    common = {word for line in raw for word in _LOWER.findall(line[:_LOOK])}
    return tuple(_headed(_line(paragraph, raw, common) for paragraph in wrapping.paragraphs(raw)))


def _headed(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, those of a list with the cue of the line that heads it."""
    head: Cue | None = None
    for line in lines:
        if head and not line.cue and not cues.is_closed(line.text):
            yield replace(line, cue=head)
        else:
            head = line.cue if line.cue and line.cue.heads else None
            yield line


def _line(paragraph: range, raw: Sequence[str], common: Set[str]) -> Line:
    text = " ".join(raw[number][:_LOOK].strip() for number in paragraph)[:_LOOK]
    if emphasised := _EMPHASISED.fullmatch(text):
        text = emphasised[2]
    tokens = cues.words(text)
    return Line(
        first=paragraph.start,
        last=paragraph.stop - 1,
        text=text,
        tokens=tokens,
        cue=cues.find(text, tokens),
        shape=shapes.shape(text, tokens, common),
        prose=_is_prose(text, tokens),
    )


def _is_prose(text: str, tokens: Tokens) -> bool:
    """Whether a line reads like running text: long enough, and held together by function words."""
    count = len(tokens)
    if count < 8:
        return False
    share = sum(token in function_words() for token in tokens) / count
    return (count >= 20 and share >= 0.2) or (cues.is_closed(text) and share >= 0.15)
