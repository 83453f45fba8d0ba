"""Reading again never touches what a person has accepted, edited or rated."""

from __future__ import annotations

from collections.abc import Sequence

from conftest import TEXT, claim, draft
from cuibono.case import rereading
from cuibono.case.records import Claim, Code, Draft, Evidence, Hypothesis, Kind, Status
from cuibono.verbs import Case


def _reread(case: Case, claims: Sequence[Claim] = (), new: Draft | None = None) -> None:
    merged = rereading.merge(case.contents(), claims, new or Draft())
    case.folder.write_reading(merged.claims, merged.draft)
    case.folder.write_case(merged.toml)


def test_untouched_findings_are_replaced(small_case: Case) -> None:
    """What nobody touched is the machine's to change: an empty reading leaves an empty draft."""
    _reread(small_case)
    state = small_case.state
    assert (state.claims, state.evidence, state.hypotheses, state.ratings) == ((), (), (), ())


def test_what_an_empty_reading_took_away_comes_back(small_case: Case) -> None:
    """A reading that finds nothing leaves a file that the next one can fill again."""
    contents = small_case.contents()
    _reread(small_case)
    _reread(small_case, contents.claims, contents.draft)
    assert [item.id for item in small_case.state.hypotheses] == ["punish", "money"]


def test_the_same_reading_changes_no_byte(small_case: Case) -> None:
    """Reading the same with the same reader leaves every file as it was."""
    before = {path: path.read_bytes() for path in small_case.path.rglob("*.*") if path.is_file()}
    contents = small_case.contents()
    _reread(small_case, contents.claims, contents.draft)
    assert {path: path.read_bytes() for path in small_case.path.rglob("*.*") if path.is_file()} == before


def test_an_accepted_claim_stays_and_a_rejected_one_does_not_come_back(small_case: Case) -> None:
    """Accepted: kept though no longer found. Rejected: its words, found again under another id, stay out."""
    small_case.accept("c1")
    small_case.reject("c2")
    again = claim("c9", "the port loses money every spring", Kind.EVIDENCE)
    _reread(small_case, [again])
    state = small_case.state
    assert [item.id for item in state.live_claims] == ["c1"]
    assert state.status["c2"] == Status.REJECTED
    assert "c9" not in {item.id for item in state.claims}


def test_rated_evidence_and_its_hypothesis_stay(small_case: Case) -> None:
    """A cell that a person rated keeps its evidence, its claims and its hypothesis."""
    small_case.rate("e2", "money", "CC")
    _reread(small_case)
    state = small_case.state
    assert [item.id for item in state.evidence] == ["e2"]
    assert [item.id for item in state.claims] == ["c2"]
    assert [item.id for item in state.hypotheses] == ["money"]
    assert {rating.analyst: rating.code for rating in state.ratings} == {"anna": Code.CC, "machine": Code.C}


def test_a_hypothesis_edited_in_the_file_is_the_persons(small_case: Case) -> None:
    """A name changed by hand survives another reading that would name it differently; comments stay."""
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text().replace('"The port loses money"', '"Losses in spring"  # my words'))
    renamed = tuple(item.model_copy(update={"name": "Renamed"}) for item in draft().hypotheses)
    _reread(small_case, small_case.contents().claims, draft().model_copy(update={"hypotheses": renamed}))
    assert [item.name for item in small_case.state.hypotheses] == ["Renamed", "Losses in spring"]
    assert "# my words" in toml.read_text()


def test_a_hypothesis_is_known_by_what_it_stands_on(small_case: Case) -> None:
    """Under an id of a person's own, or when a reader makes other ids, it stays one, and keeps its ratings."""
    small_case.set("hypothesis/money", None)
    small_case.set("hypothesis/losses", {"id": "losses", "name": "It loses money", "claims": ["c2"]})
    contents = small_case.contents()
    _reread(small_case, contents.claims, contents.draft)
    state = small_case.state
    assert [item.id for item in state.hypotheses] == ["punish", "losses"]
    assert {(rating.evidence, rating.hypothesis) for rating in state.ratings} == {("e1", "punish"), ("e2", "losses")}


def test_a_hypothesis_deleted_by_hand_does_not_come_back(small_case: Case) -> None:
    """Taking a drafted hypothesis out of case.toml is a judgement, too."""
    toml = small_case.path / "case.toml"
    text = toml.read_text()
    toml.write_text(text[: text.index('[[hypotheses]]\nid = "money"')])
    contents = small_case.contents()
    _reread(small_case, contents.claims, contents.draft)
    assert [item.id for item in small_case.state.hypotheses] == ["punish"]


def test_new_evidence_on_a_judged_claim_is_not_counted_twice(small_case: Case) -> None:
    """Evidence that a person rated speaks for its claim; a new draft of the same claim is left out."""
    small_case.rate("e1", "punish", "C")
    again = Draft(evidence=(Evidence(id="e7", name="Again", claims=("c1",)),))
    _reread(small_case, [claim("c1", "to punish Boria for the fish tariff", Kind.MOTIVE)], again)
    assert [item.id for item in small_case.state.evidence] == ["e1"]


def test_new_findings_join_what_was_judged(small_case: Case) -> None:
    """What is newly found stands beside what a person has judged."""
    small_case.accept("c1")
    spring = claim("c3", "traders note", Kind.STATEMENT)
    fresh = Draft(hypotheses=(Hypothesis(id="spring", name="It was spring", claims=("c3",), draft=True),))
    _reread(small_case, [spring], fresh)
    assert {item.id for item in small_case.state.claims} == {"c1", "c3"}
    assert [item.id for item in small_case.state.hypotheses] == ["spring"]


def test_an_origin_that_a_person_named_stays(small_case: Case) -> None:
    """A claim that a person moved to an origin stays there, though the machine now makes no such origin."""
    small_case.set("claim/c2/origin", "o1")
    _reread(small_case, small_case.contents().claims)
    assert "c2" in {origin.id: origin.claims for origin in small_case.state.origins}["o1"]


def test_an_origin_is_known_by_what_it_feeds(small_case: Case) -> None:
    """When a reader makes other ids, an origin keeps the one that people may have referred to."""
    small_case.set("origin/o1/reliability", "B")
    renamed = tuple(item.model_copy(update={"id": "officials"}) for item in draft().origins)
    _reread(small_case, small_case.contents().claims, draft().model_copy(update={"origins": renamed}))
    assert [(origin.id, origin.reliability) for origin in small_case.state.origins] == [("o1", "B"), ("o-s1", None)]


def test_a_sources_own_voice_can_be_judged(small_case: Case) -> None:
    """The origin that stands for a source's author can be named, rated, and said to repeat another."""
    small_case.set("origin/o-s1/reliability", "C")
    small_case.set("origin/o-s1/goes-back-to", "o1")
    small_case.set("claim/c1/origin", "o-s1")
    (own,) = [origin for origin in small_case.state.origins if origin.id == "o-s1"]
    assert (own.reliability, own.goes_back_to, own.claims) == ("C", "o1", ("c1", "c2"))


def test_moving_the_trim_line_takes_claims_out_and_brings_them_back(small_case: Case) -> None:
    """Lines trimmed by a person take their claims with them; undo brings both back."""
    line = TEXT[: TEXT.index("the port loses")].count("\n") + 1
    small_case.trim("s1", [(line, line + 2)])
    assert [item.id for item in small_case.state.live_claims] == ["c1"]
    assert small_case.state.status["c2"] == Status.TRIMMED
    small_case.undo()
    assert [item.id for item in small_case.state.live_claims] == ["c1", "c2"]


def test_a_changed_text_makes_orphans_never_look_alikes(small_case: Case) -> None:
    """When the stored text no longer has the words at their place, the claim is an orphan and says so."""
    path = small_case.path / "texts" / "s1.txt"
    path.write_text("New first line\n" + TEXT)
    state = small_case.state
    assert state.live_claims == ()
    assert set(state.status.values()) == {Status.ORPHAN}
    path.unlink()
    assert set(small_case.state.status.values()) == {Status.ORPHAN}
