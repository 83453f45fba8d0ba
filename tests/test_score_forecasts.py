"""Scores after the truth is known reward honest probabilities, and the curve and its parts add up."""

from __future__ import annotations

from math import inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.errors import UsageError
from cuibono.weighing.scoring import brier, calibration, log_score, spiegelhalter, wilson

chance = st.floats(0, 1)


@st.composite
def forecasts(draw: st.DrawFn) -> tuple[list[list[float]], list[list[int]]]:
    """Cases of co-existing hypotheses with a truth for each."""
    count, width = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    p = [[draw(chance) for _ in range(width)] for _ in range(count)]
    y = [[draw(st.integers(0, 1)) for _ in range(width)] for _ in range(count)]
    return p, y


def test_worked_scores() -> None:
    """Certain and right costs nothing; even odds over two cost a half and log 2; certain and wrong costs 2 and all."""
    assert brier([[1, 0]], [[1, 0]]) == log_score([[1, 0]], [[1, 0]]) == 0
    assert brier([[0.5, 0.5]], [[1, 0]]) == 0.5
    assert log_score([[0.5, 0.5]], [[1, 0]]) == pytest.approx(log(2))
    assert brier([[0, 1]], [[1, 0]]) == 2
    assert log_score([[0, 1]], [[1, 0]]) == inf


def test_co_existing_hypotheses_are_scored_each() -> None:
    """What was false costs too: -log of 1 - p, summed with the rest."""
    assert log_score([[0.5, 0.25]], [[1, 0]], exclusive=False) == pytest.approx(log(2) + log(4 / 3))
    assert log_score([[0.5, 1.0]], [[1, 0]], exclusive=False) == inf


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_honesty_is_the_best_policy(truth: float, said: float) -> None:
    """Whoever believes p cannot expect a better score by saying anything else: both scores are proper."""
    for score in (brier, log_score):
        honest = truth * score([[truth, 1 - truth]], [[1, 0]]) + (1 - truth) * score([[truth, 1 - truth]], [[0, 1]])
        other = truth * score([[said, 1 - said]], [[1, 0]]) + (1 - truth) * score([[said, 1 - said]], [[0, 1]])
        assert honest <= other + 1e-12


@given(forecasts(), st.integers(1, 20))
def test_the_parts_of_the_error_add_up(given: tuple[list[list[float]], list[list[int]]], bins: int) -> None:
    """Reliability less resolution plus uncertainty plus the spread within bins is the error; the bins hold all."""
    p, y = given
    found = calibration(p, y, bins)
    total = found.reliability - found.resolution + found.uncertainty + found.within
    assert total == pytest.approx(found.error, abs=1e-12)
    assert found.error == pytest.approx(brier(p, y) / len(p[0]))
    assert sum(b.count for b in found.bins) == len(p) * len(p[0])
    for b in found.bins:
        assert b.low - 1e-9 <= b.stated <= b.high + 1e-9
        assert b.limits[0] <= b.happened <= b.limits[1]


def test_within_bins_vanishes_where_each_bin_holds_one_number() -> None:
    """Murphy's own three terms suffice when forecasts in a bin are equal."""
    found = calibration([[0.1], [0.1], [0.9], [0.9]], [[0], [1], [1], [1]])
    assert found.within == pytest.approx(0, abs=1e-12)
    assert [b.count for b in found.bins] == [2, 2]


def test_a_forecast_at_a_bins_end_opens_the_next() -> None:
    """Ends belong to the bin above, and 1 to the last; 0.3 is not lost to rounding."""
    found = calibration([[0.3], [0.0], [1.0]], [[0], [0], [1]])
    assert [(round(b.low, 1), b.count) for b in found.bins] == [(0.0, 1), (0.3, 1), (0.9, 1)]


def test_calibrated_forecasts_pass_and_overconfident_ones_fail() -> None:
    """Spiegelhalter's z is small for forecasts drawn as stated and large for the same ones pushed to the ends."""
    rng = np.random.default_rng(7)
    p = rng.uniform(0.05, 0.95, (4000, 1))
    y = (rng.uniform(size=p.shape) < p).astype(int)
    honest, pushed = spiegelhalter(p, y), spiegelhalter(p**3 / (p**3 + (1 - p) ** 3), y)
    assert honest is not None
    assert pushed is not None
    assert abs(honest) < 3 < abs(pushed)


def test_nothing_to_test_has_no_z() -> None:
    """Forecasts of 0, 1 and even odds leave Spiegelhalter's test nothing to divide by."""
    assert spiegelhalter([[0.5], [1.0], [0.0]], [[1], [1], [0]]) is None


def test_wilson_limits() -> None:
    """The four worked intervals of Newcombe (1998), and nothing counted."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("p", "y", "message"),
    [
        ([[0.5, 1.2]], [[1, 0]], "not a probability"),
        ([[0.5, float("nan")]], [[1, 0]], "not a probability"),
        ([[0.5, 0.5]], [[1, 0.5]], "neither 0 nor 1"),
        ([0.5], [1], "cases × hypotheses"),
        ([[0.5, 0.5]], [[1]], "cases × hypotheses"),
        ([[]], [[]], "at least one"),
    ],
)
def test_what_is_no_forecast_is_refused(p: list[list[float]], y: list[list[float]], message: str) -> None:
    """Shapes and numbers that make no sense are named."""
    with pytest.raises(UsageError, match=message):
        brier(p, y)


def test_two_exclusive_truths_are_refused() -> None:
    """Hypotheses that exclude each other cannot both have been true."""
    with pytest.raises(UsageError, match="exactly one true"):
        log_score([[0.5, 0.5]], [[1, 1]])
    with pytest.raises(UsageError, match="bins is 0"):
        calibration([[0.5]], [[1]], bins=0)
