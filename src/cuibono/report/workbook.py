"""A workbook of typed sheets as XLSX: real tables, numbers and dates; what a document says is text, never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from cuibono.errors import UsageError
from cuibono.report.archive import timeless
from cuibono.report.controls import visible
from cuibono.report.marking import Marking

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from openpyxl.worksheet.table import Table

Value = str | float | int | bool | date | None
Kind = Literal["text", "number", "percent", "date"]

ROWS = 1_048_575
"""The most rows that a sheet holds under its heading."""

LETTERS = 32_767
"""The most characters that a cell holds."""

_FORMATS = {"text": "@", "number": "0.00", "percent": "0%", "date": "yyyy-mm-dd"}
_A4 = 9
_FIRST_DAY = date(1900, 3, 1)
_CUT = " … (cut here; the case has all of it)"
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its title, unique in its sheet, what its cells hold, and how wide it is, in letters."""

    title: str
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of its own; a cell is `None` where nothing is known."""

    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets under one title; `marking` stands at the head and foot of every printed page."""

    title: str
    sheets: tuple[Sheet, ...]
    marking: Marking | None = None


def workbook(book: Book) -> bytes:
    """The book as .xlsx; the same book gives the same bytes.

    Rows are written as they come, so that memory holds no sheet of cells. Raises UsageError for a sheet of more rows
    than the format has.
    """
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    made.properties.title = visible(book.title)[:255]
    made.properties.creator = "cuibono"
    made.properties.subject = book.marking.label if book.marking else None
    for number, sheet in enumerate(book.sheets, 1):
        _write(made, sheet, number, book.marking)
    data = BytesIO()
    made.save(data)
    return timeless(data.getvalue())


def _write(made: Workbook, sheet: Sheet, number: int, marking: Marking | None) -> None:
    from openpyxl.utils import get_column_letter

    if len(sheet.rows) > ROWS:
        held = f"{sheet.title} has {len(sheet.rows)} rows, and a sheet holds {ROWS}"
        raise UsageError(f"{held}; take the report as .html or .md instead")
    page = made.create_sheet(sheet.title)
    page.freeze_panes = "B2"
    for place, field in enumerate(sheet.fields, 1):
        page.column_dimensions[get_column_letter(place)].width = min(field.width, _WIDEST)
    _printed(page, sheet, marking)
    page.append([_text(page, field.title) for field in sheet.fields])
    for row in sheet.rows:
        page.append(list(_cells(page, sheet.fields, row)))
    if sheet.rows:
        page.tables.add(_table(sheet, number))


def _printed(page: WriteOnlyWorksheet, sheet: Sheet, marking: Marking | None) -> None:
    """How the sheet is printed: sideways, as wide as the paper, its heading on every page, the marking around it."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.oddHeader.left.text = sheet.title
    page.oddFooter.right.text = "&P / &N"
    if marking is None:
        return
    page.sheet_properties.tabColor = marking.ink[1:]
    for part in (page.oddHeader, page.oddFooter):
        part.center.text, part.center.font, part.center.size = marking.label, "Arial,Bold", 12
        part.center.color = "000000"  # headers have no background, and amber on white paper could not be read


def _cells(page: WriteOnlyWorksheet, fields: Sequence[Field], row: Sequence[Value]) -> Iterator[WriteOnlyCell | None]:
    for field, value in zip(fields, row, strict=True):
        yield _cell(page, field, value)


def _cell(page: WriteOnlyWorksheet, field: Field, value: Value) -> WriteOnlyCell | None:
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    if isinstance(value, bool):
        return _text(page, "yes" if value else "no")
    if isinstance(value, date) and value < _FIRST_DAY:
        return _text(page, value.isoformat())  # spreadsheets count their days from 1900, with a day too many
    if isinstance(value, str):
        return _text(page, value)
    cell = WriteOnlyCell(page, value)
    is_count = isinstance(value, int) and field.kind == "number"
    cell.number_format = "0" if is_count else _FORMATS[field.kind]
    return cell


def _text(page: WriteOnlyWorksheet, words: str) -> WriteOnlyCell:
    """A cell of text, whatever the text begins with."""
    from openpyxl.cell import WriteOnlyCell

    shown = visible(words)
    cell = WriteOnlyCell(page)
    cell.value = shown if len(shown) <= LETTERS else shown[: LETTERS - len(_CUT)] + _CUT
    if shown.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True  # so that it stays text when somebody edits it
    cell.data_type = "s"
    return cell


def _table(sheet: Sheet, number: int) -> Table:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    end = f"{get_column_letter(len(sheet.fields))}{len(sheet.rows) + 1}"
    table = Table(displayName=f"Table{number}", ref=f"A1:{end}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()  # noqa: SLF001 - what the library asks for where rows are written as they come
    for column, field in zip(table.tableColumns, sheet.fields, strict=True):
        column.name = visible(field.title)
    return table
