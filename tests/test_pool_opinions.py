"""Pools of several people's probabilities keep what they promise: bounds, symmetry, agreement, coherence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cuibono.errors import ModelError, UsageError
from cuibono.weighing.pooling import Floats, How, coherentise, incoherence, pool, pool_each

HOWS: list[How] = ["linear", "logarithmic"]
inner = st.floats(0.01, 0.99)
rows = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(inner, min_size=width, max_size=width), min_size=1))


def coherent(opinions: list[list[float]]) -> list[list[float]]:
    """The same opinions, each divided by its sum."""
    return [[p / sum(row) for p in row] for row in opinions]


@pytest.mark.parametrize("how", HOWS)
@given(opinions=rows)
def test_coherent_opinions_pool_to_a_coherent_one(how: How, opinions: list[list[float]]) -> None:
    """Each pool of probabilities that sum to 1 sums to 1."""
    assert pool(coherent(opinions), how=how).sum() == pytest.approx(1)


@pytest.mark.parametrize("how", HOWS)
@given(opinions=rows)
def test_the_order_of_people_changes_nothing(how: How, opinions: list[list[float]]) -> None:
    """Nobody weighs more for being first."""
    assert pool(opinions, how=how) == pytest.approx(pool(opinions[::-1], how=how))
    assert pool_each(opinions, how=how) == pytest.approx(pool_each(opinions[::-1], how=how))


@pytest.mark.parametrize("how", HOWS)
@given(opinion=st.lists(inner, min_size=2, max_size=5), people=st.integers(1, 6))
def test_people_who_agree_are_not_surer_together(how: How, opinion: list[float], people: int) -> None:
    """A unanimous pool is what everybody said: people who share their sources are not independent evidence."""
    same = coherent([opinion]) * people
    assert pool(same, how=how) == pytest.approx(same[0])
    assert pool_each([opinion] * people, how=how) == pytest.approx(opinion)


@pytest.mark.parametrize("how", HOWS)
@given(opinions=rows)
def test_a_pool_of_single_probabilities_lies_between_them(how: How, opinions: list[list[float]]) -> None:
    """No pool goes beyond the most extreme person."""
    pooled, stated = pool_each(opinions, how=how), np.array(opinions)
    assert np.all(pooled >= stated.min(axis=0) - 1e-12)
    assert np.all(pooled <= stated.max(axis=0) + 1e-12)


@given(opinions=rows, likelihoods=st.lists(inner, min_size=5, max_size=5))
def test_the_logarithmic_pool_may_be_updated_before_or_after(
    opinions: list[list[float]], likelihoods: list[float]
) -> None:
    """It is externally Bayesian (Genest 1984): new evidence for all, then pooled, is pooled, then new evidence."""
    stated = np.array(coherent(opinions))
    evidence = np.array(likelihoods[: stated.shape[1]])

    def update(p: Floats) -> Floats:
        updated: Floats = p * evidence / (p * evidence).sum(axis=-1, keepdims=True)
        return updated

    before = pool(update(stated), how="logarithmic")
    after = update(pool(stated, how="logarithmic"))
    assert before == pytest.approx(after)


@given(opinions=rows)
def test_the_linear_pool_may_be_lumped_before_or_after(opinions: list[list[float]]) -> None:
    """It commutes with adding hypotheses up (McConway 1981)."""
    stated = np.array(opinions) / np.array(opinions).sum(axis=1, keepdims=True)
    lumped = np.column_stack([stated[:, 0], stated[:, 1:].sum(axis=1)])
    assert pool(lumped)[0] == pytest.approx(pool(stated)[0])


@pytest.mark.parametrize("how", HOWS)
@given(opinions=rows)
def test_coherentising_makes_every_pool_sum_to_one(how: How, opinions: list[list[float]]) -> None:
    """Probabilities that people stated without minding their sum pool to a distribution."""
    try:
        pooled = pool(opinions, how=how, coherent=True)
    except ModelError:
        assume(False)
    assert pooled.sum() == pytest.approx(1)


def test_incoherence_is_not_hidden() -> None:
    """Without coherentising, a linear pool of opinions that sum to more than 1 shows it."""
    stated = [[0.8, 0.6], [0.6, 0.4]]
    assert pool(stated).tolist() == pytest.approx([0.7, 0.5])
    assert pool(stated, coherent=True).tolist() == pytest.approx([0.6, 0.4])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.lists(inner, min_size=6, max_size=6))
def test_coherentising_finds_the_nearest(opinion: list[float], shares: list[float]) -> None:
    """Nothing that sums to 1 is nearer than the projection, and what is coherent stays as it is."""
    nearest = coherentise(opinion)
    assert nearest.sum() == pytest.approx(1)
    assert np.all(nearest >= 0)
    other = np.array(shares[: len(opinion)]) / sum(shares[: len(opinion)])
    distance = float(np.linalg.norm(np.array(opinion) - other))
    assert incoherence(opinion) <= distance + 1e-9
    assert coherentise(other) == pytest.approx(other)


def test_weights_are_taken_in_proportion() -> None:
    """Two to one is two thirds, whatever the scale; a weight of 0 silences, its veto too."""
    assert pool([[1.0, 0.0], [0.0, 1.0]], [2, 1]).tolist() == pytest.approx([2 / 3, 1 / 3])
    assert pool([[1.0, 0.0], [0.0, 1.0]], [20, 10]).tolist() == pytest.approx([2 / 3, 1 / 3])
    assert pool([[0.7, 0.3], [0.0, 1.0]], [1, 0], how="logarithmic").tolist() == pytest.approx([0.7, 0.3])


def test_a_zero_is_a_veto_in_the_logarithmic_pool() -> None:
    """One person's 0 rules a hypothesis out; where all are ruled out there is no answer, and it says so."""
    assert pool([[0.9, 0.1], [0.0, 1.0]], how="logarithmic").tolist() == [0, 1]
    with pytest.raises(ModelError, match="ruled out"):
        pool([[1.0, 0.0], [0.0, 1.0]], how="logarithmic")
    with pytest.raises(ModelError, match="another says 1"):
        pool_each([[0.0], [1.0]], how="logarithmic")


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0], [1, float("nan")]])
def test_weights_that_make_no_sense_are_refused(weights: list[float]) -> None:
    """As many as people, none below 0, not all 0."""
    with pytest.raises(UsageError, match="weights for 2 people"):
        pool([[0.5, 0.5], [0.5, 0.5]], weights)


@pytest.mark.parametrize("opinions", [[], [0.5], [[0.5, 1.5]], [[0.5, float("nan")]]])
def test_opinions_that_make_no_sense_are_refused(opinions: list[list[float]]) -> None:
    """People × hypotheses, each 0 to 1."""
    with pytest.raises(UsageError):
        pool(opinions)


def test_thousands_of_people() -> None:
    """Ten thousand opinions pool as one, without underflow."""
    assert pool([[0.9, 0.1]] * 10_000, how="logarithmic").tolist() == pytest.approx([0.9, 0.1])
