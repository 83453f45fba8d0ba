"""An import is an act of people: attributed, undone as one, and never against what a person has judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono import exchange
from cuibono.case.records import MACHINE
from cuibono.errors import CaseError, NotFoundError, UsageError
from cuibono.exchange import Wishes
from cuibono.verbs import Case
from trade import judged

MATRIX = """evidence,Punish Boria for the tariff,The port loses money,A wager was lost
Officials speak of punishment,CC,I,N
Betting slips were found,N,N,CC
"""


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    """A matrix that shares a piece of evidence and two hypotheses with the small case."""
    path = tmp_path / "Desk B.csv"
    path.write_text(MATRIX)
    return path


def test_what_the_case_has_by_name_is_not_made_again(small_case: Case, matrix: Path) -> None:
    """Same names, other case or space, are the same things; only what is new gets an id."""
    plan = small_case.import_(matrix)
    assert plan.counts() == {"hypothesis": 1, "evidence": 1, "rating": 6, "source": 0}
    assert plan.already == 3
    state = small_case.state
    assert [item.name for item in state.hypotheses][-1] == "A wager was lost"
    assert {rating.hypothesis for rating in state.ratings if rating.evidence == "e1"} >= {"punish", "money"}


def test_ratings_stand_under_the_file_s_name_beside_everybody_else_s(small_case: Case, matrix: Path) -> None:
    """Nobody's own journal gets them; the machine's suggestion stays as it was; each says where it comes from."""
    small_case.import_(matrix)
    found = [rating for rating in small_case.state.ratings if (rating.evidence, rating.hypothesis) == ("e1", "punish")]
    assert {rating.analyst: rating.code for rating in found} == {MACHINE: "C", "desk-b": "CC"}
    [own] = [rating for rating in found if rating.analyst == "desk-b"]
    assert own.why == "imported from Desk B.csv, B2"
    assert (small_case.path / "journal" / "desk-b.jsonl").is_file()
    assert not (small_case.path / "journal" / "anna.jsonl").exists()


def test_a_judgement_is_never_overwritten(small_case: Case, matrix: Path) -> None:
    """Where the analyst has rated a cell already, that stands; the file's other word is said."""
    small_case.rate("e1", "punish", "II", "I was there")
    plan = small_case.import_(matrix, analyst="anna")
    assert judged(small_case.state)["e1", "punish", "anna"] == "II"
    assert plan.kept == ("anna rated e1 × punish II; the file's CC was not taken",)
    assert plan.counts()["rating"] == 5


def test_importing_again_changes_nothing(small_case: Case, matrix: Path) -> None:
    """The second time everything is there."""
    small_case.import_(matrix)
    before = len(small_case.history())
    again = small_case.import_(matrix)
    assert (again.changes, again.kept) == ((), ())
    assert len(small_case.history()) == before


def test_an_import_is_taken_back_as_one(small_case: Case, matrix: Path) -> None:
    """Hypotheses, evidence and ratings go; what was there before, and the history, stay; it can come again."""
    before, toml = small_case.state, (small_case.path / "case.toml").read_text()
    done = small_case.import_(matrix)
    taken = small_case.undo_import()
    assert len(taken) == len(done.changes)
    after = small_case.state
    assert (after.hypotheses, after.evidence, after.ratings) == (before.hypotheses, before.evidence, before.ratings)
    assert (small_case.path / "case.toml").read_text().split() == toml.split()
    assert len(small_case.history()) == 2 * len(done.changes)
    with pytest.raises(NotFoundError, match="no import"):
        small_case.undo_import()
    assert len(small_case.import_(matrix).changes) == len(done.changes)


def test_imports_are_taken_back_the_last_first(small_case: Case, matrix: Path, tmp_path: Path) -> None:
    """Each undo takes one import; acts of people between them stay."""
    small_case.import_(matrix)
    small_case.rate("e2", "punish", "N")
    other = tmp_path / "other.csv"
    other.write_text("evidence,The port loses money,Another\nOfficials speak of punishment,C,C\n")
    small_case.import_(other)
    small_case.undo_import()
    assert "desk-b" in small_case.state.analysts
    small_case.undo_import()
    assert set(judged(small_case.state)) == {("e2", "punish", "anna")}


def test_an_import_that_work_rests_on_is_not_taken_back(small_case: Case, matrix: Path) -> None:
    """A rating of imported evidence would hang in the air: the undo is refused, says so, and changes nothing."""
    small_case.import_(matrix)
    [fresh] = [item.id for item in small_case.state.evidence if item.name == "Betting slips were found"]
    small_case.rate(fresh, "punish", "C")
    before = small_case.history()
    with pytest.raises(CaseError, match=fresh):
        small_case.undo_import()
    assert small_case.history() == before


def test_an_import_whose_hypothesis_was_edited_is_not_taken_back(small_case: Case, matrix: Path) -> None:
    """What a person wrote into case.toml since is not thrown away."""
    small_case.import_(matrix)
    [fresh] = [item.id for item in small_case.state.hypotheses if item.name == "A wager was lost"]
    small_case.set(f"hypothesis/{fresh}/prior", 0.2)
    with pytest.raises(UsageError, match=r"changed in case\.toml"):
        small_case.undo_import()
    assert small_case.state.hypothesis(fresh).prior == 0.2


def test_a_dry_run_writes_nothing(small_case: Case, matrix: Path) -> None:
    """It says what would be done, and the case is as it was."""
    before = small_case.state
    assert small_case.import_(matrix, dry_run=True).counts()["rating"] == 6
    assert small_case.state == before
    assert not (small_case.path / "journal").exists()


def test_the_analysts_that_a_file_names_keep_their_names_unless_told_otherwise(
    small_case: Case, tmp_path: Path
) -> None:
    """Two raters of a cell stay two; under one name the second word is said and left."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,analyst,One,Two\nRain,Ana,C,I\nRain,ben,II,I\n")
    assert small_case.import_(path, dry_run=True).raters() == {"ana": 2, "ben": 2}
    together = small_case.import_(path, analyst="desk")
    assert together.raters() == {"desk": 2}
    assert any("once more for desk" in str(problem) for problem in together.left_out)


def test_ids_of_another_case_do_not_collide(small_case: Case, tmp_path: Path) -> None:
    """A file whose e1 and `punish` are other things gets ids of its own, and ratings go to its own."""
    path = tmp_path / "other.csv"
    path.write_text("evidence id,evidence,Weather [punish],Tide [money]\ne1,Rain fell,C,I\n")
    small_case.import_(path)
    state = small_case.state
    assert state.hypothesis("punish").name == "Punish Boria for the tariff"
    assert {item.name for item in state.hypotheses} >= {"Weather", "Tide"}
    [rain] = [item.id for item in state.evidence if item.name == "Rain fell"]
    assert rain != "e1"
    assert {rating.evidence for rating in state.ratings if rating.analyst == "other"} == {rain}


def test_none_of_these_is_the_one_that_every_case_has(small_case: Case, tmp_path: Path) -> None:
    """A column of that name rates it, and makes no second one."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,None of these,It did not happen\nRain fell,C,II\n")
    small_case.import_(path)
    assert judged(small_case.state) == {("rain-fell", "none", "m"): "C", ("rain-fell", "did-not-happen", "m"): "II"}


def test_a_new_case_is_made_of_a_file(tmp_path: Path, matrix: Path) -> None:
    """With the file's matrix, a question, and nothing that needs mending; it can be weighed, and undone."""
    case, _ = exchange.make(tmp_path / "case", matrix, "Why did Aria close the port?", Wishes())
    assert case.check() == ()
    assert case.weigh().leader
    assert sorted(item.name for item in case.path.iterdir() if not item.name.startswith(".")) == [
        "case.toml",
        "journal",
    ]
    with pytest.raises(OSError, match="is a case already"):
        exchange.make(tmp_path / "case", matrix, "Why?", Wishes())


def test_what_would_break_the_case_is_refused_whole(small_case: Case, tmp_path: Path) -> None:
    """Priors that sum to more than 1 where motives exclude each other: the case is as it was."""
    from cuibono.case.records import Hypothesis, State
    from cuibono.formats.exports import write
    from cuibono.formats.snapshot import Snapshot

    small_case.set("motives", "exclusive")
    before = (small_case.path / "case.toml").read_bytes()
    greedy = State(question="?", hypotheses=tuple(Hypothesis(id=f"x{n}", name=f"X{n}", prior=0.7) for n in range(2)))
    path = tmp_path / "greedy.xlsx"
    path.write_bytes(write(Snapshot(greedy), "xlsx").data)
    with pytest.raises(CaseError, match="more than 1"):
        small_case.import_(path)
    assert (small_case.path / "case.toml").read_bytes() == before
    assert [entry.target for entry in small_case.history()] == ["motives"]
