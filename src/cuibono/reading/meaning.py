"""Meaning: how near statements of a folder lie to one another by sentence embeddings.

Everything in a folder is about the same affair and lies close together; what tells motives apart is what is left when
the mean of the folder's sentences is taken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def motives(told: Iterable[Sequence[str]], centre: NDArray[np.float32], embedder: Embeds) -> NDArray[np.float32]:
    """One row of length 1 for each motive, from the statements that tell it: the mean of theirs, off the centre."""
    groups = list(told)
    vectors = _unit(embedder.embed([text for group in groups for text in group]) - centre)
    ends = np.cumsum([len(group) for group in groups])
    parts = np.split(vectors, ends[:-1]) if groups else []
    return _unit(np.array([part.mean(axis=0) for part in parts], np.float32).reshape(len(groups), -1))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6)
    return result
