"""Tables go out as tables: nothing in them runs, numbers are numbers, and the same case gives the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cuibono.case.records import Evidence, Hypothesis, State
from cuibono.errors import UsageError
from cuibono.formats import csvfile, xlsxfile
from cuibono.formats.guard import guarded, unguarded
from cuibono.formats.snapshot import Snapshot
from cuibono.formats.tables import TABLES
from samples import STATE, TEXTS

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "'=1",
    "'",
    '=HYPERLINK("http://x")',
)


def snapshot(state: State = STATE) -> Snapshot:
    """The sample case, ready to go."""
    return Snapshot(state, TEXTS)


def rows(data: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.text())
def test_a_guarded_cell_never_begins_with_a_sign_and_comes_back(text: str) -> None:
    """Whatever the text is, the cell begins with no sign that acts, and taking the guard away gives the text."""
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cells_are_text_in_every_table(text: str) -> None:
    """A name that is a formula is a formula neither in CSV nor in XLSX."""
    state = STATE.model_copy(
        update={
            "question": text,
            "hypotheses": (Hypothesis(id="sale", name=text, note=text),),
            "evidence": (Evidence(id="e1", name=text, note=text),),
        }
    )
    for name in TABLES:
        for row in rows(csvfile.write(snapshot(state), name=name).data):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row), name
    book = load_workbook(io.BytesIO(xlsxfile.write(snapshot(state)).data))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_formula_stays_text_when_somebody_edits_its_cell() -> None:
    """The cell is marked as text, not only stored as such; an ordinary one is not marked."""
    facts = (Evidence(id="e1", name="=1+1"), Evidence(id="e2", name="plain"))
    book = load_workbook(io.BytesIO(xlsxfile.write(snapshot(STATE.model_copy(update={"evidence": facts}))).data))
    assert [book["Evidence"][f"B{row}"].quotePrefix for row in (2, 3)] == [True, False]


def test_the_matrix_has_a_row_for_each_analyst_and_blanks_where_nobody_rated() -> None:
    """Not rated is an empty cell, NA is NA, and two people's ratings stand in two rows."""
    found = rows(csvfile.write(snapshot()).data)
    assert found[0][:5] == ["evidence id", "evidence", "relevance", "note", "analyst"]
    assert found[0][5] == "To sell the land to the ferry company [sale]"
    cells = {(row[0], row[4]): row[5:] for row in found[1:]}
    assert cells["e3", "ana"] == ["II", "CC", "I", ""]
    assert cells["e6", "ben"] == ["N", "I", "NA", "II"]
    assert {analyst for evidence, analyst in cells if evidence == "e1"} == {"ana", "ben"}


def test_every_table_can_be_written_and_another_is_refused() -> None:
    """Each table has a head and its rows; the error for another names them all."""
    for name in TABLES:
        assert len(rows(csvfile.write(snapshot(), name=name).data)) > 1
    with pytest.raises(UsageError, match="claims"):
        csvfile.write(snapshot(), name="weather")


def test_csv_is_utf8_with_a_mark_where_asked_for() -> None:
    """Text outside ASCII survives; the mark is there only if wanted."""
    state = STATE.model_copy(update={"evidence": (Evidence(id="e1", name="Kováč: „ja“ 中"),)})
    assert rows(csvfile.write(snapshot(state)).data)[1][1] == "Kováč: „ja“ 中"
    assert csvfile.write(snapshot(), mark=True).data.startswith(b"\xef\xbb\xbf")
    assert not csvfile.write(snapshot()).data.startswith(b"\xef\xbb\xbf")


def test_the_workbook_has_every_table_with_numbers_as_numbers() -> None:
    """One sheet a table beside the first; priors and offsets can be summed."""
    book = load_workbook(io.BytesIO(xlsxfile.write(snapshot()).data))
    assert book.sheetnames == ["About", *(name.capitalize() for name in TABLES)]
    assert book["About"]["B1"].value == STATE.question
    assert [cell.value for cell in book["Hypotheses"]["C"][1:]] == [0.3, 0.4, 0.2, 0.2]
    assert all(isinstance(cell.value, int) for cell in book["Claims"]["F"][1:])


def test_a_workbook_says_what_cells_could_not_hold() -> None:
    """Text beyond a cell's length is cut, acting characters stand by name, and both are counted."""
    state = STATE.model_copy(
        update={"evidence": (Evidence(id="e1", name="x" * 40_000), Evidence(id="e2", name="a\u202eb\x07"))}
    )
    written = xlsxfile.write(snapshot(state))
    told = " ".join(written.left_out)
    assert "cut at 32,767" in told
    assert "by name" in told
    sheet = load_workbook(io.BytesIO(written.data))["Evidence"]
    assert len(str(sheet["B2"].value)) == 32_767
    assert sheet["B3"].value == "a⟦U+202E⟧b⟦U+0007⟧"


def test_the_same_case_gives_the_same_workbook() -> None:
    """No time of saving, no order of hashing is in the bytes."""
    one, two = (xlsxfile.write(snapshot()).data for _ in range(2))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")
