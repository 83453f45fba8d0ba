"""Influence nets: causal strengths as analysts of CAST, SIAM and Pythia state them, compiled into probability tables.

A node has a baseline; each arc says how strongly the parent, true or false, promotes (above 0) or inhibits (below 0)
it, between -1 and 1. CAST turns that into the probability of the node for every combination of parents; from there on
it is a network like any other, and the weighing's own elimination sums it. Only so far as all influences promote and
none comes from a false parent is CAST a leaky noisy-or; where a node has parents its baseline has no plain reading as
a probability.

Sources: Chang, Lehner, Levis, Zaidi & Zhao, "On causal influence logic" (1994); Rosen & Smith, "Influence net
modeling with causal strengths" (1996); Haider & Levis, "Effective course-of-action determination to achieve desired
effects" (2007) for time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from math import inf
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from cuibono.case.records import Id, Probability, Record
from cuibono.errors import CaseError, ModelError, NotFoundError, Problem, UsageError
from cuibono.strategy.complaints import problem, twice, unknown
from cuibono.strategy.tree import Array
from cuibono.weighing.elimination import eliminate, outside, plan

MOST_NODES = 1_000
"""The most nodes of a net."""

MOST_PARENTS = 16
"""The most influences of one node: its table has two numbers for each combination of them."""

Strength = Annotated[float, Field(gt=-1, lt=1, allow_inf_nan=False)]


class Influence(Record):
    """An arc: what the parent does to the node if it is true and if it is false, and after how long.

    `if_true` may be left out only where the node has a table of its own.
    """

    parent: Id
    if_true: Annotated[Strength | None, Field(alias="if-true")] = None
    if_false: Annotated[Strength, Field(alias="if-false")] = 0.0
    delay: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0


class InfluenceNode(Record):
    """A proposition with its baseline, and what influences it.

    A `table` stands in place of baseline and strengths: the probability that the node is true for every combination
    of its parents, false before true, the last parent changing fastest.
    """

    id: Id
    name: str = ""
    baseline: Probability = 0.5
    influences: tuple[Influence, ...] = ()
    table: tuple[Probability, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        silent = [arc.parent for arc in self.influences if arc.if_true is None]
        if not self.table and silent:
            raise ValueError(f"does not say what {silent[0]} does to it; add if-true, a strength between -1 and 1")
        if not self.table and "baseline" not in self.model_fields_set:
            raise ValueError("has no baseline; add baseline, a probability")
        if self.table and len(self.table) != 2 ** len(self.influences):
            raise ValueError(
                f"has a table of {len(self.table)} numbers; {len(self.influences)} influences need "
                f"{2 ** len(self.influences)}, one for each combination of what is false or true"
            )
        return self


class InfluenceNet(Record):
    """Propositions that influence one another, without circles; `events` says when nodes without influences happen."""

    nodes: tuple[InfluenceNode, ...]
    events: dict[Id, float] = Field(default_factory=dict)


def check(net: InfluenceNet) -> tuple[Problem, ...]:
    """Everything wrong with a net: a parent that is not there, a parent named twice, a circle."""
    known = [node.id for node in net.nodes]
    if len(known) > MOST_NODES:
        what = f"are {len(known):,}, and {MOST_NODES:,} can be summed"
        return (problem("nodes", what, "give the part of the net that the question hangs on"),)
    found = [*twice("nodes", known)]
    for index, node in enumerate(net.nodes):
        parents = [item.parent for item in node.influences]
        found += [unknown(f"nodes[{index}].influences", name, "node", known) for name in parents if name not in known]
        if len(set(parents)) < len(parents):
            found.append(problem(f"nodes[{index}].influences", "name a parent twice", "keep one of the two"))
        if len(parents) > MOST_PARENTS:
            what = f"are {len(parents)}, and {MOST_PARENTS} can be tabled"
            found.append(problem(f"nodes[{index}].influences", what, "gather some of them in a node between"))
    for name in net.events:
        if name not in known:
            found.append(unknown(f"events.{name}", name, "node", known))
        elif any(node.id == name and node.influences for node in net.nodes):
            found.append(problem(f"events.{name}", "has influences, and so no set time", "name one without influences"))
    if not found and len(_ordered(net)) < len(known):
        circle = sorted(set(known) - {node.id for node in _ordered(net)})
        found.append(problem("nodes", f"influence each other in a circle: {', '.join(circle)}", "take one arc out"))
    return tuple(found)


def cast(baseline: float, strengths: Sequence[float]) -> float:
    """The probability of a node with this baseline under the strengths that apply.

    >>> round(cast(0.3, [0.6, 0.5]), 2), round(cast(0.3, [0.6, -0.5]), 2), round(cast(0.3, [-0.9]), 2)
    (0.86, 0.44, 0.03)
    """
    up = 1 - float(np.prod([1 - strength for strength in strengths if strength > 0]))
    down = 1 - float(np.prod([1 + strength for strength in strengths if strength < 0]))
    if up >= down:
        return baseline + (1 - baseline) * (up - down) / (1 - down)
    return baseline - baseline * (down - up) / (1 - up)


def table(node: InfluenceNode) -> Array:
    """P(node | parents): an array with an axis of two (false, true) for each influence in order, the node's last."""
    arcs = node.influences
    shape = (2,) * len(arcs)
    if node.table:
        true = np.array(node.table).reshape(shape)
        return np.stack([1 - true, true], axis=-1)
    true = np.empty(shape)
    for states in product((0, 1), repeat=len(arcs)):
        strengths = [(arc.if_true or 0.0) if state else arc.if_false for arc, state in zip(arcs, states, strict=True)]
        true[states] = cast(node.baseline, strengths)
    return np.stack([1 - true, true], axis=-1)


def strength(baseline: float, likelihood: float) -> float:
    """The strength of a single influence that moves a baseline to a likelihood: how a rating looks as an arc.

    Raises ModelError for a baseline of 0 or 1, which nothing moves.

    >>> round(strength(0.3, 0.72), 2), round(strength(0.3, 0.03), 2)
    (0.6, -0.9)
    """
    if not 0 < baseline < 1:
        raise ModelError(f"a baseline of {baseline:g} cannot be influenced; take one between 0 and 1")
    gain = likelihood - baseline
    return gain / (1 - baseline) if gain >= 0 else gain / baseline


def marginals(net: InfluenceNet, given: Mapping[str, bool] | None = None) -> dict[str, float]:
    """The probability that each node is true, given that some are known; exact.

    Raises CaseError with all problems of the net, NotFoundError for a known node that is not there, ModelError where
    what is given cannot be, TooLargeError for too dense a net.
    """
    _refuse(net)
    place = {node.id: index for index, node in enumerate(net.nodes)}
    scopes, factors = [], []
    for node in net.nodes:
        variables = [*(place[arc.parent] for arc in node.influences), place[node.id]]
        scopes.append(tuple(sorted(variables)))
        factors.append(np.transpose(table(node), np.argsort(variables))[..., None])
    for name, state in (given or {}).items():
        if name not in place:
            raise NotFoundError(f"{name!r} is no node of the net; there are: {', '.join(place)}")
        scopes.append((place[name],))
        factors.append(np.array([not state, state], dtype=float)[:, None])
    for index in range(len(net.nodes)):
        # A table of ones, behind which the elimination leaves this node's marginal.
        scopes.append((index,))
        factors.append(np.ones((2, 1)))
    with np.errstate(divide="ignore"):
        logs = [np.log(factor) for factor in factors]
    order = plan(scopes, dict.fromkeys(range(len(net.nodes)), 2), 1)
    total, made = eliminate(order, logs)
    if not np.isfinite(total).all():
        raise ModelError(f"what is given cannot be: {', '.join(sorted(given or {}))} together have probability 0")
    rest = outside(order, made)[len(scopes) - len(net.nodes) : len(scopes)]
    weights = (np.exp(row[:, 0] - total[0]) for row in rest)
    return {node.id: float(row[1] / row.sum()) for node, row in zip(net.nodes, weights, strict=True)}


def likelihoods(
    net: InfluenceNet, hypotheses: Collection[str], evidence: Collection[str]
) -> dict[tuple[str, str], tuple[float, float]]:
    """For each pair of evidence and hypothesis the probability of the one if the other is true, and if it is false.

    Both are nodes of the net: this is how an influence net becomes ratings. Raises as `marginals` does.
    """
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for hypothesis in hypotheses:
        true, false = (marginals(net, {hypothesis: state}) for state in (True, False))
        found |= {(item, hypothesis): (true[item], false[item]) for item in evidence}
    return found


def propagated(net: InfluenceNet) -> dict[str, float]:
    """The probabilities as SIAM and Pythia show them: parents taken as independent of each other.

    For comparison with those tools only; `marginals` is exact. Raises CaseError with all problems of the net.
    """
    _refuse(net)
    found: dict[str, float] = {}
    for node in _ordered(net):
        weight = table(node)[..., 1]
        for arc in node.influences:
            weight = (1 - found[arc.parent]) * weight[0] + found[arc.parent] * weight[1]
        found[node.id] = float(weight)
    return found


def profile(net: InfluenceNet, events: Mapping[str, float], node: str) -> list[tuple[float | None, float]]:
    """How probable a node is before anything happened (time `None`) and from each time on at which something arrives.

    `events` says when each node without parents becomes true; until then it is false, and those that are not named keep
    their baseline throughout. A node at a time depends on each parent as it was the arc's delay earlier; the net is
    written out once for each time and summed exactly. Raises CaseError with all problems of the net, NotFoundError for
    another node, UsageError for an event at a node with parents.
    """
    moments, written_out = _unrolled(net, events)
    if node not in moments:
        raise NotFoundError(f"{node!r} is no node of the net; there are: {', '.join(moments)}")
    found = marginals(written_out)
    return [(None if time == -inf else time, found[_name(node, place)]) for place, time in enumerate(moments[node])]


def _unrolled(net: InfluenceNet, events: Mapping[str, float]) -> tuple[dict[str, list[float]], InfluenceNet]:
    """The times at which each node changes, -inf first, and the net with one node for each of them."""
    _refuse(net)
    nodes = {node.id: node for node in net.nodes}
    for name in events:
        if name not in nodes or nodes[name].influences:
            raise UsageError(f"{name!r} cannot happen at a set time; name a node without influences")
    moments: dict[str, list[float]] = {}
    made: list[InfluenceNode] = []
    for node in _ordered(net):
        arrivals = {time + arc.delay for arc in node.influences for time in moments[arc.parent]}
        moments[node.id] = sorted({-inf} | arrivals | ({events[node.id]} if node.id in events else set()))
        made += (_at(node, place, moments, events) for place in range(len(moments[node.id])))
    return moments, InfluenceNet(nodes=tuple(made))


def _at(
    node: InfluenceNode, place: int, moments: Mapping[str, list[float]], events: Mapping[str, float]
) -> InfluenceNode:
    """A node from its change number `place` on."""
    time = moments[node.id][place]
    arcs = []
    for arc in node.influences:
        before = sum(moment <= time - arc.delay for moment in moments[arc.parent]) - 1
        arcs.append(arc.model_copy(update={"parent": _name(arc.parent, before)}))
    baseline = float(time >= events[node.id]) if node.id in events else node.baseline
    return node.model_copy(update={"id": _name(node.id, place), "baseline": baseline, "influences": tuple(arcs)})


def _name(node: str, place: int) -> str:
    return f"{node}.{place}"


def _refuse(net: InfluenceNet) -> None:
    if problems := check(net):
        raise CaseError(problems)


def _ordered(net: InfluenceNet) -> list[InfluenceNode]:
    """Parents before children; without what hangs in a circle."""
    ordered: list[InfluenceNode] = []
    placed: set[str] = set()
    left = list(net.nodes)
    while ready := [node for node in left if placed.issuperset(arc.parent for arc in node.influences)]:
        ordered += ready
        placed.update(node.id for node in ready)
        left = [node for node in left if node.id not in placed]
    return ordered
