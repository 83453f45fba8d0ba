"""Checking a case with a game: every fault is told with its line in `case.toml`, and nothing is solved before."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.case import casefile
from cuibono.errors import CaseError
from cuibono.verbs import Case
from games import EXAMPLES

PUZZLE = EXAMPLES.joinpath("payment-puzzle.toml").read_text("utf-8")


def in_case(case: Case, tables: str) -> Case:
    """The case with these tables at the end of its file."""
    path = case.path / "case.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{tables}", "utf-8")
    return case


def line(text: str, words: str, after: str = "") -> int:
    """The number of the first line with these words that comes after other words."""
    start = text.index(after)
    return text[: text.index(words, start)].count("\n") + 1


FAULTS = {
    "a game without an end": ('hold = "lull"', 'hold = "before"', "[[moves]]", "in a circle: before → paid → before"),
    "a move that is never reached": (
        'choices = { pay = "paid", refrain = "unpaid" }',
        'choices = { pay = "paid", refrain = "lull" }',
        "[[moves]]",
        "'unpaid' is never reached",
    ),
    "a utility that is missing": ("war = 0.4, lull = 0,", "war = 0.4,", "outcomes = { war", "say nothing of: lull"),
    "probabilities that do not sum": ("open = 0.5", "open = 0.6", "chance = {", "sums to 1.1 at 'talks'"),
    "a player without a choice": (
        'choices = { attack = "war", hold = "lull" }',
        'choices = { attack = "war" }',
        'choices = { attack = "war" }',
        "leave taliban nothing to choose at 'paid'",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_told_on_their_line_and_nothing_is_solved(small_case: Case, fault: str) -> None:
    """`check` names the line of the fault and the remedy; weighing and solving refuse with the same words."""
    before, after, place, words = FAULTS[fault]
    assert before in PUZZLE
    case = in_case(small_case, PUZZLE.replace(before, after, 1))
    text = (case.path / "case.toml").read_text("utf-8")
    found = [item for item in case.check() if words in item.what]
    assert len(found) == 1, case.check()
    told = found[0]
    assert told.remedy
    assert told.line is not None
    first = line(text, "[[moves]]")
    assert told.line >= (first if place == "[[moves]]" else line(text, place))
    for solve in (case.weigh, case.strategy, case.report):
        with pytest.raises(CaseError) as caught:
            solve()
        assert told in caught.value.problems


def test_a_game_too_large_is_told_by_check(small_case: Case) -> None:
    """A sound game beyond what is solved exactly is told with its size, its line and the bounded method."""
    moves = "\n".join(
        f'[[moves]]\nid = "m{step}"\nplayer = "{"ab"[step % 2]}"\n'
        f'choices = {{ up = "{nxt}", down = "{nxt}" }}\nnote = ""\n'
        for step in range(20)
        for nxt in [f"m{step + 1}" if step < 19 else "end"]
    )
    tables = (
        '[[outcomes]]\nid = "end"\nname = "End"\n\n[game]\nplayers = ["a", "b"]\nactor = "a"\nact = "m0/up"\n\n'
        f'{moves}\n[[interests]]\nactor = "b"\noutcome = "end"\nutility = 1\nreason = "made up"\n\n'
        '[[payoffs]]\nhypothesis = "HYPOTHESIS"\noutcomes = { end = 1 }\nreason = "made up"\n'
    )
    case = in_case(small_case, tables.replace("HYPOTHESIS", small_case.state.hypotheses[0].id))
    found = [str(item) for item in case.check()]
    place = line((case.path / "case.toml").read_text("utf-8"), "[[moves]]")
    remedy = "leave out moves that change nothing, or bound the answer: horizon = 6 under [game]"
    assert found == [f"case.toml:{place}: moves grow into 2,097,151 points, and 5,000 can be solved exactly; {remedy}"]
    path = case.path / "case.toml"
    path.write_text(path.read_text("utf-8").replace('act = "m0/up"', 'act = "m0/up"\nhorizon = 6'), "utf-8")
    assert case.check() == ()
    assert not case.strategy().exact


def test_claims_and_quotes_that_are_not_there_are_told(small_case: Case) -> None:
    """What interests and options rest on is looked up in the claims and the texts; the case opens all the same."""
    rows = (
        '[[outcomes]]\nid = "open"\nname = "Open"\n\n'
        '[[interests]]\nactor = "aria"\noutcome = "open"\nutility = 1\nreason = "made up"\nclaims = ["c1", "c99"]\n'
        'quote = "words that nobody said"\n\n'
        '[[options]]\nid = "wait"\nname = "Wait"\notherwise = 0\nreason = "made up"\nclaims = ["c98"]\n\n'
        '[[options]]\nid = "talk"\nname = "Talk"\notherwise = 0\nreason = "made up"\nquote = "nor these"\n'
    )
    case = in_case(small_case, rows)
    text = (case.path / "case.toml").read_text("utf-8")
    found = {(item.key, item.line) for item in case.check()}
    assert found == {
        ("interests[0].claims", line(text, 'claims = ["c1", "c99"]')),
        ("interests[0].quote", line(text, 'quote = "words')),
        ("options[0].claims", line(text, 'claims = ["c98"]')),
        ("options[1].quote", line(text, 'quote = "nor these"')),
    }
    assert case.state.question


def test_the_demo_rests_on_its_sources(tmp_path: Path) -> None:
    """Every quote in the demo's interests, game and options stands in one of its documents."""
    from cuibono.demonstration import demo

    case = demo(tmp_path / "demo")
    assert case.check() == ()
    assert casefile.unsupported(case.contents().case, set(), []) != ()
