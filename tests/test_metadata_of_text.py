"""Metadata of plain text: what stands near the beginning is taken with its line; everything else stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.case.records import Source
from cuibono.reading.documents import from_bytes, load

BODY = (
    "The ministry closed the harbour on Monday because it feared a strike by the dock workers, officials said.\n\n"
    "Dock workers called that an excuse. Two captains who asked not to be named agreed with them, and said that the "
    "harbour had been half empty for weeks before anybody spoke of a strike.\n\n"
    "The ministry has promised to open the harbour again as soon as the talks have ended, perhaps in June.\n"
)


def _source(text: str) -> Source:
    return from_bytes(text.encode(), "a.txt").source


def test_headline_byline_and_date_are_taken_with_their_lines() -> None:
    """Title, author and date near the beginning are known, and it is said from which line (counted from 1)."""
    source = _source(f"Why the ministry closed the harbour\n\nBy Ann Lee, Staff Writer\n\nMay 4, 2021\n\n{BODY}")
    assert source.title == "Why the ministry closed the harbour"
    assert source.author == "Ann Lee"
    assert str(source.published) == "2021-05-04"
    assert source.known["title"] == "text: headline, line 1"
    assert source.known["author"] == "text: byline, line 3"
    assert source.known["published"] == "text: date line, line 5"


def test_published_counts_and_updated_does_not() -> None:
    """Where a line gives both, the date after "Published" is taken; "Updated" alone is no date of publication."""
    head = "Why the ministry closed the harbour\n\n"
    both = _source(f"{head}Published 4 May 2021, updated 9 June 2021\n\n{BODY}")
    assert str(both.published) == "2021-05-04"
    assert _source(f"{head}Updated: 9 June 2021\n\n{BODY}").published is None


@pytest.mark.parametrize(
    ("line", "day", "author"),
    [
        ("By Ann Lee | 4/23/18", "2018-04-23", "Ann Lee"),
        ("By Ann Lee / 23-04-2018", "2018-04-23", "Ann Lee"),
        ("By Ann Lee (April 23, 2018)", "2018-04-23", "Ann Lee"),
        ("*By Ann Lee, 23 April 2018*", "2018-04-23", "Ann Lee"),
        ("*Posted 23 April 2018*", "2018-04-23", None),
        ("Ann Lee | April 23, 2018", "2018-04-23", None),
        ("Ann Lee, Kamen Post Published 5:00 p.m. ET April 23, 2018", "2018-04-23", None),
        ("By Ann Lee | 4/3/18", "None", "Ann Lee"),
        ("Ann Lee saw it on April 23, 2018", "None", None),
    ],
)
def test_a_date_beside_the_author_counts(line: str, day: str, author: str | None) -> None:
    """A byline with a date, with slashes or in italics, says when and who; not one whose date has two readings."""
    source = _source(f"Why the ministry closed the harbour\n\n{line}\n\n{BODY}")
    assert (str(source.published), source.author) == (day, author)


def test_a_dateline_with_a_year_counts() -> None:
    """The place line of a wire story gives the date where it has a year."""
    source = _source(f"Harbour closed by the ministry\n\nPORT HALLOW, May 4, 2021 (Norwire) - {BODY}")
    assert str(source.published) == "2021-05-04"
    assert _source(f"Harbour closed by the ministry\n\nPORT HALLOW, May 4 (Norwire) - {BODY}").published is None


@pytest.mark.parametrize(
    "text",
    [
        f"Why the ministry closed the harbour\n\nThe harbour on May 4, 2021. (Bo Ray/Norwire)\n\n{BODY}",
        f"Why the ministry closed the harbour\n\n{BODY}\nRelated stories\n\nA new pier\n\nJune 2, 2024\n\nBy: Bo Ray\n",
        f"Why the ministry closed the harbour\n\n03/04/2021\n\n{BODY}",
        f"Why the ministry closed the harbour\n\nMay 4, 2021\n\nJune 2, 2024\n\n{BODY}",
    ],
    ids=["caption", "teaser", "two readings", "two dates"],
)
def test_a_date_that_may_be_of_something_else_is_not_taken(text: str) -> None:
    """Captions, teasers, ambiguous figures and rival dates leave the date unknown, and the author too."""
    source = _source(text)
    assert source.published is None
    assert source.author is None
    assert "published" not in source.known


def test_a_block_of_keys_at_the_top_is_believed() -> None:
    """Two or more "Key: value" lines at the very top are metadata."""
    source = _source(
        f"Title: The harbour\nSource: Kamen Post\nDate: 2021-05-04\nURL: https://kamen.example/1\n\n{BODY}"
    )
    assert (source.title, source.outlet, str(source.published)) == ("The harbour", "Kamen Post", "2021-05-04")
    assert source.url == "https://kamen.example/1"


def test_a_text_that_starts_with_prose_has_no_title() -> None:
    """Nothing is made up: no headline, no title."""
    source = _source(BODY)
    assert (source.title, source.author, source.published, source.outlet) == (None, None, None, None)


def test_other_languages_are_told() -> None:
    """The language is found from the text, and a warning says what it means."""
    source = _source(
        "Das Ministerium hat den Hafen am Montag geschlossen, weil es einen Streik der Hafenarbeiter befürchtete. "
        "Die Arbeiter nannten das einen Vorwand, und zwei Kapitäne gaben ihnen recht."
    )
    assert source.language == "de"
    assert any("English only" in warning for warning in source.warnings)


def test_the_founding_articles_keep_their_secrets(shared: Path) -> None:
    """Neither states its date, one has no title and no author is named: all unknown, the one headline found."""
    told = {path.name: load(path).source for path in sorted((shared / "seeds").glob("*.txt"))}
    assert {source.published for source in told.values()} == {None}
    assert {source.author for source in told.values()} == {None}
    assert told["usip-interests-overlap.txt"].title is None
    assert told["rs-why-is-moscow-paying.txt"].known["title"] == "text: headline, line 6"
