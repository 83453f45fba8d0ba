"""Meaning: how near statements of a folder lie to one another by sentence embeddings.

Everything in a folder is about the same affair and lies close together; what tells motives apart is what is left when
the mean of the folder's sentences is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cuibono.reading import sentences

MOST_SENTENCES = 240
"""Sentences of a folder that its mean is taken over, evenly spread; more change it little and take time."""

_LEAST_SENTENCE = 20
"""Characters; what is shorter is a heading or an interjection."""


class Embeds(Protocol):
    """Places texts among meanings: rows of length 1."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text, shape (texts, dimensions)."""
        ...


def centre(texts: Mapping[str, str], embedder: Embeds) -> NDArray[np.float32]:
    """The mean of the embeddings of a folder's sentences, shape (dimensions,)."""
    every = [
        text[sentence.start : sentence.end]
        for _, text in sorted(texts.items())
        for sentence in sentences.split(text)
        if sentence.end - sentence.start >= _LEAST_SENTENCE
    ]
    step = max(1, -(-len(every) // MOST_SENTENCES))
    chosen = every[::step] or [""]
    mean: NDArray[np.float32] = embedder.embed(chosen).mean(axis=0)
    return mean


def places(statements: Sequence[str], centre: NDArray[np.float32], embedder: Embeds) -> NDArray[np.float32]:
    """One row of length 1 for each statement: where it lies, off the centre."""
    return _unit(embedder.embed(statements) - centre)


def mean(rows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The row of length 1 for what several statements tell together."""
    unit: NDArray[np.float32] = _unit(np.mean(rows, axis=0, keepdims=True))[0]
    return unit


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6)
    return result
