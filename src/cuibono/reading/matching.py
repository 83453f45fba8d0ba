"""Matching: which places, in one document or in several, put forward the same motive.

Without a model, two statements are compared by their words and by the ideas behind them (`data/concepts.toml`), each
weighted by how rare it is in the folder (Sparck Jones 1972): what all documents speak of tells nothing apart. The names
of the actor and the words of the act are masked. In one document, nearness counts as well.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cuibono.reading import aliases, concepts, meaning, words
from cuibono.reading.meaning import Embeds
from cuibono.reading.question import Question

IDEAS = 2.0
"""How much an idea weighs beside a word of the same rarity; a word's ideas share it as a sum of squares."""

WORD_OF_IDEA = 0.5
"""How much a word that stands for an idea weighs by itself, lest it count twice."""

ALIKE = 0.16
"""Least likeness (0 to 1) at which groups of two documents are the same motive."""

MEANING = 0.3
"""Share of the nearness of sentence embeddings in the likeness of two motives; the rest is that of words and ideas."""

MOST_PLACED = 2000
"""Statements of a folder up to which each is placed among meanings; more, a library's, are compared by words alone."""

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


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one motive, by id, in order; `score` (0 to 1) of the weakest link, and why they are one."""

    members: tuple[str, ...]
    score: float = 1.0
    reason: str = ""


Vector = Mapping[str, float]
Meaning = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Put:
    """A statement as the matching sees it: its words and ideas, and its place among meanings where that is known."""

    item: Statement
    words: Vector
    meaning: Meaning | None = None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("cuibono.data").joinpath("matching.toml").read_text("utf-8"))


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Words that point back, and words that announce another motive."""
    back, another = (frozenset(_data()[name]["words"].split()) for name in ("back", "another"))
    return back, another


@cache
def weights(table: Literal["words", "meaning"]) -> Mapping[str, float]:
    """The log odds that one statement restates another, by feature: where only words are known, or meanings too."""
    return MappingProxyType(_data()["odds"][table])


@cache
def _idle() -> frozenset[str]:
    """The stems of the words with which any motive is put."""
    data = _data()
    return frozenset(words.content(data["idle"]["words"]))


def group(
    statements: Sequence[Statement], texts: Mapping[str, str], question: Question, embedder: Embeds | None = None
) -> tuple[Group, ...]:
    """Every statement in exactly one group, groups in order of their first statement; `texts` are by source.

    Groups of different documents join one to one, the most alike first; a group has at most one motive of each
    document, however often that document restates it. With an `embedder`, documents are compared by meaning as well.
    """
    folder = Folder(texts, question)
    every = put(statements, texts, folder, embedder)
    restated: list[list[Put]] = []
    for source in dict.fromkeys(item.source for item in statements):
        restated += _restatements([one for one in every if one.item.source == source], texts[source])
    motives = [_Told(tuple(one.words for one in items), _mean(items)) for items in restated]
    return _across([[one.item for one in items] for items in restated], motives, folder)


def put(
    statements: Sequence[Statement], texts: Mapping[str, str], folder: Folder, embedder: Embeds | None = None
) -> tuple[Put, ...]:
    """Each statement as the matching sees it, in their order."""
    said = [texts[item.source][item.start : item.end] for item in statements]
    placed = embedder if 1 < len(said) <= MOST_PLACED else None
    rows = meaning.places(said, meaning.centre(texts, placed), placed) if placed else None
    return tuple(
        Put(item, folder.vector(words), None if rows is None else rows[number])
        for number, (item, words) in enumerate(zip(statements, said, strict=True))
    )


def _mean(items: Sequence[Put]) -> Meaning | None:
    rows = [one.meaning for one in items if one.meaning is not None]
    return meaning.mean(rows) if rows else None


class Folder:
    """The words and ideas of a folder of texts, with how rare each is."""

    def __init__(self, texts: Mapping[str, str], question: Question) -> None:
        self._masked = {*question.act, *question.objects, *_idle()}
        self._counts: Counter[str] = Counter()
        self._lines = 0
        self._spelt: dict[str, str] = {}
        for text in texts.values():
            for name in aliases.find(text, question):
                self._masked.update(words.content(name))
            for line in text.split("\n"):
                for word in words.words(line):
                    self._spelt.setdefault(words.stem(word), word)
                stems = frozenset(words.content(line))
                self._lines += bool(stems)
                self._counts.update(stems)
                self._counts.update("#" + idea for idea in concepts.among(stems))

    def vector(self, text: str) -> Vector:
        """The words and ideas of `text`, each with its rarity, masked ones left out; ideas begin with "#"."""
        weights: dict[str, float] = {}
        for stem in sorted(frozenset(words.content(text)) - self._masked):
            ideas = concepts.of(stem)
            weights[stem] = self._rarity(stem) * (WORD_OF_IDEA if ideas else 1.0)
            for idea in ideas:
                weight = IDEAS * self._rarity("#" + idea) / math.sqrt(len(ideas))
                weights["#" + idea] = max(weight, weights.get("#" + idea, 0.0))
        return weights

    def common(self, one: Vector, other: Vector, most: int = 4) -> str:
        """The ideas and words that weigh most in what two vectors share, for people to read."""
        keys = sorted((key for key in one if key in other), key=lambda key: (-one[key] * other[key], key))
        ideas = [key.removeprefix("#") for key in keys if key.startswith("#")][:most]
        spelt = [self._spelt.get(key, key) for key in keys if not key.startswith("#")][:most]
        parts = [f"{name}: {', '.join(listed)}" for name, listed in (("ideas", ideas), ("words", spelt)) if listed]
        return "; ".join(parts)

    def _rarity(self, key: str) -> float:
        return max(0.0, math.log((self._lines + 1) / (self._counts[key] + 1)))


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two vectors, 0 to 1; 0 where either is empty.

    >>> likeness({"a": 1.0, "b": 1.0}, {"a": 1.0})
    0.7071067811865475
    """
    small, large = sorted((one, other), key=len)
    shared = sum(weight * large[key] for key, weight in small.items() if key in large)
    return shared / (_length(one) * _length(other)) if shared else 0.0


def _length(vector: Vector) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values()))


def _restatements(statements: Sequence[Put], text: str) -> list[list[Put]]:
    """The statements of one document, each put to the group that it most probably restates, or to a new one."""
    every = sorted(statements, key=lambda one: (one.item.start, one.item.end))
    groups = gathered(len(every), lambda earlier, later: _odds(every[earlier], every[later], text))
    return [[every[number] for number in group] for group in groups]


def gathered(count: int, odds: Callable[[int, int], float]) -> list[list[int]]:
    """The numbers below `count` in groups: each with those before it that it is likest to, if at even odds or better.

    `odds` are the log odds that the second of two numbers belongs with the first.

    >>> gathered(4, lambda one, other: 1.0 if (other - one) % 2 == 0 else -1.0)
    [[0, 2], [1, 3]]
    """
    groups: list[list[int]] = []
    for number in range(count):
        fits = [
            (sum(odds(before, number) for before in known[-_RECENT:]) / len(known[-_RECENT:]), place)
            for place, known in enumerate(groups[-_WINDOW:], max(0, len(groups) - _WINDOW))
        ]
        best, place = max(fits, default=(0.0, 0))
        if best > 0:
            groups[place].append(number)
        else:
            groups.append([number])
    return groups


def _odds(one: Put, other: Put, text: str) -> float:
    """Log odds that `other`, the later of the two, restates the motive of `one`."""
    weight = weights("words" if other.meaning is None else "meaning")
    return sum(weight[name] * times for name, times in restates(one, other, text).items())


def restates(one: Put, other: Put, text: str) -> dict[str, float]:
    """What speaks for and against `other`, the later of two statements, restating `one`, by the names of the weights.

    How far apart they stand, how like they are, whether the later one points back or announces another motive, and
    whether only one of the two is set aside.
    """
    start = other.item.start
    back, another = _opening(text[max(0, start - 20) : start + 30])
    flags = {
        _where(text, one.item.end, start): True,
        "back": back,
        "another": another,
        "turned": one.item.rejected != other.item.rejected,
    }
    found = {"likeness": likeness(one.words, other.words)}
    if one.meaning is not None and other.meaning is not None:
        found["meaning"] = float(one.meaning @ other.meaning)
    return found | {name: 1.0 for name, holds in flags.items() if holds}


@lru_cache(maxsize=1024)
def _opening(around: str) -> tuple[bool, bool]:
    """Whether the first words of a statement point back, and whether they announce another motive."""
    back, another = _vocabulary()
    opening = words.words(around.rpartition(". ")[2])[:6]
    return bool(back.intersection(opening[:1])), bool(another.intersection(opening))


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


def _across(restated: Sequence[Sequence[Statement]], motives: Sequence[_Told], folder: Folder) -> tuple[Group, ...]:
    """Groups of single documents joined where their motives are alike."""
    home = [items[0].source for items in restated]
    cluster = list(range(len(restated)))
    held = [{source} for source in home]
    links: dict[int, list[tuple[float, str]]] = {}
    for score, one, other in _pairs(motives, home):
        a, b = cluster[one], cluster[other]
        if a == b or held[a] & held[b]:
            continue
        held[a] |= held[b]
        links[a] = [*links.get(a, []), *links.pop(b, []), (score, _reason(motives[one], motives[other], folder))]
        cluster = [a if place == b else place for place in cluster]
    joined: dict[int, list[Statement]] = {}
    for name, items in zip(cluster, restated, strict=True):
        joined.setdefault(name, []).extend(items)
    return tuple(_joined(items, links.get(name, [])) for name, items in joined.items())


@dataclass(frozen=True, eq=False)
class _Told:
    """A motive as one document tells it: the words of each place, and its place among meanings where that is known."""

    places: tuple[Vector, ...]
    meaning: Meaning | None = None

    @cached_property
    def pooled(self) -> Mapping[str, float]:
        """The words and ideas of all places, each at its heaviest."""
        pooled: dict[str, float] = {}
        for vector in self.places:
            for key, weight in vector.items():
                pooled[key] = max(weight, pooled.get(key, 0.0))
        return pooled

    def likeness(self, other: _Told) -> float:
        """Half by all that both say, half by the two places that are most alike; and a part of it all by meaning."""
        closest = max(likeness(one, two) for one in self.places for two in other.places)
        words = (closest + likeness(self.pooled, other.pooled)) / 2
        near = self.nearness(other)
        return words if near is None else (1 - MEANING) * words + MEANING * near

    def nearness(self, other: _Told) -> float | None:
        """The cosine of the two meanings, 0 where they point apart; `None` where either is unknown."""
        if self.meaning is None or other.meaning is None:
            return None
        return max(0.0, float(self.meaning @ other.meaning))


def _reason(one: _Told, other: _Told, folder: Folder) -> str:
    """What two motives have in common, for people to read."""
    near = one.nearness(other)
    parts = [folder.common(one.pooled, other.pooled), "" if near is None else f"meaning: {near:.2f} of 1"]
    return "; ".join(part for part in parts if part)


def _pairs(motives: Sequence[_Told], home: Sequence[str]) -> list[tuple[float, int, int]]:
    """Pairs of motives of different documents that are alike enough, the most alike first."""
    holders: dict[str, list[int]] = {}
    scores: list[tuple[float, int, int]] = []
    rows = [told.meaning for told in motives if told.meaning is not None]
    meanings = np.array(rows) if rows else np.zeros((len(motives), 1), np.float32)
    for place, told in enumerate(motives):
        near = np.flatnonzero(meanings[:place] @ meanings[place] >= ALIKE / MEANING)
        met = {other for key in told.pooled for other in holders.get(key, ())} | {int(other) for other in near}
        scores += [(motives[other].likeness(told), other, place) for other in sorted(met) if home[other] != home[place]]
        for key in told.pooled:
            holders.setdefault(key, []).append(place)
    return sorted((score for score in scores if score[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1], pair[2]))


def _joined(items: Sequence[Statement], links: Sequence[tuple[float, str]]) -> Group:
    members = tuple(item.id for item in items)
    if links:
        score, common = min(links)
        return Group(members, round(score, 3), f"the same motive in {len(links) + 1} documents ({common})")
    reason = f"one motive, stated {len(members)} times in one document" if len(members) > 1 else ""
    return Group(members, 1.0, reason)
