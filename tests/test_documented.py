"""Nothing is undocumented: every command, key and target stands in the docs, and generated files are up to date."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from cuibono.case import desk
from cuibono.case.casefile import CaseFile, RatedEvidence
from cuibono.case.journal import Entry
from cuibono.case.records import Act, Hypothesis
from cuibono.cli import main

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="the docs are not beside an installed package")


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`scripts/generate.py`, which writes what is made from the code."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("generate")


def test_generated_files_are_up_to_date(generate: ModuleType) -> None:
    """Pages of reference and published schemas are what the code says; else run scripts/generate.py."""
    for path, text in generate.generated().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date: run scripts/generate.py"


def test_every_key_of_the_case_file_is_documented() -> None:
    """docs/case-folder.md names every key that case.toml and a journal line may have."""
    text = (ROOT / "docs" / "case-folder.md").read_text(encoding="utf-8")
    for record in (CaseFile, Act, Hypothesis, RatedEvidence, Entry):
        for name, info in record.model_fields.items():
            key = info.alias or name
            assert re.search(rf"[`\[]{key}[`\]\s]", text), f"{record.__name__}.{key} is undocumented"


def test_every_target_is_documented() -> None:
    """docs/case-folder.md has a row for every noun that an entry can set."""
    text = (ROOT / "docs" / "case-folder.md").read_text(encoding="utf-8")
    for noun in {*desk.NOUNS, *desk.CASE_FILE_TARGETS}:
        assert f"`{noun}" in text, f"the target {noun} is undocumented"


def test_every_option_explains_itself() -> None:
    """No command and no option stands in the help without a sentence."""
    for name, command in main.commands.items():
        assert command.help, name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, f"{name} {option.name}"


def test_every_doc_page_is_linked_from_the_readme_or_the_index() -> None:
    """A page that nobody can find is not documentation."""
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name == "README.md" or f"({name})" in index, f"docs/{name} is not in docs/README.md"
