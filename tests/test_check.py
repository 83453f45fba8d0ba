"""Checking: bad files are refused with file, line, key and remedy, all problems at once, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.case.ids import new_ulid
from cuibono.errors import CaseError, NotFoundError, Problem, StorageError, UsageError, VersionError
from cuibono.verbs import Case, new, open_case


def _snapshot(path: Path) -> dict[str, bytes]:
    return {str(item): item.read_bytes() for item in sorted(path.rglob("*")) if item.is_file()}


def _problems(case: Case) -> tuple[Problem, ...]:
    before = _snapshot(case.path)
    found = case.check()
    with pytest.raises(CaseError) as raised:
        _ = case.state
    assert _snapshot(case.path) == before
    assert set(raised.value.problems) <= set(found)
    return found


def _append(case: Case, line: str, analyst: str = "anna") -> None:
    path = case.path / "journal" / f"{analyst}.jsonl"
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(line + "\n")


def _entry(target: str, to: str, by: str = "anna") -> str:
    at = "2026-01-01T00:00:00Z"
    return f'{{"id": "{new_ulid()}", "at": "{at}", "by": "{by}", "op": "set", "target": "{target}", "to": {to}}}'


def test_every_problem_of_the_case_file_is_told_at_once_with_its_line(small_case: Case) -> None:
    """A probability above one, an empty name and a misspelt key are three problems in three lines."""
    toml = small_case.path / "case.toml"
    text = toml.read_text().replace('name = "The port loses money"', 'name = ""\npriro = 0.2')
    text = text.replace('id = "punish"', 'id = "punish"\nprior = 1.4')
    toml.write_text(text)
    lines = text.split("\n")
    found = {problem.key: problem for problem in _problems(small_case)}
    assert lines[(found["hypotheses[0].prior"].line or 0) - 1] == "prior = 1.4"
    assert lines[(found["hypotheses[1].priro"].line or 0) - 1] == "priro = 0.2"
    assert lines[(found["hypotheses[1].name"].line or 0) - 1] == 'name = ""'
    assert len(found) == 3
    assert all(problem.remedy for problem in found.values())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('question = "Why?\n', "case.toml:1"),
        ('question = "Why?"\nquestion = "Who?"\n', "case.toml"),
        ('question = "  "\n', "question"),
        ("", "question"),
        ('question = "Why?"\nmotives = "both"\n', "motives"),
        ('question = "Why?"\n[act]\nhappened = nan\n', "act.happened"),
        ('question = "Why?"\n[[hypotheses]]\nname = "No id"\n', "hypotheses[0].id"),
        ('question = "Why?"\n[[hypotheses]]\nid = "../x"\nname = "Bad id"\n', "hypotheses[0].id"),
    ],
)
def test_a_malformed_case_file_names_the_place(small_case: Case, text: str, says: str) -> None:
    """Whatever is wrong with case.toml, the message says where."""
    (small_case.path / "case.toml").write_text(text)
    assert any(says in str(problem) for problem in _problems(small_case))


def test_two_hypotheses_of_one_id_are_refused(small_case: Case) -> None:
    """An id stands for one thing."""
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text() + '[[hypotheses]]\nid = "money"\nname = "Again"\n')
    (problem,) = _problems(small_case)
    assert "money" in problem.what
    assert problem.line == len(toml.read_text().split("\n")) - 2


def test_a_rating_in_the_case_file_of_an_unknown_hypothesis_is_refused(small_case: Case) -> None:
    """Ratings written by hand name hypotheses that the case has."""
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text() + '[[evidence]]\nid = "x1"\nname = "A fact"\nratings = { monkey = "C" }\n')
    (problem,) = _problems(small_case)
    assert problem.key == "evidence[0].ratings.monkey"
    assert "punish" in problem.remedy


def test_a_file_of_another_format_is_left_alone(small_case: Case) -> None:
    """A newer format is reported, not guessed at."""
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text().replace("format = 1", "format = 2"))
    before = _snapshot(small_case.path)
    with pytest.raises(VersionError, match="newer cuibono"):
        open_case(small_case.path)
    assert _snapshot(small_case.path) == before


def test_every_malformed_journal_line_is_told_at_once(small_case: Case) -> None:
    """Not JSON, an unknown key, an unknown target, an unknown id, an impossible value: five lines, five problems."""
    small_case.rate("e1", "money", "C")
    _append(small_case, "{not json")
    _append(small_case, _entry("rating/e1/money", '"C"').replace('"op"', '"mood": 1, "op"'))
    _append(small_case, _entry("weather/today", '"C"'))
    _append(small_case, _entry("rating/e1/monkey", '"C"'))
    _append(small_case, _entry("rating/e1/money", '"XX"'))
    _append(small_case, _entry("rating/e1/money", '"C"', by="bob"))
    found = _problems(small_case)
    assert [problem.line for problem in sorted(found, key=lambda problem: problem.line or 0)] == [3, 4, 5, 6, 7, 8]
    assert all(problem.file == "journal/anna.jsonl" and problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("rating/e1/monkey", "C"),
        ("rating/e9/money", "C"),
        ("rating/e1/money", "CCC"),
        ("rating/e1/money", 1.5),
        ("rating/e1/money", float("nan")),
        ("claim/c9/status", "accepted"),
        ("claim/c1/status", "perhaps"),
        ("claim/c1/credibility", 7),
        ("source/s1/reliability", "G"),
        ("source/s1/issued", "yesterday"),
        ("source/s1/sha256", "0"),
        ("source/s1/trim", [{"first": 3}]),
        ("evidence/e1/name", ""),
        ("origin/o1/goes-back-to", "o1"),
        ("origin/o1/goes-back-to", "o9"),
        ("weather/today", "fine"),
    ],
)
def test_an_act_that_makes_no_sense_is_refused_and_not_written(small_case: Case, target: str, value: object) -> None:
    """The verb says what is wrong; the journal does not grow."""
    before = _snapshot(small_case.path)
    with pytest.raises(UsageError):
        small_case.set(target, value)
    after = _snapshot(small_case.path)
    after.pop(str(small_case.path / ".cuibono" / "lock"), None)
    assert after == before


def test_a_change_that_would_break_the_case_file_is_refused(small_case: Case) -> None:
    """A prior of two never reaches the disk."""
    before = (small_case.path / "case.toml").read_bytes()
    with pytest.raises(CaseError, match=r"hypotheses\[0\].prior"):
        small_case.set("hypothesis/punish/prior", 2)
    with pytest.raises(NotFoundError, match="monkey"):
        small_case.set("hypothesis/monkey/prior", 0.2)
    assert (small_case.path / "case.toml").read_bytes() == before


def test_a_cycle_of_origins_is_refused_with_the_ring(small_case: Case) -> None:
    """Two origins that go back to each other: the journal line that closes the ring is not written."""
    small_case.set("origin/o2", {"name": "A ministry"})
    small_case.set("origin/o1/goes-back-to", "o2")
    with pytest.raises(UsageError, match=r"o1 → o2 → o1|o2 → o1 → o2"):
        small_case.set("origin/o2/goes-back-to", "o1")
    assert small_case.check() == ()


def test_a_case_is_not_made_over_something_else(tmp_path: Path) -> None:
    """A folder with files in it, or a case, is not taken over; a missing document makes nothing."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(StorageError, match="not a case"):
        new(tmp_path / "full", question="Why?")
    with pytest.raises(NotFoundError, match=r"gone\.txt"):
        new(tmp_path / "fresh", [tmp_path / "gone.txt"], question="Why?")
    assert not (tmp_path / "fresh").exists()
    with pytest.raises(UsageError, match="question"):
        new(tmp_path / "fresh", question=" ")
    with pytest.raises(NotFoundError, match="cuibono new"):
        open_case(tmp_path / "full")
