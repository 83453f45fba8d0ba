"""Trimming finds the furniture of pages of many kinds, and leaves the article whole."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import Trim
from cuibono.reading.furniture import MOST_LINES, trim

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))


def _numbers(trims: tuple[Trim, ...]) -> set[int]:
    return {number for run in trims for number in range(run.first, run.last + 1)}


def _labelled(path: Path) -> tuple[str, set[int], set[int]]:
    """The text of a page, and the numbers of its lines that are body, and furniture."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    text = "\n".join(line[2:] for line in lines)
    body = {number for number, line in enumerate(lines) if line.startswith("B ")}
    furniture = {number for number, line in enumerate(lines) if line.startswith("F ")}
    return text, body, furniture


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_line_of_the_article_is_lost(path: Path) -> None:
    """What the author wrote stays, headings and standfirst included."""
    text, body, _ = _labelled(path)
    lines = text.split("\n")
    assert [lines[number] for number in sorted(_numbers(trim(text)) & body)] == []


def test_nine_in_ten_lines_of_furniture_are_found() -> None:
    """Over all pages, with sites' words that no list of cues has."""
    found = missed = 0
    for path in PAGES:
        text, _, furniture = _labelled(path)
        trimmed = _numbers(trim(text))
        found, missed = found + len(trimmed & furniture), missed + len(furniture - trimmed)
    assert found / (found + missed) >= 0.9


def test_every_run_says_why() -> None:
    """Each run has a reason in words, runs are in order, apart, and inside the text."""
    for path in PAGES:
        text, _, _ = _labelled(path)
        runs = trim(text)
        assert all(run.reason for run in runs)
        assert all(one.last < other.first for one, other in pairwise(runs))
        assert all(0 <= run.first <= run.last < len(text.split("\n")) for run in runs)


def test_blank_lines_inside_a_run_belong_to_it() -> None:
    """Two furniture lines with blank lines between them are one run."""
    text = "\n\n".join(["The minister resigned on Monday because the party had lost faith in him."] * 1)
    text += " He gave no other reason, and he left by a side door.\n\nAdvertisement\n\n\nAll rights reserved."
    assert [(run.first, run.last) for run in trim(text)] == [(2, 5)]


def test_hard_wrapped_paragraphs_stay_whole() -> None:
    """Lines of a paragraph broken at a fixed width are kept or trimmed together."""
    paragraph = (
        "The ministry closed the crossing in January and said that a bridge had to be\n"
        "repaired before lorries could use it again. Drivers who had waited for days\n"
        "said that nobody had been seen working on the bridge, and that the guards had\n"
        "begun to turn them away long before the order was signed in the capital city.\n"
    )
    text = f"The closed bridge\n\n{paragraph}\n{paragraph}\n{paragraph}\nAll rights reserved.\n"
    kept = set(range(len(text.split("\n")))) - _numbers(trim(text))
    assert {number for number, line in enumerate(text.split("\n")) if line and "rights" not in line} <= kept


def test_a_text_too_long_to_be_a_page_is_left_alone() -> None:
    """Beyond the limit nothing is trimmed, so that time and memory stay bounded."""
    assert trim("Advertisement\n" * (MOST_LINES + 1)) == ()


def test_one_enormous_line_is_read_once() -> None:
    """Ten million characters without a line break are body, and no pattern chokes on them."""
    assert trim("because " * 1_250_000) == ()
    assert isinstance(trim("a" * 10_000_000), tuple)
    assert isinstance(trim("(" * 1_000_000 + "/" * 1_000_000), tuple)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=40).map("\n".join))
def test_any_text_has_runs_inside_it(text: str) -> None:
    """Whatever the text, the runs are ordered, apart, and within its lines; twice gives the same."""
    runs = trim(text)
    assert runs == trim(text)
    ends = [-1, *(edge for run in runs for edge in (run.first, run.last))]
    assert ends == sorted(ends)
    assert ends[-1] < len(text.split("\n"))
