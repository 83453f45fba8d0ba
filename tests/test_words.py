"""A number gets the ICD 203 word that claims no more than it does, and the word leads back to its band."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.errors import NotFoundError, UsageError
from cuibono.weighing.scales import scale
from cuibono.weighing.words import band, word

MIRROR = {
    "remote, under 1 %": "almost certain, over 99 %",
    "remote": "almost certain",
    "very unlikely": "very likely",
    "unlikely": "likely",
    "roughly even": "roughly even",
}
ICD203 = ["remote", "very unlikely", "unlikely", "roughly even", "likely", "very likely", "almost certain"]


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (0.03, "remote"),
        (0.10, "very unlikely"),
        (0.42, "unlikely"),
        (0.50, "roughly even"),
        (0.58, "likely"),
        (0.90, "very likely"),
        (0.97, "almost certain"),
    ],
)
def test_inside_a_band_the_word_is_the_directives(p: float, expected: str) -> None:
    """Numbers away from the ends get the word that ICD 203 prints over their band."""
    assert word(p) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (0.01, "remote"),
        (0.05, "very unlikely"),
        (0.20, "unlikely"),
        (0.45, "roughly even"),
        (0.55, "roughly even"),
        (0.80, "likely"),
        (0.95, "very likely"),
        (0.99, "almost certain"),
    ],
)
def test_a_shared_end_gets_the_less_extreme_word(end: float, expected: str) -> None:
    """An end that two bands of the directive share belongs to the one nearer to even."""
    assert word(end) == expected


@pytest.mark.parametrize("p", [0.0, 1e-12, 0.009])
def test_below_one_per_cent_the_word_says_so(p: float) -> None:
    """The directive has no word under 1 % or over 99 %: ours names the limit, and never says impossible or certain."""
    assert word(p) == "remote, under 1 %"
    assert word(1 - p) == "almost certain, over 99 %"


@given(st.floats(0, 1))
def test_a_probability_lies_in_the_band_of_its_word(p: float) -> None:
    """Back from the word, the band holds the number."""
    low, high = band(word(p))
    assert low - 1e-11 <= p <= high + 1e-11


@given(st.integers(0, 100_000))
def test_a_probability_and_its_complement_get_mirrored_words(thousandths: int) -> None:
    """What is "very likely" is "very unlikely" not to be, the ends included."""
    p = thousandths / 100_000
    mirror = MIRROR | {right: left for left, right in MIRROR.items()}
    assert word(1 - p) == mirror[word(p)]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_probability_never_gets_a_lesser_word(p: float, q: float) -> None:
    """Words go up with numbers."""
    low, high = sorted((p, q))
    assert band(word(low))[0] <= band(word(high))[0]


@pytest.mark.parametrize("p", [-0.01, 1.01, nan, inf, -inf])
def test_what_is_no_probability_is_refused(p: float) -> None:
    """A number outside 0 to 1 has no word."""
    with pytest.raises(UsageError, match="from 0 to 1"):
        word(p)


def test_every_band_and_synonym_leads_back() -> None:
    """The directive's seven bands, in order, and each synonym that it lists, ignoring case and spacing."""
    assert [band(w) for w in ICD203] == [
        (0.01, 0.05), (0.05, 0.20), (0.20, 0.45), (0.45, 0.55), (0.55, 0.80), (0.80, 0.95), (0.95, 0.99),
    ]  # fmt: skip
    for step in scale("icd203").steps:
        for name in (step.name, *step.also):
            assert band(f" {name.upper()} ") == band(step.name)


def test_an_unknown_word_names_the_known_ones() -> None:
    """A word that is not the directive's is refused with those that are."""
    with pytest.raises(NotFoundError, match=r"maybe.*very likely"):
        band("maybe")
