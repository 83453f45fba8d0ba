"""Claims from an answer: each an exact quote of its own document, every label words of it or from a fixed list.

Whatever an answer holds besides is refused and counted; nothing in it can name another source, a person or a judgement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from cuibono.case.records import Certainty, Claim, Interval, Kind, Link, Quote, Source
from cuibono.reading import periods
from cuibono.reading.endpoint import quotation
from cuibono.reading.endpoint.answer import Answer, Found, Refusal, Speaker
from cuibono.reading.endpoint.excerpt import Excerpt, Span
from cuibono.reading.reader import claim_id


class Taken(NamedTuple):
    """The claims taken from the answers about one document, in order of their start, and what was refused."""

    claims: tuple[Claim, ...]
    refused: Counter[Refusal]


class _Placed(NamedTuple):
    """A claim of the answer to the excerpt of number `part`, with its place."""

    found: Found
    span: Span
    part: int


def take(
    source: Source, text: str, answers: Sequence[tuple[Excerpt, Answer]], reader: str, actors: Sequence[str] = ()
) -> Taken:
    """The claims in the answers about the excerpts of one document, in its order; `actors` are those of the question.

    What two overlapping excerpts both give is taken once. Raises nothing: what is wrong is refused and counted.
    """
    return _Taking(source, text, answers, reader, actors).taken()


class _Taking:
    """The claims of one document while they are being taken."""

    def __init__(
        self, source: Source, text: str, answers: Sequence[tuple[Excerpt, Answer]], reader: str, actors: Sequence[str]
    ) -> None:
        self._source, self._text, self._answers, self._reader, self._actors = source, text, answers, reader, actors
        self._whole = Excerpt(tuple(block for excerpt, _ in answers for block in excerpt.blocks))
        self._refused: Counter[Refusal] = Counter()
        self._kept: dict[tuple[int, Kind, str | None], list[Claim]] = {}
        self._motives: dict[tuple[int, str], str] = {}

    def taken(self) -> Taken:
        placed = [item for part in range(len(self._answers)) for item in self._placed(part)]
        # Motives first: evidence may be given before the motive that it bears on.
        for item in sorted(placed, key=lambda item: (item.found.kind is not Kind.MOTIVE, item.part, item.span)):
            self._keep(item)
        unique = {claim.id: claim for kept in reversed(self._kept.values()) for claim in reversed(kept)}
        order = sorted(unique.values(), key=lambda claim: (claim.quote.start, claim.quote.end, claim.kind, claim.id))
        return Taken(tuple(order), +self._refused)

    def _placed(self, part: int) -> Iterable[_Placed]:
        excerpt, answer = self._answers[part]
        self._refused.update(answer.refused)
        for found in answer.claims:
            span = quotation.place(self._text, excerpt, found.quote, found.before)
            if isinstance(span, Refusal):
                self._refused[span] += 1
            else:
                yield _Placed(found, span, part)

    def _keep(self, item: _Placed) -> None:
        found = item.found
        target, refusal = self._target(item)
        chain = self._chain(item)
        if refusal or chain is None:
            self._refused[refusal or Refusal.NO_SPEAKER] += 1
            return
        overlapping = self._kept.get((item.part - 1, found.kind, target), [])
        claim = next((claim for claim in overlapping if _is_same(claim, item.span)), None)
        claim = claim or self._claim(item, target, chain)
        self._kept.setdefault((item.part, found.kind, target), []).append(claim)
        if found.kind is Kind.MOTIVE and found.label:
            self._motives.setdefault((item.part, found.label), claim.id)

    def _target(self, item: _Placed) -> tuple[str | None, Refusal | None]:
        """What a claim bears on: the question, or a motive of the same answer; never what another document holds."""
        found = item.found
        if found.kind not in {Kind.MOTIVE, Kind.EVIDENCE}:
            return None, None
        if found.kind is Kind.EVIDENCE and found.direction is None:
            return None, Refusal.FORM
        if found.bears_on == "question":
            return "question", None
        if found.kind is Kind.MOTIVE:
            return None, Refusal.NO_TARGET if found.bears_on else None
        target = self._motives.get((item.part, found.bears_on or ""))
        return target, None if target else Refusal.NO_TARGET

    def _claim(self, item: _Placed, target: str | None, chain: tuple[Link, ...]) -> Claim:
        found, (start, end) = item.found, item.span
        words = self._words(item, found.certainty_words)
        return Claim(
            id=claim_id(self._source.id, start, end, found.kind, target),
            source=self._source.id,
            quote=Quote.of(self._text, start, end, self._source.text_sha256),
            kind=found.kind,
            chain=chain,
            certainty=Certainty(level=found.certainty, words=words or ""),
            said=self._when(found.said) or self._published(),
            happened=self._when(found.happened),
            actor=self._actor(found.actor) if found.kind is Kind.MOTIVE else None,
            direction=_direction(found),
            bears_on=target,
            confidence=found.confidence,
            because=self._words(item, found.because) or "",
            reader=self._reader,
        )

    # ---- labels ----------------------------------------------------------------------------------------------------

    def _chain(self, item: _Placed) -> tuple[Link, ...] | None:
        """Who says it, the nearest first; nothing where one of them is not in the text."""
        links = [self._link(item, speaker) for speaker in item.found.speakers]
        return tuple(link for link in links if link) if all(links) else None

    def _link(self, item: _Placed, speaker: Speaker) -> Link | None:
        at = quotation.nearest(self._text, self._answers[item.part][0], speaker.who, item.span)
        if at is None:
            return None
        name = self._named(speaker.name)
        return Link(
            who=self._text[slice(*at)],
            cue=self._words(item, speaker.cue) or "",
            start=at[0],
            end=at[1],
            resolved=None if speaker.unnamed else name,
            anonymous=speaker.unnamed,
        )

    def _words(self, item: _Placed, words: str | None) -> str | None:
        """Words that stand in the excerpt, nothing else: no word of the server's own enters the case."""
        if not words or not words.strip():
            return None
        at = quotation.nearest(self._text, self._answers[item.part][0], words, item.span)
        self._refused[Refusal.LABEL] += at is None
        return self._text[slice(*at)] if at else None

    def _named(self, name: str | None) -> str | None:
        """A name that stands anywhere in the document."""
        if not name or not name.strip():
            return None
        at = quotation.nearest(self._text, self._whole, name, (0, 0))
        self._refused[Refusal.LABEL] += at is None
        return self._text[slice(*at)] if at else None

    def _actor(self, name: str | None) -> str | None:
        return name if name in self._actors else self._named(name)

    def _when(self, iso: str | None) -> Interval | None:
        if not iso:
            return None
        try:
            return Interval.parse(iso.strip())
        except ValueError:
            self._refused[Refusal.DATE] += 1
            return None

    def _published(self) -> Interval | None:
        return periods.day(self._source.published) if self._source.published else None


def _direction(found: Found) -> Literal["for", "against"] | None:
    if found.kind is Kind.MOTIVE:
        return found.direction or "for"
    return found.direction if found.kind is Kind.EVIDENCE else None


def _is_same(claim: Claim, span: Span) -> bool:
    """Whether a claim quotes mostly the same words."""
    shared = min(claim.quote.end, span[1]) - max(claim.quote.start, span[0])
    return 2 * shared > max(claim.quote.end - claim.quote.start, span[1] - span[0])
