"""Export and import as typed: shown first, then done; what could not be held or taken is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.verbs import Case
from typed import run


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    """A matrix with a code that nobody knows."""
    path = tmp_path / "desk.csv"
    path.write_text("evidence,Hunger,Anger\nRain fell,C,maybe\nSnow fell,I,C\n")
    return path


def test_export_guesses_the_format_and_lists_what_is_not_in_it(small_case: Case, tmp_path: Path) -> None:
    """The ending tells; an ending that does not is asked about."""
    done = run("export", small_case.path, "-o", tmp_path / "out.bib")
    assert done.exit_code == 0, done.output
    assert "Not in it" in done.output
    assert (tmp_path / "out.bib").read_text().startswith("@misc{s1,")
    told = json.loads(run("export", small_case.path, "-o", tmp_path / "out.stix.json", "--json").output)
    assert told["format"] == "stix"
    assert told["left-out"]
    refused = run("export", small_case.path, "-o", tmp_path / "out.doc")
    assert refused.exit_code == 1
    assert "graphml" in refused.output


def test_export_says_that_names_are_not_redacted(small_case: Case, tmp_path: Path) -> None:
    """A marking and names to hide, which the report heeds, are no part of a file for other tools: it says so."""
    with (small_case.path / "case.toml").open("a") as file:
        file.write('[report]\nmarking = "TLP:AMBER"\nredact = ["Aria"]\n')
    output = run("export", small_case.path, "-o", tmp_path / "out.csv").output
    assert "1 names that the report redacts" in output
    assert "TLP:AMBER" in output


def test_export_of_tables(small_case: Case, tmp_path: Path) -> None:
    """A table and a byte order mark for CSV; both are refused elsewhere."""
    path = tmp_path / "claims.csv"
    assert run("export", small_case.path, "-o", path, "--table", "claims", "--bom").exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,source,status")
    assert run("export", small_case.path, "-o", tmp_path / "x.graphml", "--table", "claims").exit_code == 1


def test_import_shows_its_reading_and_does_nothing_unasked(small_case: Case, matrix: Path) -> None:
    """Columns, codes and what is not taken are shown; without --yes, and nobody to ask, nothing is done."""
    for arguments, code in ((("--dry-run",), 0), ((), 1)):
        done = run("import", small_case.path, matrix, *arguments)
        assert done.exit_code == code, done.output
        for words in (
            "column B “Hunger” is a hypothesis",
            "“maybe” is no code",
            "2 hypotheses",
            "ratings by desk: 3",
            "C2",
        ):
            assert words in done.output
    assert small_case.history() == ()


def test_import_does_it_and_takes_it_back(small_case: Case, matrix: Path) -> None:
    """With --yes it is done, --map changes how, --undo takes all back."""
    done = run("import", small_case.path, matrix, "--yes", "--map", "code:maybe=N", "--as", "Cleo")
    assert done.exit_code == 0, done.output
    assert "--undo" in done.output
    assert {(r.hypothesis, r.code) for r in small_case.state.ratings if r.analyst == "cleo"} == {
        ("hunger", "C"),
        ("anger", "N"),
        ("hunger", "I"),
        ("anger", "C"),
    }
    assert run("import", small_case.path, "--undo").exit_code == 0
    assert len(small_case.state.hypotheses) == 2


def test_import_makes_a_new_case(matrix: Path, tmp_path: Path) -> None:
    """--new needs a question unless the file asks one; the case that it makes holds together."""
    assert run("import", tmp_path / "new", matrix, "--new", "--yes").exit_code == 1
    assert not (tmp_path / "new").exists()
    assert run("import", tmp_path / "new", matrix, "--new", "--yes", "-q", "Why?").exit_code == 0
    assert run("check", tmp_path / "new").exit_code == 0
    told = json.loads(run("import", tmp_path / "new", matrix, "--yes", "--json").output)
    assert told["changes"] == []
    assert told["already"] == 7


def test_mistakes_are_answered_with_sentences(small_case: Case, matrix: Path, tmp_path: Path) -> None:
    """No traceback for a missing file, a wish that is none, a case that is not there, an undo of nothing."""
    for arguments, says in (
        (("import", small_case.path, tmp_path / "gone.csv"), "check the path"),
        (("import", small_case.path, matrix, "--map", "nonsense"), "KEY=VALUE"),
        (("import", small_case.path, matrix, "--map", "Q=king"), "one of"),
        (("import", tmp_path / "nowhere", matrix), "cuibono new"),
        (("import", small_case.path), "name the FILE"),
        (("import", small_case.path, "--undo"), "no import"),
        (("import", small_case.path, tmp_path), "folder"),
    ):
        done = run(*arguments)
        assert done.exit_code in {1, 2}, done.output
        assert says in done.output
        assert "Traceback" not in done.output


def test_hostile_names_are_shown_by_name(small_case: Case, tmp_path: Path) -> None:
    """What a file says cannot drive the terminal."""
    path = tmp_path / "x.csv"
    path.write_text("evidence,H1,H2 \u202eevil\nA\u202ex,C,ma\u202eybe\n")
    output = run("import", small_case.path, path, "--dry-run").output
    assert "\u202e" not in output
    assert "⟦U+202E⟧" in output


def test_a_case_that_cannot_be_weighed_still_goes_out(small_case: Case, tmp_path: Path) -> None:
    """Without probabilities, and it says so."""
    for hypothesis in ("punish", "money"):
        small_case.set(f"hypothesis/{hypothesis}/prior", 0)
    small_case.set("priors/none", 0)
    small_case.set("act/happened", 1)
    done = run("export", small_case.path, "-o", tmp_path / "x.stix.json")
    assert done.exit_code == 0, done.output
    assert "could not be weighed" in done.output
    assert (tmp_path / "x.stix.json").is_file()
