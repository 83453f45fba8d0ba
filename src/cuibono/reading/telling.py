"""Telling: a motive as one document tells it, and how sure it is that two documents tell the same one.

A motive is known by its statements and by what stands beside them, which often says what "this" is. The log odds that
two are the same were fitted by `training/matching_weights.py` and stand in `data/matching.toml`.
"""

from __future__ import annotations

import itertools
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from cuibono.reading import sentences
from cuibono.reading.meaning import Floats, Meanings, unit
from cuibono.reading.restating import Place
from cuibono.reading.sentences import Sentence
from cuibono.reading.wording import Folder, Vector, likeness

_BESIDE = 2
"""Sentences of the same paragraph on either side that count as standing beside a statement."""
_SHARE = 0.5
"""What the nearest of them counts beside the statement; the next counts half of that."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A motive as `source` tells it: the words of each statement, and of all with what stands beside them.

    `meaning` is a row of length 1; `usual` is its mean nearness to the motives of other documents.
    """

    source: str
    places: tuple[Vector, ...]
    words: Vector
    meaning: Floats | None = None
    usual: float = 0.0


@cache
def weights(*, meant: bool) -> Mapping[str, float]:
    """The log odds in `data/matching.toml` by the name of the feature, with or without meanings; and the least that
    two motives must have to be joined ("least").
    """
    data = tomllib.loads(files("cuibono.data").joinpath("matching.toml").read_text("utf-8"))
    return MappingProxyType(data["across" if meant else "across-by-words"])


def motives(
    groups: Sequence[Sequence[Place]], texts: Mapping[str, str], folder: Folder, meanings: Meanings | None
) -> list[Told]:
    """Each group of statements as its document tells it, in order; the groups of one document stand together."""
    found: list[Told] = []
    for source, own in itertools.groupby(groups, key=lambda group: group[0].statement.source):
        found += _of_one(list(own), texts[source], folder, meanings)
    return _with_usual(found)


def features(one: Told, other: Told) -> dict[str, float]:
    """How alike two motives are: by the two most alike statements, by all words, by meaning.

    "contrast" is how much nearer in meaning the two are than either is to the motives of other documents.
    """
    found = {"base": 1.0, "words": likeness(one.words, other.words)}
    found["closest"] = max(likeness(first, second) for first in one.places for second in other.places)
    if one.meaning is not None and other.meaning is not None:
        found["meaning"] = float(one.meaning @ other.meaning)
        found["contrast"] = found["meaning"] - (one.usual + other.usual) / 2
    return found


def odds(one: Told, other: Told) -> float:
    """Log odds that two documents tell the same motive."""
    known = weights(meant=one.meaning is not None)
    return sum(known[name] * value for name, value in features(one, other).items())


def nearest(told: Told, others: Sequence[Told]) -> list[int]:
    """The numbers of those of `others` that are near enough in meaning to be the same without a word in common."""
    if told.meaning is None or not others:
        return []
    known = weights(meant=True)
    near = np.array([other.meaning for other in others]) @ told.meaning
    usual = (np.array([other.usual for other in others]) + told.usual) / 2
    found = known["base"] + known["meaning"] * near + known["contrast"] * (near - usual)
    return np.flatnonzero(found >= known["least"]).tolist()


def _of_one(groups: Sequence[Sequence[Place]], text: str, folder: Folder, meanings: Meanings | None) -> Iterator[Told]:
    """The motives of one document."""
    cut = sentences.split(text)
    stated = [sorted({number for item in group for number in _held(item, cut)}) for group in groups]
    every = frozenset(number for own in stated for number in own)
    for group, own in zip(groups, stated, strict=True):
        beside = _beside(own, every, cut, text)
        said = [text[cut[number].start : cut[number].end] for number in beside]
        vectors = [(item.vector, 1.0) for item in group]
        vectors += [(folder.vector(words), share) for words, share in zip(said, beside.values(), strict=True)]
        yield Told(
            source=group[0].statement.source,
            places=tuple(item.vector for item in group),
            words=_pooled(vectors),
            meaning=None if meanings is None else _mean(group, meanings.of(said), list(beside.values())),
        )


def _held(place: Place, cut: Sequence[Sentence]) -> range:
    """The sentences that a statement stands in, by number."""
    first = bisect_right(cut, place.statement.start, key=lambda sentence: sentence.start) - 1
    return range(max(0, first), bisect_left(cut, place.statement.end, key=lambda sentence: sentence.start))


def _beside(own: Iterable[int], every: frozenset[int], cut: Sequence[Sentence], text: str) -> dict[int, float]:
    """The sentences beside those of one motive that state none themselves, and what each counts."""
    found: dict[int, float] = {}
    for number in own:
        for step in range(1, _BESIDE + 1):
            for other in {number - step, number + step} - every:
                low, high = min(number, other), max(number, other)
                if low >= 0 and high < len(cut) and "\n" not in text[cut[low].start : cut[high].end]:
                    found[other] = max(found.get(other, 0.0), _SHARE / step)
    return dict(sorted(found.items()))


def _pooled(vectors: Iterable[tuple[Vector, float]]) -> Vector:
    """The words and ideas of several places, each at its heaviest."""
    pooled: dict[str, float] = {}
    for vector, share in vectors:
        for key, weight in vector.items():
            pooled[key] = max(share * weight, pooled.get(key, 0.0))
    return pooled


def _mean(group: Iterable[Place], beside: Floats, shares: Sequence[float]) -> Floats | None:
    """Where the statements of a motive lie together with what stands beside them."""
    rows = [item.meaning for item in group if item.meaning is not None]
    if not rows:
        return None
    return unit(np.sum(rows, axis=0) + np.array(shares, np.float32) @ beside)


def _with_usual(told: Sequence[Told]) -> list[Told]:
    """Motives with their mean nearness to those of the other documents; it is linear, so that sums of rows do."""
    sums: dict[str, tuple[Floats, int]] = {}
    for item in told:
        if item.meaning is not None:
            row, number = sums.get(item.source, (np.zeros_like(item.meaning), 0))
            sums[item.source] = (row + item.meaning, number + 1)
    every = sum((row for row, _ in sums.values()), np.zeros(1, np.float32))
    count = sum(number for _, number in sums.values())
    return [_against(item, every, count, sums) for item in told]


def _against(item: Told, every: Floats, count: int, sums: Mapping[str, tuple[Floats, int]]) -> Told:
    if item.meaning is None or count == sums[item.source][1]:
        return item
    row, number = sums[item.source]
    return replace(item, usual=float(item.meaning @ (every - row)) / (count - number))
