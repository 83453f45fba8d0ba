"""What every fact means in some states of the world, in the light of all other facts.

Each fact's share of the log-likelihood is exact where one origin alone reports it: along the path on which all facts
of the origin gain force together (Aumann & Shapley 1974), with l the log odds that the origin is reliable,

    share = log F(unreliable) + m [log F(reliable) - log F(unreliable)]
    m = [s(l + D) - s(l)] / D,   s(x) = log(1 + e^x)

where D sums the bracket over the origin's facts. Where origins meet, it is the mean of what the fact adds alone and
what it adds last, and the rest is divided in proportion. Either way the shares sum to the log-likelihood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cuibono.weighing.elimination import eliminate, log_sum, outside
from cuibono.weighing.engine import block_factors, multiplied, node_table, reported
from cuibono.weighing.network import Batch, Block, Network, Scope
from cuibono.weighing.space import Array, Indices

FLOOR = 1e-280
"""What a probability of 0 is taken as here, so that leaving out what made a state impossible brings it back."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some facts, `rows`, in some states; arrays (facts, states).

    `chance` is P(fact), `true` the same after the evidence, `without` the likelihood ratio of leaving the fact out,
    `gain` the derivative of the log-likelihood by its chance; `adds` is its share of the log-likelihood, where that
    was asked for. `hidden` are variables (n) with as many values, and their posteriors (n, values, states).
    """

    rows: Indices
    chance: Array
    true: Array
    without: Array
    gain: Array
    adds: Array | None = None
    hidden: tuple[tuple[Indices, Array], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A batch in a range of states: P(reports) for each value (facts, states, or 1 where all are the same).

    `scopes` are the logs of their products by scope (scopes, values, states).
    """

    tables: tuple[Array, ...]
    scopes: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Nodes:
    """Facts that are hidden variables: what their pieces are made of, and what each adds; arrays (nodes, states)."""

    rows: Indices
    true: Array
    without: Array
    gain: Array
    adds: Array


def look(network: Network, start: int, stop: int, *, shares: bool = False) -> Iterator[Piece]:
    """What every fact means in the states from `start` to `stop`, and with `shares` what it adds, piece by piece.

    The pieces come in one order whatever the states.
    """
    for batch in network.layout.batches:
        if batch.solo.all():
            told = _told(network, batch, start, stop)
            around, totals = _nothing(told)
            hidden = _look_solo(network, batch, told, around, totals)
            piece = _look_batch(network, batch, told, around, totals, start)
            adds = _adds(network, batch, told, piece.without) if shares else None
            yield replace(piece, adds=adds, hidden=tuple(hidden))
    if network.layout.blocks:
        yield from _look_together(network, start, stop, shares=shares)


def _look_together(network: Network, start: int, stop: int, *, shares: bool) -> Iterator[Piece]:
    """The pieces of the facts that share components with others."""
    layout = network.layout
    told = {b: _told(network, batch, start, stop) for b, batch in enumerate(layout.batches) if not batch.solo.all()}
    empty = {b: _nothing(item) for b, item in told.items()}
    around, totals = {b: pair[0] for b, pair in empty.items()}, {b: pair[1] for b, pair in empty.items()}
    hidden: list[tuple[Indices, Array]] = []
    for b, item in told.items():
        hidden += _look_solo(network, layout.batches[b], item, around[b], totals[b])
    rows = np.array([node.fact for node in network.nodes], dtype=np.intp)
    nodes = _Nodes(rows, *(np.zeros((len(rows), stop - start)) for _ in range(4)))
    whole: list[Array] = []
    for block in layout.blocks:
        found, total = _look_block(network, block, told, around, totals, nodes, start, shares=shares)
        hidden += found
        whole.append(total)
    pieces = [_look_batch(network, layout.batches[b], told[b], around[b], totals[b], start) for b in told]
    chance = _chance(network, rows, start, stop) if len(rows) else nodes.true
    pieces.append(Piece(rows, chance, nodes.true, nodes.without, nodes.gain, None, tuple(hidden)))
    if shares:
        adds = np.zeros((network.facts, stop - start))
        adds[rows] = nodes.adds
        for b, piece in zip(told, pieces, strict=False):
            adds[piece.rows] = _adds(network, layout.batches[b], told[b], piece.without)
        for block, total in zip(layout.blocks, whole, strict=True):
            _share_rest(network, block, total, adds)
        pieces = [replace(piece, adds=adds[piece.rows]) for piece in pieces]
    yield from pieces


def _nothing(told: _Told) -> tuple[Array, Array]:
    """What surrounds scopes and their log-likelihoods, before they are known."""
    return np.zeros_like(told.scopes), np.zeros((told.scopes.shape[0], told.scopes.shape[2]))


def _told(network: Network, batch: Batch, start: int, stop: int) -> _Told:
    chance = network.chance.rows(batch.rows)
    tables: list[Array] = []
    scopes = np.empty((len(batch.starts), batch.true.shape[1], stop - start))
    for column in range(batch.true.shape[1]):
        low, high = batch.false[:, column], batch.true[:, column]
        if column not in batch.moving:
            tables.append(np.maximum(low, FLOOR)[:, None])
            scopes[:, column] = np.add.reduceat(np.log(tables[-1]), batch.starts, axis=0)
        elif len(batch.runs):
            tables.append(chance.blend(low, high - low, start, stop))
            logs = np.log(multiplied(tables[-1], batch.runs))
            scopes[:, column] = np.add.reduceat(logs, batch.first_run, axis=0)
        else:
            tables.append(reported(batch, column, *chance.block(start, stop), FLOOR))
            scopes[:, column] = np.add.reduceat(np.log(tables[-1]), batch.starts, axis=0)
    return _Told(tuple(tables), scopes)


def _chance(network: Network, rows: Indices, start: int, stop: int) -> Array:
    none = np.zeros(len(rows))
    return network.chance.rows(rows).blend(none, none + 1, start, stop)


def _look_solo(
    network: Network, batch: Batch, told: _Told, around: Array, totals: Array
) -> list[tuple[Indices, Array]]:
    """Scopes that are a whole component: nothing surrounds them but their variable's prior."""
    which = np.flatnonzero(batch.solo)
    if not len(which):
        return []
    if not batch.scopes[which[0]]:
        totals[which] = told.scopes[which, 0]
        return []
    variables = np.array([batch.scopes[k][0] for k in which], dtype=np.intp)
    around[which] = np.stack([network.hidden[v] for v in variables])[:, :, None]
    joint = around[which] + told.scopes[which]
    totals[which] = log_sum(joint, 1)
    return [(variables, np.exp(joint - totals[which, None]))]


def _look_block(
    network: Network,
    block: Block,
    told: Mapping[int, _Told],
    around: Mapping[int, Array],
    totals: Mapping[int, Array],
    nodes: _Nodes,
    start: int,
    *,
    shares: bool,
) -> tuple[list[tuple[Indices, Array]], Array]:
    """Fill in what surrounds a block's scopes and nodes; its hidden variables' posteriors, and its log-likelihood."""
    stop = start + nodes.true.shape[1]
    pieces = {(b, network.layout.batches[b].scopes[k]): told[b].scopes[k] for b, k in block.inputs}
    factors = block_factors(network, block, pieces, start, stop, FLOOR)
    total, made = eliminate(block.plan, factors)
    rest = outside(block.plan, made)
    for i, (b, k) in enumerate(block.inputs):
        shape = around[b][k].shape
        wide = np.broadcast_to(rest[i], (*rest[i].shape[:-1], shape[-1]))
        around[b][k] = wide.reshape(shape)
        totals[b][k] = total
    first = len(block.inputs)
    for i, n in enumerate(block.nodes):
        _look_node(network, n, rest[first + i] - total, nodes, start, stop)
        _leave_node_out(network, block, n, factors, total, nodes, shares=shares)
    priors = len(factors) - len(block.hidden)
    beliefs = [np.exp(rest[priors + i] + factors[priors + i] - total) for i in range(len(block.hidden))]
    full = [np.broadcast_to(belief, (len(belief), stop - start)) for belief in beliefs]
    return [(np.array([v]), belief[None]) for v, belief in zip(block.hidden, full, strict=True)], total


def _look_node(network: Network, n: int, rest: Array, nodes: _Nodes, start: int, stop: int) -> None:
    node = network.nodes[n]
    family = sorted((node.variable, *node.parents))
    weight = np.moveaxis(np.exp(rest), family.index(node.variable), 0).reshape(2, -1, rest.shape[-1])
    table = node_table(network, node, start, stop)
    likely = np.moveaxis(table, family.index(node.variable), 0).reshape(2, -1, table.shape[-1])
    own = 1 - node.copied if node.parents else 1.0
    nodes.gain[n] = own * (weight[1] - weight[0]).sum(axis=0)
    nodes.true[n] = (weight[1] * likely[1]).sum(axis=0)


def _leave_node_out(
    network: Network, block: Block, n: int, factors: list[Array], total: Array, nodes: _Nodes, *, shares: bool
) -> None:
    """What the reports of a fact that is a hidden variable add last, and with `shares` alone."""
    fact = network.nodes[n].fact
    mine = [f for f in block.factors if network.factors[f].reports == fact]
    last = total - eliminate(block.plan, _silenced(block, factors, mine), keep=False)[0]
    nodes.without[n] = np.exp(-last)
    if shares:
        others = [f for f in block.factors if network.factors[f].reports not in (fact, -1)]
        alone = eliminate(block.plan, _silenced(block, factors, others, facts=True), keep=False)[0]
        nodes.adds[n] = (last + alone) / 2


def _silenced(block: Block, factors: list[Array], tables: Collection[int], *, facts: bool = False) -> list[Array]:
    """The block's factors without some of its report tables, and without its scopes of facts too."""
    first = len(block.inputs) + len(block.nodes)
    gone = {first + block.factors.index(f) for f in tables} | (set(range(len(block.inputs))) if facts else set())
    return [np.zeros_like(factor) if i in gone else factor for i, factor in enumerate(factors)]


def _look_batch(network: Network, batch: Batch, told: _Told, around: Array, totals: Array, start: int) -> Piece:
    """The pieces of a batch; as the values of its scopes sum to 1, so do P(true) and P(false) after the evidence."""
    run = _run(batch)
    belief = np.exp(around + told.scopes - totals[:, None])
    without, gain = (np.zeros((len(run), belief.shape[2])) for _ in range(2))
    for column, table in enumerate(told.tables):
        weight = belief[run, column]
        weight /= table
        without += weight
        if column in batch.moving:
            weight *= (batch.true[:, column] - batch.false[:, column])[:, None]
            gain += weight
    chance = _chance(network, batch.rows, start, start + belief.shape[2])
    true = 1 - chance
    true *= gain
    true += 1
    true *= chance
    return Piece(batch.rows, chance, np.clip(true, 0.0, 1.0, out=true), without, gain)


def _run(batch: Batch) -> Indices:
    """Which of its batch's scopes each fact has."""
    return np.repeat(np.arange(len(batch.starts)), np.diff([*batch.starts, len(batch.rows)]))


def _adds(network: Network, batch: Batch, told: _Told, without: Array) -> Array:
    """Each fact's share of the log-likelihood of its scope, by state."""
    run, logs = _run(batch), [np.log(table) for table in told.tables]
    if not batch.scopes[0]:
        return np.asarray(np.broadcast_to(logs[0], without.shape))
    priors = np.stack([_scope_prior(network, scope) for scope in batch.scopes])
    found = np.empty_like(without)
    solo = batch.solo[run] & (len(logs) == 2)
    if solo.any():
        mean = _path_mean((priors[:, 1] - priors[:, 0])[:, None], told.scopes[:, 1] - told.scopes[:, 0])
        low, high = logs[0][solo], logs[1][solo]
        found[solo] = low + mean[run[solo]] * (high - low)
    if not solo.all():
        parts = [part[~solo] + priors[run[~solo], column, None] for column, part in enumerate(logs)]
        alone = log_sum(np.stack(np.broadcast_arrays(*parts), axis=1), 1)
        found[~solo] = (alone - np.log(without[~solo])) / 2
    return found


def _scope_prior(network: Network, scope: Scope) -> Array:
    """The log prior of the values of a scope's variables together, flat."""
    table = np.zeros(1)
    for v in scope:
        table = (table[:, None] + network.hidden[v]).reshape(-1)
    return table


def _path_mean(odds: Array, steps: Array) -> Array:
    """The mean over t from 0 to 1 of the probability with log odds `odds + t steps`."""
    odds, steps = np.broadcast_arrays(np.clip(odds, -700, 700), steps)
    small = np.abs(steps) < 1e-6
    safe = np.where(small, 1.0, steps)
    rise = (np.logaddexp(0, odds + safe) - np.logaddexp(0, odds)) / safe
    return np.where(small, 1 / (1 + np.exp(-odds - steps / 2)), rise)


def _share_rest(network: Network, block: Block, total: Array, adds: Array) -> None:
    """Divide what the shares of a block's facts do not explain, in proportion to their size."""
    facts = [network.nodes[n].fact for n in block.nodes]
    for b, k in block.inputs:
        batch = network.layout.batches[b]
        stop = batch.starts[k + 1] if k + 1 < len(batch.starts) else len(batch.rows)
        facts += batch.rows[batch.starts[k] : stop].tolist()
    size = np.abs(adds[facts])
    whole = size.sum(axis=0)
    rest = total - adds[facts].sum(axis=0)
    adds[facts] += np.where(whole > 0, size / np.where(whole > 0, whole, 1), 1 / len(facts)) * rest
