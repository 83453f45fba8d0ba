"""Resolving expressions of time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading import periods
from cuibono.reading.dates import find
from cuibono.reading.sentences import split

TUESDAY = date(2019, 11, 19)


def resolve(text: str, published: date | None = TUESDAY) -> list[str | None]:
    mentions = find(text, split(text), published)
    return [periods.iso(mention.interval) if mention.interval else None for mention in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It happened on 14 May 2018.", "2018-05-14"),
        ("It happened on May 14, 2018.", "2018-05-14"),
        ("It happened in March.", "2019-03"),
        ("It happened in December.", "2018-12"),
        ("It will happen in December.", "2019-12"),
        ("It happened last September.", "2019-09"),
        ("It happened in April of last year.", "2018-04"),
        ("It happened on Monday.", "2019-11-18"),
        ("It happened on Tuesday.", "2019-11-19"),
        ("It will happen on Friday.", "2019-11-22"),
        ("It happened two days ago.", "2019-11-17"),
        ("It happened about ten years ago.", "2009"),
        ("It happened last week.", "2019-11-11/2019-11-17"),
        ("It happened earlier this month.", "2019-11-01/2019-11-18"),
        ("It happened last weekend.", "2019-11-16/2019-11-17"),
        ("It happened in the past year.", "2018-11/2019-11"),
        ("It happened this fall.", "2019-09/2019-11"),
        ("It happened in the second quarter.", "2019-04/2019-06"),
        ("It has gone on since early 2019.", "2019-01-01/.."),
        ("It has gone on since June.", "2019-06-01/.."),
        ("It went on until the end of October.", "../2019-10-31"),
        ("It must end by 2021.", "../2021-12-31"),
        ("It happened in the 1980s.", "1980/1989"),
        ("It happened in the 1960s and early 1970s.", "1960/1973"),
        ("It lasted from 2014 to 2017.", "2014/2017"),
        ("It has been there for two decades.", "1999/2019"),
        ("It came after 9/11.", "2001-09-11"),
    ],
)
def test_words_become_days(text: str, expected: str) -> None:
    """Every common way to say when is resolved against the day of publication."""
    assert resolve(text) == [expected]


@pytest.mark.parametrize("text", ["It happened on Monday.", "It happened last year.", "It happened in March."])
def test_without_a_publication_date_relative_dates_stay_open(text: str) -> None:
    """What is said from an unknown day is found, but means no day."""
    assert resolve(text, None) == [None]


def test_without_a_publication_date_absolute_dates_resolve() -> None:
    """What the words alone fix is resolved with or without a publication date."""
    assert resolve("It was May 2018, or in the 1980s.", None) == ["2018-05", "1980/1989"]


def test_later_expressions_lean_on_earlier_ones() -> None:
    """ "At the time" and "two days later" mean days by the date named before them."""
    assert resolve("They fought on 7 February 2018. Both were silent at the time.") == ["2018-02-07", "2018-02-07"]
    assert resolve("They fought on 7 February 2018. Two days later they left.") == ["2018-02-07", "2018-02-09"]


def test_what_is_no_date_is_not_read_as_one() -> None:
    """Modal "may", a march, amounts of money and counts of people are no dates."""
    assert resolve("They may march. It cost $2019, and 2018 people came to the March on the capital.") == []


@given(st.text(max_size=200), st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text_is_read(text: str, published: date | None) -> None:
    """Any text on any day is read without failing; mentions are slices of it, in order."""
    mentions = find(text, split(text), published)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


@given(
    st.sampled_from(["days", "weeks", "months", "years", "decades", "centuries"]),
    st.integers(1, 999),
    st.sampled_from(["ago", "later", "from now"]),
    st.dates(),
)
def test_no_calendar_overflows(unit: str, count: int, way: str, published: date) -> None:
    """A stretch that leaves the calendar has no days, and does no harm."""
    resolve(f"It happened on 31 January 9999. It happened {count} {unit} {way}.", published)


@given(st.dates(), st.integers(-500, 500), st.sampled_from(["day", "week", "month"]))
def test_going_there_and_back(when: date, count: int, unit: periods.Unit) -> None:
    """A day moved by so many units and back is in the same unit again."""
    try:
        back = periods.moved(periods.moved(when, count, unit), -count, unit)
    except OverflowError:
        return
    assert periods.around(back, unit) == periods.around(when, unit)
