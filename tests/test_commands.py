"""The command line: each verb does what it says, fails with a sentence, and shows hostile text as text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cuibono.verbs import Case
from typed import run


def test_help_imports_nothing_heavy() -> None:
    """`cuibono --help` answers without pydantic, numpy, rich or any reader, so that it answers at once."""
    work = (
        "import sys\nfrom cuibono.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pydantic', 'numpy', 'rich', 'tomlkit', 'trafilatura', 'altair', 'docx', 'scipy', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_rate_undo_redo_history(small_case: Case) -> None:
    """A rating is made, taken back and brought back, and the history tells all three."""
    path = small_case.path
    assert run("rate", path, "e1", "money", "II", "--as", "anna", "--why", "too early").exit_code == 0
    assert "e1/money" in run("undo", path, "--as", "anna").output
    assert run("redo", path, "--as", "anna").exit_code == 0
    told = json.loads(run("history", path, "--json").output)
    assert [entry["op"] for entry in told] == ["set", "undo", "redo"]
    assert told[0]["why"] == "too early"
    assert "too early" in run("history", path).output


def test_accept_reject_set_trim(small_case: Case) -> None:
    """The other judgements reach the case, too."""
    path = small_case.path
    assert run("accept", path, "c1").exit_code == 0
    assert run("reject", path, "c2").exit_code == 0
    assert run("set", path, "source/s1/container-title", "Kamen Post").exit_code == 0
    assert run("set", path, "hypothesis/punish/prior", "0.3").exit_code == 0
    assert run("trim", path, "s1", "1", "6-7").exit_code == 0
    state = small_case.state
    assert state.sources[0].outlet == "Kamen Post"
    assert state.hypothesis("punish").prior == 0.3
    assert [(trim.first, trim.last) for trim in state.trims["s1"]] == [(0, 0), (5, 6)]
    rows = {row["id"]: row for row in json.loads(run("show", path, "claims", "--json").output)}
    assert (rows["c1"]["status"], rows["c2"]["status"]) == ("accepted", "rejected")
    assert run("set", path, "source/s1/container-title", "clear").exit_code == 0
    assert small_case.state.sources[0].outlet is None


@pytest.mark.parametrize("table", ["sources", "claims", "origins", "hypotheses", "evidence", "ratings"])
def test_show_prints_every_table(small_case: Case, table: str) -> None:
    """Every table prints, for people and as data."""
    assert run("show", small_case.path, table).exit_code == 0
    assert json.loads(run("show", small_case.path, table, "--json").output)


def test_a_refusal_is_a_sentence_and_exit_code_one(small_case: Case, tmp_path: Path) -> None:
    """No traceback: what was wrong, what there is, what to do."""
    for arguments, says in (
        (("weigh", tmp_path / "nowhere"), "cuibono new"),
        (("rate", small_case.path, "e1", "monkey", "C"), "punish"),
        (("show", small_case.path, "weather"), "sources"),
        (("undo", small_case.path), "nothing to undo"),
        (("add", small_case.path, tmp_path / "gone.txt"), "gone.txt"),
    ):
        done = run(*arguments)
        assert done.exit_code == 1, done.output
        assert says in done.output
        assert "Traceback" not in done.output


def test_check_tells_every_problem_and_fails(small_case: Case) -> None:
    """A sound case exits with 0, a broken one with 1 and every place."""
    assert run("check", small_case.path).exit_code == 0
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text().replace("draft = true", "daft = true"))
    done = run("check", small_case.path)
    assert done.exit_code == 1
    assert done.output.count("case.toml:") == 2


def test_hostile_text_stays_text_on_the_terminal(small_case: Case) -> None:
    """Escape sequences, direction marks and markup in a document's words are shown, not obeyed."""
    small_case.set(
        "evidence/e1/name", "\x1b[31mred\x1b[0m [bold]x[/bold] [link=file:///etc/passwd]y[/link] \u202etxt.exe"
    )
    output = run("show", small_case.path, "evidence").output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "[bold]" in output.replace("\n", "")
    explained = run("history", small_case.path).output
    assert "\x1b" not in explained


def test_the_schemas_are_printed() -> None:
    """`cuibono schema` lists them; with a noun it prints one that names itself."""
    nouns = run("schema").output.split()
    assert {"case", "claims", "journal"} <= set(nouns)
    for noun in nouns:
        assert json.loads(run("schema", noun).output)["$id"] == f"cuibono/{noun}-1.schema.json"
