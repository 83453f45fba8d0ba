"""Piece vectors: what the encoders read for each piece of the vocabulary, kept once for both graphs.

Training leaves MiniLM's word embeddings as they are, so `reader.onnx` and `embed.onnx` would each hold the same twelve
megabytes; they are looked up here instead and handed to the graph.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

VECTORS, SCALES = "pieces.npy", "piece-scales.npy"


class PieceVectors:
    """The vectors in `folder`: int8 rows (pieces, 384), each with a scale of its own, read from the disk as needed."""

    def __init__(self, folder: Path) -> None:
        self._rows: NDArray[np.int8] = np.load(folder / VECTORS, mmap_mode="r")
        self._scales: NDArray[np.float32] = np.load(folder / SCALES)

    def of(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vector of every piece; `ids` of any shape gives that shape and 384."""
        rows: NDArray[np.float32] = self._rows[ids].astype(np.float32)
        rows *= self._scales[ids][..., None]
        return rows


def write(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Store `vectors` (pieces, 384) in eight bits, each row to the scale of its largest value."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
    np.save(folder / VECTORS, np.round(vectors / scales[:, None]).astype(np.int8))
    np.save(folder / SCALES, scales)
