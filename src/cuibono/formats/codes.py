"""Codes: what the cells of other people's matrices mean."""

from __future__ import annotations

import re
import tomllib
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from cuibono.case.records import Code


class Blank(Enum):
    """The meaning of a cell that says that nothing was rated."""

    BLANK = "blank"


BLANK = Blank.BLANK
Meaning = Code | float | Blank
"""A code, a likelihood, or `BLANK`."""

_LONGEST = 100
_NUMBER = re.compile(r"\d{0,3}[.,]\d{1,30} ?%?|\d{1,3} ?%|\d(?:[.,]\d{1,30})?e-\d{1,3}")


def meaning(cell: str) -> Meaning | None:
    """What a cell means; `None` where it is no code that is known.

    >>> meaning("++"), meaning("I I"), meaning("60 %"), meaning("maybe")
    (<Code.CC: 'CC'>, <Code.II: 'II'>, 0.6, None)
    >>> meaning("(blank)") is BLANK
    True
    """
    return _meaning(cell) if len(cell) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _meaning(cell: str) -> Meaning | None:
    words = plain(cell)
    known = _meanings()
    return known[words] if words in known else _likelihood(words)


def plain(text: str) -> str:
    """Lower case, single spaces, the minus sign as a hyphen: how words are looked up.

    >>> plain("  Very\\n Consistent "), plain("\\u2212\\u2212")
    ('very consistent', '--')
    """
    return " ".join(text.replace("\u2212", "-").casefold().split())


@cache
def vocabulary() -> dict[str, Any]:
    """The words of `data/exchange.toml`."""
    return tomllib.loads((files("cuibono.data") / "exchange.toml").read_text("utf-8"))


@cache
def _meanings() -> dict[str, Meaning]:
    words = vocabulary()
    found: dict[str, Meaning] = {word: Code(code) for code, known in words["codes"].items() for word in known}
    found |= {points: Code(code) for code, points in words["points"].items()}
    return found | dict.fromkeys(words["blank"]["words"], BLANK)


def _likelihood(words: str) -> float | None:
    if not _NUMBER.fullmatch(words):
        return None
    number = float(words.rstrip("% ").replace(",", "."))
    value = number / 100 if words.endswith("%") else number
    return value if 0 <= value <= 1 else None
