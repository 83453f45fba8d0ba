"""The states of the world that a weighing tells apart, and the hypotheses that hold in each.

Exclusive: one state per hypothesis, then "none of these", then "it did not happen". Co-existing: one state per set of
motives (state 0 is the empty set, "none of these"; see `Lattice` for the others), then "it did not happen". Of the
motives of a group at most one is in a set. Targets are the hypotheses in order, then none, then did-not-happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cuibono.case.records import NONE, NOT_HAPPENED
from cuibono.weighing.lattice import Array, Lattice, parts_of

Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

__all__ = ["Array", "Indices", "Mask", "Space"]


@dataclass(frozen=True, slots=True)
class Space:
    """The states over the hypotheses `ids`; `groups` has each one's group where some co-existing ones exclude others.

    >>> Space(("hedge", "spoil"), exclusive=False).members().tolist()[3]
    [1.0, 1.0, 0.0, 0.0]
    >>> Space(("hedge", "spoil"), exclusive=True).size
    4
    >>> Space(("hedge", "anna", "ben"), exclusive=False, groups=(None, "who", "who")).size
    7
    """

    ids: tuple[str, ...]
    exclusive: bool
    groups: tuple[str | None, ...] = ()

    @property
    def count(self) -> int:
        """How many hypotheses there are, not counting the two that every case has."""
        return len(self.ids)

    @property
    def lattice(self) -> Lattice:
        """The sets of motives that may hold together, where these co-exist."""
        return Lattice(parts_of(self.groups)) if self.groups else Lattice.free(self.count)

    @property
    def size(self) -> int:
        """How many states there are."""
        return self.count + 2 if self.exclusive else self.lattice.size + 1

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
        size = self.size
        stop = size if stop is None else stop
        if self.exclusive:
            return np.asarray(np.arange(start, stop)[:, None] == np.arange(self.count + 2), dtype=float)
        found = np.zeros((stop - start, self.count + 2))
        happened = min(stop, size - 1)
        found[: happened - start, : self.count] = self.lattice.held(start, happened)
        if start == 0:
            found[0, -2] = 1
        if stop == size:
            found[-1, -1] = 1
        return found

    def totals(self, states: Array) -> Array:
        """The probability of each target, from the probabilities of the states: an array (targets)."""
        if self.exclusive:
            return states.copy()
        return np.array([*self.lattice.marginals(states[:-1]), states[0], states[-1]])

    def sums(self, values: Array, start: int, stop: int) -> Array:
        """Sums of `values` (rows, states from `start` to `stop`) over the states of each target, and over all.

        An array (rows, targets and one); the range is one of `chunks`.
        """
        if self.exclusive:
            found = np.zeros((len(values), self.count + 3))
            found[:, start:stop] = values
            found[:, -1] = values.sum(axis=1)
            return found
        sets = min(stop, self.size - 1) - start
        inside = self.lattice.sums(values[:, :sets], start, start + sets)
        found = np.column_stack([inside[:, 1:], np.zeros((len(values), 2)), inside[:, 0]])
        if start == 0:
            found[:, -3] = values[:, 0]
        if sets < values.shape[1]:
            found[:, -2] = values[:, -1]
            found[:, -1] += values[:, -1]
        return found

    def holds(self, target: str) -> Mask:
        """In which states a target holds: an array (states)."""
        states = np.arange(self.size)
        if target == NOT_HAPPENED:
            return np.asarray(states == self.size - 1)
        if target == NONE:
            return np.asarray(states == self.none)
        place = self.ids.index(target)
        if self.exclusive:
            return np.asarray(states == place)
        stride = 1
        for part in self.lattice.parts:
            if place in part:
                value = states // stride % (len(part) + 1)
                return np.asarray((value == part.index(place) + 1) & (states < self.size - 1))
            stride *= len(part) + 1
        raise KeyError(target)

    def motives(self, state: int) -> frozenset[str]:
        """The hypotheses that hold in a state in which it happened."""
        if self.exclusive:
            return frozenset(self.ids[state : state + 1])
        found = set()
        for part in self.lattice.parts:
            state, value = divmod(state, len(part) + 1)
            found.update([self.ids[part[value - 1]]] if value else [])
        return frozenset(found)

    def chunks(self, room: int) -> Iterator[tuple[int, int]]:
        """Ranges that cover all states in order, of at most `room`; the last has "it did not happen" besides."""
        if self.exclusive or self.size <= room:
            yield 0, self.size
            return
        for start, stop in self.lattice.chunks(room):
            yield start, stop + (stop == self.size - 1)
