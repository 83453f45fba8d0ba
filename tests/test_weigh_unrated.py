"""Not rated is not neutral is not NA, and nobody wins by not having been looked at."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import MACHINE, NONE, NOT_HAPPENED, Evidence, Hypothesis, Rating, State
from cuibono.weighing import weigh
from weighing_oracle import random_case


def case(matrix: dict[str, str], *, exclusive: bool = True, **fields: object) -> State:
    """A row of codes, space between, for each hypothesis; a dot is not rated, all on the analyst's word."""
    cells = {id: row.split() for id, row in matrix.items()}
    length = max((len(row) for row in cells.values()), default=0)
    return State(
        exclusive=exclusive,
        hypotheses=tuple(Hypothesis(id=id, name=id.upper()) for id in cells if id not in (NONE, NOT_HAPPENED)),
        evidence=tuple(Evidence(id=f"e{i}", name=f"Fact {i}") for i in range(length)),
        ratings=tuple(
            Rating(evidence=f"e{i}", hypothesis=id, analyst="anna", code=code)
            for id, row in cells.items()
            for i, code in enumerate(row)
            if code != "."
        ),
        **fields,  # type: ignore[arg-type]
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_exclusive_hypotheses_that_nobody_rated_keep_their_prior(seed: int, tangled: bool) -> None:
    """Evidence that nobody has rated for a hypothesis leaves its probability alone, however much there is."""
    posterior = weigh(random_case(seed, tangled=tangled))
    rated = posterior.model.cells.rated.any(axis=0)
    for share in posterior.shares:
        if posterior.exclusive and not rated[posterior.model.space.targets.index(share.id)]:
            assert share.probability == pytest.approx(share.prior, abs=1e-12)


def test_an_unrated_hypothesis_never_ranks_before_a_rated_one() -> None:
    """Contested evidence wears down all who are rated; the one nobody rated ranks after them and says so."""
    state = case({"a": "CC II CC II", "b": "II CC II CC", "c": ". . . ."}, priors={"c": 0.9})
    posterior = weigh(state)
    assert posterior.probabilities["c"] > posterior.probabilities["a"]
    assert [share.id for share in posterior.shares][:2] == ["a", "b"]
    assert any("Nobody rated “C”" in text for text in posterior.warnings)


@pytest.mark.parametrize("exclusive", [True, False])
def test_coverage_stands_beside_every_rank(exclusive: bool) -> None:
    """Rated, NA and unrated cells are told apart: NA is judged, a blank is not."""
    posterior = weigh(case({"a": "C NA .", "b": "I I I"}, exclusive=exclusive))
    share = next(item for item in posterior.shares if item.id == "a")
    assert (share.rated, share.na, share.cells) == (1, 1, 3)
    assert share.coverage == pytest.approx(2 / 3)
    assert (posterior.counts.rated, posterior.counts.na, posterior.counts.unrated) == (4, 1, 1)


@pytest.mark.parametrize("exclusive", [True, False])
def test_na_moves_what_a_blank_moves_but_is_not_in_doubt(exclusive: bool) -> None:
    """Same probability, narrower range: somebody looked."""
    blank = weigh(case({"a": "CC .", "b": "I C"}, exclusive=exclusive))
    judged = weigh(case({"a": "CC NA", "b": "I C"}, exclusive=exclusive))
    assert judged.probabilities == pytest.approx(blank.probabilities)
    widths = [item.high - item.low for found in (judged, blank) for item in found.shares if item.id == "a"]
    assert widths[0] < widths[1]


def test_a_lead_that_rests_on_gaps_is_called_one() -> None:
    """Exclusive: who leads only where the other is not rated is told so."""
    state = case({"a": "C . . . . .", "b": "CC I CC I CC I"}, priors={NONE: 0.0})
    posterior = weigh(state)
    if posterior.leader == "a":
        assert any("leads only by cells not rated for both" in text for text in posterior.warnings)


def test_ties_are_ties() -> None:
    """Equal hypotheses share a rank and say that they are tied."""
    first, second, third = weigh(case({"a": "C I", "b": "C I", "c": "I I"})).shares[:3]
    assert (first.rank, second.rank, third.rank) == (1, 1, 3)
    assert first.tied
    assert second.tied
    assert not third.tied


def test_people_overrule_the_machine_and_several_people_are_pooled() -> None:
    """A suggestion counts until somebody rates the cell; two people's ratings are averaged, and widen the range."""
    base = case({"a": "CC", "b": "N"})
    suggestion = Rating(evidence="e0", hypothesis="b", analyst=MACHINE, code="CC")
    assert (
        weigh(base.model_copy(update={"ratings": (*base.ratings, suggestion)})).probabilities
        == weigh(base).probabilities
    )
    second = tuple(
        Rating(evidence="e0", hypothesis=id, analyst="ben", code=code) for id, code in (("a", "N"), ("b", "N"))
    )
    both = weigh(base.model_copy(update={"ratings": (*base.ratings, *second)}))
    middle = weigh(
        base.model_copy(
            update={"ratings": (Rating(evidence="e0", hypothesis="a", analyst="x", likelihood=0.7), base.ratings[1])}
        )
    )
    assert both.probabilities == pytest.approx(middle.probabilities)
    assert both.shares[0].high - both.shares[0].low > middle.shares[0].high - middle.shares[0].low


def test_suggested_cells_are_counted() -> None:
    """How many of a hypothesis' ratings are the machine's, and how many of all cells."""
    state = case({"a": "C C", "b": "I I"})
    machine = tuple(r.model_copy(update={"analyst": MACHINE}) if r.hypothesis == "a" else r for r in state.ratings)
    posterior = weigh(state.model_copy(update={"ratings": machine}))
    assert [share.suggested for share in posterior.shares if share.id in "ab"] == [2, 0]
    assert "2 of 4 judged cells rest on the machine's suggestion alone." in posterior.warnings
