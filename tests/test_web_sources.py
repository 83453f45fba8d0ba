"""Sources: what is known of a document and how, corrected in place; documents taken in and read from the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cuibono
from conftest import TEXT
from cuibono.case.records import Trim
from cuibono.verbs import Case
from workbench import Workbench, looking, said, serving, violations


def twin(bench: Workbench, query: str = "") -> Any:
    """The screen as data."""
    with bench.client() as client:
        return client.get(f"{bench.case}/sources.json?{query}").json()


def test_what_nobody_knows_is_unknown(bench: Workbench) -> None:
    """A field that the document does not state has no value, and nothing is said to know it."""
    (source,) = twin(bench)["sources"]
    assert source["fields"]["author"] == {"value": None, "how": "", "by_hand": False}
    assert source["reliability"] is None


def test_what_the_machine_said_stays_visible(case: Case, bench: Workbench) -> None:
    """A corrected field says who corrected it, and what the machine had read."""
    case.set("source/s1/author", "Marte Voss")
    (source,) = twin(bench)["sources"]
    assert source["fields"]["author"] == {
        "value": "Marte Voss",
        "how": "anna",
        "by_hand": True,
        "machine": None,
        "machine_how": "",
    }


def test_a_field_set_by_its_other_name_is_the_same_field(case: Case, bench: Workbench) -> None:
    """A date that was set as `issued`, the word of CSL, is known from whoever set it."""
    case.set("source/s1/issued", "2021-05-03")
    (source,) = twin(bench)["sources"]
    fact = source["fields"]["published"]
    assert (fact["value"], fact["how"], fact["by_hand"]) == ("2021-05-03", "anna", True)


def test_trimming_is_counted(case: Case, bench: Workbench) -> None:
    """The share of trimmed letters, the claims that are left and their origins follow the trim line."""
    last = TEXT.count("\n")
    before = twin(bench)["sources"][0]
    case.set("source/s1/trim", [Trim(first=3, last=last, reason="analyst anna").model_dump()])
    after = twin(bench)["sources"][0]
    assert (before["trimmed"], before["claims"]) == (0.0, 2)
    assert after["claims"] == 1
    assert 30 < after["trimmed"] < 60
    assert [origin["id"] for origin in after["origins"]] == ["o1"]


def test_filter_and_pages(tmp_path: Path) -> None:
    """Of many documents a page is sent at a time, and words find those that have them in name or author."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(60):
        (folder / f"paper-{number:02}.txt").write_text(f"Paper {number}\n\nThe quay number {number} closed.\n", "utf-8")
    cuibono.new(tmp_path / "many", folder, question="Why?")
    with serving(tmp_path / "many") as bench:
        first, second, one = twin(bench), twin(bench, "page=2"), twin(bench, "q=PAPER-07")
    assert (len(first["sources"]), len(second["sources"])) == (50, 10)
    assert first["total"] == 60
    assert [source["file"] for source in one["sources"]] == ["paper-07.txt"]


def test_what_could_not_be_read_says_why(tmp_path: Path) -> None:
    """An unreadable document is listed with the reason and what to do."""
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing else")
    cuibono.new(tmp_path / "broken", [tmp_path / "broken.pdf"], question="Why?")
    with serving(tmp_path / "broken") as bench:
        found = twin(bench)
        with bench.client() as client:
            page = client.get(f"{bench.case}/sources").text
    assert [item["name"] for item in found["unread"]] == ["broken.pdf"]
    assert found["unread"][0]["reason"]
    assert "broken.pdf" in page
    assert "no documents yet" in page


def test_a_field_is_corrected_in_place(case: Case, bench: Workbench, browser: Any) -> None:
    """Typing an author and leaving the field sets it, says so beneath it, and undo makes it unknown again."""
    with looking(browser, bench, "sources") as page:
        page.fill("#author-s1", "Marte Voss")
        page.keyboard.press("Tab")
        page.locator("#known-author-s1", has_text="anna; machine: unknown").wait_for()
        assert case.state.sources[0].author == "Marte Voss"
        page.fill("#published-s1", "2021-05-03")
        page.keyboard.press("Enter")
        page.locator("#known-published-s1", has_text="anna").wait_for()
        assert str(case.state.sources[0].published) == "2021-05-03"
        page.select_option("#reliability-s1", "B")
        said(page, "Ctrl+Z")
        page.locator("h1").click()
        assert case.state.reliability == {"s1": "B"}
        page.click("#known-author-s1 button")
        said(page, "As the machine read it.")
        assert case.state.sources[0].author is None


def test_a_value_that_cannot_stand_is_refused_in_words(case: Case, bench: Workbench, browser: Any) -> None:
    """A date that is none is not set, and the page says what is wrong."""
    page = browser.new_page()
    page.goto(bench.door)
    page.goto(f"{bench.root}{bench.case}/sources")
    page.fill("#published-s1", "last spring")
    page.keyboard.press("Enter")
    page.locator("#said.wrong", has_text="published").wait_for()
    assert case.history() == ()
    page.close()


def test_chosen_files_are_taken_in_and_read(case: Case, bench: Workbench, browser: Any, tmp_path: Path) -> None:
    """Choosing a file adds it, reads it in the background, and the page then lists it with its claims."""
    paper = tmp_path / "second.txt"
    paper.write_text("The board closed the port because the union had threatened a strike, a docker said.\n", "utf-8")
    with looking(browser, bench, "sources") as page:
        page.set_input_files("#files", paper)
        page.locator(".sources tbody tr").nth(1).wait_for()
        said(page, "1 new source")
    assert {source.name for source in case.state.sources} == {"port.txt", "second.txt"}
    assert len(case.state.claims) > 0


def test_dropped_files_are_taken_in(case: Case, bench: Workbench, browser: Any) -> None:
    """A file that is dropped on the box is taken in, under its bare name."""
    with looking(browser, bench, "sources") as page:
        page.evaluate(
            """() => {
              const files = new DataTransfer();
              files.items.add(new File(["The union closed the port.\\n"], "dropped.txt", {type: "text/plain"}));
              const zone = document.querySelector("[data-drop]");
              zone.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
            }"""
        )
        page.locator(".sources tbody tr").nth(1).wait_for()
    assert {source.name for source in case.state.sources} == {"port.txt", "dropped.txt"}


def test_long_work_is_stopped(case: Case, bench: Workbench, browser: Any, tmp_path: Path) -> None:
    """Taking in many files shows how far it is; Stop ends it, and leaves the case as it was."""
    papers = [tmp_path / f"paper-{number}.txt" for number in range(150)]
    for number, paper in enumerate(papers):
        paper.write_text(f"The union closed quay {number} because of the board.\n" * 300, "utf-8")
    with looking(browser, bench, "sources") as page:
        page.set_input_files("#files", papers)
        page.locator("#working progress").wait_for()
        page.click("#stop")
        said(page, "as it was")
        page.locator("#working").wait_for(state="hidden")
    assert {source.name for source in case.state.sources} == {"port.txt"}


def test_reading_begins_from_the_page(case: Case, bench: Workbench, browser: Any) -> None:
    """The button reads all documents in the background, and says what was found."""
    with looking(browser, bench, "sources") as page:
        page.click("#read")
        said(page, "found")
    assert case.readings()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 640), ("light", 390)])
def test_axe_finds_nothing(browser: Any, bench: Workbench, scheme: str, width: int) -> None:
    """No violation in light and dark, at twice the size and on a telephone; nothing is wider than the screen."""
    with looking(browser, bench, "sources", color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
