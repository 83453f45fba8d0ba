"""Quotations: where in the stored text the words stand that a server gave as a quote, exactly or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cuibono.reading.endpoint.answer import Refusal
from cuibono.reading.endpoint.excerpt import Excerpt, Span

_MOST = 1000
"""Places of a quote that are looked at; what stands in more says nothing."""


def place(text: str, excerpt: Excerpt, quote: str, before: str | None = None) -> Span | Refusal:
    """Where `quote` stands in the excerpt of `text`; of several places the one that `before` stands right before.

    Only white space around the quote is forgiven. A place that cuts no word in two goes before one that does.

    >>> text = "He paid. She said he paid. They say he paid."
    >>> whole = Excerpt(((0, len(text)),))
    >>> place(text, whole, "he paid"), place(text, whole, "he paid", "They say"), place(text, whole, "he pays").name
    (<Refusal.AMBIGUOUS: 'quotes that stand in several places'>, (36, 43), 'NO_QUOTE')
    """
    words = quote.strip()
    if not any(letter.isalnum() for letter in words):
        return Refusal.NO_QUOTE
    places = list(islice(_places(text, excerpt, words), _MOST))
    places = [found for found in places if not _cuts_word(text, *found)] or places
    context = (before or "").strip()
    if len(places) > 1 and context:
        places = [found for found in places if _stands_before(text, excerpt, context, found[0])]
        if not places:
            return Refusal.AMBIGUOUS
    if not places:
        return Refusal.NO_QUOTE
    return places[0] if len(places) == 1 else Refusal.AMBIGUOUS


def nearest(text: str, excerpt: Excerpt, words: str, at: Span) -> Span | None:
    """Where `words` stand in the excerpt closest to the place `at`, or nowhere."""
    words = words.strip()
    if not words:
        return None
    found = []
    for start, end in excerpt.blocks:
        found += [text.rfind(words, start, min(end, at[1])), text.find(words, max(start, at[0]), end)]
    places = [(start, start + len(words)) for start in found if start >= 0]
    return min(places, key=lambda place: max(place[0] - at[1], at[0] - place[1]), default=None)


def _places(text: str, excerpt: Excerpt, words: str) -> Iterator[Span]:
    for start, end in excerpt.blocks:
        at = text.find(words, start, end)
        while at >= 0:
            yield at, at + len(words)
            at = text.find(words, at + 1, end)


def _cuts_word(text: str, start: int, end: int) -> bool:
    first = start > 0 and text[start - 1 : start + 1].isalnum()
    return first or (end < len(text) and text[end - 1 : end + 1].isalnum())


def _stands_before(text: str, excerpt: Excerpt, context: str, start: int) -> bool:
    block = next(first for first, last in excerpt.blocks if first <= start < last)
    return text[max(block, start - len(context) - 4) : start].rstrip().endswith(context)
