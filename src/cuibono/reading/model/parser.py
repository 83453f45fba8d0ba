"""The parse: the best tree over a sentence's words, and the relation of every word to its head.

The network scores every head for every word (Dozat and Manning 2017); the tree is the maximum spanning arborescence
(Chu and Liu 1965; Edmonds 1967) among those with one word at the root.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating]

IMPOSSIBLE = -1e9
ROWS = 12
"""Words whose relations are scored in one product."""
ROOTS_TRIED = 4
"""Where the best tree has several words at the root, this many of them are tried as the only one."""


def log_probabilities(arcs: Scores) -> NDArray[np.float64]:
    """The logarithm of each head's probability, row by row; a word is never its own head.

    `arcs` is (n, 1 + n) with the root in column 0.
    """
    scores = arcs.astype(np.float64)
    words = np.arange(len(scores))
    scores[words, words + 1] = IMPOSSIBLE
    scores -= scores.max(axis=1, keepdims=True)
    shifted: NDArray[np.float64] = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return shifted


def tree(scores: Scores) -> NDArray[np.int64]:
    """The head of every word, 0 for the root and otherwise 1 + the head's index, under the best single-rooted tree.

    `scores` is (n, 1 + n): how well each head, the root first, suits each word.

    >>> tree(np.array([[0.0, 0.0, 5.0], [1.0, 9.0, 0.0]]))  # each would rather have the other
    array([0, 1])
    """
    count = len(scores)
    if count == 0:
        return np.zeros(0, np.int64)
    square = np.full((count + 1, count + 1), IMPOSSIBLE)
    square[:, 1:] = scores.T
    np.fill_diagonal(square, IMPOSSIBLE)
    heads = arborescence(square)[1:]
    rooted = np.flatnonzero(heads == 0)
    if len(rooted) == 1:
        return heads
    gains = scores[rooted, 0] - np.delete(scores[rooted], 0, axis=1).max(axis=1)
    tried = rooted[np.argsort(-gains, kind="stable")][:ROOTS_TRIED]
    return max((_rooted_at(square, int(word)) for word in tried), key=lambda heads: _weight(square, heads))


def _rooted_at(square: Scores, word: int) -> NDArray[np.int64]:
    only = square.copy()
    only[0, 1:] = IMPOSSIBLE
    only[0, word + 1] = square[0, word + 1]
    return arborescence(only)[1:]


def _weight(square: Scores, heads: NDArray[np.int64]) -> float:
    return float(square[heads, np.arange(1, len(square))].sum())


def arborescence(square: Scores) -> NDArray[np.int64]:
    """The heads of the heaviest tree that grows from node 0; `square[head, node]` is an arc's weight; node 0 has -1.

    Contracts one cycle after the other, without recursion: a sentence of any length is safe.

    >>> arborescence(np.array([[-9.0, 5.0, 1.0], [-9.0, -9.0, 11.0], [-9.0, 10.0, -9.0]]))
    array([-1,  0,  1])
    """
    levels: list[_Contraction] = []
    weights = square
    heads = _best_heads(weights)
    while (cycle := _cycle(heads)) is not None:
        level = _Contraction(weights, heads, cycle)
        levels.append(level)
        weights = level.weights
        heads = _best_heads(weights)
    for level in reversed(levels):
        heads = level.expand(heads)
    return heads


def _best_heads(weights: Scores) -> NDArray[np.int64]:
    heads: NDArray[np.int64] = weights.argmax(axis=0)
    heads[0] = -1
    return heads


def _cycle(heads: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The nodes of one cycle, or nothing."""
    seen = np.zeros(len(heads), np.int64)
    for node in range(1, len(heads)):
        path = []
        at = node
        while at > 0 and seen[at] == 0:
            seen[at] = node
            path.append(at)
            at = int(heads[at])
        if at > 0 and seen[at] == node:
            return np.array(path[path.index(at) :])
    return None


class _Contraction:
    """A graph with one cycle drawn together into its last node, and how to draw it apart again."""

    def __init__(self, weights: Scores, heads: NDArray[np.int64], cycle: NDArray[np.int64]) -> None:
        self.cycle = cycle
        self.old_heads = heads
        self.rest = np.setdiff1d(np.arange(len(heads)), cycle)
        count = len(self.rest)
        inside = weights[heads[cycle], cycle]
        entering = weights[np.ix_(self.rest, cycle)] - inside
        leaving = weights[np.ix_(cycle, self.rest)]
        self.entry = cycle[entering.argmax(axis=1)]
        self.exit = cycle[leaving.argmax(axis=0)]
        self.weights = np.full((count + 1, count + 1), IMPOSSIBLE)
        self.weights[:count, :count] = weights[np.ix_(self.rest, self.rest)]
        self.weights[:count, count] = entering.max(axis=1) + inside.sum()
        self.weights[count, :count] = leaving.max(axis=0)

    def expand(self, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        """The heads in the larger graph, from the `heads` in the contracted one."""
        count = len(self.rest)
        full = self.old_heads.copy()
        outer = heads[:count]
        full[self.rest] = np.where(outer == count, self.exit, self.rest[np.minimum(outer, count - 1)])
        full[0] = -1
        into = int(heads[count])
        full[self.entry[into]] = self.rest[into]
        return full


def relations(dependents: Scores, heads: Scores, forms: Scores, root: int) -> NDArray[np.int64]:
    """The best relation of each word to its head, by the bilinear form of each relation.

    `dependents` and `heads` are (n, r), row by row a word and its head; `forms` is (r + 1, relations, r + 1), its
    first axis for the dependent. Products are kept small on purpose: of larger ones BLAS makes several threads, whose
    waiting costs more than they save.
    """
    ones = np.ones((len(dependents), 1), dependents.dtype)
    left, right = np.hstack([dependents, ones]), np.hstack([heads, ones])
    by_relation = forms.transpose(1, 0, 2)
    some = [slice(first, first + ROWS) for first in range(0, max(1, len(left)), ROWS)]
    scores = np.vstack([np.einsum("knj,nj->nk", left[None, rows] @ by_relation, right[rows]) for rows in some])
    scores[:, root] = IMPOSSIBLE
    best: NDArray[np.int64] = scores.argmax(axis=1)
    return best
