"""Trim lines: where trimmed lines begin and end, and how far each such place can be moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypedDict

from cuibono.case.records import Trim


class Block(TypedDict):
    """Trimmed lines that follow one another, first and last from 0, and why."""

    first: int
    last: int
    reason: str


class Edge(TypedDict):
    """A trim line before line `at`, just before or after a block; it can be moved from `low` to `high`."""

    side: Literal["before", "after"]
    at: int
    low: int
    high: int
    reason: str


def blocks(trims: Iterable[Trim]) -> list[Block]:
    """Trimmed lines as blocks that neither overlap nor touch, reasons joined.

    >>> share, menu = Trim(first=2, last=2, reason="share"), Trim(first=0, last=1, reason="menu")
    >>> blocks([Trim(first=4, last=5, reason="teaser"), share, menu])
    [{'first': 0, 'last': 2, 'reason': 'menu, share'}, {'first': 4, 'last': 5, 'reason': 'teaser'}]
    """
    found: list[Block] = []
    for trim in sorted(trims, key=lambda trim: (trim.first, trim.last)):
        if found and trim.first <= found[-1]["last"] + 1:
            reasons = [*found[-1]["reason"].split(", "), trim.reason]
            found[-1]["last"] = max(found[-1]["last"], trim.last)
            found[-1]["reason"] = ", ".join(dict.fromkeys(reasons))
        else:
            found.append(Block(first=trim.first, last=trim.last, reason=trim.reason))
    return found


def edges(trims: Sequence[Block], count: int, first: int, last: int) -> dict[int, list[Edge]]:
    """The trim lines that stand before the lines `first` to `last` + 1 of a text of `count` lines, by that line.

    None can be moved out of these lines. A text whose head or foot is not trimmed has a trim line there all the same,
    so that it can be.
    """
    found: dict[int, list[Edge]] = {}
    for edge in _edges(trims, count):
        if first <= edge["at"] <= last + 1:
            within: Edge = {**edge, "low": max(edge["low"], first), "high": min(edge["high"], last + 1)}
            found.setdefault(edge["at"], []).append(within)
    return found


def _edges(trims: Sequence[Block], count: int) -> Iterator[Edge]:
    """Every trim line of the text, from the top; what is not trimmed is the gap between two blocks."""
    head, foot = Block(first=0, last=-1, reason=""), Block(first=count, last=count - 1, reason="")
    padded = [head, *trims, foot]
    for above, below in pairwise(padded):
        if above["last"] + 1 < below["first"]:
            yield Edge(
                side="after", at=above["last"] + 1, low=above["first"], high=below["first"], reason=above["reason"]
            )
            yield Edge(
                side="before", at=below["first"], low=above["last"] + 1, high=below["last"] + 1, reason=below["reason"]
            )
