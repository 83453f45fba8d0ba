"""What the answer would be without one piece of evidence, one origin, one source, one analyst.

Leaving evidence, an origin or a source out means that nobody heard the reports; leaving an analyst out, that nobody
saw those ratings. Each is weighed exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from cuibono.case.records import Rating
from cuibono.weighing.cells import Cells, emptied, repooled
from cuibono.weighing.changes import retold
from cuibono.weighing.engine import Answer, solve
from cuibono.weighing.model import Model, chances, unrated
from cuibono.weighing.provenance import Relay
from cuibono.weighing.readout import Omission, Part
from cuibono.weighing.shares import eligible
from cuibono.weighing.space import Array
from cuibono.weighing.survey import Survey

ANALYSTS = 25
"""How many analysts are left out in turn: those with the most ratings."""


@dataclass(frozen=True, slots=True, eq=False)
class Omitted:
    """Things left out one at a time, and the targets' probabilities without each: `after` is (things, targets)."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    after: Array


def omissions(model: Model, answer: Answer, survey: Survey, origins: Omitted) -> tuple[Omission, ...]:
    """Every omission: evidence, origins, sources, analysts, each kind by how much it shifts."""
    now = survey.probabilities(survey.base)
    kinds: tuple[tuple[Part, Omitted], ...] = (
        ("evidence", _evidence(model, survey)),
        ("origin", origins),
        ("source", _sources(model, answer)),
        ("analyst", _analysts(model)),
    )
    return tuple(record for kind, found in kinds for record in _records(model, now, kind, found))


def without_origins(model: Model, answer: Answer) -> Omitted:
    """What is left when nobody has heard an origin, for each origin that says anything."""
    heard = _heard(model, lambda relay: relay.voice)
    voices = [voice for voice in model.provenance.voices if voice.id in heard]
    return _omitted([(v.id, v.name, without_claims(model, answer, heard[v.id])) for v in voices])


def without_claims(model: Model, answer: Answer, silent: Mapping[str, Set[Relay]]) -> Array:
    """The targets' probabilities if nobody had heard some relays, by evidence."""
    left = {
        evidence: tuple(relay for relay in model.provenance.relays[evidence] if relay not in relays)
        for evidence, relays in silent.items()
    }
    return model.space.totals(retold(model, answer, left).states)


def _records(model: Model, now: Array, kind: Part, found: Omitted) -> Iterator[Omission]:
    """The omissions of one kind, the one that shifts most first."""
    if not found.ids:
        return
    targets, rivals = model.space.targets, eligible(model)
    first = np.where(rivals, found.after, -1.0).argmax(axis=1)
    leader = int(np.where(rivals, now, -1.0).argmax())
    shift = np.abs(found.after - now)
    most = shift.argmax(axis=1)
    for i in np.argsort(-shift.max(axis=1), kind="stable").tolist():
        t, head = int(most[i]), int(first[i])
        ends = float(now[t]), float(found.after[i, t])
        yield Omission(kind, found.ids[i], found.names[i], targets[t], *ends, targets[head], head != leader)


def _omitted(found: Sequence[tuple[str, str, Array]]) -> Omitted:
    ids, names = tuple(item[0] for item in found), tuple(item[1] for item in found)
    return Omitted(ids, names, np.array([item[2] for item in found]))


def _evidence(model: Model, survey: Survey) -> Omitted:
    ids, names = tuple(item.id for item in model.evidence), tuple(item.name for item in model.evidence)
    return Omitted(ids, names, survey.probabilities(survey.without))


def _sources(model: Model, answer: Answer) -> Omitted:
    names = {source.id: source.title or source.name for source in model.state.sources}
    heard = sorted(item for item in _heard(model, lambda relay: relay.source).items() if item[0])
    return _omitted([(id, names.get(id, id), without_claims(model, answer, relays)) for id, relays in heard])


def _heard(model: Model, key: Callable[[Relay], str]) -> dict[str, dict[str, set[Relay]]]:
    """The relays that say something, by key and evidence."""
    found: dict[str, dict[str, set[Relay]]] = {}
    for evidence, group in model.provenance.said.items():
        for relay in group:
            found.setdefault(key(relay), {}).setdefault(evidence, set()).add(relay)
    return found


def _analysts(model: Model) -> Omitted:
    alone, shared = _raters(model)
    count = {who: len(alone.get(who, ())) + len(shared.get(who, ())) for who in {*alone, *shared}}
    most = sorted(count, key=lambda who: (-count[who], who))[:ANALYSTS]
    found = []
    for who in most:
        left = {
            divmod(cell, len(model.space.targets)): [rating for rating in group if rating.analyst != who]
            for cell, group in shared.get(who, {}).items()
        }
        cells = repooled(emptied(model.cells, alone.get(who, [])), left, model.numbers)
        found.append((who, who, with_cells(model, cells)))
    return _omitted(found)


def _raters(model: Model) -> tuple[dict[str, list[int]], dict[str, dict[int, list[Rating]]]]:
    """By analyst: the cells that nobody else rated, and the others with all their ratings; cells are numbered by row.

    Most cells have one rating. No list is made for each: they would be tens of thousands.
    """
    column = {id: i for i, id in enumerate(model.space.targets)}
    first: dict[int, Rating] = {}
    groups: dict[int, list[Rating]] = {}
    for rating in model.state.ratings:
        row, place = model.place.get(rating.evidence), column.get(rating.hypothesis)
        if row is None or place is None:
            continue
        cell = row * len(column) + place
        if cell in first:
            groups.setdefault(cell, [first[cell]]).append(rating)
        else:
            first[cell] = rating
    alone: dict[str, list[int]] = {}
    for cell, rating in first.items():
        if cell not in groups:
            alone.setdefault(rating.analyst, []).append(cell)
    shared: dict[str, dict[int, list[Rating]]] = {}
    for cell, group in groups.items():
        for who in {rating.analyst for rating in group}:
            shared.setdefault(who, {})[cell] = group
    return alone, shared


def with_cells(model: Model, cells: Cells) -> Array:
    """The targets' probabilities with other ratings, everything else the same."""
    aside = unrated(model.space, cells)
    chance = chances(model.space, cells.value, model.network.prior, model.relevance, aside)
    return model.space.totals(solve(model.network.with_chance(chance, aside)).states)
