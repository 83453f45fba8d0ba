"""Dates with the precision they were given in: ISO 8601 with open ends, as intervals of days."""

from __future__ import annotations

import calendar
import re
from datetime import date

_PART = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def parse_interval(iso: str) -> tuple[date | None, date | None]:
    """First and last day of `2020`, `2020-06`, `2020-06-26` or `A/B`; `..` is an open end (`None`).

    Raises ValueError for anything else, a month or day that does not exist included.

    >>> parse_interval("1980/1989")
    (datetime.date(1980, 1, 1), datetime.date(1989, 12, 31))
    """
    left, _, right = iso.partition("/")
    first = None if left == ".." else _ends(left)[0]
    last = None if right == ".." else _ends(right or left)[1]
    return first, last


def _ends(part: str) -> tuple[date, date]:
    found = _PART.match(part)
    if not found:
        raise ValueError(f"{part!r} is not a date; write 2020, 2020-06, 2020-06-26, or two of them as A/B")
    year, month, day = (int(group) if group else None for group in found.groups())
    if year is None or year == 0:
        raise ValueError(f"{part!r} has no year that a calendar knows")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
