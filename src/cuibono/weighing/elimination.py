"""Sums over hidden variables, exactly: variable elimination in log space, and its way back.

Factors are log tables whose last axis is the state of the world. Variables go in min-fill order; what is left of a
component is one number per state. `outside` gives, for every factor, the sum of everything else over the values of
its scope, from which any single change can be read off (Shafer & Shenoy 1990, on the tree of buckets).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cuibono.errors import TooLargeError
from cuibono.weighing.space import Array

CLIQUE = 1 << 23
"""The most values that one table may have, for one state of the world."""

WORK = 1 << 32
"""The most values that all tables together may have, over all states."""


@dataclass(frozen=True, slots=True)
class Step:
    """One elimination: the product of `inputs` over `scope`, summed over `variable`, is factor number `output`."""

    variable: int
    scope: tuple[int, ...]
    inputs: tuple[int, ...]
    output: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The order in which a component's variables go; the first factors are given, each step makes one more."""

    scopes: tuple[tuple[int, ...], ...]
    steps: tuple[Step, ...]
    largest: int


def plan(scopes: Sequence[tuple[int, ...]], sizes: Mapping[int, int], states: int) -> Plan:
    """A min-fill order for factors over these scopes; raises TooLargeError where the tables would be too large.

    >>> plan([(0, 1), (1, 2)], {0: 2, 1: 2, 2: 2}, 5).largest
    4
    """
    order, cliques = _min_fill(scopes)
    values = [int(np.prod([float(sizes[v]) for v in clique])) for clique in cliques]
    largest = max(values, default=1)
    if largest > CLIQUE or sum(values) * states > WORK:
        raise TooLargeError(
            f"{len(order)} origins and facts report one another so densely that the exact sum needs tables of "
            f"{largest:,} values in each of {states:,} states; merge origins that always speak together, state links "
            "between them as certain, or split the case"
        )
    known = [tuple(sorted(scope)) for scope in scopes]
    steps: list[Step] = []
    left = dict(enumerate(known))
    for variable in order:
        inputs = tuple(i for i, scope in left.items() if variable in scope)
        scope = tuple(sorted({v for i in inputs for v in left.pop(i)}))
        output = len(scopes) + len(steps)
        left[output] = tuple(v for v in scope if v != variable)
        known.append(left[output])
        steps.append(Step(variable, scope, inputs, output))
    return Plan(tuple(known), tuple(steps), largest)


def eliminate(plan: Plan, factors: Sequence[Array], *, keep: bool = True) -> tuple[Array, list[Array]]:
    """The log of the sum over everything, by state, and all factors, those made on the way included.

    Without `keep`, factors are dropped as soon as they are used, and the list is no good any more.
    """
    made = list(factors)
    total = np.zeros(1)
    for step in plan.steps:
        product = _product(plan, step, made)
        for i in () if keep else step.inputs:
            made[i] = total
        made.append(log_sum(product, step.scope.index(step.variable)))
        del product
        if not plan.scopes[step.output]:
            total = total + made[-1]
    return total, made


def outside(plan: Plan, made: Sequence[Array]) -> list[Array]:
    """For every factor the log of the sum of all others over the values of its scope, from what `eliminate` made."""
    found: list[Array] = [np.zeros(1)] * len(made)
    roots = [step.output for step in plan.steps if not plan.scopes[step.output]]
    for root in roots:
        found[root] = np.zeros(1)
        for other in roots:
            if other != root:
                found[root] = found[root] + made[other]
    for step in reversed(plan.steps):
        above = _spread(found[step.output], plan.scopes[step.output], step.scope)
        parts = [_spread(made[i], plan.scopes[i], step.scope) for i in step.inputs]
        later = _sums_after(parts)
        for i, part in zip(step.inputs, parts, strict=True):
            rest = above + later.pop()
            gone = tuple(axis for axis, v in enumerate(step.scope) if v not in plan.scopes[i])
            found[i] = log_sum(np.broadcast_to(rest, np.broadcast_shapes(rest.shape, part.shape)), gone)
            above = above + part
    return found


def log_sum(logs: Array, axis: int | tuple[int, ...]) -> Array:
    """The log of the sum of exponentials along `axis`; minus infinity where all are.

    >>> float(log_sum(np.log([[0.25, 0.5]]), 1)[0]) == float(np.log(0.75))
    True
    """
    if axis == ():
        return logs
    top = logs.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    raised = logs - top
    np.exp(raised, out=raised)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(raised.sum(axis=axis)) + top.squeeze(axis=axis))


def _product(plan: Plan, step: Step, made: Sequence[Array]) -> Array:
    """The sum of a step's log factors, the small ones first, so that most additions are small."""
    total = np.zeros((1,) * (len(step.scope) + 1))
    for i in sorted(step.inputs, key=lambda i: made[i].size):
        part = _spread(made[i], plan.scopes[i], step.scope)
        fits = np.broadcast_shapes(total.shape, part.shape) == total.shape
        total = np.add(total, part, out=total) if fits else total + part
    return total


def _sums_after(parts: Sequence[Array]) -> list[Array]:
    """For each table the sum of those behind it, the last first."""
    sums = [np.zeros((1,) * parts[-1].ndim)]
    for part in parts[:0:-1]:
        sums.append(sums[-1] + part)
    return sums


def _spread(table: Array, scope: tuple[int, ...], wide: tuple[int, ...]) -> Array:
    """The table with an axis for every variable of `wide`, of length 1 where it does not have the variable."""
    lengths = iter(table.shape[:-1])
    return table.reshape(*(next(lengths) if v in scope else 1 for v in wide), table.shape[-1])


def _min_fill(scopes: Sequence[tuple[int, ...]]) -> tuple[list[int], list[frozenset[int]]]:
    near: dict[int, set[int]] = {v: set() for scope in scopes for v in scope}
    for scope in scopes:
        for v in scope:
            near[v].update(u for u in scope if u != v)
    fill = {v: _fill(near, v) for v in near}
    order, cliques = [], []
    while near:
        v = min(near, key=lambda u: (fill[u], len(near[u]), u))
        around = near.pop(v)
        del fill[v]
        order.append(v)
        cliques.append(frozenset({v, *around}))
        for u in around:
            near[u].discard(v)
            near[u].update(around - {u})
        for u in around.union(*(near[u] for u in around)):
            fill[u] = _fill(near, u)
    return order, cliques


def _fill(near: Mapping[int, set[int]], v: int) -> int:
    """How many pairs of neighbours of `v` are not neighbours of each other."""
    around = near[v]
    return sum(len(around) - 1 - len(near[u] & around) for u in around) // 2
