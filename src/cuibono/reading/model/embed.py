"""Sentence embeddings: texts as unit vectors, so that like meanings lie near one another.

all-MiniLM-L6-v2 (Wang et al. 2020; sentence-transformers), unchanged but for its int8 weights: the mean of the last
layer's states.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuibono.reading.model import weights
from cuibono.reading.model.pieces import PieceVectors
from cuibono.reading.model.wordpiece import WordPiece, basic_parts

DIMENSIONS = 384
LONGEST = 254
"""Pieces of a text that are read; MiniLM was trained on shorter ones still."""
TOGETHER = 16


class Embedder:
    """Places texts among meanings. Raises `NotFoundError` where weights or onnxruntime are absent."""

    def __init__(self, path: str | Path | None = None, *, threads: int = 1) -> None:
        folder = weights.weights_folder(path)
        self._wordpiece = WordPiece(weights.vocabulary(folder))
        self._vectors = PieceVectors(folder)
        self._session = weights.session(folder, "embed.onnx", threads)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text, shape (texts, 384); the cosine of two is their dot product.

        Of a long text the first 254 pieces count.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        pieces = [self._pieces(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda number: len(pieces[number]))
        for first in range(0, len(order), TOGETHER):
            some = order[first : first + TOGETHER]
            ids = np.zeros((len(some), max(len(pieces[number]) for number in some)), np.int64)
            mask = np.zeros_like(ids)
            for row, number in enumerate(some):
                ids[row, : len(pieces[number])] = pieces[number]
                mask[row, : len(pieces[number])] = 1
            fed = {"words": self._vectors.of(ids), "mask": mask}
            vectors[some] = self._session.run(["embedding"], fed)[0]
        return vectors

    def _pieces(self, text: str) -> list[int]:
        start, end = self._wordpiece["[CLS]"], self._wordpiece["[SEP]"]
        ids = [number for word in basic_parts(text[: 20 * LONGEST]) for number in self._wordpiece.encode(word)]
        return [start, *ids[:LONGEST], end]
