"""The report as a workbook: real tables with types, in which what a document says is never a formula."""

from __future__ import annotations

import warnings
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cuibono.errors import UsageError
from cuibono.report import render
from cuibono.report.citations import Material
from cuibono.report.marking import marking
from cuibono.report.sheets import sheets
from cuibono.report.workbook import LETTERS, Book, Field, Sheet, workbook
from cuibono.weighing import weigh
from samples import CLAIMS, EVIDENCE, SOURCES, STATE, TEXTS
from strategic import COMPARISON, OPTIONS, POSTERIOR, STRATEGY
from test_report_html import hostile

FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "=1+1", "\t=1", '=HYPERLINK("https://x.example")')


@pytest.fixture(scope="module")
def material() -> Material:
    """The sample case with its options compared."""
    return Material(STATE, POSTERIOR, TEXTS, comparison=COMPARISON, strategy=STRATEGY, options=OPTIONS)


@pytest.fixture(scope="module")
def book(material: Material) -> Workbook:
    """Its workbook, opened again."""
    return openpyxl.load_workbook(BytesIO(render(material, ".xlsx")))


def rows(book: Workbook, title: str) -> list[dict[str, object]]:
    head, *rest = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rest]


def test_sheets(book: Workbook) -> None:
    """There is a sheet for the answer and for each kind of thing that it rests on; empty ones are left out."""
    assert book.sheetnames == [
        "About", "Posterior", "Matrix", "Evidence", "Ratings", "Contributions", "Options", "Claims", "Origins",
        "Sources",
    ]  # fmt: skip


def test_brief_has_the_answer_alone(material: Material) -> None:
    """The brief has what the case comes to, and not what it rests on."""
    found = openpyxl.load_workbook(BytesIO(render(material, ".xlsx", length="brief")))
    assert found.sheetnames == ["About", "Posterior", "Options"]


def test_posterior_is_numbers(book: Workbook) -> None:
    """Probabilities are the posterior's numbers, shown in per cent; nothing is a number in words."""
    found = rows(book, "Posterior")
    assert [row["Probability"] for row in found] == pytest.approx([share.probability for share in POSTERIOR.shares])
    assert [row["Low"] for row in found] == pytest.approx([share.low for share in POSTERIOR.shares])
    cell = book["Posterior"]["G2"]
    assert (cell.data_type, cell.number_format) == ("n", "0%")


def test_claims_are_whole(book: Workbook) -> None:
    """Every claim stands with its exact words, its place in the text, and its dates as dates."""
    found = {row["Id"]: row for row in rows(book, "Claims")}
    assert {*found} == {claim.id for claim in CLAIMS}
    for claim in CLAIMS:
        assert found[claim.id]["Words"] == claim.quote.exact
        assert found[claim.id]["First character"] == claim.quote.start
    when = found["c1"]["Happened from"]
    assert getattr(when, "date", lambda: None)() == date(2021, 5, 3)


def test_sources_and_evidence(book: Workbook) -> None:
    """Dates of documents are dates, what is unknown is empty, and the matrix has a column a piece of evidence."""
    published = {row["Id"]: row["Published"] for row in rows(book, "Sources")}
    assert {id: day and day.date() for id, day in published.items()} == {  # type: ignore[attr-defined]
        source.id: source.published for source in SOURCES
    }
    assert [row["Evidence"] for row in rows(book, "Evidence")] == [item.name for item in EVIDENCE]
    matrix = {row["Id"]: row for row in rows(book, "Matrix")}
    assert [title for title in matrix["sale"] if title.startswith("E")] == [
        f"E{n}" for n in range(1, len(EVIDENCE) + 1)
    ]


def test_contributions_add_up(book: Workbook) -> None:
    """The rows of each pair are its total, in decibans."""
    found = rows(book, "Contributions")
    for pair in {(row["For"], row["Against"]) for row in found}:
        mine = [row for row in found if (row["For"], row["Against"]) == pair]
        parts = sum(float(str(row["Decibans"])) for row in mine if row["Part"] != "total")
        (total,) = [row["Decibans"] for row in mine if row["Part"] == "total"]
        assert parts == pytest.approx(total)


def test_options_are_the_comparisons(book: Workbook) -> None:
    """Each response stands with its expected value and regret."""
    found = {row["Id"]: row for row in rows(book, "Options")}
    expected = {item.option: item.expected for item in COMPARISON.standings}
    assert {id: row["Expected value"] for id, row in found.items()} == pytest.approx(expected)


def test_tables_are_tables(book: Workbook) -> None:
    """Each sheet is one table with a filter, a frozen heading and columns as wide as they need."""
    names = set()
    for page in book.worksheets:
        (table,) = page.tables.values()
        names.add(table.displayName)
        assert table.ref == page.dimensions
        assert table.autoFilter.ref == table.ref
        assert [column.name for column in table.tableColumns] == [cell.value for cell in page[1]]
        assert page.freeze_panes == "B2"
        assert page.column_dimensions["B"].width >= 8
        assert page.print_title_rows == "$1:$1"
    assert len(names) == len(book.worksheets)


def test_formulas_stay_text() -> None:
    """What begins like a formula is text, in names, quotes and titles alike, also when it is edited."""
    sheet = Sheet("S", (Field("=1+1"), Field("b")), tuple((words, words) for words in FORMULAS))
    found = openpyxl.load_workbook(BytesIO(workbook(Book("t", (sheet,)))))["S"]
    cells = [cell for row in found.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for row in found.iter_rows(min_row=2) for cell in row)
    state, texts = hostile()
    state = state.model_copy(update={"question": FORMULAS[0]})
    whole = render(Material(state, weigh(state), texts), ".xlsx")
    with ZipFile(BytesIO(whole)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert parts
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_can_be_kept(words: str) -> None:
    """Whatever a document says can be written and read again as text."""
    made = workbook(Book(words, (Sheet("S", (Field("a"),), ((words,), ("x",))),)))
    cell = openpyxl.load_workbook(BytesIO(made))["S"]["A2"]
    assert cell.value is None or cell.data_type == "s"


def test_long_words_are_cut_and_said_to_be() -> None:
    """A cell takes 32,767 characters; what is longer is cut, and the cell says so."""
    made = workbook(Book("t", (Sheet("S", (Field("a"),), (("x" * 40_000,),)),)))
    value = openpyxl.load_workbook(BytesIO(made))["S"]["A2"].value
    assert len(value) == LETTERS
    assert value.endswith("(cut here; the case has all of it)")


def test_dates_before_spreadsheets() -> None:
    """Days before March 1900, which spreadsheets miscount, stand as text."""
    made = workbook(Book("t", (Sheet("S", (Field("a", "date"),), ((date(1853, 10, 16),), (date(1979, 12, 24),))),)))
    page = openpyxl.load_workbook(BytesIO(made))["S"]
    assert page["A2"].value == "1853-10-16"
    assert page["A3"].value.date() == date(1979, 12, 24)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet of more rows than the format has is refused with another way, not cut."""
    monkeypatch.setattr("cuibono.report.workbook.ROWS", 1)
    with pytest.raises(UsageError, match=r"2 rows, and a sheet holds 1; take the report as \.html"):
        workbook(Book("t", (Sheet("S", (Field("a"),), (("x",), ("y",))),)))


def test_marking_is_printed(material: Material) -> None:
    """The marking stands at the head and foot of every printed sheet, and first in the sheet that says what this is."""
    found = openpyxl.load_workbook(BytesIO(workbook(sheets(material, marking=marking("amber")))))
    for page in found.worksheets:
        assert page.oddHeader.center.text == page.oddFooter.center.text == "TLP:AMBER"
    assert rows(found, "About")[0]["What"] == "Marking"


def test_same_bytes(material: Material) -> None:
    """The same case gives the same bytes, with no clock in them."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = render(material, ".xlsx")
    assert made == render(material, ".xlsx")
    with ZipFile(BytesIO(made)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
