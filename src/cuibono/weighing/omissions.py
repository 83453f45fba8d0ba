"""What the answer would be without one piece of evidence, one origin, one source, one analyst.

Leaving evidence, an origin or a source out means that nobody heard the reports; leaving an analyst out, that nobody saw
those ratings. Each is weighed exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from cuibono.case.records import Rating
from cuibono.weighing.cells import Cells, pool
from cuibono.weighing.changes import retold, totals
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
    return totals(model, retold(model, answer, left).states)


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
    by_cell: dict[tuple[str, str], list[Rating]] = {}
    by_analyst: dict[str, list[Rating]] = {}
    for rating in model.state.ratings:
        by_cell.setdefault((rating.evidence, rating.hypothesis), []).append(rating)
        by_analyst.setdefault(rating.analyst, []).append(rating)
    found = []
    for analyst in sorted(by_analyst, key=lambda who: (-len(by_analyst[who]), who))[:ANALYSTS]:
        touched = {(rating.evidence, rating.hypothesis) for rating in by_analyst[analyst]}
        left = [rating for cell in touched for rating in by_cell[cell] if rating.analyst != analyst]
        found.append((analyst, analyst, _with_cells(model, _repooled(model, touched, left))))
    return _omitted(found)


def _repooled(model: Model, touched: set[tuple[str, str]], left: list[Rating]) -> Cells:
    """The matrix with the touched cells pooled anew from what is left."""
    rows = {item.id: i for i, item in enumerate(model.evidence)}
    columns = {id: i for i, id in enumerate(model.space.targets)}
    again = pool(left, [item.id for item in model.evidence], model.space.targets, model.numbers)
    mask = np.zeros(again.value.shape, dtype=bool)
    places = [(rows[e], columns[h]) for e, h in touched if e in rows and h in columns]
    mask[tuple(np.array(places, dtype=np.intp).reshape(-1, 2).T)] = True
    parts = ("value", "low", "high", "na", "suggested", "code")
    return Cells(*(np.where(mask, getattr(again, part), getattr(model.cells, part)) for part in parts))


def _with_cells(model: Model, cells: Cells) -> Array:
    aside = unrated(model.space, cells)
    chance = chances(model.space, cells.value, model.network.prior, model.relevance, aside)
    network = replace(model.network.with_chance(chance), aside=aside)
    return totals(model, solve(network).states)
