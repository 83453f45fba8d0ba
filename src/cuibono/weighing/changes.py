"""What the answer would be if one number were another: a cell of the matrix, a prior, an origin's reliability.

One chance, one prior odds or one reliability enters the posterior as (a t + b) / (c t + d) (Castillo, Gutiérrez &
Hadi 1997), so from the sums of the survey every such change is exact, and thousands of them cost one array
expression.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from cuibono.case.records import NOT_HAPPENED
from cuibono.weighing.chance import SOFT, NoisyOr
from cuibono.weighing.engine import Answer, component_logs, finish, resolve, room
from cuibono.weighing.model import Model, chances, wire
from cuibono.weighing.provenance import Provenance, Relay
from cuibono.weighing.space import Array, Indices, Mask
from cuibono.weighing.survey import Survey


def changeable(model: Model) -> Mask:
    """Which cells `rerated` can change, (facts, targets): those of hypotheses that somebody rated.

    A first rating of a hypothesis changes how all its other cells are read, which is no single change.
    """
    some = np.asarray(model.cells.rated.any(axis=0))
    if not model.space.exclusive:
        some = np.append(np.ones(model.space.count + 1, dtype=bool), some[-1])
    return np.broadcast_to(some, model.cells.value.shape)


def rerated(model: Model, survey: Survey, facts: Indices, targets: Indices, values: Array) -> Array:
    """The probabilities of all targets when the likelihood of one cell is another, for many such changes: (n, targets).

    Change k puts `values[k]` into the cell (`facts[k]`, `targets[k]`); the cells are `changeable`.
    """
    if model.space.exclusive:
        return _exclusive(model, survey, facts, targets, values)
    found = np.empty((len(facts), model.space.count + 2))
    none, absent = targets == model.space.count, targets == model.space.count + 1
    motive = ~none & ~absent
    found[motive] = _motives(model, survey, facts[motive], targets[motive], values[motive])
    found[absent] = _unhappened(model, survey, facts[absent], values[absent])
    for k in np.flatnonzero(none):
        found[k] = _reweighed(model, survey, int(facts[k]), int(targets[k]), float(values[k]))
    return found


def reliability(model: Model, survey: Survey, voices: Indices, values: Array) -> Array:
    """The probabilities of all targets when an origin has another reliability, for many such changes: (n, targets).

    Change k makes origin `voices[k]` reliable with probability `values[k]`, whatever it copies.
    """
    before = np.exp([model.network.hidden[v][:2] for v in voices]).reshape(-1, 2)
    own = np.array([survey.hidden[v][:2] for v in voices]).reshape(-1, 2, len(survey.base))
    copied = np.array([survey.hidden[v][2:].sum(axis=0) for v in voices]).reshape(-1, len(survey.base))
    after = np.column_stack([1 - values, values]) * before.sum(axis=1, keepdims=True)
    ratio = after / np.where(before > 0, before, 1)
    return survey.probabilities((own * ratio[:, :, None]).sum(axis=1) + copied)


def prior_odds(model: Model, survey: Survey, target: str, factor: float) -> Array:
    """The probabilities of all targets when one's prior odds are multiplied, all else staying in proportion.

    That it happened at all keeps its prior, unless it is the target.
    """
    network = model.network
    held = model.space.holds(target)
    logs = network.log_prior + np.where(held, np.log(factor), 0.0)
    happened = ~model.space.holds(NOT_HAPPENED)
    moved = happened if target != NOT_HAPPENED else np.ones_like(held)
    scale = _mass(logs + _context(model), moved) - _mass(network.log_start, moved)
    shifted = replace(network, log_prior=np.where(moved, logs - scale, logs))
    return model.space.totals(finish(shifted, survey.answer.log_likelihood).states)


def retold(model: Model, answer: Answer, relays: Mapping[str, tuple[Relay, ...]]) -> Answer:
    """The answer if other claims relayed some pieces of evidence, by id; where there are none, nobody reports it.

    Only what hangs together with these is summed anew.
    """
    network, layout = model.network, model.network.layout
    touched = np.unique(layout.owner[[model.place[id] for id in relays]])
    facts = np.flatnonzero(np.isin(layout.owner, touched)).tolist()
    told = replace(model.provenance, relays=ChainMap(dict(relays), model.provenance.relays))
    after = _told(model, told, facts, {id for id, group in relays.items() if not group})
    if answer.components is not None:
        before = answer.components[touched].sum(axis=0)
    else:
        before = _told(model, model.provenance, facts, set())
    kept = np.isfinite(before)
    return finish(network, np.where(kept, answer.log_likelihood, 0.0) - np.where(kept, before, 0.0) + after)


def batches(cells: Mask, room: int = 1 << 19) -> Iterator[tuple[Indices, Indices]]:
    """The marked cells as (facts, targets), in lots that keep arrays small."""
    facts, targets = np.nonzero(cells)
    step = max(1, room // cells.shape[1])
    for start in range(0, len(facts), step):
        yield facts[start : start + step], targets[start : start + step]


def _exclusive(model: Model, survey: Survey, facts: Indices, targets: Indices, values: Array) -> Array:
    network = model.network
    rows = model.cells.value[facts]
    rows[np.arange(len(facts)), targets] = values
    after = chances(model.space, rows, network.prior, model.relevance[facts], network.aside).block(0, model.space.size)[
        0
    ]
    before = network.chance.block(0, model.space.size)[0][facts]
    sums = survey.base[:-1] + survey.gain[facts, :-1] * (after - before)
    return survey.probabilities(np.column_stack([sums, sums.sum(axis=1)]))


def _motives(model: Model, survey: Survey, facts: Indices, motives: Indices, values: Array) -> Array:
    chance = model.network.chance
    assert isinstance(chance, NoisyOr)  # noqa: S101 - co-existing motives have no other
    leak = chance.leak[facts]
    weight = model.relevance[facts]
    alone = np.where(np.isnan(values), leak, leak + weight * (values - leak))
    now = NoisyOr(leak, chance.alone[facts, motives, None], leak)
    then = NoisyOr(leak, alone[:, None], leak)
    allowed = then.allowed[:, 0] / np.maximum(now.allowed[:, 0], SOFT)
    spared = allowed * then.spared[:, 0] / np.maximum(now.spared[:, 0], SOFT)
    change = (allowed - 1)[:, None] * survey.allowed[facts, motives] - (spared - 1)[:, None] * survey.spared[
        facts, motives
    ]
    if not model.network.aside[-1]:
        filled = np.isnan(model.cells.value[facts, -1])
        rise = (allowed - 1) * survey.before_allowed[facts, motives] - (spared - 1) * survey.before_spared[
            facts, motives
        ]
        absent = np.where(filled, rise, 0.0) * survey.gain[facts, -2]
        change[:, -2] += absent
        change[:, -1] += absent
    return survey.probabilities(survey.base + change)


def _unhappened(model: Model, survey: Survey, facts: Indices, values: Array) -> Array:
    chance = model.network.chance
    assert isinstance(chance, NoisyOr)  # noqa: S101 - co-existing motives have no other
    leak = chance.leak[facts]
    after = leak + model.relevance[facts] * (values - leak)
    change = np.zeros((len(facts), len(survey.base)))
    change[:, -2] = survey.gain[facts, -2] * (after - chance.unhappened[facts])
    change[:, -1] = change[:, -2]
    return survey.probabilities(survey.base + change)


def _reweighed(model: Model, survey: Survey, fact: int, target: int, value: float) -> Array:
    """The likelihood under "none of these" bears on every set of motives: weigh anew."""
    network = model.network
    values = model.cells.value.copy()
    values[fact, target] = value
    changed = network.with_chance(chances(model.space, values, network.prior, model.relevance, network.aside))
    return model.space.totals(resolve(changed, survey.answer, np.array([fact])).states)


def _told(model: Model, provenance: Provenance, facts: Sequence[int], silent: Set[str]) -> Array:
    """The log-likelihood of some facts that hang together with no others, those that are silent saying nothing."""
    if not model.network.nodes:
        facts = [fact for fact in facts if model.evidence[fact].id not in silent]
    if not facts:
        return np.zeros(model.space.size)
    chance = model.network.chance.rows(np.array(facts, dtype=np.intp))
    bare = replace(model.network, chance=chance, hidden=(), scopes=(), tables=(), nodes=(), factors=())
    told = wire([model.evidence[fact] for fact in facts], provenance, model.numbers, bare, silent)
    parts = [component_logs(told, a, b).sum(axis=0) for a, b in model.space.chunks(room(told))]
    return np.concatenate(parts)


def _mass(logs: Array, states: Mask) -> float:
    return float(np.logaddexp.reduce(logs[states]))


def _context(model: Model) -> Array:
    return np.asarray(sum((item.logs for item in model.network.context), np.zeros(model.space.size)))
