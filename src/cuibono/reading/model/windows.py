"""Windows: sentences packed side by side into what the encoder reads at once.

Position 0 of every window is the encoder's start piece; its state stands for the root of every sentence's parse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cuibono.reading.model.wordpiece import WordPiece, case_class

PIECES = 126
"""Pieces in a window filled with several sentences; one longer sentence has a window of its own."""
LONGEST = 254
"""Pieces of a sentence; a longer one (a table, a text without marks) is cut there."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words `first` to `last` (exclusive) of sentence `sentence`, standing in the window from word `at`."""

    sentence: int
    first: int
    last: int
    at: int

    @property
    def here(self) -> slice:
        """Where the part's words stand among the window's words."""
        return slice(self.at, self.at + self.last - self.first)


@dataclass(slots=True)
class Window:
    """Piece ids, case classes, the piece at which each word starts, and the sentences that stand here."""

    ids: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def add(self, sentence: int, first: int, words: Sequence[str], pieces: Sequence[tuple[int, ...]]) -> None:
        """Append `words`, which are the words from `first` on of sentence number `sentence`."""
        self.parts.append(Part(sentence, first, first + len(words), at=len(self.starts)))
        for word, ids in zip(words, pieces, strict=True):
            self.starts.append(len(self.ids))
            self.ids.extend(ids)
            self.types.extend([case_class(word)] * len(ids))


def pack(sentences: Sequence[Sequence[str]], wordpiece: WordPiece) -> list[Window]:
    """The windows that hold all words of `sentences`, in order; empty sentences stand nowhere.

    >>> [[part.last for part in window.parts] for window in pack([["a", "b"], [], ["c"]], WordPiece(["[UNK]"]))]
    [[2, 1]]
    """
    windows: list[Window] = []
    for number, words in enumerate(sentences):
        pieces = [wordpiece.encode(word) for word in words]
        for first, last in _cuts(pieces):
            size = sum(map(len, pieces[first:last]))
            if not windows or len(windows[-1].ids) + size > PIECES:
                windows.append(Window())
            windows[-1].add(number, first, words[first:last], pieces[first:last])
    return windows


def _cuts(pieces: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """First and last word of the stretches of a sentence that fit a window."""
    first = size = 0
    for number, ids in enumerate(pieces):
        if size + len(ids) > LONGEST:
            yield first, number
            first, size = number, 0
        size += len(ids)
    if pieces:
        yield first, len(pieces)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as rectangular arrays; `first` holds, for the root and every word, the position of its first piece.

    Shapes: `ids`, `mask`, `types` (windows, pieces); `first` and `sentence` (windows, 1 + words), where `sentence` is
    the number of the part that a word belongs to, -1 at the root and -2 where there is no word.
    """

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    types: NDArray[np.int64]
    first: NDArray[np.int64]
    sentence: NDArray[np.int64]


def batch(windows: Sequence[Window], start: int, end: int) -> Batch:
    """`windows` as arrays, between the pieces `start` and `end` ([CLS] and [SEP])."""
    rows = len(windows)
    wide = 2 + max(len(window.ids) for window in windows)
    long = 1 + max(len(window.starts) for window in windows)
    ids, mask, types = (np.zeros((rows, wide), np.int64) for _ in range(3))
    first = np.zeros((rows, long), np.int64)
    sentence = np.full((rows, long), -2, np.int64)
    sentence[:, 0] = -1
    for row, window in enumerate(windows):
        size, words = len(window.ids), len(window.starts)
        ids[row, : size + 2] = [start, *window.ids, end]
        mask[row, : size + 2] = 1
        types[row, 1 : size + 1] = window.types
        first[row, 1 : words + 1] = np.array(window.starts) + 1
        for number, part in enumerate(window.parts):
            sentence[row, 1 + part.here.start : 1 + part.here.stop] = number
    return Batch(ids, mask, types, first, sentence)


def same_sentence(sentence: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which words may be a word's head: the others of its sentence, and the root (column 0); shape (..., n, n)."""
    same: NDArray[np.bool_] = (sentence[..., :, None] == sentence[..., None, :]) & (sentence >= 0)[..., :, None]
    same &= ~np.eye(sentence.shape[-1], dtype=bool)
    same[..., :, 0] = sentence >= 0
    return same
