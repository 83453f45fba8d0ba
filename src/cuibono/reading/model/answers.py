"""Answers: how likely each sentence of a page is to say why an actor did something.

One network reads the question together with a stretch of the page. What it was taught, and on what, stands in the
model card; the sentences that answer a question are what answer sentence selection looks for (Yang, Yih and Meek 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuibono.reading.model import stretches, weights
from cuibono.reading.model.pieces import PieceVectors
from cuibono.reading.model.stretches import LONGEST_QUESTION, LONGEST_SENTENCE, Stretch
from cuibono.reading.model.wordpiece import WordPiece, basic_parts

KINDS = ("motive", "elsewhere", "for", "against", "act")
"""What is judged of a sentence: that it states a motive for the act in question; one for another act; that it speaks
for, or against, some motive; that it says whether the act happened."""

TIES = ("restates", "supports", "opposes")
"""What a sentence may have to do with one that states a motive."""

FEW = 12
"""Sentences; shorter pages are unlike the articles that the network learned from."""

_LONGEST_PIECE = 20
"""Characters; enough of a text is looked at to fill its pieces, and no more of a long one."""


@dataclass(frozen=True, eq=False)
class Answered:
    """What the network makes of the sentences of one page, by their number.

    `odds`, (sentences, KINDS), are log odds; `motives`, (sentences, TIES, d), and `others`, (sentences, d), are both
    sides of the ties.
    """

    odds: NDArray[np.float32]
    motives: NDArray[np.float32]
    others: NDArray[np.float32]

    def of(self, sentence: int, kind: str) -> float:
        """The log odds that a sentence is of one of KINDS."""
        return float(self.odds[sentence, KINDS.index(kind)])

    def beside(self, cues: float, both: float) -> float:
        """Log odds by cues alone on the shortest pages, and by cues and network together from `FEW` sentences on."""
        return cues + min(1.0, len(self.odds) / FEW) * (both - cues)

    def tie(self, motive: int, other: int, tie: str) -> float:
        """The log odds that `other` has one of TIES to the motive that sentence `motive` states."""
        return float(self.motives[motive, TIES.index(tie)] @ self.others[other])


class Answers:
    """Judges sentences. Raises `NotFoundError` where weights or onnxruntime are absent."""

    def __init__(self, path: str | Path | None = None, *, threads: int = 1) -> None:
        folder = weights.weights_folder(path)
        self._wordpiece = WordPiece(weights.vocabulary(folder))
        self._vectors = PieceVectors(folder)
        self._session = weights.session(folder, "answers.onnx", threads)

    def read(self, question: str, sentences: Sequence[str]) -> Answered:
        """What the network makes of the sentences of a page, each read among those around it."""
        asked = pieces(question, LONGEST_QUESTION, self._wordpiece)
        page = [pieces(sentence, LONGEST_SENTENCE, self._wordpiece) for sentence in sentences]
        parts = [
            [output[stretch.begins - stretch.first : stretch.ends - stretch.first] for output in self._run(stretch)]
            for stretch in stretches.cut(asked, page, self._wordpiece["[CLS]"], self._wordpiece["[SEP]"])
        ]
        if not parts:
            shapes = ((0, len(KINDS)), (0, len(TIES), 1), (0, 1))
            return Answered(*(np.zeros(shape, np.float32) for shape in shapes))
        return Answered(*(np.concatenate(outputs) for outputs in zip(*parts, strict=True)))

    def _run(self, stretch: Stretch) -> list[NDArray[np.float32]]:
        ids = np.array([stretch.ids])
        fed = {
            "words": self._vectors.of(ids),
            "mask": np.ones_like(ids),
            "types": np.array([stretch.types]),
            "marks": np.array(stretch.marks),
        }
        found: list[NDArray[np.float32]] = self._session.run(["odds", "motives", "others"], fed)
        return found


def pieces(text: str, most: int, wordpiece: WordPiece) -> list[int]:
    """The first `most` pieces of a text."""
    parts = basic_parts(text[: most * _LONGEST_PIECE])
    return [number for word in parts for number in wordpiece.encode(word)][:most]
