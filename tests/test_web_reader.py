"""The Reader: what is lit, judged, made and trimmed there is exactly what the words on the page say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cuibono
from conftest import TEXT
from cuibono.case.records import Quote, Status, Trim
from cuibono.verbs import Case
from cuibono.web.trimlines import blocks, edges
from cuibono.web.windows import Mark, levels, lines, moved, window_at, windows
from workbench import Workbench, looking, said, serving, violations

ODD = "The 🛥🛥 envoy \u202edaid\u202c the “quay” closed. Боря 👩‍👩‍👧 said it was spite."
LETTERS = st.text(alphabet=st.sampled_from("ab \n\n🛥\u202eé"), max_size=200)


@pytest.fixture
def page(browser: Any, bench: Workbench) -> Iterator[Any]:
    """The Reader on the small case; its console must have stayed without errors."""
    with looking(browser, bench, "reader") as found:
        yield found


def case_of(bench: Workbench, tmp_path: Path) -> Case:
    """The case behind the workbench, as another program sees it."""
    return Case(tmp_path / bench.case.rpartition("/")[2], analyst="anna")


# ── Data ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(LETTERS, st.integers(1, 40), st.integers(1, 6))
def test_windows_are_the_text(text: str, characters: int, count: int) -> None:
    """The windows of a text follow one another without gap, none is larger than asked, and lines are numbered on."""
    found = windows(text, characters, count)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert all(one.end - one.start <= characters for one in found)
    assert all(text[: one.start].count("\n") == one.line for one in found)
    for offset in range(len(text)):
        one = found[window_at(found, offset)]
        assert one.start <= offset < one.end


@given(LETTERS, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 50)), max_size=6))
def test_runs_are_the_text_under_its_marks(text: str, spans: list[tuple[int, int]]) -> None:
    """Every character of a window stands once, at its own offset, under exactly the marks that cover it."""
    marks = [Mark(f"c{number}", "event", start, start + length) for number, (start, length) in enumerate(spans)]
    for window in windows(text, 40, 4):
        for line in lines(text, window, marks):
            for run in line.runs:
                assert text[run.at : run.at + len(run.text)] == run.text
                for at in range(run.at, run.at + len(run.text)):
                    assert {mark.id for mark in run.marks} == {m.id for m in marks if m.start <= at < m.end}
        shown = "\n".join("".join(run.text for run in line.runs) for line in lines(text, window, marks))
        assert shown == text[window.start : window.end].removesuffix("\n")


def test_a_long_line_is_cut_after_words() -> None:
    """Five million characters on one line are windows like any other text."""
    text = "word " * 1_000_000
    found = windows(text)
    assert len(found) > 400
    assert all(text[one.end - 1] == " " for one in found)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8))
def test_overlapping_underlines_stand_apart(spans: list[tuple[int, int]]) -> None:
    """Of claims that overlap no two share a level but the last, where all that lies deeper goes, and the same words."""
    marks = [Mark(f"c{number}", "event", *span) for number, span in enumerate((a, a + b) for a, b in spans)]
    found = levels(marks)
    for one in marks:
        for other in marks:
            same = (one.start, one.end) == (other.start, other.end)
            if one.id < other.id and one.start < other.end and other.start < one.end and found[one.id] < 2:
                assert (found[one.id] == found[other.id]) == same


@pytest.mark.parametrize(
    ("span", "by", "words"),
    [
        ((4, 10), (0, 0), "closed"),
        ((3, 11), (0, 0), "closed"),
        ((4, 10), (-1, 0), "They closed"[1:]),
        ((4, 10), (0, 2), "closed the port."),
        ((4, 10), (1, 1), "the"),
        ((10, 4), (0, 0), "closed"),
        ((4, 99), (0, 0), "closed the port."),
    ],
)
def test_ends_move_by_words(span: tuple[int, int], by: tuple[int, int], words: str) -> None:
    """A stretch loses the blanks at its ends, and its ends move by whole words."""
    text = "hey closed the port."
    start, end = moved(text, *span, *by)
    assert text[start:end] == words


def test_trim_lines_stand_where_trimming_begins_and_ends() -> None:
    """A text with trimmed lines in the middle has four trim lines, one at its head and one at its foot among them."""
    trims = blocks([Trim(first=2, last=3, reason="share")])
    found = [
        (edge["side"], edge["at"], edge["low"], edge["high"])
        for some in edges(trims, 9, 0, 8).values()
        for edge in some
    ]
    assert found == [("after", 0, 0, 2), ("before", 2, 0, 4), ("after", 4, 2, 9), ("before", 9, 4, 9)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=6), st.integers(36, 50))
def test_trim_lines_bound_what_is_trimmed(spans: list[tuple[int, int]], count: int) -> None:
    """Between two trim lines that face each other lies what is kept, all of it and nothing else."""
    trims = blocks([Trim(first=first, last=first + more, reason="x") for first, more in spans])
    found = [edge for some in edges(trims, count, 0, count - 1).values() for edge in some]
    kept = {
        line for above, below in zip(found[::2], found[1::2], strict=True) for line in range(above["at"], below["at"])
    }
    assert kept == set(range(count)) - {line for trim in trims for line in range(trim["first"], trim["last"] + 1)}
    assert all(edge["low"] <= edge["at"] <= edge["high"] for edge in found)


def test_one_source_at_a_time(bench: Workbench) -> None:
    """The twin has the text of one source, in runs, with the claims on it; a source that is not there is a 404."""
    with bench.client() as client:
        found = client.get(f"{bench.case}/reader.json").json()
        missing = client.get(f"{bench.case}/reader.json?source=nobody")
    assert "".join(run["text"] for line in found["lines"] for run in line["runs"]) == TEXT.replace("\n", "")
    assert [claim["id"] for claim in found["claims"]] == ["c1", "c2"]
    assert missing.status_code == 404
    assert "Sources screen" in missing.json()["error"]


def test_of_five_megabytes_a_part_is_sent(bench: Workbench, tmp_path: Path) -> None:
    """A long document comes in parts, each with its own lines; a part beyond the last is the last."""
    line = "The board closed the quay because the union had threatened a strike, a docker said.\n"
    (tmp_path / "port" / "texts" / "s1.txt").write_text(line * 60_000, "utf-8")
    with bench.client() as client:
        page = client.get(f"{bench.case}/reader?window=100")
        beyond = client.get(f"{bench.case}/reader.json?window=999999").json()
    assert len(page.text) < 200_000
    assert f'max="{beyond["window"]["count"]}" value="100"' in page.text
    assert beyond["window"]["number"] == beyond["window"]["count"] > 400
    assert beyond["window"]["last"] == 59_999


def test_least_sure_first(bench: Workbench, tmp_path: Path) -> None:
    """Claims can be had by confidence, lowest first."""
    case_of(bench, tmp_path).set("claim/c1/confidence", 0.9)
    with bench.client() as client:
        found = client.get(f"{bench.case}/reader.json?sort=confidence").json()
    assert [claim["id"] for claim in found["claims"]] == ["c2", "c1"]


def test_a_quote_is_what_stands_in_the_text(bench: Workbench) -> None:
    """The server gives the words of the stored text at the offsets, without blanks at the ends, and writes nothing."""
    start = TEXT.index(" two officials said")
    asked = {"source": "s1", "start": start, "end": start + len(" two officials said")}
    with bench.client() as client:
        made = client.post(f"{bench.case}/reader/quote", json=asked).json()
        empty = client.post(f"{bench.case}/reader/quote", json={**asked, "end": start})
        history = client.get(f"{bench.case}/reader.json").json()
    quote = made["quote"]
    assert quote["exact"] == "two officials said" == TEXT[quote["start"] : quote["end"]]
    assert made["reader"] == "anna"
    assert empty.status_code == 400
    assert "select the sentence" in empty.json()["error"]
    assert len(history["claims"]) == 2


def test_a_claim_whose_words_are_gone_alarms(bench: Workbench, tmp_path: Path) -> None:
    """Where the stored text no longer has the words, the Reader says so and does not underline others."""
    path = tmp_path / "port" / "texts" / "s1.txt"
    path.write_text(TEXT.replace("to punish Boria", "to please Boria"), "utf-8")
    with bench.client() as client:
        found = client.get(f"{bench.case}/reader.json").json()
    assert [claim["id"] for claim in found["lost"]] == ["c1"]
    assert {mark["id"] for line in found["lines"] for run in line["runs"] for mark in run["marks"]} == {"c2"}


def test_an_empty_case_says_what_to_do(browser: Any, tmp_path: Path) -> None:
    """Without documents the Reader leads to the Sources screen, and its keys do nothing."""
    cuibono.new(tmp_path / "empty", question="Why?")
    with serving(tmp_path / "empty") as bench, bench.client() as client:
        page = client.get(f"{bench.case}/reader")
        twin = client.get(f"{bench.case}/reader.json").json()
        with looking(browser, bench, "reader") as opened:
            for key in "jkaxentu":
                opened.keyboard.press(key)
            assert violations(opened) == []
    assert page.status_code == 200
    assert f"{bench.case}/sources" in page.text
    assert twin["source"] is None


# ── In the browser ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_keys_light_the_exact_words(page: Any) -> None:
    """j and k go from claim to claim, and what is lit is the claim's quote, no more and no less; so does a click."""
    page.keyboard.press("j")
    assert "".join(page.locator("#text .lit > [data-at]").all_inner_texts()) == "to punish Boria for the fish tariff"
    page.keyboard.press("j")
    assert "".join(page.locator("#text .lit > [data-at]").all_inner_texts()) == "the port loses money every spring"
    assert "claim=c2" in page.url
    page.keyboard.press("k")
    assert page.locator("#claims [aria-current]").get_attribute("data-claim") == "c1"
    page.locator("#text [data-of=c2]").first.click()
    assert page.locator("#claims [aria-current]").get_attribute("data-claim") == "c2"


def test_keys_judge_and_take_back(page: Any, bench: Workbench, tmp_path: Path) -> None:
    """a accepts, x rejects, u takes back; a rejected claim loses its line and stays in the list."""
    case = case_of(bench, tmp_path)
    page.keyboard.press("j")
    page.keyboard.press("a")
    said(page, "Accepted.")
    assert case.state.status == {"c1": Status.ACCEPTED}
    page.keyboard.press("x")
    said(page, "Rejected")
    assert case.state.status == {"c1": Status.REJECTED}
    page.locator("#claim-c1.rejected").wait_for()
    assert page.locator("#text [data-of=c1]").count() == 0
    page.keyboard.press("u")
    said(page, "Taken back")
    page.keyboard.press("Control+z")
    page.locator("#claim-c1.suggested").wait_for()
    assert case.state.status == {}


def test_quick_keys_end_where_the_case_is(page: Any, bench: Workbench, tmp_path: Path) -> None:
    """However quickly keys follow one another, acts keep their order, and the page at last shows what the case has."""
    page.keyboard.press("j")
    for key in "axaxau":
        page.keyboard.press(key)
    said(page, "Taken back")
    assert case_of(bench, tmp_path).state.status == {"c1": Status.REJECTED}
    page.locator("#claim-c1.rejected").wait_for()
    page.wait_for_timeout(500)
    assert page.locator("#claim-c1.rejected").count() == 1


def test_a_selection_becomes_a_claim(browser: Any, tmp_path: Path) -> None:
    """Words selected after emoji and marks that turn the line are quoted exactly, in code points."""
    (tmp_path / "odd.txt").write_text(f"A long first line of the paper stands here.\n\n{ODD}\n", "utf-8")
    cuibono.new(tmp_path / "odd", [tmp_path / "odd.txt"], question="Why?")
    with serving(tmp_path / "odd") as bench, looking(browser, bench, "reader") as page:
        page.evaluate(
            """() => {
              const runs = [...document.querySelectorAll('#text [data-at]')];
              const first = runs.find(run => run.textContent.includes('envoy')), last = runs.at(-1);
              const range = document.createRange();
              range.setStart(first.firstChild, first.firstChild.data.indexOf('envoy'));
              range.setEnd(last.firstChild, last.firstChild.data.indexOf(' said it'));
              getSelection().removeAllRanges(); getSelection().addRange(range);
            }"""
        )
        page.locator("#chosen").wait_for()
        page.keyboard.press("n")
        page.locator("#edit[open]").wait_for()
        assert "⟦U+202E⟧" in page.inner_text("#edit-quote")
        page.fill("#f-speakers", "Боря")
        page.fill("#f-happened", "2021-05")
        page.select_option("#f-kind", "motive")
        page.keyboard.press("Enter")
        said(page, "Claim made.")
        state = Case(tmp_path / "odd", analyst="anna").state
    made = next(claim for claim in state.claims if claim.reader == "anna")
    text = (tmp_path / "odd" / "texts" / f"{made.source}.txt").read_text("utf-8")
    assert made.quote.exact == ODD[ODD.index("envoy") : ODD.index(" said it")]
    assert made.quote.holds_in(text)
    assert (made.kind, made.speaker) == ("motive", "Боря")
    assert made.happened is not None
    assert made.happened.iso == "2021-05-01/2021-05-31"


def test_a_claim_by_keyboard_alone(page: Any, bench: Workbench, tmp_path: Path) -> None:
    """Without a selection n begins at the lit claim, and buttons move the ends of its quote by words."""
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.locator("#edit[open]").wait_for()
    page.locator("[data-ends='1 0']").press("Enter")
    page.locator("#edit-quote", has_text=re.compile("^punish Boria for the fish tariff$")).wait_for()
    page.locator("[data-ends='0 -1']").press("Enter")
    page.locator("#edit-quote", has_text=re.compile("^punish Boria for the fish$")).wait_for()
    page.locator("#f-why").press("Enter")
    said(page, "Claim made.")
    assert "punish Boria for the fish" in {claim.quote.exact for claim in case_of(bench, tmp_path).state.claims}


def test_a_lit_claim_is_all_its_runs(browser: Any, bench: Workbench, tmp_path: Path) -> None:
    """A claim that another one cuts in three is lit, and begun from, as a whole."""
    case = case_of(bench, tmp_path)
    start = TEXT.index("Boria for")
    quote = Quote.of(TEXT, start, start + 9, case.state.sources[0].text_sha256)
    case.set("claim/h9", {"source": "s1", "quote": quote.model_dump(), "kind": "event", "reader": "anna"})
    with looking(browser, bench, "reader?claim=c1") as page:
        assert page.locator("#text .lit").count() == 3
        page.keyboard.press("n")
        page.locator("#edit[open]").wait_for()
        assert page.inner_text("#edit-quote") == "to punish Boria for the fish tariff"


def test_editing_sets_what_differs(page: Any, bench: Workbench, tmp_path: Path) -> None:
    """Saving the form sets the fields that were changed, in one act; it can add the claim to evidence."""
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("#edit[open]").wait_for()
    page.fill("#f-speakers", "two officials; the board")
    page.select_option("#f-level", "possible")
    page.fill("#f-words", "may")
    page.select_option("#f-credibility", "3")
    page.select_option("#f-evidence", "e2")
    page.select_option("#f-relation", "denied_by")
    page.fill("#f-why", "read again")
    page.keyboard.press("Enter")
    said(page, "Claim changed.")
    case = case_of(bench, tmp_path)
    state = case.state
    claim = next(claim for claim in state.claims if claim.id == "c1")
    assert [link.who for link in claim.chain] == ["two officials", "the board"]
    assert (claim.certainty.level, claim.certainty.words) == ("possible", "may")
    assert state.credibility == {"c1": 3}
    assert next(item for item in state.evidence if item.id == "e2").denied_by == ("c1",)
    assert {entry.why for entry in case.history()} == {"read again"}
    assert len({entry.batch for entry in case.history()}) == 1
    page.locator("#edit").wait_for(state="hidden")
    page.keyboard.press("u")
    said(page, "Taken back")
    assert case.state.credibility == {}


def test_what_is_typed_survives_a_reload(page: Any) -> None:
    """A form that was being filled in is as it was after the page was loaded again."""
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("#edit[open]").wait_for()
    page.fill("#f-actor", "the board of the port")
    page.reload()
    page.keyboard.press("e")
    page.locator("#edit[open]").wait_for()
    assert page.input_value("#f-actor") == "the board of the port"


def test_the_trim_line_moves_by_keys(page: Any, bench: Workbench, tmp_path: Path) -> None:
    """Moving the line up over a claim takes it from the case; undo brings it back."""
    case = case_of(bench, tmp_path)
    edge = page.locator(".edge").last
    edge.focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert page.locator(".line.cut").count() == 3
    assert case.history() == ()
    page.keyboard.press("Enter")
    said(page, "Lines 4 to 6 are trimmed.")
    assert case.state.status == {"c2": Status.TRIMMED}
    page.locator("#claim-c2").wait_for(state="detached")
    assert page.locator("#text [data-of=c2]").count() == 0
    page.keyboard.press("u")
    page.locator("#claim-c2").wait_for()
    assert case.state.status == {}


def test_the_trim_line_moves_by_mouse(page: Any, bench: Workbench, tmp_path: Path) -> None:
    """Dragging the line at the foot up trims what is below it, and dragging it down again keeps it."""
    case = case_of(bench, tmp_path)
    drag(page, page.locator(".edge").last, page.locator("[data-line='4']"))
    said(page, "Lines 5 to 6 are trimmed.")
    assert [(trim.first, trim.last) for trim in case.state.trims["s1"]] == [(4, 5)]
    drag(page, page.locator("#edge-before-4"), page.locator("[data-line='5']"))
    said(page, "Line 5 is kept.")
    assert [(trim.first, trim.last, trim.reason) for trim in case.state.trims["s1"]] == [(5, 5, "analyst anna")]


def test_selected_lines_are_trimmed_and_kept(page: Any, bench: Workbench, tmp_path: Path) -> None:
    """t trims the lines that are selected, and keeps them where they are trimmed."""
    case = case_of(bench, tmp_path)
    select = "(line) => getSelection().selectAllChildren(document.querySelector(`[data-line='${line}']`))"
    page.evaluate(select, 2)
    page.keyboard.press("t")
    said(page, "Line 3 is trimmed.")
    assert case.state.status == {"c1": Status.TRIMMED}
    page.locator("#edge-before-2").wait_for()
    page.evaluate(select, 2)
    page.keyboard.press("t")
    said(page, "Line 3 is kept.")
    assert case.state.status == {}


def drag(page: Any, what: Any, to: Any) -> None:
    """Take something by the mouse and drop it on the upper half of something else."""
    box, target = what.bounding_box(), to.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 2, steps=5)
    page.mouse.up()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 640), ("light", 390)])
def test_axe_finds_nothing(browser: Any, bench: Workbench, scheme: str, width: int) -> None:
    """No violation in light and dark, at twice the size and on a telephone; nothing is wider than the screen."""
    settings = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with looking(browser, bench, "reader?claim=c1", **settings) as page:
        if width == 1280:
            page.keyboard.press("e")
            page.locator("#edit[open]").wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
