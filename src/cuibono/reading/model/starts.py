"""Sentence starts: where sentences begin in running text, read rather than ruled.

Every word is scored for beginning a sentence. A long paragraph is scored in chunks that overlap, each deciding about
the words that it shows with some context on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cuibono.reading.model.encoder import Network, score
from cuibono.reading.model.wordpiece import WordPiece

CHUNK = 90
"""Words scored together; nearly every paragraph of a newspaper is one chunk."""
CONTEXT = 15
"""Words at a chunk's edge that the neighbouring chunk decides about."""

Places = Sequence[tuple[int, int]]


def split(text: str, paragraphs: Sequence[Places], wordpiece: WordPiece, network: Network) -> Iterator[list[Places]]:
    """The sentences of each paragraph, both given by the places of their tokens in `text`."""
    cuts = [list(chunks(len(places))) for places in paragraphs]
    shown = [places[first:last] for places, own in zip(paragraphs, cuts, strict=True) for first, last in own]
    every = score([[text[start:end] for start, end in places] for places in shown], wordpiece, network)
    for places, own in zip(paragraphs, cuts, strict=True):
        logits = [0.0] * len(places)
        for first, last in own:
            found = [float(logit) for part in next(every) for logit in part.starts]
            decided = 0 if first == 0 else CONTEXT
            logits[first + decided : last] = found[decided:]
        starts = [0, *(word for word in range(1, len(places)) if logits[word] > 0), len(places)]
        yield [places[first:last] for first, last in pairwise(starts) if first < last]


def chunks(count: int) -> Iterator[tuple[int, int]]:
    """First and last word of the overlapping chunks of `count` words; each overwrites the end of the one before.

    >>> list(chunks(0)), list(chunks(40)), list(chunks(100))
    ([], [(0, 40)], [(0, 90), (60, 100)])
    """
    first = 0
    while first < count:
        last = min(first + CHUNK, count)
        yield first, last
        first = count if last == count else last - 2 * CONTEXT
