"""A report of very many claims: every form is written, and its work and size grow with the claims, no faster."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from crowded import crowded
from cuibono.case import files, replay
from cuibono.case.folder import Folder
from cuibono.errors import StorageError
from cuibono.report import render
from cuibono.report.build import compose
from cuibono.report.citations import Material
from cuibono.verbs import Case

FEW, MANY = 300, 1200


@pytest.fixture(scope="module")
def cases() -> tuple[Material, Material]:
    """A case of some claims, and one of four times as many."""
    return crowded(FEW), crowded(MANY)


def calls(work: Callable[[], object]) -> int:
    """How many functions of ours the work calls: a measure that no busy machine changes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call" and "cuibono" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("form", [".html", ".md", ".docx", ".xlsx"])
def test_work_grows_with_the_claims(cases: tuple[Material, Material], form: str) -> None:
    """Four times the claims are at most about four times the work, and four times the bytes."""
    few, many = cases
    for case in cases:
        render(case, form)  # the posterior's own work is done once, and drawings are kept
    assert calls(lambda: render(many, form)) <= 5 * calls(lambda: render(few, form))
    assert len(render(many, form)) <= 5 * len(render(few, form))


def test_every_claim_has_its_footnote(cases: tuple[Material, Material]) -> None:
    """No claim that the answer rests on is left out, however many there are."""
    assert len(compose(cases[1]).footnotes) == MANY


def test_nothing_partial_is_written(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the report of before, whole, and no piece of the new one."""
    path = small_case.report(small_case.path / "out" / "report.xlsx")
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StorageError, match="the disk is full"):
        small_case.report(path, marking="red")
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == ["report.xlsx"]


def test_case_is_read_once(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report replays the journals once, however much of the case it shows."""
    replays: list[object] = []
    whole = replay.overlay
    monkeypatch.setattr("cuibono.case.folder.overlay", lambda *given: replays.append(given) or whole(*given))
    small_case.folder = Folder(small_case.path)
    small_case.report()
    assert len(replays) == 1
