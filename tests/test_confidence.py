"""Confidence is the weakest of four answers, says each as a sentence, and does not look at the probability."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.errors import UsageError
from cuibono.weighing.confidence import LEVELS, confidence

share = st.floats(0, 1)
count = st.integers(0, 50)


@pytest.mark.parametrize(
    ("coverage", "origins", "width", "machine", "level", "weakest"),
    [
        (1.0, 9, 0.05, 0.0, "high", None),
        (1.0, 1, 0.05, 0.0, "low", "Everything goes back to one origin."),
        (1.0, 0, 0.05, 0.0, "low", "No evidence has an origin."),
        (0.3, 9, 0.05, 0.0, "low", "30 % of the cells are rated."),
        (1.0, 9, 0.60, 0.0, "low", "The leader's interval is 60 points wide."),
        (1.0, 9, 0.05, 1.0, "low", "Every rating is the machine's suggestion."),
        (1.0, 9, 0.05, 0.4, "moderate", "40 % of the ratings are the machine's suggestions."),
        (0.6, 2, 0.40, 0.5, "moderate", None),
    ],
)
def test_the_weakest_answer_decides(
    coverage: float, origins: int, width: float, machine: float, level: str, weakest: str | None
) -> None:
    """The level is the worst of the four, and the sentence that brought it down comes first."""
    found = confidence(coverage, origins, width, machine)
    assert found.level == level
    assert weakest is None or found.reasons[0] == weakest
    assert len(found.reasons) == 4


@given(share, count, share, share, share, count, share, share)
def test_more_to_rest_on_is_never_less_confidence(
    c1: float, o1: int, w1: float, m1: float, c2: float, o2: int, w2: float, m2: float
) -> None:
    """More coverage, more origins, a narrower interval and fewer machine ratings never lower the level."""
    worse = confidence(min(c1, c2), min(o1, o2), max(w1, w2), max(m1, m2))
    better = confidence(max(c1, c2), max(o1, o2), min(w1, w2), min(m1, m2))
    assert LEVELS.index(worse.level) <= LEVELS.index(better.level)


def test_what_is_no_share_is_refused() -> None:
    """Shares outside 0 to 1, and negative counts, are refused by name."""
    with pytest.raises(UsageError, match="coverage is"):
        confidence(1.2, 3, 0.1, 0.0)
    with pytest.raises(UsageError, match="machine is nan"):
        confidence(1.0, 3, 0.1, float("nan"))
    with pytest.raises(UsageError, match="origins is -1"):
        confidence(1.0, -1, 0.1, 0.0)
