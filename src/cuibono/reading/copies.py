"""Copies: documents that repeat another one: syndicated, shortened, reordered, lightly rewritten.

Compared are runs of two content words. Their containment (Broder 1997: what two share, over the smaller one) stays high
where a copy was cut, extended or edited, which a Jaccard index does not.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from cuibono.reading import words

LEAST = 0.2
"""Containment from which a document counts as a copy, at least in part."""

_WHOLE = 0.5
"""Containment from which a document as a whole is taken for a copy."""

_EARLIEST = 6
"""Documents remembered for each run of words, the earliest first, so that many copies of one report take no longer."""

_FEWEST = 20
"""Runs of words that a document must have before it can be told from another."""


@dataclass(frozen=True, slots=True)
class Copy:
    """`source` repeats the earlier `of`: `share` is their containment, 0 to 1, `probability` that it is a copy."""

    source: str
    of: str
    share: float
    probability: float


def find(texts: Mapping[str, str]) -> tuple[Copy, ...]:
    """For each text the earlier one that it repeats most, if any; `texts` by source, in the order of publication.

    >>> first = "Miners in the northern valley struck on Monday after a tunnel flooded twice, killing four of the night"
    >>> first += " shift; their union demands pumps, a second exit and pay for the days the pit stayed shut."
    >>> [(copy.source, copy.of) for copy in find({"wire": first, "paper": "Strike in the valley. " + first})]
    [('paper', 'wire')]
    """
    runs = {source: shingles(text) for source, text in texts.items()}
    holders: dict[int, list[str]] = {}
    found: list[Copy] = []
    for source, own in runs.items():
        shared = Counter(other for run in own for other in holders.get(run, ()))
        shares = ((_share(count, own, runs[other]), other) for other, count in sorted(shared.items()))
        share, of = max(shares, key=lambda pair: pair[0], default=(0.0, ""))
        if share >= LEAST:
            found.append(Copy(source, of, round(share, 3), probability(share)))
        for run in own:
            known = holders.setdefault(run, [])
            if len(known) < _EARLIEST:
                known.append(source)
    return tuple(found)


def probability(share: float) -> float:
    """How probable it is that a document of this containment is a copy as a whole: 0 at `LEAST`, .98 from a half on.

    >>> probability(0.2), probability(0.35), probability(0.9)
    (0.0, 0.49, 0.98)
    """
    return round(0.98 * min(1.0, max(0.0, (share - LEAST) / (_WHOLE - LEAST))), 3)


def shingles(text: str) -> frozenset[int]:
    """The runs of two content words in `text`, as numbers that are the same on every machine."""
    idle = words.function_words()
    kept = [word for word in words.words(text) if word not in idle]
    return frozenset(zlib.crc32(f"{one} {two}".encode()) for one, two in pairwise(kept))


def _share(count: int, one: frozenset[int], other: frozenset[int]) -> float:
    smaller = min(len(one), len(other))
    return count / smaller if smaller >= _FEWEST else 0.0
