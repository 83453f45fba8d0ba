"""Claims: found by words and facets, judged by keys one at a time or as a block."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import cuibono
from conftest import TEXT, store_small_case
from cuibono.case.records import Quote, Status
from cuibono.verbs import Case
from cuibono.web.live import Live
from workbench import Workbench, looking, said, serving, violations

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The small case, with a claim of anna's beside the machine's two."""
    store_small_case(tmp_path / "port")
    found = Case(tmp_path / "port", analyst="anna")
    start = TEXT.index("Aria closed the port")
    quote = Quote.of(TEXT, start, start + 20, found.state.sources[0].text_sha256)
    record = {"source": "s1", "quote": quote.model_dump(), "kind": "event", "confidence": 1.0, "reader": "anna"}
    found.set("claim/h1", {**record, "happened": "2021-05-03"})
    found.set("claim/c1/chain", [{"who": "two officials", "anonymous": True}, {"who": "the board"}])
    return found


def ids(bench: Workbench, query: str = "") -> list[str]:
    """The claims that the screen shows for a query, in its order."""
    with bench.client() as client:
        return [claim["id"] for claim in client.get(f"{bench.case}/claims.json?{query}").json()["claims"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["c1", "c2", "h1"]),
        ("q=SPRING", ["c2"]),
        ("q=the+board", ["c1"]),
        ("kind=event", ["h1"]),
        ("by=people", ["h1"]),
        ("by=machine", ["c1", "c2"]),
        ("status=accepted", []),
        ("source=s1", ["c1", "c2", "h1"]),
        ("source=nobody", []),
        ("sort=document", ["h1", "c1", "c2"]),
        ("sort=happened", ["h1", "c1", "c2"]),
        ("sort=speaker", ["h1", "c2", "c1"]),
    ],
)
def test_what_is_found(bench: Workbench, query: str, found: list[str]) -> None:
    """Words are looked for in quotes and speakers; facets narrow; each order is the same on every machine."""
    assert ids(bench, query) == found


def test_a_claim_tells_whose_it_is(bench: Workbench) -> None:
    """Speaker with the whole chain, the person who read or edited it, what it bears on."""
    with bench.client() as client:
        one, two, three = client.get(f"{bench.case}/claims.json?sort=document").json()["claims"]
    assert two["speaker"] == "two officials (anonymous), on the word of the board"
    assert (one["by"], two["by"], two["edited_by"], three["edited_by"]) == ("anna", "", "anna", "")
    assert one["happened_words"] == "2021-05-03"
    assert two["evidence"] == [{"id": "e1", "name": "Officials speak of punishment", "denied": False}]


def test_an_orphan_alarms(case: Case, bench: Workbench) -> None:
    """A claim whose words are gone is marked, counted and found by its status."""
    (case.path / "texts" / "s1.txt").write_text(TEXT.replace("every spring", "each spring"), "utf-8")
    with bench.client() as client:
        page = client.get(f"{bench.case}/claims").text
    assert ids(bench, "status=orphan") == ["c2"]
    assert "1 claim no longer in the text" in page


def test_ten_thousand_claims_come_in_pages(tmp_path: Path) -> None:
    """A page holds a hundred rows however many there are, and a page beyond the last is the last."""
    from large import large_case

    case = large_case(tmp_path / "large", hypotheses=3, evidence=30, sources=20, claims=2_000)
    with serving(case.path) as bench, bench.client() as client:
        found = client.get(f"{bench.case}/claims.json?page=3&sort=confidence").json()
        beyond = client.get(f"{bench.case}/claims.json?page=99999").json()
        page = client.get(f"{bench.case}/claims?q=quay")
    assert len(found["claims"]) == 100
    assert found["page"] == {"number": 3, "pages": 20, "first": 201, "last": 300, "total": 2000}
    assert beyond["page"]["number"] == 20
    assert page.text.count("data-select") <= 101


def test_accepting_weighs_nothing_anew(case: Case) -> None:
    """Whether a claim that counts was accepted moves no number, and is not worked out again; rejecting it is."""
    live = Live(case, "port")
    _ = live.view().posterior.shares
    accepted = live.act("claim/c1/status", "accepted")
    assert accepted.after.posterior.answer is accepted.before.posterior.answer
    assert accepted.after.posterior.state.status == {"c1": Status.ACCEPTED}
    rejected = live.act("claim/c1/status", "rejected")
    assert rejected.after.posterior.answer is not rejected.before.posterior.answer
    assert rejected.after.posterior.shares == case.weigh().shares


def test_an_empty_case_says_what_to_do(tmp_path: Path) -> None:
    """Without claims the screen leads to the documents."""
    cuibono.new(tmp_path / "empty", question="Why?")
    with serving(tmp_path / "empty") as bench, bench.client() as client:
        page = client.get(f"{bench.case}/claims").text
    assert "No claims yet" in page
    assert f"{bench.case}/sources" in page


def test_a_row_is_judged_by_keys(case: Case, bench: Workbench, browser: Any) -> None:
    """j goes to the first row; a accepts, a digit gives the credibility, u takes back."""
    with looking(browser, bench, "claims?sort=document") as page:
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("a")
        page.locator("#row-c1.accepted").wait_for()
        assert case.state.status == {"c1": Status.ACCEPTED}
        page.keyboard.press("2")
        said(page, "Credibility 2.")
        assert case.state.credibility == {"c1": 2}
        page.keyboard.press("u")
        said(page, "Taken back")
        assert case.state.credibility == {}


def test_a_block_is_judged_as_one(case: Case, bench: Workbench, browser: Any) -> None:
    """Shift with j selects a block; x rejects all of it, and one undo brings all of it back."""
    with looking(browser, bench, "claims?sort=document") as page:
        page.keyboard.press("j")
        page.keyboard.press("Shift+J")
        page.keyboard.press("Shift+J")
        page.locator("#count", has_text="3 selected").wait_for()
        page.keyboard.press("x")
        page.locator("#row-c2.rejected").wait_for()
        assert set(case.state.status.values()) == {Status.REJECTED}
        assert len(case.state.status) == 3
        assert page.locator("#chosen").is_hidden()
        page.keyboard.press("Control+z")
        page.locator("#row-c2.suggested").wait_for()
        assert case.state.status == {}


def test_credibility_is_chosen_from_its_meanings(case: Case, bench: Workbench, browser: Any) -> None:
    """The select says what each digit means, 6 being that nobody can tell, and sets it."""
    with looking(browser, bench, "claims?sort=document") as page:
        assert "cannot be judged" in page.inner_text("#credibility-c1 option[value='6']")
        page.select_option("#credibility-c1", "6")
        said(page, "Ctrl+Z")
    assert case.state.credibility == {"c1": 6}


def test_enter_lights_the_words(bench: Workbench, browser: Any) -> None:
    """Enter on a row opens the Reader with the claim's words lit."""
    with looking(browser, bench, "claims?sort=document") as page:
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/reader?claim=h1**")
        assert "".join(page.locator("#text .lit > [data-at]").all_inner_texts()) == "Aria closed the port"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 640), ("light", 390)])
def test_axe_finds_nothing(browser: Any, bench: Workbench, scheme: str, width: int) -> None:
    """No violation in light and dark, at twice the size and on a telephone; nothing is wider than the screen."""
    with looking(browser, bench, "claims", color_scheme=scheme, viewport={"width": width, "height": 900}) as page:
        if width > 640:
            page.keyboard.press("j")
            page.keyboard.press("Shift+J")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
