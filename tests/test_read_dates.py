"""Resolving expressions of time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading import happenings, periods
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
        ("It shifted midsummer.", "2019-07"),
        ("It shifted in late spring.", "2019-05"),
        ("It may be over by the end of the month.", "../2019-11-30"),
        ("It is to be over by year's end.", "../2019-12-31"),
        ("It happened earlier in the week.", "2019-11-18"),
        ("They left for the rest of the year.", "2019-11-19/2019-12-31"),
        ("It fell in the last four years.", "2015-11/2019-11"),
        ("It was the first time in fifty years.", "1969/2019"),
        ("They will meet in two weeks.", "2019-12-02/2019-12-08"),
        ("So far nobody has come.", "../2019-11-19"),
        ("It was put off until after the December vote.", "2019-12-01/.."),
        ("It was the worst loss since the 2008 crisis.", "2008"),
        ("The protest has gone on since 2008.", "2008-01-01/.."),
        ("Much has changed since the 2011 revolt.", "2011-01-01/.."),
        ("He said he would leave on Friday.", "2019-11-22"),
        ("He may have left on Friday.", "2019-11-15"),
        ("The pier may open soon, two officials said on Friday.", "2019-11-15"),
        ("The pier will open soon, the board announced on Friday.", "2019-11-15"),
        ("They could not agree on Friday.", "2019-11-15"),
        ("There is a December 4 deadline.", "2019-12-04"),
        ("It has grown since December 4.", "2018-12-04/.."),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("That night both left.", "2018-02-07"),
        ("The next morning both left.", "2018-02-08"),
        ("By nightfall both had left.", "2018-02-07"),
        ("Both have been silent since then.", "2018-02-07/.."),
        ("Both were silent thereafter.", "2018-02-07/.."),
        ("Shortly after, both left.", "2018-02-07/.."),
        ("Both left that August.", "2018-08"),
        ("Both left the previous August.", "2017-08"),
        ("Both left that summer.", "2018-06/2018-08"),
        ("Both left the following spring.", "2018-03/2018-05"),
    ],
)
def test_what_goes_back_to_a_date_leans_on_it(text: str, expected: str) -> None:
    """A part of a day, a month or a season of a time named before is resolved by that time."""
    assert resolve(f"They fought on 7 February 2018. {text}")[1:] == [expected]


@pytest.mark.parametrize("text", ["The next day", "Two days later", "That night", "By nightfall", "The following week"])
def test_a_day_after_a_whole_year_is_unknown(text: str) -> None:
    """What is counted in days from a date that is no day means no day."""
    assert resolve(f"They fought in 2010. {text} both left.") == ["2010", None]


@pytest.mark.parametrize(
    "text",
    [
        "It took shape over a great number of years.",
        "He was hurt in the early days of the war.",
        "They were done in two weeks.",
        "They stayed for many years.",
    ],
)
def test_vague_stretches_mean_no_days(text: str) -> None:
    """A stretch without an end that the text names is found, but means no days."""
    assert resolve(text) == [None]


@pytest.mark.parametrize("text", ["It went so far as to ask.", "They slept until noise woke them, then left."])
def test_words_of_time_in_other_senses_are_none(text: str) -> None:
    """ "So far as" and a bare "then" say nothing of when."""
    assert resolve(text) == []


def _happenings(text: str) -> list[tuple[str, str]]:
    cut = split(text)
    found = happenings.find(text, cut, find(text, cut, TUESDAY))
    return [(item.mention.text, text[item.start : item.end]) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left on Monday.", [("Monday", "They left on Monday.")]),
        ("The odd thing is that, in June, they left.", [("June", "in June, they left.")]),
        ("I ask why – until Monday – she was silent.", [("Monday", "until Monday – she was silent.")]),
        ("He was chosen, in June, and he left.", [("June", "He was chosen, in June")]),
        (
            "They met in May 2011 when they were young.",
            [("May 2011", "They met in May 2011"), ("May 2011", "when they were young.")],
        ),
        (
            "It moved from the calm of the 2011 peace, to the 2012 storm.",
            [("2011", "It moved from the calm of the 2011 peace"), ("2012", "to the 2012 storm.")],
        ),
    ],
)
def test_a_date_has_the_words_it_dates(text: str, expected: list[tuple[str, str]]) -> None:
    """The clause around a date, the one that it leads, and a "when" behind it; two in a clause share it at a mark."""
    assert _happenings(text) == expected


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
