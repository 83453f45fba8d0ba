"""What goes out and must come back does: the same matrix, cell by cell, whatever its names are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono import exchange
from cuibono.case.records import NONE, Code, Evidence, Hypothesis, Interval, Rating, State
from cuibono.exchange import Wishes
from cuibono.formats import imports
from cuibono.formats.codes import plain
from cuibono.formats.exports import FORMATS, write
from cuibono.formats.plan import plan
from cuibono.formats.snapshot import Snapshot
from cuibono.verbs import Case
from samples import STATE, TEXTS
from trade import Cells, cells, judged, named

MATRIX_FORMATS = ("csv", "xlsx", "stix", "argdown")
"""The formats that a matrix comes back from whole."""

# Printable text of any script, and what tables and markup give a meaning to; no characters that act instead of showing.
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))
_SYNTAX = st.sampled_from([*"=+-@'\",;|\t[]<>{}()#*_/\\:&%$~^", "++", "--", "=cmd|", "[x1]", " [none]"])
_TEXT = st.lists(st.one_of(_CHARACTERS, _SYNTAX), min_size=1, max_size=12).map("".join)
_NAMES = st.lists(_TEXT.filter(lambda text: bool(text.strip())), min_size=1, max_size=4, unique_by=plain)
_VALUES = st.one_of(st.sampled_from(list(Code)), st.floats(0, 1), st.none())


def _usable(name: str) -> bool:
    return plain(name) not in {"none of these", "it did not happen"} and bool(plain(name))


@st.composite
def states(draw: st.DrawFn) -> State:
    """A case with any names, notes, codes and likelihoods, by up to two analysts."""
    hypotheses = [name for name in draw(_NAMES) if _usable(name)] or ["a motive"]
    evidence = [name for name in draw(_NAMES) if _usable(name)] or ["a fact"]
    ratings = [
        _rating(f"e{row}", f"h{column}", analyst, value)
        for row in range(len(evidence))
        for column in range(len(hypotheses))
        for analyst in ("ana", "ben")
        if (value := draw(_VALUES)) is not None
    ]
    return State(
        question="Why?",
        hypotheses=tuple(Hypothesis(id=f"h{number}", name=name) for number, name in enumerate(hypotheses)),
        evidence=tuple(
            Evidence(id=f"e{number}", name=name, relevance=draw(st.floats(0, 1)))
            for number, name in enumerate(evidence)
        ),
        ratings=tuple(ratings),
    )


def _rating(evidence: str, hypothesis: str, analyst: str, value: Code | float) -> Rating:
    key = "code" if isinstance(value, Code) else "likelihood"
    return Rating.model_validate({"evidence": evidence, "hypothesis": hypothesis, "analyst": analyst, key: value})


def rounded(cells: Cells) -> Cells:
    """Likelihoods as exact as a workbook's numbers are."""
    return {cell: value if isinstance(value, str) else float(f"{value:.14g}") for cell, value in cells.items()}


def tidy(text: str) -> str:
    """A name as a case keeps it after an import: white space is single spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize("form", MATRIX_FORMATS)
@settings(max_examples=25)
@given(states())
def test_a_matrix_comes_back_as_it_was(form: str, state: State) -> None:
    """Ids, names and every rating of every analyst: codes, likelihoods, blanks."""
    ending = FORMATS[form].endings[0]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"case{ending}"
        path.write_bytes(write(Snapshot(state), form).data)
        found = plan(imports.read(path), State())
    assert rounded(cells(found)) == rounded(judged(state)) if form == "xlsx" else cells(found) == judged(state)
    for noun, items in (("hypothesis", state.hypotheses), ("evidence", state.evidence)):
        got = {id: item["name"] for id, item in named(found, noun).items()}
        assert got == {item.id: tidy(item.name) for item in items}


@pytest.mark.parametrize("form", ["csv", "xlsx", "stix"])
@settings(max_examples=10)
@given(states())
def test_relevance_comes_back(form: str, state: State) -> None:
    """To the last digit, or all that a workbook keeps."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"case{FORMATS[form].endings[0]}"
        path.write_bytes(write(Snapshot(state), form).data)
        found = plan(imports.read(path), State())
    got = {id: item.get("relevance", 1.0) for id, item in named(found, "evidence").items()}
    assert got == pytest.approx({item.id: item.relevance for item in state.evidence}, rel=1e-14)


@pytest.mark.parametrize("form", MATRIX_FORMATS)
def test_a_case_exported_and_imported_into_an_empty_one_is_the_same_matrix(tmp_path: Path, form: str) -> None:
    """Through the disk and the journals: the matrix of people is the same; the machine's suggestions are left out."""
    path = tmp_path / f"lindhaven{FORMATS[form].endings[0]}"
    path.write_bytes(write(Snapshot(STATE, TEXTS), form).data)
    case, done = exchange.make(tmp_path / "case", path, STATE.question, Wishes())
    assert judged(case.state) == judged(STATE)
    assert [item.id for item in case.state.hypotheses] == [item.id for item in STATE.hypotheses]
    assert {item.id: item.name for item in case.state.evidence} == {item.id: item.name for item in STATE.evidence}
    assert any("machine" in str(problem) for problem in done.left_out)
    assert case.check() == ()


def test_a_workbook_keeps_priors_dates_notes_and_reasons(tmp_path: Path) -> None:
    """What a CSV matrix cannot hold, the workbook does; so does the bundle for priors, notes and dates."""
    state = State(
        question="Why?",
        hypotheses=(Hypothesis(id="a", name="A", prior=0.25, note="first"), Hypothesis(id="b", name="B")),
        evidence=(
            Evidence(id="e1", name="E", note="seen\ntwice", relevance=0.3, happened=Interval(first=date(2021, 3, 1))),
        ),
        ratings=(
            Rating(evidence="e1", hypothesis="a", analyst="ana", likelihood=1.0, why="as =seen"),
            Rating(evidence="e1", hypothesis=NONE, analyst="ana", code=Code.NA),
        ),
    )
    for ending in (".xlsx", ".stix.json"):
        path = tmp_path / f"full{ending}"
        path.write_bytes(write(Snapshot(state), "xlsx" if ending == ".xlsx" else "stix").data)
        case, _ = exchange.make(tmp_path / f"case{ending}", path, None, Wishes())
        back = case.state
        assert back.question == "Why?"
        assert [(item.id, item.name, item.prior, item.note) for item in back.hypotheses] == [
            ("a", "A", 0.25, "first"),
            ("b", "B", None, ""),
        ]
        assert back.evidence[0].happened == Interval(first=date(2021, 3, 1))
        assert (back.evidence[0].relevance, back.evidence[0].note) == (0.3, "seen\ntwice")
        assert judged(back) == judged(state)
        assert {rating.why for rating in back.ratings if rating.hypothesis == "a"} == {"as =seen"}


def test_a_matrix_that_was_worked_in_is_noticed(tmp_path: Path) -> None:
    """The list of ratings counts, the cells that differ are named, and --map sheet=Matrix takes them."""
    from openpyxl import load_workbook

    path = tmp_path / "worked.xlsx"
    path.write_bytes(write(Snapshot(STATE), "xlsx").data)
    untouched = plan(imports.read(path), State())
    assert not [problem for problem in untouched.left_out if "other sheet" in problem.what]
    book = load_workbook(path)
    sheet = book["Matrix"]
    [row] = [row[0].row for row in sheet.iter_rows() if (row[0].value, row[4].value) == ("e3", "ana")]
    sheet.cell(row, 6).value = "CC"
    book.save(path)
    found = plan(imports.read(path), State())
    assert cells(found)["e3", "sale", "ana"] == "II"
    assert [problem.key for problem in found.left_out if "other sheet" in problem.what] == [f"Matrix!F{row}"]
    assert cells(plan(imports.read(path, None, {"sheet": "Matrix"}), State()))["e3", "sale", "ana"] == "CC"


@settings(max_examples=15)
@given(states())
def test_the_sheet_of_the_matrix_is_the_matrix_too(state: State) -> None:
    """Taken by itself it gives the same ratings, likelihoods of 0 and 1 included."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        path.write_bytes(write(Snapshot(state), "xlsx").data)
        assert rounded(cells(plan(imports.read(path, None, {"sheet": "Matrix"}), State()))) == rounded(judged(state))
        assert not [found for found in plan(imports.read(path), State()).left_out if "other sheet" in found.what]


def test_citations_come_back_to_documents_that_have_none(small_case: Case, tmp_path: Path) -> None:
    """Title, outlet, author, dates, address, language: out, into the same document without them, and the same again."""
    fields = {
        "title": "Why the port closed {twice} & more",
        "container-title": "Kamen Post",
        "author": "Ana Ruiz",
        "issued": "2021-05-04",
        "accessed": "2021-06-01",
        "URL": "https://example.org/a?b=1&c=2",
        "language": "en",
    }
    for key, value in fields.items():
        small_case.set(f"source/s1/{key}", value)
    small_case.export(tmp_path / "refs.csl.json")
    for _ in fields:
        small_case.undo()
    assert small_case.state.sources[0].title is None
    small_case.import_(tmp_path / "refs.csl.json", "csl")
    content = small_case.state.sources[0].model_dump(mode="json", by_alias=True)
    assert {key: content[key] for key in fields} == fields


def reimported(small_case: Case, tmp_path: Path, form: str) -> tuple[int, int]:
    """How many changes importing an export into the case itself makes, and how many acts the case has."""
    path = tmp_path / f"self{FORMATS[form].endings[0]}"
    small_case.export(path)
    return len(small_case.import_(path, analyst="anna").changes), len(small_case.history())


@pytest.mark.parametrize("form", MATRIX_FORMATS)
def test_an_export_imported_into_its_own_case_changes_nothing(
    small_case: Case, tmp_path: Path, form: str, rated: Callable[[Case], None]
) -> None:
    """Everything is there already."""
    rated(small_case)
    before = len(small_case.history())
    assert reimported(small_case, tmp_path, form) == (0, before)


@pytest.fixture
def rated() -> Callable[[Case], None]:
    """Rates the small case: every cell that the machine has, and more."""

    def rate(case: Case) -> None:
        for evidence, hypothesis, code in (("e1", "punish", "CC"), ("e2", "money", "C"), ("e2", "punish", "NA")):
            case.rate(evidence, hypothesis, code)

    return rate
