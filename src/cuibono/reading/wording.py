"""Wording: what places of a folder have in common by their words and by the ideas behind them (`data/concepts.toml`).

Each is weighted by how rare it is in the folder (Sparck Jones 1972): what all documents speak of tells nothing apart.
The names of the actor and the words of the act are masked.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from cuibono.reading import aliases, concepts, words
from cuibono.reading.question import Question

IDEAS = 2.0
"""How much an idea weighs beside a word of the same rarity; a word's ideas share it as a sum of squares."""

WORD_OF_IDEA = 0.5
"""How much a word that stands for an idea weighs by itself, lest it count twice."""

Vector = Mapping[str, float]


@cache
def _idle() -> frozenset[str]:
    """The stems of the words with which any motive is put."""
    data = tomllib.loads(files("cuibono.data").joinpath("matching.toml").read_text("utf-8"))
    return frozenset(words.content(data["idle"]["words"]))


class Folder:
    """The words and ideas of a folder of texts, with how rare each is."""

    def __init__(self, texts: Mapping[str, str], question: Question) -> None:
        self._asked = {*question.act, *question.objects}
        self._counts: Counter[str] = Counter()
        self._lines = 0
        self._spelt: dict[str, str] = {}
        for text in texts.values():
            for name in aliases.find(text, question):
                self._asked.update(words.content(name))
            for line in text.split("\n"):
                for word in words.words(line):
                    self._spelt.setdefault(words.stem(word), word)
                stems = frozenset(words.content(line))
                self._lines += bool(stems)
                self._counts.update(stems)
                self._counts.update("#" + idea for idea in concepts.among(stems))
        self._masked = self._asked | _idle()

    def masked(self, text: str) -> str:
        """`text` without the names of the actor and the words of the act, as meanings are compared."""
        return words.TOKEN.sub(lambda word: "" if self._asked.intersection(words.content(word[0])) else word[0], text)

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
