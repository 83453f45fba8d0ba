"""Scores to answers: one sentence's tags, tree, relations and names out of what the network scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuibono.reading.model import names, parser
from cuibono.reading.model.records import Name, Scores, Sentence, Token


@dataclass(frozen=True, slots=True)
class Grammar:
    """The labels in the order of the network's outputs, and each relation's bilinear form (r + 1, relations, r + 1)."""

    upos: tuple[str, ...]
    relations: tuple[str, ...]
    forms: NDArray[np.float32]


def sentence(text: str, places: Sequence[tuple[int, int]], parts: Sequence[Scores], grammar: Grammar) -> Sentence:
    """The sentence whose tokens stand at `places` in `text`; each part of one too long has a tree of its own."""
    tokens: list[Token] = []
    found: list[Name] = []
    for scores in parts:
        first = len(tokens)
        own = places[first : first + len(scores.upos)]
        found += _names(own, scores)
        tokens += _tokens(text, own, first, scores, grammar)
    return Sentence(tuple(tokens), tuple(found))


def _tokens(text: str, places: Sequence[tuple[int, int]], first: int, scores: Scores, grammar: Grammar) -> list[Token]:
    tags = scores.upos.argmax(axis=1)
    logs = parser.log_probabilities(scores.arcs)
    heads = parser.tree(logs)
    root = grammar.relations.index("root")
    kinds = parser.relations(scores.dependents, scores.heads[heads], grammar.forms, root)
    sure = np.exp(logs[np.arange(len(heads)), heads])
    return [
        Token(
            start,
            end,
            text[start:end],
            grammar.upos[tags[word]],
            first + int(heads[word]) - 1 if heads[word] else -1,
            grammar.relations[kinds[word]] if heads[word] else "root",
            float(sure[word]),
        )
        for word, (start, end) in enumerate(places)
    ]


def _names(places: Sequence[tuple[int, int]], scores: Scores) -> list[Name]:
    return [
        Name(places[first][0], places[last - 1][1], kind, score)
        for first, last, kind, score in names.spans(scores.names)
    ]
