"""The states of the world that a weighing tells apart, and the hypotheses that hold in each.

Exclusive: one state per hypothesis, then "none of these", then "it did not happen". Co-existing: one state per set of
motives, numbered so that bit i says whether motive i is there (state 0 is the empty set, "none of these"), then "it
did not happen". Targets are the hypotheses in order, then none, then did-not-happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cuibono.case.records import NONE, NOT_HAPPENED

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Space:
    """The states over the hypotheses `ids`.

    >>> Space(("hedge", "spoil"), exclusive=False).members().tolist()[3]
    [1.0, 1.0, 0.0, 0.0]
    >>> Space(("hedge", "spoil"), exclusive=True).size
    4
    """

    ids: tuple[str, ...]
    exclusive: bool

    @property
    def count(self) -> int:
        """How many hypotheses there are, not counting the two that every case has."""
        return len(self.ids)

    @property
    def size(self) -> int:
        """How many states there are."""
        return self.count + 2 if self.exclusive else (1 << self.count) + 1

    @property
    def none(self) -> int:
        """The state in which it happened for none of the listed reasons."""
        return self.count if self.exclusive else 0

    @property
    def targets(self) -> tuple[str, ...]:
        """The ids that probabilities are asked of: the hypotheses, none, did-not-happen."""
        return (*self.ids, NONE, NOT_HAPPENED)

    def members(self, start: int = 0, stop: int | None = None) -> Array:
        """Which targets hold in the states from `start` to `stop`: 0 or 1, an array (states, targets)."""
        states = np.arange(start, self.size if stop is None else stop)
        if self.exclusive:
            return np.asarray(states[:, None] == np.arange(self.count + 2), dtype=float)
        found = np.empty((len(states), self.count + 2))
        found[:, : self.count] = states[:, None] >> np.arange(self.count) & 1
        found[:, -2] = states == 0
        found[:, -1] = states == self.size - 1
        found[states == self.size - 1, : self.count] = 0
        return found

    def totals(self, states: Array) -> Array:
        """The probability of each target, from the probabilities of the states: an array (targets)."""
        found = np.zeros(self.count + 2)
        for start, stop in self.chunks(1 << 14):
            found += states[start:stop] @ self.members(start, stop)
        return found

    def holds(self, target: str) -> Mask:
        """In which states a target holds: an array (states)."""
        states = np.arange(self.size)
        last = states == self.size - 1
        if target == NOT_HAPPENED:
            return np.asarray(last)
        if target == NONE:
            return np.asarray(states == self.none)
        place = self.ids.index(target)
        return np.asarray(states == place if self.exclusive else (states >> place & 1 == 1) & ~last)

    def motives(self, state: int) -> frozenset[str]:
        """The hypotheses that hold in a state in which it happened."""
        if self.exclusive:
            return frozenset(self.ids[state : state + 1])
        return frozenset(id for bit, id in enumerate(self.ids) if state >> bit & 1)

    def chunks(self, room: int) -> Iterator[tuple[int, int]]:
        """Ranges that cover all states in order, each of a power of two of at most `room`, the last having one more."""
        if self.exclusive or self.size <= room:
            yield 0, self.size
            return
        step = 1 << max(0, room.bit_length() - 1)
        for start in range(0, self.size - 1, step):
            stop = start + step
            yield start, stop + (stop == self.size - 1)
