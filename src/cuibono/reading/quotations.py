"""Quotations: the stretches of a text that stand in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cuibono.reading.sentences import Sentence

_MARKS = re.compile('["“”«»]')
_SINGLE = re.compile(r"(?<![\w’])‘(?=\w)|(?<=[\w,.!?…])’(?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks, the marks left out; not `closed` if it runs on in the next paragraph."""

    start: int
    end: int
    paragraph: int
    closed: bool = True


def find(text: str, sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """The quotations of `text` in order, paragraph by paragraph; none spans two paragraphs.

    >>> from cuibono.reading import sentences
    >>> text = 'He said: “We left.” She called it "a start".'
    >>> [text[q.start : q.end] for q in find(text, sentences.split(text))]
    ['We left.', 'a start']
    """
    found: list[Quotation] = []
    for paragraph, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        members = list(group)
        start, end = members[0].start, members[-1].end
        spans = list(_double(text, start, end))
        if not spans:
            spans = list(_single(text, start, end))
        found.extend(Quotation(a, b, paragraph, closed) for a, b, closed in spans if a < b)
    return tuple(found)


def _double(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    opened: int | None = None
    for mark in _MARKS.finditer(text, start, end):
        may = _may_open(text, mark.start(), start) or text[mark.end() : mark.end() + 1].isalnum()
        opens = mark[0] in "“«" or (mark[0] == '"' and opened is None and may)
        if opens:
            opened = mark.end() if opened is None or mark[0] != '"' else opened
        elif opened is not None:
            yield opened, mark.start(), True
            opened = None
    if opened is not None:
        yield opened, end, False


def _may_open(text: str, at: int, start: int) -> bool:
    return at == start or not (text[at - 1].isalnum() or text[at - 1] in ".,!?…;:")


def _single(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Single quotation marks; an apostrophe closes after a punctuation mark, or where no other can."""
    opened: int | None = None
    last: int | None = None
    for mark in _SINGLE.finditer(text, start, end):
        if mark[0] == "‘":
            if opened is not None and last is not None:
                yield opened, last, True
            opened, last = mark.end(), None
        elif opened is not None:
            last = mark.start()
            if text[last - 1] in ",.!?…":
                yield opened, last, True
                opened = last = None
    if opened is not None and last is not None:
        yield opened, last, True
