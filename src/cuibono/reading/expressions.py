"""Expressions of time: the forms that English gives to dates, and what each means on a given day.

Every `Rule` is a pattern of `data/dates.toml` with a function from its match and a `Setting` to days. The grammar
follows the types of TIMEX3 (Pustejovsky et al. 2003), without clock times and bare durations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cuibono.case.records import Interval
from cuibono.reading import namedtimes, relativetimes, timewords
from cuibono.reading.setting import Match, Setting


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of expression: where it is found, and what it means (`None`: the text does not say)."""

    pattern: re.Pattern[str]
    days: Callable[[Match, Setting], Interval | None]


@cache
def rules() -> tuple[Rule, ...]:
    """The forms of `data/dates.toml`, in its order."""
    meanings = {**namedtimes.MEANINGS, **relativetimes.MEANINGS, "unsaid": _unsaid}
    return tuple(Rule(pattern, meanings[meaning]) for pattern, meaning in timewords.forms())


def _unsaid(match: Match, setting: Setting) -> None:
    del match, setting
