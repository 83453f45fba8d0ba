"""Saying how surely something is put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading.certainty import assess, find
from cuibono.reading.sentences import split


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("The army paid them.", "asserted"),
        ("The army would pay them.", "asserted"),
        ("The army is likely to pay them.", "probable"),
        ("It seems that the army paid them.", "probable"),
        ("The report suggests that the army paid them.", "probable"),
        ("The army could well have paid them.", "probable"),
        ("The army may have paid them.", "possible"),
        ("Perhaps the army paid them.", "possible"),
        ("Another possibility is that the army paid them.", "possible"),
        ("The army allegedly paid them.", "possible"),
        ("We cannot rule out that the army paid them.", "possible"),
        ("The army is unlikely to pay them.", "doubtful"),
        ("The rain might not be the reason.", "doubtful"),
        ("There is no evidence that the army paid them.", "doubtful"),
        ("We do not believe that the army paid them.", "doubtful"),
        ("The army did not pay them.", "denied"),
        ("The ministry denied that the army paid them.", "denied"),
        ("Officials dismissed the idea that the army paid them.", "denied"),
        ("It is not clear whether the army paid them.", "unknown"),
        ("They might never know who had paid.", "unknown"),
        ("It is doubtful that anybody can determine the cause.", "unknown"),
        ("It remains to be seen who paid.", "unknown"),
        ("If the army paid them", "unknown"),
    ],
)
def test_the_words_decide_the_level(sentence: str, level: str) -> None:
    """Modals, adverbs, frames and negations set the level that the holder means."""
    assert assess(sentence, 0, len(sentence)).level.value == level


def test_not_only_denies_nothing() -> None:
    """ "Not just A but B" asserts both."""
    text = "It was not just about oil."
    assert assess(text, 0, len(text)).level.value == "asserted"


def test_each_clause_has_its_own_level() -> None:
    """A hedge reaches its own clause and what it frames, not the next one."""
    text = "They left, but they might return, and it is unclear whether others will follow."
    levels = [held.certainty.level.value for held in find(text, split(text))]
    assert levels == ["asserted", "possible", "unknown", "unknown"]


def test_a_frame_outside_the_span_counts() -> None:
    """What stands before a span and frames it decides, although it is not part of it."""
    text = "It is possible that the army paid them."
    start = text.index("the army")
    assert assess(text, start, len(text)).words == "possible"


def test_a_hedge_inside_the_span_goes_first() -> None:
    """A span that is a hedged piece of an asserted clause is hedged."""
    text = "They came, perhaps in 2019, to the capital."
    start, end = text.index("perhaps"), text.index(", to")
    assert assess(text, start, end).level.value == "possible"
    assert assess(text, 0, 9).level.value == "asserted"


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_any_span_has_a_level(text: str, start: int, end: int) -> None:
    """Any span of any text has a level, and words that stand in the text."""
    certainty = assess(text, min(start, len(text)), min(end, len(text)))
    assert all(word in text or word == "?" for word in certainty.words.split())
