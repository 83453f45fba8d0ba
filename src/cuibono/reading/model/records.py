"""What the model reads out of a sentence: tokens with their part of speech and head, and names with their type."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Token:
    """A token at `start:end`; `head` is the index of its head in the sentence, -1 for the root."""

    start: int
    end: int
    text: str
    upos: str
    head: int
    deprel: str
    score: float
    """How sure the model is of the head, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name or time expression at `start:end`: PER, LOC, ORG, EVT, MISC or TIME, and how sure the model is."""

    start: int
    end: int
    type: str
    score: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's tokens and names, in order."""

    tokens: tuple[Token, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The network's raw scores for `n` words of one sentence.

    `upos` (n, tags) and `names` (n, labels) are logits; `starts` (n) is the logit that a sentence starts at the word;
    `arcs` (n, 1 + n) scores each head for each word, column 0 being the root; `dependents` (n, r) and `heads`
    (1 + n, r) are what relations are scored from.
    """

    upos: NDArray[np.float32]
    names: NDArray[np.float32]
    starts: NDArray[np.float32]
    arcs: NDArray[np.float32]
    dependents: NDArray[np.float32]
    heads: NDArray[np.float32]
