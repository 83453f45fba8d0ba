"""Words for probabilities: the seven bands of ICD 203, from numbers and back.

The directive's bands share their ends and stop at 1 % and 99 %. Here an end belongs to the band nearer to even (5 %
is "very unlikely", 95 % is "very likely"), so that a word never claims more than the number does and "likely" and
"unlikely" mirror each other. Beyond 1 % and 99 % there is no word in the directive, and the words given say so.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite

from cuibono.errors import NotFoundError, UsageError

_DIGITS = 12
"""Decimals kept before a number is compared with an end, so that 1 - .45 and .55 get the same word."""


@dataclass(frozen=True, slots=True)
class Band:
    """One word with the probabilities that it stands for, 0 to 1, and its synonyms."""

    word: str
    also: tuple[str, ...]
    low: float
    high: float

    def holds(self, p: float) -> bool:
        """Whether `p` is in this band, an end belonging to the band nearer to even."""
        above = self.low < p or self.low == 0 or (p == self.low and self.low < 0.5)
        below = p < self.high or self.high == 1 or (p == self.high and self.high > 0.5)
        return above and below


@cache
def bands() -> tuple[Band, ...]:
    """Every band from the least to the most probable, those beyond the directive's 1 % and 99 % included."""
    table = tomllib.loads(files("cuibono.data").joinpath("scales.toml").read_text("utf-8"))["icd203"]["bands"]
    return tuple(Band(row["word"], tuple(row["also"]), row["low"] / 100, row["high"] / 100) for row in table)


def word(p: float) -> str:
    """The ICD 203 word for a probability from 0 to 1; raises UsageError for anything else.

    An end that two bands share gets the less extreme word.

    >>> word(0.62), word(0.05), word(0.55)
    ('likely', 'very unlikely', 'roughly even')
    >>> word(0.997)
    'almost certain, over 99 %'
    """
    if not isfinite(p) or not 0 <= p <= 1:
        raise UsageError(f"{p} is not a probability; give a number from 0 to 1")
    rounded = round(p, _DIGITS)
    return next(band.word for band in bands() if band.holds(rounded))


def band(word: str) -> tuple[float, float]:
    """The lowest and highest probability that an ICD 203 word, or its synonym, stands for; case is ignored.

    Raises NotFoundError with the known words for any other.

    >>> band("likely"), band("Almost no chance")
    ((0.55, 0.8), (0.01, 0.05))
    """
    wanted = " ".join(word.casefold().split())
    for known in bands():
        if wanted in (known.word, *known.also):
            return known.low, known.high
    raise NotFoundError(f'"{word}" is not an ICD 203 word; those are {", ".join(known.word for known in bands())}')
