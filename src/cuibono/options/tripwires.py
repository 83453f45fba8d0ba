"""Where the choice turns: at which probability of a hypothesis, and at which utility, another option becomes best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.options.belief import Array, Belief
from cuibono.options.utilities import Utilities


@dataclass(frozen=True, slots=True)
class Stretch:
    """An option that is best while the hypothesis' probability lies between two ends."""

    first: float
    last: float
    option: str

    def to_dict(self) -> dict[str, object]:
        """The stretch by name."""
        return {"from": self.first, "to": self.last, "option": self.option}


@dataclass(frozen=True, slots=True)
class TripWire:
    """Which option is best at which probability of one hypothesis, everything else kept in proportion.

    `ends` has each option's expected utility if the hypothesis certainly does not hold and if it certainly does;
    between them it is a straight line.
    """

    hypothesis: str
    now: float
    stretches: tuple[Stretch, ...]
    ends: dict[str, tuple[float, float]]

    @property
    def below(self) -> float | None:
        """The nearest probability below the present one at which the choice turns."""
        return max((item.first for item in self.stretches if 0 < item.first <= self.now), default=None)

    @property
    def above(self) -> float | None:
        """The nearest probability above the present one at which the choice turns."""
        return min((item.last for item in self.stretches if self.now < item.last < 1), default=None)

    def to_dict(self) -> dict[str, object]:
        """The trip-wire by name."""
        return {
            "hypothesis": self.hypothesis,
            "now": self.now,
            "below": self.below,
            "above": self.above,
            "stretches": [item.to_dict() for item in self.stretches],
            "ends": {name: list(pair) for name, pair in self.ends.items()},
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """A utility within whose range the choice turns: at `at`, from the best option to `to`."""

    option: str
    term: str
    now: float
    at: float
    to: str

    def to_dict(self) -> dict[str, object]:
        """The turn by name."""
        return {"option": self.option, "term": self.term, "now": self.now, "at": self.at, "to": self.to}


def trip_wires(utilities: Utilities, belief: Belief) -> tuple[TripWire, ...]:
    """A trip-wire for each hypothesis that is neither certain nor impossible."""
    table = utilities.middle
    found = []
    for name in belief.split():
        holds = belief.holds(name)
        absent, present = (
            table[:, side] @ (belief.probability[side] / belief.probability[side].sum()) for side in (~holds, holds)
        )
        pairs = zip(utilities.options, absent.tolist(), present.tolist(), strict=True)
        ends = {option: (low, high) for option, low, high in pairs}
        found.append(TripWire(name, belief.chance_of(name), _envelope(utilities.options, absent, present), ends))
    return tuple(found)


def _envelope(options: tuple[str, ...], start: Array, end: Array) -> tuple[Stretch, ...]:
    """The highest of the lines from `start` (at 0) to `end` (at 1), stretch by stretch."""
    slopes = end - start
    stretches: list[Stretch] = []
    at, best = 0.0, int(np.lexsort((-slopes, -start))[0])
    while True:
        steeper = [line for line in range(len(options)) if slopes[line] > slopes[best] + 1e-12]
        crossings = [
            ((start[best] - start[line]) / (slopes[line] - slopes[best]), -slopes[line], line) for line in steeper
        ]
        ahead = [crossing for crossing in crossings if at <= crossing[0] < 1]
        if not ahead:
            return (*stretches, Stretch(at, 1.0, options[best]))
        there, _, after = min(ahead)
        stretches.append(Stretch(at, float(there), options[best]))
        at, best = float(there), after


def turns(utilities: Utilities, belief: Belief) -> tuple[Turn, ...]:
    """Every single utility that, moved within its range, makes another option best; all others in the middle."""
    middle = (utilities.low + utilities.high) / 2
    expected = utilities.middle @ belief.probability
    weights = utilities.counts @ belief.probability
    best = int(expected.argmax())
    rivals = np.delete(np.arange(len(expected)), best)
    found = []
    for place, (option, term) in enumerate(utilities.terms):
        owner = int(utilities.owner[place])
        # The best option's own terms make it fall behind its nearest rival, another's terms lift that one ahead.
        other = owner if owner != best else int(rivals[expected[rivals].argmax()]) if len(rivals) else best
        if other == best or weights[place] <= 0:
            continue
        gap = (expected[best] - expected[other]) / weights[place]
        at = middle[place] + (gap if owner == other else -gap)
        if utilities.low[place] <= at <= utilities.high[place] and utilities.low[place] < utilities.high[place]:
            found.append(Turn(option, term, float(middle[place]), float(at), utilities.options[other]))
    return tuple(found)
