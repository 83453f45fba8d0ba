"""Refusing to solve: every fault of a game with its place and a remedy, all at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from cuibono.errors import UsageError
from cuibono.strategy import Strategy, check, solve
from cuibono.strategy.records import Range
from games import content, hypotheses

Change = Callable[[dict[str, Any]], object]


def problems(change: Change, claims: set[str] | None = None) -> list[str]:
    told = content()
    change(told)
    return [str(problem) for problem in check(Strategy.model_validate(told), {"bleed", "bond"}, claims)]


def move(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in told["moves"] if item["id"] == name)


def test_the_puzzle_has_no_problems() -> None:
    """A sound game has none."""
    assert problems(lambda told: told) == []


FAULTS: dict[str, tuple[Change, str]] = {
    "a game without an end": (
        lambda c: move(c, "unpaid")["choices"].update(hold="before"),
        r"case.toml: moves\[1\] goes round in a circle: before → unpaid → before; lead one of them to an outcome",
    ),
    "a move that leads to itself": (
        lambda c: move(c, "unpaid")["choices"].update(hold="unpaid"),
        r"moves\[3\] goes round in a circle: unpaid → unpaid",
    ),
    "a move that is never reached": (
        lambda c: c["moves"].append({"id": "lost", "player": "taliban", "choices": {"a": "war", "b": "lull"}}),
        r"moves\[7\] 'lost' is never reached; let a choice lead to it, or take it out; the game begins at 'talks'",
    ),
    "an outcome without utility for a player": (
        lambda c: c["interests"].pop(1),
        r'interests do not say what taliban gets from: lull; add \[\[interests\]\] with actor = "taliban"',
    ),
    "an outcome without value for a motive": (
        lambda c: c["payoffs"][0]["outcomes"].pop("kept"),
        r"payoffs\[0\].outcomes say nothing of: kept; value each, or add otherwise = 0",
    ),
    "probabilities that do not sum": (
        lambda c: move(c, "talks").update(chance={"open": 0.5, "signed": 0.6}),
        r"moves\[0\].chance sums to 1.1 at 'talks'; make the probabilities sum to 1",
    ),
    "ranges of probability that cannot sum": (
        lambda c: move(c, "talks").update(chance={"open": [0.1, 0.2], "signed": [0.3, 0.4]}),
        r"moves\[0\].chance sums to between 0.4 and 0.6",
    ),
    "a chance of nothing": (
        lambda c: move(c, "talks").update(chance={"open": 0, "signed": 1}),
        r"moves\[0\].chance.open is 0; a probability is above 0",
    ),
    "a chance that is not a choice": (
        lambda c: move(c, "talks").update(chance={"open": 0.5, "shut": 0.5}),
        r"moves\[0\].chance and choices do not name the same: shut, signed",
    ),
    "a player with one choice": (
        lambda c: move(c, "paid")["choices"].pop("hold"),
        r"moves\[2\].choices leave taliban nothing to choose at 'paid'; give taliban another choice, or lead to 'war'",
    ),
    "a player with no choice": (
        lambda c: move(c, "paid")["choices"].clear(),
        r"moves\[2\].choices leave taliban nothing to choose at 'paid'; say what taliban can choose",
    ),
    "a choice that leads nowhere": (
        lambda c: move(c, "paid")["choices"].update(hold="nirvana"),
        r"moves\[2\].choices.hold is 'nirvana', which is no move or outcome here",
    ),
    "an unknown player": (
        lambda c: move(c, "paid").update(player="tehran"),
        r"moves\[2\].player is 'tehran', which is no player here; correct it, or add it; there are: moscow, taliban",
    ),
    "an actor who does not play": (lambda c: c["game"].update(actor="paris"), r"game.actor is 'paris'"),
    "an act that nobody can do": (lambda c: c["game"].update(act="before/bribe"), r"game.act is 'before/bribe'"),
    "an act of somebody else": (
        lambda c: c["game"].update(act="paid/attack"),
        r"game.act is 'paid/attack', which is no choice of moscow here",
    ),
    "acts whose probabilities do not sum": (
        lambda c: c["game"].update(act={"before/pay": 0.5, "after/pay": 0.4}),
        r"game.act has probabilities that sum to 0.9",
    ),
    "a beginning that is not there": (lambda c: c["game"].update(start="once"), r"game.start is 'once'"),
    "an effect that nobody can choose": (lambda c: c["game"].update(buys="surrender"), r"game.buys is 'surrender'"),
    "an unknown hypothesis": (
        lambda c: c["payoffs"][0].update(hypothesis="spleen"),
        r"payoffs\[0\].hypothesis is 'spleen', which is no hypothesis here; .* bleed, bond, none",
    ),
    "that it did not happen as a motive": (
        lambda c: c["payoffs"][0].update(hypothesis="did-not-happen"),
        r"payoffs\[0\].hypothesis is that it did not happen",
    ),
    "a motive told twice": (
        lambda c: c["payoffs"][1].update(hypothesis="bleed"),
        r"payoffs\[1\].hypothesis is 'bleed', which 2 of them have",
    ),
    "no motive at all": (lambda c: c["payoffs"].clear(), r"payoffs are missing"),
    "no moves": (lambda c: c["moves"].clear(), r"moves are missing"),
    "moves without a game": (lambda c: c.pop("game"), r"moves are there, but no \[game\]"),
    "a move named like an outcome": (
        lambda c: c["outcomes"].append({"id": "paid", "name": "Paid"}),
        r"moves\[2\].id is 'paid', which is an outcome as well",
    ),
    "two moves with one name": (
        lambda c: c["moves"].append(dict(move(c, "paid"))),
        r"moves\[7\].id is 'paid', which 2 of them have",
    ),
    "an interest in nothing known": (
        lambda c: c["interests"][0].update(outcome="glory"),
        r"interests\[0\].outcome is 'glory', which is no outcome here",
    ),
    "an interest told twice": (
        lambda c: c["interests"].append(dict(c["interests"][0])),
        r"interests\[6\] says again what war is worth to taliban",
    ),
    "a cost of an unknown act": (lambda c: c["costs"][0].update(act="before/beg"), r"costs\[0\].act is 'before/beg'"),
    "an agreement nobody can break": (
        lambda c: c["agreements"][0].update({"broken-by": ["paid/attack"]}),
        r"agreements\[0\].broken-by is never chosen after the agreement was made",
    ),
    "a price below 0": (
        lambda c: c["agreements"][0].update(price={"taliban": -1}),
        r"agreements\[0\].price.taliban is -1; a price is 0 or more",
    ),
    "a price for an outsider": (
        lambda c: c["agreements"][0].update(price={"tehran": 1}),
        r"agreements\[0\].price is 'tehran', which is no player",
    ),
    "an agreement on unknown choices": (
        lambda c: c["agreements"][0].update({"made-by": "talks/never"}),
        r"agreements\[0\].made-by is 'talks/never'",
    ),
    "two outcomes as status quo": (
        lambda c: [item.update({"status-quo": True}) for item in c["outcomes"][:2]],
        r"outcomes\[1\].status-quo is marked a second time \(first at 'war'\)",
    ),
    "points alike with other choices": (
        lambda c: (
            move(c, "paid").update(sees="money"),
            move(c, "unpaid").update(sees="money", choices={"attack": "war", "wait": "lull"}),
        ),
        r"moves\[3\].choices looks like 'paid' to taliban, but offers other choices",
    ),
    "chance that sees": (lambda c: move(c, "talks").update(sees="all"), r"moves\[0\].sees is what chance sees"),
    "a player who forgets": (
        lambda c: (
            move(c, "paid")["choices"].update(hold="again"),
            move(c, "unpaid")["choices"].update(attack="again"),
            c["moves"].append(
                {"id": "again", "player": "taliban", "sees": "fog", "choices": {"x": "war", "y": "lull"}}
            ),
        ),
        r"moves\[7\].sees lets a player forget: at 'fog', taliban does not remember their own earlier choices",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_with_place_and_remedy(fault: str) -> None:
    """Each kind of fault is named once, with its key and what to do."""
    change, expected = FAULTS[fault]
    found = problems(change)
    matching = [text for text in found if re.search(expected, text)]
    assert len(matching) == 1, found
    assert all("; " in text for text in found)


def test_all_faults_at_once() -> None:
    """Several faults are told together, not one by one."""

    def spoil(told: dict[str, Any]) -> None:
        told["payoffs"][0]["outcomes"].pop("kept")
        told["game"]["act"] = "before/bribe"
        move(told, "talks")["chance"] = {"open": 0.5, "signed": 0.6}
        told["costs"][0]["act"] = "x/y"

    assert len(problems(spoil)) == 4


def test_claims_are_looked_up() -> None:
    """A judgement that rests on a claim which the case does not have is a fault; without claims it is an assumption."""

    def cite(told: dict[str, Any]) -> None:
        told["interests"][0]["claims"] = ["c1", "c9"]

    assert problems(cite, {"c1"}) == [
        "case.toml: interests[0].claims names 'c9', which is no claim here; correct the id, or take it out"
    ]
    assert problems(cite) == []
    told = content()
    cite(told)
    first, second, *_ = Strategy.model_validate(told).interests
    assert (first.is_assumption, second.is_assumption) == (False, True)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (True, "not a number or a range"),
        ("0.4", "not a number or a range"),
        ([0.5], "not a number or a range"),
        ([0.1, 0.2, 0.3], "not a number or a range"),
        ([0.5, 0.3], r"wrong way round; write \[0.3, 0.5\]"),
        (float("nan"), "finite"),
        ([0, float("inf")], "finite"),
    ],
)
def test_what_is_no_range_is_refused(value: object, complaint: str) -> None:
    """Truth values, texts, lists of other lengths, turned ends, and numbers that are none are refused."""
    with pytest.raises(ValidationError, match=complaint):
        Range.model_validate(value)


@pytest.mark.parametrize("value", [0.4, 1, [0.3, 0.5], (0, 2)])
def test_ranges_survive_a_round_trip(value: object) -> None:
    """A range is written as it was read: a number, or its two ends."""
    written = Range.model_validate(value).model_dump()
    assert Range.model_validate(written).model_dump() == written
    assert isinstance(written, list) == (not isinstance(value, int | float))


@pytest.mark.parametrize(
    ("table", "row", "complaint"),
    [
        ("moves", {"id": "x", "choices": {"a": "war"}}, "needs either a player or a chance"),
        ("interests", {"actor": "x", "utility": 1, "reason": "y"}, "needs either an outcome or an act"),
        ("interests", {"actor": "x", "outcome": "war", "utility": 1}, "reason"),
        ("costs", {"act": "before/pay", "cost": -1, "reason": "y"}, "is below 0; a gain belongs to the motives"),
        ("payoffs", {"hypothesis": "bleed", "weight": 0, "reason": "y"}, "greater than 0"),
    ],
)
def test_incomplete_records_are_refused(table: str, row: dict[str, Any], complaint: str) -> None:
    """A record that cannot be read aloud says what it lacks."""
    told = content()
    told[table].append(row)
    with pytest.raises(ValidationError, match=complaint):
        Strategy.model_validate(told)


def test_without_a_game_there_is_nothing_to_solve() -> None:
    """A strategy of interests alone is sound, and asking for its solution says what is missing."""
    told = content()
    only = Strategy.model_validate({"outcomes": told["outcomes"], "interests": told["interests"][:4]})
    assert check(only, set()) == ()
    with pytest.raises(UsageError, match=r"no game to solve; write \[game\] and \[\[moves\]\]"):
        solve(only, hypotheses("bleed"))


def test_a_horizon_before_the_act_is_refused() -> None:
    """Cutting the game off before the act leaves nothing to answer."""
    with pytest.raises(UsageError, match="cut off before before/pay can be chosen; take a wider horizon"):
        solve(Strategy.model_validate(content()), hypotheses("bleed", "bond"), horizon=1)
