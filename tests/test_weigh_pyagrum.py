"""The engine agrees with an independent one, pyAgrum's lazy propagation, to 1e-9 (where it is installed)."""

from __future__ import annotations

import numpy as np
import pytest

from cuibono.weighing.chance import NoisyOr, Table
from cuibono.weighing.engine import solve
from cuibono.weighing.network import Network
from cuibono.weighing.space import Array, Space

gum = pytest.importorskip("pyagrum", reason="pyAgrum, an independent engine, is not installed: pip install pyagrum")


def random_network(draw: np.random.Generator) -> Network:
    """A small network: random chances, one to three origins a fact."""
    exclusive = bool(draw.integers(2))
    space = Space(tuple(f"h{i}" for i in range(int(draw.integers(1, 4)))), exclusive)
    facts, origins = int(draw.integers(1, 7)), int(draw.integers(1, 5))
    if exclusive:
        chance: Table | NoisyOr = Table(draw.random((facts, space.size)))
    else:
        chance = NoisyOr(draw.random(facts), draw.random((facts, space.count)), draw.random(facts))
    scopes = [
        tuple(sorted(draw.choice(origins, int(draw.integers(1, min(3, origins) + 1)), replace=False).tolist()))
        for _ in range(facts)
    ]
    tables = [draw.random((2, *(2,) * len(scope))) for scope in scopes]
    hidden = tuple(np.log(draw.dirichlet([1, 1])) for _ in range(origins))
    prior = np.log(draw.dirichlet(np.ones(space.size)))
    return Network(space, prior, chance, np.zeros(space.size, bool), hidden, tuple(scopes), tuple(tables))


def by_pyagrum(network: Network) -> Array:
    """The posterior over states as pyAgrum computes it: a node per state variable, fact, origin and report."""
    net = gum.BayesNet()
    state = net.add(gum.LabelizedVariable("state", "", network.space.size))
    net.cpt(state).fillWith(np.exp(network.log_prior).tolist())
    origins = [net.add(gum.LabelizedVariable(f"o{i}", "", 2)) for i in range(len(network.hidden))]
    for node, logs in zip(origins, network.hidden, strict=True):
        net.cpt(node).fillWith(np.exp(logs).tolist())
    true = network.chance.block(0, network.space.size)[0]
    evidence = {}
    for j, (scope, table) in enumerate(zip(network.scopes, network.tables, strict=True)):
        fact = net.add(gum.LabelizedVariable(f"x{j}", "", 2))
        net.addArc(state, fact)
        for s in range(network.space.size):
            net.cpt(fact)[{"state": s}] = [1 - true[j, s], true[j, s]]
        report = net.add(gum.LabelizedVariable(f"t{j}", "", 2))
        net.addArc(fact, report)
        for o in scope:
            net.addArc(origins[o], report)
        for cell in np.ndindex(*table.shape):
            where = {f"x{j}": cell[0]} | {f"o{o}": value for o, value in zip(scope, cell[1:], strict=True)}
            net.cpt(report)[where] = [1 - table[cell], table[cell]]
        evidence[f"t{j}"] = 1
    engine = gum.LazyPropagation(net)
    engine.setEvidence(evidence)
    engine.makeInference()
    return np.array(engine.posterior("state").tolist())


def test_random_networks_agree_with_an_independent_engine() -> None:
    """Two hundred networks with shared origins and corroborated facts, both modes."""
    draw = np.random.default_rng(11)
    for _ in range(200):
        network = random_network(draw)
        assert solve(network).states == pytest.approx(by_pyagrum(network), abs=1e-9)
