"""Every screen: its page and its data, empty and full, in both themes and on any width, without a complaint."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import cuibono
from cuibono.web.screens import SCREENS
from workbench import Workbench, looking, serving, violations

PICTURES = Path(os.environ.get("CUIBONO_ARTIFACTS", Path(__file__).parents[1] / "artifacts")) / "screens"
NAMES = [screen.slug for screen in SCREENS]
SIZES = [("light", 1280), ("dark", 1280), ("light", 640), ("dark", 390)]
"""A laptop in both themes, the same at 200 %, and a telephone."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench on the demo case."""
    path = tmp_path_factory.mktemp("web") / "demo"
    cuibono.demo(path)
    with serving(path) as found:
        yield found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench on a case that has a question and nothing else."""
    path = tmp_path_factory.mktemp("web") / "empty"
    cuibono.new(path, question="Why did Aria close the port?")
    with serving(path) as found:
        yield found


@pytest.fixture(params=["demo", "empty"])
def bench(request: pytest.FixtureRequest) -> Workbench:
    """Either of them."""
    found: Workbench = request.getfixturevalue(request.param)
    return found


def test_all_screens_are_there() -> None:
    """The screens of the design, each with a key of its own."""
    assert set(NAMES) >= {
        *("overview", "sources", "reader", "claims", "origins", "hypotheses", "matrix", "weigh"),
        *("strategy", "options", "timeline", "report", "history", "compare", "help"),
    }
    assert len({screen.key for screen in SCREENS}) == len(SCREENS)


@pytest.mark.parametrize("name", NAMES)
def test_page_and_data(bench: Workbench, name: str) -> None:
    """The page answers, and so does its data; an empty case is told what to do next."""
    with bench.client() as client:
        page = client.get(f"{bench.case}/{name}")
        data = client.get(f"{bench.case}/{name}.json")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert data.status_code == 200
    assert isinstance(data.json(), dict)


@pytest.mark.parametrize("screen", SCREENS, ids=NAMES)
def test_parts(demo: Workbench, screen: Any) -> None:
    """What is fetched later has a page and data, too."""
    with demo.client() as client:
        for part in screen.parts:
            query = "?id=future-government" if part.slug == "why" else ""
            assert client.get(f"{demo.case}/{screen.slug}/{part.slug}{query}").status_code == 200
            assert client.get(f"{demo.case}/{screen.slug}/{part.slug}.json{query}").json()


@pytest.mark.parametrize("name", ["overview", "reader", "hypotheses", "matrix", "weigh", "strategy", "options"])
def test_an_empty_case_says_what_to_do(empty: Workbench, name: str) -> None:
    """No screen that needs more than there is stays blank."""
    with empty.client() as client:
        assert 'class="empty' in client.get(f"{empty.case}/{name}").text


@pytest.mark.parametrize(("scheme", "width"), SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(browser: Any, demo: Workbench, name: str, scheme: str, width: int) -> None:
    """No violation on any screen, folded parts opened; nothing is wider than the window; nothing asked from outside."""
    asked: list[str] = []
    with looking(browser, demo, name, color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        page.wait_for_selector("[aria-busy=true]", state="detached", timeout=60_000)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{scheme}-{width}.png", full_page=True)
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_case_looks_right_too(browser: Any, empty: Workbench, name: str) -> None:
    """No violation and no complaint where there is nothing to show."""
    with looking(browser, empty, name) as page:
        assert violations(page) == []
