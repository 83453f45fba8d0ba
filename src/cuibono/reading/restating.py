"""Restating: which statements of one document put forward the same motive.

The log odds of it come from where two statements stand, how alike they are, and how the later one begins. They were
fitted by `training/matching_weights.py` and stand in `data/matching.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from cuibono.reading import words
from cuibono.reading.meaning import Floats
from cuibono.reading.wording import Vector, likeness

_WINDOW = 40
"""How many groups back a statement may restate one, so that time grows with the text and not with its square."""

_RECENT = 6
"""How many of a group's latest statements a new one is compared with."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that states a motive: `start` and `end` in the text of `source`; `rejected` where it is set aside."""

    id: str
    source: str
    start: int
    end: int
    rejected: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A statement with its words and ideas, and where it lies among meanings if that is known (a row of length 1)."""

    statement: Statement
    vector: Vector
    meaning: Floats | None = None


@cache
def weights() -> Mapping[str, float]:
    """The log odds in `data/matching.toml` by the name of the feature."""
    return MappingProxyType(_data()["odds"])


def groups(places: Sequence[Place], text: str) -> list[list[Place]]:
    """The statements of one document, each put to the group that it most probably restates, or to a new one."""
    found: list[list[Place]] = []
    for item in sorted(places, key=lambda item: (item.statement.start, item.statement.end)):
        turn = _odds(opening(item, text))
        odds = [
            (turn + sum(_odds(features(one, item, text)) for one in known[-_RECENT:]) / len(known[-_RECENT:]), number)
            for number, known in enumerate(found[-_WINDOW:], max(0, len(found) - _WINDOW))
        ]
        best, number = max(odds, default=(0.0, 0))
        if best > 0:
            found[number].append(item)
        else:
            found.append([item])
    return found


def opening(item: Place, text: str) -> dict[str, float]:
    """Whether the first words of a statement point back to what was said, or announce another motive."""
    start, (back, another) = item.statement.start, _vocabulary()
    first = words.words(text[max(0, start - 20) : start + 30].rpartition(". ")[2])[:6]
    found = {"back": bool(back.intersection(first[:1])), "another": bool(another.intersection(first))}
    return {name: 1.0 for name, holds in found.items() if holds}


def features(one: Place, other: Place, text: str) -> dict[str, float]:
    """Where `other`, the later of two statements, stands to `one`, and how like it is in words and meaning."""
    found = {_where(text, one.statement.end, other.statement.start): 1.0}
    found["likeness"] = likeness(one.vector, other.vector)
    if one.statement.rejected != other.statement.rejected:
        found["turned"] = 1.0
    if one.meaning is not None and other.meaning is not None:
        found["meaning"] = float(one.meaning @ other.meaning)
    return found


def _odds(features: Mapping[str, float]) -> float:
    known = weights()
    return sum(known[name] * value for name, value in features.items())


def _where(text: str, end: int, start: int) -> str:
    """How far a statement that begins at `start` stands from one that ended at `end`."""
    if start - end > 3000:
        return "far"
    between = text[end:start].split("\n")
    if len(between) == 1:
        return "next" if len(between[0]) <= 60 else "paragraph"
    lines = sum(bool(line.strip()) for line in between[1:-1])
    rest = len(between[0].strip()) + len(between[-1].strip())
    return "far" if lines else "next paragraph" if rest <= 120 else "near"


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Words that point back, and words that announce another motive."""
    back, another = (frozenset(_data()[name]["words"].split()) for name in ("back", "another"))
    return back, another


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("cuibono.data").joinpath("matching.toml").read_text("utf-8"))
