"""Windows: a long text cut into stretches that a page can hold, their lines, and the runs of text under claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from cuibono.report.controls import visible

CHARACTERS = 12_000
LINES = 300
LEVELS = 3
"""How many claims that overlap get an underline of their own; what lies deeper shares the last."""


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch `start` to `end` (code points) of a text; `line` is the number of its first line, from 0."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said of the stretch `start` to `end`: a claim's id and kind."""

    id: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line under the same marks, the longest first; `acting` where its characters must be named."""

    at: int
    text: str
    marks: tuple[Mark, ...] = ()
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Line `number` of the text (from 0), or the part of it that is in the window."""

    number: int
    at: int
    runs: tuple[Run, ...]


def windows(text: str, characters: int = CHARACTERS, lines: int = LINES) -> tuple[Window, ...]:
    """The text as windows of at most so many characters and lines, cut after a line, or else after a word.

    Takes time in proportion to the text. An empty text is one empty window.

    >>> [(w.start, w.end, w.line) for w in windows("one\\ntwo three\\n", 8)]
    [(0, 4, 0), (4, 8, 1), (8, 14, 1)]
    """
    found: list[Window] = []
    start = line = 0
    while start < len(text):
        end = _end(text, start, characters, lines)
        found.append(Window(start, end, line))
        line += text.count("\n", start, end)
        start = end
    return tuple(found) or (Window(0, 0, 0),)


def window_at(found: Sequence[Window], offset: int) -> int:
    """The number, from 0, of the window that has this offset; the last where the offset is beyond the text."""
    return next((number for number, window in enumerate(found) if offset < window.end), len(found) - 1)


def lines(text: str, window: Window, marks: Sequence[Mark]) -> tuple[Line, ...]:
    """The window's lines, each as runs under the marks that touch it; together they are the window's text."""
    found: list[Line] = []
    at = window.start
    for number, words in enumerate(text[window.start : window.end].removesuffix("\n").split("\n"), window.line):
        over = [mark for mark in marks if mark.start < at + len(words) and mark.end > at]
        found.append(Line(number, at, tuple(runs(words, at, over))))
        at += len(words) + 1
    return tuple(found)


def runs(words: str, at: int, marks: Sequence[Mark]) -> Iterator[Run]:
    """The words, which begin at offset `at`, cut wherever a mark begins or ends and around characters that act."""
    ends = {at, at + len(words)}
    ends.update(end for mark in marks for end in (mark.start, mark.end) if at < end < at + len(words))
    for first, last in pairwise(sorted(ends)):
        over = [mark for mark in marks if mark.start <= first and last <= mark.end]
        over.sort(key=lambda mark: (mark.start - mark.end, mark.start, mark.id))
        piece = words[first - at : last - at]
        if visible(piece) == piece:
            yield Run(first, piece, tuple(over))
            continue
        place = first
        for acting, letters in groupby(piece, key=lambda letter: visible(letter) != letter):
            part = "".join(letters)
            for run in part if acting else (part,):
                yield Run(place, run, tuple(over), acting)
                place += len(run)


def levels(marks: Iterable[Mark]) -> dict[str, int]:
    """The height of each mark's underline, from 0: marks that overlap stand on different ones, up to `LEVELS`.

    Marks of one kind on the same words share their line.

    >>> levels([Mark("a", "event", 0, 9), Mark("b", "motive", 3, 5), Mark("c", "motive", 6, 12)])
    {'a': 0, 'b': 1, 'c': 1}
    """
    busy: list[int] = []
    drawn: dict[tuple[int, int, str], int] = {}
    found: dict[str, int] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.id)):
        line = (mark.start, mark.end, mark.kind)
        if line not in drawn:
            level = next((number for number, end in enumerate(busy) if end <= mark.start), len(busy))
            busy[level : level + 1] = [mark.end]
            drawn[line] = min(level, LEVELS - 1)
        found[mark.id] = drawn[line]
    return found


def moved(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The stretch `start` to `end` without blanks at its ends, then its ends moved by `first` and `last` words.

    >>> text = "They closed the port."
    >>> start, end = moved(text, 5, 12, -1, 1)
    >>> text[start:end]
    'They closed the'
    """
    start, end = sorted((min(max(start, 0), len(text)), min(max(end, 0), len(text))))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    start, end = _step(text, start, first, is_start=True), _step(text, end, last, is_start=False)
    return (start, end) if start < end else (end, end)


def _end(text: str, start: int, characters: int, lines: int) -> int:
    end = min(start + characters, len(text))
    if end < len(text):
        at = text.rfind("\n", start, end)
        at = at if at >= 0 else text.rfind(" ", start, end)
        end = at + 1 if at >= 0 else end
    if text.count("\n", start, end) > lines:
        end = start
        for _ in range(lines):
            end = text.index("\n", end) + 1
    return end


def _step(text: str, at: int, words: int, *, is_start: bool) -> int:
    """The offset so many words on, or back, at the beginning or the end of a word."""
    for _ in range(abs(words)):
        at = _next_word(text, at, is_start=is_start) if words > 0 else _last_word(text, at, is_start=is_start)
    return at


def _next_word(text: str, at: int, *, is_start: bool) -> int:
    for blank in (False, True) if is_start else (True, False):
        while at < len(text) and text[at].isspace() == blank:
            at += 1
    return at


def _last_word(text: str, at: int, *, is_start: bool) -> int:
    for blank in (True, False) if is_start else (False, True):
        while at > 0 and text[at - 1].isspace() == blank:
            at -= 1
    return at
