"""Slugs: readable, stable ids for what is drafted, from the words of its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from cuibono.reading import words

_LONGEST = 48
"""Characters of a slug, without the number that may tell it from others."""


def slug(name: str, most: int = 4) -> str:
    """An id of up to `most` content words, in ASCII; "item" where there are none.

    >>> slug("Revenge for the support of the mujahideen in the 1980s")
    'revenge-support-mujahideen-1980s'
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode()
    told = [piece for word in words.words(plain) for piece in re.findall(r"[a-z0-9]+", word.replace(".", ""))]
    idle = words.function_words()
    kept = [piece for piece in told if piece not in idle] or told
    made = ""
    for piece in kept[:most]:
        longer = f"{made}-{piece}" if made else piece[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        made = longer
    return made or "item"


def unique(names: Sequence[str], taken: Iterable[str] = (), most: int = 4) -> list[str]:
    """A slug for each name, all different and none of `taken`; later ones get a number.

    >>> unique(["The bank", "A bank", "none"], taken=["none"])
    ['bank', 'bank-2', 'none-2']
    """
    used = set(taken)
    numbers: dict[str, int] = {}
    made: list[str] = []
    for base in (slug(name, most) for name in names):
        fresh = base if base not in numbers else f"{base}-{numbers[base]}"
        while fresh in used:
            numbers[base] = numbers.get(base, 1) + 1
            fresh = f"{base}-{numbers[base]}"
        used.add(fresh)
        made.append(fresh)
    return made
