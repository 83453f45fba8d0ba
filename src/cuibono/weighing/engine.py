"""The exact posterior over states of the world: log space, one pass over the facts, elimination where origins meet.

For one origin o that alone reports its facts, and every state,

    L(state) = sum over r of P(r) prod over facts [P(fact) P(reports | fact, r) + P(no fact) P(reports | no fact, r)]

and the components multiply. Work is done in chunks of states, so that memory stays bounded however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cuibono.errors import ModelError
from cuibono.weighing.chance import Chance
from cuibono.weighing.elimination import eliminate, log_sum
from cuibono.weighing.network import RUN, Batch, Block, Network, Node, Scope
from cuibono.weighing.space import Array, Indices

ROOM = 1 << 20
"""How many numbers one working array may hold."""

NEAR = 1 << 19
"""How many facts by states are looked at together: enough to be worth the start, few enough for a processor's cache."""

KEPT = 1 << 22
"""How many numbers (components by states) an answer may keep, so that a change sums anew only what it touches."""

WIDE = 64
"""From so many states on, rows are multiplied one run at a time."""

np.empty(31 << 17)
"""The C library gives large blocks back to the system, which then clears them anew for every array: half of the time.
It keeps blocks up to the size of the largest that was ever freed; this one, of 31 MB, is never touched."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The posterior over states, and what it was made of.

    `log_likelihood` is that of each state; `states` the posterior, those that nobody rated keeping their prior;
    `components` (components, states) the parts of the log-likelihood, or `None` where they would be too many to keep.
    """

    log_likelihood: Array
    states: Array
    components: Array | None


def solve(network: Network) -> Answer:
    """The posterior over the network's states.

    Raises ModelError where no state can have produced the evidence, TooLargeError where the sum is out of reach.
    """
    size, count = network.space.size, network.layout.count
    components = np.empty((count, size)) if count * size <= KEPT else None
    logs = np.empty(size)
    for start, stop in network.space.chunks(room(network)):
        part = component_logs(network, start, stop)
        part.sum(axis=0, out=logs[start:stop])
        if components is not None:
            components[:, start:stop] = part
    return finish(network, logs, components)


def resolve(network: Network, answer: Answer, facts: Indices) -> Answer:
    """The answer when only the chances of `facts` have changed: their components are summed anew, no others."""
    if answer.components is None:
        return solve(network)
    touched = np.unique(network.layout.owner[facts])
    components = answer.components.copy()
    for start, stop in network.space.chunks(room(network)):
        components[touched, start:stop] = component_logs(network, start, stop, touched)
    return finish(network, components.sum(axis=0), components)


def finish(network: Network, log_likelihood: Array, components: Array | None = None) -> Answer:
    """The posterior from each state's log-likelihood; states that nobody rated keep their prior."""
    joint = network.log_start + _filled(network, log_likelihood)
    top = joint.max()
    if top == -np.inf:
        raise ModelError(
            "no hypothesis can have produced this evidence, not even “none of these”; look for a likelihood or prior "
            "of 0, and put a small number in its place"
        )
    states = np.exp(joint - top)
    return Answer(log_likelihood, states / states.sum(), components)


def room(network: Network) -> int:
    """How many states fit into one chunk."""
    rows = max((len(batch.rows) for batch in network.layout.batches), default=1)
    cliques = max((block.plan.largest for block in network.layout.blocks), default=1)
    return max(1, min(NEAR // rows, ROOM // max(cliques, network.layout.count)))


def component_logs(network: Network, start: int, stop: int, only: Indices | None = None, floor: float = 0.0) -> Array:
    """The log-likelihood of each component (all, or `only` these) in a range of states: an array (components, states).

    Probabilities of 0 are taken as `floor`.
    """
    layout = network.layout
    wanted = np.arange(layout.count) if only is None else only
    place = np.full(layout.count, -1, dtype=np.intp)
    place[wanted] = np.arange(len(wanted))
    found = np.zeros((len(wanted), stop - start))
    pieces: dict[tuple[int, Scope], Array] = {}
    for b, batch in enumerate(layout.batches):
        part = batch if only is None else _narrowed(batch, place)
        if part is None:
            continue
        logs = scope_logs(part, network.chance.rows(part.rows), start, stop, floor)
        pieces |= {(b, part.scopes[k]): logs[k] for k in np.flatnonzero(~part.solo)}
        _add_solo(network, part, logs, place, found)
    for block in layout.blocks:
        if place[block.component] >= 0:
            factors = block_factors(network, block, pieces, start, stop, floor)
            found[place[block.component]] = eliminate(block.plan, factors, keep=False)[0]
    return found


def scope_logs(batch: Batch, chance: Chance, start: int, stop: int, floor: float = 0.0) -> Array:
    """The log of each scope's product of facts: an array (scopes, values, states); `chance` is by row of the batch."""
    found = np.repeat(batch.still[:, :, None], stop - start, axis=2)
    for column in batch.moving:
        low, high = batch.false[:, column], batch.true[:, column]
        if len(batch.runs):
            product = multiplied(chance.blend(low, high - low, start, stop), batch.runs)
            found[:, column] += np.add.reduceat(np.log(product, out=product), batch.first_run, axis=0)
        else:
            with np.errstate(divide="ignore"):
                logs = np.log(reported(batch, int(column), *chance.block(start, stop), floor))
            found[:, column] += np.add.reduceat(logs, batch.starts, axis=0)
    return found


def multiplied(tables: Array, runs: Indices) -> Array:
    """The products of the rows from each of `runs` to the next: an array (runs, states)."""
    if tables.shape[1] < WIDE:
        return np.asarray(np.multiply.reduceat(tables, runs, axis=0))
    found = np.empty((len(runs), tables.shape[1]))
    for i, (start, stop) in enumerate(pairwise([*runs.tolist(), len(tables)])):
        np.multiply.reduce(tables[start:stop], axis=0, out=found[i])
    return found


def reported(batch: Batch, column: int, true: Array, false: Array, floor: float = 0.0) -> Array:
    """P(reports | values, state) of each fact of a batch for one column of values: an array (facts, states)."""
    table = batch.true[:, column, None] * true
    table += batch.false[:, column, None] * false
    return np.maximum(table, floor, out=table) if floor else table


def block_factors(
    network: Network, block: Block, pieces: Mapping[tuple[int, Scope], Array], start: int, stop: int, floor: float = 0.0
) -> list[Array]:
    """A block's factors in the order of its plan, as log tables whose last axis is the state.

    `pieces` are the logs of its scopes of facts, by batch and scope.
    """
    keys = [(b, network.layout.batches[b].scopes[k]) for b, k in block.inputs]
    factors = [pieces[key].reshape(*(len(network.hidden[v]) for v in key[1]), -1) for key in keys]
    with np.errstate(divide="ignore"):
        nodes = (node_table(network, network.nodes[n], start, stop) for n in block.nodes)
        factors += [np.log(np.maximum(table, floor)) for table in nodes]
        factors += [np.log(network.factors[f].table)[..., None] for f in block.factors]
    return factors + [network.hidden[v][:, None] for v in block.hidden]


def node_table(network: Network, node: Node, start: int, stop: int) -> Array:
    """P(fact | parents, state), axes in the order of variables, the state last."""
    true, false = (part[0] for part in network.chance.rows(np.array([node.fact])).block(start, stop))
    if not node.parents:
        return np.stack([false, true])
    held = sum(np.indices((2,) * len(node.parents))) / len(node.parents)
    copied, own = node.copied * np.asarray(held)[..., None], (1 - node.copied) * true
    table = np.stack([node.copied - copied + (1 - node.copied) * false, copied + own])
    order = np.argsort((node.variable, *node.parents))
    return table.transpose(*order, len(order))


def _add_solo(network: Network, batch: Batch, logs: Array, place: Indices, found: Array) -> None:
    which = np.flatnonzero(batch.solo)
    if not len(which):
        return
    scopes = [batch.scopes[k] for k in which]
    if scopes[0]:
        priors = np.stack([network.hidden[scope[0]] for scope in scopes])
        found[place[batch.component[which]]] = log_sum(logs[which] + priors[:, :, None], 1)
    else:
        found[place[batch.component[which]]] = logs[which, 0]


def _narrowed(batch: Batch, place: Indices) -> Batch | None:
    """The part of a batch whose components are wanted, or `None`."""
    kept = np.flatnonzero(place[batch.component] >= 0)
    if not len(kept):
        return None
    ends = [*batch.starts[1:], len(batch.rows)]
    rows = np.concatenate([np.arange(batch.starts[k], ends[k]) for k in kept])
    sizes = [int(ends[k] - batch.starts[k]) for k in kept]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
    return Batch(
        batch.rows[rows],
        batch.false[rows],
        batch.true[rows],
        starts,
        tuple(batch.scopes[k] for k in kept),
        batch.component[kept],
        batch.solo[kept],
        batch.moving,
        batch.still[kept],
        starts if len(batch.runs) and max(sizes) <= RUN else np.zeros(0, dtype=np.intp),
        np.arange(len(kept)),
    )


def _filled(network: Network, log_likelihood: Array) -> Array:
    """The log-likelihoods, with the mean of the rated states for the others, so that these keep their prior."""
    if not network.aside.any():
        return log_likelihood
    rated = ~network.aside
    start = network.log_start
    if not rated.any() or not np.isfinite(start[rated]).any():
        return np.zeros_like(log_likelihood)
    mean = log_sum(start[rated] + log_likelihood[rated], 0) - log_sum(start[rated], 0)
    return np.where(network.aside, mean, log_likelihood)
