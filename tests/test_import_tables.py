"""Other people's tables come in as they mean them: the layout is found, shown, changed; what is unclear is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.errors import UsageError
from trade import cells, codes, grid, named, places, planned, workbook

# Matrices that other tools and papers publish (the cells are facts; sources named at each).
AUM = """
    H1 H2 H3 H4
    Attacks on journalists: I N I I
    Religious affiliation: C I I I
    Established party: N N C I
    Blind leader Matsumoto: C C C C
"""
"""CIA Tradecraft Primer, figure on Aum Shinrikyo, as transcribed by others."""

BURTON = """
    H1 H2
    A: VI NA
    B: VI C
    C: I C
    D: I C
"""
"""The sample matrix in the help of Burton's ACH software."""

EXERCISE = """
    Deception Genuine Training
    Unusual troop movements near border: C C C
    No increase in logistics activity: C I C
    Communications blackout ordered: C I C
    No civilian evacuation near front: C I I
    Foreign observers invited to view: C I I
"""
"""A demo matrix on a military exercise."""

FACT_CHECK = """
    H1 H2 H3
    SRC01-E01: ++ ++ --
    SRC01-E02: ++ ++ --
    SRC01-E05: - ++ -
    SRC02-E01: -- ++ NA
    SRC02-E02: - + --
"""
"""An ACH of a fact check, with signs for codes."""


@pytest.mark.parametrize("text", [AUM, BURTON, EXERCISE, FACT_CHECK])
@pytest.mark.parametrize("form", ["csv", "xlsx", "md"])
def test_published_matrices_come_in_cell_by_cell(tmp_path: Path, text: str, form: str) -> None:
    """Letters and signs, as CSV, as a workbook, as a Markdown table: the same matrix, and nothing is left out."""
    lines = [line.strip() for line in text.strip().splitlines()]
    head, rows = lines[0].split(), [line.rpartition(":")[::2] for line in lines[1:]]
    path = tmp_path / f"matrix.{form}"
    if form == "csv":
        path.write_text(grid(text))
    elif form == "xlsx":
        path.write_bytes(workbook([["evidence", *head], *([name, *cells.split()] for name, cells in rows)]))
    else:
        table = [f"| evidence | {' | '.join(head)} |", "|---" * (len(head) + 1) + "|"]
        table += [f"| {name} | {' | '.join(cells.split())} |" for name, cells in rows]
        path.write_text("\n".join(["Some words before.", "", *table, "", "And after."]))
    found = planned(path)
    meant = {"++": "CC", "+": "C", "-": "I", "--": "II", "VI": "II"}
    assert codes(found) == {name: [meant.get(code, code) for code in cells.split()] for name, cells in rows}
    assert [item["name"] for item in named(found, "hypothesis").values()] == head
    assert not found.left_out


def section(shared: Path, number: int) -> str:
    """The tables of a section of the collected matrices."""
    text = (shared / "gold" / "ach.md").read_text(encoding="utf-8")
    body = text.split(f"\n## {number}.")[1].split("\n## ")[0]
    return "\n".join(line for line in body.splitlines() if line.startswith("|"))


def test_a_large_published_matrix_with_blanks_comes_in_whole(shared: Path, tmp_path: Path) -> None:
    """33 × 5 with blanks, neutral cells and Admiralty grades: coverage and points are those worked out by hand."""
    path = tmp_path / "sample.md"
    path.write_text(section(shared, 14))
    found = planned(path)
    columns = list(zip(*codes(found).values(), strict=True))
    assert [sum(code != "." for code in column) for column in columns] == [31, 16, 23, 23, 10]
    points = {"II": -2, "I": -1}
    assert [sum(points.get(code, 0) for code in column) for column in columns] == [-1, 0, -22, -19, 0]
    assert {item["note"] for item in named(found, "evidence").values()} >= {"src: A2", "src: B4"}
    assert not found.left_out


def test_a_published_matrix_with_its_scores_comes_in_without_them(shared: Path, tmp_path: Path) -> None:
    """The row of scores under the matrix is said to be no evidence."""
    path = tmp_path / "sample.md"
    path.write_text(section(shared, 1))
    found = planned(path)
    assert codes(found)["Religious affiliation"] == ["C", "I", "I", "I"]
    assert len(codes(found)) == 4
    assert any("total" in str(problem) for problem in found.left_out)


def test_blank_is_not_rated_and_not_neutral(tmp_path: Path) -> None:
    """A blank cell, however it is written, is no rating; 0 is neutral; NA is NA."""
    path = tmp_path / "m.md"
    path.write_text(
        "| evidence | H1 | H2 | H3 | H4 |\n|---|---|---|---|---|\n"
        "| Trade | + | 0 | (blank) | - |\n| Talks | | NA | ++ | N/A |\n"
    )
    assert codes(planned(path)) == {"Trade": ["C", "N", ".", "I"], "Talks": [".", "NA", "CC", "NA"]}


def test_words_numbers_and_likelihoods_are_codes(tmp_path: Path) -> None:
    """Points from -2 to 2, words, and probabilities with a point, a comma or a per cent sign."""
    path = tmp_path / "m.csv"
    path.write_text(
        "evidence;H1;H2;H3\nA;2;Very inconsistent;0,6\nB;-1;not applicable;.25\nC;\u22122;consistent;40 %\n"
    )
    assert codes(planned(path)) == {"A": ["CC", "II", "0.6"], "B": ["I", "NA", "0.25"], "C": ["II", "C", "0.4"]}


def test_an_unknown_code_is_listed_with_its_cell_and_can_be_explained(tmp_path: Path) -> None:
    """`maybe` is not guessed at: the rest is taken, its address is given, and --map says what it means."""
    path = tmp_path / "m.xlsx"
    path.write_bytes(workbook([["evidence", "H1", "H2"], ["A", "C", "maybe"], ["B", "I", "C"]]))
    found = planned(path)
    assert codes(found) == {"A": ["C", "."], "B": ["I", "C"]}
    assert places(found) == {"Matrix!C2"}
    assert any("maybe" in line and "no code" in line for line in found.offer.reading)
    mended = planned(path, wishes={"code:maybe": "N"})
    assert codes(mended)["A"] == ["C", "N"]
    assert not mended.left_out


def test_a_row_of_totals_is_no_evidence(tmp_path: Path) -> None:
    """A score row under the matrix has no code that is known: the whole row is left out, and said."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,H1,H2\nA,I,C\nB,C,C\ninconsistency score,-1.0,0.00x\n")
    found = planned(path)
    assert list(codes(found)) == ["A", "B"]
    assert any("total" in str(problem) for problem in found.left_out)


def test_merged_cells_are_taken_where_clear_and_always_said(tmp_path: Path) -> None:
    """A rating merged over two hypotheses counts for both; one name merged over two rows leaves the second unnamed."""
    rows = [["evidence", "H1", "H2"], ["A", "C", None], ["B", "I", "I"], [None, "C", "I"]]
    path = tmp_path / "m.xlsx"
    path.write_bytes(workbook(rows, merged=["B2:C2", "A3:A4"]))
    found = planned(path)
    assert codes(found) == {"A": ["C", "C"], "B": ["I", "I"]}
    assert places(found) == {"Matrix!C2", "Matrix!A4"}
    assert any("A3:A4 is merged" in str(problem) for problem in found.left_out)


def test_headings_over_and_within_the_matrix_are_passed_over(tmp_path: Path) -> None:
    """A title row and a section row, merged over the width, are neither head nor evidence."""
    rows = [["My matrix", None, None], [None] * 3, ["evidence", "H1", "H2"], ["Military", None, None], ["A", "C", "I"]]
    path = tmp_path / "m.xlsx"
    path.write_bytes(workbook(rows, merged=["A1:C1", "A4:C4"]))
    found = planned(path)
    assert codes(found) == {"A": ["C", "I"]}
    assert "row 3 is the head" in found.offer.reading[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Whatever program wrote the file, accents and cells come out right, and how it was read is said."""
    path = tmp_path / "m.csv"
    rows = [
        ["evidence", "Rückzug", "Façade"],
        ["Übung – naïve", "C", "I"],
        ["Émigré", "II", "N"],
        ["Öl, und mehr" * 5, "C", "C"],
    ]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    path.write_bytes(text.encode(encoding))
    found = planned(path)
    assert list(codes(found))[:2] == ["Übung – naïve", "Émigré"]
    assert [item["name"] for item in named(found, "hypothesis").values()] == ["Rückzug", "Façade"]
    assert encoding.removesuffix("-sig") in found.offer.reading[0]


def test_an_encoding_can_be_told(tmp_path: Path) -> None:
    """Central European text that nothing marks comes out right when people say what it is in."""
    path = tmp_path / "m.csv"
    path.write_bytes("evidence,H1,H2\nŽena řekla,C,I\n".encode("cp1250"))
    assert "assumed" in planned(path).offer.reading[0]
    assert list(codes(planned(path, wishes={"encoding": "cp1250"}))) == ["Žena řekla"]
    with pytest.raises(UsageError, match="utf-8"):
        planned(path, wishes={"encoding": "klingon"})


def test_the_separator_line_of_excel_is_understood(tmp_path: Path) -> None:
    """`sep=;` says the delimiter and is no row; addresses still count from the file's first line."""
    path = tmp_path / "m.csv"
    path.write_text("sep=;\nevidence;H1;H2\nA;C;what\nB;C;I\n")
    found = planned(path)
    assert codes(found) == {"A": ["C", "."], "B": ["C", "I"]}
    assert places(found) == {"C3"}


def test_hypotheses_can_be_the_rows(tmp_path: Path) -> None:
    """The head says so, or --map does; the matrix is the same one, turned."""
    path = tmp_path / "m.csv"
    path.write_text("hypothesis,Troops,Talks\nDeception,C,I\nGenuine,II,C\n")
    found = planned(path)
    assert codes(found) == {"Troops": ["C", "II"], "Talks": ["I", "C"]}
    assert [item["name"] for item in named(found, "hypothesis").values()] == ["Deception", "Genuine"]
    turned = planned(path, wishes={"rows": "evidence"})
    assert {item["name"] for item in named(turned, "hypothesis").values()} == {"Troops", "Talks"}


def test_columns_can_be_mapped_by_hand(tmp_path: Path) -> None:
    """A table without helpful heads is read as told, and a wish that makes no sense is refused with those that do."""
    path = tmp_path / "m.csv"
    path.write_text("x,y,z,w\n1,A,C,why not\n2,B,I,because\n")
    found = planned(path, wishes={"B": "name", "C": "rating", "A": "ignore", "D": "note"})
    assert {item["name"]: item["note"] for item in named(found, "evidence").values()} == {
        "A": "w: why not",
        "B": "w: because",
    }
    assert [str(value) for value in cells(found).values()] == ["C", "I"]
    for wishes, says in (
        ({"Z": "name"}, "A to D"),
        ({"B": "king"}, "one of"),
        ({"head": "99"}, "from 1 to 3"),
        ({"code:x": "Q"}, "CC"),
    ):
        with pytest.raises(UsageError, match=says):
            planned(path, wishes=wishes)


def test_a_table_without_a_matrix_is_refused_with_the_way_out(tmp_path: Path) -> None:
    """No guess: the error says which --map would help."""
    path = tmp_path / "m.csv"
    path.write_text("name,age\nAnna,thirty\nBen,forty\n")
    with pytest.raises(UsageError, match="--map A=name"):
        planned(path)


def test_a_sheet_is_chosen_or_found(tmp_path: Path) -> None:
    """The first sheet with a matrix is taken; --map sheet= takes another; one that is not there is refused."""
    from openpyxl import load_workbook

    path = tmp_path / "m.xlsx"
    path.write_bytes(workbook([["just", "words"], ["and", "more"]], title="Cover"))
    book = load_workbook(path)
    for title, code in (("One", "C"), ("Two", "I")):
        sheet = book.create_sheet(title)
        sheet.append(["evidence", "H1"])
        sheet.append(["A", code])
    book.save(path)
    assert codes(planned(path)) == {"A": ["C"]}
    assert codes(planned(path, wishes={"sheet": "Two"})) == {"A": ["I"]}
    with pytest.raises(UsageError, match="One, Two"):
        planned(path, wishes={"sheet": "Three"})


def test_a_list_with_one_rating_a_row_is_a_matrix_too(tmp_path: Path) -> None:
    """Evidence, hypothesis, code; analysts and reasons where there are columns for them."""
    path = tmp_path / "long.csv"
    path.write_text("evidence,hypothesis,rating,analyst,why\nA,X,C,Anna,seen\nA,Y,II,Anna,\nB,X,NA,ben,\n")
    found = planned(path)
    assert cells(found) == {("a", "x", "anna"): "C", ("a", "y", "anna"): "II", ("b", "x", "ben"): "NA"}
    assert any(change.why == "seen" for change in found.changes)


def test_credibility_weights_and_sources_are_kept_as_notes(tmp_path: Path) -> None:
    """What a case keeps otherwise is not lost, and does not become a number behind the analyst's back."""
    path = tmp_path / "m.csv"
    path.write_text(
        "evidence,H1,H2,src,Credibility\nClause in the agreement,++,-,A2,High\nMandate expired,-,+,B3,Low\n"
    )
    notes = [item["note"] for item in named(planned(path), "evidence").values()]
    assert notes == ["src: A2\nCredibility: High", "src: B3\nCredibility: Low"]


def test_formulas_are_not_worked_out(tmp_path: Path) -> None:
    """A cell with a formula and no stored value is listed; nothing is computed."""
    path = tmp_path / "m.xlsx"
    path.write_bytes(workbook([["evidence", "H1", "H2"], ["A", "C", '=CONCATENATE("C","C")'], ["B", "I", "C"]]))
    found = planned(path)
    assert codes(found)["A"] == ["C", "."]
    assert places(found) == {"Matrix!C2"}


def test_a_second_column_of_names_is_a_note(tmp_path: Path) -> None:
    """Heads that both could name the rows: the first does."""
    path = tmp_path / "m.csv"
    path.write_text("Evidence,Item,H1,H2\nTroops,twelve,C,I\nTalks,two,I,I\n")
    found = planned(path)
    assert codes(found) == {"Troops": ["C", "I"], "Talks": ["I", "I"]}
    assert named(found, "evidence")["troops"]["note"] == "Item: twelve"


def test_a_row_that_moved_is_said(tmp_path: Path) -> None:
    """A comma without quotes shifts the cells of a row: the place is given."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,H1,H2\nRain,C,I\nSnow, and ice,C,I\n")
    assert "D3" in places(planned(path))


def test_two_rows_of_one_name_are_not_made_one(tmp_path: Path) -> None:
    """The second is listed with the first's place; names that differ in case or space only are one name."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,H1,H2\nTroops  move,C,I\ntroops move,II,CC\n")
    found = planned(path)
    assert codes(found) == {"Troops move": ["C", "I"]}
    assert places(found) == {"A3"}
