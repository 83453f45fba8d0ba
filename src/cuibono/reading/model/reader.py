"""The reader: sentences of a text to tokens with their parse, and to names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import ModelError
from cuibono.reading.model import decoding, encoder, starts, weights
from cuibono.reading.model.names import LABELS
from cuibono.reading.model.pieces import PieceVectors
from cuibono.reading.model.records import Sentence
from cuibono.reading.model.tokens import tokens
from cuibono.reading.model.windows import Batch
from cuibono.reading.model.wordpiece import WordPiece

Places = Sequence[tuple[int, int]]

BLOCK = 400
"""Sentences or paragraphs held at once; a document of any length is read in the same memory."""


class Reader:
    """Reads parts of speech, dependency parse and names; deterministic, English only.

    `path` names a folder of weights other than the one that ships. Raises `NotFoundError` where weights or
    onnxruntime are absent.
    """

    def __init__(self, path: str | Path | None = None, *, threads: int = 1) -> None:
        folder = weights.weights_folder(path)
        self.record = weights.record(folder)
        if self.record["names"] != list(LABELS):
            raise ModelError(
                f"the weights in {folder} name other kinds of names than this cuibono; use its own weights"
            )
        forms: NDArray[np.float32] = np.load(folder / "relations.npy").astype(np.float32)
        self._grammar = decoding.Grammar(
            tuple(cast("list[str]", self.record["upos"])), tuple(cast("list[str]", self.record["relations"])), forms
        )
        self._wordpiece = WordPiece(weights.vocabulary(folder))
        self._pieces = PieceVectors(folder)
        self._session = weights.session(folder, "reader.onnx", threads)
        self._outputs = [output.name for output in self._session.get_outputs()]

    def sentences(self, text: str, paragraphs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Where the sentences of the paragraphs at the given places of `text` start and end; blanks are left out."""
        for some in _blocks(paragraphs):
            cut = [tokens(text, start, end) for start, end in some]
            for found in starts.split(text, cut, self._wordpiece, self._run):
                yield from ((places[0][0], places[-1][1]) for places in found)

    def read(self, text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[Sentence]:
        """The sentences at the given places of `text`, read in order; an empty one has no tokens.

        A sentence of more than 254 pieces is cut, and each cut has a tree of its own.
        """
        for some in _blocks(sentences):
            yield from self.read_tokens(text, [tokens(text, start, end) for start, end in some])

    def read_tokens(self, text: str, sentences: Sequence[Places]) -> Iterator[Sentence]:
        """As `read`, with the tokens of each sentence given as places in `text`."""
        words = [[text[start:end] for start, end in places] for places in sentences]
        every = encoder.score(words, self._wordpiece, self._run)
        for places, parts in zip(sentences, every, strict=True):
            yield decoding.sentence(text, places, parts, self._grammar)

    def _run(self, batch: Batch) -> encoder.Outputs:
        fed = {"mask": batch.mask, "types": batch.types, "first": batch.first, "words": self._pieces.of(batch.ids)}
        return dict(zip(self._outputs, self._session.run(self._outputs, fed), strict=True))


def _blocks(places: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    rest = iter(places)
    while block := list(islice(rest, BLOCK)):
        yield block
