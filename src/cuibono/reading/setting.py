"""The setting of an expression of time: what "that year", "the next day" or a bare month is relative to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cuibono.case.records import Interval
from cuibono.reading import periods, timewords
from cuibono.reading.periods import Part

Match = re.Match[str]
PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
PARTS: dict[str, Part] = {
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
"""The words that pick a part of a stretch of time, with the part."""
_DAYS_AT_MOST = {"day": 1, "week": 7, "weekend": 7, "month": 31}


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

    @property
    def anchor_year(self) -> int | None:
        """The year that the date named before begins in."""
        return self.anchor.first.year if self.anchor and self.anchor.first else None

    def anchor_day(self, unit: str) -> date | None:
        """A day of the date named before, if that is no longer than `unit`: "the next day" after a year is no day."""
        if self.anchor is None or self.anchor.first is None or self.anchor.last is None:
            return None
        longest = _DAYS_AT_MOST.get("day" if unit in PARTS_OF_DAY else unit)
        short = longest is None or (self.anchor.last - self.anchor.first).days < longest
        return self.anchor.first if short else None

    def year_named(self, words: str | None) -> int | None:
        """The year that "2019", "last year" or "that year" means; `None` without words, or no way to tell."""
        if not words:
            return None
        plain = timewords.plain(words)
        if plain.isdigit():
            return int(plain)
        base = self.anchor_year if is_anchored(plain) else self.today.year if self.today else None
        shift = {"last": -1, "next": 1, "previous": -1, "following": 1}
        return None if base is None else base + next((n for word, n in shift.items() if word in plain.split()), 0)


def is_anchored(which: str) -> bool:
    """Whether "that" or "the same", "previous", "following" says that a date hangs on the one named before."""
    return which.startswith(("that", "the "))


def with_part(match: Match, whole: Interval | None) -> Interval | None:
    """The part of a stretch that the match names, if any; else the whole."""
    which = match.groupdict().get("part")
    return periods.part(whole, PARTS[which.lower()]) if whole and which else whole
