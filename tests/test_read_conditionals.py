"""Finding conditions."""

from __future__ import annotations

import pytest

from cuibono.reading.conditionals import find
from cuibono.reading.sentences import split


@pytest.mark.parametrize(
    "sentence",
    [
        "If they leave, we stay.",
        "We stay unless they leave.",
        "Even if they leave, we stay.",
        "They stay as long as we pay.",
        "For so long as we pay, they stay.",
        "Should they leave, we stay.",
        "They would act should the need arise.",
        "Had they known, they would have left.",
        "Leave now, otherwise we stay.",
        "The more he talks, the harder it gets.",
    ],
)
def test_conditions_are_found(sentence: str) -> None:
    """Every way to open a condition is one, and its sentence is the quote's."""
    ((start, end),) = find(sentence, split(sentence))
    assert sentence[start:end].rstrip(".") == sentence.rstrip(".")


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not clear if they left.",
        "She asked if they had left.",
        "It looks as if they left.",
        "What if they leave?",
        "They had left.",
        "He had no choice.",
        "They should leave.",
        "The road was passable, if not good.",
    ],
)
def test_what_only_looks_like_one_is_none(sentence: str) -> None:
    """Embedded questions, idioms and plain verbs are no conditions."""
    assert find(sentence, split(sentence)) == ()
