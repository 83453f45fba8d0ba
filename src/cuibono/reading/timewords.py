"""Words of time: the vocabulary of `data/dates.toml`, and its patterns made ready."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_HOLE = re.compile("«(\\w+)»")


@cache
def forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The pattern of every form of expression with the name of its meaning, in the file's order."""
    pieces = _pieces()
    made = []
    for form in _data()["form"]:
        pattern = form["pattern"]
        while (hole := _HOLE.search(pattern)) is not None:
            pattern = pattern.replace(hole[0], pieces[hole[1]])
        whole = re.compile(rf"(?<![\w$€£-])(?:{pattern})(?!\w)", re.IGNORECASE | re.VERBOSE)
        made.append((whole, form["meaning"]))
    return tuple(made)


def table(name: str) -> dict[str, Any]:
    """One table of the file: the months with their numbers, the days with their dates, and so on."""
    return dict(_data()[name])


def plain(words: str) -> str:
    """Words as the tables have them: lower case, single spaces."""
    return " ".join(words.lower().split())


def has_superlative(words: str) -> bool:
    """Whether "first", "worst" or another superlative stands in the last stretch of `words` without a break.

    >>> has_superlative("the lowest level since"), has_superlative("the protest since")
    (True, False)
    """
    listed = table("superlatives")
    for word in re.split(r"[^\w\s'’-]", plain(words))[-1].split():
        if word in listed["words"] or (word.endswith("est") and len(word) > 4 and word not in listed["others"]):
            return True
    return False


def number(words: str) -> tuple[float, float] | None:
    """The least and the most that a count means; `None` if it is no count.

    >>> number("two and a half"), number("several"), number("thirty-five")
    ((2.5, 2.5), (3.0, 7.0), (35.0, 35.0))
    """
    half = 0.5 if "half" in words else 0.0
    count = re.sub(r"[ -](?:and\s+a\s+)?half$", "", plain(words))
    if count.isdigit():
        return float(count) + half, float(count) + half
    if count in table("vague"):
        low, high = table("vague")[count]
        return float(low), float(high)
    numbers = table("numbers")
    parts = [count] if count in numbers else count.split("-")
    if any(part not in numbers for part in parts):
        return None
    total = float(sum(numbers[part] for part in parts))
    return total + half, total + half


@cache
def _data() -> dict[str, Any]:
    return dict(tomllib.loads(files("cuibono.data").joinpath("dates.toml").read_text("utf-8")))


def _pieces() -> dict[str, str]:
    """What stands for each «name» of a pattern: the pieces of the file, and choices of its words."""
    names = ("weekdays", "seasons", "ordinals", "decades", "days", "history", "vague")
    choices = {name: _choice(table(name)) for name in names}
    counted = rf"(?:\d{{1,3}}|{_choice([*table('numbers'), *table('vague')])})"
    months = {name: _month_pattern(name) for name in ("month", "month2")}
    return {**table("pieces"), **choices, **months, "number": counted}


def _choice(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


def _month_pattern(name: str) -> str:
    """A month by name; "May" and "March" only with their capital, since they are verbs as well."""
    unambiguous = [word for word in table("months") if word not in ("may", "march")]
    return rf"(?P<{name}>{_choice(unambiguous)}|(?-i:May|March|MAY|MARCH))"
