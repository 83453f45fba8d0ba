"""How probable each fact is in each state of the world: as a table, or as a noisy-OR of motives.

A motive that makes a fact more likely than it is under "none of these" is a cause, one that makes it less likely
prevents it, each so strongly that the motive alone gives exactly the rated likelihood; several combine by Henrion's
leaky noisy-OR (1989) and its mirror image:

    P(fact | motives) = [1 - (1 - leak) prod (1 - cause)] prod (1 - prevent)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cuibono.weighing.space import Array, Indices


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """P(fact | state) as stated: `values` is an array (facts, states), each 0 to 1."""

    values: Array

    def block(self, start: int, stop: int) -> tuple[Array, Array]:
        """P(fact) and P(not fact) in the states from `start` to `stop`: two arrays (facts, states)."""
        values = self.values[:, start:stop]
        return values, 1 - values

    def true(self, start: int, stop: int) -> Array:
        """P(fact) alone in the states from `start` to `stop`: an array (facts, states)."""
        return self.values[:, start:stop]

    def rows(self, facts: Indices) -> Table:
        """The same for some facts only, in the order given."""
        return Table(self.values[facts])


@dataclass(frozen=True, slots=True, eq=False)
class NoisyOr:
    """P(fact | motive set) from the likelihood under each motive alone.

    `leak` and `unhappened` (facts) are the likelihoods under "none of these" and "it did not happen"; `alone` (facts,
    motives) those under one motive.
    """

    leak: Array
    alone: Array
    unhappened: Array

    @property
    def spared(self) -> Array:
        """1 - cause: with what probability a motive fails to bring the fact about; an array (facts, motives)."""
        room = 1 - self.leak[:, None]
        return np.asarray(
            np.where(self.alone > self.leak[:, None], (1 - self.alone) / np.where(room > 0, room, 1), 1.0)
        )

    @property
    def allowed(self) -> Array:
        """1 - prevent: with what probability a motive lets the fact be; an array (facts, motives)."""
        leak = self.leak[:, None]
        return np.asarray(np.where(self.alone < leak, self.alone / np.where(leak > 0, leak, 1), 1.0))

    def parts(self, start: int, stop: int, floor: float = 0.0) -> tuple[Array, Array]:
        """The two products, of 1 - leak and 1 - causes and of 1 - prevent, over states in which it happened.

        No motive's factor is taken to be less than `floor`.
        """
        spared, allowed = np.maximum(self.spared, floor), np.maximum(self.allowed, floor)
        return _products(1 - self.leak, spared, start, stop), _products(np.ones_like(self.leak), allowed, start, stop)

    def block(self, start: int, stop: int) -> tuple[Array, Array]:
        """P(fact) and P(not fact) in the states from `start` to `stop`: two arrays (facts, states).

        The range is one of `Space.chunks`.
        """
        last = 1 << self.alone.shape[1]
        spared, allowed = self.parts(start, min(stop, last))
        true = np.empty((len(self.leak), stop - start))
        false = np.empty_like(true)
        happened = slice(0, spared.shape[1])
        np.subtract(1, spared, out=true[:, happened])
        true[:, happened] *= allowed
        np.multiply(spared, allowed, out=false[:, happened])
        false[:, happened] += np.subtract(1, allowed, out=allowed)
        if stop > last:
            true[:, -1], false[:, -1] = self.unhappened, 1 - self.unhappened
        return true, false

    def true(self, start: int, stop: int) -> Array:
        """P(fact) alone in the states from `start` to `stop`: an array (facts, states)."""
        last = 1 << self.alone.shape[1]
        spared, allowed = self.parts(start, min(stop, last))
        np.subtract(1, spared, out=spared)
        spared *= allowed
        return spared if stop <= last else np.column_stack([spared, self.unhappened])

    def rows(self, facts: Indices) -> NoisyOr:
        """The same for some facts only, in the order given."""
        return replace(self, leak=self.leak[facts], alone=self.alone[facts], unhappened=self.unhappened[facts])


SOFT = 1e-9
"""How near to 0 a motive's factor may come where it has to be divided out."""

Chance = Table | NoisyOr


def _products(first: Array, factors: Array, start: int, stop: int) -> Array:
    """The product of `first` and the factors of the motives in each set: an array (facts, sets), by doubling."""
    size = stop - start
    low = size.bit_length() - 1
    found = np.empty((len(first), size))
    found[:, 0] = first
    for motive in range(low, factors.shape[1]):
        if start >> motive & 1:
            found[:, 0] *= factors[:, motive]
    for motive in range(low):
        step = 1 << motive
        np.multiply(found[:, :step], factors[:, motive, None], out=found[:, step : 2 * step])
    return found
