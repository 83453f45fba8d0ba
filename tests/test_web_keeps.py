"""Keeping: what is done or typed in the workbench outlives reload, crash, restart, another tab and another person."""

from __future__ import annotations

from typing import Any

from cuibono.case.records import MACHINE, Status
from cuibono.verbs import Case
from workbench import Workbench, looking, said, serving, started


def rated(case: Case) -> dict[tuple[str, str, str], str]:
    """People's ratings by analyst and cell."""
    return {
        (r.analyst, r.evidence, r.hypothesis): r.code.value
        for r in case.state.ratings
        if r.code and r.analyst != MACHINE
    }


def go(page: Any, key: str, screen: str) -> None:
    """Go to a screen of the same case by its key."""
    page.keyboard.press("g")
    page.keyboard.press(key)
    page.wait_for_url(f"**/{screen}")


def cell(page: Any, evidence: str, hypothesis: str) -> Any:
    """A cell of the matrix."""
    return page.locator(f"td[data-e='{evidence}'][data-h='{hypothesis}']")


def test_undo_and_redo_go_across_screens(case: Case, browser: Any, bench: Workbench) -> None:
    """What was rated in the matrix and judged in the list of claims is taken back on the Overview, last first."""
    with looking(browser, bench, "matrix") as page:
        cell(page, "e2", "punish").focus()
        page.keyboard.press("1")
        said(page, "Ctrl+Z takes it back")
        go(page, "c", "claims")
        page.keyboard.press("j")
        page.keyboard.press("x")
        said(page, "Ctrl+Z")
        go(page, "o", "overview")
        page.keyboard.press("Control+z")
        said(page, "Taken back: status of claim")
        assert set(case.state.status.values()) <= {Status.SUGGESTED}
        assert rated(case)
        page.keyboard.press("Control+z")
        said(page, "Taken back: “The port loses")
        assert rated(case) == {}
        page.keyboard.press("Control+y")
        said(page, "Brought back: “The port loses")
        assert rated(case) == {("anna", "e2", "punish"): "II"}
        page.get_by_role("button", name="Redo").click()
        said(page, "Brought back: status of claim")
        assert list(case.state.status.values()) == [Status.REJECTED]


def test_undo_and_redo_outlive_the_server(case: Case, browser: Any) -> None:
    """A new server takes back what was done before it was started, and brings back what was taken back."""
    with serving(case.path) as bench, looking(browser, bench, "matrix") as page:
        for key in ("1", "4"):
            cell(page, "e2", "punish").focus()
            page.keyboard.press(key)
        page.locator("td[data-e=e2][data-h=punish] b", has_text="C").wait_for()
        said(page, "Ctrl+Z takes it back")
        page.keyboard.press("Control+z")
        said(page, "Taken back")
    with serving(case.path) as bench, looking(browser, bench, "overview") as page:
        page.keyboard.press("Control+z")
        said(page, "Taken back")
        assert rated(case) == {}
        page.keyboard.press("Control+y")
        said(page, "Brought back")
        page.evaluate("document.getElementById('said').textContent = ''")
        page.keyboard.press("Control+y")
        said(page, "Brought back")
        go(page, "m", "matrix")
        page.locator("td[data-e=e2][data-h=punish] b", has_text="C").wait_for()
    assert rated(case) == {("anna", "e2", "punish"): "C"}


def test_a_kill_while_typing_loses_nothing(case: Case, browser: Any) -> None:
    """The server is killed: what was saved is there, the page says that nobody answers, what was typed stays typed."""
    context = browser.new_context()
    page = context.new_page()
    with started(case.path, "--port", "0", "--as", "anna") as first:
        port = str(first.port)
        page.goto(first.door)
        page.goto(f"{first.root}/case/port/matrix")
        cell(page, "e1", "punish").focus()
        page.keyboard.press("5")
        said(page, "Ctrl+Z takes it back")
        page.keyboard.press("w")
        page.wait_for_function("() => document.activeElement.id === 'why-text'")
        page.keyboard.type("They say ")
        first.process.kill()
        first.process.wait()
        page.keyboard.type("so themselves")
        said(page, "does not answer")
        page.keyboard.press("Enter")
        assert page.input_value("#why-text") == "They say so themselves"
    assert rated(case) == {("anna", "e1", "punish"): "CC"}
    with started(case.path, "--port", port, "--as", "anna") as second:
        said(page, "has ended")
        assert page.input_value("#why-text") == "They say so themselves"
        other = context.new_page()
        other.goto(second.door)
        said(page, "The workbench answers again.")
        assert page.input_value("#why-text") == "They say so themselves"
        page.reload()
        cell(page, "e1", "punish").focus()
        page.keyboard.press("w")
        page.wait_for_function("() => document.activeElement.id === 'why-text'")
        assert page.input_value("#why-text") == "They say so themselves"
        page.keyboard.press("Enter")
        said(page, "The reason is kept")
    assert [rating.why for rating in case.state.ratings if rating.analyst == "anna"] == ["They say so themselves"]
    context.close()


def test_a_field_that_could_not_be_saved_stands_there_again(case: Case, browser: Any, bench: Workbench) -> None:
    """What was typed into a field and not saved is back after a reload, marked; Enter saves it, Escape drops it."""
    with looking(browser, bench, "sources") as page:
        page.locator("#author-s1").press_sequentially("Marte Voss")
        page.reload()
        said(page, "not saved")
        assert page.input_value("#author-s1") == "Marte Voss"
        assert case.state.sources[0].author is None
        page.locator("#author-s1").press("Enter")
        page.locator("#known-author-s1", has_text="anna").wait_for()
        assert case.state.sources[0].author == "Marte Voss"
        page.locator("#outlet-s1").press_sequentially("The Quay")
        page.reload()
        said(page, "not saved")
        page.locator("#outlet-s1").press("Escape")
        assert page.input_value("#outlet-s1") == ""
        page.reload()
        assert page.input_value("#outlet-s1") == ""
        assert case.state.sources[0].outlet is None


def test_a_new_hypothesis_half_typed_outlives_a_reload(browser: Any, bench: Workbench) -> None:
    """A form that was not sent is filled in again."""
    with looking(browser, bench, "hypotheses") as page:
        page.locator("#new-name").press_sequentially("A quarrel of cousins")
        page.reload()
        assert page.input_value("#new-name") == "A quarrel of cousins"
        page.locator("#new-name").press("Enter")
        said(page, "is a hypothesis now")
        page.wait_for_function("() => document.querySelector('#new-name').value === ''")
        page.reload()
        assert page.input_value("#new-name") == ""


def test_what_is_typed_stays_while_the_page_renews(case: Case, browser: Any, bench: Workbench) -> None:
    """A change from elsewhere renews the page around a field that is being typed into, not the field."""
    with looking(browser, bench, "sources") as page:
        page.locator("#author-s1").press_sequentially("Marte")
        case.set("source/s1/reliability", "B")
        case.set("source/s1/outlet", "The Quay")
        page.wait_for_timeout(2500)
        page.locator("#author-s1").press_sequentially(" Voss")
        assert page.input_value("#author-s1") == "Marte Voss"
        page.keyboard.press("Tab")
        page.locator("h1").click()
        page.locator("#known-author-s1", has_text="anna").wait_for()
        page.wait_for_function("() => document.querySelector('#outlet-s1').value === 'The Quay'")
    assert case.state.sources[0].author == "Marte Voss"


def test_two_people_on_one_folder_see_each_other_at_once(case: Case, browser: Any) -> None:
    """Each has a server of their own: both ratings are kept and shown, and each undoes only their own."""
    with (
        started(case.path, "--port", "0", "--as", "anna") as anna,
        started(case.path, "--port", "0", "--as", "bob") as bob,
    ):
        pages = []
        for one in (anna, bob):
            page = browser.new_context().new_page()
            page.set_default_timeout(15_000)
            page.goto(one.door)
            page.goto(f"{one.root}/case/port/matrix")
            cell(page, "e1", "punish").focus()
            pages.append(page)
        hers, his = pages
        hers.keyboard.press("5")
        his.locator("td[data-e=e1][data-h=punish] u[title=anna]", has_text="CC").wait_for()
        his.keyboard.press("2")
        hers.locator("td[data-e=e1][data-h=punish] u[title=bob]", has_text="I").wait_for()
        texts = [cell(page, "e1", "punish").locator(":scope > *").all_inner_texts() for page in pages]
        assert texts == [["CC", "C", "I"], ["I", "C", "CC"]]
        assert rated(case) == {("anna", "e1", "punish"): "CC", ("bob", "e1", "punish"): "I"}
        hers.keyboard.press("Control+z")
        his.locator("td[data-e=e1][data-h=punish] u[title=anna]").wait_for(state="detached")
        assert rated(case) == {("bob", "e1", "punish"): "I"}
        for page in pages:
            assert page.evaluate("() => document.activeElement.dataset.e") == "e1"
            page.context.close()
