"""Names: the best sequence of labels over a sentence's words, and the spans that it marks.

Labels are O, B-TYPE (a name begins) and I-TYPE (it goes on); the sequence is the most probable one in which every
I-TYPE follows its own type (Viterbi 1967).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cuibono.reading.model.parser import IMPOSSIBLE

NAME_TYPES = ("PER", "LOC", "ORG", "EVT", "MISC", "TIME")
LABELS = ("O", *(f"{prefix}-{kind}" for kind in NAME_TYPES for prefix in ("B", "I")))
_AT_START = np.array([IMPOSSIBLE if label.startswith("I-") else 0.0 for label in LABELS])
_TRANSITIONS = np.array(
    [[0.0 if after[0] != "I" or before[2:] == after[2:] else IMPOSSIBLE for after in LABELS] for before in LABELS]
)


def spans(logits: NDArray[np.floating]) -> Iterator[tuple[int, int, str, float]]:
    """First word, last word (exclusive), type and mean probability of every name; `logits` is (n, labels).

    >>> logits = np.zeros((3, len(LABELS)))
    >>> logits[1, LABELS.index("B-PER")] = logits[2, LABELS.index("I-PER")] = 9.0
    >>> [(first, last, kind, round(score, 2)) for first, last, kind, score in spans(logits[1:])]
    [(0, 2, 'PER', 1.0)]
    """
    shifted = logits - logits.max(axis=1, keepdims=True)
    probabilities = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    path = best_path(np.log(np.maximum(probabilities, 1e-30)))
    for first, last in _runs(path):
        own = probabilities[np.arange(first, last), path[first:last]]
        yield first, last, LABELS[path[first]][2:], float(own.mean())


def _runs(path: Sequence[int]) -> Iterator[tuple[int, int]]:
    first: int | None = None
    for at, label in enumerate([*path, 0]):
        if first is not None and not LABELS[label].startswith("I-"):
            yield first, at
            first = None
        if LABELS[label].startswith("B-"):
            first = at


def best_path(scores: NDArray[np.floating]) -> list[int]:
    """The label of every word in the best allowed sequence; `scores` (n, labels) are log probabilities."""
    if not len(scores):
        return []
    best = scores[0] + _AT_START
    back: list[NDArray[np.int64]] = []
    for row in scores[1:]:
        through = best[:, None] + _TRANSITIONS
        back.append(through.argmax(axis=0))
        best = through.max(axis=0) + row
    path = [int(best.argmax())]
    for came_from in reversed(back):
        path.append(int(came_from[path[-1]]))
    return path[::-1]
