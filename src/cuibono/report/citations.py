"""Footnotes in the making: each claim that the report leans on gets one number, where it is first cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cuibono.case.dates import parse_interval
from cuibono.case.journal import Entry
from cuibono.case.records import Claim, Interval, Rating, Source, State
from cuibono.options.comparison import Comparison
from cuibono.options.records import Options
from cuibono.report.document import Cite, Footnote, Runs, Text
from cuibono.report.vocabulary import vocabulary
from cuibono.strategy.interests import Interests
from cuibono.strategy.records import Strategy
from cuibono.strategy.solution import Solution
from cuibono.weighing.posterior import Posterior

CONTEXT = 160
"""How many characters of the source stand before and after the quoted words in a footnote."""


class Citations:
    """Numbers the claims of a case in the order in which they are cited, and makes their footnotes.

    Only claims that count can be cited: what was rejected, trimmed away or no longer stands in its source is left out.
    """

    def __init__(self, state: State, texts: Mapping[str, str]) -> None:
        self._claims = {claim.id: claim for claim in state.live_claims}
        self._sources = {source.id: source for source in state.sources}
        self._origins = {id: origin.name for origin in state.origins for id in origin.claims}
        self._status = state.status
        self._texts = texts
        self._numbers: dict[str, int] = {}

    def cite(self, ids: Iterable[str]) -> tuple[Cite, ...]:
        """References to the footnotes of those of these claims that count."""
        known = [id for id in ids if id in self._claims]
        return tuple(Cite(self._numbers.setdefault(id, len(self._numbers) + 1)) for id in known)

    @property
    def cited(self) -> Mapping[int, Claim]:
        """The claims cited so far, by the number of their footnote."""
        return {number: self._claims[id] for id, number in self._numbers.items()}

    def footnotes(self) -> tuple[Footnote, ...]:
        """A footnote for every claim cited so far, by number."""
        return tuple(self._footnote(number, self._claims[id]) for id, number in self._numbers.items())

    def _footnote(self, number: int, claim: Claim) -> Footnote:
        quote = claim.quote
        before, after = self._context(claim)
        return Footnote(
            number=number,
            before=before,
            exact=quote.exact,
            after=after,
            source=source_line(self._sources[claim.source]) if claim.source in self._sources else (Text(claim.source),),
            speaker=speaker(claim),
            details=self._details(claim),
            start=quote.start,
            end=quote.end,
        )

    def _context(self, claim: Claim) -> tuple[str, str]:
        quote, text = claim.quote, self._texts.get(claim.source, "")
        if not quote.holds_in(text):
            # What the quote keeps is cut within words, and part of a name is still part of a name.
            before, after = quote.prefix.partition(" ")[2], quote.suffix.rpartition(" ")[0]
            return (f"…{before}" if before else ""), (f"{after}…" if after else "")
        before = text[max(0, quote.start - CONTEXT) : quote.start]
        after = text[quote.end : quote.end + CONTEXT]
        if quote.start > CONTEXT:
            before = "…" + before.partition(" ")[2]
        if quote.end + CONTEXT < len(text):
            after = after.rpartition(" ")[0] + "…"
        return before, after

    def _details(self, claim: Claim) -> tuple[str, ...]:
        words = vocabulary()
        status = self._status.get(claim.id, "suggested")
        found = [words.levels[claim.certainty.level]]
        if claim.certainty.words:
            found[0] += f" (“{claim.certainty.words}”)"
        found += [f"said {date_words(claim.said)}", f"happened {date_words(claim.happened)}"]
        if claim.id in self._origins:
            found.append(f"origin: {self._origins[claim.id]}")
        if not claim.quote.holds_in(self._texts.get(claim.source, "")):
            found.append("these words could not be looked up in the source")
        return (*found, words.status[status])


@dataclass(frozen=True, eq=False)
class Material:
    """What the sections of a report are made from.

    `texts` holds the stored text of each source by its id; where there is none, footnotes show what the quotes keep.
    `journal` is what people did. `strategy` and `options` are what was written, with names and reasons;
    `interests`, `solution` and `comparison` what came of it, `None` where there is nothing.
    """

    state: State
    posterior: Posterior
    texts: Mapping[str, str]
    interests: Interests | None = None
    solution: Solution | None = None
    comparison: Comparison | None = None
    strategy: Strategy = field(default_factory=Strategy)
    options: Options = field(default_factory=Options)
    journal: tuple[Entry, ...] = ()

    @cached_property
    def citations(self) -> Citations:
        """The footnotes cited so far."""
        return Citations(self.state, self.texts)

    def text(self, source: str) -> str:
        """The stored text of a source; empty where there is none."""
        return self.texts.get(source, "")

    def name(self, hypothesis: str) -> str:
        """What to call a hypothesis; its id where the case has no name for it."""
        return self._names.get(hypothesis, hypothesis)

    @cached_property
    def ratings(self) -> dict[tuple[str, str], list[Rating]]:
        """All ratings of each cell, by evidence and hypothesis."""
        found: dict[tuple[str, str], list[Rating]] = {}
        for rating in self.state.ratings:
            found.setdefault((rating.evidence, rating.hypothesis), []).append(rating)
        return found

    @cached_property
    def used(self) -> frozenset[str]:
        """The claims that the answer rests on: those that report or deny evidence or put a hypothesis forward."""
        state = self.state
        behind = [item.claims for item in state.hypotheses]
        behind += [claims for item in state.evidence for claims in (item.claims, item.denied_by)]
        return frozenset(id for claims in behind for id in claims)

    def live(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        """Those of these claims that count, in the given order."""
        return tuple(self._claims[id] for id in ids if id in self._claims)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {share.id: share.name for share in self.posterior.shares}

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.state.live_claims}


def speaker(claim: Claim) -> str:
    """Who says it on whose word, from the nearest to the farthest; the document's author where nobody else does."""
    chain = [f"{link.resolved or link.who}{' (anonymous)' if link.anonymous else ''}" for link in claim.chain]
    return ", on the word of ".join(chain) or "the document's author"


def source_name(source: Source) -> str:
    """What to call a document: its outlet and title as far as they are known, else its file's name."""
    known = [part for part in (source.outlet, source.title) if part]
    return ", ".join(known) or source.name


def source_line(source: Source) -> Runs:
    """Outlet, title, author and date, each said to be unknown where it is."""
    facts = f"{source.author or 'author unknown'}, {source.published.isoformat() if source.published else 'undated'}"
    return (Text(source_name(source), "quoted"), Text(" · "), Text(facts, "quoted"))


def date_words(interval: Interval | None) -> str:
    """An interval of days in words.

    >>> date_words(Interval.parse("2018-02")), date_words(Interval.parse("2019-01-01/..")), date_words(None)
    ('2018-02', '2019-01-01 or later', 'at an unknown date')
    """
    if interval is None or (interval.first is None and interval.last is None):
        return "at an unknown date"
    if interval.last is None:
        return f"{interval.first} or later"
    if interval.first is None:
        return f"{interval.last} or earlier"
    iso = interval.first.isoformat()
    for shorter in (iso, iso[:7], iso[:4]):
        if parse_interval(shorter) == (interval.first, interval.last):
            return shorter
    return f"{interval.first} to {interval.last}"
