"""Stretches: a page cut into runs of sentences that a network reads together with the question.

Before each sentence stands a mark, whose state is what the network makes of that sentence. Runs overlap, so that every
sentence is judged with others before and after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 254
"""Pieces of the question and its stretch together."""
LONGEST_QUESTION, LONGEST_SENTENCE = 32, 96
"""Pieces that are read of a question, and of a sentence."""
MARGIN = 4
"""A stretch shares up to a fourth of its room with the one before, and as much with the one after."""
QUESTION, PAGE = 0, 1
"""The types of pieces."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces and their types, where the marks stand, and which sentences they stand for.

    The first mark stands for sentence `first`; the sentences from `begins` to `ends` (exclusive) are judged here.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    marks: tuple[int, ...]
    first: int
    begins: int
    ends: int


def cut(question: Sequence[int], page: Sequence[Sequence[int]], mark: int, end: int) -> Iterator[Stretch]:
    """The stretches of a page, given as the pieces of each sentence; every sentence is judged by exactly one.

    >>> [(s.first, s.begins, s.ends) for s in cut([9] * 4, [[7] * 60] * 7, 1, 2)]
    [(0, 0, 3), (2, 3, 5), (4, 5, 7)]
    """
    asked = tuple(question[:LONGEST_QUESTION])
    told = [(mark, *pieces[:LONGEST_SENTENCE]) for pieces in page]
    room = LONGEST - len(asked) - 2
    begins = 0
    while begins < len(told):
        first, used = _before(told, begins, room // MARGIN)
        last = begins
        while last < len(told) and (last == begins or used + len(told[last]) <= room):
            used += len(told[last])
            last += 1
        ends = last if last == len(told) else _before(told, last, room // MARGIN, begins + 1)[0]
        yield _stretch((mark, *asked, end), told[first:last], first, begins, ends)
        begins = ends


def _before(told: Sequence[Sequence[int]], place: int, room: int, least: int = 0) -> tuple[int, int]:
    """The earliest sentence, from `least` on, from which all up to `place` fit the room; and what they take of it."""
    used = 0
    while place > least and used + len(told[place - 1]) <= room:
        place -= 1
        used += len(told[place])
    return place, used


def _stretch(head: tuple[int, ...], told: Sequence[tuple[int, ...]], first: int, begins: int, ends: int) -> Stretch:
    ids, marks = list(head), []
    for sentence in told:
        marks.append(len(ids))
        ids += sentence
    types = (QUESTION,) * len(head) + (PAGE,) * (len(ids) - len(head))
    return Stretch(tuple(ids), types, tuple(marks), first, begins, ends)
