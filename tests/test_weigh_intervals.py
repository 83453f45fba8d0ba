"""Ranges and bounds: they hold the point, grow with the bands, and mean what they say."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import Code, Evidence, Hypothesis, Rating, State
from cuibono.weighing import weigh
from cuibono.weighing.bands import Band, Bands, Span, bands
from weighing_oracle import random_case

SEEDS = st.integers(0, 10_000)
PROPERTY = settings(max_examples=30, deadline=None)


def wider(numbers: Bands, factor: float) -> Bands:
    """Every band widened in log odds by a factor; a factor of 0 leaves points."""
    unrated = Band(value=0.5, low=numbers.unrated.low, high=numbers.unrated.high).widened(factor)
    return numbers.model_copy(
        update={
            "codes": {code: band.widened(factor) for code, band in numbers.codes.items()},
            "reliability": {letter: band.widened(factor) for letter, band in numbers.reliability.items()},
            "number": numbers.number.model_copy(update={"odds": numbers.number.odds**factor}),
            "unrated": Span(low=unrated.low, high=unrated.high),
            "priors": numbers.priors.model_copy(
                update={
                    "stated_odds": numbers.priors.stated_odds**factor,
                    "unstated_odds": numbers.priors.unstated_odds**factor,
                }
            ),
        }
    )


@PROPERTY
@given(SEEDS, st.booleans())
def test_the_range_holds_the_point_and_is_never_bare(seed: int, tangled: bool) -> None:
    """Low, probability, high in this order; where anything is open, low and high differ."""
    for share in weigh(random_case(seed, tangled=tangled)).shares:
        assert 0 <= share.low <= share.probability <= share.high <= 1
        if 1e-6 < share.probability < 1 - 1e-6:
            assert share.low < share.high


@PROPERTY
@given(SEEDS, st.booleans(), st.floats(0.1, 1), st.floats(1, 3))
def test_wider_bands_give_ranges_that_hold_the_narrower(seed: int, tangled: bool, less: float, more: float) -> None:
    """All bands scaled together: every range grows with them."""
    state = random_case(seed, tangled=tangled)
    narrow, wide = (weigh(state, numbers=wider(bands(), f)).shares for f in (less, less * more))
    outer = {share.id: share for share in wide}
    for share in narrow:
        assert outer[share.id].low <= share.low + 1e-9
        assert outer[share.id].high >= share.high - 1e-9


@PROPERTY
@given(SEEDS, st.booleans())
def test_bounds_hold_the_point_and_grow_with_the_bands(seed: int, tangled: bool) -> None:
    """Robust bounds hold the point; where they are exact, wider bands give wider bounds."""
    state = random_case(seed, tangled=tangled)
    posterior = weigh(state)
    wide = {item.id: item for item in weigh(state, numbers=wider(bands(), 1.5)).bounds}
    for item in posterior.bounds:
        assert item.low - 1e-9 <= posterior.probabilities[item.id] <= item.high + 1e-9
        if item.exact and wide[item.id].exact:
            assert wide[item.id].low <= item.low + 1e-9
            assert wide[item.id].high >= item.high - 1e-9


def small_case() -> State:
    """Two exclusive hypotheses and a rated "none", three facts, all numbers stated."""
    codes = {"a": ("CC", "C", "I"), "b": ("N", "I", "C"), "none": ("N", "N", "II")}
    return State(
        exclusive=True,
        priors={"none": 0.2, "did-not-happen": 0.0},
        hypotheses=(Hypothesis(id="a", name="A", prior=0.4), Hypothesis(id="b", name="B", prior=0.4)),
        evidence=tuple(Evidence(id=f"e{i}", name=f"E{i}") for i in range(3)),
        ratings=tuple(
            Rating(evidence=f"e{i}", hypothesis=id, analyst="x", code=c)
            for id, row in codes.items()
            for i, c in enumerate(row)
        ),
    )


def test_closed_bounds_are_the_extremes_over_all_corners() -> None:
    """Exclusive: the closed form equals the least and the most over every corner of every likelihood's band."""
    state, numbers = small_case(), wider(bands(), 1.0)
    numbers = numbers.model_copy(update={"priors": numbers.priors.model_copy(update={"stated_odds": 1.0})})
    found = {item.id: item for item in weigh(state, numbers=numbers).bounds}
    ends = [(numbers.codes[r.code].low, numbers.codes[r.code].high) for r in state.ratings if r.code]
    corners = []
    for values in product(*ends):
        ratings = tuple(
            r.model_copy(update={"code": None, "likelihood": v}) for r, v in zip(state.ratings, values, strict=True)
        )
        corners.append(weigh(state.model_copy(update={"ratings": ratings})).probabilities)
    for id in ("a", "b", "none"):
        assert found[id].exact
        assert found[id].low == pytest.approx(min(c[id] for c in corners), abs=1e-9)
        assert found[id].high == pytest.approx(max(c[id] for c in corners), abs=1e-9)


def test_inner_bounds_of_motives_are_reached() -> None:
    """Co-existing: the bounds are labelled as inner, and lie beyond what any single code at its end gives."""
    state = small_case().model_copy(update={"exclusive": False, "priors": {}})
    posterior = weigh(state)
    for item in posterior.bounds:
        assert not item.exact
    low = min(swing.low for swing in posterior.tornado if swing.kind == "rating")
    assert posterior.bounds[posterior.model.space.targets.index(posterior.leader)].low < low


@pytest.mark.parametrize("exclusive", [True, False])
def test_the_range_is_what_drawing_the_numbers_gives(exclusive: bool) -> None:
    """Drawing every likelihood and prior from its band, a code's doubt half shared, gives nearly the same 90 %."""
    state = small_case().model_copy(update={"exclusive": exclusive})
    if not exclusive:
        state = state.model_copy(update={"priors": {"did-not-happen": 0.0}})
    numbers = bands().model_copy(
        update={"priors": bands().priors.model_copy(update={"stated_odds": 1.0, "unstated_odds": 1.0})}
    )
    numbers = numbers.model_copy(
        update={
            "reliability": {k: Band(value=b.value, low=b.value, high=b.value) for k, b in numbers.reliability.items()}
        }
    )
    posterior = weigh(state, numbers=numbers)
    draw, drawn = np.random.default_rng(7), []
    for _ in range(600):
        shared = {code: draw.normal() for code in Code}
        ratings = tuple(
            r.model_copy(
                update={"code": None, "likelihood": _drawn(numbers.codes[r.code], shared[r.code], draw.normal())}
            )
            for r in state.ratings
            if r.code
        )
        drawn.append(weigh(state.model_copy(update={"ratings": ratings}), numbers=numbers).probabilities["a"])
    share = next(item for item in posterior.shares if item.id == "a")
    low, high = np.quantile(drawn, [0.05, 0.95])
    assert share.low == pytest.approx(low, abs=0.05)
    assert share.high == pytest.approx(high, abs=0.05)


def _drawn(band: Band, shared: float, own: float) -> float:
    """A likelihood drawn around a code's, its band being 90 % of a normal in log odds."""
    logit = np.log(band.value / (1 - band.value))
    half = (np.log(band.high / (1 - band.high)) - np.log(band.low / (1 - band.low))) / 2
    return float(1 / (1 + np.exp(-logit - half / 1.645 * (shared + own) / np.sqrt(2))))


def test_disagreement_widens_the_range() -> None:
    """A second analyst who rates otherwise but averages to the same leaves the point and widens its range."""
    state = small_case()
    one = state.model_copy(
        update={"ratings": tuple(r for r in state.ratings if (r.evidence, r.hypothesis) != ("e0", "a"))}
    )
    agree = [Rating(evidence="e0", hypothesis="a", analyst=who, code="N") for who in ("ann", "ben")]
    differ = [Rating(evidence="e0", hypothesis="a", analyst=who, code=c) for who, c in (("ann", "CC"), ("ben", "II"))]
    first, second = (weigh(one.model_copy(update={"ratings": (*one.ratings, *pair)})) for pair in (agree, differ))
    assert first.probabilities == pytest.approx(second.probabilities)
    widths = [next(s.high - s.low for s in found.shares if s.id == "a") for found in (first, second)]
    assert widths[0] < widths[1]
