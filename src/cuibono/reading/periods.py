"""Periods: stretches of the calendar as intervals of days, and the arithmetic between them."""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, date, timedelta
from typing import Literal

from cuibono.case.records import Interval

Unit = Literal["day", "week", "month", "year", "decade", "century"]
Part = Literal["early", "mid", "late", "start", "end"]

_DAYS_EACH = {"day": 1, "week": 7}
_MONTHS_EACH = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_MONTHS_OF_PART = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "start": (1, 1), "end": (12, 12)}
_MONTH_OF_SEASON = {"early": 0, "mid": 1, "late": 2}
_YEARS_OF_PART = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "start": (0, 1), "end": (8, 9)}


def day(when: date) -> Interval:
    """One day."""
    return Interval(first=when, last=when)


def month(year: int, number: int) -> Interval:
    """One month of a year; raises ValueError if there is no such month."""
    return Interval(first=date(year, number, 1), last=date(year, number, calendar.monthrange(year, number)[1]))


def months(year: int, number: int, count: int) -> Interval:
    """`count` months from the given one on.

    >>> months(2019, 12, 3).iso
    '2019-12-01/2020-02-29'
    """
    last = year * 12 + number - 1 + count - 1
    return Interval(first=date(year, number, 1), last=month(last // 12, last % 12 + 1).last)


def years(first: int, last: int) -> Interval:
    """Whole years, both included."""
    return Interval(first=date(first, 1, 1), last=date(last, 12, 31))


def week(when: date) -> Interval:
    """The week, Monday to Sunday, that holds a day (ISO 8601)."""
    monday = when - timedelta(days=when.isoweekday() - 1)
    return Interval(first=monday, last=monday + timedelta(days=6))


def weekend(when: date) -> Interval:
    """Saturday and Sunday of the week that holds a day."""
    sunday = week(when).last
    assert sunday is not None  # noqa: S101 - for the type checker: a week has ends
    return Interval(first=sunday - timedelta(days=1), last=sunday)


def moved(when: date, count: float, unit: Unit) -> date:
    """The day `count` units after `when` (before it, if negative); the last of the month where the day is missing.

    Raises OverflowError beyond the years 1 to 9999.

    >>> moved(date(2020, 3, 31), -1, "month").isoformat()
    '2020-02-29'
    """
    if unit in _DAYS_EACH:
        return when + timedelta(days=round(count * _DAYS_EACH[unit]))
    serial = when.year * 12 + when.month - 1 + round(count * _MONTHS_EACH[unit])
    year, number = divmod(serial, 12)
    if not 1 <= year <= MAXYEAR:
        raise OverflowError(f"{count} {unit}s from {when} lies outside the calendar")
    return date(year, number + 1, min(when.day, calendar.monthrange(year, number + 1)[1]))


def around(when: date, unit: Unit) -> Interval:
    """The unit of the calendar that holds a day: its day, week, month, year, decade or century."""
    if unit == "day":
        return day(when)
    if unit == "week":
        return week(when)
    if unit == "month":
        return month(when.year, when.month)
    if unit == "year":
        return years(when.year, when.year)
    size = 10 if unit == "decade" else 100
    first = max(1, when.year // size * size)
    return years(first, when.year // size * size + size - 1)


def part(whole: Interval, which: Part) -> Interval:
    """The early, middle or late part, the start or the end, of a month, year, decade or other stretch.

    A month has tens of days, a season or quarter months, a year quarters, a decade 0–3, 4–6 and 7–9; the end of a
    month is its last day.

    >>> part(month(2018, 10), "end").iso, part(years(1990, 1999), "early").iso
    ('2018-10-31', '1990-01-01/1993-12-31')
    """
    first, last = whole.first, whole.last
    if first is None or last is None:
        return whole
    length = (last - first).days + 1
    if length >= 3000:
        low, high = _YEARS_OF_PART[which]
        tenth = (last.year - first.year + 1) // 10
        return years(first.year + low * tenth, min(last.year, first.year + (high + 1) * tenth - 1))
    if length >= 360:
        low, high = _MONTHS_OF_PART[which]
        return months(first.year, low, high - low + 1)
    if which in _MONTH_OF_SEASON and first.day == 1 and 88 <= length <= 92:
        serial = first.year * 12 + first.month - 1 + _MONTH_OF_SEASON[which]
        return month(serial // 12, serial % 12 + 1)
    return _days_part(first, last, which)


def _days_part(first: date, last: date, which: Part) -> Interval:
    if which == "start":
        return day(first)
    if which == "end":
        return day(last)
    third = max(1, ((last - first).days + 1) // 3)
    ends = {
        "early": (first, first + timedelta(days=third - 1)),
        "mid": (first + timedelta(days=third), first + timedelta(days=2 * third - 1)),
        "late": (first + timedelta(days=2 * third), last),
    }
    low, high = ends[which]
    return Interval(first=low, last=min(high, last))


def iso(interval: Interval) -> str:
    """The interval as coarsely as it can be said: whole years as years, whole months as months.

    >>> iso(month(2018, 2)), iso(years(1980, 1989)), iso(day(date(2001, 9, 11)))
    ('2018-02', '1980/1989', '2001-09-11')
    """
    first, last = interval.first, interval.last
    if first is None or last is None or first == last or first.day != 1:
        return interval.iso
    if last.day != calendar.monthrange(last.year, last.month)[1]:
        return interval.iso
    whole = first.month == 1 and last.month == 12
    ends = [f"{end.year:04d}" if whole else f"{end.year:04d}-{end.month:02d}" for end in (first, last)]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)
