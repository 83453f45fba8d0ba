"""The report as PDF: printed by an installed browser, the same bytes each time, or a message with a way out."""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest

from cuibono.demonstration import demo
from cuibono.report import printing, render
from cuibono.report.citations import Material
from cuibono.report.printing import PrintingError, find, pdf, timeless
from cuibono.verbs import Case
from cuibono.weighing import weigh
from samples import STATE, TEXTS
from strategic import COMPARISON, OPTIONS, POSTERIOR, SOLUTION, STRATEGY


@pytest.fixture
def browser() -> Path:
    """The browser that prints; skips where there is none."""
    try:
        return find()
    except PrintingError:
        pytest.skip("there is no Chromium, Chrome or Edge; CUIBONO_CHROMIUM may name one")


@pytest.fixture(scope="module")
def material() -> Material:
    """The sample case with its game and options."""
    return Material(STATE, POSTERIOR, TEXTS, None, SOLUTION, COMPARISON, STRATEGY, OPTIONS)


def pages(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def test_whole_paper(browser: Path, material: Material) -> None:
    """The paper has every section and every footnote's words, on A4, with the question as its title."""
    data = render(material, ".pdf", marking="amber+strict")
    told = " ".join(" ".join(pages(data)).split())
    for title in ("Answer", "Strategy", "Options", "Matrix", "Origins", "Timeline", "Method", "Footnotes"):
        assert title in told
    assert all(page.count("TLP:AMBER+STRICT") == 2 for page in pages(data))
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_value("Title") == STATE.question
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    document.close()


def test_brief_is_one_page(browser: Path, material: Material) -> None:
    """The brief is one page of A4, marked."""
    (page,) = pages(render(material, ".pdf", length="brief", marking="green"))
    assert page.count("TLP:GREEN") == 2


@pytest.mark.slow
def test_brief_of_the_demo_is_one_page(browser: Path, tmp_path: Path) -> None:
    """The demo's brief, with its game and options, is one page, its last line included."""
    (page,) = pages(demo(tmp_path / "demo").document(".pdf", length="brief", marking="amber"))
    assert "What to do" in page
    assert "Made with cuibono" in page


def test_brief_of_long_names_is_one_page(browser: Path) -> None:
    """It stays one page where names are as long as names get, and there are many of them."""
    long = "of which one could go on and on, as those who write such things often do, " * 4
    hypotheses = tuple(
        item.model_copy(update={"id": f"{item.id}{n}", "name": f"{item.name} {n} {long}", "prior": 0.05})
        for n in range(3)
        for item in STATE.hypotheses
    )
    evidence = tuple(item.model_copy(update={"name": f"{item.name} {long}"}) for item in STATE.evidence)
    ratings = tuple(
        rating.model_copy(update={"hypothesis": f"{rating.hypothesis}{n}"})
        for n in range(3)
        for rating in STATE.ratings
        if rating.hypothesis in {item.id for item in STATE.hypotheses}
    )
    state = STATE.model_copy(
        update={"hypotheses": hypotheses, "evidence": evidence, "ratings": ratings, "exclusive": True, "priors": {}}
    )
    assert len(pages(render(Material(state, weigh(state), TEXTS), ".pdf", length="brief", marking="red"))) == 1


def test_same_bytes(browser: Path) -> None:
    """The same page gives the same bytes, with the browser's clock taken out."""
    page = "<!doctype html><title>Why?</title><p>The quay"
    first = pdf(page)
    assert first == pdf(page)
    assert b"D:19800101000000" in first


def test_dates_keep_their_room() -> None:
    """Dates are replaced within their own bytes, so that the file's table of places still holds."""
    for date in (b"D:20261122093000+00'00'", b"D:20261122093000Z", b"D:2026"):
        before = b"<</CreationDate (" + date + b")\n/ModDate (" + date + b")>>"
        assert len(timeless(before)) == len(before)
        assert b"2026" not in timeless(before)


def test_no_browser(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser there is a message with what to install and another way, and nothing is written."""
    monkeypatch.delenv(printing.BROWSER, raising=False)
    monkeypatch.setenv("PATH", str(small_case.path))
    monkeypatch.setattr(printing, "PLACES", ())
    with pytest.raises(PrintingError, match=r"install Chromium, Chrome or Edge, .* or write the report as \.html"):
        small_case.report(small_case.path / "report.pdf")
    assert not (small_case.path / "report.pdf").exists()


def test_named_browser_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that is named and not there is said to be missing; no other is taken in its place."""
    monkeypatch.setenv(printing.BROWSER, "/nowhere/chromium")
    with pytest.raises(PrintingError, match="/nowhere/chromium"):
        find()


@pytest.mark.skipif(os.name != "posix", reason="the program that fails is a shell script")
@pytest.mark.parametrize("does", ["exit 3", "echo no display >&2", "head -c 9 /dev/zero"])
def test_browser_that_fails(tmp_path: Path, does: str) -> None:
    """A browser that prints nothing is named, with what it said last."""
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    with pytest.raises(PrintingError, match="printed nothing"):
        pdf("<p>x", program)
