"""The truth is known: how good the answer was, beside priors, people and ACH; over one case or several."""

from __future__ import annotations

import json
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import NONE, NOT_HAPPENED, Evidence, Hypothesis, Opinion, Rating, State
from cuibono.case.truth import exactly, settled
from cuibono.errors import UsageError
from cuibono.verbs import Case
from cuibono.weighing import weigh
from cuibono.weighing.postmortem import Mark, Postmortem, postmortem, together
from cuibono.weighing.scoring import brier
from typed import run


def case(*, exclusive: bool = True, name: str = "case", **fields: object) -> State:
    """Three hypotheses of which ann's ratings favour the first, bo's the second."""
    codes = {
        ("e1", "a"): ("CC", "N"),
        ("e1", "b"): ("I", "CC"),
        ("e1", "c"): ("I", "I"),
        ("e2", "a"): ("CC", "N"),
        ("e2", "b"): ("II", "N"),
    }
    ratings = [
        Rating(evidence=e, hypothesis=h, analyst=who, code=code)  # type: ignore[arg-type]
        for (e, h), both in codes.items()
        for who, code in zip(("ann", "bo"), both, strict=True)
    ]
    return State(
        name=name,
        exclusive=exclusive,
        hypotheses=tuple(Hypothesis(id=id, name=id.upper(), prior=0.3) for id in ("a", "b", "c")),
        evidence=(Evidence(id="e1", name="One"), Evidence(id="e2", name="Two")),
        ratings=tuple(ratings),
        **fields,  # type: ignore[arg-type]
    )


def of(found: Postmortem, kind: str, name: str = "") -> Mark:
    """The mark of one forecaster in a single case."""
    (mark,) = [m for m in found.marks if (m.forecaster.kind, m.forecaster.name) == (kind, name)]
    return mark


def test_the_marks_are_brier_and_log_score_of_what_was_said() -> None:
    """Exclusive: Brier over all hypotheses, none and did-not-happen included; log of what the truth was given."""
    state = case(truth=exactly("a", ["a", "b", "c", NONE, NOT_HAPPENED]))
    posterior = weigh(state)
    found = postmortem(posterior)
    p = posterior.probabilities
    mark = of(found, "posterior")
    assert mark.brier == pytest.approx(brier([[*p.values()]], [[float(id == "a") for id in p]]))
    assert mark.log == pytest.approx(-log(p["a"]))
    assert mark.right == 1
    assert of(found, "analyst", "ann").log == pytest.approx(-log(posterior.alone["ann"]["a"]))
    assert of(found, "analyst", "bo").right == 0
    assert of(found, "prior").log == pytest.approx(-log(next(s.prior for s in posterior.shares if s.id == "a")))


def test_the_truth_changes_no_weighing() -> None:
    """What is scored is what was said, whatever turned out."""
    assert weigh(case(truth={"b": True})).probabilities == weigh(case()).probabilities


def test_ach_is_scored_as_its_first_rank_and_may_be_infinitely_wrong() -> None:
    """One hypothesis gets all: a truth that it gave nothing surprises without bound, and that is no number."""
    found = postmortem(weigh(case(truth={"c": True})))
    mark = of(found, "ach")
    assert mark.log is None
    assert mark.brier == pytest.approx(2.0)
    assert json.loads(json.dumps(found.to_dict()))["marks"][2]["log"] is None


def test_opinions_are_scored_on_what_they_speak_of() -> None:
    """Bo said something of one hypothesis alone; that is one question."""
    opinions = (Opinion(hypothesis="b", analyst="bo", probability=0.8),)
    found = postmortem(weigh(case(truth={"b": True}, opinions=opinions)))
    assert of(found, "opinion", "bo").log == pytest.approx(-log(0.8))
    assert of(found, "opinion", "bo").brier == pytest.approx(0.04)


def test_what_is_not_known_is_not_scored() -> None:
    """Co-existing, one motive known: only it and what follows count, each as its own question."""
    state = case(exclusive=False, truth={"a": True})
    p = weigh(state).probabilities
    mark = of(postmortem(weigh(state)), "posterior")
    assert set(mark.probabilities) == {"a", NOT_HAPPENED}
    assert mark.log == pytest.approx(-log(p["a"]) - log(1 - p[NOT_HAPPENED]))
    unknown = of(postmortem(weigh(case(exclusive=False, truth={"a": False}))), "posterior")
    assert unknown.right is None


def test_several_cases_are_averaged_with_one_calibration_curve() -> None:
    """Means over cases; a forecaster counts where they took part; infinite in one is infinite."""
    one = postmortem(weigh(case(name="one", truth={"a": True})))
    two = postmortem(weigh(case(name="two", truth={"c": True})))
    found = together([one, two])
    score = found.scores[0]
    assert score.cases == 2
    assert score.brier == pytest.approx((one.scores[0].brier + two.scores[0].brier) / 2)
    assert score.right == 0.5
    assert sum(part.count for part in score.calibration.bins) == score.forecasts == 10
    assert {s.forecaster.kind: s.log for s in found.scores}["ach"] is None


def test_what_cannot_be_scored_is_refused() -> None:
    """No truth, no case, a case twice: each says what to do."""
    with pytest.raises(UsageError, match="cuibono set"):
        postmortem(weigh(case()))
    with pytest.raises(UsageError, match="name one or more"):
        together([])
    one = postmortem(weigh(case(truth={"a": True})))
    with pytest.raises(UsageError, match="named twice"):
        together([one, one])


def test_of_a_group_at_most_one_held() -> None:
    """Who did it settles who did not, and says nothing of the motives beside."""
    state = case(exclusive=False, truth={"a": True})
    hypotheses = tuple(h.model_copy(update={"group": None if h.id == "c" else "who"}) for h in state.hypotheses)
    found = postmortem(weigh(state.model_copy(update={"hypotheses": hypotheses})))
    assert found.outcomes[0].truth == {"a": True, "b": False, NONE: False, NOT_HAPPENED: False}


IDS = ("a", "b", NONE, NOT_HAPPENED)


@given(st.sampled_from(IDS), st.booleans())
def test_a_whole_truth_settles_itself(held: str, exclusive: bool) -> None:
    """What follows from a truth adds nothing that it does not say, and settling twice is settling once."""
    whole = exactly(held, IDS)
    among = [{"a", "b"}] if exclusive else []
    assert settled(whole, IDS, among) == whole
    part = settled({held: True}, IDS, among)
    assert part.items() <= whole.items()
    assert settled(part, IDS, among) == part


def test_the_command_scores_several_cases(small_case: Case, tmp_path: Path) -> None:
    """For people a table and a curve; as data the post-mortem; without a truth a sentence and exit code 1."""
    refused = run("score", small_case.path)
    assert refused.exit_code == 1
    assert "truth" in refused.output
    assert run("rate", small_case.path, "e1", "money", "II", "--as", "anna").exit_code == 0
    assert run("set", small_case.path, "truth", "punish").exit_code == 0
    told = run("score", small_case.path)
    assert told.exit_code == 0, told.output
    assert "punish held" in told.output
    assert "too few" in told.output
    data = json.loads(run("score", small_case.path, "--json").output)
    assert {score["forecaster"]["kind"] for score in data["scores"]} == {"posterior", "prior", "ach", "analyst"}
    assert data["outcomes"][0]["truth"]["punish"] is True
    assert data == json.loads(json.dumps(small_case.score().to_dict()))
