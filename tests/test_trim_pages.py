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


ARTICLE = (
    "The harbour board closed the eastern pier on Monday because it feared a strike by the dock workers.",
    "Dock workers called that an excuse, and two captains agreed with them, saying that the harbour was half empty.",
    "The ministry has promised to open the harbour again when the talks have ended, but nobody expects that this year.",
    "“We have seen this before,” said a captain of a ferry, “and it has never ended well for those who work here.”",
)


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize(
    "line",
    [
        "This report contains material from Norwire and the Kamen Post.",
        "Information from Norwire was used in this report.",
        "Norwire and the Kamen Post contributed.",
        "With inputs from agencies",
        "Ann Lee reported from Kamen; Cy Poe from Norwick.",
        "As the strike goes on, Ann Lee explains what it means. Watch her interview to understand the dispute:",
        "Correction (May 3): The pier was closed in April.",
        "The opinions expressed here are her own.",
        "In this May 3, 2019 photo, captains wait at the pier in Kamen.",
        ">> Why the captains are angry",
        "FILE - In this Sept. 3, 2019, file photo, captains wait at the pier in Kamen.",
        "Page 1 of 2",
        "Ann Lee | March 3, 2019",
        "_By Ann Lee, 3 March 2019_",
        "Opinion:The strike that nobody wanted",
        "Captains Ask For More Pay Listen · 4:09 4:09",
        "Story highlights Captains say that they will not give in",
        "This article is more than 3 years old",
    ],
)
def test_a_line_of_furniture_is_told_wherever_it_stands(line: str, place: int) -> None:
    """Credits of agencies, invitations to a video, notes, captions, links and signed dates go, and nothing else."""
    lines = [*ARTICLE[:place], line, *ARTICLE[place:]]
    assert _numbers(trim("\n".join(lines))) == {place}


def test_what_stands_beside_an_article_ends_with_its_first_sentence() -> None:
    """Highlights are a list without full stops; the article begins where one stands."""
    highlights = ["Story highlights Harbour board closes pier", "Captains call it an excuse", "Talks go on"]
    assert _numbers(trim("\n".join([*highlights, *ARTICLE]))) == {0, 1, 2}
    assert _numbers(trim("\n".join([*ARTICLE[:2], *highlights, *ARTICLE[2:]]))) == {2, 3, 4}


@pytest.mark.parametrize("line", ["View 12 comments", "Story highlights", "Join the debate on our page."])
def test_what_stands_below_an_article_goes(line: str) -> None:
    """A count of comments or a heading below the article is no part of it."""
    assert _numbers(trim("\n".join([*ARTICLE, line]))) == {len(ARTICLE)}


@pytest.mark.parametrize(
    ("line", "trimmed"),
    [
        ("Ann Lee is a columnist for the Kamen Post.", True),
        ("Ann Lee, a former captain, is the author of a book on harbours and teaches in Kamen.", True),
        ("He said: “Ann Lee is the author of a book on harbours.”", False),
    ],
)
def test_what_is_said_of_the_author_ends_the_article(line: str, trimmed: bool) -> None:
    """Below the article it is furniture; amid it, or in what somebody says, it is a statement like others."""
    assert _numbers(trim("\n".join([*ARTICLE, line]))) == ({len(ARTICLE)} if trimmed else set())
    assert not _numbers(trim("\n".join([*ARTICLE[:2], line, *ARTICLE[2:]])))


@pytest.mark.parametrize(
    "line",
    [
        "In a photo that was posted on Monday, two captains are seen at the pier.",
        "Corrections officers said: “Nobody has left the prison since the strike began.”",
        "Watch the captains, he told them, and do as they do.",
        "Clashes were reported from Kamen, and from two other harbours.",
        "Like us, the captains were told to wait until the talks had ended.",
    ],
)
def test_prose_that_begins_like_furniture_stays(line: str) -> None:
    """A photo, a correction or a report that the article itself speaks of is part of it."""
    assert not _numbers(trim("\n".join([*ARTICLE[:2], line, *ARTICLE[2:]])))


@pytest.mark.parametrize("label", ["Explainer", "Analysis", "Opinion", "Q&A"])
def test_a_headline_with_a_label_stays(label: str) -> None:
    """Many a headline says what kind of article it heads."""
    assert not _numbers(trim("\n\n".join([f"{label}: Why the harbour board closed the eastern pier", *ARTICLE])))


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
