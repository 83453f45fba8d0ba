"""Dates: expressions of time in a text, resolved to intervals of days against the publication date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cuibono.case.records import Interval
from cuibono.reading.sentences import Sentence


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time: its span, its words, and the days it means; `None` where the text does not say."""

    start: int
    end: int
    text: str
    interval: Interval | None = None


def find(text: str, sentences: Sequence[Sentence], published: date | None) -> tuple[DateMention, ...]:
    """The expressions of time in `text`, in order; without `published`, relative ones have no interval."""
    del text, sentences, published
    return ()
