"""The smallest number of facts without which another exclusive hypothesis is as probable as the leader, exactly.

The log odds of leader and rival are a sum over components. For each component and each k, all subsets say the most
that removing k of its facts can do for the rival; the components are put together by dynamic programming over how
many are removed from each (a multiple-choice knapsack of unit costs).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cuibono.weighing.elimination import log_sum
from cuibono.weighing.engine import Answer, reported
from cuibono.weighing.model import Model
from cuibono.weighing.network import Batch, Network
from cuibono.weighing.piece import FLOOR
from cuibono.weighing.shares import TIE, eligible
from cuibono.weighing.space import Array, Indices

SUBSETS = 1 << 17
"""How many subsets of all components' facts are looked at, at most."""

TABLE = 1 << 23
"""How many entries the dynamic programme may have."""


def fewest_facts(model: Model, answer: Answer) -> tuple[int, ...] | None:
    """The smallest set of facts whose removal dethrones the leader; empty if none does, `None` if too large to say."""
    network = model.network
    if network.layout.blocks:
        return None
    rivals = np.flatnonzero(eligible(model))
    leader = int(rivals[answer.states[rivals].argmax()])
    others = rivals[(rivals != leader) & (answer.states[rivals] > 0)]
    parts = _parts(network)
    if sum(1 << len(rows) for rows, _ in parts if len(rows) > 1) > SUBSETS:
        return None
    if network.facts * len(others) * sum(len(rows) > 1 for rows, _ in parts) > TABLE:
        return None
    gap = np.log(answer.states[leader]) - np.log(answer.states[others] + TIE)
    return _assemble(network, parts, leader, others, gap)


def _parts(network: Network) -> list[tuple[Indices, Batch]]:
    """The facts of every component, a fact without a hidden cause being one of its own."""
    found: list[tuple[Indices, Batch]] = []
    for batch in network.layout.batches:
        ends = [*batch.starts[1:].tolist(), len(batch.rows)]
        for k, (start, stop) in enumerate(zip(batch.starts.tolist(), ends, strict=True)):
            rows = np.arange(start, stop)
            found += [(rows, batch)] if batch.scopes[k] else [(rows[i : i + 1], batch) for i in range(len(rows))]
    return found


def _assemble(
    network: Network, parts: list[tuple[Indices, Batch]], leader: int, others: Indices, gap: Array
) -> tuple[int, ...]:
    best = np.full((network.facts + 1, len(others)), -np.inf)
    best[0] = 0
    chosen: list[tuple[Batch, Indices, Indices, Indices]] = []
    single: list[tuple[int, Array]] = []
    for rows, batch in parts:
        gain = _gains(network, batch, rows, leader, others)
        if len(rows) == 1:
            single.append((int(batch.rows[rows[0]]), gain[1]))
            continue
        most, which = _by_size(gain, len(rows))
        best, taken = _joined(best, most)
        chosen.append((batch, rows, which, taken))
    return _smallest(best, chosen, single, gap)


def _gains(network: Network, batch: Batch, rows: Indices, leader: int, others: Indices) -> Array:
    """How much removing each subset of a component's facts adds to the log odds of each rival: (subsets, rivals)."""
    true, false = network.chance.rows(batch.rows[rows]).block(0, network.space.size)
    columns = range(batch.true.shape[1])
    tables = [np.log(reported(_only(batch, rows), c, true, false, FLOOR)) for c in columns]
    logs = np.stack(tables, axis=1)
    removed = np.zeros((1, *logs.shape[1:]))
    for row in logs:
        removed = np.concatenate([removed, removed + row])
    scope = batch.scopes[int(np.searchsorted(batch.starts, rows[0], side="right")) - 1]
    prior = network.hidden[scope[0]] if scope else np.zeros(1)
    left = log_sum(prior[:, None] + logs.sum(axis=0) - removed, 1)
    odds = left[:, others] - left[:, [leader]]
    return np.asarray(odds - odds[0])


def _only(batch: Batch, rows: Indices) -> Batch:
    return replace(batch, true=batch.true[rows], false=batch.false[rows])


def _by_size(gain: Array, facts: int) -> tuple[Array, Indices]:
    """For each number of removed facts the most that they add, and by which subset: arrays (sizes, rivals)."""
    size = np.array([int(subset).bit_count() for subset in range(1 << facts)])
    most, which = np.empty((facts + 1, gain.shape[1])), np.empty((facts + 1, gain.shape[1]), dtype=np.intp)
    for k in range(facts + 1):
        members = np.flatnonzero(size == k)
        which[k] = members[gain[members].argmax(axis=0)]
        most[k] = np.take_along_axis(gain, which[k][None], axis=0)[0]
    return most, which


def _joined(best: Array, most: Array) -> tuple[Array, Indices]:
    """The best with one more component, and how many facts of it are taken then."""
    joined, taken = best.copy(), np.zeros(best.shape, dtype=np.intp)
    for k in range(1, len(most)):
        other = np.full_like(best, -np.inf)
        other[k:] = best[:-k] + most[k]
        better = other > joined
        joined, taken = np.where(better, other, joined), np.where(better, k, taken)
    return joined, taken


def _smallest(
    best: Array, chosen: list[tuple[Batch, Indices, Indices, Indices]], single: list[tuple[int, Array]], gap: Array
) -> tuple[int, ...]:
    """The facts of the smallest set that closes the gap to any rival."""
    answers = []
    for r in range(len(gap)):
        ranked = sorted(single, key=lambda item: -item[1][r])
        reach = np.concatenate([[0.0], np.cumsum([max(gain[r], 0.0) for _, gain in ranked])])
        for size in range(1, len(best)):
            alone = np.arange(max(0, size - len(best) + 1), min(size, len(ranked)) + 1)
            total = best[size - alone, r] + reach[alone]
            if total.max(initial=-np.inf) >= gap[r]:
                count = int(alone[total.argmax()])
                facts = [fact for fact, _ in ranked[:count]] + _traced(chosen, size - count, r)
                answers.append(tuple(sorted(facts)))
                break
    return min(answers, key=len, default=())


def _traced(chosen: list[tuple[Batch, Indices, Indices, Indices]], size: int, rival: int) -> list[int]:
    found: list[int] = []
    for batch, rows, which, taken in reversed(chosen):
        k = int(taken[size, rival])
        subset = int(which[k, rival])
        found += [int(batch.rows[row]) for i, row in enumerate(rows) if subset >> i & 1]
        size -= k
    return found
