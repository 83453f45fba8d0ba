"""XLSX in: the sheets of a workbook as grids; formulas are never worked out, only the values stored beside them."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cuibono.errors import Problem, UnreadableError
from cuibono.formats import containers
from cuibono.formats.grid import Grid, Merged, refuse_if_large

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_RANGE = re.compile(
    rb"""<(?:\w{1,20}:)?(?:mergeCell|hyperlink)\b[^<>]{0,2000}?\bref=["']([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})["']"""
)


def read(name: str, data: bytes) -> tuple[Grid, ...]:
    """The sheets that have cells, in their order.

    Raises UnreadableError where it is no workbook, or is cut short, damaged or hostile, TooLargeError beyond bounds.
    """
    parts = containers.parts(name, data)
    for part, content in parts.items():
        if part.endswith((".xml", ".rels", ".vml")):
            containers.refuse_doctype(f"{name} ({part})", content)
            _refuse_wide_ranges(f"{name} ({part})", content)
    book = _load(name, data, values=False)
    sheets = [sheet for sheet in book.worksheets if sheet.max_row and sheet.sheet_state == "visible"]
    for sheet in sheets:
        refuse_if_large(f"{name} ({sheet.title})", sheet.max_row, sheet.max_column)
    stored = _load(name, data, values=True) if any(map(_has_formula, sheets)) else book
    grids = (_grid(name, sheet, stored[sheet.title]) for sheet in sheets)
    return tuple(grid for grid in grids if any(map(any, grid.rows)))


def _refuse_wide_ranges(name: str, content: bytes) -> None:
    """Raise TooLargeError for a merged cell or a link that covers more than a grid may have: it would be filled in."""
    for found in _RANGE.finditer(content.translate(None, b"\0")):
        first, last = (range_boundary(found[number].decode()) for number in (1, 2))
        refuse_if_large(name, last[0] - first[0] + 1, last[1] - first[1] + 1)


def range_boundary(cell: str) -> tuple[int, int]:
    """The row and the column of a cell's name, counted from 1.

    >>> range_boundary("AB12")
    (12, 28)
    """
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(name) :]), column


def _load(name: str, data: bytes, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # What openpyxl does not know (printer settings, extensions) holds no cells.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise UnreadableError(f"{name}: is no workbook that can be read ({reason}); save it as .xlsx again") from error


def _has_formula(sheet: Worksheet) -> bool:
    return any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def _grid(name: str, sheet: Worksheet, stored: Worksheet) -> Grid:
    problems: list[Problem] = []
    rows = []
    for row, values in zip(sheet.iter_rows(), stored.iter_rows(values_only=True), strict=True):
        rows.append(tuple(_text(value) for value in values))
        for cell, value in zip(row, values, strict=True):
            if cell.data_type == "f" and value is None:
                what = "is a formula without a stored value; formulas are not worked out"
                problems.append(
                    Problem(name, f"{sheet.title}!{cell.coordinate}", what, "write the value into the cell")
                )
    merged = {
        (row - 1, column - 1): Merged(str(span), span.min_row - 1, span.min_col - 1)
        for span in sheet.merged_cells.ranges
        for row, column in span.cells
        if (row, column) != (span.min_row, span.min_col)
    }
    return Grid(name, sheet.title, tuple(rows), merged=merged, how="XLSX", problems=tuple(problems))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
