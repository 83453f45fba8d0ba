"""How good stated probabilities were, once the truth is known: Brier and log score, calibration curve, its test.

Forecasts are an array of cases × hypotheses, the truth an array of the same shape of 0 and 1. Scores are losses: 0 is
perfect. A few cases say little about calibration; the curve carries its counts and limits for that reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cuibono.errors import UsageError

Floats = NDArray[np.float64]

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about one size: how many, what they said on average, how often it was so, and its 95 % limits."""

    low: float
    high: float
    count: int
    stated: float
    happened: float
    limits: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The reliability curve, and what the mean squared error of the single forecasts is made of.

    `error = reliability - resolution + uncertainty + within`, exactly: Murphy (1973), and the spread inside the bins,
    which his decomposition takes to be nothing (Stephenson, Coelho & Jolliffe 2008). `z` is Spiegelhalter's (1986):
    beyond -3 to 3 the forecasts do not mean what they say; `None` where there is nothing to test.
    """

    bins: tuple[Bin, ...]
    error: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    z: float | None


def brier(forecasts: ArrayLike, truth: ArrayLike) -> float:
    """The squared distance of forecast from truth, summed over hypotheses, averaged over cases (Brier 1950).

    At most 2 where hypotheses exclude each other. Raises UsageError for arrays that are not cases × hypotheses of
    probabilities and of 0 and 1.

    >>> round(brier([[0.7, 0.2, 0.1]], [[1, 0, 0]]), 6)
    0.14
    """
    p, y = _checked(forecasts, truth)
    return float(((p - y) ** 2).sum(axis=1).mean())


def log_score(forecasts: ArrayLike, truth: ArrayLike, *, exclusive: bool = True) -> float:
    """The surprise at the truth in nats, averaged over cases; infinite where something true was given probability 0.

    Exclusive: -log of what the one true hypothesis was given. Co-existing: also -log of 1 - p for each that was false,
    summed. Raises UsageError as `brier` does, and where exclusive hypotheses are not one true one a case.

    >>> round(log_score([[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]]), 6)
    0.490415
    """
    p, y = _checked(forecasts, truth)
    if exclusive and not np.all(y.sum(axis=1) == 1):
        raise UsageError("a case of exclusive hypotheses has not exactly one true; mark one, or score as co-existing")
    given = np.where(y == 1, p, 1.0 if exclusive else 1 - p)
    if not given.all():
        return inf
    return float(-np.log(given).sum(axis=1).mean())


def spiegelhalter(forecasts: ArrayLike, truth: ArrayLike) -> float | None:
    """Spiegelhalter's z (1986) over all single forecasts: about normal if they are calibrated and independent.

    `None` where every forecast is 0, 1 or even, which leaves nothing to test.
    """
    p, y = (array.ravel() for array in _checked(forecasts, truth))
    variance = float(((1 - 2 * p) ** 2 * p * (1 - p)).sum())
    return float(((y - p) * (1 - 2 * p)).sum()) / sqrt(variance) if variance else None


def calibration(forecasts: ArrayLike, truth: ArrayLike, bins: int = 10) -> Calibration:
    """The reliability curve of all single forecasts in `bins` equally wide bins, with its decomposition and test.

    Empty bins are left out. Raises UsageError as `brier` does, and for fewer than one bin.

    >>> found = calibration([[0.8, 0.2]] * 5, [[1, 0]] * 4 + [[0, 1]], bins=5)
    >>> [(b.count, round(b.stated, 2), b.happened) for b in found.bins]
    [(5, 0.2, 0.2), (5, 0.8, 0.8)]
    """
    if bins < 1:
        raise UsageError(f"bins is {bins}; give 1 or more")
    p, y = (array.ravel() for array in _checked(forecasts, truth))
    place = np.minimum(np.floor(p * bins + 1e-9).astype(np.int64), bins - 1)
    found = [_bin(i / bins, (i + 1) / bins, p[place == i], y[place == i]) for i in np.unique(place).tolist()]
    base, error = float(y.mean()), float(((p - y) ** 2).mean())
    share = [b.count / p.size for b in found]
    reliability = sum(s * (b.stated - b.happened) ** 2 for s, b in zip(share, found, strict=True))
    resolution = sum(s * (b.happened - base) ** 2 for s, b in zip(share, found, strict=True))
    uncertainty = base * (1 - base)
    within = error - reliability + resolution - uncertainty
    return Calibration(tuple(found), error, reliability, resolution, uncertainty, within, spiegelhalter([p], [y]))


def _bin(low: float, high: float, p: Floats, y: Floats) -> Bin:
    return Bin(low, high, p.size, float(p.mean()), float(y.mean()), wilson(int(y.sum()), p.size))


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % limits of a rate of `hits` in `count` (Wilson 1927); 0 and 1 where nothing was counted."""
    if not count:
        return 0.0, 1.0
    rate, z = hits / count, _Z95
    middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * sqrt(rate * (1 - rate) / count + z * z / (4 * count * count))
    return min(rate, max(0.0, middle - half)), max(rate, min(1.0, middle + half))


def _checked(forecasts: ArrayLike, truth: ArrayLike) -> tuple[Floats, Floats]:
    p, y = np.asarray(forecasts, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if p.ndim != 2 or p.shape != y.shape or not p.size:
        raise UsageError(f"forecasts {p.shape} and truth {y.shape}; give both as cases × hypotheses, at least one")
    if not np.all((p >= 0) & (p <= 1)):
        raise UsageError("a forecast is not a probability; give numbers from 0 to 1")
    if not np.all((y == 0) | (y == 1)):
        raise UsageError("a truth is neither 0 nor 1; leave out the cases whose truth is not known")
    return p, y
