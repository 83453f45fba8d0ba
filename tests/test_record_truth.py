"""What turned out to be so, people's own answers, and base rates: recorded as acts, refused where they cannot be."""

from __future__ import annotations

import json

import pytest

from cuibono.case.records import NONE, NOT_HAPPENED
from cuibono.errors import CaseError, UsageError
from cuibono.verbs import Case
from typed import run

RATE = {"class": "port closures, 1990 to 2020", "count": 3, "cases": 19, "source": "Port Index 2021"}


def test_the_truth_is_an_act_that_can_be_undone(small_case: Case) -> None:
    """`set CASE truth ID` says that exactly this held; undo takes it back, redo brings it back, weighing stays."""
    before = small_case.weigh().probabilities
    assert (
        run("set", small_case.path, "truth", "punish", "--as", "anna", "--why", "the minutes were published").exit_code
        == 0
    )
    assert small_case.state.truth == {"punish": True, "money": False, NONE: False, NOT_HAPPENED: False}
    assert small_case.weigh().probabilities == before
    small_case.undo()
    assert small_case.state.truth == {}
    small_case.redo()
    assert small_case.state.truth["punish"]


def test_one_motive_may_be_known_and_the_others_not(small_case: Case) -> None:
    """Co-existing: `truth/ID` says it of one; nothing is said of the others."""
    small_case.set("truth/punish", True)
    small_case.set("truth/money", False)
    assert small_case.state.truth == {"punish": True, "money": False}
    small_case.set("truth/money", None)
    assert small_case.state.truth == {"punish": True}


@pytest.mark.parametrize(
    ("target", "value", "says"),
    [
        ("truth", "monkey", "it has: punish, money"),
        ("truth", 7, "give the id of the hypothesis that held"),
        ("truth", [], "none or did-not-happen"),
        ("truth", ["none", "punish"], "none and punish both held"),
        ("truth/punish", "yes", "neither true nor false"),
        ("truth/monkey", True, "monkey"),
        ("opinion/monkey", 0.4, "monkey"),
        ("opinion/punish", 1.4, "less than or equal to 1"),
    ],
)
def test_what_cannot_be_is_refused_with_what_could(small_case: Case, target: str, value: object, says: str) -> None:
    """A refusal says what is wrong and what there is, and nothing is written."""
    with pytest.raises(UsageError, match=says):
        small_case.set(target, value)
    assert small_case.history() == ()


def test_exclusive_hypotheses_do_not_both_hold(small_case: Case) -> None:
    """Two of them are refused; and a case made exclusive afterwards says so when it is checked."""
    small_case.set("truth", ["punish", "money"])
    small_case.set("motives", "exclusive")
    assert any("both held" in str(problem) for problem in small_case.check())


def test_an_opinion_is_each_analysts_own(small_case: Case) -> None:
    """Two people's answers stand beside each other; a second one of the same person replaces the first."""
    assert run("set", small_case.path, "opinion/punish", "0.7", "--as", "anna").exit_code == 0
    assert run("set", small_case.path, "opinion/punish", "0.2", "--as", "bo").exit_code == 0
    assert run("set", small_case.path, "opinion/punish", "0.6", "--as", "anna", "--why", "again").exit_code == 0
    found = {(item.analyst, item.probability, item.why) for item in small_case.state.opinions}
    assert found == {("anna", 0.6, "again"), ("bo", 0.2, "")}
    assert small_case.history()[-1].was == 0.7


def test_a_base_rate_gives_the_prior_with_its_range(small_case: Case) -> None:
    """Set by hand or by command, kept in case.toml, undone; a stated prior goes before it."""
    assert run("set", small_case.path, "hypothesis/punish/base-rate", json.dumps(RATE), "--as", "anna").exit_code == 0
    hypothesis = small_case.state.hypothesis("punish")
    assert hypothesis.stated == pytest.approx(3.5 / 20)
    assert "Port Index 2021" in (small_case.path / "case.toml").read_text()
    small_case.set("hypothesis/punish/prior", 0.4)
    assert small_case.state.hypothesis("punish").stated == 0.4
    small_case.undo()
    small_case.undo()
    assert small_case.state.hypothesis("punish").base_rate is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"count": 30}, "counts 30 of 19 cases, more than there are"),
        ({"cases": 0}, "greater than or equal to 1"),
        ({"source": " "}, "source"),
        ({"class": None}, "class"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_base_rate_that_cannot_be_is_refused_with_its_line(
    small_case: Case, change: dict[str, object], says: str
) -> None:
    """No source, no class, more found than there are: said with the key, by verb and by check."""
    rate = {key: value for key, value in {**RATE, **change}.items() if value is not None}
    with pytest.raises(CaseError, match=says):
        small_case.set("hypothesis/punish/base-rate", rate)
    toml = small_case.path / "case.toml"
    rows = "\n".join(f"{key} = {json.dumps(value)}" for key, value in rate.items())
    place = '[[hypotheses]]\nid = "own"\nname = "My own"\n\n[hypotheses.base-rate]\n'
    toml.write_text(f"{toml.read_text()}\n{place}{rows}\n")
    (problem,) = small_case.check()
    assert says in f"{problem.key} {problem.what}"
    assert problem.line is not None
    assert "base-rate" in toml.read_text().splitlines()[problem.line - 1]
