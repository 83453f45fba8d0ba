"""The HTML report in a real browser: readable by everybody, on any screen, and silent on the network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from samples import STATE
from strategic import form

LOOK = """() => {
  const page = getComputedStyle(document.body).backgroundColor;
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!color.endsWith(', 0)')) return color;
    }
    return page;
  };
  const words = node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  const seen = element => element.checkVisibility() && !element.closest('.unseen, .skip');
  const drawn = element => element.closest('svg');
  return [...document.querySelectorAll('body *')].filter(element => words(element) && seen(element)).map(element => {
    const style = getComputedStyle(element);
    const front = drawn(element) ? style.fill : style.color;
    return [element.tagName + '.' + element.getAttribute('class'), front, behind(element)];
  });
}"""
"""Every element with words of its own: what it is, its colour, and the colour behind it."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case's report on disk, its game and options included."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(form(".html"), "utf-8")
    return path


def test_loads_nothing(browser: Any, report: Path) -> None:
    """The page asks for no other file, and the console stays empty."""
    page = browser.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(report.as_uri())
    assert requests == [report.as_uri()]
    assert complaints == []
    page.close()


def test_reads_without_scripts(browser: Any, report: Path) -> None:
    """With JavaScript off the answer, the picture, the matrix and the footnotes are there, and links lead to them."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("h1").inner_text() == STATE.question
    assert page.locator("#answer svg").first.is_visible()
    assert page.locator("#matrix .badge").count() > len(STATE.hypotheses)
    page.locator(".cite").first.click()
    assert page.url.endswith("#note-1")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Any, report: Path, scheme: str) -> None:
    """Every word stands out from what is behind it by 4.5 to 1 (WCAG 2.2, 1.4.3), in both themes, charts included."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(report.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    looked = page.evaluate(LOOK)
    faint = {what for what, front, behind in looked if contrast(front, behind) < 4.5}
    assert len(looked) > 100
    assert faint == set()
    context.close()


def test_themes_differ(browser: Any, report: Path) -> None:
    """The page follows the reader's theme."""
    papers = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(report.as_uri())
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert len(papers) == 2


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_fits(browser: Any, report: Path, width: int) -> None:
    """Nothing is wider than the screen: what is wide scrolls in a box of its own, which the keyboard reaches."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(report.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.eval_on_selector_all(
        ".scroll", "all => all.map(box => [box.scrollWidth > box.clientWidth, box.tabIndex])"
    )
    assert all(index == 0 for wide, index in boxes if wide)
    page.close()


def test_keyboard(browser: Any, report: Path) -> None:
    """The first stop of the keyboard leads past the contents to the answer."""
    page = browser.new_page()
    page.goto(report.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_print(browser: Any, report: Path) -> None:
    """On paper no table is cut off at the margin, and the footnotes are there."""
    page = browser.new_page(viewport={"width": 672, "height": 950})
    page.emulate_media(media="print")
    page.goto(report.as_uri())
    wide = page.eval_on_selector_all(
        "table", "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wide == 0
    assert page.locator(".notes li").first.is_visible()
    page.close()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as a browser names them, by WCAG's formula."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
