"""Base rates: a prior counted in a reference class, with the range that so few cases leave.

The range is the middle 90 % of Jeffreys' posterior, Beta(k + 1/2, n - k + 1/2) for k of n (Jeffreys 1946; recommended
for small n by Brown, Cai & DasGupta 2001). It allows for how few cases were counted, not for whether the class fits the
case at hand: that is for `why` to say.
"""

from __future__ import annotations

from math import log

from cuibono.case.records import BaseRate
from cuibono.weighing.bands import Band

TAIL = 0.05
"""What the range leaves out at either end."""


def band(rate: BaseRate) -> Band:
    """The prior that a base rate gives, and its 90 % range.

    >>> found = band(BaseRate(reference="port closures", count=3, cases=19, source="Port Index 2021"))
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.175, 0.059, 0.328)
    """
    from scipy.special import betaincinv

    yes, no = rate.count + 0.5, rate.cases - rate.count + 0.5
    low, high = (float(betaincinv(yes, no, tail)) for tail in (TAIL, 1 - TAIL))
    return Band(value=rate.prior, low=min(low, rate.prior), high=max(high, rate.prior))


def half_width(rate: BaseRate) -> float:
    """How far the prior may be off, in log odds: half of its range."""
    found = band(rate)
    return (log(found.high / (1 - found.high)) - log(found.low / (1 - found.low))) / 2


def counted(rate: BaseRate) -> str:
    """What was counted, and by whom, as part of a sentence.

    >>> counted(BaseRate(reference="port closures", count=3, cases=19, source="Port Index 2021", why="same coast"))
    '3 of 19 port closures (Port Index 2021; same coast)'
    """
    return f"{rate.count} of {rate.cases} {rate.reference} ({'; '.join(filter(None, (rate.source, rate.why)))})"
