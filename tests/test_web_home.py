"""Home: the cases that there are, the demo, and a new case from files that are dropped on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cuibono
from workbench import TOKEN, Workbench, violations

PAPER = "Kamen Post, 3 May 2021\n\nAria closed the port to punish Boria for the fish tariff, the minister said.\n"
DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, {type: "text/plain"}));
  const form = document.getElementById("new");
  form.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=["desk", "telephone"])
def page(request: pytest.FixtureRequest, browser: Any, bench: Workbench) -> Iterator[Any]:
    """Home in a real browser."""
    scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    found = context.new_page()
    complaints: list[str] = []
    found.on("console", lambda message: complaints.append(message.text))
    found.goto(f"{bench.root}/?token={TOKEN}")
    yield found
    # A browser tells every refusal on its console; the page tells it in words, which a test below looks for.
    assert [words for words in complaints if "507" not in words] == []
    context.close()


def test_home_looks_right(page: Any) -> None:
    """No violation, and the case that was served stands there with its question."""
    assert violations(page) == []
    assert page.get_by_role("link", name="Why did Aria close the port?").is_visible()


def test_data(bench: Workbench) -> None:
    """The same as data; a case that fails its checks is listed with what is wrong."""
    with bench.client() as client:
        (case,) = client.get("/home.json").json()["cases"]
    assert case["question"] == "Why did Aria close the port?"
    assert case["sources"] == 1
    assert case["error"] == ""


@pytest.mark.parametrize("page", [("light", 1280)], indirect=True)
def test_a_new_case_from_dropped_files(page: Any, tmp_path: Path) -> None:
    """The question, a name and a dropped article make a case beside the others, read at once."""
    page.get_by_label("The question").fill("Why did Aria close the port?")
    page.get_by_label("Name of its folder").fill("second port")
    page.evaluate(DROP, ["post.txt", PAPER])
    page.get_by_role("button", name="Make the case").click()
    page.wait_for_url("**/case/second-port/sources")
    page.get_by_text(re.compile(r"[1-9]\d* claims? that count")).wait_for(timeout=30_000)
    made = cuibono.open(tmp_path / "second port")
    assert [source.name for source in made.state.sources] == ["post.txt"]
    assert made.state.claims


@pytest.mark.parametrize("page", [("light", 1280)], indirect=True)
def test_a_name_that_is_taken(page: Any, tmp_path: Path) -> None:
    """A folder that is there already is left alone, and the page says so, keeping what was typed."""
    before = (tmp_path / "port" / "case.toml").read_bytes()
    page.get_by_label("The question").fill("Why?")
    page.get_by_label("Name of its folder").fill("port")
    page.get_by_role("button", name="Make the case").click()
    page.locator("#said.wrong", has_text="is a case already").wait_for()
    page.reload()
    assert page.get_by_label("The question").input_value() == "Why?"
    assert (tmp_path / "port" / "case.toml").read_bytes() == before


@pytest.mark.parametrize("page", [("light", 1280)], indirect=True)
def test_the_demo(page: Any) -> None:
    """One click makes the demo case and opens it."""
    page.get_by_role("button", name="Open the demo").click()
    page.wait_for_url("**/case/cuibono-demo/overview", timeout=60_000)
    page.get_by_text("Goodwill with a future Taliban government").first.wait_for(timeout=30_000)
