"""Text to tokens, words to pieces, sentences to windows: nothing is lost on the way to the model."""

from __future__ import annotations

import itertools
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading.model.starts import CONTEXT, chunks, split
from cuibono.reading.model.tokens import tokens
from cuibono.reading.model.windows import LONGEST, PIECES, Batch, Window, batch, pack, same_sentence
from cuibono.reading.model.wordpiece import LONGEST_WORD, MOST_PIECES, WordPiece, basic_parts, case_class

VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", *string.ascii_lowercase, *("##" + letter for letter in string.ascii_lowercase)]
VOCABULARY += ["pay", "##ment", "pays", ".", "'"]

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
sentences = st.lists(st.lists(words, max_size=12), max_size=8)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_tokens_cover_the_text(text: str) -> None:
    """Tokens follow one another without overlap, and only blanks stand between them."""
    at = 0
    for start, end in tokens(text):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister can't, won't and didn't.", "The minister ca n't , wo n't and did n't ."),
        ("Ankara's anti-war, Kurdish-led allies", "Ankara 's anti-war , Kurdish - led allies"),
        ("Mr. J. Doe of the U.N. said no.", "Mr. J. Doe of the U.N. said no ."),
        ("It cost $1,200.50 in the 1980s (10%).", "It cost $ 1,200.50 in the 1980s ( 10 % ) ."),
        ("See https://example.org/a?b=c now", "See https://example.org/a?b=c now"),
        ("They cannot wait...", "They can not wait ..."),
    ],
)
def test_tokens_are_the_treebanks(text: str, expected: str) -> None:
    """Clitics, hyphens, abbreviations, sums and addresses are cut as in Universal Dependencies."""
    assert cut(text) == expected.split()


def test_tokens_of_a_part_keep_their_place() -> None:
    """Positions count from the beginning of the whole text, and nothing outside the part is seen."""
    text = "One sentence. Another one."
    assert tokens(text, 14, 21) == [(14, 21)]


def test_pieces_are_the_longest_known() -> None:
    """The longest piece wins, not the one that would leave the better rest."""
    wordpiece = WordPiece(VOCABULARY)
    names = dict(enumerate(VOCABULARY))
    assert [names[number] for number in wordpiece.encode("Payment")] == ["pay", "##ment"]
    assert [names[number] for number in wordpiece.encode("pays.")] == ["pays", "."]


@pytest.mark.parametrize("word", ["ж", "pay" + "ж", "a" * (LONGEST_WORD + 1), "\u0301", "\x00"])
def test_unknown_words_have_one_piece(word: str) -> None:
    """What the vocabulary cannot spell is one unknown piece, never none."""
    assert WordPiece(VOCABULARY).encode(word) == (0,)


@given(words)
def test_every_word_has_few_pieces(word: str) -> None:
    """A word has at least one piece and never more than the limit."""
    assert 1 <= len(WordPiece(VOCABULARY).encode(word)) <= MOST_PIECES


@given(words)
def test_basic_parts_are_plain(word: str) -> None:
    """Parts hold no blanks and no capitals that lower case would change again."""
    for part in basic_parts(word):
        assert part
        assert not any(character.isspace() for character in part)


@given(words)
def test_case_class_survives_doubling(word: str) -> None:
    """Writing a word in lower case or in capitals says so, digits aside."""
    if not any(character.isdigit() for character in word):
        assert case_class(word.lower()) in (0, 3)
    assert 0 <= case_class(word) <= 4


@given(sentences)
def test_windows_hold_every_word_once(read: list[list[str]]) -> None:
    """All words stand in the windows, in order, and no window is longer than its limit."""
    wordpiece = WordPiece(VOCABULARY)
    windows = pack(read, wordpiece)
    held = [
        (part.sentence, word) for window in windows for part in window.parts for word in range(part.first, part.last)
    ]
    assert held == [(number, word) for number, sentence in enumerate(read) for word in range(len(sentence))]
    for window in windows:
        assert len(window.ids) == len(window.types) <= (PIECES if len(window.parts) > 1 else LONGEST)
        assert len(window.starts) == sum(part.last - part.first for part in window.parts)


def test_a_long_sentence_is_cut() -> None:
    """A sentence that no window holds stands in several, whole words in each."""
    windows = pack([["pay"] * (2 * LONGEST + 1)], WordPiece(VOCABULARY))
    assert [len(window.starts) for window in windows] == [LONGEST, LONGEST, 1]


def test_heads_stay_in_the_sentence() -> None:
    """A word's head is another word of its own sentence or the root, never padding."""
    windows: list[Window] = pack([["pay", "a"], ["b"]], WordPiece(VOCABULARY))
    possible = same_sentence(batch(windows, 1, 2).sentence)[0]
    assert possible.astype(int).tolist() == [[0, 0, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]]


@given(st.integers(0, 1000))
def test_chunks_leave_no_word_without_context(count: int) -> None:
    """Chunks cover every word, and neighbours share their edges."""
    found = list(chunks(count))
    assert {word for first, last in found for word in range(first, last)} == set(range(count))
    assert all(before[1] - after[0] == 2 * CONTEXT for before, after in itertools.pairwise(found))


def test_sentences_are_cut_where_the_network_says() -> None:
    """A word that scores above nothing starts a sentence, in a paragraph of one chunk or of many."""
    wordpiece = WordPiece(VOCABULARY)

    def starts_at_pay(read: Batch) -> dict[str, np.ndarray]:
        shape = read.first.shape
        is_pay = np.take_along_axis(read.ids, read.first, axis=1) == wordpiece["pay"]
        empty = np.zeros((*shape, 1), np.float32)
        return {
            "starts": np.where(is_pay, 1.0, -1.0),
            "arcs": np.zeros((*shape, shape[1])),
            **dict.fromkeys(("upos", "names", "dependents", "heads"), empty),
        }

    text = ("pay a " + "b " * 38) * 7
    (found,) = split(text, [tokens(text)], wordpiece, starts_at_pay)
    assert [len(sentence) for sentence in found] == [40] * 7
