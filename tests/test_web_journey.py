"""The first journey: from the demo on the command line to a report that one can hand in, by keyboard alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cuibono.verbs import Case
from workbench import said

PICTURES = Path(os.environ.get("CUIBONO_ARTIFACTS", Path(__file__).parents[1] / "artifacts")) / "journey"
CELL = ("american-soldier-killed-combat-afghanistan", "revenge-syria")
"""A cell of the demo that its analysts have not rated, and that moves the answer."""


@contextmanager
def demo(command: Sequence[str], folder: Path) -> Iterator[str]:
    """`cuibono demo`, which ends in the workbench; gives the address that it prints. The network is out of reach."""
    words = [*command, "demo", str(folder), "--serve", "--no-browser", "--port", "0"]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE"))}
    place = {**clean, "XDG_STATE_HOME": str(folder.parent / "state"), "CUIBONO_ANALYST": "visitor", "PYTHONUTF8": "1"}
    with (folder.parent / "stderr").open("w+") as errors:
        running = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=errors, text=True, env=place, cwd=folder.parent
        )
        try:
            assert running.stdout is not None
            printed = ""
            while (found := re.search(r"http://\S+", printed)) is None:
                line = running.stdout.readline()
                assert line, (printed, Path(errors.name).read_text())
                printed += line
            assert "probability" in printed
            assert "independent origins" in printed
            assert "What would flip it" in printed
            yield found.group(0)
        finally:
            running.kill()
            running.wait()
            if running.stdout is not None:
                running.stdout.close()


def tab_to(page: Any, places: str, limit: int = 200) -> None:
    """Press Tab until what has the focus matches the selector."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("(places) => document.activeElement.matches(places)", places):
            return
    raise AssertionError(f"no {places} within {limit} steps of {page.url}")


def go(page: Any, key: str, screen: str) -> None:
    """Go to a screen by its key."""
    page.keyboard.press("g")
    page.keyboard.press(key)
    page.wait_for_url(f"**/{screen}")


def picture(page: Any, name: str) -> None:
    """Keep what the page looks like now."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def journey(browser: Any, door: str, case: Case, downloads: Path) -> None:
    """All of it, in a context whose every request and complaint is watched."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    context.set_default_timeout(120_000)
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    watched = context.new_cdp_session(page)
    watched.send("Network.enable")
    watched.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    watched.on("Network.webSocketCreated", lambda event: asked.append(event["url"]))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(door)
    assert "token" not in page.url
    page.locator("[data-share]").first.wait_for()
    text = page.inner_text("main")
    assert re.search(r"\d+ ?%", text)
    assert "Independent origins" in text
    picture(page, "1-overview")

    tab_to(page, "tr[data-share] a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hypotheses?id=*")
    page.locator("#why .quote").first.wait_for()
    picture(page, "2-hypothesis")
    tab_to(page, "#why a[href*='/reader?']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reader?source=*&claim=*")
    claim = re.search(r"claim=([^&]+)", page.url)
    assert claim
    page.locator("#text .lit").first.wait_for()
    lit = "".join(page.locator("#text .lit > [data-at]").all_inner_texts())
    exact = next(item.quote.exact for item in case.state.claims if item.id == claim.group(1))
    assert " ".join(lit.split()) == " ".join(exact.split())
    picture(page, "3-reader")

    go(page, "m", "matrix")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.matches('td[data-e]')")
    place = "([e, h]) => document.activeElement.dataset.e === e && document.activeElement.dataset.h === h"
    found = page.evaluate(
        """([e, h]) => {
            const lines = [...document.querySelectorAll("table[role=grid] tr")];
            const rows = lines.map((r) => [...r.querySelectorAll("td[data-e]")]).filter((r) => r.length);
            const row = rows.findIndex((r) => r[0].dataset.h === h);
            return [row, rows[row].findIndex((c) => c.dataset.e === e)];
        }""",
        list(CELL),
    )
    for key, times in (("ArrowDown", found[0]), ("ArrowRight", found[1])):
        for _ in range(times):
            page.keyboard.press(key)
    assert page.evaluate(place, list(CELL))
    row = page.locator(f"tr[data-share='{CELL[1]}']")
    before = float(row.locator(".value").get_attribute("width"))
    page.keyboard.press("4")
    said(page, "Ctrl+Z takes it back")
    assert "→" in page.inner_text("#said")
    after = float(row.locator(".value").get_attribute("width"))
    assert abs(after - before) > 2
    assert row.locator(".ghost").is_visible()
    assert abs(float(row.locator(".ghost").get_attribute("width")) - before) < 0.01
    assert page.evaluate(place, list(CELL))
    picture(page, "4-matrix")
    page.keyboard.press("w")
    page.wait_for_function("() => document.activeElement.id === 'why-text'")
    page.keyboard.type("Revenge would not have stopped at a signature")
    page.keyboard.press("Enter")
    said(page, "The reason is kept")
    page.keyboard.press("Control+z")
    said(page, "Taken back")
    page.evaluate("document.getElementById('said').textContent = ''")
    page.keyboard.press("Control+z")
    said(page, "Taken back")
    assert abs(float(row.locator(".value").get_attribute("width")) - before) < 0.01
    page.keyboard.press("Control+y")
    said(page, "Brought back")

    go(page, "e", "report")
    page.frame_locator("#preview").locator("h1").first.wait_for()
    picture(page, "5-report")
    for form in ("HTML", "DOCX", "PDF", "XLSX", "MD"):
        tab_to(page, f"#forms a[href*='.{form.lower()}?']")
        with page.expect_download() as waiting:
            page.keyboard.press("Enter")
        waiting.value.save_as(downloads / waiting.value.suggested_filename)
        said(page, "is written")
    go(page, "y", "history")
    page.locator("tbody", has_text="visitor").wait_for()
    history = page.inner_text("main")
    assert "Revenge would not have stopped at a signature" in history
    assert "taken back" in history
    picture(page, "6-history")

    context.close()
    assert complaints == []
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


def handed_in(downloads: Path) -> None:
    """What was downloaded is whole, and needs nothing from elsewhere."""
    found = {path.suffix: path for path in downloads.iterdir()}
    assert set(found) == {".html", ".docx", ".pdf", ".xlsx", ".md"}
    page = found[".html"].read_text("utf-8")
    assert "Why would Moscow" in page
    assert not re.search(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=[\"']https?:", page)
    assert "Why would Moscow" in found[".md"].read_text("utf-8")
    assert found[".pdf"].read_bytes().startswith(b"%PDF-")
    for form in (".docx", ".xlsx"):
        with zipfile.ZipFile(found[form]) as archive:
            assert archive.testzip() is None


def test_the_first_minutes(browser: Any, tmp_path: Path) -> None:
    """From the checkout: the demo, an answer, a sentence in its article, a changed cell, an undo, and a report."""
    folder, downloads = tmp_path / "cuibono-demo", tmp_path / "downloads"
    with demo([sys.executable, "-m", "cuibono"], folder) as door:
        journey(browser, door, Case(folder), downloads)
    handed_in(downloads)


@pytest.mark.slow
def test_the_first_minutes_from_an_installed_wheel(installed: Path, browser: Any, tmp_path: Path) -> None:
    """The same with nothing but the built wheel and what it depends on: templates, scripts and sheets are in it."""
    folder, downloads = tmp_path / "cuibono-demo", tmp_path / "downloads"
    with demo([str(installed / "cuibono")], folder) as door:
        journey(browser, door, Case(folder), downloads)
    handed_in(downloads)
