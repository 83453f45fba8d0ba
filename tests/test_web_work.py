"""Long work from the page: documents taken in and read in the background, with its progress seen, and stopped."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

import pytest

from cuibono.case import files
from cuibono.verbs import Case
from workbench import Workbench, looking, said


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder of a dozen articles, and one that nobody can read."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(12):
        words = f"The board closed quay {number} because the union had threatened a strike, a docker said."
        (folder / f"letter-{number:02}.txt").write_text(f"Port letter {number}\n\n{words}\n", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing else")
    return folder


def fingerprint(case: Case) -> dict[str, str]:
    """Every file of the case with what is in it; what is derived, locks included, left out."""
    found = (path for path in sorted(case.path.rglob("*")) if path.is_file() and ".cuibono" not in path.parts)
    return {str(path.relative_to(case.path)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def status(bench: Workbench) -> dict[str, Any]:
    """How far the work is, as data."""
    with bench.client() as client:
        found: dict[str, Any] = client.get(f"{bench.case}/work.json").json()
        return found


def test_a_folder_is_taken_in_and_read(case: Case, bench: Workbench, browser: Any, papers: Path) -> None:
    """Chosen files are taken in and read, with progress; one that cannot be read is listed with the reason."""
    with looking(browser, bench, "sources") as page:
        seen = page.evaluate_handle(
            """() => {
                const seen = [];
                const bar = document.querySelector("#working progress");
                new MutationObserver(() => seen.push([bar.value, bar.max])).observe(bar, {attributes: true});
                return seen;
            }"""
        )
        page.set_input_files("#files", sorted(papers.iterdir()))
        said(page, "12 new sources, 0 known already, 1 unread")
        steps = seen.json_value()
        assert {total for _, total in steps} >= {13}
        assert len({done for done, _ in steps}) > 3
        assert page.locator("#working").is_hidden()
        page.locator("#unread", has_text="broken.pdf").wait_for()
        page.locator(".sources tbody tr").nth(12).wait_for()
    assert len(case.state.sources) == 13
    assert case.readings()


def test_stop_leaves_the_case_as_it_was(case: Case, bench: Workbench, browser: Any, papers: Path) -> None:
    """Stopped while documents are taken in: every file of the case has the bytes that it had."""
    before = fingerprint(case)
    with looking(browser, bench, "sources") as page:
        with files.turn(case.path):
            page.set_input_files("#files", sorted(papers.iterdir()))
            page.locator("#working", has_text="taking in").wait_for()
            page.get_by_role("button", name="Stop").click()
        said(page, "stopped; the case is as it was")
        assert page.locator("#working").is_hidden()
    assert fingerprint(case) == before
    assert status(bench)["status"] == "stopped"


@pytest.mark.parametrize("moment", ["taken in", "reading", "drafting"])
def test_stop_at_any_moment(case: Case, bench: Workbench, papers: Path, moment: str) -> None:
    """Whenever it comes, before or during the reading: the new documents are out again, their files too."""
    from cuibono.web.doing import _add
    from cuibono.web.live import Live
    from cuibono.web.work import StoppedError

    before = fingerprint(case)

    def progress(what: str, done: int, total: int) -> None:
        if what.startswith(moment):
            raise StoppedError("stopped; the case is as it was")

    with pytest.raises(StoppedError, match="as it was"):
        _add(Live(case, "port"), papers, progress)
    assert fingerprint(case) == before


def test_what_somebody_has_used_is_not_taken_out_again(case: Case, papers: Path) -> None:
    """A document that was judged while it waited to be read stays, and the sentence says so."""
    from cuibono.web.doing import _add
    from cuibono.web.live import Live
    from cuibono.web.work import StoppedError

    def progress(what: str, done: int, total: int) -> None:
        if what.startswith("reading"):
            new = next(source for source in case.state.sources if source.id != "s1")
            Case(case.path, analyst="bob").set(f"source/{new.id}/reliability", "B")
            raise StoppedError("stopped; the case is as it was")

    with pytest.raises(StoppedError, match="12 new sources, 0 known already, 1 unread, and not read yet"):
        _add(Live(case, "port"), papers, progress)
    assert len(case.state.sources) == 13
    assert case.check() == ()


def test_one_piece_of_work_at_a_time(case: Case, bench: Workbench, browser: Any, papers: Path) -> None:
    """While one runs, a second is refused in words, in this tab and in another, which sees how far the first is."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(bench.door)
    page.goto(f"{bench.root}{bench.case}/sources")
    with files.turn(case.path):
        page.set_input_files("#files", [papers / "letter-00.txt"])
        page.locator("#working", has_text="taking in").wait_for()
        other = context.new_page()
        other.goto(f"{bench.root}{bench.case}/sources")
        other.locator("#working", has_text="taking in").wait_for()
        other.click("#read")
        said(other, "this case is busy")
        page.set_input_files("#files", [papers / "letter-01.txt"])
        said(page, "this case is busy")
    said(page, "1 new source")
    said(other, "1 new source")
    assert {source.name for source in case.state.sources} == {"port.txt", "letter-00.txt"}
    context.close()


def test_acts_go_on_while_documents_are_read(case: Case, bench: Workbench, papers: Path) -> None:
    """Rating does not wait for the work to end, and the work does not undo it."""
    with bench.client() as client:
        parts = [("files", (path.name, path.read_bytes())) for path in sorted(papers.iterdir())]
        assert client.post(f"{bench.case}/documents", files=parts).status_code == 202
        rated = client.post(f"{bench.case}/acts", json={"target": "rating/e1/money", "to": "II"})
        assert rated.status_code == 200
        while status(bench)["status"] == "running":
            time.sleep(0.05)
    assert status(bench)["status"] == "done"
    assert any(r.analyst == "anna" and r.hypothesis == "money" for r in case.state.ratings)
    assert len(case.state.sources) == 13
