"""Concepts: the ideas behind words, so that "payback" and "retaliation" count as the same when motives are compared."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cuibono.reading.words import stem


def of(word: str) -> tuple[str, ...]:
    """The concepts that a stem stands for, in the order of the vocabulary; empty for most words.

    >>> of(stem("payback"))
    ('revenge',)
    """
    return _by_stem().get(word, ())


def among(stems: Iterable[str]) -> frozenset[str]:
    """All concepts that any of `stems` stands for."""
    return frozenset(concept for word in stems for concept in of(word))


@cache
def _by_stem() -> MappingProxyType[str, tuple[str, ...]]:
    data = tomllib.loads(files("cuibono.data").joinpath("concepts.toml").read_text("utf-8"))["concept"]
    table: dict[str, list[str]] = {}
    for concept, listed in data.items():
        for word in dict.fromkeys(stem(word) for word in listed.split()):
            table.setdefault(word, []).append(concept)
    return MappingProxyType({word: tuple(concepts) for word, concepts in table.items()})
