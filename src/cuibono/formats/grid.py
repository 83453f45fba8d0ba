"""The grid: the cells of a table from outside, as text with addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cuibono.errors import Problem, TooLargeError

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 1_000, 2_000_000
"""How large a table may be."""


class Merged(NamedTuple):
    """A merged cell: the name of its range, and where its first cell is, which has its value."""

    span: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a file; `merged` has the cells that a merged one covers, but for its first.

    `first` is the row number of the first row, as people count; `how` says how the file was read.
    """

    file: str
    sheet: str
    rows: tuple[tuple[str, ...], ...]
    merged: Mapping[tuple[int, int], Merged] = field(default_factory=dict)
    first: int = 1
    how: str = ""
    problems: tuple[Problem, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, without space around it; empty beyond the end of a row."""
        cells = self.rows[row]
        return cells[column].strip() if column < len(cells) else ""

    def address(self, row: int, column: int) -> str:
        """The name of a cell.

        >>> Grid("m.csv", "", (("a", "b"),)).address(0, 27)
        'AB1'
        """
        return f"{letters(column)}{row + self.first}"

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max((len(row) for row in self.rows), default=0)

    def problem(self, where: str, what: str, remedy: str) -> Problem:
        """Something wrong in one place of this sheet."""
        place = f"{self.sheet}!{where}" if self.sheet else where
        return Problem(self.file, place, what, remedy)


def letters(column: int) -> str:
    """The name of a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def refuse_if_large(file: str, rows: int, columns: int) -> None:
    """Raise TooLargeError for a table beyond the bounds."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise TooLargeError(
            f"{file}: has a table of {rows:,} rows and {columns:,} columns; at most {MOST_ROWS:,} rows, "
            f"{MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells are read: delete what is beyond the matrix (empty "
            "cells with a format count)"
        )
