"""Whatever the documentation shows runs: consoles print what stands there, Python gives what stands there."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(str(page.relative_to(ROOT)) for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
pytestmark = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="the docs are not beside an installed package")


@pytest.fixture(scope="module")
def examples() -> ModuleType:
    """`scripts/examples.py`, which runs a page."""
    spec = importlib.util.spec_from_file_location("examples", ROOT / "scripts" / "examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["examples"] = module  # where dataclasses look up their annotations
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_runs(page: str, examples: ModuleType) -> None:
    """Every block runs and prints what it says; else run scripts/examples.py --write on the page, and read it again."""
    text = (ROOT / page).read_text(encoding="utf-8")
    if "```console" in text and shutil.which("bash") is None:
        pytest.skip("the commands of the pages are run by bash, which is not here")
    faults = examples.run(text)[1]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("```console\n$ echo one\ntwo\n```", "prints\none"),
        ("```sh\nfalse\n```", "ends with 1"),
        ("```pycon\n>>> 1 + 1\n3\n```", "Expected"),
        ("```python\n1 / 0\n```", "ZeroDivisionError"),
        ("```toml\na = \n```", "toml"),
        ("<!-- run: exit 3 -->", "ends with 3"),
    ],
)
def test_a_page_that_does_not_hold_is_caught(block: str, fault: str, examples: ModuleType) -> None:
    """A wrong output, a failing command, a raising example and a broken file are each a fault of the page."""
    (found,) = examples.run(f"# A page\n\n{block}\n")[1]
    assert fault in found


def test_an_example_may_be_left_out_with_its_reason(examples: ModuleType) -> None:
    """What needs a server or a browser says so before the block, and is not run."""
    assert examples.run("<!-- not run: needs a server -->\n```sh\nfalse\n```\n")[1] == []


def test_the_output_of_consoles_can_be_written_anew(examples: ModuleType) -> None:
    """--write replaces an output that is no longer true, and keeps one that still matches, ellipses included."""
    page = "```console\n$ echo new\nold\n$ printf 'a\\nb\\nc\\n'\na\n...\n```\n"
    assert examples.run(page)[0] == "```console\n$ echo new\nnew\n$ printf 'a\\nb\\nc\\n'\na\n...\n```\n"
