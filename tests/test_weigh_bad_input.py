"""Odd and impossible cases: a clear answer or a clear refusal, never NaN."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

from cuibono.case.records import Evidence, Hypothesis, Origin, Rating, State
from cuibono.errors import CaseError, ModelError, NotFoundError, TooLargeError
from cuibono.weighing import Posterior, weigh
from cuibono.weighing.chance import Table
from cuibono.weighing.engine import solve
from cuibono.weighing.network import Network
from cuibono.weighing.space import Space
from weighing_oracle import claim


def everything(posterior: Posterior) -> str:
    """All that a posterior says, as JSON; fails on anything that is not a number."""
    return json.dumps([posterior.to_dict(), [str(item) for item in posterior.bounds]], allow_nan=False)


def rated(evidence: str, hypothesis: str, value: str | float, analyst: str = "anna") -> Rating:
    kind = "code" if isinstance(value, str) else "likelihood"
    return Rating(evidence=evidence, hypothesis=hypothesis, analyst=analyst, **{kind: value})  # type: ignore[arg-type]


TWO = (Hypothesis(id="a", name="A"), Hypothesis(id="b", name="B"))
FACT = Evidence(id="e", name="E")


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize(
    "state",
    [
        State(),
        State(hypotheses=TWO[:1]),
        State(hypotheses=TWO[:1], evidence=(FACT,), ratings=(rated("e", "a", "CC"),)),
        State(hypotheses=TWO, evidence=(FACT,)),
        State(hypotheses=TWO, evidence=(FACT,), ratings=(rated("e", "a", "NA"), rated("e", "b", "NA"))),
        State(hypotheses=TWO, evidence=(FACT,), ratings=(rated("e", "a", 0.0), rated("e", "b", 1.0))),
        State(
            hypotheses=TWO, evidence=(Evidence(id="e", name="E", claims=("gone",)),), ratings=(rated("e", "a", "C"),)
        ),
        State(hypotheses=TWO, evidence=(FACT,), ratings=(rated("other", "a", "C"), rated("e", "nobody", "C"))),
    ],
    ids=["empty", "one", "one rated", "unrated", "all NA", "0 and 1", "lost claim", "stray ratings"],
)
def test_sparse_cases_have_an_answer(state: State, exclusive: bool) -> None:
    """Nothing, one hypothesis, all NA, 0 and 1, ids that point nowhere: numbers throughout."""
    posterior = weigh(state.model_copy(update={"exclusive": exclusive}))
    everything(posterior)
    assert sum(posterior.probabilities.values()) > 0.99


def test_no_evidence_is_the_prior_and_says_so() -> None:
    """Every probability is its prior."""
    posterior = weigh(State(hypotheses=TWO))
    assert {s.id: s.prior for s in posterior.shares} == pytest.approx(posterior.probabilities)
    assert "There is no evidence: every probability is its prior." in posterior.warnings


def test_impossible_evidence_is_refused() -> None:
    """A certain fact that no state allows: an error with the way out, where others give NaN."""
    space = Space(("a",), exclusive=True)
    never = Table(np.zeros((1, 3)))
    network = Network(space, np.log([0.4, 0.4, 0.2]), never, np.zeros(3, bool), (), ((),), (np.array([0.0, 1.0]),))
    with pytest.raises(ModelError, match="look for a likelihood or prior of 0"):
        solve(network)


def test_an_excluded_hypothesis_comes_back_when_what_excludes_it_goes() -> None:
    """A likelihood of 0 from a certain fact: probability 0, and leave-one-out shows what it hides."""
    space = Space(("a", "b"), exclusive=True)
    chance = Table(np.array([[0.0, 0.5, 0.5, 0.5], [0.9, 0.1, 0.5, 0.5]]))
    certain = np.array([0.0, 1.0])
    network = Network(space, np.log([0.25] * 4), chance, np.zeros(4, bool), (), ((), ()), (certain, certain))
    answer = solve(network)
    from cuibono.weighing.survey import survey

    found = survey(network, answer)
    assert answer.states[0] == 0
    assert found.probabilities(found.without)[0] == pytest.approx(np.array([0.9, 0.1, 0.5, 0.5]) / 2)


def test_thousands_of_analysts_are_pooled() -> None:
    """Three thousand ratings of one cell: one mean, and the few largest analysts left out in turn."""
    ratings = tuple(rated("e", "a", "C" if i % 2 else "I", f"analyst-{i}") for i in range(3000))
    posterior = weigh(State(hypotheses=TWO, evidence=(FACT,), ratings=(*ratings, rated("e", "b", "N"))))
    assert posterior.counts.analysts == 3001
    assert posterior.probabilities["a"] == pytest.approx(posterior.probabilities["b"])
    everything(posterior)


def test_too_many_motives_are_refused_with_the_way_out() -> None:
    """2^19 sets: the size, and what to do."""
    motives = tuple(Hypothesis(id=f"h{i}", name=f"H{i}") for i in range(19))
    with pytest.raises(TooLargeError, match=r"524,288 sets.*merge motives.*one group"):
        weigh(State(hypotheses=motives))
    assert len(weigh(State(hypotheses=motives, exclusive=True)).shares) == 21


def test_origins_too_entangled_are_refused_before_memory_runs_out() -> None:
    """Sixty origins of which any two report a fact together: refused at once, with the size."""
    pairs = [(i, j) for i in range(60) for j in range(i)]
    evidence = tuple(Evidence(id=f"e{i}-{j}", name="E", claims=(f"c{i}-{j}", f"c{j}-{i}")) for i, j in pairs)
    claims = tuple(claim(f"c{i}-{j}", "s") for i in range(60) for j in range(60) if i != j)
    origins = tuple(
        Origin(id=f"o{i}", name=f"O{i}", claims=tuple(f"c{i}-{j}" for j in range(60) if j != i)) for i in range(60)
    )
    started = time.monotonic()
    with pytest.raises(TooLargeError, match="merge origins that always speak together"):
        weigh(State(hypotheses=TWO, evidence=evidence, claims=claims, origins=origins))
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ((Evidence(id="e", name="E", depends_on=("e",)),), "goes round in a circle"),
        (
            (Evidence(id="e", name="E", depends_on=("f",)), Evidence(id="f", name="F", depends_on=("e",))),
            r"e → f → e",
        ),
        ((Evidence(id="e", name="E", depends_on=("x",)),), "names x, which is no evidence"),
        ((FACT, FACT), "is e, which another has"),
    ],
)
def test_evidence_that_does_not_hold_together_is_refused(evidence: tuple[Evidence, ...], words: str) -> None:
    """Circles of dependence, unknown and double ids: refused with the place."""
    with pytest.raises(CaseError, match=words):
        weigh(State(hypotheses=TWO, evidence=evidence))


@pytest.mark.parametrize("need", ["e before", "before", "e after f", "x before e"])
def test_needs_that_say_nothing_are_refused(need: str) -> None:
    """A need is A before B, by evidence ids."""
    state = State(
        hypotheses=(Hypothesis(id="a", name="A", needs=(need,)),), evidence=(FACT, Evidence(id="f", name="F"))
    )
    with pytest.raises(CaseError, match=r"hypotheses\[0\].needs"):
        weigh(state)


def test_explaining_what_is_not_there_names_what_is() -> None:
    """An unknown id: the known ones."""
    with pytest.raises(NotFoundError, match="there are a, b, none, did-not-happen, e"):
        weigh(State(hypotheses=TWO, evidence=(FACT,))).explain("who")
