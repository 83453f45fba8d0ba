"""What codes and letters stand for: a likelihood or reliability with the band that it may lie in.

The numbers are data (`data/likelihoods.toml`), each with its reason. A band is a 90 % range, and is widened and
narrowed on the scale of log odds, where a step means the same near 0 as in the middle.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Annotated, Self

from pydantic import Field, model_validator

from cuibono.case.records import Code, Level, Probability, Record, Reliability

Strength = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
Factor = Annotated[float, Field(ge=1, allow_inf_nan=False)]


class Band(Record):
    """A probability, and the range that it may lie in.

    >>> Band(value=0.7, low=0.56, high=0.82).widened(2).low < 0.56
    True
    """

    value: Probability
    low: Probability
    high: Probability

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} is not between {self.low} and {self.high}")
        return self

    @classmethod
    def around(cls, value: float, odds: float) -> Band:
        """The band from `value` with its odds divided by `odds` to `value` with its odds multiplied by it."""
        return cls(value=value, low=scaled(value, 1 / odds), high=scaled(value, odds))

    def widened(self, factor: float) -> Band:
        """The same value in a band `factor` times as wide in log odds; 0 leaves the value alone."""
        return Band(
            value=self.value, low=_toward(self.value, self.low, factor), high=_toward(self.value, self.high, factor)
        )


class Report(Record):
    """How origins err: a reliable one by `error`, any other asserts by chance, with probability `guess`."""

    error: Probability
    guess: Probability


class Priors(Record):
    """What stands in for priors that a case does not state, and how far off each kind may be, as a factor of odds."""

    motive: Probability
    none: Probability
    did_not_happen: Probability
    stated_odds: Factor
    unstated_odds: Factor


class ActNumbers(Record):
    """The act as a leaky noisy-OR: done for none of the listed reasons, and for one of them alone."""

    leak: Probability
    strength: Probability


class Order(Record):
    """How dates are doubted, and how many days an open end reaches."""

    doubt: Probability
    open_days: Annotated[int, Field(ge=1)]


class Odds(Record):
    """A factor of odds."""

    odds: Factor


class Span(Record):
    """A range of probabilities."""

    low: Probability
    high: Probability


class Assumption(Record):
    """The letter at which the analyst's own word is taken."""

    reliability: Reliability


class Bands(Record):
    """All the numbers behind a case's words, as `data/likelihoods.toml` has them.

    >>> bands().codes[Code.CC].value, bands().reliability["F"].low
    (0.9, 0.1)
    """

    codes: dict[Code, Band]
    number: Odds
    unrated: Span
    reliability: dict[Reliability, Band]
    report: Report
    certainty: dict[Level, Strength]
    fidelity: dict[Reliability, Probability]
    assumption: Assumption
    priors: Priors
    act: ActNumbers
    order: Order


@cache
def bands() -> Bands:
    """The numbers that the package ships."""
    text = files("cuibono.data").joinpath("likelihoods.toml").read_text(encoding="utf-8")
    return Bands.model_validate(tomllib.loads(text))


def scaled(p: float, odds: float) -> float:
    """The probability whose odds are those of `p` times `odds`; 0 and 1 stay.

    >>> round(scaled(0.5, 3), 6)
    0.75
    """
    return p * odds / (p * odds + (1 - p))


def _toward(value: float, end: float, factor: float) -> float:
    if not 0 < value < 1:
        return value
    if not 0 < end < 1:
        return end if factor else value
    return scaled(value, exp(factor * (log(end / (1 - end)) - log(value / (1 - value)))))
