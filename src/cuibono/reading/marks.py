"""Marks: what can be seen of a line and its surroundings that speaks for prose or for page furniture.

A mark is a short string such as `size:12` or `next:prose`; `data/furniture-weights.toml` says how much each weighs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from cuibono.reading.cues import CLOSERS
from cuibono.reading.lines import Line
from cuibono.reading.words import function_words, stem

_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?:\s|$)")
_BULLET = re.compile(r"(?:[•·▪►»›*–—-]|\d{1,3}[.)])\s+")
_END_MARKS = frozenset({"end", "comment"})
_WINDOW = 5


def marks(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """The marks of each of `lines`, in the same order."""
    page = _Page(lines)
    return [(*_own(line), *page.around(place)) for place, line in enumerate(lines)]


def steps(line: Line) -> Iterator[str]:
    """The marks that say whether a new part of the page may begin with `line`."""
    yield "step"
    if line.cue:
        yield f"step:{line.cue.name}"
    if line.shape:
        yield f"step:{line.shape}"
    if not line.cue and not line.shape:
        yield f"step:{'prose' if line.prose else 'short' if len(line.tokens) < 8 else 'middling'}"


def _bucket(value: float, edges: Sequence[float]) -> int:
    return bisect_left(edges, value)


def _own(line: Line) -> Iterator[str]:
    """What the line shows by itself."""
    count = len(line.tokens)
    length = "short" if count < 8 else "long"
    yield "bias"
    yield f"size:{_bucket(count, (0, 1, 2, 4, 7, 12, 20, 35, 60))}"
    yield f"ending:{_ending(line.text)}:{'short' if count < 8 else 'long' if count < 25 else 'very long'}"
    if count >= 5:
        share = sum(token in function_words() for token in line.tokens) / count
        yield f"function words:{_bucket(share, (0.05, 0.15, 0.25, 0.4))}:{length}"
    initials = [word[0] for word in line.text.split() if word[0].isalpha()]
    if len(initials) >= 3:
        share = sum(letter.isupper() for letter in initials[1:]) / (len(initials) - 1)
        yield f"capitals:{_bucket(share, (0.2, 0.5, 0.8))}:{length}"
    if count >= 2 and line.text.isupper():
        yield f"upper case:{length}"
    if line.cue:
        yield f"cue:{line.cue.name}{'' if line.cue.sure else '?'}"
    if line.shape:
        yield f"shape:{line.shape}"
    if line.prose:
        yield "prose"
    if line.text[:1] in "\"“‘'":
        yield "quotation"
    if _BULLET.match(line.text):
        yield "bullet"
    if "|" in line.text:
        yield "bar"
    if count >= 3 and any(token.isdigit() for token in line.tokens):
        yield "number"


def _ending(text: str) -> str:
    last = text.rstrip(CLOSERS)[-1:]
    return {".": "stop", "!": "stop", "…": "stop", "?": "question", ":": "colon"}.get(last, "open")


class _Page:
    """What has to be counted once over a page so that a line can be seen in its surroundings."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.repeats = Counter(line.tokens for line in lines if line.tokens)
        self.content = [_content(line.tokens[:80]) for line in lines]
        self.core = _core(lines)
        self.topic = Counter(word for place in range(*self.core) if lines[place].prose for word in self.content[place])
        self.prose = [0, *accumulate(len(line.tokens) if line.prose else 0 for line in lines)]
        self.total = self.prose[-1] or 1
        self.density = _bucket(self.total / (sum(len(line.tokens) for line in lines) or 1), (0.5, 0.8, 0.95))
        self.runs = _runs(lines)
        self.since = _since_end(lines, self.runs)
        self.names = _bucket(sum(line.shape == "name" for line in lines), (1, 3))

    def around(self, place: int) -> Iterator[str]:
        """What the line at `place` shows by where it stands."""
        line = self.lines[place]
        length = "short" if len(line.tokens) < 8 else "long"
        yield f"density:{self.density}"
        if self.repeats[line.tokens] > 1:
            yield f"repeated:{length}"
        yield from self._neighbour("previous", place - 1)
        yield from self._neighbour("next", place + 1)
        above = self.prose[place] - self.prose[max(0, place - _WINDOW)]
        below = self.prose[min(len(self.lines), place + 1 + _WINDOW)] - self.prose[place + 1]
        yield f"prose above:{_bucket(above, (0, 30, 100, 250))}"
        yield f"prose below:{_bucket(below, (0, 30, 100, 250))}"
        ahead = _bucket(1 - self.prose[place + 1] / self.total, (0.0, 0.02, 0.1, 0.3))
        yield f"ahead:{ahead}"
        yield f"behind:{_bucket(self.prose[place] / self.total, (0.0, 0.02, 0.1, 0.3))}"
        yield from self._topic(place)
        yield from self._position(place)
        if line.prose:
            run = _bucket(self.runs[place], (1, 2, 4))
            yield f"run:{run}"
            yield f"run:{run}:{self.since[place]}"
            yield f"prose ahead:{ahead}:{self.since[place]}"
            yield f"sentences:{_bucket(len(_SENTENCE_END.findall(line.text)), (1, 2, 4))}:{run}"
        else:
            yield f"not prose:{self.since[place]}"
        if line.shape == "name":
            yield f"names:{self.names}"

    def _neighbour(self, which: str, place: int) -> Iterator[str]:
        if not 0 <= place < len(self.lines):
            yield f"{which}:edge"
            return
        line = self.lines[place]
        if line.prose:
            yield f"{which}:prose"
        elif line.cue:
            yield f"{which}:cue:{line.cue.name}"
        elif line.shape:
            yield f"{which}:shape:{line.shape}"
        else:
            yield f"{which}:{'short' if len(line.tokens) < 8 else 'middling'}"
        if len(line.tokens) >= 8 and self.repeats[line.tokens] > 1:
            yield f"{which}:repeated"

    def _topic(self, place: int) -> Iterator[str]:
        """How many of the line's content words the core of the page has elsewhere."""
        words, line = self.content[place], self.lines[place]
        own = self.core[0] <= place < self.core[1] and line.prose
        shared = sum(self.topic[word] > own for word in words)
        if len(words) >= 4:
            share = _bucket(shared / len(words), (0.1, 0.25, 0.4, 0.6))
            yield f"topic:{share}:{'long' if len(line.tokens) >= 20 else 'short'}"
        if not line.prose and 2 <= len(words) <= 14 and not line.cue and not line.shape:
            share = _bucket(shared / len(words), (0.2, 0.4, 0.6, 0.8))
            yield f"heading topic:{share}"
            if len(words) >= 3 and place < self.core[0] <= place + 12:
                yield f"headline topic:{share}:{min(shared, 4)}"

    def _position(self, place: int) -> Iterator[str]:
        first, last = self.core
        if place == 0:
            yield "first"
        if place < first:
            yield f"before core:{_bucket(first - place, (2, 6, 20))}"
        elif place < last:
            yield "core"
        else:
            yield f"after core:{_bucket(place - last, (2, 6, 20))}"


@lru_cache(maxsize=4096)
def _content(tokens: tuple[str, ...]) -> frozenset[str]:
    idle = function_words()
    return frozenset(stem(token) for token in tokens if len(token) > 2 and token not in idle and not token[0].isdigit())


def _core(lines: Sequence[Line]) -> tuple[int, int]:
    """The contiguous run of lines with the most prose in it, other lines counted against it."""
    best = (0, 0, 0)
    score = start = 0
    for place, line in enumerate(lines):
        if score <= 0:
            score, start = 0, place
        score += min(len(line.tokens), 100) if line.prose else -25 if line.cue or line.shape else -8
        best = max(best, (score, start, place + 1), key=lambda item: item[0])
    return best[1], best[2]


def _runs(lines: Sequence[Line]) -> list[int]:
    """For each line of prose, how many lines of prose in a row it is one of; 0 for the others."""
    runs = [0] * len(lines)
    start = 0
    for place in range(len(lines) + 1):
        if place == len(lines) or not lines[place].prose:
            runs[start:place] = [place - start] * (place - start)
            start = place + 1
    return runs


def _since_end(lines: Sequence[Line], runs: Sequence[int]) -> list[str]:
    """How far back the last heading of other stories is; long prose makes it forgotten."""
    since: list[str] = []
    last: int | None = None
    for place, line in enumerate(lines):
        distance = None if last is None else place - last
        since.append("no end" if distance is None else ("near end", "mid end", "far end")[_bucket(distance, (4, 15))])
        if line.cue and line.cue.name in _END_MARKS:
            last = place
        elif runs[place] >= 5:
            last = None
    return since
