"""Each published scale converts as its owner publishes it, and what cannot be judged never becomes a number.

Numbers: STIX 2.1 appendix A (as in OASIS' cti-python-stix2) and the MISP taxonomies admiralty-scale and
estimative-language, version 5: PUBLISHED.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.errors import NotFoundError, UsageError
from cuibono.weighing.scales import convert, scale, scales

VALUES: dict[str, dict[str, int | None]] = {
    "stix-none-low-med-high": {"None": 0, "Low": 15, "Med": 50, "High": 85},
    "stix-0-10": {str(n): 10 * n for n in range(11)},
    "stix-admiralty-credibility": {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10, "6": None},
    "stix-wep": dict(
        zip(
            ["Impossible", "Highly Unlikely/Almost Certainly Not", "Unlikely/Probably Not", "Even Chance",
             "Likely/Probable", "Highly likely/Almost Certain", "Certain"],
            [0, 10, 30, 50, 70, 90, 100],
            strict=True,
        )
    ),
    "stix-dni": dict(
        zip(
            ["remote", "very unlikely", "unlikely", "roughly even", "likely", "very likely", "almost certain"],
            [5, 15, 30, 50, 70, 85, 95],
            strict=True,
        )
    ),
    "misp-credibility": {"1": 100, "2": 75, "3": 50, "4": 25, "5": 0, "6": None},
    "misp-reliability": {"A": 100, "B": 75, "C": 50, "D": 25, "E": 0, "F": None, "G": 0},
    "misp-estimative-language": dict(
        zip(
            ["almost-no-chance", "very-unlikely", "unlikely", "roughly-even-chance", "likely", "very-likely",
             "almost-certain"],
            [0, 5, 20, 45, 55, 80, 95],
            strict=True,
        )
    ),
    "misp-analytic-confidence": {"low": 0, "moderate": 55, "high": 95},
}  # fmt: skip

RANGES = {
    "stix-none-low-med-high": [(0, 0), (1, 29), (30, 69), (70, 100)],
    "stix-admiralty-credibility": [(80, 100), (60, 79), (40, 59), (20, 39), (0, 19)],
    "stix-dni": [(0, 9), (10, 19), (20, 39), (40, 59), (60, 79), (80, 89), (90, 100)],
    "stix-wep": [(0, 0), (1, 19), (20, 39), (40, 59), (60, 79), (80, 99), (100, 100)],
    "stix-0-10": [(0, 4), *((10 * n - 5, 10 * n + 4) for n in range(1, 10)), (95, 100)],
    "misp-estimative-language": [(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)],
}


@pytest.mark.parametrize("id", VALUES)
def test_each_step_has_its_published_number(id: str) -> None:
    """Name to number is as the owner publishes it, and `None` for what cannot be judged."""
    assert {name: scale(id).value(name) for name in VALUES[id]} == VALUES[id]


@pytest.mark.parametrize("id", RANGES)
def test_each_range_is_the_published_one(id: str) -> None:
    """Number to name uses the owner's ranges, and inside a range always gives that step."""
    steps = [step for step in scale(id).steps if not step.unjudged]
    assert [(step.low, step.high) for step in steps] == RANGES[id]
    for step, (low, high) in zip(steps, RANGES[id], strict=True):
        assert scale(id).name((low + high) // 2) == step.name


@given(st.sampled_from([id for id in RANGES if id.startswith("stix")]), st.integers(0, 100))
def test_stix_ranges_leave_no_whole_number_out(id: str, value: int) -> None:
    """Every confidence that STIX allows has exactly one step on every STIX scale."""
    assert sum(step.holds(value) for step in scale(id).steps) == 1


def test_every_value_falls_into_its_own_range() -> None:
    """A step's published number leads back to the step, except where its owner files it outside its own band."""
    astray = [
        (found.id, step.name, step.value)
        for found in scales().values()
        for step in found.steps
        if step.value is not None and step.low is not None and not step.holds(step.value)
    ]
    assert astray == [("misp-estimative-language", "almost-no-chance", 0)]


@pytest.mark.parametrize("value", [42, 58])
def test_two_scales_read_one_number_differently(value: int) -> None:
    """42 and 58 are roughly even for STIX's DNI scale, unlikely and likely for ICD 203: both are shown, not merged."""
    assert scale("stix-dni").name(value) == "Roughly Even Chance / Roughly Even Odds"
    assert scale("icd203").name(value) == {42: "unlikely", 58: "likely"}[value]


def test_one_digit_has_two_numbers() -> None:
    """Credibility 2 is 70 for STIX and 75 for MISP; the step survives the conversion although the number does not."""
    assert scale("stix-admiralty-credibility").value("2") == 70
    assert scale("misp-credibility").value("2") == 75
    assert convert("2", "misp-credibility", "stix-admiralty-credibility") == "2"


def test_what_cannot_be_judged_stays_that() -> None:
    """F and 6 are neither the worst nor the middle: no number, whatever the owner files them under."""
    for id, name in [("misp-reliability", "F"), ("misp-credibility", "6"), ("stix-admiralty-credibility", "6")]:
        assert scale(id).step(name).unjudged
        assert scale(id).value(name) is None
        assert scale(id).name(None) == name
    assert scale("misp-reliability").step("F").published == 50
    assert convert("6", "misp-credibility", "stix-admiralty-credibility") == "6"
    with pytest.raises(UsageError, match="no step for cannot be judged"):
        convert("6", "misp-credibility", "stix-dni")


def test_a_worst_step_is_not_one_that_cannot_be_judged() -> None:
    """E and 5 keep their low number, and G (deliberately deceptive) is a judgement."""
    assert scale("misp-reliability").value("E") == 0
    assert scale("misp-reliability").value("G") == 0
    assert not scale("misp-reliability").step("G").unjudged


@pytest.mark.parametrize(
    ("source", "name", "target"),
    [
        ("misp-reliability", "A", "stix-admiralty-credibility"),
        ("misp-analytic-confidence", "high", "stix-none-low-med-high"),
        ("misp-credibility", "1", "misp-analytic-confidence"),
    ],
)
def test_different_measures_do_not_convert(source: str, name: str, target: str) -> None:
    """A reliable source is not a credible claim, and a probability is not confidence in the analysis."""
    with pytest.raises(UsageError, match="neither follows from the other"):
        convert(name, source, target)


def test_a_way_back_that_is_not_published_is_refused() -> None:
    """MISP publishes no ranges for the Admiralty code; ICD 203 publishes ranges and no numbers; STIX whole numbers."""
    with pytest.raises(UsageError, match="publishes no ranges"):
        scale("misp-credibility").name(60)
    with pytest.raises(UsageError, match="choose a number"):
        convert("likely", "icd203", "stix-dni")
    with pytest.raises(UsageError, match="no step for 29"):
        scale("stix-none-low-med-high").name(29.5)


def test_unknown_names_are_answered_with_the_known() -> None:
    """An unknown scale, or step, is refused with those that there are."""
    with pytest.raises(NotFoundError, match="icd203"):
        scale("sherman-kent")
    with pytest.raises(NotFoundError, match="Low, Med, High"):
        scale("stix-none-low-med-high").step("huge")


def test_every_scale_names_its_source() -> None:
    """No table without the place where it can be checked."""
    assert all(found.source and found.steps for found in scales().values())
