"""How rational the actors may be, and what that makes of a number: an average with a range.

Nobody knows how surely a capital finds its better choice. Log rationality is taken as normal around log 6 with
standard deviation 0.6, on payoffs whose best and worst are 1 apart, and averaged over at five points by Gauss-Hermite
quadrature; the range is over rationality 1 (barely better than a toss) to 20 (errs once in 20,000 on half a unit).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from cuibono.strategy.tree import Array

CENTRE, SPREAD = 6.0, 0.6
_ROOTS, _MASSES = np.polynomial.hermite.hermgauss(5)

AVERAGED: Array = CENTRE * np.exp(sqrt(2) * SPREAD * _ROOTS)
"""The rationalities that are averaged over."""

MASSES: Array = _MASSES / _MASSES.sum()
"""How much each of them counts."""

RANGED: Array = np.geomspace(1.0, 20.0, 9)
"""The rationalities over which the lowest and the highest value are taken."""

EVERY: Array = np.concatenate([AVERAGED, RANGED])


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number between a lowest and a highest one."""

    point: float
    low: float
    high: float

    @classmethod
    def over(cls, row: Array) -> Estimate:
        """The average and the range of one quantity given at each rationality of `EVERY`."""
        point, ranged = float(row[: len(MASSES)] @ MASSES), row[len(MASSES) :]
        return cls(point, min(point, float(ranged.min())), max(point, float(ranged.max())))

    def to_dict(self) -> dict[str, float]:
        """The three numbers by name."""
        return {"point": self.point, "low": self.low, "high": self.high}
