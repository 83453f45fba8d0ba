"""Expressions of time: the forms that English gives to dates, and what each means on a given day.

Every `Rule` is a pattern with a function from its match and a `Setting` to days. The grammar follows the types of TIMEX3
(Pustejovsky et al. 2003), without clock times and bare durations; the words stand in `data/dates.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from cuibono.case.records import Interval
from cuibono.reading import periods
from cuibono.reading.periods import Part, Unit

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a relative expression is relative to.

    `today` is the day of publication, if known; `anchor` the date last named in the text; `ahead` that the clause speaks of
    the future.
    """

    today: date | None = None
    anchor: Interval | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of expression: where it is found, and what it means (`None`: the text does not say)."""

    pattern: re.Pattern[str]
    days: Callable[[Match, Setting], Interval | None]


@cache
def rules() -> tuple[Rule, ...]:
    """The forms, from the most specific to the least; at one place the longest match counts."""
    month, weekday, number = _month_pattern(), _choice(_words("weekdays")), _number_pattern()
    year = r"(?:1[4-9]\d\d|20\d\d)"
    of_year = rf"(?:,?\s+(?:of\s+)?(?:in\s+)?(?P<year>{year}|(?:this|last|next|that|the\s+(?:same|previous|following))\s+year))?"
    part = r"(?:(?:the\s+)?(?P<part>early|mid|middle|late|end|beginning|start|turn|close)(?:-|\s+(?:in\s+|of\s+)?(?:the\s+)?(?:month\s+of\s+)?))?"
    unit = r"(?P<unit>day|week|month|year|decade|century|centurie|quarter|weekend)"
    approximate = r"(?:(?:about|nearly|almost|roughly|around|over|some|more\s+than|less\s+than|at\s+least|just|only|well\s+over)\s+)?"
    count = rf"(?P<count>{number}(?:[ -](?:and\s+a\s+)?half|-{number})?)"
    hour = r"(?:\s+(?P<hour>morning|afternoon|evening|night))?"
    forms: list[tuple[str, Callable[[Match, Setting], Interval | None]]] = [
        (r"(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?!\d)", _iso_day),
        (
            rf"(?:{weekday},?\s+)?{month}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]\d|\w|,\d{{3}})"
            rf"(?:\s*(?:-|–|to|through|and)\s*(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\w))?{of_year}",
            _month_day,
        ),
        (
            rf"(?:{weekday},?\s+)?(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s*(?:-|–|to)\s*(?P<day2>[0-3]?\d))?"
            rf"(?:st|nd|rd|th)?\s+(?:of\s+)?{month}(?!\w){of_year}",
            _month_day,
        ),
        (
            rf"(?:(?P<which>last|next|this(?:\s+past|\s+coming)?|past)\s+)?{part}{month}(?!\w)"
            rf"(?:\s*(?:-|–|and|to|through)\s*{_month_pattern('month2')}(?!\w))?{of_year}",
            _month,
        ),
        (
            rf"(?:(?P<which>last|next|this(?:\s+past|\s+coming)?|past|coming|every|each|following)\s+)?(?P<weekday>{weekday})s?(?!\w){hour}",
            _weekday,
        ),
        (
            r"(?:the\s+)?(?:(?P<part>early|mid|late)(?:-|\s+))?(?P<decade>(?:1[4-9]|20)\d0s|['’][2-9]0s|"
            + _choice(_words("decades"))
            + r")(?:\s*(?:and|to|through|-|–)\s*(?:the\s+)?(?:(?P<part2>early|mid|late)(?:-|\s+))?(?P<decade2>(?:1[4-9]|20)\d0s))?",
            _decade,
        ),
        (
            r"(?:the\s+)?(?:(?P<part>early|mid|late)(?:-|\s+))?(?P<century>1\d|2[01])(?:st|nd|rd|th)[- ]century",
            _century,
        ),
        (
            rf"(?:the\s+)?(?P<quarter>{_choice(_words('ordinals'))})\s+quarter(?:\s+of\s+(?:the\s+)?(?P<year>{year}|(?:this|last|next)\s+year))?",
            _quarter,
        ),
        (rf"Q(?P<quarter>[1-4])(?:\s+(?:of\s+)?(?P<year>{year}))?", _quarter),
        (
            rf"(?:(?P<which>last|next|this(?:\s+past|\s+coming)?|that|the\s+previous|the\s+following)\s+|(?P<in>in|the)\s+)"
            rf"{part}(?P<season>{_choice(_words('seasons'))})(?!\w|\s+(?:of\s+(?!{year})|to\b|in\b|from\b)){of_year}",
            _season,
        ),
        (
            rf"(?:(?P<shade>earlier|later|early|late|sometime|mid|the\s+(?:end|start|beginning|middle)\s+of|end\s+of)\s+)?"
            rf"(?P<which>this|last|next|the\s+previous|the\s+following|the\s+same|that\s+same|that|the\s+next|the\s+current|the\s+coming|this\s+past|this\s+coming)\s+{unit}(?!\w)",
            _unit,
        ),
        (
            rf"(?P<which>last|past|next|coming|previous|recent|following)\s+(?:{approximate}{count}\s+)?{unit}s(?!\w)",
            _stretch,
        ),
        (rf"(?P<which>past|last|previous)\s+{unit}(?!\w)", _stretch),
        (
            rf"{approximate}{count}\s+{unit}s?\s+(?P<way>ago|earlier|later|previously|afterwards?|from\s+now|hence|(?:before|after)(?=\s*(?:[,.;:!?)]|$)))(?!\w)",
            _ago,
        ),
        (
            rf"(?P<vague>days|weeks|months|years|decades)\s+(?P<way>ago|earlier|later|before|after)(?!\w)",
            lambda _m, _s: None,
        ),
        (rf"for\s+{approximate}(?P<recent>the\s+(?:past|last)\s+)?{count}\s+{unit}s?(?!\w)", _lasting),
        (
            r"today|tonight|yesterday|tomorrow|overnight|last\s+night|this\s+(?:morning|afternoon|evening)|"
            r"the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)",
            _deictic,
        ),
        (
            r"(?:at|around|by|since)\s+(?:the|that)\s+(?:same\s+)?time(?!\s+(?:of|when|that|as|to))|that\s+(?:same\s+)?day|the\s+same\s+day",
            _then,
        ),
        (r"recently|lately|in\s+recent\s+(?:days|weeks|months|years|decades)", lambda _m, _s: None),
        (
            rf"{part}(?P<year>{year})(?:\s*[-–/]\s*(?P<year2>{year}|\d\d(?!\d)))?(?![\w,.]?\d)",
            _year,
        ),
        (_choice(_words("days")), _named_day),
        (_choice(_words("history")), lambda match, _s: Interval.parse(str(_table("history")[_plain(match[0])]))),
    ]
    return tuple(Rule(re.compile(rf"(?<![\w$€£-])(?:{form})(?!\w)", re.IGNORECASE), days) for form, days in forms)


# ---- vocabulary ----------------------------------------------------------------------------------------------------


@cache
def _table(name: str) -> dict[str, object]:
    data = tomllib.loads(files("cuibono.data").joinpath("dates.toml").read_text("utf-8"))
    return dict(data[name])


def _words(name: str) -> Iterable[str]:
    return _table(name)


def _choice(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


def _month_pattern(name: str = "month") -> str:
    """A month by name; "May", "March" and "August" only with their capital, since they are words as well."""
    plain = [word for word in _words("months") if word not in ("may", "march")]
    return rf"(?P<{name}>{_choice(plain)}|(?-i:May|March|MAY|MARCH))"


def _number_pattern() -> str:
    return rf"(?:\d{{1,3}}|{_choice([*_words('numbers'), *_words('vague')])})"


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _number(words: str) -> tuple[float, float] | None:
    """The least and the most that a count means; `None` if it is no count."""
    half = 0.5 if "half" in words else 0.0
    plain = re.sub(r"[ -](?:and\s+a\s+)?half$", "", _plain(words))
    if plain.isdigit():
        return float(plain) + half, float(plain) + half
    if plain in _words("vague"):
        low, high = cast("list[int]", _table("vague")[plain])
        return float(low), float(high)
    parts = [_table("numbers").get(part) for part in ([plain] if plain in _table("numbers") else plain.split("-"))]
    if any(part is None for part in parts):
        return None
    total = float(sum(cast("list[int]", parts)))
    return total + half, total + half


def _unit_of(match: Match) -> Unit:
    return cast("Unit", "century" if match["unit"].lower() == "centurie" else match["unit"].lower())


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


# ---- absolute and half-absolute dates ------------------------------------------------------------------------------


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _iso_day(match: Match, setting: Setting) -> Interval | None:
    del setting
    when = _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return periods.day(when) if when else None


def _named_year(words: str | None, setting: Setting) -> int | None:
    """The year that "2019", "last year" or "that year" means; `None` if there is no such words or no way to tell."""
    if not words:
        return None
    plain = _plain(words)
    if plain.isdigit():
        return int(plain)
    if plain.startswith(("that", "the")):
        base = setting.anchor.first.year if setting.anchor and setting.anchor.first else None
    else:
        base = setting.today.year if setting.today else None
    shift = {"last": -1, "next": 1, "previous": -1, "following": 1}
    return None if base is None else base + next((n for word, n in shift.items() if word in plain.split()), 0)


def _year_for(month: int, day: int, setting: Setting) -> int | None:
    """The year of a month named without one: the nearest past, or the nearest to come where the clause looks ahead."""
    today, anchor = setting.today, setting.anchor
    if today is None:
        return anchor.first.year if anchor and anchor.first else None
    if setting.ahead:
        return today.year + ((month, day) < (today.month, today.day if day else 0))
    return today.year - ((month, day) > (today.month, today.day if day else 99))


def _month_day(match: Match, setting: Setting) -> Interval | None:
    month, number = int(str(_table("months")[_plain(match["month"])])), int(match["day"])
    year = _named_year(match["year"], setting) if match["year"] else _year_for(month, number, setting)
    first = _day(year, month, number) if year else None
    last = _day(first.year, month, int(match["day2"])) if first and match["day2"] else first
    return Interval(first=first, last=last) if first and last and first <= last else None


def _month(match: Match, setting: Setting) -> Interval | None:
    month = int(str(_table("months")[_plain(match["month"])]))
    second = int(str(_table("months")[_plain(match["month2"])])) if match["month2"] else month
    year = (
        _named_year(match["year"], setting) if match["year"] else _relative_month_year(match["which"], month, setting)
    )
    if not year:
        return None
    span = periods.months(year, month, (second - month) % 12 + 1)
    return _with_part(match, span)


def _relative_month_year(which: str | None, month: int, setting: Setting) -> int | None:
    if which is None or setting.today is None:
        return _year_for(month, 0, setting)
    today, word = setting.today, _plain(which)
    if word in ("next", "this coming"):
        return today.year + (month <= today.month)
    if word in ("last", "past", "this past"):
        return today.year - (month >= today.month)
    return today.year


def _weekday(match: Match, setting: Setting) -> Interval | None:
    which, today = _plain(match["which"] or ""), setting.today
    if today is None or which in ("every", "each"):
        return None
    number = int(str(_table("weekdays")[_plain(match["weekday"])]))
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
        else int(str(_table("decades")[words.lower()]))
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
    month, number = (int(part) for part in str(_table("days")[_plain(match[0])]).split("-"))
    year = _year_for(month, number, setting)
    return periods.day(date(year, month, number)) if year else None


# ---- relative dates ------------------------------------------------------------------------------------------------


def _quarter(match: Match, setting: Setting) -> Interval | None:
    words = match["quarter"].lower()
    number = int(words) if words.isdigit() else int(str(_table("ordinals")[words]))
    year, today = _named_year(match["year"], setting), setting.today
    if year is None and today is not None and not match["year"]:
        year = today.year - (3 * number - 2 > today.month and not setting.ahead)
    return periods.months(year, 3 * number - 2, 3) if year else None


def _season(match: Match, setting: Setting) -> Interval | None:
    first = int(str(_table("seasons")[match["season"].lower()]))
    which, today = _plain(match["which"] or ""), setting.today
    year = _named_year(match["year"], setting)
    if year is None and today is not None and not match["year"]:
        begun = today.month >= first
        year = today.year if begun or setting.ahead or which in ("this", "this coming") else today.year - 1
        if which in ("last", "this past") and begun and today.month < first + 3:
            year -= 1
        if which == "next" and begun:
            year += 1
    return _with_part(match, periods.months(year, first, 3)) if year else None


_SHIFT = {"last": -1, "next": 1, "previous": -1, "following": 1, "coming": 1}


def _unit(match: Match, setting: Setting) -> Interval | None:
    which = _plain(match["which"]).split()
    anchored = which[0] in ("the", "that") and which[-1] not in ("current", "coming")
    base = (setting.anchor.first if setting.anchor else None) if anchored else setting.today
    if base is None:
        return None
    shift = 0 if which[0] == "this" else _SHIFT.get(which[-1], 0)
    name = match["unit"].lower()
    whole = _whole(base, name, shift)
    return _shaded(whole, _plain(match["shade"] or ""), setting.today)


def _whole(base: date, name: str, shift: int) -> Interval:
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
    if shade == "earlier" and today and whole.first < today <= whole.last:
        if (whole.last - whole.first).days > 300:
            return Interval(first=whole.first, last=periods.month(today.year, today.month).last)
        return Interval(first=whole.first, last=today - timedelta(days=1))
    if shade == "later" and today and whole.first <= today < whole.last:
        return Interval(first=today + timedelta(days=1), last=whole.last)
    word = next((word for word in shade.split() if word in _PARTS), None)
    return periods.part(whole, _PARTS[word]) if word else whole


def _stretch(match: Match, setting: Setting) -> Interval | None:
    """The last or next so many units, from or to the day of publication."""
    counted = _number(match.groupdict().get("count") or "one")
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
    whole: Unit = "month" if unit == "month" or count == 1 and unit == "year" else "year"
    return Interval(first=periods.around(first, whole).first, last=periods.around(last, whole).last)


def _ago(match: Match, setting: Setting) -> Interval | None:
    counted, name = _number(match["count"]), match["unit"].lower()
    if counted is None or name in ("weekend", "quarter") or counted[1] * (1 if name != "centurie" else 100) > 2000:
        return None
    way = _plain(match["way"])
    base = setting.today if way in ("ago", "from now", "hence") else setting.anchor.first if setting.anchor else None
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
    counted = _number(match["count"])
    if (
        setting.today is None
        or counted is None
        or counted[0] != counted[1]
        or not (match["recent"] or _is_perfect(match))
    ):
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
    plain = _plain(match[0])
    shift = {
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return periods.day(setting.today + timedelta(days=shift.get(plain, 0)))


def _then(match: Match, setting: Setting) -> Interval | None:
    del match
    return setting.anchor


Kind = Literal["open", "close"]
