"""Times by their names: days, months, years, seasons, decades, in full or as far as a name says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from cuibono.case.records import Interval
from cuibono.reading import periods, timewords
from cuibono.reading.setting import PARTS, Match, Setting, is_anchored, with_part

_SOON = 2
"""Months ahead of the publication date whose bare name is taken to mean the next rather than the last of that name."""


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _month_of(name: str) -> int:
    return int(timewords.table("months")[timewords.plain(name)])


def _iso_day(match: Match, setting: Setting) -> Interval | None:
    del setting
    when = _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return periods.day(when) if when else None


def _year_for(month: int, day: int, setting: Setting) -> int | None:
    """The year of a month named without one: the nearest past, or the nearest to come where the clause looks ahead.

    A month soon to come is meant as well where nothing tells of the past: who means the one before says "last".
    """
    today = setting.today
    if today is None:
        return setting.anchor_year
    soon = (month - today.month) % 12 <= _SOON and not setting.told
    if setting.ahead or soon:
        return today.year + ((month, day) < (today.month, today.day if day else 0))
    return today.year - ((month, day) > (today.month, today.day if day else 99))


def _month_day(match: Match, setting: Setting) -> Interval | None:
    month, number = _month_of(match["month"]), int(match["day"])
    year = setting.year_named(match["year"]) if match["year"] else _year_for(month, number, setting)
    first = _day(year, month, number) if year else None
    last = _day(first.year, month, int(match["day2"])) if first and match["day2"] else first
    return Interval(first=first, last=last) if first and last and first <= last else None


def _month(match: Match, setting: Setting) -> Interval | None:
    month = _month_of(match["month"])
    second = _month_of(match["month2"]) if match["month2"] else month
    year = setting.year_named(match["year"]) if match["year"] else _relative_month_year(match["which"], month, setting)
    if not year:
        return None
    span = periods.months(year, month, (second - month) % 12 + 1)
    return with_part(match, span)


def _relative_month_year(which: str | None, month: int, setting: Setting) -> int | None:
    word = timewords.plain(which or "")
    if is_anchored(word):
        return _beside_anchor(word, month, setting)
    if which is None or setting.today is None:
        return _year_for(month, 0, setting)
    today = setting.today
    if word in ("next", "this coming"):
        return today.year + (month <= today.month)
    if word in ("last", "past", "this past"):
        return today.year - (month >= today.month)
    return today.year


def _beside_anchor(which: str, month: int, setting: Setting) -> int | None:
    """The year of "that May", "the previous May" or "the following May", by the date named before."""
    if setting.anchor is None or setting.anchor.first is None:
        return None
    base, word = setting.anchor.first, which.rsplit(maxsplit=1)[-1]
    if word == "previous":
        return base.year - (month >= base.month)
    return base.year + (word == "following" and month <= base.month)


def _weekday(match: Match, setting: Setting) -> Interval | None:
    which, today = timewords.plain(match["which"] or ""), setting.today
    if today is None or which in ("every", "each"):
        return None
    number = timewords.table("weekdays")[timewords.plain(match["weekday"])]
    back = timedelta(days=(today.isoweekday() - number) % 7)
    forward = timedelta(days=(number - today.isoweekday()) % 7)
    if which in ("last", "past", "this past"):
        return periods.day(today - (back or timedelta(days=7)))
    if which in ("next", "this coming", "coming", "following"):
        return periods.day(today + (forward or timedelta(days=7)))
    return periods.day(today + forward if which == "this" or setting.ahead else today - back)


def _decade(match: Match, setting: Setting) -> Interval | None:
    del setting
    first = _part_of_decade(match["decade"], match["part"])
    if not match["decade2"]:
        return first
    last = _part_of_decade(match["decade2"], match["part2"])
    return Interval(first=first.first, last=max(first.last or date.min, last.last or date.min))


def _part_of_decade(words: str, which: str | None) -> Interval:
    plain = words.lower().strip("'’s")
    year = (
        int(plain)
        if len(plain) == 4
        else 1900 + int(plain)
        if plain.isdigit()
        else timewords.table("decades")[words.lower()]
    )
    whole = periods.years(year, year + 9)
    return periods.part(whole, PARTS[which.lower()]) if which else whole


def _century(match: Match, setting: Setting) -> Interval | None:
    del setting
    first = (int(match["century"]) - 1) * 100 + 1
    return with_part(match, periods.years(first, first + 99))


def _year(match: Match, setting: Setting) -> Interval | None:
    del setting
    first = int(match["year"])
    if not match["year2"]:
        return with_part(match, periods.years(first, first))
    last = int(match["year2"]) if len(match["year2"]) == 4 else first // 100 * 100 + int(match["year2"])
    return periods.years(first, last) if first <= last else None


def _named_day(match: Match, setting: Setting) -> Interval | None:
    month, number = (int(part) for part in timewords.table("days")[timewords.plain(match[0])].split("-"))
    year = _year_for(month, number, setting)
    return periods.day(date(year, month, number)) if year else None


def _quarter(match: Match, setting: Setting) -> Interval | None:
    words = match["quarter"].lower()
    number = int(words) if words.isdigit() else timewords.table("ordinals")[words]
    year, today = setting.year_named(match["year"]), setting.today
    if year is None and today is not None and not match["year"]:
        year = today.year - (3 * number - 2 > today.month and not setting.ahead)
    return periods.months(year, 3 * number - 2, 3) if year else None


def _season(match: Match, setting: Setting) -> Interval | None:
    first = timewords.table("seasons")[match["season"].lower()]
    which, today = timewords.plain(match["which"] or ""), setting.today
    year = setting.year_named(match["year"])
    if is_anchored(which):
        year = _beside_anchor(which, first, setting)
    elif year is None and today is not None and not match["year"]:
        begun = today.month >= first
        year = today.year if begun or setting.ahead or which in ("this", "this coming") else today.year - 1
        if which in ("last", "this past") and begun and today.month < first + 3:
            year -= 1
        if which == "next" and begun:
            year += 1
    return with_part(match, periods.months(year, first, 3)) if year else None


def _half(match: Match, setting: Setting) -> Interval | None:
    words = "this year" if timewords.plain(match["year"]) == "year" else match["year"]
    year = setting.year_named(words)
    return periods.months(year, 1 if match["half"].lower() == "first" else 7, 6) if year else None


def _history(match: Match, setting: Setting) -> Interval | None:
    del setting
    return Interval.parse(timewords.table("history")[timewords.plain(match[0])])


MEANINGS: Mapping[str, Callable[[Match, Setting], Interval | None]] = MappingProxyType(
    {
        "iso-day": _iso_day,
        "month-day": _month_day,
        "month": _month,
        "weekday": _weekday,
        "decade": _decade,
        "century": _century,
        "quarter": _quarter,
        "season": _season,
        "half": _half,
        "year": _year,
        "day": _named_day,
        "history": _history,
    }
)
"""By the name that `data/dates.toml` gives a form: what it means in its setting."""
