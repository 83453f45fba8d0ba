"""`cuibono report`: every form by its ending, with length, template, marking and redaction; refusals are sentences."""

from __future__ import annotations

from pathlib import Path

import docx as office
import pytest
from click.testing import CliRunner, Result

from cuibono.cli import main
from cuibono.verbs import Case


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


@pytest.mark.parametrize("form", [".html", ".docx", ".xlsx", ".md", ".HTM"])
def test_forms(small_case: Case, form: str) -> None:
    """The ending names the form, and the place of the file is printed."""
    path = small_case.path / f"paper{form}"
    result = run(small_case.path, "-o", path)
    assert result.exit_code == 0
    assert result.stdout.strip() == str(path)
    assert path.stat().st_size > 1000


def test_options(small_case: Case) -> None:
    """Length, marking and names to hide reach the report."""
    path = small_case.path / "brief.md"
    result = run(small_case.path, "-o", path, "--length", "brief", "--tlp", "AMBER", "--redact", "Aria")
    assert result.exit_code == 0
    told = path.read_text("utf-8")
    assert told.startswith("**TLP\\:AMBER**\n\n# Why did \\[Name 1\\] close the port?\n\n## In brief")


def test_template_that_lacks_styles(small_case: Case) -> None:
    """What a template lacks is said on standard error; the report is written."""
    house = office.Document()
    house.styles["Caption"].element.getparent().remove(house.styles["Caption"].element)
    house.save(str(small_case.path / "house.docx"))
    result = run(small_case.path, "-o", small_case.path / "r.docx", "--template", small_case.path / "house.docx")
    assert result.exit_code == 0
    assert "Caption" in result.stderr
    assert (small_case.path / "r.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "r.odt"), "no report as '.odt'"),
        (("-o", "r.html", "--tlp", "secret"), "no marking 'secret'"),
        (("-o", "r.html", "--redact", "x"), "two letters or more"),
        (("-o", "r.docx", "--template", "nowhere.docx"), "not found: nowhere.docx"),
    ],
)
def test_refusals(
    small_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """What makes no sense is refused in a sentence, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    result = run(small_case.path, *arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("r.")]
