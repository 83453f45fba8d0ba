"""Scores to trees and names: what comes out is always well formed, and the best there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cuibono.reading.model import decoding, names, parser
from cuibono.reading.model.records import Scores

finite = st.floats(-20, 20, width=32)


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether every word reaches the root; heads are 0 for the root, else 1 + a word's index."""
    for word in range(1, len(heads) + 1):
        at = word
        for _ in heads:
            at = heads[at - 1] if at else 0
        if at:
            return False
    return True


def weight(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


@given(st.integers(1, 5).flatmap(lambda n: arrays(np.float64, (n, n + 1), elements=finite)))
def test_the_tree_is_a_tree_and_the_best(scores: np.ndarray) -> None:
    """No tree with one word at the root weighs more (compared with all of them)."""
    count = len(scores)
    found = tuple(int(head) for head in parser.tree(scores))
    assert is_tree(found)
    assert found.count(0) == 1
    possible = (
        heads
        for heads in itertools.product(range(count + 1), repeat=count)
        if heads.count(0) == 1 and all(head != word + 1 for word, head in enumerate(heads)) and is_tree(heads)
    )
    assert weight(scores, found) == pytest.approx(max(weight(scores, heads) for heads in possible), abs=1e-6)


def test_many_cycles_are_drawn_apart() -> None:
    """A sentence in which every pair of words prefers each other still becomes one tree."""
    count = 120
    scores = np.zeros((count, count + 1))
    for word in range(count):
        scores[word, (word ^ 1) + 1] = 10.0
    heads = tuple(int(head) for head in parser.tree(scores))
    assert is_tree(heads)
    assert heads.count(0) == 1


def test_log_probabilities_are_probabilities() -> None:
    """Each word's heads share the whole, and a word is never its own."""
    shares = np.exp(parser.log_probabilities(np.array([[1.0, 50.0, 2.0], [0.0, 3.0, 50.0]])))
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert shares[0, 1] == shares[1, 2] == 0.0


@given(st.integers(0, 4).flatmap(lambda n: arrays(np.float64, (n, len(names.LABELS)), elements=finite)))
def test_names_are_the_best_allowed_labels(scores: np.ndarray) -> None:
    """No allowed sequence of labels scores more; an inside label always follows its own type."""
    path = names.best_path(scores)
    labels = [names.LABELS[label] for label in path]
    for before, after in itertools.pairwise(["O", *labels]):
        assert not after.startswith("I-") or before[2:] == after[2:]
    greedy = scores.max(axis=1).sum() if len(scores) else 0.0
    assert sum(scores[word, label] for word, label in enumerate(path)) <= greedy + 1e-9


def test_names_next_to_one_another_stay_two() -> None:
    """A new beginning ends the name before it, of the same type or another."""
    logits = np.zeros((4, len(names.LABELS)))
    for word, label in enumerate(["B-PER", "B-PER", "I-PER", "B-TIME"]):
        logits[word, names.LABELS.index(label)] = 9.0
    assert [name[:3] for name in names.spans(logits)] == [(0, 1, "PER"), (1, 3, "PER"), (3, 4, "TIME")]


def test_relations_follow_the_bilinear_form() -> None:
    """Each relation's form is applied to the word and its head; the root's relation is never given to a word."""
    forms = np.zeros((2, 3, 2))
    forms[0, 0, 0], forms[1, 1, 1], forms[:, 2] = 1.0, 0.5, 9.0
    chosen = parser.relations(np.array([[1.0], [0.1]]), np.array([[1.0], [1.0]]), forms, root=2)
    assert chosen.tolist() == [0, 1]


def test_a_sentence_is_put_together() -> None:
    """Tokens and names carry exact places; heads are numbered within the sentence, -1 for the root."""
    grammar = decoding.Grammar(("NOUN", "VERB"), ("nsubj", "root"), np.zeros((2, 2, 2), np.float32))
    logits = np.zeros((2, len(names.LABELS)), np.float32)
    logits[0, names.LABELS.index("B-PER")] = 9.0
    scores = Scores(
        upos=np.array([[1.0, 0.0], [0.0, 1.0]], np.float32),
        names=logits,
        starts=np.zeros(2, np.float32),
        arcs=np.array([[0.0, 0.0, 9.0], [9.0, 0.0, 0.0]], np.float32),
        dependents=np.zeros((2, 1), np.float32),
        heads=np.zeros((3, 1), np.float32),
    )
    read = decoding.sentence("Kim fled", [(0, 3), (4, 8)], [scores], grammar)
    assert [(t.text, t.upos, t.head, t.deprel) for t in read.tokens] == [
        ("Kim", "NOUN", 1, "nsubj"),
        ("fled", "VERB", -1, "root"),
    ]
    assert [(name.start, name.end, name.type) for name in read.names] == [(0, 3, "PER")]
