"""Ordering: what happened before or after a dated event, where the text gives a clause no date of its own.

"They left after the talks had failed in May": they left in May or later. The order that the words give bounds the
undated event on one side; the other side is open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.case.records import Interval
from cuibono.reading.dates import DateMention
from cuibono.reading.parses import Parse

_LATER = frozenset({"after", "once"})
_EARLIER = frozenset({"before", "until", "till"})
_LEAST = 3
"""Tokens that the words for an event have at least."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ordered:
    """An event without a date of its own: its words, when it happened at the earliest or at the latest, and the cue."""

    start: int
    end: int
    interval: Interval
    cue: str


def find(parse: Parse, mentions: Sequence[DateMention]) -> Iterator[Ordered]:
    """The undated events of one sentence that its words put before or after a dated one; `mentions` are in order."""
    starts = [mention.start for mention in mentions]

    def dated(span: Span) -> list[DateMention]:
        return list(mentions[bisect_left(starts, span[0]) : bisect_left(starts, span[1])])

    for place, token in enumerate(parse.tokens):
        cue = _cue(parse, place) if token.deprel.startswith("advcl") and token.head >= 0 else ""
        spans = _spans(parse, place) if cue else None
        if spans is None:
            continue
        clause, main = spans
        inside, outside = dated(clause), dated(main)
        if len(inside) + len(outside) != 1:
            continue
        known = (inside or outside)[0].interval
        later = bool(inside) == (cue in _LATER)
        bound = known and _bound(known, later=later)
        if bound:
            yield Ordered(*(main if inside else clause), bound, cue)


def _cue(parse: Parse, clause: int) -> str:
    """The word that puts a clause before or after its main clause; empty where none does."""
    words = [parse.tokens[child].text.lower() for child in parse.children(clause, "mark")]
    return next((word for word in words if word in _LATER | _EARLIER), "")


def _spans(parse: Parse, clause: int) -> tuple[Span, Span] | None:
    """The offsets of the clause without its opener, and of what of the main clause stands on its verb's side of it."""
    first, last = parse.span(clause)
    main = parse.tokens[clause].head
    whole = parse.span(parse.clause(main))
    beside = (whole[0], first) if main < first else (last, whole[1])
    own, other = _trimmed(parse, first, last), _trimmed(parse, *beside)
    return (own, other) if own and other else None


def _trimmed(parse: Parse, first: int, last: int) -> Span | None:
    """Offsets of tokens without the marks and the openers at their ends; `None` where too few are left."""
    tokens = parse.tokens
    while first < last and (tokens[first].deprel == "punct" or tokens[first].text.lower() in _LATER | _EARLIER):
        first += 1
    while last > first and tokens[last - 1].deprel == "punct":
        last -= 1
    return (tokens[first].start, tokens[last - 1].end) if last - first >= _LEAST else None


def _bound(known: Interval, *, later: bool) -> Interval | None:
    """When something happened that came later, or earlier, than `known`."""
    if later:
        return Interval(first=known.first, text=known.text) if known.first else None
    return Interval(last=known.last, text=known.text) if known.last else None
