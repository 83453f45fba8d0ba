"""The rule reader: claims by cue words and grammar, without a model.

It finds attributions, dates, conditions, motives and evidence, and makes each a claim with its exact quote, who says
it, how surely, and when. A text that is not English prose it leaves alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from cuibono.case.records import Claim, Interval, Kind, Link, Source, Trim
from cuibono.case.records import Quote as Quoted
from cuibono.reading import (
    actors,
    attribution,
    certainty,
    conditionals,
    confidences,
    dates,
    evidence,
    happenings,
    motives,
    ordering,
    periods,
    question,
    sentences,
)
from cuibono.reading.attribution import Attribution
from cuibono.reading.dates import DateMention
from cuibono.reading.parses import Parses
from cuibono.reading.reader import claim_id, warnings
from cuibono.reading.sentences import Sentence

if TYPE_CHECKING:
    from cuibono.reading.model.answers import Answered

PART = 500_000
"""Characters of a text that are read together, a long report; so a text of any length takes the same memory."""
WHOLE = "no single word; the sentence as a whole, as the network reads it"
"""Why a motive is believed in that has no cue."""
_LONGEST_SENTENCE = 3000
"""Characters; what is longer is no sentence but a table, a list or noise."""
_NEAR = 80
"""Characters around a cue within which a date says when something was said."""


class RuleReader:
    """Reads by rules alone: the same text gives the same claims, on any machine, in time that grows with its length."""

    name = "rules-1"

    def read(self, source: Source, text: str, question: str, trims: Sequence[Trim] = ()) -> tuple[Claim, ...]:
        """The claims of `text`, in order of their start; each quote is an exact slice of `text`, none from `trims`.

        A text that `reader.warnings` finds to be no English prose has no claims.
        """
        if warnings(source, text, trims):
            return ()
        return tuple(
            claim
            for part in parts(prose(text, trims))
            for claim in Reading(source, text, part, self.name).claims(question)
        )


def prose(text: str, trims: Sequence[Trim]) -> tuple[Sentence, ...]:
    """The sentences of `text` that can be read: those outside `trims` that are not too long to be any."""
    return tuple(s for s in sentences.split(text, trims) if s.end - s.start <= _LONGEST_SENTENCE)


def parts(cut: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of a text in parts of about `PART` characters, each of which is read by itself."""
    for _, part in groupby(cut, lambda sentence: sentence.start // PART):
        yield tuple(part)


class Reading:
    """A source being read, or part of it: what was found there.

    With `parses`, by the model's grammar as well; with `answered`, by what a network makes of its sentences.
    """

    def __init__(
        self,
        source: Source,
        text: str,
        cut: tuple[Sentence, ...],
        reader: str,
        parses: Parses | None = None,
        answered: Answered | None = None,
    ) -> None:
        self._source, self._text, self._cut, self._reader = source, text, cut, reader
        self._parses, self._answered = parses, answered
        self._actors = actors.find(text, cut, parses)
        self._attributions = attribution.find(text, cut, self._actors, parses)
        self._dates = dates.find(text, cut, source.published)
        self._date_starts = [mention.start for mention in self._dates]
        self._content_starts = [item.content[0] for item in self._attributions]
        self._longest = max((item.content[1] - item.content[0] for item in self._attributions), default=0)

    def claims(self, asked: str) -> tuple[Claim, ...]:
        """All claims, in order; of two with the same place, kind and target only the first."""
        steered = question.parse(asked)
        found = motives.find(self._text, self._cut, steered, self._parses, self._answered)
        bearings = evidence.find(self._text, self._cut, found, steered, self._parses, self._answered)
        made = [*self._statements(), *self._events(), *self._ordered(), *self._conditionals()]
        stated = [self._motive(motive) for motive in found]
        made += stated
        made += (self._evidence(bearing, stated) for bearing in bearings)
        unique = {claim.id: claim for claim in reversed(made)}
        return tuple(
            sorted(unique.values(), key=lambda claim: (claim.quote.start, claim.quote.end, claim.kind, claim.id))
        )

    # ---- claims by kind --------------------------------------------------------------------------------------------

    def _statements(self) -> Iterator[Claim]:
        for item in self._attributions:
            yield self._claim(
                item.content,
                Kind.STATEMENT,
                confidence=confidences.statement(item),
                because=self._text[slice(*item.cue)],
                said=self._said(item),
            )

    def _events(self) -> Iterator[Claim]:
        for dated in happenings.find(self._text, self._cut, self._dates):
            interval = dated.mention.interval
            yield self._claim(
                (dated.start, dated.end),
                Kind.EVENT,
                confidence=confidences.event(interval),
                because=dated.mention.text,
                happened=interval and interval.model_copy(update={"text": dated.mention.text}),
            )

    def _ordered(self) -> Iterator[Claim]:
        """Events without a date of their own that the words put before or after a dated one."""
        for parse in self._parses.every if self._parses else ():
            if parse.tokens:
                inside = self._mentions(parse.tokens[0].start, parse.tokens[-1].end)
                for item in ordering.find(parse, inside):
                    sure = confidences.event(item.interval)
                    span = (item.start, item.end)
                    yield self._claim(span, Kind.EVENT, confidence=sure, because=item.cue, happened=item.interval)

    def _conditionals(self) -> Iterator[Claim]:
        for span, cue in conditionals.cued(self._text, self._cut, self._parses):
            yield self._claim(span, Kind.CONDITIONAL, confidence=confidences.conditional(), because=cue)

    def _motive(self, motive: motives.Motive) -> Claim:
        return self._claim(
            (motive.start, motive.end),
            Kind.MOTIVE,
            confidence=motive.confidence,
            because=motive.cue or (WHOLE if self._answered else ""),
            actor=motive.actor,
            direction="against" if motive.rejected else "for",
            bears_on="question" if motive.on_question else None,
        )

    def _evidence(self, bearing: evidence.Bearing, stated: Sequence[Claim]) -> Claim:
        target = "question" if bearing.target is None else stated[bearing.target].id
        return self._claim(
            (bearing.start, bearing.end),
            Kind.EVIDENCE,
            confidence=confidences.evidence(bearing.confidence, on_question=bearing.target is None),
            because=bearing.cue,
            direction=bearing.direction,
            bears_on=target,
        )

    def _claim(
        self,
        span: tuple[int, int],
        kind: Kind,
        *,
        confidence: float,
        because: str,
        said: Interval | None = None,
        happened: Interval | None = None,
        actor: str | None = None,
        direction: Literal["for", "against"] | None = None,
        bears_on: str | None = None,
    ) -> Claim:
        start, end = span
        return Claim(
            id=claim_id(self._source.id, start, end, kind, bears_on),
            source=self._source.id,
            quote=Quoted.of(self._text, start, end, self._source.text_sha256),
            kind=kind,
            chain=self._chain(start, end),
            certainty=certainty.assess(self._text, start, end),
            said=said or self._published(),
            happened=happened if kind is Kind.EVENT else self._happened(start, end),
            actor=actor,
            direction=direction,
            bears_on=bears_on,
            confidence=confidence,
            because=because,
            reader=self._reader,
        )

    # ---- who, and when ---------------------------------------------------------------------------------------------

    def _chain(self, start: int, end: int) -> tuple[Link, ...]:
        """Whoever says `text[start:end]`: the innermost first; who is cited stands behind who cites."""
        first = bisect_left(self._content_starts, start - self._longest)
        last = bisect_right(self._content_starts, end)
        covering = [item for item in self._attributions[first:last] if _covers(item.content, start, end)]
        covering.sort(key=lambda item: (item.content[1] - item.content[0], _cites(self._text, item), item.cue))
        links = {(item.who, item.resolved): item for item in reversed(covering)}
        return tuple(self._link(item) for item in covering if links[item.who, item.resolved] is item)

    def _link(self, item: Attribution) -> Link:
        start, end = item.source or (None, None)
        return Link(
            who=item.who,
            cue=self._text[slice(*item.cue)],
            start=start,
            end=end,
            resolved=item.resolved,
            anonymous=item.anonymous,
        )

    def _published(self) -> Interval | None:
        return periods.day(self._source.published) if self._source.published else None

    def _said(self, item: Attribution) -> Interval | None:
        """When it was said, where a date stands beside the cue and not in what was said."""
        low, high = item.cue[0] - _NEAR, item.cue[1] + _NEAR
        for mention in self._mentions(low, high):
            inside = item.content[0] <= mention.start < item.content[1]
            if (
                mention.interval
                and not inside
                and "\n" not in self._text[min(item.cue[0], mention.start) : mention.end]
            ):
                return mention.interval
        return None

    def _happened(self, start: int, end: int) -> Interval | None:
        return next((mention.interval for mention in self._mentions(start, end) if mention.interval), None)

    def _mentions(self, low: int, high: int) -> Sequence[DateMention]:
        return self._dates[bisect_left(self._date_starts, low) : bisect_left(self._date_starts, high)]


def _covers(content: tuple[int, int], start: int, end: int) -> bool:
    """Whether most of a span lies in a content."""
    shared = min(content[1], end) - max(content[0], start)
    return 2 * shared > end - start


def _cites(text: str, item: Attribution) -> bool:
    return text[slice(*item.cue)].lower() in ("citing", "quoting")
