"""Times told from another: units counted from the day of publication, or from the date named before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import cast

from cuibono.case.records import Interval
from cuibono.reading import periods, timewords
from cuibono.reading.periods import Unit
from cuibono.reading.setting import PARTS, PARTS_OF_DAY, Match, Setting, is_anchored

_FEW_YEARS = 5
"""So many last or next years are counted from month to month; more of them by the calendar."""
_PRESENT = frozenset({"the current", "the coming"})
_SHIFT = {"last": -1, "next": 1, "previous": -1, "following": 1, "coming": 1}


def _unit_of(match: Match) -> Unit:
    return cast("Unit", "century" if match["unit"].lower() == "centurie" else match["unit"].lower())


def _unit(match: Match, setting: Setting) -> Interval | None:
    which, name = timewords.plain(match["which"]) or "the", match["unit"].lower()
    base = setting.anchor_day(name) if is_anchored(which) and which not in _PRESENT else setting.today
    if which == "the" and not setting.ahead:
        base = setting.anchor_day(name) or base
    if base is None:
        return None
    shift = 0 if which.startswith("this") else _SHIFT.get(which.split()[-1], 0)
    whole = _whole(base, name, shift)
    return _shaded(whole, timewords.plain(match["shade"] or ""), setting.today)


def _whole(base: date, name: str, shift: int) -> Interval:
    if name in PARTS_OF_DAY:
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
    word = next((word for word in shade.split() if word in PARTS), None)
    return periods.part(whole, PARTS[word]) if word else whole


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
    base = setting.today if way in ("ago", "from now", "hence") else setting.anchor_day(name)
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
    when = setting.anchor_day("day")
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


MEANINGS: Mapping[str, Callable[[Match, Setting], Interval | None]] = MappingProxyType(
    {
        "unit": _unit,
        "stretch": _stretch,
        "ago": _ago,
        "weekend": _weekend,
        "lasting": _lasting,
        "today": _deictic,
        "then": _then,
        "thereafter": _thereafter,
        "so-far": _so_far,
        "hour": _hour,
        "within": _within,
    }
)
"""By the name that `data/dates.toml` gives a form: what it means in its setting."""
