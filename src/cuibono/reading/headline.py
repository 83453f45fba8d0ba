"""The headline: the line above the article that names what the article is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cuibono.reading.cues import CLOSERS
from cuibono.reading.lines import Line
from cuibono.reading.outline import Part
from cuibono.reading.words import content

_REACH = 15
_SHARE = 0.4
_SHAPES = frozenset({"", "shout", "dateline", "glued"})


def find(lines: Sequence[Line], parts: Sequence[Part]) -> int | None:
    """The place of the headline among `lines`, or None where no line above the prose shares its vocabulary."""
    start = opening(lines, parts)
    if start is None:
        return None
    topic = vocabulary(lines, parts)
    repeats = Counter(line.tokens for line in lines[:start])
    best: tuple[float, int] | None = None
    for place in range(start - 1, max(-1, start - 1 - _REACH), -1):
        line = lines[place]
        if not _could_be(line):
            continue
        words = set(content(line.text))
        shared = len(words & topic)
        if shared < 2 or shared < _SHARE * len(words):
            continue
        score = shared / len(words) + 0.2 * (repeats[line.tokens] > 1) - 0.02 * (start - 1 - place)
        score += 0.1 * (len(line.tokens) > 4)
        if best is None or score > best[0]:
            best = score, place
    return best[1] if best else None


def opening(lines: Sequence[Line], parts: Sequence[Part]) -> int | None:
    """The place of the first long line of prose in the body."""
    for place, (line, part) in enumerate(zip(lines, parts, strict=True)):
        if part is Part.BODY and line.prose and len(line.tokens) > 14:
            return place
    return None


def vocabulary(lines: Sequence[Line], parts: Sequence[Part]) -> frozenset[str]:
    """The stems of the content words in the prose of the body."""
    prose = (line for line, part in zip(lines, parts, strict=True) if part is Part.BODY and line.prose)
    return frozenset(stem for line in prose for stem in content(line.text))


def _could_be(line: Line) -> bool:
    if line.reason or line.cue or line.shape not in _SHAPES or not 3 <= len(line.tokens) <= 30:
        return False
    return len(line.tokens) <= 8 or not line.text.rstrip(CLOSERS).endswith(".")
