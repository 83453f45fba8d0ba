"""From a number back to what it stands on: the evidence with its weights, ratings, quotes and origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cuibono.case.records import Evidence, Rating
from cuibono.errors import NotFoundError
from cuibono.weighing.baserates import band, counted
from cuibono.weighing.cells import band_of, counting
from cuibono.weighing.contributions import shared
from cuibono.weighing.explanation import Citation, Explanation, Ground, Judgement
from cuibono.weighing.provenance import Relay, is_assumption
from cuibono.weighing.readout import Contribution, OriginReadout, Share
from cuibono.weighing.shares import name_of

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Posterior


def explain(posterior: Posterior, id: str) -> Explanation:
    """What is behind a hypothesis, a piece of evidence, or an origin; raises NotFoundError with the known ids."""
    model = posterior.model
    for share in posterior.shares:
        if share.id == id:
            return _hypothesis(posterior, share)
    for item in model.evidence:
        if item.id == id:
            return _evidence(posterior, item)
    voice = model.provenance.voice_of.get(id)
    for origin in posterior.origins:
        if origin.id == voice:
            return _origin(posterior, origin, id)
    known = [*model.space.targets, *(item.id for item in model.evidence), *model.provenance.voice_of]
    raise NotFoundError(f"nothing in this case is called {id!r}; there are {', '.join(known)}")


def _hypothesis(posterior: Posterior, share: Share) -> Explanation:
    contribution = _contribution(posterior, share.id)
    weights = {row.id: row.decibans for row in contribution.rows if row.kind == "evidence"} if contribution else {}
    items = sorted(posterior.model.evidence, key=lambda item: -abs(weights.get(item.id, 0.0)))
    against = contribution.against if contribution else ""
    notes = [f"Weights are decibans for “{share.name}” against {_against(posterior, against)}."] if weights else []
    if share.prior != (stated := posterior.model.prior.stated.get(share.id, share.prior)):
        has_game = any(item.kind == "game" for item in posterior.model.network.context)
        why = (
            "that the act was done, and the game (a model), make" if has_game else "that the act was done at all makes"
        )
        notes.append(f"Its stated prior is {stated:.0%}; {why} it {share.prior:.0%}.")
    notes += _base_rate(posterior, share.id)
    if not share.rated and share.kind == "hypothesis":
        notes.append("Nobody has rated it, so the evidence says nothing of it.")
    sentence = (
        f"It is {share.word}: {share.probability:.0%} (range {share.low:.0%} to {share.high:.0%}), "
        f"from {share.prior:.0%} before the evidence; {share.rated} of {share.cells} cells are rated."
    )
    return Explanation(
        kind=share.kind,
        id=share.id,
        name=share.name,
        sentence=sentence,
        numbers=(("probability", share.probability), ("low", share.low), ("high", share.high), ("prior", share.prior)),
        grounds=tuple(_ground(posterior, item, weights.get(item.id), share.id) for item in items),
        notes=tuple(notes),
    )


def _base_rate(posterior: Posterior, id: str) -> Iterable[str]:
    """What was counted for the prior, and whether it is what the prior stands on."""
    for item in posterior.state.hypotheses:
        if item.id == id and item.base_rate is not None:
            found = band(item.base_rate)
            gives = f"{counted(item.base_rate)} give {found.value:.0%} ({found.low:.0%} to {found.high:.0%})"
            stands = "its prior" if item.prior is None else f"but its prior is stated as {item.prior:.0%}"
            yield f"Base rate: {gives}, {stands}."


def _evidence(posterior: Posterior, item: Evidence) -> Explanation:
    model, survey = posterior.model, posterior.survey
    fact = model.evidence.index(item)
    total = float(survey.base[-1])
    true = float(survey.true[fact, -1] / total) if total else float(posterior.attribution.likely[fact])
    tells = posterior.diagnosticity[fact]
    claims = [relay for relay in model.provenance.relays[item.id] if relay.claim]
    voices = {relay.voice for relay in claims}
    said = "It is the analyst's own assumption." if is_assumption(item) else _counted(len(claims), len(voices))
    sentence = f"{said} It is true with probability {true:.0%}, and moves the two leaders {tells.pair:.1f} dB apart."
    return Explanation(
        kind="evidence",
        id=item.id,
        name=item.name,
        sentence=sentence,
        numbers=(("true", true), ("bits", tells.bits), ("gained", tells.gained), ("pair", tells.pair)),
        grounds=(_ground(posterior, item, None, None),),
    )


def _counted(claims: int, voices: int) -> str:
    if not claims:
        return "No claim that counts reports it."
    return f"{claims} claim{'s' * (claims > 1)} report it, on the word of {voices} origin{'s' * (voices > 1)}."


def _origin(posterior: Posterior, origin: OriginReadout, id: str) -> Explanation:
    model = posterior.model
    contribution = _contribution(posterior, posterior.leader)
    weights = {row.id: row.decibans for row in contribution.rows if row.kind == "evidence"} if contribution else {}
    place = model.provenance.place[origin.id]
    grounds = []
    for item in model.evidence:
        if item.id in origin.evidence:
            part = shared(model, model.provenance.said[item.id]).get(place, 0.0)
            weight = weights[item.id] * part if item.id in weights else None
            grounds.append(_ground(posterior, item, weight, posterior.leader, origin.id))
    pieces = len(origin.evidence)
    sentence = (
        f"It stands behind {len(origin.claims)} claims in {len(origin.sources)} sources, for {pieces} "
        f"piece{'s' * (pieces != 1)} of evidence. Reliability {origin.letter}: {origin.prior:.0%} before the evidence, "
        f"{origin.reliable:.0%} after it."
    )
    notes = [f"Its origin {id} certainly goes back to {origin.id}."] if id != origin.id else []
    if origin.goes_back_to:
        parent = model.provenance.by_id[origin.goes_back_to].name
        notes.append(f"With probability {origin.copied:.0%} it only repeats “{parent}”, stated as {origin.copy:.0%}.")
    numbers = (("prior", origin.prior), ("reliable", origin.reliable), ("copied", origin.copied))
    return Explanation("origin", origin.id, origin.name, sentence, numbers, tuple(grounds), tuple(notes))


def _contribution(posterior: Posterior, target: str) -> Contribution | None:
    """How a target's odds came about: against that it is not so where that is told, else against its first rival."""
    found = [item for item in posterior.contributions if item.target == target]
    return min(found, key=lambda item: bool(item.against)) if found else None


def _against(posterior: Posterior, against: str) -> str:
    return f"“{name_of(posterior.model, against)}”" if against else "its not being so"


def _ground(
    posterior: Posterior, item: Evidence, weight: float | None, hypothesis: str | None, voice: str | None = None
) -> Ground:
    """One piece of evidence, with the ratings of one hypothesis or of all, and the claims of one origin or of all."""
    relays = [relay for relay in posterior.model.provenance.relays[item.id] if voice in (None, relay.voice)]
    ratings = [rating for rating in posterior.ratings_of.get(item.id, ()) if hypothesis in (None, rating.hypothesis)]
    judgements = tuple(_judgements(posterior, ratings))
    return Ground(item.id, item.name, weight, judgements, tuple(_citations(posterior, relays)))


def _judgements(posterior: Posterior, ratings: Iterable[Rating]) -> Iterable[Judgement]:
    by_cell: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_cell.setdefault(rating.hypothesis, []).append(rating)
    for hypothesis, group in by_cell.items():
        counted = counting(group)
        for rating in group:
            band = band_of(rating, posterior.model.numbers)
            code = str(rating.code) if rating.code else "a likelihood"
            likelihood = band.value if band else None
            yield Judgement(hypothesis, rating.analyst, code, likelihood, rating.why, rating in counted)


def _citations(posterior: Posterior, relays: Iterable[Relay]) -> Iterable[Citation]:
    claims, titles = posterior.claims_by_id, posterior.titles
    names: Mapping[str, str] = {voice.id: voice.name for voice in posterior.model.provenance.voices}
    for relay in relays:
        claim = claims.get(relay.claim)
        if claim is not None:
            yield Citation(
                claim=claim.id,
                source=claim.source,
                title=titles.get(claim.source, claim.source),
                quote=claim.quote.exact,
                start=claim.quote.start,
                end=claim.quote.end,
                speaker=claim.speaker or "",
                certainty=str(claim.certainty.level),
                origin=names[relay.voice],
                denies=relay.strength < 0,
            )
