"""Nash equilibria of two players, all extreme ones, exactly; and backward induction where nothing is hidden.

Each player's best-response polytope has as vertices the mixed plans at which the other is indifferent as often as
possible; two vertices that together leave no plan both played and bad are an equilibrium, and every equilibrium is a
mixture of such extreme ones. Vertices are found by the double description method in whole numbers, so that ties are
ties.

Sources: Mangasarian, "Equilibrium points of bimatrix games", SIAM Journal 12 (1964); Avis, Rosenberg, Savani & von
Stengel, "Enumeration of Nash equilibria for two-player games", Economic Theory 42 (2010); Motzkin et al., "The double
description method" (1953).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from operator import mul

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import TooLargeError
from cuibono.strategy.strategic import Table
from cuibono.strategy.tree import CHANCE, Array, Tree

RAYS = 4_000
"""The most vertices on the way that are kept before giving up."""

Mixture = tuple[Fraction, ...]
Ray = tuple[int, ...]
Flags = NDArray[np.bool_]


def equilibria(first: Table, second: Table) -> tuple[tuple[Mixture, Mixture], ...]:
    """All extreme Nash equilibria, each as the two players' mixtures, in descending order.

    `first` and `second` are what the players get; rows are the first player's plans. Raises TooLargeError where the
    polytopes have more vertices than can be kept.

    >>> one, nil = Fraction(1), Fraction(0)
    >>> for mine, yours in equilibria(((one, nil), (nil, one)), ((one, nil), (nil, one))):
    ...     print(*mine, "|", *yours)
    1 0 | 1 0
    1/2 1/2 | 1/2 1/2
    0 1 | 0 1
    """
    rows, columns = len(first), len(first[0])
    mine, unplayed, answered = _vertices(tuple(zip(*_positive(second), strict=True)), rows)
    yours, idle, best = _vertices(_positive(first), columns)
    # An equilibrium leaves no plan that is played although it is not a best answer.
    open_rows = (~unplayed).astype(np.float32) @ (~best).T.astype(np.float32)
    open_columns = (~answered).astype(np.float32) @ (~idle).T.astype(np.float32)
    pairs = np.argwhere((open_rows == 0) & (open_columns == 0)).tolist()
    return tuple(sorted(((mine[x], yours[y]) for x, y in pairs), reverse=True))


def _positive(table: Table) -> Table:
    """The same game with every payoff above 0."""
    lowest = min(map(min, table))
    return tuple(tuple(number - lowest + 1 for number in row) for row in table)


def _vertices(limits: Table, size: int) -> tuple[list[Mixture], Flags, Flags]:
    """The vertices other than 0 of {x >= 0, limits @ x <= 1}, as mixtures.

    And for each vertex which x are 0, (vertices, size), and which rows are tight, (vertices, rows).
    """
    rays, tight = _rays(limits, size)
    kept = [index for index, ray in enumerate(rays) if any(ray[1:])]
    vertices = [tuple(Fraction(part, sum(rays[index][1:])) for part in rays[index][1:]) for index in kept]
    return vertices, tight[kept, 1 : size + 1], tight[kept, size + 1 :]


def _rays(limits: Table, size: int) -> tuple[list[Ray], Flags]:
    """Extreme rays of the cone {(t, x) >= 0, t >= limits @ x}, and which inequalities are tight on each."""
    rays: list[Ray] = [tuple(int(place == axis) for place in range(size + 1)) for axis in range(size + 1)]
    tight: Flags = ~np.eye(size + 1, dtype=bool)
    for limit in limits:
        rays, tight = _cut(rays, tight, _whole((Fraction(1), *(-part for part in limit))))
        if len(rays) > RAYS:
            raise TooLargeError(
                f"the game has more than {RAYS:,} extreme mixtures; "
                "the quantal response has no such limit and is given instead"
            )
    return rays, tight


def _cut(rays: list[Ray], tight: Flags, row: Ray) -> tuple[list[Ray], Flags]:
    """The extreme rays of the cone after one more inequality, row @ ray >= 0."""
    sides = [sum(map(mul, row, ray)) for ray in rays]
    kept = [index for index, side in enumerate(sides) if side >= 0]
    new, common = [], []
    for good, bad, shared in _adjacent(tight, sides, len(row)):
        new.append(_whole(tuple(sides[good] * b - sides[bad] * a for a, b in zip(rays[good], rays[bad], strict=True))))
        common.append(shared)
    is_tight = np.array([sides[index] == 0 for index in kept] + [True] * len(new))
    stay = np.concatenate([tight[kept], np.array(common, dtype=bool).reshape(len(common), tight.shape[1])])
    return [rays[index] for index in kept] + new, np.concatenate([stay, is_tight[:, None]], axis=1)


def _adjacent(tight: Flags, sides: list[int], dimension: int) -> Iterator[tuple[int, int, Flags]]:
    """Pairs of rays, one on either side, that span a face of the cone; with the inequalities tight on it."""
    outside = np.array([index for index, side in enumerate(sides) if side < 0], dtype=np.intp)
    every = tight.astype(np.float32)
    for good in (index for index, side in enumerate(sides) if side > 0):
        shared = tight[outside] & tight[good]
        counts = shared.sum(axis=1)
        likely = np.flatnonzero(counts >= dimension - 2)
        spanned = (every @ shared[likely].T.astype(np.float32) == counts[likely]).sum(axis=0)
        for place in likely[spanned == 2]:
            yield good, int(outside[place]), shared[place]


def _whole(numbers: tuple[Fraction | int, ...]) -> Ray:
    """The shortest whole vector in the same direction."""
    scale = lcm(*(Fraction(number).denominator for number in numbers))
    whole = [int(number * scale) for number in numbers]
    divisor = gcd(*whole)
    return tuple(number // divisor for number in whole)


@dataclass(frozen=True, slots=True)
class Induction:
    """What players do who never err and know it of each other.

    `slots` has the probability of each choice (1 or 0, equal shares where several are equally good); `ties` names the
    moves with such choices: there backward induction has more than one answer.
    """

    slots: Array
    ties: tuple[str, ...]


def backward_induction(tree: Tree, payoffs: Array, chance: Array, tolerance: float = 1e-9) -> Induction:
    """The subgame-perfect behaviour of a game in which nothing is hidden.

    `payoffs` is an array (players, leaves), `chance` the probabilities of chance over slots. Payoffs nearer than
    `tolerance` are equal. Source: Kuhn, "Extensive games and the problem of information" (1953).
    """
    slots = chance.copy()
    values = np.zeros((len(tree.nodes), len(payoffs)))
    ties = []
    for index in range(len(tree.nodes) - 1, -1, -1):
        node = tree.nodes[index]
        if node.leaf >= 0:
            values[index] = payoffs[:, node.leaf]
            continue
        info = tree.information[node.information]
        follows = values[list(node.children)]
        if info.player != CHANCE:
            best = follows[:, info.player] >= follows[:, info.player].max() - tolerance
            slots[info.slots] = best / best.sum()
            if best.sum() > 1:
                ties.append(node.name)
        values[index] = slots[info.slots] @ follows
    return Induction(slots, tuple(dict.fromkeys(reversed(ties))))
