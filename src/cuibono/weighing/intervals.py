"""The range that belongs to every probability, and bounds that hold whatever the ratings are within their bands.

The range is first order, on the scale of log odds: every likelihood, reliability and prior is moved alone within its
own 90 % band, and what each moves the hypothesis is added in quadrature. Half of a code's doubt is shared by all
cells that have it (what somebody means by C), half is each cell's own. A cell that nobody rated may be anything from
I to C.

The bounds let every rating and prior take its worst value at once. For exclusive hypotheses they are exact in closed
form (each likelihood in its own box); for co-existing motives they are found by climbing from the stated numbers to a
corner, and so are inner bounds: the true ones are at least as wide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cuibono.weighing.bands import scaled
from cuibono.weighing.chance import SOFT, NoisyOr, Table
from cuibono.weighing.changes import batches, changeable, prior_odds, reliability, rerated
from cuibono.weighing.elimination import log_sum
from cuibono.weighing.engine import component_logs, solve
from cuibono.weighing.model import Model, chances
from cuibono.weighing.network import Network
from cuibono.weighing.space import Array, Indices, Mask
from cuibono.weighing.survey import Survey, survey

STEP = 0.1
"""How far numbers are moved, in log odds, to see what they move."""

ROUNDS = 8
"""How often the climb to the bounds of co-existing motives looks around."""

NEAR = 1e-12


@dataclass(frozen=True, slots=True)
class Bounds:
    """How low and how high a hypothesis can get with everything in its band; `exact`, or else inner bounds."""

    id: str
    low: float
    high: float
    exact: bool


def ranges(model: Model, found: Survey) -> Array:
    """The low and high end of each target's range: an array (targets, 2)."""
    now = found.probabilities(found.base)
    doubt = np.sqrt(
        _cells(model, found) + _reliabilities(model, found) + _priors(model, found) + _unrated(model, found)
    )
    ends = _expit(_logit(now)[:, None] + doubt[:, None] * np.array([-1.0, 1.0]))
    sure = (now <= 0) | (now >= 1)
    ends = np.where(sure[:, None], now[:, None], ends)
    return np.column_stack([np.minimum(ends[:, 0], now), np.maximum(ends[:, 1], now)])


def slopes(model: Model, found: Survey, cells: Mask) -> tuple[Indices, Indices, Array]:
    """How fast the targets' log odds move with those of each marked cell: facts, columns, slopes (cells, targets)."""
    middle = middles(model)
    facts, columns, moved = [], [], []
    for rows, targets in batches(cells):
        at = _logit(middle[rows, targets])
        ends = [_logit(rerated(model, found, rows, targets, _expit(at + step))) for step in (-STEP, STEP)]
        facts.append(rows)
        columns.append(targets)
        moved.append((ends[1] - ends[0]) / (2 * STEP))
    if not moved:
        empty = np.zeros(0, dtype=np.intp)
        return empty, empty, np.zeros((0, model.space.count + 2))
    return np.concatenate(facts), np.concatenate(columns), np.concatenate(moved)


def middles(model: Model) -> Array:
    """The likelihood that each cell has in the model, rated or not: an array (facts, targets)."""
    value, chance = model.cells.value, model.network.chance
    if isinstance(chance, Table):
        return np.where(np.isnan(value), chance.values, value)
    under = np.column_stack([np.repeat(chance.leak[:, None], model.space.count + 1, axis=1), chance.unhappened])
    return np.where(np.isnan(value), under, value)


def bounds(model: Model, found: Survey) -> tuple[Bounds, ...]:
    """Robust bounds of every target.

    Inner bounds where motives co-exist, or where reports of one fact contradict each other; else exact.
    """
    if model.space.exclusive:
        return _closed(model, found)
    return tuple(_climbed(model, column) for column in range(model.space.count + 2))


def _cells(model: Model, found: Survey) -> Array:
    """The variance that the cells' bands give each target, in squared half-widths."""
    cells = model.cells
    facts, columns, slope = _all_slopes(model, found)
    value, low, high = (part[facts, columns] for part in (cells.value, cells.low, cells.high))
    open_ = np.isnan(value)
    span = model.numbers.unrated
    half = (_logit(np.where(open_, span.high, high)) - _logit(np.where(open_, span.low, low))) / 2
    moved = slope * half[:, None]
    code = np.where(open_, -1, cells.code[facts, columns])
    own = (moved**2 * np.where(code < 0, 1.0, 0.5)[:, None]).sum(axis=0)
    shared = sum((moved[code == c].sum(axis=0) ** 2 / 2 for c in np.unique(code[code >= 0])), np.zeros(slope.shape[1]))
    return np.asarray(own + shared)


def doubted(model: Model) -> Mask:
    """The cells that are uncertain and can be changed alone; those of "none of these" only where exclusive."""
    found = changeable(model) & ~model.cells.na
    if not model.space.exclusive:
        found[:, model.space.count] = False
    return found


def _all_slopes(model: Model, found: Survey) -> tuple[Indices, Indices, Array]:
    facts, columns, slope = slopes(model, found, doubted(model))
    if isinstance(model.network.chance, Table):
        return facts, columns, slope
    rated = np.flatnonzero(model.cells.rated[:, model.space.count])
    leaks = _leak_slopes(model, found, model.network.chance, rated)
    none = np.full(len(rated), model.space.count, dtype=np.intp)
    return np.concatenate([facts, rated]), np.concatenate([columns, none]), np.concatenate([slope, leaks])


def _leak_slopes(model: Model, found: Survey, chance: NoisyOr, facts: Indices) -> Array:
    """How fast the targets' log odds move with those of the likelihood under "none of these", co-existing."""
    leak, weight = chance.leak[facts], model.relevance[facts]
    part = chance.rows(facts)
    alone, room_above = part.alone, np.maximum(1 - leak, SOFT)
    even = (alone == leak[:, None]) & model.cells.rated[facts, : model.space.count]
    cause, prevents = (side + even / 2 for side in (alone > leak[:, None], alone < leak[:, None]))
    slack = (1 - weight)[:, None]
    less = np.maximum(part.spared, SOFT), np.maximum(part.allowed, SOFT)
    of_cause = (part.spared - slack) / less[0] / room_above[:, None] * cause
    of_prevent = (part.allowed - slack) / less[1] / np.maximum(leak, SOFT)[:, None] * prevents
    rise = found.all_spared[facts] / room_above[:, None]
    rise = rise - np.einsum("jit,ji->jt", found.spared[facts], of_cause)
    rise = rise - np.einsum("jit,ji->jt", found.allowed[facts] - found.spared[facts], of_prevent)
    absent = found.gain[facts, -2] * _absent_rise(model, found, facts, room_above, of_cause, of_prevent)
    rise[:, -2:] += absent[:, None]
    now = found.probabilities(found.base)
    change = found.live * (rise[:, :-1] - found.base[:-1] * rise[:, -1:])
    return np.asarray(change / np.maximum(now * (1 - now), NEAR) * (leak * (1 - leak))[:, None])


def _absent_rise(
    model: Model, found: Survey, facts: Indices, room_above: Array, of_cause: Array, of_prevent: Array
) -> Array:
    """How fast the chance of a fact if it did not happen moves with that under "none of these"."""
    filled = found.before_all_spared[facts] / room_above
    filled = filled - (found.before_spared[facts] * of_cause).sum(axis=1)
    filled = filled - ((found.before_allowed - found.before_spared)[facts] * of_prevent).sum(axis=1)
    return np.where(np.isnan(model.cells.value[facts, -1]), filled, 1 - model.relevance[facts])


def _reliabilities(model: Model, found: Survey) -> Array:
    voices = model.provenance.voices
    value, low, high = np.array([(v.band.value, v.band.low, v.band.high) for v in voices]).reshape(-1, 3).T
    open_ = np.flatnonzero((value > 0) & (value < 1))
    at, half = _logit(value[open_]), (_logit(high[open_]) - _logit(low[open_])) / 2
    ends = [_logit(reliability(model, found, open_, _expit(at + step))) for step in (-STEP, STEP)]
    return np.asarray((((ends[1] - ends[0]) / (2 * STEP) * half[:, None]) ** 2).sum(axis=0))


def _priors(model: Model, found: Survey) -> Array:
    slope = _prior_steps(model, found) if model.space.exclusive else _prior_slopes(model, found)
    return np.asarray(((slope * model.prior.spread[:, None]) ** 2).sum(axis=0))


def _prior_steps(model: Model, found: Survey) -> Array:
    """How fast the targets' log odds move with those of each prior: an array (priors, targets), by small steps."""
    steps = [
        [_logit(prior_odds(model, found, target, factor)) for factor in (np.exp(-STEP), np.exp(STEP))]
        for target in model.space.targets
    ]
    return np.array([(after - before) / (2 * STEP) for before, after in steps])


def _prior_slopes(model: Model, found: Survey) -> Array:
    """The same for co-existing motives, whose states are many: covariances of the posterior.

    That it happened keeps its prior when another's odds move, so that all states in which it did lose by that.
    """
    space, states = model.space, found.answer.states
    now, count = space.totals(states), space.count
    both = np.diag(now)
    both[:count, :count] = space.lattice.pairs(states[None, :-1], 0, space.size - 1)[0, 1:, 1:]
    happened = np.append(now[:-1], 0.0)
    if model.network.aside[-1]:
        moved = both - np.outer(now, happened) / max(found.live, NEAR)
    else:
        prior = space.totals(model.network.prior)
        lost = np.append(prior[:-1] / max(1 - prior[-1], NEAR), 0.0)
        moved = both - np.outer(now, now) - lost[:, None] * (happened - now * (1 - now[-1]))
    moved[-1] = both[-1] - now * now[-1]
    return np.asarray(moved / np.maximum(now * (1 - now), NEAR))


def _unrated(model: Model, found: Survey) -> Array:
    """What a hypothesis that nobody rated may be worth: each of its cells anything, for the hypothesis itself."""
    total = np.zeros(model.space.count + 2)
    chance = model.network.chance
    for state in np.flatnonzero(model.network.aside):
        column = state if model.space.exclusive else model.space.count + 1
        p = chance.values[:, state] if isinstance(chance, Table) else chance.unhappened
        span = model.numbers.unrated
        half = float(_logit(np.array(span.high)) - _logit(np.array(span.low))) / 2
        total[column] = ((found.gain[:, -1] * p * (1 - p) * half * model.relevance) ** 2).sum()
    return total


def _closed(model: Model, found: Survey) -> tuple[Bounds, ...]:
    network, targets = model.network, model.space.targets
    table, sure = _boxes(model, found)
    logs = [component_logs(network.with_chance(Table(t)), 0, len(targets)).sum(axis=0) for t in table]
    ends = np.minimum(logs[0], found.answer.log_likelihood), np.maximum(logs[1], found.answer.log_likelihood)
    spread, idle = model.prior.spread, network.aside
    low, high = network.log_start + ends[0] - spread, network.log_start + ends[1] + spread
    result = []
    for i, id in enumerate(targets):
        others = (np.arange(len(targets)) != i) & ~idle
        if idle[i]:
            logs = [ends[0][i] - ends[1][others].max(initial=-np.inf), ends[1][i] - ends[0][others].min(initial=np.inf)]
            span = [float(min(logs[0], 0.0)), float(max(logs[1], 0.0))] if others.any() else [0.0, 0.0]
            p = float(network.prior[i])
            shifts = np.exp(np.clip([span[0] - spread[i], span[1] + spread[i]], -700, 700))
            least, most = (scaled(p, float(shift)) for shift in shifts)
        else:
            kept = float(network.prior[idle].sum())
            odds = float(np.exp(spread[idle].max(initial=0.0)))
            least = _alone(low[i], high[others]) * (1 - scaled(kept, odds))
            most = _alone(high[i], low[others]) * (1 - scaled(kept, 1 / odds))
        result.append(Bounds(id, least, most, sure))
    return tuple(result)


def _alone(mine: float, others: Array) -> float:
    """The share of one log weight among others."""
    if mine == -np.inf:
        return 0.0
    return float(np.exp(mine - log_sum(np.append(others, mine), 0)))


def _boxes(model: Model, found: Survey) -> tuple[tuple[Array, Array], bool]:
    """Chances (facts, states) that make each state's likelihood least and most, and whether surely so."""
    cells, network, span = model.cells, model.network, model.numbers.unrated
    middle = middles(model)
    low = np.where(np.isnan(cells.low), np.minimum(middle, span.low), cells.low)
    high = np.where(np.isnan(cells.high), np.maximum(middle, span.high), cells.high)
    low, high = (np.where(cells.na, middle, end) for end in (low, high))
    rows = chances(model.space, cells.value, network.prior, model.relevance, network.aside)
    filled = np.where(np.isnan(cells.value), middle, cells.value)
    weight = model.relevance[:, None]
    base = rows.block(0, model.space.size)[0]
    ends = [base + weight * (end - filled) for end in (low, high)]
    rising = np.ones(network.facts, dtype=bool)
    falling = np.ones(network.facts, dtype=bool)
    for fact, table in enumerate(network.tables):
        rising[fact] = bool((table.reshape(2, -1)[1] >= table.reshape(2, -1)[0]).all())
        falling[fact] = bool((table.reshape(2, -1)[1] <= table.reshape(2, -1)[0]).all())
    up = rising[:, None] | (~falling[:, None] & (found.gain[:, :-1] > 0))
    least, most = np.where(up, ends[0], ends[1]), np.where(up, ends[1], ends[0])
    return (least, most), bool((rising | falling).all()) and not network.nodes


def _climbed(model: Model, column: int) -> Bounds:
    ends = [_climb(model, column, direction) for direction in (-1, 1)]
    return Bounds(model.space.targets[column], min(ends), max(ends), exact=False)


def _climb(model: Model, column: int, direction: int) -> float:
    """The best corner found by moving every number the way that helps, as long as it does."""
    cells, best = model.cells, -1.0
    value = cells.value
    at = model
    for _ in range(ROUNDS):
        answer = solve(at.network)
        now = float(at.space.totals(answer.states)[column])
        if direction * now <= direction * best and best >= 0:
            break
        best = now
        found = survey(at.network, answer)
        facts, columns, slope = slopes(at, found, doubted(at) & cells.rated)
        up = slope[:, column] * direction > 0
        value = value.copy()
        value[facts, columns] = np.where(up, cells.high[facts, columns], cells.low[facts, columns])
        at = _moved(model, at, found, value, column, direction)
    return best


def _moved(model: Model, at: Model, found: Survey, value: Array, column: int, direction: int) -> Model:
    """The model with other likelihoods, and every prior at the end of its band that helps."""
    logs = model.network.log_prior
    for target, spread in zip(model.space.targets, model.prior.spread.tolist(), strict=True):
        rises = prior_odds(at, found, target, float(np.exp(STEP)))[column] > found.probabilities(found.base)[column]
        sign = direction if rises else -direction
        logs = logs + np.where(model.space.holds(target), sign * spread, 0.0)
    network: Network = replace(model.network, log_prior=logs - log_sum(logs, 0))
    weights = network.prior
    chance = chances(model.space, value, weights, model.relevance, network.aside)
    return replace(at, cells=replace(at.cells, value=value), network=network.with_chance(chance))


def _logit(p: Array) -> Array:
    p = np.clip(p, NEAR, 1 - NEAR)
    return np.asarray(np.log(p) - np.log1p(-p))


def _expit(logs: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-logs)))
