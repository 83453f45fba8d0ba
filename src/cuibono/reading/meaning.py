"""Meaning: how near statements of a folder lie to one another by sentence embeddings.

Everything in a folder is about the same affair and lies close together; what tells motives apart is what is left when
the names of the actor and the words of the act are masked, and the mean of the folder's sentences is taken off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cuibono.reading import sentences

Floats = NDArray[np.float32]

MOST_SENTENCES = 240
"""Sentences of a folder that its mean is taken over, evenly spread; more change it little and take time."""

_LEAST_SENTENCE = 20
"""Characters; what is shorter is a heading or an interjection."""


class Embeds(Protocol):
    """Places texts among meanings: rows of length 1."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row for each text, shape (texts, dimensions)."""
        ...


class Meanings:
    """Where places of a folder lie among meanings; `masked` takes out of a text what all of them speak of."""

    def __init__(self, texts: Mapping[str, str], masked: Callable[[str], str], embedder: Embeds) -> None:
        self._masked, self._embedder = masked, embedder
        self._centre: Floats = embedder.embed([masked(text) for text in _spread(texts)]).mean(axis=0)

    def of(self, places: Sequence[str]) -> Floats:
        """One row of length 1 for each place, off the folder's centre, shape (places, dimensions)."""
        return unit(self._embedder.embed([self._masked(place) for place in places]) - self._centre)


def unit(rows: Floats) -> Floats:
    """Rows drawn out to length 1; those without a direction stay 0."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    result: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6)
    return result


def _spread(texts: Mapping[str, str]) -> Sequence[str]:
    """Sentences of a folder, at most `MOST_SENTENCES`, evenly spread."""
    every = [
        text[sentence.start : sentence.end]
        for _, text in sorted(texts.items())
        for sentence in sentences.split(text)
        if sentence.end - sentence.start >= _LEAST_SENTENCE
    ]
    return every[:: max(1, -(-len(every) // MOST_SENTENCES))] or [""]
