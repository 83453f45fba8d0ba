"""The matrix: every key of the grid does what Help says of it, and the focus is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import store_small_case
from cuibono.case.records import Code
from cuibono.verbs import Case
from workbench import Workbench, looking, said

PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
COPY = """() => {
    const data = new DataTransfer();
    document.activeElement.dispatchEvent(
        new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true}));
    return data.getData("text/plain");
}"""
PLACE = "() => [document.activeElement.dataset.e, document.activeElement.dataset.h]"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The small case with eleven more pieces of evidence: four hypotheses by thirteen."""
    store_small_case(tmp_path / "port")
    found = Case(tmp_path / "port", analyst="anna")
    more = range(3, 14)
    found.set_all([(f"evidence/e{number}", {"name": f"Fact number {number}"}) for number in more])
    return found


@pytest.fixture
def page(browser: Any, bench: Workbench) -> Iterator[Any]:
    """The matrix, its first cell in focus; its console must have stayed without complaint."""
    with looking(browser, bench, "matrix") as found:
        found.locator("td[data-e]").first.focus()
        yield found


def ratings(case: Case, analyst: str = "anna") -> dict[tuple[str, str], str]:
    """An analyst's ratings by cell, as another program reads them."""
    return {
        (r.evidence, r.hypothesis): r.code.value if r.code else f"{r.likelihood}"
        for r in case.state.ratings
        if r.analyst == analyst
    }


def press(page: Any, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def order(page: Any) -> tuple[list[str], list[str]]:
    """The evidence and the hypotheses as the grid has them."""
    cells = page.evaluate("() => [...document.querySelectorAll('td[data-e]')].map((c) => [c.dataset.e, c.dataset.h])")
    return list(dict.fromkeys(e for e, _ in cells)), list(dict.fromkeys(h for _, h in cells))


def cell(page: Any, evidence: str, hypothesis: str) -> Any:
    """A cell of the grid."""
    return page.locator(f"td[data-e='{evidence}'][data-h='{hypothesis}']")


# ── Rating ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", ["1", "2", "3", "4", "5", "0"])
def test_a_digit_rates(case: Case, page: Any, key: str) -> None:
    """1 to 5 are II to CC, 0 is NA; the cell, the journal and the live region follow, the focus stays."""
    code = {"1": "II", "2": "I", "3": "N", "4": "C", "5": "CC", "0": "NA"}[key]
    press(page, "ArrowRight", key)
    said(page, "Ctrl+Z takes it back")
    evidence, hypothesis = page.evaluate(PLACE)
    assert ratings(case) == {(evidence, hypothesis): code}
    assert cell(page, evidence, hypothesis).locator("b").inner_text() == code
    assert page.locator("td[data-e] b").count() == 1


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_delete_clears(case: Case, page: Any, key: str) -> None:
    """A cleared cell is not rated, which is not NA; the machine's suggestion stays where it was."""
    case.rate("e1", "punish", "II")
    page.reload()
    cell(page, "e1", "punish").focus()
    press(page, key)
    said(page, "Ctrl+Z takes it back")
    assert ratings(case) == {}
    assert cell(page, "e1", "punish").locator("b").count() == 0
    assert cell(page, "e1", "punish").locator("i").inner_text() == "C"


def test_the_bars_move_and_leave_a_ghost(page: Any) -> None:
    """A rating moves the bars, the ghost stays where each was before, and one sentence says what changed."""
    cell(page, "e2", "punish").focus()
    row = page.locator("tr[data-share='punish']")
    before = float(row.locator(".value").get_attribute("width"))
    press(page, "1")
    said(page, "→")
    after = float(row.locator(".value").get_attribute("width"))
    assert after < before - 1
    assert abs(float(row.locator(".ghost").get_attribute("width")) - before) < 1e-9
    assert row.locator(".ghost").is_visible()
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    assert "Punish Boria" in page.inner_text("#said")
    assert page.evaluate(PLACE) == ["e2", "punish"]
    press(page, "Control+z")
    said(page, "Taken back")
    assert abs(float(row.locator(".value").get_attribute("width")) - before) < 1e-9


def test_the_machine_stays_under_the_human(case: Case, page: Any) -> None:
    """One's own rating stands before the machine's suggestion, which stays visible; so does a colleague's."""
    Case(case.path, analyst="bob").rate("e1", "punish", "N")
    page.reload()
    cell(page, "e1", "punish").focus()
    press(page, "5")
    said(page, "Ctrl+Z takes it back")
    assert cell(page, "e1", "punish").locator(":scope > *").all_inner_texts() == ["CC", "C", "N"]
    assert cell(page, "e1", "punish").locator("u").get_attribute("title") == "bob"
    assert ratings(case, "bob") == {("e1", "punish"): "N"}
    assert ratings(case, "machine") == {("e1", "punish"): "C", ("e2", "money"): "C"}


def test_keys_in_a_hurry_arrive_in_their_order(case: Case, page: Any) -> None:
    """What is pressed faster than the server answers is done one after the other."""
    press(page, "1", "5", "2", "4", "Control+z", "Control+z", "Control+y")
    said(page, "Brought back")
    page.wait_for_function("() => document.querySelector('#said').textContent.startsWith('Brought back')")
    evidence, hypothesis = page.evaluate(PLACE)
    assert ratings(case) == {(evidence, hypothesis): "I"}
    assert [entry.to for entry in case.history()[-7:-3]] == ["II", "CC", "I", "C"]


# ── Moving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("query", ["", "?sort=told", "?sort=case&t=1"])
def test_every_key_moves_as_it_says(browser: Any, bench: Workbench, query: str) -> None:
    """Arrows go a cell, with Ctrl to the end; Home and End along the row, with Ctrl to the corners; never outside."""
    with looking(browser, bench, f"matrix{query}") as page:
        evidence, hypotheses = order(page)
        across, down = (hypotheses, evidence) if "t=1" in query else (evidence, hypotheses)
        page.locator("td[data-e]").first.focus()

        def at() -> tuple[int, int]:
            e, h = page.evaluate(PLACE)
            row, column = (e, h) if "t=1" in query else (h, e)
            return down.index(row), across.index(column)

        bottom, right = len(down) - 1, len(across) - 1
        for keys, place in (
            (["ArrowUp", "ArrowLeft"], (0, 0)),
            (["ArrowRight"], (0, 1)),
            (["ArrowDown"], (1, 1)),
            (["ArrowLeft"], (1, 0)),
            (["ArrowUp"], (0, 0)),
            (["End"], (0, right)),
            (["ArrowRight"], (0, right)),
            (["Control+ArrowDown"], (bottom, right)),
            (["Home"], (bottom, 0)),
            (["Control+ArrowRight"], (bottom, right)),
            (["Control+ArrowUp"], (0, right)),
            (["Control+ArrowLeft"], (0, 0)),
            (["Control+End"], (bottom, right)),
            (["Control+Home"], (0, 0)),
            (["PageDown"], (min(10, bottom), 0)),
            (["PageUp"], (0, 0)),
        ):
            press(page, *keys)
            assert at() == place, keys
        assert page.locator("td[tabindex='0']").count() == 1


def test_enter_opens_the_quotes(page: Any) -> None:
    """Enter shows the sentences behind the cell and goes to the first, which leads to it in the Reader."""
    cell(page, "e1", "punish").focus()
    press(page, "Enter")
    page.wait_for_function("() => document.activeElement.matches('#cell-quotes a')")
    assert "to punish Boria for the fish tariff" in page.inner_text("#cell-quotes")
    assert "C:" in page.inner_text("#cell-band")
    press(page, "Enter")
    page.wait_for_url("**/reader?source=s1&claim=c1**")


def test_w_gives_the_reason(case: Case, page: Any) -> None:
    """w goes to the reason, Enter keeps it with the rating, and the focus is back in the cell."""
    cell(page, "e1", "punish").focus()
    press(page, "4")
    said(page, "Ctrl+Z takes it back")
    press(page, "w")
    page.wait_for_function("() => document.activeElement.id === 'why-text'")
    page.keyboard.type("They say it in so many words <b>")
    press(page, "Enter")
    said(page, "The reason is kept")
    (rating,) = (r for r in case.state.ratings if r.analyst == "anna")
    assert (rating.code, rating.why) == (Code.C, "They say it in so many words <b>")
    assert page.evaluate(PLACE) == ["e1", "punish"]
    page.locator("#cell-ratings", has_text="in so many words <b>").wait_for()


def test_a_reason_needs_a_rating(page: Any) -> None:
    """A reason for a cell that one has not rated is not lost, and the page says what to do first."""
    cell(page, "e3", "money").focus()
    press(page, "w")
    page.wait_for_function("() => document.activeElement.id === 'why-text'")
    page.keyboard.type("later")
    press(page, "Enter")
    said(page, "Rate the cell first")
    assert page.input_value("#why-text") == "later"


def test_t_transposes_and_the_focus_comes_along(page: Any) -> None:
    """t puts the evidence into the rows, and again the hypotheses; the same cell stays in focus."""
    cell(page, "e4", "money").focus()
    press(page, "t")
    page.wait_for_url("**t=1**")
    page.wait_for_function("() => document.activeElement.matches('td[data-e]')")
    assert page.evaluate(PLACE) == ["e4", "money"]
    assert page.locator("table[data-transposed]").count() == 1
    press(page, "2")
    said(page, "Ctrl+Z takes it back")
    press(page, "t")
    page.wait_for_selector("table:not([data-transposed])[role=grid]")
    page.wait_for_function("() => document.activeElement.matches('td[data-e]')")
    assert page.evaluate(PLACE) == ["e4", "money"]
    assert cell(page, "e4", "money").inner_text() == "I"


def test_slash_filters_and_comes_back_to_the_grid(page: Any) -> None:
    """/ goes to the filter; what matches stays, in an address that can be kept; nothing that matches says so."""
    press(page, "/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("number 7")
    press(page, "Enter")
    page.wait_for_url("**q=number+7**")
    assert order(page)[0] == ["e7"]
    page.wait_for_function("() => document.activeElement.matches('td[data-e]')")
    press(page, "/")
    page.keyboard.type("no such fact")
    press(page, "Enter")
    page.get_by_text("No evidence has these words").wait_for()
    page.get_by_role("link", name="Show all").click()
    page.locator("td[data-e]").first.wait_for()
    assert len(order(page)[0]) == 13


def test_the_most_telling_comes_first(case: Case, page: Any) -> None:
    """Sorted by what it tells, the evidence with the most bits leads, and rating does not move it under one's hands."""
    case.rate("e9", "punish", "CC")
    case.rate("e9", "money", "II")
    page.select_option("#sort", "told")
    page.wait_for_url("**sort=told**")
    assert order(page)[0][0] == "e9"
    before = order(page)
    cell(page, "e5", "punish").focus()
    press(page, "5")
    said(page, "Ctrl+Z takes it back")
    assert order(page) == before
    assert page.evaluate(PLACE) == ["e5", "punish"]


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_block_is_rated_and_undone_as_one(case: Case, page: Any) -> None:
    """Shift with arrows chooses a block, one key rates all of it, one undo and one redo turn all of it."""
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown")
    assert page.locator("td[aria-selected=true]").count() == 6
    press(page, "2")
    said(page, "6 cells.")
    page.wait_for_function("() => document.querySelectorAll('td[data-e] b').length === 6")
    rated = ratings(case)
    assert list(rated.values()) == ["I"] * 6
    press(page, "Control+z")
    page.wait_for_function("() => document.querySelectorAll('td[data-e] b').length === 0")
    assert ratings(case) == {}
    press(page, "Control+y")
    page.wait_for_function("() => document.querySelectorAll('td[data-e] b').length === 6")
    assert ratings(case) == rated
    press(page, "Control+z", "Control+Shift+z")
    page.wait_for_function("() => document.querySelectorAll('td[data-e] b').length === 6")
    press(page, "Escape")
    assert page.locator("td[aria-selected=true]").count() == 0


def test_a_block_is_cleared_where_only_some_is_rated(case: Case, page: Any) -> None:
    """Delete on a block clears what is rated in it, whatever else is in it."""
    press(page, "4")
    said(page, "Ctrl+Z takes it back")
    press(page, "Shift+Control+ArrowRight", "Shift+ArrowDown", "Delete")
    page.wait_for_function("() => document.querySelectorAll('td[data-e] b').length === 0")
    said(page, "cells.")
    assert ratings(case) == {}


def test_a_block_goes_to_a_spreadsheet_and_back(case: Case, page: Any) -> None:
    """Copied cells are lines with tabs; pasted elsewhere, they rate what they cover, as one act."""
    press(page, "5", "ArrowRight", "1")
    said(page, "Ctrl+Z takes it back")
    page.wait_for_function("() => document.querySelectorAll('td[data-e] b').length === 2")
    press(page, "ArrowLeft", "Shift+ArrowRight")
    copied = page.evaluate(COPY)
    assert copied == "CC\tII"
    evidence, hypotheses = order(page)
    cell(page, evidence[3], hypotheses[1]).focus()
    page.evaluate(PASTE, f"{copied}\r\n0.25\tna\r\n")
    said(page, "4 cells.")
    found = ratings(case)
    assert [found[evidence[3], hypotheses[1]], found[evidence[4], hypotheses[1]]] == ["CC", "II"]
    assert [found[evidence[3], hypotheses[2]], found[evidence[4], hypotheses[2]]] == ["0.25", "NA"]
    press(page, "Control+z")
    page.wait_for_function("() => document.querySelectorAll('td[data-e] b').length === 2")


@pytest.mark.parametrize(
    "text",
    [
        "C\t<img src=x onerror=alert(1)>",
        "maybe",
        "1.5",
        "-0.1",
        "C\n" * 9,
        "\t".join(["C"] * 60),
        "=1+1",
        "C\u0000",
        "NaN",
        "Infinity",
        "1e-400x",
        "x" * 200_000,
    ],
    ids=["script", "word", "above", "below", "rows", "columns", "formula", "null", "nan", "infinity", "tail", "long"],
)
def test_what_cannot_stand_is_refused_together(case: Case, page: Any, text: str) -> None:
    """One word that is no rating, or one cell outside the grid, and nothing at all is pasted; the page says why."""
    page.evaluate(PASTE, text)
    said(page, "Nothing was pasted")
    assert page.locator("#said.wrong").count() == 1
    assert len(page.inner_text("#said")) < 500
    assert ratings(case) == {}
    assert page.locator("td[data-e] b").count() == 0


# ── Elsewhere ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_tab_follows_and_keeps_its_focus(case: Case, browser: Any, bench: Workbench) -> None:
    """What is rated in one tab stands in the other at once, whose focus, and half-written reason, stay."""
    with looking(browser, bench, "matrix") as one:
        other = one.context.new_page()
        other.goto(one.url)
        cell(other, "e2", "punish").focus()
        cell(one, "e2", "punish").focus()
        press(one, "5")
        other.wait_for_selector("td[data-e=e2][data-h=punish] b")
        assert other.evaluate(PLACE) == ["e2", "punish"]
        press(other, "w")
        other.wait_for_function("() => document.activeElement.id === 'why-text'")
        other.keyboard.type("half a re")
        press(one, "1")
        other.locator("td[data-e=e2][data-h=punish] b", has_text="II").wait_for()
        other.keyboard.type("ason")
        assert other.input_value("#why-text") == "half a reason"
        press(one, "Control+z")
        other.locator("td[data-e=e2][data-h=punish] b", has_text="CC").wait_for()
        assert ratings(case) == {("e2", "punish"): "CC"}


def test_new_evidence_redraws_the_grid_around_the_focus(case: Case, page: Any) -> None:
    """Where another program adds evidence, the grid is drawn anew, and the cell that had the focus has it."""
    cell(page, "e6", "money").focus()
    case.set("evidence/e20", {"name": "A late fact"})
    page.wait_for_selector("td[data-e=e20]")
    page.wait_for_function("() => document.activeElement.matches('td[data-e]')")
    assert page.evaluate(PLACE) == ["e6", "money"]
    press(page, "3")
    said(page, "Ctrl+Z takes it back")
    assert ratings(case) == {("e6", "money"): "N"}


def test_a_half_written_reason_outlives_a_reload(page: Any) -> None:
    """What was typed as a reason and not kept stands in its own cell again, and in no other."""
    cell(page, "e1", "punish").focus()
    press(page, "w")
    page.wait_for_function("() => document.activeElement.id === 'why-text'")
    page.keyboard.type("because the minister")
    page.reload()
    cell(page, "e1", "money").focus()
    page.locator("#cell-title", has_text="The port loses money").wait_for()
    assert page.input_value("#why-text") == ""
    cell(page, "e1", "punish").focus()
    page.locator("#cell-title", has_text="Punish Boria").wait_for()
    assert page.input_value("#why-text") == "because the minister"
