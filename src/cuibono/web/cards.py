"""Cards: what a screen shows of a claim, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from cuibono.case.journal import Entry, in_force
from cuibono.case.records import Claim, Interval, State, Status
from cuibono.report.citations import date_words, speaker
from cuibono.report.vocabulary import vocabulary
from cuibono.web.live import View

_BESIDE = frozenset({"status", "credibility", "origin"})
"""Fields of a claim that say what people think of it, and leave it as it was read."""


class Cards:
    """Makes the cards of one view's claims."""

    def __init__(self, view: View) -> None:
        self._state: State = view.state
        self._machine = {claim.id for claim in view.contents.claims}
        self._acts = _acts(in_force(view.contents.journal.entries))

    def status(self, claim: Claim) -> Status:
        """Where the claim stands."""
        return self._state.status.get(claim.id, Status.SUGGESTED)

    def author(self, claim: Claim) -> str:
        """The analyst who wrote the claim; empty where the machine read it."""
        if claim.id in self._machine:
            return ""
        return self._acts.get((claim.id, "")) or claim.reader

    def of(self, claim: Claim) -> dict[str, Any]:
        """The claim with what people made of it, whose it is, and what it bears on."""
        words, status, author = vocabulary(), self.status(claim), self.author(claim)
        own = author and status == Status.SUGGESTED
        return {
            "id": claim.id,
            "source": claim.source,
            "source_name": self._sources.get(claim.source, claim.source),
            "exact": claim.quote.exact,
            "start": claim.quote.start,
            "end": claim.quote.end,
            "kind": claim.kind.value,
            "kind_name": words.kinds[claim.kind],
            "speaker": speaker(claim),
            "speakers": [link.resolved or link.who for link in claim.chain],
            "level": claim.certainty.level.value,
            "surely": words.levels[claim.certainty.level],
            "words": claim.certainty.words,
            "said": _iso(claim.said),
            "said_words": _when(claim.said),
            "happened": _iso(claim.happened),
            "happened_words": _when(claim.happened),
            "actor": claim.actor or "",
            "direction": claim.direction or "",
            "bears_on": claim.bears_on or "",
            "bears_on_name": self._bearings.get(claim.bears_on or "", ""),
            "confidence": claim.confidence,
            "because": claim.because,
            "credibility": self._state.credibility.get(claim.id),
            "status": status.value,
            "status_name": f"written by {author}" if own else words.status[status],
            "judged_by": self._acts.get((claim.id, "status"), ""),
            "by": author,
            "edited_by": self._acts.get((claim.id, "edit"), ""),
            "origin": self._origins.get(claim.id),
            "evidence": self._evidence.get(claim.id, []),
        }

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {source.id: source.title or source.name for source in self._state.sources}

    @cached_property
    def _bearings(self) -> dict[str, str]:
        """What a claim may bear on, by its id and by the ids of the claims that put it forward."""
        hypotheses = self._state.hypotheses
        named = {id: item.name for item in hypotheses for id in (*item.claims, item.id)}
        return {**named, "question": "the question"}

    @cached_property
    def _origins(self) -> dict[str, dict[str, str]]:
        return {id: {"id": item.id, "name": item.name} for item in self._state.origins for id in item.claims}

    @cached_property
    def _evidence(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for item in self._state.evidence:
            for ids, denied in ((item.claims, False), (item.denied_by, True)):
                for id in ids:
                    found.setdefault(id, []).append({"id": item.id, "name": item.name, "denied": denied})
        return found


def _acts(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """Who last made, judged or edited a claim, by the claim's id and "", the field, or "edit"."""
    found: dict[tuple[str, str], str] = {}
    for entry in entries:
        noun, _, rest = entry.target.partition("/")
        if noun == "claim":
            id, _, key = rest.partition("/")
            found[id, key if not key or key in _BESIDE else "edit"] = entry.by
    return found


def _iso(interval: Interval | None) -> str:
    return interval.iso if interval else ""


def _when(interval: Interval | None) -> str:
    return date_words(interval) if interval else "unknown"
