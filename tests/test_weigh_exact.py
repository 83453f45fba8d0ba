"""Weighing is exact: it agrees with the enumeration of every world, and with numbers that others published."""

from __future__ import annotations

import numpy as np
import pytest

from cuibono.weighing import weigh
from cuibono.weighing.chance import NoisyOr, Table
from cuibono.weighing.contributions import DECIBANS
from cuibono.weighing.engine import solve
from cuibono.weighing.network import Network
from cuibono.weighing.space import Array, Space
from weighing_oracle import random_case, shares

CERTAIN = np.array([0.0, 1.0])
"""The report table of a fact that is known to be true."""


def known_facts(prior: list[float], likelihoods: list[list[float]]) -> Array:
    """The posterior of exclusive states when every fact is certain: plain Bayes."""
    count, facts = len(prior), len(likelihoods)
    space = Space(tuple(f"h{i}" for i in range(count - 2)), exclusive=True)
    values = np.array(likelihoods, dtype=float).reshape(facts, count)
    aside = np.zeros(count, dtype=bool)
    with np.errstate(divide="ignore"):
        logs = np.log(np.array(prior))
    network = Network(space, logs, Table(values), aside, (), ((),) * facts, (CERTAIN,) * facts)
    return solve(network).states


@pytest.mark.parametrize("tangled", [False, True], ids=["plain", "tangled"])
def test_random_cases_agree_with_the_enumeration_of_all_worlds(tangled: bool) -> None:
    """Copies, denials, hedges, deceit, dependence, both modes: every probability to 1e-12."""
    for seed in range(60 if tangled else 240):
        state = random_case(seed, tangled=tangled)
        assert weigh(state).probabilities == pytest.approx(shares(state), abs=1e-12), seed


@pytest.mark.slow
@pytest.mark.parametrize("tangled", [False, True], ids=["plain", "tangled"])
def test_thousands_of_random_cases_agree(tangled: bool) -> None:
    """The same, on more cases than anybody waits for."""
    for seed in range(1000, 1700 if tangled else 3400):
        state = random_case(seed, tangled=tangled)
        assert weigh(state).probabilities == pytest.approx(shares(state), abs=1e-12), seed


def test_aum_shinrikyo_by_schillers_numbers() -> None:
    """Four hypotheses, four certain facts: 8, 5, 3.2 and .8 in 17 (Tradecraft Primer's matrix, Schiller's table)."""
    c, n, i = 0.8, 0.5, 0.2
    rows = [[i, n, i, i], [c, i, i, i], [n, n, c, i], [c, c, c, c]]
    found = known_facts([0.25, 0.25, 0.25, 0.25, 0, 0], [[*row, 0.5, 0.5] for row in rows])
    assert found[:4] == pytest.approx([8 / 17, 5 / 17, 3.2 / 17, 0.8 / 17])


def test_three_hypotheses_one_fact() -> None:
    """Priors .6 .25 .15 and likelihoods .85 .2 .5 give .803150 .078740 .118110, not what a design paper prints."""
    found = known_facts([0.6, 0.25, 0.15, 0, 0], [[0.85, 0.2, 0.5, 0.5, 0.5]])
    assert found[:3] == pytest.approx([0.803150, 0.078740, 0.118110], abs=1e-6)


def test_exercise_demo_matrix() -> None:
    """The deception, genuine and exercise matrix: .937729 .003663 .058608 from even priors and Schiller's numbers."""
    c, i = 0.8, 0.2
    rows = [[c, c, c], [c, i, c], [c, i, c], [c, i, i], [c, i, i]]
    found = known_facts([1 / 3, 1 / 3, 1 / 3, 0, 0], [[*row, 0.5, 0.5] for row in rows])
    assert found[:3] == pytest.approx([0.937729, 0.003663, 0.058608], abs=1e-6)


@pytest.mark.parametrize(
    ("reports", "independent", "shared"),
    [
        (1, 0.5625, 0.5625),
        (2, 0.794118, 0.681818),
        (3, 0.920455, 0.794118),
        (5, 0.990489, 0.933962),
        (10, 0.99996, 0.997729),
    ],
)
def test_witnesses_of_bovens_and_hartmann(reports: int, independent: float, shared: float) -> None:
    """Prior .3, reliability .5, randomiser .5: independent witnesses, and witnesses with one reliability in common."""
    speech = np.array([[0.5, 0.0], [0.5, 1.0]])
    alone = _witnesses(tuple((v,) for v in range(reports)), [speech] * reports, reports)
    together = _witnesses(((0,),), [speech**reports], 1)
    assert alone == pytest.approx(independent, abs=1e-6)
    assert together == pytest.approx(shared, abs=1e-6)


def _witnesses(scopes: tuple[tuple[int, ...], ...], tables: list[Array], voices: int) -> float:
    """P(hypothesis) when it is the fact that the witnesses report."""
    table = np.ones(2)
    for part in tables:
        table = table[..., None] * part.reshape(2, *(1,) * (table.ndim - 1), 2)
    scope = tuple(v for part in scopes for v in part)
    hidden = (np.log([0.5, 0.5]),) * voices
    space = Space(("h",), exclusive=True)
    with np.errstate(divide="ignore"):
        prior = np.log([0.3, 0.7, 0.0])
    network = Network(space, prior, Table(np.array([[1.0, 0.0, 0.5]])), np.zeros(3, bool), hidden, (scope,), (table,))
    return float(solve(network).states[0])


def test_burglary_given_both_calls() -> None:
    """Pearl's alarm with Russell and Norvig's numbers: P(burglary | John and Mary call) = .2841718."""
    burglary, earthquake = 0.001, 0.002
    alarm = {(1, 1): 0.95, (1, 0): 0.94, (0, 1): 0.29, (0, 0): 0.001}
    states = list(alarm)
    prior = [(burglary if b else 1 - burglary) * (earthquake if e else 1 - earthquake) for b, e in states]
    space = Space(("both", "burglary"), exclusive=True)
    calls = np.array([0.05 * 0.01, 0.9 * 0.7])
    chance = Table(np.array([[alarm[s] for s in states]]))
    network = Network(space, np.log(prior), chance, np.zeros(4, bool), (), ((),), (calls,))
    found = solve(network).states
    assert found[0] + found[1] == pytest.approx(0.2841718, abs=1e-7)


def test_noisy_or_of_fever() -> None:
    """Cold .4, flu .8, malaria .9, no leak: P(no fever) is 1, .6, .2, .12, .1, .06, .02, .012 (aGrUM's test suite)."""
    fever = NoisyOr(np.array([0.0]), np.array([[0.4, 0.8, 0.9]]), np.array([0.5]))
    assert fever.block(0, 9)[1][0, :8] == pytest.approx([1, 0.6, 0.2, 0.12, 0.1, 0.06, 0.02, 0.012])


def test_one_motive_alone_has_exactly_the_rated_likelihood() -> None:
    """Causes and inhibitors are chosen so that each single motive reproduces its rating, whatever the leak."""
    alone = np.array([[0.9, 0.1, 0.3, 1.0, 0.0]])
    for leak in (0.0, 0.3, 0.5, 1.0):
        chance = NoisyOr(np.array([leak]), alone, np.array([0.5]))
        singles = chance.block(0, 33)[0][0, [1, 2, 4, 8, 16]]
        reachable = np.where((leak == 0) | (leak == 1), singles, alone[0])
        assert singles == pytest.approx(reachable)
        if 0 < leak < 1:
            assert singles == pytest.approx(alone[0])


def test_weight_of_evidence_of_jaynes_widgets() -> None:
    """A third against a sixth: a bad widget +3.0103 dB, a good one -.9691; five bad at odds 1:10 give .7619."""
    assert DECIBANS * np.log((1 / 3) / (1 / 6)) == pytest.approx(3.0103, abs=1e-4)
    found = known_facts([1 / 11, 10 / 11, 0, 0], [[1 / 3, 1 / 6, 0.5, 0.5]] * 5)
    assert found[0] == pytest.approx(0.7619, abs=1e-4)


def test_thousands_of_facts_stay_finite() -> None:
    """Five thousand facts in both modes: where other engines underflow, every probability is a number and they sum."""
    draw = np.random.default_rng(1)
    values = draw.choice([0.1, 0.3, 0.5, 0.7, 0.9], (5000, 6))
    found = known_facts([1 / 6] * 6, values.tolist())
    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1)
