"""Excerpts: the stretches of a document that are sent one at a time, with where each stands in the stored text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.case.records import Trim
from cuibono.reading import wrapping

SIZE = 8_000
"""Characters of one excerpt: most news articles are one, and a small model's memory holds it."""

_REPEATED = 0.1
"""Share of an excerpt that may repeat the one before, so that what is said across the cut is read whole."""

LEAST = 500
"""Characters; an excerpt of fewer is not halved any more."""

_BREAK = 8
"""Characters of white space at most between two paragraphs that are sent as they stand."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`blocks` are places in the stored text, in order, each in one piece and without furniture."""

    blocks: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the excerpt begins in the stored text."""
        return self.blocks[0][0]

    @property
    def size(self) -> int:
        """How many characters are sent."""
        return sum(end - start for start, end in self.blocks)

    def shown(self, text: str) -> str:
        """What is sent of the stored text."""
        return "\n\n".join(text[start:end] for start, end in self.blocks)

    def halves(self, text: str) -> tuple[Excerpt, ...]:
        """The excerpt in two, cut where a paragraph or else a sentence ends; empty where it is too short for that."""
        if self.size < 2 * LEAST:
            return ()
        pieces = list(_pieces(text, self.blocks, self.size // 8))
        reached, place = 0, 0
        while reached < self.size // 2:
            reached += pieces[place][1] - pieces[place][0]
            place += 1
        place = min(place, len(pieces) - 1)
        return _excerpt(text, pieces[:place]), _excerpt(text, pieces[place:])


def cut(text: str, trims: Sequence[Trim] = (), size: int = SIZE, overlap: int | None = None) -> tuple[Excerpt, ...]:
    """The excerpts of `text`, furniture left out, each at most `size` characters, cut at the ends of paragraphs.

    Each repeats the last paragraphs of the one before as far as `overlap` characters hold them, by default a tenth.

    >>> text = "One is here.\\n\\nShare this\\n\\nTwo is here."
    >>> [item.shown(text) for item in cut(text, [Trim(first=2, last=2, reason="furniture")])]
    ['One is here.\\n\\nTwo is here.']
    >>> [item.shown(text) for item in cut(text, size=24, overlap=12)]
    ['One is here.\\n\\nShare this', 'Share this\\n\\nTwo is here.']
    """
    pieces = list(_pieces(text, _paragraphs(text, trims), size))
    overlap = int(size * _REPEATED) if overlap is None else overlap
    found: list[Excerpt] = []
    first = 0
    while first < len(pieces):
        last, held = first, 0
        while last < len(pieces) and (last == first or held + _length(pieces[last]) <= size):
            held += _length(pieces[last])
            last += 1
        found.append(_excerpt(text, pieces[first:last]))
        if last == len(pieces):
            break
        first = _repeated(pieces, first, last, overlap)
    return tuple(found)


def _repeated(pieces: Sequence[Span], first: int, last: int, overlap: int) -> int:
    """The piece with which the next excerpt begins: as many of the last ones as the overlap holds, never all."""
    start, held = last, 0
    while start - 1 > first and held + _length(pieces[start - 1]) <= overlap:
        start -= 1
        held += _length(pieces[start])
    return start


def _paragraphs(text: str, trims: Sequence[Trim]) -> Iterator[Span]:
    """The places of the paragraphs that are no furniture, without the blank lines around them."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for trim in trims:
        for number in range(trim.first, min(trim.last + 1, len(lines))):
            lines[number] = ""
    for paragraph in wrapping.paragraphs(lines):
        last = paragraph.stop - 1
        yield starts[paragraph.start], starts[last] + len(lines[last])


def _pieces(text: str, spans: Sequence[Span] | Iterator[Span], size: int) -> Iterator[Span]:
    """The spans in pieces of at most `size`, each cut where a paragraph ends, else a sentence, else a word."""
    for first, end in spans:
        start = first
        while end - start > size:
            stop = start + size
            stop = next((at for mark in ("\n", ". ", " ") if (at := _after(text, mark, start, stop)) > start), stop)
            yield start, stop
            start = stop
        yield start, end


def _after(text: str, mark: str, start: int, stop: int) -> int:
    """The place after the last `mark` in the later half of `text[start:stop]`, or -1."""
    found = text.rfind(mark, start + (stop - start) // 2, stop)
    return found + len(mark) if found >= 0 else -1


def _excerpt(text: str, pieces: Sequence[Span]) -> Excerpt:
    """The pieces as one excerpt; those with only white space between them are one block."""
    blocks: list[Span] = []
    for start, end in pieces:
        if blocks and start - blocks[-1][1] <= _BREAK and not text[blocks[-1][1] : start].strip():
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return Excerpt(tuple(blocks))


def _length(piece: Span) -> int:
    return piece[1] - piece[0]
