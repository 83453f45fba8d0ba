"""The engine's probabilities mean what they say: cases drawn from stated worlds are found as often as it says.

The simulator is the benchmark's (`benchmarks/calibration.py`), with fewer cases. Spiegelhalter's z beyond 3 has a
chance of 1 in 370 for a calibrated engine; the seeds are fixed.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
CASES = 200


@pytest.fixture(scope="module")
def figure() -> ModuleType:
    """The benchmark's module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("calibration")


def test_calibrated_whatever_is_repeated(figure: ModuleType) -> None:
    """cuibono is calibrated in its own world and better than naive Bayes; repetition changes no digit of it."""
    world = importlib.import_module("simulation").World
    once, often = (
        {s.method: s for s in figure.scored(world(str(n), outlets=n), figure.PLAIN, CASES, seed=4)} for n in (1, 6)
    )
    assert abs(once["cuibono"].z) < 3
    assert often["cuibono"].log == pytest.approx(once["cuibono"].log, abs=1e-9)
    assert once["cuibono"].log < once["naive Bayes"].log < often["naive Bayes"].log
    assert often["naive Bayes"].z > 3


def test_misspecified_worlds_cost_a_bounded_amount(figure: ModuleType) -> None:
    """With wrong reliabilities, ratings a step off and liars the engine stays better than its prior, by far."""
    world = importlib.import_module("simulation").World
    methods = importlib.import_module("methods")
    ways = {"prior": lambda case: case.priors, "cuibono": methods.cuibono}
    for wrong in ({"reliability_error": 0.8}, {"rating_error": 0.3}, {"bias": 0.3}, {"deceptive": 0.5}):
        prior, found = figure.scored(world("wrong", **wrong), ways, CASES, seed=5)
        assert found.log < prior.log - 0.25
        assert abs(found.z) < 4


def test_uncertain_copies_are_better_than_wrong_origins(figure: ModuleType) -> None:
    """Where repeats are taken for new origins, the probability that they are copies wins most of the loss back."""
    world = importlib.import_module("simulation").World("wrong origins", independent=0.2, mistaken=0.3)
    methods = importlib.import_module("methods")
    ways = {
        "wrong": methods.cuibono,
        "possible": lambda case: methods.cuibono(case, copied=world.copied),
        "told": lambda case: methods.cuibono(case, told=True),
    }
    wrong, possible, told = (s.log for s in figure.scored(world, ways, CASES, seed=6))
    assert told < possible < wrong


def test_co_existing_motives(figure: ModuleType) -> None:
    """Motives weighed as co-existing are calibrated; forced to exclude each other they do worse than their prior."""
    prior, forced, found = figure.co_existing(CASES, seed=7)
    assert abs(found.z) < 3
    assert found.log < prior.log < forced.log


def test_the_simulators_noisy_or(figure: ModuleType) -> None:
    """One motive alone gives its rated likelihood, none the leak, and a preventing one lowers what a cause gives."""
    noisy_or = importlib.import_module("simulation").noisy_or
    likelihoods = np.array([[0.9, 0.3, 0.5]])
    assert noisy_or(likelihoods, np.array([False, False])).tolist() == [0.5]
    assert noisy_or(likelihoods, np.array([True, False])) == pytest.approx(0.9)
    assert noisy_or(likelihoods, np.array([False, True])) == pytest.approx(0.3)
    assert noisy_or(likelihoods, np.array([True, True])) == pytest.approx(0.9 * 0.6)
