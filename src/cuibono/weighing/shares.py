"""Who stands where: probabilities of hypotheses from those of states, their ranks, and how much there is of everything.

A hypothesis that nobody rated ranks after all that somebody did, however probable its prior makes it. "It did not
happen" answers another question than why, and has no rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cuibono.case.records import MACHINE, NONE, NOT_HAPPENED
from cuibono.weighing.readout import Counts, Kind, Share
from cuibono.weighing.space import Array, Mask, Space

if TYPE_CHECKING:
    from cuibono.weighing.model import Model
    from cuibono.weighing.posterior import Posterior

KINDS: dict[str, Kind] = {NONE: "none", NOT_HAPPENED: "did-not-happen"}
NAMES = {NONE: "None of these", NOT_HAPPENED: "It did not happen"}
TIE = 1e-9
"""Probabilities closer than this are tied."""


def probabilities(space: Space, states: Array) -> dict[str, float]:
    """The probability of each target from those of the states, by id."""
    return {id: min(float(p), 1.0) for id, p in zip(space.targets, space.totals(states), strict=True)}


def name_of(model: Model, target: str) -> str:
    """A target's name."""
    return NAMES.get(target) or model.state.hypothesis(target).name


def shares(posterior: Posterior) -> tuple[Share, ...]:
    """The share of every target, by rank."""
    from cuibono.weighing.intervals import ranges
    from cuibono.weighing.spread import spread
    from cuibono.weighing.words import word

    model = posterior.model
    now = posterior.probabilities
    before = probabilities(model.space, model.network.prior)
    spans = ranges(model, posterior.survey).tolist()
    ranks, tied = rank(now, rated(model))
    scores = _ach(model)
    own = posterior.alone if len({rating.analyst for rating in model.state.ratings} - {MACHINE}) > 1 else {}
    happened = 1 - now[NOT_HAPPENED]
    found = []
    for column, id in enumerate(model.space.targets):
        low, high = spans[column]
        found.append(
            Share(
                id=id,
                name=name_of(model, id),
                kind=KINDS.get(id, "hypothesis"),
                probability=now[id],
                low=low,
                high=high,
                prior=before[id],
                given=0.0 if id == NOT_HAPPENED or not happened else min(now[id] / happened, 1.0),
                word=word(now[id]),
                rank=ranks[id],
                tied=id in tied,
                rated=int(model.cells.rated[:, column].sum()),
                na=int(model.cells.na[:, column].sum()),
                cells=len(model.evidence),
                suggested=int(model.cells.suggested[:, column].sum()),
                ach=scores[column][0],
                ach_rank=scores[column][1],
                spread=spread(own, id),
            )
        )
    return tuple(sorted(found, key=lambda share: (share.rank or len(found) + 1, model.space.targets.index(share.id))))


def rated(model: Model) -> dict[str, bool]:
    """Whether a target may rank among the rated: somebody rated it, or it is "none of these" of co-existing motives.

    The last is the others' complement, which no missing rating favours.
    """
    some = np.asarray(model.cells.rated.any(axis=0)).tolist()
    found = dict(zip(model.space.targets, some, strict=True))
    return found if model.space.exclusive else {**found, NONE: True}


def eligible(model: Model) -> Mask:
    """The targets that may rank first, by column: the rated ones, or where nothing is rated all that say why."""
    why = np.array([id != NOT_HAPPENED for id in model.space.targets])
    known = np.array([*rated(model).values()]) & why
    return known if known.any() else why


def order(model: Model, now: dict[str, float]) -> tuple[str, ...]:
    """The ids by rank, ties in the case's order, did-not-happen left out."""
    ranks, _ = rank(now, rated(model))
    ids = [id for id in model.space.targets if id != NOT_HAPPENED]
    return tuple(sorted(ids, key=lambda id: ranks[id]))


def rank(now: dict[str, float], has_rating: dict[str, bool]) -> tuple[dict[str, int], set[str]]:
    """Each target's rank, shared by ties, 0 for did-not-happen; and those that are tied."""
    rivals = [id for id in now if id != NOT_HAPPENED]
    ranks = {NOT_HAPPENED: 0}
    tied: set[str] = set()
    for id in rivals:
        ahead = [
            o
            for o in rivals
            if has_rating[o] > has_rating[id] or (has_rating[o] == has_rating[id] and now[o] > now[id] + TIE)
        ]
        level = [o for o in rivals if o != id and has_rating[o] == has_rating[id] and abs(now[o] - now[id]) <= TIE]
        ranks[id] = 1 + len(ahead)
        tied.update([id] if level else [])
    return ranks, tied


def counts(model: Model) -> Counts:
    """How much there is of everything in a case; cells are those of the case's own hypotheses."""
    state = model.state
    rated, na = (part[:, : model.space.count] for part in (model.cells.rated, model.cells.na))
    voices = model.provenance.voices
    heard = {relay.voice for group in model.provenance.said.values() for relay in group}
    copies = [voice.copy for voice in voices if voice.id in heard]
    return Counts(
        sources=len(state.sources),
        claims=len(state.live_claims),
        origins=len({relay.origin for group in model.provenance.relays.values() for relay in group}),
        independent=sum(copy < 0.5 for copy in copies),
        effective=float(sum(1 - copy for copy in copies)),
        evidence=len(state.evidence),
        cells=rated.size,
        rated=int(rated.sum()),
        na=int(na.sum()),
        unrated=int((~rated & ~na).sum()),
        ratings=len(state.ratings),
        machine=sum(rating.analyst == MACHINE for rating in state.ratings),
        analysts=len({rating.analyst for rating in state.ratings} - {MACHINE}),
    )


def _ach(model: Model) -> list[tuple[float | None, int | None]]:
    """Each target's PARC inconsistency score and rank over the cells as pooled; did-not-happen is no rival."""
    from cuibono.weighing.ach import parc
    from cuibono.weighing.cells import coded

    matrix = coded(model.cells, model.numbers)
    if not matrix:
        return [(None, None)] * len(model.space.targets)
    why = parc([row[:-1] for row in matrix]).standings
    apart = parc([row[-1:] for row in matrix]).standings[0]
    found = [(None if s.rank is None else s.score, s.rank) for s in why]
    return [*found, (None if apart.rank is None else apart.score, None)]
