"""Influence nets: CAST strengths compiled into tables and summed exactly."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import CaseError, ModelError, NotFoundError, UsageError
from cuibono.strategy import InfluenceNet
from cuibono.strategy.influence import (
    Influence,
    InfluenceNode,
    cast,
    check,
    likelihoods,
    marginals,
    profile,
    propagated,
    strength,
    table,
)

STRENGTHS = st.floats(-0.99, 0.99)


def net(*nodes: dict[str, object]) -> InfluenceNet:
    return InfluenceNet.model_validate({"nodes": nodes})


def diamond() -> InfluenceNet:
    """A cause of two effects that both bear on a third."""
    return net(
        {"id": "cause", "baseline": 0.4},
        {"id": "left", "baseline": 0.3, "influences": [{"parent": "cause", "if-true": 0.7, "if-false": -0.4}]},
        {"id": "right", "baseline": 0.6, "influences": [{"parent": "cause", "if-true": -0.5, "if-false": 0.2}]},
        {
            "id": "end",
            "baseline": 0.2,
            "influences": [{"parent": "left", "if-true": 0.8}, {"parent": "right", "if-true": 0.3, "if-false": -0.6}],
        },
    )


def by_hand(given_net: InfluenceNet, known: dict[str, bool] | None = None) -> dict[str, float]:
    """Marginals by listing every state."""
    names = [node.id for node in given_net.nodes]
    total, true = 0.0, dict.fromkeys(names, 0.0)
    for states in product((0, 1), repeat=len(names)):
        state = dict(zip(names, states, strict=True))
        if any(state[name] != value for name, value in (known or {}).items()):
            continue
        weight = 1.0
        for node in given_net.nodes:
            weight *= float(table(node)[(*(state[arc.parent] for arc in node.influences), state[node.id])])
        total += weight
        for name in names:
            true[name] += weight * state[name]
    return {name: share / total for name, share in true.items()}


@pytest.mark.parametrize(("strengths", "expected"), [([0.6, 0.5], 0.86), ([0.6, -0.5], 0.44), ([-0.9], 0.03)])
def test_three_sums_by_hand(strengths: list[float], expected: float) -> None:
    """The formula of CAST, worked out by hand from a baseline of .3."""
    assert cast(0.3, strengths) == pytest.approx(expected)


@given(st.floats(0, 1), st.lists(st.floats(0, 0.99), max_size=5))
def test_promoting_influences_are_a_leaky_noisy_or(baseline: float, strengths: list[float]) -> None:
    """As long as nothing inhibits, CAST is a noisy-or with the baseline as its leak."""
    assert cast(baseline, strengths) == pytest.approx(1 - (1 - baseline) * np.prod([1 - item for item in strengths]))


@given(st.floats(0, 1), st.lists(STRENGTHS, max_size=5), STRENGTHS)
def test_influences_keep_their_direction(baseline: float, strengths: list[float], more: float) -> None:
    """The result is a probability; promoting more never lowers it; the order does not matter."""
    found = cast(baseline, strengths)
    assert 0 <= found <= 1
    assert cast(baseline, []) == baseline
    assert found == pytest.approx(cast(baseline, strengths[::-1]))
    moved = cast(baseline, [*strengths, more])
    assert moved >= found - 1e-9 if more >= 0 else moved <= found + 1e-9


@given(st.floats(0.01, 0.99), st.floats(0.001, 0.999))
def test_a_rating_seen_as_an_influence_gives_the_rating_back(baseline: float, likelihood: float) -> None:
    """The strength shown for a rating leads from the baseline to just that likelihood."""
    assert cast(baseline, [strength(baseline, likelihood)]) == pytest.approx(likelihood)


def test_a_certain_baseline_cannot_be_influenced() -> None:
    """Nothing moves a baseline of 1, and asking by how much is refused."""
    with pytest.raises(ModelError, match="cannot be influenced"):
        strength(1.0, 0.5)


@pytest.mark.parametrize("known", [{}, {"end": True}, {"left": False, "end": True}])
def test_marginals_are_exact(known: dict[str, bool]) -> None:
    """Sums over a net with a loop agree with listing every state, also where something is known."""
    assert marginals(diamond(), known) == pytest.approx(by_hand(diamond(), known))


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_random_nets_are_exact(seed: int) -> None:
    """So do random nets of up to seven nodes."""
    rng = np.random.default_rng(seed)
    nodes = []
    for index in range(rng.integers(2, 8)):
        parents = rng.permutation(index)[: rng.integers(0, 4)]
        arcs = [
            {"parent": f"n{parent}", "if-true": float(up), "if-false": float(down)}
            for parent, (up, down) in zip(parents, rng.uniform(-0.95, 0.95, (len(parents), 2)), strict=True)
        ]
        nodes.append({"id": f"n{index}", "baseline": float(rng.uniform(0.05, 0.95)), "influences": arcs})
    made = net(*nodes)
    assert marginals(made) == pytest.approx(by_hand(made))
    assert marginals(made, {"n0": True}) == pytest.approx(by_hand(made, {"n0": True}))


def test_siams_way_differs_where_parents_hang_together() -> None:
    """Taking parents as independent is exact without loops and wrong with them; both are shown, one is believed."""
    chain = net(
        {"id": "a", "baseline": 0.4},
        {"id": "b", "baseline": 0.3, "influences": [{"parent": "a", "if-true": 0.7}]},
        {"id": "c", "baseline": 0.3, "influences": [{"parent": "b", "if-true": -0.7}]},
    )
    assert propagated(chain) == pytest.approx(marginals(chain))
    assert abs(propagated(diamond())["end"] - marginals(diamond())["end"]) > 0.003


def test_a_net_becomes_ratings() -> None:
    """For evidence and hypothesis in a net, the likelihoods with and without the hypothesis obey Bayes' rule."""
    true, false = likelihoods(diamond(), ["cause"], ["end"])["end", "cause"]
    prior = marginals(diamond())["cause"]
    assert marginals(diamond(), {"end": True})["cause"] == pytest.approx(
        prior * true / (prior * true + (1 - prior) * false)
    )


def timed() -> InfluenceNet:
    return net(
        {"id": "sanction", "baseline": 0.1},
        {"id": "talks", "baseline": 0.1},
        {
            "id": "stop",
            "baseline": 0.3,
            "influences": [
                {"parent": "sanction", "if-true": 0.5, "if-false": 0.0, "delay": 5},
                {"parent": "talks", "if-true": 0.4, "if-false": -0.2, "delay": 1},
            ],
        },
    )


def test_influences_arrive_with_their_delay() -> None:
    """What happens changes a node when the arc's delay is over, and not before."""
    found = profile(timed(), {"sanction": 0, "talks": 2}, "stop")
    assert [time for time, _ in found] == [None, 3.0, 5.0]
    assert [share for _, share in found] == pytest.approx([cast(0.3, [-0.2]), cast(0.3, [0.4]), cast(0.3, [0.5, 0.4])])


def test_at_the_end_time_does_not_matter() -> None:
    """Once everything has arrived, the net is as if it had no time."""
    last = profile(timed(), {"sanction": 0, "talks": 2}, "stop")[-1][1]
    assert last == pytest.approx(marginals(timed(), {"sanction": True, "talks": True})["stop"])


def test_faults_of_a_net_are_told_together() -> None:
    """Unknown parents, parents named twice and circles are refused with their place."""
    wrong = net(
        {"id": "a", "baseline": 0.1, "influences": [{"parent": "z", "if-true": 0.1}]},
        {"id": "b", "baseline": 0.1, "influences": [{"parent": "a", "if-true": 0.1}, {"parent": "a", "if-true": 0.2}]},
    )
    assert [problem.key for problem in check(wrong)] == ["nodes[0].influences", "nodes[1].influences"]
    round_and_round = net(
        {"id": "a", "baseline": 0.1, "influences": [{"parent": "b", "if-true": 0.1}]},
        {"id": "b", "baseline": 0.1, "influences": [{"parent": "a", "if-true": 0.1}]},
    )
    with pytest.raises(CaseError, match="in a circle: a, b"):
        marginals(round_and_round)


def test_what_cannot_be_is_refused() -> None:
    """Impossible knowledge, unknown nodes and events at nodes with causes are errors, not numbers."""
    sure = net({"id": "a", "baseline": 1.0})
    with pytest.raises(ModelError, match="cannot be: a"):
        marginals(sure, {"a": False})
    with pytest.raises(NotFoundError, match="'b' is no node"):
        marginals(sure, {"b": True})
    with pytest.raises(NotFoundError, match="'b' is no node"):
        profile(sure, {}, "b")
    with pytest.raises(UsageError, match="'stop' cannot happen at a set time"):
        profile(timed(), {"stop": 1}, "stop")


def test_a_net_too_large_is_refused_with_its_size() -> None:
    """More nodes than are summed, or more influences than fit a table, are told with their number and what to do."""
    many = InfluenceNet(nodes=tuple(InfluenceNode(id=f"n{place}", baseline=0.5) for place in range(1001)))
    with pytest.raises(CaseError, match="are 1,001, and 1,000 can be summed"):
        marginals(many)
    arcs = tuple(Influence(parent=f"n{place}", if_true=0.1) for place in range(17))
    crowded = InfluenceNet(nodes=(*many.nodes[:17], InfluenceNode(id="end", baseline=0.5, influences=arcs)))
    with pytest.raises(CaseError, match="are 17, and 16 can be tabled"):
        marginals(crowded)


def test_a_table_has_one_axis_for_each_influence() -> None:
    """Tables are arrays of twos that sum to 1 over the node's own axis."""
    node = InfluenceNode.model_validate(diamond().nodes[3].model_dump())
    assert table(node).shape == (2, 2, 2)
    assert table(node).sum(axis=-1) == pytest.approx(np.ones((2, 2)))
