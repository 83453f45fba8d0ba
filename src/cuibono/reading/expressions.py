"""Expressions of time: the forms that English gives to dates, and what each means on a given day.

Every `Rule` is a pattern of `data/dates.toml` with a function from its match and a `Setting` to days. The grammar
follows the types of TIMEX3 (Pustejovsky et al. 2003), without clock times and bare durations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import cast

from cuibono.case.records import Interval
from cuibono.reading import periods, timewords
from cuibono.reading.periods import Part, Unit

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a relative expression is relative to.

    `today` is the day of publication, if known; `anchor` the date last named in the text; `ahead` that the clause
    speaks of the future; `told` that it speaks of the past.
    """

    today: date | None = None
    anchor: Interval | None = None
    ahead: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of expression: where it is found, and what it means (`None`: the text does not say)."""

    pattern: re.Pattern[str]
    days: Callable[[Match, Setting], Interval | None]


@cache
def rules() -> tuple[Rule, ...]:
    """The forms of `data/dates.toml`, in its order."""
    return tuple(Rule(pattern, _MEANINGS[meaning]) for pattern, meaning in timewords.forms())


_PARTS: dict[str, Part] = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "end",
    "close": "end",
    "beginning": "start",
    "start": "start",
    "turn": "start",
}


def _with_part(match: Match, whole: Interval | None) -> Interval | None:
    which = match.groupdict().get("part")
    return periods.part(whole, _PARTS[which.lower()]) if whole and which else whole


def _unit_of(match: Match) -> Unit:
    return cast("Unit", "century" if match["unit"].lower() == "centurie" else match["unit"].lower())


# ---- absolute and half-absolute dates ------------------------------------------------------------------------------


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


def _named_year(words: str | None, setting: Setting) -> int | None:
    """The year that "2019", "last year" or "that year" means; `None` if there is no such words or no way to tell."""
    if not words:
        return None
    plain = timewords.plain(words)
    if plain.isdigit():
        return int(plain)
    today = setting.today.year if setting.today else None
    base = _anchor_year(setting) if _is_anchored(plain) else today
    shift = {"last": -1, "next": 1, "previous": -1, "following": 1}
    return None if base is None else base + next((n for word, n in shift.items() if word in plain.split()), 0)


def _is_anchored(which: str) -> bool:
    """Whether "that" or "the same", "previous", "following" says that a date hangs on the one named before."""
    return which.startswith(("that", "the "))


def _anchor_year(setting: Setting) -> int | None:
    return setting.anchor.first.year if setting.anchor and setting.anchor.first else None


def _year_for(month: int, day: int, setting: Setting) -> int | None:
    """The year of a month named without one: the nearest past, or the nearest to come where the clause looks ahead.

    A month soon to come is meant as well where nothing tells of the past: who means the one before says "last".
    """
    today = setting.today
    if today is None:
        return _anchor_year(setting)
    soon = (month - today.month) % 12 <= _SOON and not setting.told
    if setting.ahead or soon:
        return today.year + ((month, day) < (today.month, today.day if day else 0))
    return today.year - ((month, day) > (today.month, today.day if day else 99))


def _month_day(match: Match, setting: Setting) -> Interval | None:
    month, number = _month_of(match["month"]), int(match["day"])
    year = _named_year(match["year"], setting) if match["year"] else _year_for(month, number, setting)
    first = _day(year, month, number) if year else None
    last = _day(first.year, month, int(match["day2"])) if first and match["day2"] else first
    return Interval(first=first, last=last) if first and last and first <= last else None


def _month(match: Match, setting: Setting) -> Interval | None:
    month = _month_of(match["month"])
    second = _month_of(match["month2"]) if match["month2"] else month
    year = (
        _named_year(match["year"], setting) if match["year"] else _relative_month_year(match["which"], month, setting)
    )
    if not year:
        return None
    span = periods.months(year, month, (second - month) % 12 + 1)
    return _with_part(match, span)


def _relative_month_year(which: str | None, month: int, setting: Setting) -> int | None:
    word = timewords.plain(which or "")
    if _is_anchored(word):
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
    return periods.part(whole, _PARTS[which.lower()]) if which else whole


def _century(match: Match, setting: Setting) -> Interval | None:
    del setting
    first = (int(match["century"]) - 1) * 100 + 1
    return _with_part(match, periods.years(first, first + 99))


def _year(match: Match, setting: Setting) -> Interval | None:
    del setting
    first = int(match["year"])
    if not match["year2"]:
        return _with_part(match, periods.years(first, first))
    last = int(match["year2"]) if len(match["year2"]) == 4 else first // 100 * 100 + int(match["year2"])
    return periods.years(first, last) if first <= last else None


def _named_day(match: Match, setting: Setting) -> Interval | None:
    month, number = (int(part) for part in timewords.table("days")[timewords.plain(match[0])].split("-"))
    year = _year_for(month, number, setting)
    return periods.day(date(year, month, number)) if year else None


# ---- relative dates ------------------------------------------------------------------------------------------------


def _quarter(match: Match, setting: Setting) -> Interval | None:
    words = match["quarter"].lower()
    number = int(words) if words.isdigit() else timewords.table("ordinals")[words]
    year, today = _named_year(match["year"], setting), setting.today
    if year is None and today is not None and not match["year"]:
        year = today.year - (3 * number - 2 > today.month and not setting.ahead)
    return periods.months(year, 3 * number - 2, 3) if year else None


def _season(match: Match, setting: Setting) -> Interval | None:
    first = timewords.table("seasons")[match["season"].lower()]
    which, today = timewords.plain(match["which"] or ""), setting.today
    year = _named_year(match["year"], setting)
    if _is_anchored(which):
        year = _beside_anchor(which, first, setting)
    elif year is None and today is not None and not match["year"]:
        begun = today.month >= first
        year = today.year if begun or setting.ahead or which in ("this", "this coming") else today.year - 1
        if which in ("last", "this past") and begun and today.month < first + 3:
            year -= 1
        if which == "next" and begun:
            year += 1
    return _with_part(match, periods.months(year, first, 3)) if year else None


_FEW_YEARS = 5
"""So many last or next years are counted from month to month; more of them by the calendar."""
_SOON = 2
"""Months ahead of the publication date whose bare name is taken to mean the next rather than the last of that name."""
_PRESENT = frozenset({"the current", "the coming"})
_DAYS_AT_MOST = {"day": 1, "week": 7, "weekend": 7, "month": 31}
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
_SHIFT = {"last": -1, "next": 1, "previous": -1, "following": 1, "coming": 1}


def _unit(match: Match, setting: Setting) -> Interval | None:
    which, name = timewords.plain(match["which"]) or "the", match["unit"].lower()
    base = _anchor_day(name, setting) if _is_anchored(which) and which not in _PRESENT else setting.today
    if which == "the" and not setting.ahead:
        base = _anchor_day(name, setting) or base
    if base is None:
        return None
    shift = 0 if which.startswith("this") else _SHIFT.get(which.split()[-1], 0)
    whole = _whole(base, name, shift)
    return _shaded(whole, timewords.plain(match["shade"] or ""), setting.today)


def _anchor_day(name: str, setting: Setting) -> date | None:
    """A day of the date named before, if that is no longer than the unit: "the next day" after a year means no day."""
    anchor = setting.anchor
    if anchor is None or anchor.first is None or anchor.last is None:
        return None
    longest = _DAYS_AT_MOST.get("day" if name in _PARTS_OF_DAY else name)
    return anchor.first if longest is None or (anchor.last - anchor.first).days < longest else None


def _whole(base: date, name: str, shift: int) -> Interval:
    if name in _PARTS_OF_DAY:
        return periods.day(periods.moved(base, shift, "day"))
    if name == "weekend":
        return periods.weekend(periods.moved(base, shift, "week"))
    if name == "quarter":
        moved = periods.moved(base, 3 * shift, "month")
        return periods.months(moved.year, (moved.month - 1) // 3 * 3 + 1, 3)
    unit = cast("Unit", "century" if name == "centurie" else name)
    return periods.around(periods.moved(base, shift, unit), unit)


def _shaded(whole: Interval, shade: str, today: date | None) -> Interval | None:
    """The part of a stretch that "earlier", "late" or "the end of" picks; "earlier" ends the day before publication."""
    if not shade or shade == "sometime" or whole.first is None or whole.last is None:
        return whole
    if shade.startswith("earlier") and today and whole.first < today <= whole.last:
        if (whole.last - whole.first).days > 300:
            return Interval(first=whole.first, last=periods.month(today.year, today.month).last)
        return Interval(first=whole.first, last=today - timedelta(days=1))
    if shade.startswith("later") and today and whole.first <= today < whole.last:
        return Interval(first=today + timedelta(days=1), last=whole.last)
    if shade.endswith(("rest of", "remainder of")):
        return Interval(first=max(today, whole.first), last=whole.last) if today and today <= whole.last else None
    word = next((word for word in shade.split() if word in _PARTS), None)
    return periods.part(whole, _PARTS[word]) if word else whole


def _stretch(match: Match, setting: Setting) -> Interval | None:
    """The last or next so many units, from or to the day of publication."""
    counted = timewords.number(match.groupdict().get("count") or "one")
    plural = match[0].lower().endswith("s")
    if setting.today is None or counted is None or (plural and not match.groupdict().get("count")):
        return None
    count = round(sum(counted) / 2)
    name = match["unit"].lower()
    if name in ("weekend", "quarter"):
        return None
    forward = match["which"].lower() in ("next", "coming", "following")
    unit = _unit_of(match)
    other = periods.moved(setting.today, count if forward else -count, unit)
    first, last = sorted((setting.today, other))
    if unit in ("day", "week"):
        return Interval(first=first, last=last)
    whole: Unit = "month" if unit == "month" or (count <= _FEW_YEARS and unit == "year") else "year"
    return Interval(first=periods.around(first, whole).first, last=periods.around(last, whole).last)


def _ago(match: Match, setting: Setting) -> Interval | None:
    counted, name = timewords.number(match["count"]), match["unit"].lower()
    if counted is None or name in ("weekend", "quarter") or counted[1] * (1 if name != "centurie" else 100) > 2000:
        return None
    way = timewords.plain(match["way"])
    base = setting.today if way in ("ago", "from now", "hence") else _anchor_day(name, setting)
    if base is None:
        return None
    sign = 1 if way in ("later", "after", "afterward", "afterwards", "from now", "hence") else -1
    unit = _unit_of(match)
    ends = [_unit_at(base, sign * count, unit) for count in counted]
    if any(end is None for end in ends):
        return None
    spans = cast("list[Interval]", ends)
    return Interval(
        first=min(span.first for span in spans if span.first), last=max(span.last for span in spans if span.last)
    )


def _unit_at(base: date, count: float, unit: Unit) -> Interval | None:
    try:
        moved = periods.moved(base, count, unit)
    except OverflowError:
        return None
    return periods.around(moved, "year" if unit in ("decade", "century") else unit)


def _lasting(match: Match, setting: Setting) -> Interval | None:
    """A stretch that reaches up to the day of publication ("has been there for two decades")."""
    return _up_to_now(match, setting) if match["recent"] or _is_perfect(match) else None


def _within(match: Match, setting: Setting) -> Interval | None:
    """ "The first in ten years" reaches up to the day of publication; "in two weeks" may lie after it."""
    counted, name = timewords.number(match["count"]), match["unit"].lower()
    if timewords.has_superlative(match.string[max(0, match.start() - 60) : match.start()]):
        return _up_to_now(match, setting)
    if not setting.ahead or setting.today is None or counted is None or counted[0] != counted[1]:
        return None
    if name in ("weekend", "quarter") or match[0].lower().startswith("within"):
        return None
    return _unit_at(setting.today, counted[0], _unit_of(match))


def _up_to_now(match: Match, setting: Setting) -> Interval | None:
    """So many units up to the day of publication."""
    counted = timewords.number(match["count"])
    if setting.today is None or counted is None or counted[0] != counted[1]:
        return None
    unit = _unit_of(match)
    if unit not in ("day", "week", "month", "year", "decade", "century"):
        return None
    first = _unit_at(setting.today, -counted[0], unit)
    whole: Unit = unit if unit in ("day", "week", "month") else "year"
    return Interval(first=first.first, last=periods.around(setting.today, whole).last) if first else None


def _is_perfect(match: Match) -> bool:
    """Whether "has" or "have" stands shortly before: then "for two years" reaches up to now."""
    before = match.string[max(0, match.start() - 80) : match.start()].lower()
    return re.search(r"\b(?:has|have|['’]ve)\b", before) is not None


def _deictic(match: Match, setting: Setting) -> Interval | None:
    if setting.today is None:
        return None
    plain = timewords.plain(match[0])
    shift = {
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return periods.day(setting.today + timedelta(days=shift.get(plain, 0)))


def _thereafter(match: Match, setting: Setting) -> Interval | None:
    del match
    return Interval(first=setting.anchor.first) if setting.anchor else None


def _so_far(match: Match, setting: Setting) -> Interval | None:
    del match
    return Interval(last=setting.today) if setting.today else None


def _hour(match: Match, setting: Setting) -> Interval | None:
    """An hour without a day is one of the day named before."""
    del match
    when = _anchor_day("day", setting)
    return periods.day(when) if when else None


def _then(match: Match, setting: Setting) -> Interval | None:
    del match
    return setting.anchor


def _weekend(match: Match, setting: Setting) -> Interval | None:
    """ "Over the weekend": the last one that has begun, or the next where the clause looks ahead."""
    del match
    if setting.today is None:
        return None
    begun = setting.ahead or setting.today.isoweekday() >= 6
    return periods.weekend(setting.today if begun else setting.today - timedelta(days=7))


def _half(match: Match, setting: Setting) -> Interval | None:
    words = "this year" if timewords.plain(match["year"]) == "year" else match["year"]
    year = _named_year(words, setting)
    return periods.months(year, 1 if match["half"].lower() == "first" else 7, 6) if year else None


def _history(match: Match, setting: Setting) -> Interval | None:
    del setting
    return Interval.parse(timewords.table("history")[timewords.plain(match[0])])


def _unsaid(match: Match, setting: Setting) -> None:
    del match, setting


_MEANINGS: dict[str, Callable[[Match, Setting], Interval | None]] = {
    "iso-day": _iso_day,
    "month-day": _month_day,
    "month": _month,
    "weekday": _weekday,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "season": _season,
    "unit": _unit,
    "stretch": _stretch,
    "ago": _ago,
    "unsaid": _unsaid,
    "weekend": _weekend,
    "half": _half,
    "lasting": _lasting,
    "today": _deictic,
    "then": _then,
    "thereafter": _thereafter,
    "so-far": _so_far,
    "hour": _hour,
    "within": _within,
    "year": _year,
    "day": _named_day,
    "history": _history,
}
