"""Weighing is calibrated on worlds drawn from its own model: what it calls 70 % is so in 70 of 100."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from cuibono.weighing.chance import Chance, NoisyOr, Table
from cuibono.weighing.engine import solve
from cuibono.weighing.network import Network
from cuibono.weighing.space import Array, Space

ERROR, GUESS = 0.05, 0.5
SPEECH = np.array([[GUESS, ERROR], [GUESS, 1 - ERROR]])
FACTS, ORIGINS = 10, 4


def world(draw: np.random.Generator, exclusive: bool) -> tuple[Network, int]:
    """A network of random chances, what its origins said in a world drawn from it, and the state of that world."""
    space = Space(("a", "b", "c"), exclusive)
    prior = draw.dirichlet(np.ones(space.size))
    trust = draw.uniform(0.1, 0.95, ORIGINS)
    chance: Chance
    if exclusive:
        chance = Table(draw.choice([0.1, 0.3, 0.5, 0.7, 0.9], (FACTS, space.size)))
    else:
        alone = draw.choice([0.1, 0.3, 0.5, 0.7, 0.9], (FACTS, 3))
        chance = NoisyOr(np.full(FACTS, 0.5), alone, draw.choice([0.1, 0.5, 0.9], FACTS))
    state = int(draw.choice(space.size, p=prior))
    facts = draw.random(FACTS) < chance.block(0, space.size)[0][:, state]
    reliable = draw.random(ORIGINS) < trust
    scopes, tables = [], []
    for fact in range(FACTS):
        who = np.sort(draw.choice(ORIGINS, draw.integers(1, 3), replace=False))
        table = np.ones(2)
        for origin in who:
            affirms = draw.random() < SPEECH[int(facts[fact]), int(reliable[origin])]
            heard = SPEECH if affirms else 1 - SPEECH
            table = table[..., None] * heard.reshape(2, *(1,) * (table.ndim - 1), 2)
        scopes.append(tuple(who.tolist()))
        tables.append(table)
    hidden = tuple(np.log([1 - rho, rho]) for rho in trust)
    aside = np.zeros(space.size, dtype=bool)
    return Network(space, np.log(prior), chance, aside, hidden, tuple(scopes), tuple(tables)), state


def forecasts(exclusive: bool, count: int) -> tuple[Array, Array]:
    """Probabilities of every target in many worlds, and whether it held."""
    draw = np.random.default_rng(20_260_101)
    stated, true = [], []
    for _ in range(count):
        network, state = world(draw, exclusive)
        members = network.space.members()
        stated.append(solve(network).states @ members)
        true.append(members[state])
    return np.concatenate(stated), np.concatenate(true)


@pytest.mark.parametrize("exclusive", [True, False], ids=["exclusive", "co-existing"])
def test_stated_probabilities_come_true_as_often_as_stated(exclusive: bool) -> None:
    """Spiegelhalter's z within 3, and every tenth of the scale within 4 standard errors (Talts et al. 2018)."""
    p, y = forecasts(exclusive, 1500)
    z = ((y - p) * (1 - 2 * p)).sum() / sqrt(((1 - 2 * p) ** 2 * p * (1 - p)).sum())
    assert abs(z) < 3
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.sum() > 50:
            error = sqrt((p[inside] * (1 - p[inside])).sum()) / inside.sum()
            assert abs(y[inside].mean() - p[inside].mean()) < 4 * error


def test_it_knows_more_than_the_prior() -> None:
    """Sharp as well as calibrated: the log score beats that of always stating the base rate."""
    p, y = forecasts(True, 600)
    score = -np.log(np.where(y > 0, p, 1 - p)).mean()
    base = y.mean()
    assert score < 0.9 * -(base * np.log(base) + (1 - base) * np.log(1 - base))
