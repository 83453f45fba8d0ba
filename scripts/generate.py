"""Writes what is made from the code: pages of reference and the JSON Schemas; a test fails when they differ."""

from __future__ import annotations

import json
from pathlib import Path

import click
import reference

from cuibono.case.schema import NOUNS, schema_of
from cuibono.cli import main

ROOT = Path(__file__).resolve().parents[1]
EXIT_CODES = """\
A command ends with 0 where it did what it was asked, with 1 where it says why it did not (on standard error) or
where `check` finds problems, with 2 where what was typed makes no sense to it."""


def commands() -> str:
    """The page that documents every command, from its own help."""
    group = click.Context(main, info_name="cuibono", **main.context_settings)
    parts = ["# Commands", "", "Made from `cuibono --help` by `scripts/generate.py`.", "", EXIT_CODES, ""]
    parts.append(_block(main.get_help(group)))
    for name in main.list_commands(group):
        command = main.commands[name]
        context = click.Context(command, info_name=name, parent=group)
        parts += ["", f"## {name}", "", _block(command.get_help(context))]
    return "\n".join(parts) + "\n"


def generated() -> dict[Path, str]:
    """Every generated file with its content."""
    pages = ROOT / "docs" / "reference"
    files = {
        ROOT / "docs" / "commands.md": commands(),
        pages / "python.md": reference.python(),
        pages / "case-toml.md": reference.case_file(),
        pages / "numbers.md": reference.vocabulary(),
    }
    for noun in NOUNS:
        name = schema_of(noun)["$id"].rpartition("/")[2]
        text = json.dumps(schema_of(noun), indent=2, ensure_ascii=False) + "\n"
        files[ROOT / "src" / "cuibono" / "data" / "schema" / name] = text
    return files


def _block(text: str) -> str:
    return f"```\n{text}\n```"


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
