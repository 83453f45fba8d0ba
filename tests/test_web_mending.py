"""Bad input and bad luck: whatever is wrong is said in plain words on the page, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from conftest import store_small_case
from cuibono.verbs import Case
from cuibono.web.screens import SCREENS
from workbench import Workbench, said, serving, violations, visiting


@contextmanager
def tiny(folder: Path, size: str = "160k") -> Iterator[Path]:
    """A small file system of its own; skips where none can be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a file system of its own can only be mounted by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def broken(case: Case) -> int:
    """Give a hypothesis a prior that is none; returns the line of `case.toml` on which it stands."""
    toml = case.path / "case.toml"
    lines = toml.read_text("utf-8").splitlines()
    number = lines.index('id = "punish"') + 1
    lines.insert(number, "prior = 7")
    toml.write_text("\n".join(lines) + "\n", "utf-8")
    return number + 1


def mend(case: Case) -> None:
    """Take that out again."""
    toml = case.path / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace("prior = 7\n", ""), "utf-8")


def test_what_to_mend_is_shown_and_comes_back(case: Case, bench: Workbench, browser: Any) -> None:
    """File, line, the line's words and a remedy; when the file is mended the page comes back by itself."""
    line = broken(case)
    with visiting(browser, bench, "overview") as page:
        page.get_by_role("heading", name="This case needs mending").wait_for()
        row = page.locator("tbody tr").first.inner_text()
        assert all(words in row for words in ("case.toml", str(line), "prior = 7", "hypotheses[0].prior")), row
        assert page.locator("tbody tr").first.locator("td").last.inner_text()
        assert violations(page) == []
        mend(case)
        page.locator("#overview").wait_for()
        assert case.history() == ()


@pytest.mark.parametrize("name", [screen.slug for screen in SCREENS])
def test_every_screen_leads_to_what_to_mend(case: Case, bench: Workbench, name: str) -> None:
    """No screen shows numbers of a case that does not hold together; its data says the same."""
    broken(case)
    with bench.client() as client:
        page, data = client.get(f"{bench.case}/{name}"), client.get(f"{bench.case}/{name}.json")
    assert page.status_code == data.status_code == 409
    assert "needs mending" in page.text
    assert "case.toml" in data.json()["problems"][0]


def test_a_page_that_is_open_stays_while_the_case_is_mended(case: Case, bench: Workbench, browser: Any) -> None:
    """The case breaks under one's hands: the page says so and stays, acts are refused, and all goes on afterwards."""
    with visiting(browser, bench, "matrix") as page:
        page.locator("td[data-e]").first.focus()
        page.keyboard.press("4")
        said(page, "Ctrl+Z takes it back")
        broken(case)
        page.locator("#said.wrong", has_text="case.toml").wait_for()
        page.keyboard.press("5")
        page.wait_for_timeout(300)
        assert page.locator("td[data-e] b").all_inner_texts() == ["C"]
        mend(case)
        page.keyboard.press("5")
        said(page, "Ctrl+Z takes it back")
        page.locator("td[data-e] b", has_text="CC").wait_for()
    assert [entry.to for entry in case.history()] == ["C", "CC"]


def test_a_broken_journal_line_is_shown_with_its_words(case: Case, bench: Workbench) -> None:
    """A line of the journal that cannot be applied is named with its number and its content."""
    entry = case.rate("e1", "money", "C")
    journal = case.path / "journal" / "anna.jsonl"
    journal.write_text(journal.read_text("utf-8").replace("rating/e1/money", "rating/e1/gold"), "utf-8")
    with bench.client() as client:
        page = client.get(f"{bench.case}/matrix")
    assert page.status_code == 409
    assert "journal/anna.jsonl" in page.text
    assert entry.id in page.text


def test_a_case_of_a_newer_version_is_read_not_changed(case: Case, bench: Workbench, browser: Any) -> None:
    """The reason, and what people wrote in the file; acts are refused, and no byte of the folder changes."""
    toml = case.path / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace("format = 1", "format = 9"), "utf-8")
    before = {
        path: path.read_bytes() for path in case.path.rglob("*") if path.is_file() and ".cuibono" not in path.parts
    }
    with visiting(browser, bench, "matrix") as page:
        page.get_by_role("heading", name="can be read here, not changed").wait_for()
        text = page.inner_text("main")
        assert "format 9" in text
        assert "install a newer cuibono" in text
        assert "Punish Boria for the tariff" in text
        assert "edits" not in page.inner_html("main")
        assert violations(page) == []
    with bench.client() as client:
        refused = client.post(f"{bench.case}/acts", json={"target": "rating/e1/money", "to": "C"})
        assert client.get("/").status_code == 200
    assert refused.status_code == 409
    assert "newer cuibono" in refused.json()["error"]
    assert {path: path.read_bytes() for path in before} == before


def test_a_read_only_folder_can_be_looked_at(browser: Any, tmp_path: Path) -> None:
    """Every screen says that it is read-only; an act is refused with the remedy, and the cell is as it was."""
    with tiny(tmp_path / "disk") as disk:
        store_small_case(disk / "port")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with serving(disk / "port") as bench, visiting(browser, bench, "matrix") as page:
            assert "Read-only" in page.inner_text("main")
            assert violations(page) == []
            page.locator("td[data-e]").first.focus()
            page.keyboard.press("5")
            page.locator("#said.wrong", has_text="read-only").wait_for()
            assert page.locator("td[data-e] b").count() == 0
            page.goto(f"{bench.root}{bench.case}/overview")
            assert "Read-only" in page.inner_text("main")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_one_may_not_write_to(case: Case, bench: Workbench) -> None:
    """Without the right to write, the same is said."""
    case.path.chmod(0o500)
    try:
        with bench.client() as client:
            assert "Read-only" in client.get(f"{bench.case}/overview").text
            refused = client.post(f"{bench.case}/acts", json={"target": "rating/e1/money", "to": "C"})
        assert refused.status_code == 507
        assert "may not write" in refused.json()["error"]
    finally:
        case.path.chmod(0o700)


def test_a_full_disk_refuses_and_keeps(browser: Any, tmp_path: Path) -> None:
    """When the disk is full the page says so, the cell shows what is kept, and with room again it goes on."""
    with tiny(tmp_path / "disk") as disk:
        store_small_case(disk / "port")
        case = Case(disk / "port", analyst="anna")
        with serving(disk / "port") as bench, visiting(browser, bench, "matrix") as page:
            page.locator("td[data-e]").first.focus()
            page.keyboard.press("4")
            said(page, "Ctrl+Z takes it back")
            with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
                while True:
                    filler.write(b"x" * 4096)
            entries = len(case.history())
            while page.locator("#said.wrong").count() == 0:
                page.keyboard.press("1")
                page.wait_for_timeout(50)
            said(page, "the disk is full")
            (disk / "filler").unlink()
            kept = case.state.ratings[-1].code
            assert page.locator("td[data-e] b").all_inner_texts() == [kept.value if kept else ""]
            page.keyboard.press("5")
            said(page, "Ctrl+Z takes it back")
            assert len(case.history()) > entries
            assert case.check() == ()


def test_a_vanished_folder_is_said_and_comes_back(case: Case, bench: Workbench, browser: Any) -> None:
    """A case that was moved away is named with its place; moved back, the page is there again."""
    away = case.path.with_name("away")
    with visiting(browser, bench, "overview") as page:
        case.path.rename(away)
        page.goto(f"{bench.root}{bench.case}/overview")
        page.get_by_role("heading", name="This is not there").wait_for()
        assert str(case.path) in page.inner_text("main")
        page.goto(f"{bench.root}/")
        assert "No case has been opened yet" in page.inner_text("main")
        page.goto(f"{bench.root}{bench.case}/overview")
        away.rename(case.path)
        page.locator("#overview").wait_for()


@pytest.mark.parametrize("name", ["texts/s1.txt", "claims.jsonl", "draft.jsonl", "sources/s1.txt", "sources.jsonl"])
def test_a_vanished_file_is_no_crash(case: Case, bench: Workbench, name: str) -> None:
    """Whatever file is gone, every screen answers with a page: as far as it can be shown, or what to mend."""
    (case.path / name).unlink()
    with bench.client() as client:
        for screen in SCREENS:
            found = client.get(f"{bench.case}/{screen.slug}")
            assert found.status_code in {200, 409}, (screen.slug, found.text)
            assert client.get(f"{bench.case}/{screen.slug}.json").status_code == found.status_code


def test_an_expired_session_is_a_page(bench: Workbench, browser: Any) -> None:
    """An old address is answered with a page that says what to do; a page that is open says it, too."""
    with visiting(browser, bench, "matrix") as page:
        page.context.clear_cookies()
        page.locator("td[data-e]").first.focus()
        page.keyboard.press("5")
        page.locator("#said.wrong", has_text="has ended").wait_for()
        assert page.locator("td[data-e] b").count() == 0
        reply = page.goto(f"{bench.root}{bench.case}/overview")
        assert reply.status == 403
        page.get_by_role("heading", name="This workbench has ended").wait_for()
        assert "cuibono serve" in page.inner_text("main")
        assert violations(page) == []


def test_a_wrong_address_is_a_page(bench: Workbench, browser: Any) -> None:
    """A case or a screen that is not there, or a claim that is gone, is said in words."""
    with visiting(browser, bench, "overview") as page:
        for path in ("/case/nowhere/overview", f"{bench.case}/nowhere", f"{bench.case}/reader?claim=gone"):
            reply = page.goto(bench.root + path)
            assert reply.status in {200, 404}
            assert page.locator("h1").count() == 1
            assert len(page.inner_text("main")) > 20


def test_a_fault_of_its_own_is_said(case: Case, bench: Workbench, capfd: pytest.CaptureFixture[str]) -> None:
    """Where the workbench itself fails, the page says that nothing is lost, and the terminal has the traceback."""
    (case.path / "case.toml").chmod(0o000)
    (case.path / "journal").mkdir()
    (case.path / "journal" / "anna.jsonl").mkdir()
    with bench.client() as client:
        found = client.get(f"{bench.case}/overview")
    assert found.status_code >= 400
    assert "<h1>" in found.text
    assert "content-security-policy" in found.headers
    capfd.readouterr()


def test_the_shelf_says_which_case_needs_mending(case: Case, bench: Workbench, browser: Any) -> None:
    """Home lists a broken case with its first problem, and the others as ever."""
    store_small_case(case.path.with_name("other"))
    broken(case)
    with visiting(browser, bench, "overview") as page:
        page.goto(f"{bench.root}/")
        assert "Needs mending" in page.inner_text("main")
        assert violations(page) == []
