"""What every fact means in some states of the world, in the light of all other facts.

Each fact's share of the log-likelihood is exact where one origin alone reports it: along the path on which all facts
of the origin gain force together (Aumann & Shapley 1974), with l the log odds that the origin is reliable,

    share = log F(unreliable) + m [log F(reliable) - log F(unreliable)]
    m = [s(l + D) - s(l)] / D,   s(x) = log(1 + e^x)

where D sums the bracket over the origin's facts. Where origins meet, it is the mean of what the fact adds alone and
what it adds last, and the rest is divided in proportion. Either way the shares sum to the log-likelihood.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from cuibono.weighing.elimination import eliminate, log_sum, outside
from cuibono.weighing.engine import block_factors, node_table, reported
from cuibono.weighing.network import Batch, Block, Network, Scope
from cuibono.weighing.space import Array, Indices

FLOOR = 1e-280
"""What a probability of 0 is taken as here, so that leaving out what made a state impossible brings it back."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Arrays (facts, states): `chance` is P(fact), `true` the same after the evidence.

    `without` is the likelihood ratio of leaving the fact out, `gain` the derivative of the log-likelihood by its
    chance, `adds` its share of the log-likelihood. `hidden` has for each hidden variable its posterior (values,
    states).
    """

    chance: Array
    true: Array
    without: Array
    gain: Array
    adds: Array
    hidden: tuple[tuple[int, Array], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Logs:
    """A batch in a range of states: log P(reports) of each fact, and summed by scope, both (.., values, states)."""

    facts: Array
    scopes: Array


def look(network: Network, start: int, stop: int) -> Piece:
    """What every fact means in the states from `start` to `stop`."""
    true, false = network.chance.block(start, stop)
    piece = Piece(true, true.copy(), np.ones_like(true), np.zeros_like(true), np.zeros_like(true), ())
    logs = [_logs(batch, true[batch.rows], false[batch.rows]) for batch in network.layout.batches]
    hidden: list[tuple[int, Array]] = []
    around: list[Array] = [np.zeros_like(item.scopes) for item in logs]
    totals = [np.zeros((item.scopes.shape[0], stop - start)) for item in logs]
    for b, batch in enumerate(network.layout.batches):
        hidden += _look_solo(network, batch, logs[b], around[b], totals[b])
    whole: list[Array] = []
    for block in network.layout.blocks:
        found, total = _look_block(network, block, logs, around, totals, piece, start, stop)
        hidden += found
        whole.append(total)
    for b, batch in enumerate(network.layout.batches):
        _look_batch(network, batch, logs[b], around[b], totals[b], piece)
    for block, total in zip(network.layout.blocks, whole, strict=True):
        _share_rest(network, block, total, piece)
    return Piece(piece.chance, piece.true, piece.without, piece.gain, piece.adds, tuple(hidden))


def _logs(batch: Batch, true: Array, false: Array) -> _Logs:
    columns = range(batch.true.shape[1])
    facts = np.stack([np.log(reported(batch, column, true, false, FLOOR)) for column in columns], axis=1)
    return _Logs(facts, np.add.reduceat(facts, batch.starts, axis=0))


def _look_solo(network: Network, batch: Batch, logs: _Logs, around: Array, totals: Array) -> list[tuple[int, Array]]:
    """Scopes that are a whole component: nothing surrounds them but their variable's prior."""
    which = np.flatnonzero(batch.solo)
    if not len(which):
        return []
    if batch.scopes[which[0]]:
        around[which] = np.stack([network.hidden[batch.scopes[k][0]] for k in which])[:, :, None]
    totals[which] = log_sum(around[which] + logs.scopes[which], 1)
    if not batch.scopes[which[0]]:
        return []
    beliefs = np.exp(around[which] + logs.scopes[which] - totals[which, None])
    return [(batch.scopes[k][0], beliefs[i]) for i, k in enumerate(which)]


def _look_block(
    network: Network,
    block: Block,
    logs: Sequence[_Logs],
    around: Sequence[Array],
    totals: Sequence[Array],
    piece: Piece,
    start: int,
    stop: int,
) -> tuple[list[tuple[int, Array]], Array]:
    """Fill in what surrounds a block's scopes and nodes; its hidden variables' posteriors, and its log-likelihood."""
    pieces = {(b, network.layout.batches[b].scopes[k]): logs[b].scopes[k] for b, k in block.inputs}
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
        _look_node(network, n, rest[first + i] - total, piece, start, stop)
        _leave_node_out(network, block, n, factors, total, piece)
    priors = len(factors) - len(block.hidden)
    beliefs = [np.exp(rest[priors + i] + factors[priors + i] - total) for i in range(len(block.hidden))]
    full = [np.broadcast_to(belief, (len(belief), stop - start)) for belief in beliefs]
    return list(zip(block.hidden, full, strict=True)), total


def _look_node(network: Network, n: int, rest: Array, piece: Piece, start: int, stop: int) -> None:
    node = network.nodes[n]
    family = sorted((node.variable, *node.parents))
    weight = np.moveaxis(np.exp(rest), family.index(node.variable), 0).reshape(2, -1, rest.shape[-1])
    table = node_table(network, node, start, stop)
    likely = np.moveaxis(table, family.index(node.variable), 0).reshape(2, -1, table.shape[-1])
    own = 1 - node.copied if node.parents else 1.0
    piece.gain[node.fact] = own * (weight[1] - weight[0]).sum(axis=0)
    piece.true[node.fact] = (weight[1] * likely[1]).sum(axis=0)


def _leave_node_out(network: Network, block: Block, n: int, factors: list[Array], total: Array, piece: Piece) -> None:
    """What the reports of a fact that is a hidden variable add last, and alone."""
    fact = network.nodes[n].fact
    mine = [f for f in block.factors if network.factors[f].reports == fact]
    others = [f for f in block.factors if network.factors[f].reports not in (fact, -1)]
    last = total - eliminate(block.plan, _silenced(block, factors, mine), keep=False)[0]
    alone = eliminate(block.plan, _silenced(block, factors, others, facts=True), keep=False)[0]
    piece.without[fact] = np.exp(-last)
    piece.adds[fact] = (last + alone) / 2


def _silenced(block: Block, factors: list[Array], tables: Collection[int], *, facts: bool = False) -> list[Array]:
    """The block's factors without some of its report tables, and without its scopes of facts too."""
    first = len(block.inputs) + len(block.nodes)
    gone = {first + block.factors.index(f) for f in tables} | (set(range(len(block.inputs))) if facts else set())
    return [np.zeros_like(factor) if i in gone else factor for i, factor in enumerate(factors)]


def _look_batch(network: Network, batch: Batch, logs: _Logs, around: Array, totals: Array, piece: Piece) -> None:
    run = np.repeat(np.arange(len(batch.starts)), np.diff([*batch.starts, len(batch.rows)]))
    belief = around + logs.scopes - totals[:, None]
    without, true, false = (np.zeros((len(batch.rows), logs.facts.shape[2])) for _ in range(3))
    for column in range(logs.facts.shape[1]):
        weight = np.exp(belief[run, column] - logs.facts[:, column])
        without += weight
        true += weight * batch.true[:, column, None]
        false += weight * batch.false[:, column, None]
    piece.without[batch.rows] = without
    piece.gain[batch.rows] = true - false
    piece.true[batch.rows] = np.minimum(true * piece.chance[batch.rows], 1.0)
    piece.adds[batch.rows] = _adds(network, batch, logs, run, without)


def _adds(network: Network, batch: Batch, logs: _Logs, run: Indices, without: Array) -> Array:
    """Each fact's share of the log-likelihood of its scope, by state."""
    if not batch.scopes[0]:
        return np.asarray(logs.facts[:, 0])
    priors = np.stack([_scope_prior(network, scope) for scope in batch.scopes])
    found = np.empty_like(without)
    solo = batch.solo[run] & (logs.facts.shape[1] == 2)
    if solo.any():
        mean = _path_mean((priors[:, 1] - priors[:, 0])[:, None], logs.scopes[:, 1] - logs.scopes[:, 0])
        low, high = logs.facts[solo, 0], logs.facts[solo, 1]
        found[solo] = low + mean[run[solo]] * (high - low)
    if not solo.all():
        alone = log_sum(logs.facts[~solo] + priors[run[~solo], :, None], 1)
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


def _share_rest(network: Network, block: Block, total: Array, piece: Piece) -> None:
    """Divide what the shares of a block's facts do not explain, in proportion to their size."""
    facts = [network.nodes[n].fact for n in block.nodes]
    for b, k in block.inputs:
        batch = network.layout.batches[b]
        stop = batch.starts[k + 1] if k + 1 < len(batch.starts) else len(batch.rows)
        facts += batch.rows[batch.starts[k] : stop].tolist()
    size = np.abs(piece.adds[facts])
    whole = size.sum(axis=0)
    rest = total - piece.adds[facts].sum(axis=0)
    piece.adds[facts] += np.where(whole > 0, size / np.where(whole > 0, whole, 1), 1 / len(facts)) * rest
