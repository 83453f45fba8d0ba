"""CSV in: text as a grid, whatever parts its cells: commas, semicolons, tabs, the pipes of a Markdown table."""

from __future__ import annotations

import csv
import io
from collections import Counter

from cuibono.errors import UnreadableError
from cuibono.formats.grid import MOST_COLUMNS, MOST_ROWS, Grid, refuse_if_large
from cuibono.formats.guard import unguarded

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
_LOOKED_AT = 50
_LONGEST = 100_000
"""Characters of one cell; what is longer is a quotation mark that is never closed."""
_RULE = frozenset("-: ")


def read(name: str, text: str, how: str, delimiter: str | None = None) -> Grid:
    """The table in `text`; raises UnreadableError where there is none, TooLargeError beyond the bounds of a grid."""
    lines = text.removeprefix("\ufeff").split("\n")
    first = 1
    if lines[0].lower().startswith("sep=") and len(lines[0]) == len("sep=x"):
        delimiter, lines, first = lines[0][-1], lines[1:], 2
    chosen = delimiter or _delimiter(lines)
    if chosen == "|":
        start = next((number for number, line in enumerate(lines) if "|" in line), 0)
        lines, first = lines[start:], first + start
    rows = _rows(name, lines, chosen)
    refuse_if_large(name, len(rows), max(map(len, rows), default=0))
    if not any(map(any, rows)):
        raise UnreadableError(f"{name}: has no cells; nothing was taken in")
    told = f"{how}, cells parted by {_DELIMITERS.get(chosen, repr(chosen))}"
    return Grid(name, "", tuple(tuple(row) for row in rows), first=first, how=told)


def _delimiter(lines: list[str]) -> str:
    """The first that parts all lines into the same number of cells, else the one that does so for the most."""
    is_cut = len(lines) > _LOOKED_AT
    head = "\n".join(lines[:_LOOKED_AT])
    widths = {delimiter: _widths(head, delimiter)[: -1 if is_cut else None] for delimiter in _DELIMITERS}
    even = [delimiter for delimiter, found in widths.items() if len(set(found)) == 1 and found[0] > 1]
    return even[0] if even else max(widths, key=lambda delimiter: _fit(widths[delimiter]))


def _widths(text: str, delimiter: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    except csv.Error:
        return []


def _fit(widths: list[int]) -> tuple[int, int]:
    """How many rows have the commonest width that is more than 1, and that width."""
    counted = Counter(width for width in widths if width > 1)
    width, count = max(counted.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width


def _rows(name: str, lines: list[str], delimiter: str) -> list[list[str]]:
    if delimiter == "|":
        return [_piped(line) for line in lines]
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    try:
        for row in reader:
            rows.append([unguarded(cell) for cell in row])
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                refuse_if_large(name, len(rows), len(row))
            if max(map(len, row), default=0) > _LONGEST:
                break
        else:
            return rows
    except csv.Error as error:
        raise UnreadableError(f"{name}: line {reader.line_num} is no CSV ({error}); mend the line") from error
    raise UnreadableError(
        f"{name}: the cell that ends in line {reader.line_num} has more than {_LONGEST:,} characters; close its "
        "quotation mark, or shorten it"
    )


def _piped(line: str) -> list[str]:
    """The cells of a line of a Markdown table; none for the line under its head, and for text around it."""
    row = [cell.strip() for cell in line.strip().strip("|").split("|")] if "|" in line else []
    return [] if all(cell and set(cell) <= _RULE and "--" in cell for cell in row) else row
