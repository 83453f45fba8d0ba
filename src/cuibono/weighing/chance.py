"""How probable each fact is in each state of the world: as a table, or as a noisy-OR of motives.

A motive that makes a fact more likely than it is under "none of these" is a cause, one that makes it less likely
prevents it, each so strongly that the motive alone gives exactly the rated likelihood; several combine by Henrion's
leaky noisy-OR (1989) and its mirror image:

    P(fact | motives) = [1 - (1 - leak) prod (1 - cause)] prod (1 - prevent)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cuibono.weighing.lattice import Lattice
from cuibono.weighing.space import Array, Indices


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """P(fact | state) as stated: `values` is an array (facts, states), each 0 to 1."""

    values: Array

    def block(self, start: int, stop: int) -> tuple[Array, Array]:
        """P(fact) and P(not fact) in the states from `start` to `stop`: two arrays (facts, states)."""
        values = self.values[:, start:stop]
        return values, 1 - values

    def blend(self, low: Array, rise: Array, start: int, stop: int) -> Array:
        """`low` + `rise` P(fact) (both by fact) in the states from `start` to `stop`: an array (facts, states)."""
        found = self.values[:, start:stop] * rise[:, None]
        found += low[:, None]
        return found

    def rows(self, facts: Indices) -> Table:
        """The same for some facts only, in the order given."""
        return Table(self.values[facts])


@dataclass(frozen=True, slots=True, eq=False)
class NoisyOr:
    """P(fact | motive set) from the likelihood under each motive alone.

    `leak` and `unhappened` (facts) are the likelihoods under "none of these" and "it did not happen"; `alone` (facts,
    motives) those under one motive. `sets` are the sets that the states are, by default all.
    """

    leak: Array
    alone: Array
    unhappened: Array
    sets: Lattice | None = None

    @property
    def lattice(self) -> Lattice:
        """The sets of motives that the states are."""
        return self.sets or Lattice.free(self.alone.shape[1])

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
        """The product of 1 - prevent, and that times the one of 1 - leak and 1 - causes, where it happened.

        Two arrays (facts, sets). No motive's factor is taken to be less than `floor`.
        """
        spared, allowed = np.maximum(self.spared, floor), np.maximum(self.allowed, floor)
        one, both = (
            self.lattice.halves(first, factors, start, stop)
            for first, factors in ((np.ones_like(self.leak), allowed), (1 - self.leak, spared * allowed))
        )
        return _outer(*one), _outer(*both)

    def block(self, start: int, stop: int) -> tuple[Array, Array]:
        """P(fact) and P(not fact) in the states from `start` to `stop`: two arrays (facts, states).

        The range is one of `Space.chunks`.
        """
        lattice = self.lattice
        happened = min(stop, lattice.size)
        true, false = (np.empty((len(self.leak), stop - start)) for _ in range(2))
        spared = _outer(*lattice.halves(1 - self.leak, self.spared, start, happened))
        allowed = _outer(*lattice.halves(np.ones_like(self.leak), self.allowed, start, happened))
        here = slice(0, happened - start)
        np.multiply(1 - spared, allowed, out=true[:, here])
        np.multiply(spared, allowed, out=false[:, here])
        false[:, here] += np.subtract(1, allowed, out=allowed)
        if stop > happened:
            true[:, -1], false[:, -1] = self.unhappened, 1 - self.unhappened
        return true, false

    def blend(self, low: Array, rise: Array, start: int, stop: int) -> Array:
        """`low` + `rise` P(fact) (both by fact) in the states from `start` to `stop`: an array (facts, states).

        With a = prod (1 - prevent) and b = a (1 - leak) prod (1 - cause), which both factor over motives, it is
        low + rise a - rise b: one small matrix product a fact.
        """
        lattice, allowed = self.lattice, self.allowed
        happened = min(stop, lattice.size)
        high_a, low_a = lattice.halves(rise, allowed, start, happened)
        high_b, low_b = lattice.halves(rise * (self.leak - 1), self.spared * allowed, start, happened)
        left = np.stack([high_a, high_b, np.broadcast_to(low[:, None], high_a.shape)], axis=2)
        right = np.stack([low_a, low_b, np.ones_like(low_a)], axis=1)
        found = np.empty((len(low), stop - start))
        here = found[:, : happened - start].reshape(len(low), high_a.shape[1], low_a.shape[1])  # a view
        np.matmul(left, right, out=here)
        if stop > happened:
            found[:, -1] = low + rise * self.unhappened
        return found

    def rows(self, facts: Indices) -> NoisyOr:
        """The same for some facts only, in the order given."""
        return replace(self, leak=self.leak[facts], alone=self.alone[facts], unhappened=self.unhappened[facts])


SOFT = 1e-9
"""How near to 0 a motive's factor may come where it has to be divided out."""

Chance = Table | NoisyOr


def _outer(high: Array, low: Array) -> Array:
    return np.asarray((high[:, :, None] * low[:, None, :]).reshape(len(high), high.shape[1] * low.shape[1]))
