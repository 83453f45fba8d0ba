"""Hard-wrapped text: which lines of a text are pieces of one paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from cuibono.reading.cues import is_closed

_NARROWEST, _WIDEST = 40, 160
_ENOUGH, _SHARE = 6, 0.6
_RUNNING_ON = 2
"""Breaks amid a sentence that are enough where they are half of all: a note has too few lines for more."""


def paragraphs(lines: Sequence[str]) -> tuple[range, ...]:
    """The line numbers of each paragraph, in order, blank lines left out.

    In most texts a line is a paragraph. Where lines were broken at a fixed width, a line and the next belong
    together if the first word of the next would not have fitted; the width is the one that explains most breaks.
    Breaks amid sentences show that they were broken so, even where there are few.

    >>> paragraphs(["A title", "", "One paragraph.", "Another one."])
    (range(0, 1), range(2, 3), range(3, 4))
    """
    width = _width(lines)
    joined: list[range] = []
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if width and joined and joined[-1].stop == number and _is_full(lines[number - 1], line, width):
            joined[-1] = range(joined[-1].start, number + 1)
        else:
            joined.append(range(number, number + 1))
    return tuple(joined)


def _is_full(line: str, following: str, width: int) -> bool:
    reach = len(line.rstrip()) + 1 + len(following.split(None, 1)[0])
    return len(line.rstrip()) <= width < reach


def _width(lines: Sequence[str]) -> int | None:
    """The width that the text was wrapped at, or None where too few line breaks agree on one."""
    explained: Counter[int] = Counter()
    breaks = running = 0
    for line, following in pairwise(lines):
        length = len(line.rstrip())
        if not line.strip() or not following.strip() or not _NARROWEST <= length <= _WIDEST:
            continue
        breaks += 1
        running += following.lstrip()[0].islower() and not is_closed(line)
        reach = length + 1 + len(following[: _WIDEST + 1].split(None, 1)[0])
        explained.update(range(length, min(reach, _WIDEST + 1)))
    if not explained:
        return None
    width, count = max(explained.items(), key=lambda item: (item[1], -item[0]))
    enough = _RUNNING_ON if running >= max(_RUNNING_ON, breaks / 2) else _ENOUGH
    return width if count >= max(enough, _SHARE * breaks) else None
