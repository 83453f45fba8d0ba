"""The documentation as a site: built strictly, whole, and without anything from elsewhere; and the notebook in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the docs are not beside an installed package")


def _run(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as scripts/docs does: a warning, such as a link that leads nowhere, fails."""
    if find_spec("sphinx") is None or find_spec("myst_parser") is None or find_spec("furo") is None:
        pytest.skip("the site is made with the docs extra: pip install '.[docs]'")
    folder = tmp_path_factory.mktemp("site")
    _run(
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        "-d",
        str(folder / "trees"),
        "docs",
        str(folder / "html"),
    )
    return folder / "html"


@pytest.mark.slow
def test_every_page_is_in_the_site(site: Path) -> None:
    """Each page and the notebook is built, and hangs in the contents at the side of the front page."""
    front = (site / "README.html").read_text(encoding="utf-8")
    pages = [*DOCS.rglob("*.md"), *DOCS.rglob("*.ipynb")]
    for page in (page.relative_to(DOCS).with_suffix(".html") for page in pages):
        assert (site / page).is_file(), page
        assert page.name == "README.html" or f'href="{page.as_posix()}"' in front, page
    assert "README.html" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    """No script, style, picture or font of a page has a foreign address: the site works without a network."""
    foreign = r"""(?:https?:)?//[^"')\s]+"""
    for page in [*site.rglob("*.html"), *site.rglob("*.css")]:
        text = page.read_text(encoding="utf-8")
        loads = re.findall(
            rf"""<(?:script|img|iframe|source)[^>]*\ssrc="({foreign})|<link[^>]*\shref="({foreign})""", text
        )
        loads += re.findall(rf"""url\(["']?({foreign})|@import\s+["']({foreign})""", text)
        assert not loads, f"{page.name} loads {loads[:3]}"


def _outputs(path: Path) -> list[list[dict[str, Any]]]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _said(output: dict[str, Any]) -> str:
    """What an output says in words: its text, else its alternative text; pictures are told by their presence."""
    data = output.get("data", {})
    return "".join(output.get("text") or data.get("text/html") or data.get("text/plain") or "")


@pytest.mark.slow
def test_the_notebook_runs_and_shows_what_it_showed(tmp_path: Path) -> None:
    """Run anew, every cell gives the same kinds of output with the same words, and numbers within 1.5 per cent."""
    if find_spec("nbclient") is None or find_spec("ipykernel") is None:
        pytest.skip("running a notebook needs nbclient and ipykernel, which the test extra has")
    _run("scripts/notebook.py", "-o", str(tmp_path / "run.ipynb"))
    stored, found = _outputs(DOCS / "notebook.ipynb"), _outputs(tmp_path / "run.ipynb")
    assert [[sorted(out.get("data", {})) for out in cell] for cell in found] == [
        [sorted(out.get("data", {})) for out in cell] for cell in stored
    ], "the notebook is out of date: run scripts/notebook.py"
    for before, now in zip(chain(*stored), chain(*found), strict=True):
        assert NUMBER.sub("#", _said(now)) == NUMBER.sub("#", _said(before)), "out of date: run scripts/notebook.py"
        pairs = zip(NUMBER.findall(_said(before)), NUMBER.findall(_said(now)), strict=True)
        assert all(float(new) == pytest.approx(float(old), rel=0.015, abs=0.005) for old, new in pairs)


def test_the_stored_notebook_was_run_whole() -> None:
    """Every cell was run in its order, none failed, and pictures and tables are stored with it."""
    notebook = json.loads((DOCS / "notebook.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = list(chain(*(cell["outputs"] for cell in cells)))
    assert not any(output["output_type"] == "error" for output in outputs)
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert kinds.count("image/png") >= 5
    assert kinds.count("text/html") >= 5
