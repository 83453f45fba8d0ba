"""Date stamps: the dates that pages put on articles, read strictly, and lines that are nothing but one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from cuibono.reading.cues import Tokens, listed

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_STAMP = re.compile(
    rf"\b(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m2>{_MONTH})\.?,?[\s-]+(?P<y2>\d{{4}})\b"
    r"|\b(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?!\d)"
    r"|\b(?P<a4>\d{1,2})[/.-](?P<b4>\d{1,2})[/.-](?P<y4>\d{4}|\d{2})\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d:\d\d")
_IS_MONTH = re.compile(_MONTH)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as written at `start` to `end` of a line; `day` is None where it could be either of two dates."""

    start: int
    end: int
    text: str
    day: date | None


def find(line: str) -> Iterator[Stamp]:
    """The full dates written in `line`, in order; a month and a day without a year are none.

    >>> [stamp.day.isoformat() for stamp in find("Published 9:15 PM CET Oct 4, 2021, updated 2021-10-05")]
    ['2021-10-04', '2021-10-05']
    >>> [stamp.day for stamp in find("03/04/2019")]
    [None]
    """
    for match in _STAMP.finditer(line):
        if days := _readings(match):
            yield Stamp(match.start(), match.end(), match[0], days[0] if len(days) == 1 else None)


def is_alone(line: str, tokens: Tokens) -> bool:
    """Whether `line` says when and nothing else: a date, a time, "3 hours ago", with or without "Updated" before it.

    >>> is_alone("Updated: Thursday, December 7, 2023", ("updated", "thursday", "december", "7", "2023"))
    True
    >>> is_alone("March 2019 was cold", ("march", "2019", "was", "cold"))
    False
    """
    if not tokens or len(tokens) > 24 or not any(token[0].isdigit() for token in tokens):
        return False
    rest = [token for token in tokens if (token,) not in _filler() and not token[0].isdigit()]
    dated = rest or "ago" in tokens or "read" in tokens or _STAMP.search(line) or _CLOCK.search(line)
    return bool(dated) and all(_IS_MONTH.fullmatch(token) for token in rest)


def is_filler(word: str) -> bool:
    """Whether a lower-case word only helps to tell a date or a time ("gmt", "ago", "updated")."""
    return (word,) in _filler()


@cache
def _filler() -> frozenset[Tokens]:
    openers = {(word,) for phrase in listed("date", "openers") for word in phrase}
    return listed("date", "filler") | openers


def _readings(match: re.Match[str]) -> list[date]:
    """The dates that a match may mean, each once."""
    got = {key: value for key, value in match.groupdict().items() if value is not None}
    if "a4" in got:
        first, second, last = int(got["a4"]), int(got["b4"]), _full_year(int(got["y4"]))
        orders = {(last, first, second), (last, second, first)}
    else:
        year, month, day = (next(got[key] for key in got if key.startswith(part)) for part in "ymd")
        orders = {(int(year), int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1, int(day))}
    return sorted(day for order in orders if (day := _date(*order)))


def _full_year(year: int) -> int:
    return year if year > 99 else year + (1900 if year > 69 else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
