"""Several analysts on one case: cells, each one's own answer, pools, and steadiness, by verb and by command."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from cuibono.case.ids import ulid_at
from cuibono.case.journal import Entry
from cuibono.case.records import Evidence, Hypothesis, Opinion, Rating, State
from cuibono.verbs import Case, open_case
from cuibono.weighing import weigh
from cuibono.weighing.analysts import given
from cuibono.weighing.panel import REST, panel
from typed import run

EARLY = datetime(2026, 1, 5, tzinfo=UTC)


def entry(number: int, minutes: int, to: object, by: str = "ann", cell: str = "e1/a") -> Entry:
    """A rating made so many minutes after the first."""
    at = EARLY + timedelta(minutes=minutes)
    return Entry(id=ulid_at(at, number), at=at, by=by, op="set", target=f"rating/{cell}", to=to)  # type: ignore[arg-type]


def case(*, exclusive: bool = True, **fields: object) -> State:
    """Two hypotheses, two facts; ann is for the first, bo for the second."""
    cells = [("e1", "a", "CC", "II"), ("e1", "b", "I", "C"), ("e2", "a", "C", "C")]
    ratings = [
        Rating(evidence=e, hypothesis=h, analyst=who, code=code)  # type: ignore[arg-type]
        for e, h, *codes in cells
        for who, code in zip(("ann", "bo"), codes, strict=True)
    ]
    return State(
        exclusive=exclusive,
        hypotheses=(Hypothesis(id="a", name="A", prior=0.4), Hypothesis(id="b", name="B", prior=0.4)),
        evidence=(Evidence(id="e1", name="One"), Evidence(id="e2", name="Two")),
        ratings=tuple(ratings),
        **fields,  # type: ignore[arg-type]
    )


def test_each_analysts_own_posterior_is_that_of_the_case_with_their_ratings_alone() -> None:
    """Own and without are what weighing such a case gives; with two people one's own is the other's without."""
    state = case()
    found = panel(weigh(state))
    for member in found.members:
        alone = state.model_copy(update={"ratings": tuple(r for r in state.ratings if r.analyst == member.name)})
        assert member.own == pytest.approx(weigh(alone).probabilities, abs=1e-12)
        assert member.leader == weigh(alone).leader
    ann, bo = found.members
    assert ann.without == pytest.approx(bo.own)
    assert (ann.leader, bo.leader) == ("a", "b")
    assert ann.shift == pytest.approx(bo.own[ann.moves] - weigh(state).probabilities[ann.moves])


def test_the_spread_reaches_from_the_lowest_own_posterior_to_the_highest() -> None:
    """In shares, in JSON and in the panel; with one analyst there is none; it is not the range."""
    posterior = weigh(case())
    own = posterior.alone
    for share in posterior.shares:
        assert share.spread == (min(o[share.id] for o in own.values()), max(o[share.id] for o in own.values()))
        assert share.spread != (share.low, share.high)
    assert {item.hypothesis for item in panel(posterior).spread} == set(posterior.probabilities)
    state = case()
    single = weigh(state.model_copy(update={"ratings": tuple(r for r in state.ratings if r.analyst == "ann")}))
    assert all(share.spread is None for share in single.shares)
    assert panel(single).spread == panel(single).pools == ()


def test_pools_are_of_posteriors_and_of_opinions_with_and_without_coherentising() -> None:
    """Opinions that sum to more than 1 pool to more than 1 linearly, and to 1 once each is made coherent."""
    said = {("ann", "a"): 0.8, ("ann", "b"): 0.6, ("bo", "a"): 0.2, ("bo", "b"): 0.5}
    opinions = tuple(Opinion(analyst=who, hypothesis=id, probability=p) for (who, id), p in said.items())
    found = panel(weigh(case(opinions=opinions)))
    by = {(item.of, item.how, item.coherent): item.probabilities for item in found.pools}
    assert by["opinions", "linear", False] == pytest.approx({"a": 0.5, "b": 0.55, REST: 0.15})
    for key, pooled in by.items():
        if key != ("opinions", "linear", False):
            assert sum(pooled.values()) == pytest.approx(1)
    assert len(by) == 6
    assert found.members[0].incoherence == pytest.approx(0.2 * 2**0.5)
    assert found.members[1].incoherence == pytest.approx(0)


def test_people_who_rule_out_each_others_answers_have_no_logarithmic_pool() -> None:
    """The pool that has no answer is left out, and nothing is made up for it."""
    said = [("ann", "a", 1.0), ("ann", "b", 0.0), ("bo", "a", 0.0), ("bo", "b", 1.0)]
    opinions = tuple(Opinion(analyst=who, hypothesis=id, probability=p) for who, id, p in said)
    found = panel(weigh(case(opinions=opinions)))
    assert [item.how for item in found.pools if item.of == "opinions"] == ["linear", "linear"]


def test_a_second_rating_is_a_second_judgement_only_some_time_after_the_first() -> None:
    """A slip mended at once is no noise; a rating given again a week later is, and so is one taken back never."""
    entries = [entry(1, 0, "C"), entry(2, 1, "CC"), entry(3, 9000, "I"), entry(4, 0, "C", by="bo")]
    assert [(r.analyst, str(r.code)) for r in given(entries)] == [("ann", "CC"), ("ann", "I"), ("bo", "C")]
    found = panel(weigh(case()), entries)
    assert (found.noise.pairs, found.noise.drift) == (1, -3)
    assert {member.name: member.noise.pairs for member in found.members} == {"ann": 1, "bo": 0}
    assert panel(weigh(case()), entries, timedelta()).noise.pairs == 2
    undone = Entry(id=ulid_at(EARLY, 9), at=EARLY, by="ann", op="undo", target=entries[2].id)
    assert panel(weigh(case()), [*entries, undone]).noise.pairs == 0


def test_many_analysts_are_cut_to_those_who_rated_most_and_it_is_said() -> None:
    """Hundreds of analysts: the cells hold them all, 25 are weighed alone, and `others` counts the rest."""
    state = case()
    crowd = tuple(
        Rating(evidence="e1", hypothesis="a", analyst=f"p{i:03}", code="CC" if i % 2 else "I")  # type: ignore[arg-type]
        for i in range(300)
    )
    found = panel(weigh(state.model_copy(update={"ratings": (*state.ratings, *crowd)})))
    assert (len(found.members), found.others) == (25, 277)
    assert len(found.cells[0].ratings) == 302


def test_compare_prints_and_is_data(small_case: Case) -> None:
    """The command tells who disagrees on what, and prints the panel's own data."""
    for who, code in (("anna", "CC"), ("bo", "II")):
        assert run("rate", small_case.path, "e1", "punish", code, "--as", who).exit_code == 0
    assert run("rate", small_case.path, "e1", "money", "NA", "--as", "bo").exit_code == 0
    told = run("compare", small_case.path)
    assert told.exit_code == 0, told.output
    assert "opposed" in told.output
    assert "anna" in told.output
    data = json.loads(run("compare", small_case.path, "--json").output)
    assert data["verdicts"]["opposed"] == 1
    assert data["cells"][0]["ratings"][0]["code"] in {"CC", "II"}
    assert data == json.loads(json.dumps(open_case(small_case.path).compare().to_dict()))
    again = run("rate", small_case.path, "e1", "punish", "C", "--as", "anna")
    assert again.exit_code == 0
    assert json.loads(run("compare", small_case.path, "--apart", "0", "--json").output)["noise"]["pairs"] == 1


def test_opinions_are_shown_though_their_holder_rated_nothing(small_case: Case) -> None:
    """What people hold outright stands beside its pools, on the terminal and in the data."""
    for who, p in (("cleo", 0.9), ("dan", 0.5)):
        assert run("set", small_case.path, "opinion/punish", p, "--as", who).exit_code == 0
    told = run("compare", small_case.path)
    assert told.exit_code == 0, told.output
    assert all(text in told.output for text in ("cleo", "dan", "90%", "70%", "75%"))
    data = json.loads(run("compare", small_case.path, "--json").output)
    assert data["opinions"] == {"cleo": {"punish": 0.9}, "dan": {"punish": 0.5}}


def test_compare_without_people_says_what_to_do(small_case: Case) -> None:
    """Nobody has rated anything: the command says so and how to begin, and the data is empty."""
    told = run("compare", small_case.path)
    assert told.exit_code == 0
    assert "cuibono rate" in told.output
    assert json.loads(run("compare", small_case.path, "--json").output)["members"] == []
