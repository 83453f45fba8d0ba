"""What is weighed, as arrays: states, chances of facts, hidden causes of what was reported, and how they hang together.

A hidden variable is mostly an origin: unreliable (0), reliable (1), or, where it may repeat another, a copy (2). The
reports of a fact given the hidden variables in its scope are a table `(2, values...)`: first if the fact is
false, then if it is true. A fact whose reports tie many origins together, or on which other facts depend, is a hidden
variable itself (a `Node`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from cuibono.weighing.chance import Chance
from cuibono.weighing.elimination import Plan, plan
from cuibono.weighing.space import Array, Indices, Mask, Space

Scope = tuple[int, ...]

TAME = 1e-4
RUN = 64
"""A product of so many numbers of at least `TAME` is far from underflow."""

LOT = 512
"""About how many facts are looked at together."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A table over hidden variables that is the same in every state of the world; `reports` is the fact it reports."""

    scope: Scope
    table: Array
    reports: int = -1


@dataclass(frozen=True, slots=True)
class Node:
    """A fact that is a hidden variable: as its chance says, or with probability `copied` as one of `parents` is."""

    fact: int
    variable: int
    parents: Scope = ()
    copied: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What is known beside the evidence: a log-likelihood of each state, such as that of the act itself."""

    kind: Literal["act", "game", "order"]
    id: str
    name: str
    logs: Array


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Facts whose report tables have one shape, sorted by scope.

    `rows` are the facts; `false` and `true` (facts, values) the reports' probabilities; `starts` says where the rows
    of each of `scopes` begin, `component` to which component each belongs, `solo` which of them are a whole component
    of one hidden variable. `moving` are the columns in which the fact matters at all; the others add `still` (scopes,
    values). Where all probabilities of a batch are at least `TAME`, a `RUN` of facts is multiplied before its log
    is taken: `runs` says where each begins (nothing where they are not), `first_run` which is a scope's first.
    """

    rows: Indices
    false: Array
    true: Array
    starts: Indices
    scopes: tuple[Scope, ...]
    component: Indices
    solo: Mask
    moving: Indices
    still: Array
    runs: Indices
    first_run: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A component that needs elimination.

    The plan's factors are, in order: `inputs` as (batch, scope) numbers, `nodes`, `factors`, and the priors of
    `hidden`.
    """

    component: int
    hidden: tuple[int, ...]
    inputs: tuple[tuple[int, int], ...]
    nodes: tuple[int, ...]
    factors: tuple[int, ...]
    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """How a network falls into components: `count` of them, in batches and blocks; `owner` is each fact's component."""

    count: int
    batches: tuple[Batch, ...]
    blocks: tuple[Block, ...]
    owner: Indices


@dataclass(frozen=True, eq=False)
class Network:
    """Everything that the sums need.

    `log_prior` (states) sums to 1 when raised; `aside` (states) marks those that nobody rated, which keep their
    prior. `hidden` holds each hidden variable's log prior (zeros for a node); `scopes` and `tables` the reports of
    each fact, or an empty scope and table of ones for a fact that nobody reports or that is a node.
    """

    space: Space
    log_prior: Array
    chance: Chance
    aside: Mask
    hidden: tuple[Array, ...]
    scopes: tuple[Scope, ...]
    tables: tuple[Array, ...]
    context: tuple[Context, ...] = ()
    nodes: tuple[Node, ...] = ()
    factors: tuple[Factor, ...] = ()

    @property
    def facts(self) -> int:
        """How many pieces of evidence there are."""
        return len(self.scopes)

    @cached_property
    def layout(self) -> Layout:
        """The components; raises TooLargeError where an exact sum over one of them is out of reach."""
        return _lay_out(self)

    @cached_property
    def log_start(self) -> Array:
        """The log of prior times context, by state, not normalised."""
        return np.asarray(self.log_prior + sum(item.logs for item in self.context))

    @cached_property
    def prior(self) -> Array:
        """The probability of each state before the evidence, context included."""
        shares = np.exp(self.log_start - self.log_start.max())
        return np.asarray(shares / shares.sum())

    def with_chance(self, chance: Chance, aside: Mask | None = None) -> Network:
        """The same reports with other chances, and perhaps other states that nobody rated; the layout is kept."""
        other = replace(self, chance=chance, aside=self.aside if aside is None else aside)
        other.__dict__["layout"] = self.layout
        return other


def _lay_out(network: Network) -> Layout:
    leaders = _components(network)
    seen = sorted({leaders[v] for v in range(len(network.hidden))})
    number = {leader: i for i, leader in enumerate(seen)}
    of_variable = np.array([number[leader] for leader in leaders], dtype=np.intp)
    free = len(seen)
    busy = _busy(network, of_variable)
    batches = tuple(_batch(network, rows, of_variable, free, busy) for rows in _shapes(network) if len(rows))
    blocks = tuple(_block(network, component, batches, of_variable) for component in range(free) if busy[component])
    owner = np.full(network.facts, free, dtype=np.intp)
    for batch in batches:
        owner[batch.rows] = np.repeat(batch.component, np.diff([*batch.starts, len(batch.rows)]))
    for node in network.nodes:
        owner[node.fact] = of_variable[node.variable]
    return Layout(free + 1, batches, blocks, owner)


def _components(network: Network) -> list[int]:
    """The smallest hidden variable that each one is connected with."""
    parent = list(range(len(network.hidden)))

    def root(v: int) -> int:
        while parent[v] != v:
            parent[v] = parent[parent[v]]
            v = parent[v]
        return v

    families = {
        *network.scopes,
        *(f.scope for f in network.factors),
        *((n.variable, *n.parents) for n in network.nodes),
    }
    for scope in sorted(families):
        for other in scope[1:]:
            a, b = sorted((root(scope[0]), root(other)))
            parent[b] = a
    return [root(v) for v in range(len(parent))]


def _busy(network: Network, of_variable: Indices) -> list[bool]:
    """Which components have more than one hidden variable, or tables beside those of facts."""
    size = np.bincount(of_variable, minlength=len(of_variable))
    busy = [bool(n > 1) for n in size]
    for scope in (*(f.scope for f in network.factors), *((n.variable,) for n in network.nodes)):
        busy[of_variable[scope[0]]] = True
    return busy


def _shapes(network: Network) -> list[list[int]]:
    """The facts that are no nodes, sorted by scope, in lists of one table size and of no great length."""
    nodes = {node.fact for node in network.nodes}
    by_size: dict[int, list[int]] = {}
    for fact, table in enumerate(network.tables):
        if fact not in nodes:
            by_size.setdefault(table.size, []).append(fact)
    shapes = [sorted(by_size[size], key=lambda fact: (network.scopes[fact], fact)) for size in sorted(by_size)]
    return [lot for rows in shapes for lot in _lots(network, rows)]


def _lots(network: Network, rows: list[int]) -> Iterator[list[int]]:
    """The rows in lots of about `LOT`, none of which divides a scope, so that one lot at a time is worked on."""
    first = 0
    for i in range(1, len(rows)):
        if i - first >= LOT and network.scopes[rows[i]] != network.scopes[rows[i - 1]]:
            yield rows[first:i]
            first = i
    yield rows[first:]


def _batch(network: Network, rows: list[int], of_variable: Indices, free: int, busy: list[bool]) -> Batch:
    tables = np.stack([network.tables[row].reshape(2, -1) for row in rows])
    starts = [i for i, row in enumerate(rows) if i == 0 or network.scopes[row] != network.scopes[rows[i - 1]]]
    scopes = tuple(network.scopes[rows[i]] for i in starts)
    component = np.array([of_variable[scope[0]] if scope else free for scope in scopes], dtype=np.intp)
    solo = np.array([not scope or not busy[of_variable[scope[0]]] for scope in scopes])
    matters = (tables[:, 0] != tables[:, 1]).any(axis=0)
    with np.errstate(divide="ignore"):
        still = np.add.reduceat(np.where(matters, 0.0, np.log(tables[:, 0])), starts, axis=0)
    return Batch(
        np.array(rows, dtype=np.intp),
        tables[:, 0],
        tables[:, 1],
        np.array(starts, dtype=np.intp),
        scopes,
        component,
        solo,
        np.flatnonzero(matters),
        still,
        *_runs(tables[:, :, matters], starts, len(rows)),
    )


def _runs(tables: Array, starts: list[int], rows: int) -> tuple[Indices, Indices]:
    """Where the runs of facts begin that can be multiplied without underflow, and the first run of each scope."""
    if tables.size and tables.min() < TAME:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    runs = [range(start, stop, RUN) for start, stop in zip(starts, [*starts[1:], rows], strict=True)]
    first = np.cumsum([0, *(len(run) for run in runs[:-1])])
    return np.array([start for run in runs for start in run], dtype=np.intp), np.asarray(first, dtype=np.intp)


def _block(network: Network, component: int, batches: tuple[Batch, ...], of_variable: Indices) -> Block:
    inputs = tuple(
        (b, k)
        for b, batch in enumerate(batches)
        for k, scope in enumerate(batch.scopes)
        if scope and batch.component[k] == component
    )
    nodes = tuple(n for n, node in enumerate(network.nodes) if of_variable[node.variable] == component)
    factors = tuple(f for f, factor in enumerate(network.factors) if of_variable[factor.scope[0]] == component)
    hidden = tuple(int(v) for v in np.flatnonzero(of_variable == component))
    scopes = [
        *(batches[b].scopes[k] for b, k in inputs),
        *((network.nodes[n].variable, *network.nodes[n].parents) for n in nodes),
        *(network.factors[f].scope for f in factors),
        *((v,) for v in hidden),
    ]
    sizes = {v: len(network.hidden[v]) for v in hidden}
    return Block(component, hidden, inputs, nodes, factors, plan(scopes, sizes, network.space.size))
