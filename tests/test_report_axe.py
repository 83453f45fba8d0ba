"""The HTML report, judged by axe-core: no violation of WCAG 2.2 AA or of its best practices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cuibono.report import render
from cuibono.report.citations import Material
from samples import STATE, TEXTS
from strategic import POSTERIOR, form

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"


@pytest.fixture(scope="module", params=["paper", "marked brief"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the sample case on disk: the paper with its game and options, and the brief with a marking."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    if request.param == "paper":
        path.write_text(form(".html"), "utf-8")
    else:
        path.write_bytes(render(Material(STATE, POSTERIOR, TEXTS), ".html", length="brief", marking="amber+strict"))
    return path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 640), ("light", 360)])
def test_axe_finds_nothing(browser: Any, report: Path, scheme: str, width: int) -> None:
    """No violation in light and dark, on a desk, at twice the size and on a telephone, folded tables opened."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(report.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 15
    seen = [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in found["violations"]]
    assert seen == []
    context.close()
