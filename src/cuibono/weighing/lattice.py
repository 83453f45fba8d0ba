"""The sets of motives that may hold together, and sums and products over them.

Motives come in parts: most are a part of their own; those that exclude each other share one, of which a set holds at
most one motive. A set is numbered by its parts, the first running fastest, 0 meaning none of the part's motives and v
its v-th; without groups, bit i says whether motive i is there. Work is done on ranges of sets in which some first
parts take all their values and the others stand still, and there on two halves of the parts: what factors over motives
is an outer product of two short rows, and sums over sets are two small matrix products.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Part = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lattice:
    """The sets over `parts`: the columns of motives of which at most one holds at a time.

    >>> Lattice(((0, 2), (1,))).held(0, 6).astype(int).tolist()
    [[0, 0, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0], [1, 1, 0], [0, 1, 1]]
    """

    parts: tuple[Part, ...]

    @classmethod
    def free(cls, motives: int) -> Lattice:
        """The sets of motives of which any may hold together."""
        return cls(tuple((motive,) for motive in range(motives)))

    @property
    def motives(self) -> int:
        """How many motives there are."""
        return sum(len(part) for part in self.parts)

    @property
    def size(self) -> int:
        """How many sets there are."""
        return _size(self.parts)

    def chunks(self, room: int) -> Iterator[tuple[int, int]]:
        """Ranges that cover all sets in order, of equal size, at most `room` (or one)."""
        step = 1
        for part in self.parts:
            if step * (len(part) + 1) > room:
                break
            step *= len(part) + 1
        for start in range(0, self.size, step):
            yield start, start + step

    def held(self, start: int, stop: int) -> Array:
        """Which motives the sets from `start` to `stop` hold: 0 or 1, an array (sets, motives)."""
        sets, found, stride = np.arange(start, stop), np.zeros((stop - start, self.motives)), 1
        for part in self.parts:
            value = sets // stride % (len(part) + 1)
            found[:, part] = value[:, None] == np.arange(1, len(part) + 1)
            stride *= len(part) + 1
        return found

    def marginals(self, values: Array) -> Array:
        """The sums of `values` (sets) over the sets that hold each motive: an array (motives)."""
        found, stride = np.zeros(self.motives), 1
        for part in self.parts:
            found[list(part)] = values.reshape(-1, len(part) + 1, stride).sum(axis=(0, 2))[1:]
            stride *= len(part) + 1
        return found

    def halves(self, first: Array, factors: Array, start: int, stop: int) -> tuple[Array, Array]:
        """The product of `first` (rows) and the factors (rows, motives) of each set, as two rows to be multiplied.

        Arrays (rows, m) and (rows, n): set start + i n + j has the product of the i-th of the one and the j-th of the
        other.
        """
        low, high, fixed = self.split(start, stop)
        whole = first * factors[:, list(fixed)].prod(axis=1)
        return _products(whole, factors, high), _products(np.ones_like(first), factors, low)

    def split(self, start: int, stop: int) -> tuple[tuple[Part, ...], tuple[Part, ...], Part]:
        """The parts of a range's low and high half, and the motives that all its sets hold beside theirs."""
        return _split(self.parts, start, stop)

    def sums(self, values: Array, start: int, stop: int) -> Array:
        """Sums of `values` (rows, sets) over all sets of a range, and over those with each motive: (rows, 1 + motives).

        >>> Lattice(((0, 1), (2,))).sums(np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]), 0, 6).tolist()
        [[21.0, 7.0, 9.0, 15.0]]
        """
        low, high, fixed = self.split(start, stop)
        cube = values.reshape(len(values), _size(high), _size(low))
        both = _members(high).T @ (cube @ _members(low))
        found = np.zeros((len(values), 1 + self.motives))
        found[:, 0] = both[:, 0, 0]
        found[:, _columns(low)] = both[:, 0, 1:]
        found[:, _columns(high)] = both[:, 1:, 0]
        found[:, [1 + motive for motive in fixed]] = both[:, 0, :1]
        return found

    def pairs(self, values: Array, start: int, stop: int) -> Array:
        """Sums of `values` (rows, sets) over the sets of a range that hold two motives.

        An array (rows, 1 + motives, 1 + motives); the first row and column ask one motive, their corner asks none.
        """
        low, high, fixed = self.split(start, stop)
        below, above = _members(low), _members(high)
        cube = values.reshape(len(values), len(above), len(below))
        right = cube @ below
        both = above.T @ right
        found = np.zeros((len(values), 1 + self.motives, 1 + self.motives))
        rows, columns = [0, *_columns(high)], [0, *_columns(low)]
        found[:, np.array(rows)[:, None], columns] = both
        found[:, np.array(columns)[:, None], rows] = both.transpose(0, 2, 1)
        of_low = np.ones((1, len(above))) @ cube
        found[:, np.array(columns)[:, None], columns] = _within(of_low[:, 0], below)
        found[:, np.array(rows)[:, None], rows] = _within(np.ascontiguousarray(right[:, :, 0]), above)
        for motive in fixed:
            found[:, 1 + motive] = found[:, :, 1 + motive] = found[:, 0]
            found[:, 1 + motive, 1 + motive] = found[:, 0, 0]
        return found


def parts_of(groups: Sequence[str | None]) -> tuple[Part, ...]:
    """The parts of motives whose groups these are, each at the place of its first motive; `None` stands alone.

    >>> parts_of(["who", None, "who"])
    ((0, 2), (1,))
    """
    found: dict[object, list[int]] = {}
    for motive, group in enumerate(groups):
        found.setdefault(motive if group is None else group, []).append(motive)
    return tuple(tuple(part) for part in found.values())


def _size(parts: Sequence[Part]) -> int:
    size = 1
    for part in parts:
        size *= len(part) + 1
    return size


@lru_cache(maxsize=1 << 12)
def _split(parts: tuple[Part, ...], start: int, stop: int) -> tuple[tuple[Part, ...], tuple[Part, ...], Part]:
    free = next(count for count in range(len(parts) + 1) if _size(parts[:count]) >= stop - start)
    middle = next(count for count in range(free + 1) if _size(parts[:count]) ** 2 >= stop - start)
    fixed, rest = [], start // (stop - start)
    for part in parts[free:]:
        rest, value = divmod(rest, len(part) + 1)
        fixed += [part[value - 1]] if value else []
    return parts[:middle], parts[middle:free], tuple(fixed)


@lru_cache(maxsize=64)
def _members(parts: tuple[Part, ...]) -> Array:
    """A column of ones, then which of the parts' motives each of their sets holds; not to be changed."""
    here = Lattice(tuple(_numbered(parts)))
    found = np.column_stack([np.ones(here.size), here.held(0, here.size)])
    found.setflags(write=False)
    return found


def _numbered(parts: Sequence[Part]) -> Iterator[Part]:
    first = 0
    for part in parts:
        yield tuple(range(first, first + len(part)))
        first += len(part)


def _columns(parts: Sequence[Part]) -> list[int]:
    """Where the parts' motives stand in sums, after the total."""
    return [1 + motive for part in parts for motive in part]


def _within(values: Array, members: Array) -> Array:
    """Sums of values (rows, sets) over the sets with two of their motives: (rows, 1 + motives, 1 + motives)."""
    squares = (members[:, :, None] * members[:, None, :]).reshape(len(members), -1)
    return (values[:, None, :] @ squares).reshape(len(values), members.shape[1], members.shape[1])


def _products(first: Array, factors: Array, parts: Sequence[Part]) -> Array:
    """The product of `first` (rows) and the factors of the motives in each set of the parts, by doubling."""
    found = np.empty((len(first), _size(parts)))
    found[:, 0] = first
    step = 1
    for part in parts:
        for i, motive in enumerate(part, start=1):
            np.multiply(found[:, :step], factors[:, motive, None], out=found[:, i * step : (i + 1) * step])
        step *= len(part) + 1
    return found
