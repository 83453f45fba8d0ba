"""What the files and the journals amount to: pure functions from what is on disk to the state of the case."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cuibono.case.casefile import CaseFile
from cuibono.case.desk import Desk, RefusedError, apply, lay_out, own_origin, voice
from cuibono.case.journal import Entry, Journal, in_force
from cuibono.case.records import Claim, Draft, Origin, Source, State, Status, Trim
from cuibono.errors import Problem


@dataclass(frozen=True, slots=True)
class Overlay:
    """What people did, laid over the files.

    `laid` is the desk before anybody did anything, `desk` the one with the entries in force (`standing`) applied, and
    `refused` are those that could not be. No desk in here is changed any more.
    """

    journal: Journal
    laid: Desk
    desk: Desk
    standing: tuple[Entry, ...]
    refused: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every entry that could not be applied, with its file and line, and every circle of origins."""
        return (*self.refused, *_cycles(self.desk.origins))

    def follow(self, journal: Journal) -> Overlay:
        """The overlay of another journal over the same files; only what was added is applied, where that is enough."""
        added = journal.added_since(self.journal)
        if added is None or any(entry.op != "set" for entry in added):
            return _applied(Overlay(Journal(), self.laid, self.laid, (), ()), journal, in_force(journal.entries))
        return _applied(self, journal, added)


def overlay(
    case: CaseFile, sources: Iterable[Source], claims: Iterable[Claim], draft: Draft, journal: Journal
) -> Overlay:
    """The files with all entries in force applied, in order."""
    laid = lay_out(case, sources, claims, draft)
    return Overlay(Journal(), laid, laid, (), ()).follow(journal)


def _applied(before: Overlay, journal: Journal, entries: tuple[Entry, ...]) -> Overlay:
    desk, refused = before.desk.copy(), list(before.refused)
    for entry in entries:
        try:
            apply(desk, entry)
        except RefusedError as refusal:
            refused.append(_problem(entry, refusal, journal))
    return Overlay(journal, before.laid, desk, (*before.standing, *entries), tuple(refused))


def state(over: Overlay, texts: Mapping[str, str], name: str = "") -> State:
    """The state of the case.

    `texts` maps source ids to their stored text; a claim whose quote does not hold in it is an orphan.
    """
    desk = over.desk
    claims = {id: claim for id, claim in desk.claims.items() if claim.source in desk.sources}
    trims = {id: desk.trims.get(id, source.trim) for id, source in desk.sources.items()}
    status = {**desk.status, **_lost(claims, texts, trims)}
    return State(
        name=name,
        question=desk.case.question,
        act=desk.case.act,
        exclusive=desk.case.motives == "exclusive",
        priors={str(id): prior for id, prior in desk.case.priors.items()},
        hypotheses=desk.case.hypotheses,
        evidence=tuple(desk.evidence.values()),
        origins=_origins(desk, claims),
        sources=tuple(desk.sources.values()),
        claims=tuple(sorted(claims.values(), key=lambda claim: (claim.source, claim.quote.start, claim.id))),
        status={id: value for id, value in status.items() if id in claims},
        reliability=desk.reliability,
        credibility=desk.credibility,
        trims=trims,
        opinions=tuple(desk.opinions.values()),
        truth=desk.truth,
        **_judged(over),
    )


def rerated(before: State, over: Overlay) -> State:
    """The same as `state` where only ratings have been set since `before`, from which all the rest is taken over."""
    return before.model_copy(update=_judged(over))


def _cycles(origins: Mapping[str, Origin]) -> list[Problem]:
    found: list[Problem] = []
    settled: set[str] = set()
    for start in origins:
        path: list[str] = []
        at: str | None = start
        while at is not None and at in origins and at not in settled and at not in path:
            path.append(at)
            at = origins[at].goes_back_to
        if at in path:
            ring = " → ".join([*path[path.index(at) :], at])
            remedy = "cut one of these links: set its goes-back-to to nothing, or undo"
            found.append(Problem("journal", f"origin/{at}/goes-back-to", f"goes round in a circle ({ring})", remedy))
        settled.update(path)
    return found


def _problem(entry: Entry, refusal: RefusedError, journal: Journal) -> Problem:
    """The refusal with its place; an entry that is on disk already can also be taken back."""
    file, line = journal.places.get(entry.id, ("", None))
    remedy = f"{refusal.remedy}; or take the entry back: cuibono undo CASE {entry.id}" if file else refusal.remedy
    return Problem(file, entry.target, refusal.what, remedy, line)


def _judged(over: Overlay) -> dict[str, Any]:
    """What changes with every rating: the ratings, who has judged, and the journal's last entry."""
    desk, entries = over.desk, over.journal.entries
    return {
        "ratings": tuple(rating for rating in desk.ratings.values() if rating.evidence in desk.evidence),
        "analysts": tuple(sorted({entry.by for entry in over.standing})),
        "head": entries[-1].id if entries else "",
    }


def _lost(
    claims: Mapping[str, Claim], texts: Mapping[str, str], trims: Mapping[str, tuple[Trim, ...]]
) -> dict[str, Status]:
    """The claims that do not count whatever people said of them: their words are gone, or are page furniture."""
    starts = {id: _line_starts(text) for id, text in texts.items()}
    lost: dict[str, Status] = {}
    for claim in claims.values():
        text = texts.get(claim.source)
        if text is None or not claim.quote.holds_in(text):
            lost[claim.id] = Status.ORPHAN
            continue
        line = bisect_right(starts[claim.source], claim.quote.start) - 1
        if any(trim.first <= line <= trim.last for trim in trims[claim.source]):
            lost[claim.id] = Status.TRIMMED
    return lost


def _line_starts(text: str) -> list[int]:
    starts = [0]
    while (found := text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return starts


def _origins(desk: Desk, claims: Mapping[str, Claim]) -> tuple[Origin, ...]:
    """Every claim under exactly one origin: where a person put it, where the machine did, or its source's own voice."""
    home = {claim: origin.id for origin in desk.origins.values() for claim in origin.claims}
    named = {claim for origin in desk.origins.values() if not origin.anonymous for claim in origin.claims}
    voices = {claim.source: home[id] for id, claim in claims.items() if id in named and not claim.chain}
    own = {own_origin(id): voice(source) for id, source in desk.sources.items()}
    home.update({claim: origin for claim, origin in desk.moved.items() if origin in desk.origins or origin in own})
    fed: dict[str, list[str]] = {id: [] for id in desk.origins}
    for claim in claims.values():
        voice_of = voices.get(claim.source, own_origin(claim.source))
        fed.setdefault(home.get(claim.id, voice_of), []).append(claim.id)
    return tuple(
        (desk.origins.get(id) or own[id]).model_copy(update={"claims": tuple(sorted(ids))}) for id, ids in fed.items()
    )
