"""Reading interests: who wins, who loses, who wants the same."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.strategy import Interests, Strategy, stakes

ROWS = {
    "moscow": {"settled": [0.7, 1.0], "fighting": [0.4, 0.6], "collapse": [0.0, 0.2]},
    "washington": {"settled": [0.9, 1.0], "fighting": [0.3, 0.5], "collapse": [0.0, 0.2]},
    "taliban": {"settled": [0.8, 1.0], "fighting": [0.2, 0.4], "collapse": [0.6, 0.9]},
}


def told(rows: Mapping[str, Mapping[str, float | list[float]]], status_quo: str | None = "fighting") -> Interests:
    outcomes = [
        {"id": name, "name": name, "status-quo": name == status_quo} for name in ("fighting", "settled", "collapse")
    ]
    interests = [
        {"actor": actor, "outcome": outcome, "utility": utility, "reason": f"{actor} on {outcome}"}
        for actor, row in rows.items()
        for outcome, utility in row.items()
    ]
    return stakes(Strategy.model_validate({"outcomes": outcomes, "interests": interests}))


def test_both_capitals_want_an_orderly_end() -> None:
    """Moscow and Washington order all outcomes alike, and lose both by a collapse, by which the Taliban win."""
    found = told(ROWS)
    capitals = next(pair for pair in found.pairs if {pair.one, pair.other} == {"moscow", "washington"})
    assert capitals.convergence == 1.0
    assert capitals.shared == ("settled",)
    assert capitals.contested == ()
    assert found.winners("collapse") == ("taliban",)
    assert found.losers("collapse") == ("moscow", "washington")
    assert found.winners("settled") == ("moscow", "washington", "taliban")
    assert found.winners("fighting") == found.losers("fighting") == ()


def test_ranges_that_overlap_are_open() -> None:
    """An actor who may be better or worse off neither wins nor loses."""
    found = told({"moscow": {"settled": [0.5, 1.0], "fighting": [0.4, 0.6], "collapse": 0}})
    assert {stake.outcome: stake.standing for stake in found.stakes} == {
        "fighting": "open",
        "settled": "open",
        "collapse": "loses",
    }


def test_what_nobody_wrote_is_unknown() -> None:
    """An outcome without a utility is unknown for that actor, neither good nor bad."""
    found = told({"moscow": {"settled": 1, "fighting": 0}})
    stake = next(item for item in found.stakes if item.outcome == "collapse")
    assert (stake.standing, stake.utility, stake.interest) == ("unknown", None, None)


def test_without_a_status_quo_the_middle_counts() -> None:
    """Where no outcome is the status quo, winners are those above the middle of their own scale."""
    found = told(ROWS, status_quo=None)
    assert found.winners("settled") == ("moscow", "washington", "taliban")
    assert found.losers("collapse") == ("moscow", "washington")


def test_an_actor_to_whom_all_is_one() -> None:
    """An actor with the same utility everywhere wins and loses nothing and agrees with nobody."""
    found = told({"moscow": {"settled": 2, "fighting": 2, "collapse": 2}, "washington": ROWS["washington"]})
    assert {stake.standing for stake in found.stakes if stake.actor == "moscow"} == {"open"}
    assert found.pairs[0].convergence == 0


@given(st.floats(0.01, 100), st.floats(-100, 100))
def test_every_actor_has_a_scale_of_their_own(scale: float, shift: float) -> None:
    """An actor's utilities, multiplied and shifted, give the same standings and pairs."""
    moved = {name: [end * scale + shift for end in ends] for name, ends in ROWS["taliban"].items()}
    usual, other = told(ROWS), told({**ROWS, "taliban": moved})
    assert [stake.standing for stake in usual.stakes] == [stake.standing for stake in other.stakes]
    assert [pair.convergence for pair in usual.pairs] == pytest.approx([pair.convergence for pair in other.pairs])


@pytest.mark.parametrize("order", list(permutations(ROWS)))
def test_the_order_of_actors_does_not_matter(order: tuple[str, ...]) -> None:
    """Actors in another order have the same standings."""
    usual = {(stake.actor, stake.outcome): stake.standing for stake in told(ROWS).stakes}
    other = {
        (stake.actor, stake.outcome): stake.standing for stake in told({name: ROWS[name] for name in order}).stakes
    }
    assert usual == other


def test_stakes_carry_their_reasons() -> None:
    """Every stake leads back to what the analyst wrote."""
    row = told(ROWS).to_dict()["stakes"]
    assert isinstance(row, list)
    assert row[1]["reason"] == "moscow on settled"
    assert row[1]["utility"] == pytest.approx([0.7, 1.0])
