"""Every number leads to its quotes, ratings, origins and analysts, and everything turns into plain data."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cuibono.case.records import MACHINE, Evidence, Hypothesis, Level, Origin, Rating, State
from cuibono.weighing import Posterior, weigh
from weighing_oracle import claim, random_case


@pytest.fixture
def posterior() -> Posterior:
    """Two motives, one origin behind two facts, one assumption, a person's rating over a machine's."""
    return weigh(
        State(
            question="Why <b>?",
            hypotheses=(Hypothesis(id="hedge", name="Hedge & wait", prior=0.3), Hypothesis(id="spoil", name="Spoil")),
            evidence=(
                Evidence(id="talks", name="Talks went on", claims=("c1", "c2")),
                Evidence(id="cash", name="Cash was found", claims=("c3",), denied_by=("c4",)),
                Evidence(id="calm", name="It was calm"),
            ),
            ratings=(
                Rating(evidence="talks", hypothesis="hedge", analyst="anna", code="CC", why="fits"),
                Rating(evidence="talks", hypothesis="hedge", analyst=MACHINE, code="I"),
                Rating(evidence="talks", hypothesis="spoil", analyst="anna", code="II"),
                Rating(evidence="cash", hypothesis="spoil", analyst="ben", likelihood=0.8),
                Rating(evidence="calm", hypothesis="spoil", analyst=MACHINE, code="NA"),
            ),
            claims=(claim("c1", "s1"), claim("c2", "s2", Level.PROBABLE), claim("c3", "s1"), claim("c4", "s3")),
            origins=(Origin(id="wire", name="The wire", claims=("c1", "c2", "c3"), reliability="C"),),
            analysts=("anna", "ben"),
        )
    )


def test_a_hypothesis_leads_to_evidence_ratings_and_quotes(posterior: Posterior) -> None:
    """The weights, each rating with who and why and whether it counts, each claim with source, place and origin."""
    found = posterior.explain("hedge")
    text = str(found)
    assert found.sentence.startswith("It is ")
    talks = next(ground for ground in found.grounds if ground.evidence == "talks")
    assert talks.decibans == pytest.approx(
        next(
            r.decibans
            for c in posterior.contributions
            if c.target == "hedge" and not c.against
            for r in c.rows
            if r.id == "talks"
        )
    )
    assert [(j.analyst, j.counts) for j in talks.judgements] == [("anna", True), (MACHINE, False)]
    assert [(c.claim, c.source, c.start, c.end) for c in talks.citations] == [("c1", "s1", 0, 2), ("c2", "s2", 0, 2)]
    for part in (
        "anna rates it CC = 0.90 under hedge “fits”",
        "“c2” (probable; s2 [s2:0-2]; on the word of The wire)",
        "(overruled)",
    ):
        assert part in text


def test_evidence_and_origins_explain_themselves(posterior: Posterior) -> None:
    """A fact with all its ratings and claims, denials marked; an origin with what it feeds and its reliability."""
    cash = posterior.explain("cash")
    assert [c.denies for c in cash.grounds[0].citations] == [False, True]
    assert "2 claims report it, on the word of 2 origins." in cash.sentence
    assert posterior.explain("calm").sentence.startswith("It is the analyst's own assumption.")
    wire = posterior.explain("wire")
    assert [ground.evidence for ground in wire.grounds] == ["talks", "cash"]
    assert dict(wire.numbers)["prior"] == 0.65
    assert all(c.origin == "The wire" for ground in wire.grounds for c in ground.citations)


def test_every_id_of_a_case_can_be_explained() -> None:
    """Hypotheses, none, did-not-happen, evidence, origins: all print and turn into data."""
    for seed in range(30):
        posterior = weigh(random_case(seed, tangled=seed % 2 == 0))
        ids = [*posterior.probabilities, *(e.id for e in posterior.state.evidence), *(o.id for o in posterior.origins)]
        for id in ids:
            explanation = posterior.explain(id)
            assert str(explanation)
            json.dumps(explanation.to_dict(), allow_nan=False)


def test_everything_is_plain_data(posterior: Posterior) -> None:
    """`to_dict` is JSON, the same each time, with a digest of the case."""
    first = json.dumps(posterior.to_dict(), allow_nan=False)
    assert first == json.dumps(weigh(posterior.state).to_dict(), allow_nan=False)
    changed = posterior.reweigh(Rating(evidence="calm", hypothesis="hedge", analyst="ben", code="C"))
    assert changed.digest != posterior.digest


def test_counts_tell_reports_from_origins(posterior: Posterior) -> None:
    """Four claims in three sources are two independent origins; one of five ratings is the machine's last word."""
    counts = posterior.counts
    assert (counts.claims, counts.origins, counts.independent, counts.effective) == (4, 2, 2, 2.0)
    assert (counts.evidence, counts.cells, counts.rated, counts.na, counts.unrated) == (3, 6, 3, 1, 2)
    assert (counts.ratings, counts.machine, counts.analysts) == (5, 2, 2)


def test_a_notebook_shows_a_table_and_text_stays_text(posterior: Posterior) -> None:
    """HTML with everything escaped."""
    html = posterior._repr_html_()
    assert "Hedge &amp; wait" in html
    assert "Why &lt;b&gt;?" in html
    assert "<b>" not in html


def test_shares_as_a_data_frame(posterior: Posterior) -> None:
    """One row a hypothesis, in order of rank."""
    frame = posterior.to_frame()
    assert list(frame["id"]) == [share.id for share in posterior.shares]


def test_importing_the_room_loads_no_numpy() -> None:
    """`import cuibono.weighing` is instant; NumPy comes when something is weighed, SciPy and pandas never."""
    code = (
        "import sys, cuibono.weighing; assert 'numpy' not in sys.modules\n"
        "from cuibono.case.records import State, Hypothesis\n"
        "cuibono.weighing.weigh(State(hypotheses=(Hypothesis(id='a', name='A'),))).to_dict()\n"
        "assert not {'scipy', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
