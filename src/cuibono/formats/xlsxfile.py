"""XLSX out: the matrix and every table of the case, one sheet each; text is text, whatever it begins with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cuibono.formats.guard import guarded
from cuibono.formats.snapshot import Snapshot, Written
from cuibono.formats.tables import BESIDE, TABLES, Cell, Table, table
from cuibono.report.controls import visible

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767
"""Characters that a cell can hold (ECMA-376 as Excel keeps it)."""

_WIDEST, _NARROWEST = 60, 8
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_WHEN_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_SAVED = rb"\g<1>1980-01-01T00:00:00Z"


def write(snapshot: Snapshot) -> Written:
    """A workbook with the sheets About, Matrix, Hypotheses, Evidence, Ratings, Claims, Sources and Origins."""
    from openpyxl import Workbook

    book, tables = Workbook(), [table(snapshot, name) for name in TABLES]
    _about(book, snapshot)
    for content in tables:
        _fill(book.create_sheet(content.name.capitalize()), content)
    return Written(_bytes(book), (*_kept_out(), *_changed(tables)))


def _about(book: Workbook, snapshot: Snapshot) -> None:
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "About"
    state = snapshot.state
    motives = "exclusive" if state.exclusive else "co-existing"
    facts = (("question", state.question), ("act", state.act.what), ("actor", state.act.actor), ("motives", motives))
    for number, fact in enumerate(facts, start=1):
        _put(sheet, number, 1, fact[0])
        _put(sheet, number, 2, fact[1])
    _widen(sheet, facts)


def _fill(sheet: Worksheet, content: Table) -> None:
    from openpyxl.styles import Font

    for number, row in enumerate((content.columns, *content.rows), start=1):
        for column, value in enumerate(row, start=1):
            is_rating = content.name == "matrix" and column > len(BESIDE)
            # A workbook has no 1.0, and 1 would be read as a code.
            _put(sheet, number, column, repr(value) if is_rating and value in {0.0, 1.0} else value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _widen(sheet, (content.columns, *content.rows))


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    if value is None or value == "":
        return
    cell: Any = sheet.cell(row, column)
    if not isinstance(value, str):
        cell.value = value
        return
    shown = visible(value)[:LONGEST]
    cell.value = shown
    cell.data_type = "s"
    # What would be a formula stays text even when somebody edits the cell.
    cell.quotePrefix = guarded(shown) != shown


def _widen(sheet: Worksheet, rows: Iterable[tuple[Cell, ...]]) -> None:
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row, start=1):
            widths[column] = max(widths.get(column, _NARROWEST), min(_WIDEST, len(str(value or "")) + 2))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width


def _kept_out() -> tuple[str, ...]:
    return (
        "the texts of the sources, interests, game and options, and the journal are not in the workbook",
        "numbers keep 16 digits in a workbook",
    )


def _changed(tables: Iterable[Table]) -> Iterable[str]:
    """What cells could not hold as it is."""
    texts = [value for content in tables for row in content.rows for value in row if isinstance(value, str)]
    if cut := sum(len(visible(text)) > LONGEST for text in texts):
        yield f"{cut} cells were cut at {LONGEST:,} characters, the most that a cell can hold"
    if named := sum(visible(text) != text for text in texts):
        yield f"{named} cells have characters that act instead of showing; they stand there by name, such as ⟦U+202E⟧"


def _bytes(book: Workbook) -> bytes:
    """The workbook's bytes, without the time at which it was saved, so that the same case gives the same ones."""
    saved, clean = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _WHEN_SAVED.sub(_SAVED, data)
            new.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return clean.getvalue()
