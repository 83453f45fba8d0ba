"""The encoder at work: sentences of words to the network's scores for each sentence, window by window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cuibono.reading.model.records import Scores
from cuibono.reading.model.windows import Batch, Window, batch, pack
from cuibono.reading.model.wordpiece import WordPiece

Outputs = Mapping[str, NDArray[np.float32]]
Network = Callable[[Batch], Outputs]
"""Scores by name for the windows of a batch, each (windows, 1 + words, ...): an ONNX session or one in training."""

TOGETHER = 4
"""Windows that the network reads at once; more are no faster without a GPU, and take more memory."""
READ_AHEAD = 256
"""Windows sorted by length before they are batched; bounds the memory that a long document takes."""


def score(sentences: Sequence[Sequence[str]], wordpiece: WordPiece, network: Network) -> Iterator[list[Scores]]:
    """The scores of every sentence's parts, in order: none for an empty sentence, several for one too long."""
    windows = pack(sentences, wordpiece)
    at = 0
    held: list[Scores] = []
    for first in range(0, len(windows), READ_AHEAD):
        some = windows[first : first + READ_AHEAD]
        for window, found in zip(some, _run(some, wordpiece, network), strict=True):
            for number, part in enumerate(window.parts):
                while at < part.sentence:
                    yield held
                    at, held = at + 1, []
                held.append(found[number])
    while at < len(sentences):
        yield held
        at, held = at + 1, []


def _run(windows: Sequence[Window], wordpiece: WordPiece, network: Network) -> list[list[Scores]]:
    """The scores of each window's parts; like lengths are read together."""
    order = sorted(range(len(windows)), key=lambda number: len(windows[number].ids))
    found: list[list[Scores]] = [[] for _ in windows]
    for first in range(0, len(order), TOGETHER):
        numbers = order[first : first + TOGETHER]
        outputs = network(batch([windows[number] for number in numbers], wordpiece["[CLS]"], wordpiece["[SEP]"]))
        for row, number in enumerate(numbers):
            own = {name: array[row] for name, array in outputs.items()}
            found[number] = list(_parts(windows[number], own))
    return found


def _parts(window: Window, outputs: Outputs) -> Iterator[Scores]:
    for part in window.parts:
        words = slice(part.here.start + 1, part.here.stop + 1)
        arcs, heads = outputs["arcs"][words], outputs["heads"]
        yield Scores(
            upos=outputs["upos"][words],
            names=outputs["names"][words],
            starts=outputs["starts"][words],
            arcs=np.hstack([arcs[:, :1], arcs[:, words]]),
            dependents=outputs["dependents"][words],
            heads=np.vstack([heads[:1], heads[words]]),
        )
