"""The outline of a page: which of its lines come before the article, are its body, interrupt it, or come after it.

A chain of four parts, decoded by the best path (Viterbi 1967) through weights of what is seen of each line
(`cuibono.reading.marks`); it is a conditional random field (Lafferty, McCallum and Pereira 2001)
fitted to public pages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files
from math import inf
from typing import NamedTuple

from cuibono.reading.lines import Line
from cuibono.reading.marks import marks, steps

Row = tuple[float, float, float, float]

MAIN_TEXT = 3.0
"""What it weighs, in nats, that another extractor counts a line as part of a page's main text, or does not."""

_TRUST = 0.1
_INTRODUCED = re.compile(
    r"\W{0,3}(?:The (?:writer|author)|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,4})(?:,[^“\".]{0,120},)? [a-z]+ "
)
"""How a line about the author begins: with the name, and what he or she is or does."""
_CLOSING = frozenset({"end", "comment", "biography"})


class Part(IntEnum):
    """Where in a page a line stands."""

    BEFORE = 0
    BODY = 1
    INSET = 2
    AFTER = 3


_STEPS = tuple(
    (Part[start.upper()], Part[end.upper()])
    for start, end in (
        ("before", "before"),
        ("before", "body"),
        ("body", "body"),
        ("inset", "body"),
        ("body", "inset"),
        ("inset", "inset"),
        ("body", "after"),
        ("inset", "after"),
        ("after", "after"),
    )
)


class _Weights(NamedTuple):
    line: dict[str, tuple[float, float, float]]
    step: dict[str, dict[tuple[Part, Part], float]]


def outline(lines: Sequence[Line], main: Collection[int] | None = None) -> tuple[Part, ...]:
    """The part of each of `lines`, in order; `main` are the places that another extractor counts as main text.

    Where there is too little text to tell, or nine tenths of the prose would be left out, all is body that is not
    furniture by itself.

    >>> from cuibono.reading.lines import read
    >>> page = "Subscribe\\nThe minister said on Monday that the talks had failed.\\nNobody knew when they would go on."
    >>> [part is Part.BODY for part in outline(read(page))]
    [False, True, True]
    """
    if not lines:
        return ()
    rows = [_row(line, seen) for line, seen in zip(lines, marks(lines), strict=True)]
    if main is not None:
        rows = [_with_main(row, place in main) for place, row in enumerate(rows)]
    parts = _best_path(rows, [_transitions(tuple(steps(line))) for line in lines])
    return _trusted(lines, _signed_off(lines, _resumed(lines, parts)))


def _resumed(lines: Sequence[Line], parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The outline with prose that goes on right after an interruption given back to the body.

    A teaser has a headline above it, the rest of an article has not; nothing goes on below the heading of a list of
    other stories, the readers' comments, or what is said of the author.
    """
    resumed = list(parts)
    for place, line in enumerate(lines):
        if parts[place] is not Part.AFTER:
            continue
        if line.cue and line.cue.name in _CLOSING:
            break
        above = lines[place - 1]
        interrupts = bool(line.reason) or line.shape == "shout"
        if line.prose and not interrupts and (above.prose or above.reason or above.shape == "shout"):
            resumed[place] = Part.BODY
        elif not interrupts:
            break
    return tuple(resumed)


def _signed_off(lines: Sequence[Line], parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The outline without the words about the author that the body ends with."""
    body = [place for place, part in enumerate(parts) if part is Part.BODY]
    while len(body) > 1 and _is_about_author(lines[body[-1]]):
        body.pop()
    last = body[-1] if body else len(lines)
    return tuple(Part.AFTER if part is Part.BODY and place > last else part for place, part in enumerate(parts))


def _is_about_author(line: Line) -> bool:
    return line.cue is not None and line.cue.name == "biography" and _INTRODUCED.match(line.text) is not None


def _trusted(lines: Sequence[Line], parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The outline, unless it leaves nine tenths of the prose out; then all that is no furniture by itself is body."""
    prose = [(len(line.tokens), part is Part.BODY) for line, part in zip(lines, parts, strict=True) if line.prose]
    if sum(count for count, in_body in prose if in_body) >= _TRUST * sum(count for count, _ in prose) > 0:
        return parts
    return tuple(Part.INSET if line.reason else Part.BODY for line in lines)


def _row(line: Line, seen: Sequence[str]) -> Row:
    """The weight of each part for a line; the body, against which the others are weighed, has 0."""
    known = [weights for mark in seen if (weights := _weights().line.get(mark))]
    before, inset, after = (sum(column) for column in zip(*known, strict=True)) if known else (0.0, 0.0, 0.0)
    return before, -inf if line.reason else 0.0, inset, after


def _with_main(row: Row, is_main: bool) -> Row:
    before, body, inset, after = row
    return before, body + (MAIN_TEXT if is_main else -MAIN_TEXT), inset, after


@cache
def _transitions(seen: tuple[str, ...]) -> tuple[float, ...]:
    step = _weights().step
    return tuple(sum(step[mark].get(pair, 0.0) for mark in seen if mark in step) for pair in _STEPS)


def _best_path(rows: Sequence[Row], transitions: Sequence[Sequence[float]]) -> tuple[Part, ...]:
    scores = [rows[0][0], rows[0][1], -inf, -inf]
    trail: list[list[Part]] = []
    for row, weights in zip(rows[1:], transitions[1:], strict=True):
        best, came = [-inf] * 4, [Part.BEFORE] * 4
        for (start, end), weight in zip(_STEPS, weights, strict=True):
            if (score := scores[start] + weight + row[end]) > best[end]:
                best[end], came[end] = score, start
        scores = best
        trail.append(came)
    part = Part(max(range(4), key=scores.__getitem__))
    path = [part]
    for came in reversed(trail):
        part = came[part]
        path.append(part)
    return tuple(reversed(path))


@cache
def _weights() -> _Weights:
    table = tomllib.loads(files("cuibono.data").joinpath("furniture-weights.toml").read_text("utf-8"))
    line = {mark: tuple(value) if isinstance(value, list) else (value,) * 3 for mark, value in table["line"].items()}
    step = {
        mark: {(Part[a.upper()], Part[b.upper()]): value for key, value in pairs.items() for a, b in [key.split("-")]}
        for mark, pairs in table["step"].items()
    }
    return _Weights(line, step)
