"""What does not hang together in a case is found, said with its place and remedy, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import (
    MACHINE,
    NONE,
    NOT_HAPPENED,
    Act,
    BaseRate,
    Claim,
    Code,
    Evidence,
    Hypothesis,
    Kind,
    Opinion,
    Origin,
    Quote,
    Rating,
    State,
    Status,
)
from cuibono.errors import CaseError
from cuibono.weighing.coherence import Finding, findings, sentences


def rate(evidence: str, hypothesis: str, what: Code | float, analyst: str = "ann") -> Rating:
    """One rating by code or number."""
    if isinstance(what, Code):
        return Rating(evidence=evidence, hypothesis=hypothesis, analyst=analyst, code=what)
    return Rating(evidence=evidence, hypothesis=hypothesis, analyst=analyst, likelihood=what)


def claim(id: str) -> Claim:
    """A claim in a source of its own."""
    return Claim(id=id, source=f"s-{id}", kind=Kind.EVENT, quote=Quote(exact="x", start=0, end=1, sha256="0"))


CODES = [[Code.C, Code.I], [Code.II, Code.N], [Code.CC, Code.C]]


def sound() -> State:
    """Two hypotheses and three pieces of evidence on the word of three origins, without a flaw."""
    return State(
        hypotheses=(
            Hypothesis(id="hedge", name="Hedge", prior=0.4),
            Hypothesis(id="spoil", name="Spoil the deal", prior=0.3),
        ),
        evidence=tuple(Evidence(id=f"e{i}", name=f"Fact {i}", claims=(f"c{i}",)) for i in range(3)),
        claims=tuple(claim(f"c{i}") for i in range(3)),
        origins=tuple(Origin(id=f"o{i}", name=f"Origin {i}", claims=(f"c{i}",)) for i in range(3)),
        ratings=tuple(
            rate(f"e{i}", hypothesis, code)
            for i, row in enumerate(CODES)
            for hypothesis, code in zip(("hedge", "spoil"), row, strict=True)
        ),
    )


def changed(**values: object) -> State:
    """The sound case with some fields changed."""
    return sound().model_copy(update=values)


def kinds(state: State) -> list[str]:
    """The kinds of findings."""
    return [finding.kind for finding in findings(state)]


def only(state: State, kind: str) -> Finding:
    """The one finding of a case, of this kind."""
    (found,) = findings(state)
    assert found.kind == kind
    return found


def exclusive(*priors: float | None, none: float | None = None) -> State:
    """The sound case with exclusive hypotheses and these priors."""
    pairs = zip(sound().hypotheses, priors, strict=True)
    hypotheses = tuple(h.model_copy(update={"prior": prior}) for h, prior in pairs)
    return changed(exclusive=True, hypotheses=hypotheses, priors={} if none is None else {NONE: none})


def test_a_sound_case_has_no_findings() -> None:
    """Silence means that nothing was noticed."""
    assert findings(sound()) == ()


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (exclusive(0.6, 0.7), "priors-exceed-one"),
        (exclusive(0.6, 0.4, none=0.1), "priors-exceed-one"),
        (exclusive(0.6, 0.2, none=0.1), "priors-fall-short"),
        (exclusive(0.6, 0.4), "no-room-for-none"),
        (exclusive(0.9, None, none=0.1), "no-room-for-none"),
    ],
)
def test_exclusive_priors_share_out_one(state: State, kind: str) -> None:
    """Too much, too little, or nothing left for what is not listed."""
    assert kinds(state) == [kind]


@pytest.mark.parametrize("state", [exclusive(0.6, 0.3), exclusive(0.6, 0.3, none=0.1), exclusive(0.6, None)])
def test_priors_that_leave_the_rest_open_are_sound(state: State) -> None:
    """What is not stated takes the rest."""
    assert findings(state) == ()


def test_co_existing_motives_may_sum_to_anything() -> None:
    """Motives that do not exclude each other are each judged alone."""
    assert findings(exclusive(0.9, 0.8).model_copy(update={"exclusive": False})) == ()


def test_priors_that_nobody_stated_are_asked_for_with_the_command() -> None:
    """Co-existing motives each need one; of exclusive ones a single one takes the rest."""
    open_ = exclusive(0.6, None).model_copy(update={"exclusive": False})
    found = only(open_, "no-prior")
    assert found.where == ("spoil",)
    assert "cuibono set CASE hypothesis/spoil/prior" in found.remedy
    assert kinds(exclusive(None, None)) == ["no-prior"]
    rate_ = BaseRate(reference="such deals", count=2, cases=9, source="Atlas")
    counted = tuple(h if h.prior else h.model_copy(update={"base_rate": rate_}) for h in open_.hypotheses)
    assert findings(open_.model_copy(update={"hypotheses": counted})) == ()


def test_a_prior_far_from_what_was_counted_is_pointed_out() -> None:
    """Nine of ten where two of forty were counted is base-rate neglect; a prior within the range is not."""
    rate_ = BaseRate(reference="such deals", count=2, cases=40, source="Atlas")
    for prior, expected in ((0.9, ["prior-off-base-rate"]), (0.08, [])):
        hypotheses = (
            sound().hypotheses[0],
            sound().hypotheses[1].model_copy(update={"prior": prior, "base_rate": rate_}),
        )
        assert kinds(changed(hypotheses=hypotheses)) == expected


def test_answers_that_sum_to_more_than_one_are_subadditive() -> None:
    """Parts judged one by one: exclusive ones sum; co-existing ones only leave too little for none of these."""
    said = tuple(Opinion(hypothesis=id, analyst="bo", probability=0.7) for id in ("hedge", "spoil"))
    state = exclusive(0.6, 0.3).model_copy(update={"opinions": said})
    assert only(state, "opinions-exceed-one").sentence.startswith("bo holds hedge and spoil to be worth 1.4")
    assert findings(changed(opinions=said)) == ()
    none = Opinion(hypothesis=NONE, analyst="bo", probability=0.5)
    assert kinds(changed(opinions=(*said, none))) == ["opinions-exceed-one"]


def test_whether_it_happened_is_stated_once() -> None:
    """That it did and that it did not sum to 1, or one of them is wrong."""
    act = Act(what="payments", happened=0.7)
    assert only(changed(act=act, priors={NOT_HAPPENED: 0.5}), "happened").where == (NOT_HAPPENED,)
    assert findings(changed(act=act, priors={NOT_HAPPENED: 0.3})) == ()


def test_nothing_is_certain() -> None:
    """A prior, or a rating, of 0 or 1 is pointed out."""
    assert only(changed(priors={"spoil": 1.0}), "certain-prior").where == ("spoil",)
    ratings = (*sound().ratings, rate("e0", "hedge", 0.0, "bo"))
    assert only(changed(ratings=ratings), "certain-rating").where == ("e0", "hedge")


def test_hypotheses_that_overlap() -> None:
    """Names that differ in spelling only, and columns that are rated alike."""
    twin = Hypothesis(id="spoil2", name="spoil  the Deals!", prior=0.2)
    ratings = (*sound().ratings, *(rate(f"e{i}", "spoil2", row[1]) for i, row in enumerate(CODES)))
    state = changed(hypotheses=(*sound().hypotheses, twin), ratings=ratings)
    assert [(f.kind, f.where) for f in findings(state)] == [
        ("same-name", ("spoil", "spoil2")),
        ("same-ratings", ("spoil", "spoil2")),
    ]


def test_a_hypothesis_nobody_rated() -> None:
    """It stands at its prior; NA everywhere is no rating either, though it is no gap."""
    mine = [r for r in sound().ratings if r.hypothesis == "hedge"]
    assert kinds(changed(ratings=tuple(mine))) == ["unrated"]
    na = [rate(f"e{i}", "spoil", Code.NA) for i in range(3)]
    assert kinds(changed(ratings=(*mine, *na))) == ["unrated"]


def test_gaps_are_not_na() -> None:
    """A cell nobody looked at is a gap; NA is an answer."""
    ratings = tuple(r for r in sound().ratings if (r.evidence, r.hypothesis) != ("e1", "spoil"))
    assert only(changed(ratings=ratings), "gaps").where == ("spoil", "e1")
    assert findings(changed(ratings=(*ratings, rate("e1", "spoil", Code.NA)))) == ()


def test_no_evidence_is_one_finding() -> None:
    """An empty case is not scolded for each hypothesis."""
    assert kinds(changed(evidence=(), ratings=(), claims=(), origins=())) == ["no-evidence"]


def test_evidence_that_cannot_discriminate() -> None:
    """The same code everywhere moves nothing, and two numbers that are one code's likelihood are the same."""
    ratings = (*sound().ratings[:-2], rate("e2", "hedge", Code.C), rate("e2", "spoil", 0.7))
    assert only(changed(ratings=ratings), "no-difference").where == ("e2",)


def test_a_draft_says_that_it_is_one() -> None:
    """When every rating is the machine's, that is said; one person's rating ends it."""
    suggested = tuple(r.model_copy(update={"analyst": MACHINE}) for r in sound().ratings)
    assert kinds(changed(ratings=suggested)) == ["machine-ratings"]
    assert findings(changed(ratings=(*suggested, rate("e0", "hedge", Code.CC)))) == ()


def test_evidence_without_claims() -> None:
    """An assumption, and evidence whose claims no longer count, are told apart."""
    evidence = (sound().evidence[0].model_copy(update={"claims": ()}), *sound().evidence[1:])
    assert "assumption" in kinds(changed(evidence=evidence))
    assert "withdrawn" in kinds(changed(status={"c0": Status.REJECTED}))


def test_everything_on_one_origin() -> None:
    """Three reports of one origin are one; so are origins that repeat it, if that is more probable than not."""
    shared = (Origin(id="o", name="One", claims=("c0", "c1", "c2")),)
    assert only(changed(origins=shared), "one-origin").where == ("o",)
    first, *rest = sound().origins

    def copies(probability: float) -> State:
        return changed(
            origins=(
                first,
                *(o.model_copy(update={"goes_back_to": "o0", "copy_probability": probability}) for o in rest),
            )
        )

    assert only(copies(1.0), "one-origin").where == ("o0",)
    assert only(copies(0.6), "one-origin").where == ("o0",)
    assert findings(copies(0.4)) == ()


def test_one_hypothesis_on_one_origin() -> None:
    """Where only one conclusion hangs by one origin, that one is named; neutral ratings hold nothing up."""
    ratings = [rate("e0", "spoil", Code.I), rate("e1", "spoil", Code.N), rate("e2", "spoil", Code.N)]
    mine = [r for r in sound().ratings if r.hypothesis == "hedge"]
    assert only(changed(ratings=(*mine, *ratings)), "one-origin-each").where == ("spoil", "o0")


def test_a_circle_of_origins_is_refused() -> None:
    """As weighing refuses it, with the place."""
    pair = (Origin(id="a", name="A", goes_back_to="b"), Origin(id="b", name="B", goes_back_to="a"))
    with pytest.raises(CaseError, match="circle"):
        findings(changed(origins=pair))


@given(st.permutations(range(6)), st.permutations(range(3)))
def test_order_of_ratings_and_evidence_changes_nothing(ratings: list[int], evidence: list[int]) -> None:
    """What is found does not depend on the order in which things were entered."""
    flawed = changed(ratings=sound().ratings[1:], status={"c1": Status.REJECTED})
    shuffled = flawed.model_copy(
        update={
            "ratings": tuple(sound().ratings[i] for i in ratings if i),
            "evidence": tuple(sound().evidence[i] for i in evidence),
        }
    )
    assert sorted((f.kind, sorted(f.where)) for f in findings(shuffled)) == sorted(
        (f.kind, sorted(f.where)) for f in findings(flawed)
    )


def test_every_kind_has_its_sentence_and_remedy() -> None:
    """No sentence without something to do about it, and a long list is cut."""
    assert all(set(said) == {"sentence", "remedy"} for said in sentences().values())
    many = tuple(Evidence(id=f"e{i}", name="x") for i in range(9))
    assumption = next(f for f in findings(changed(evidence=many)) if f.kind == "assumption")
    assert "e0, e1, e2, e3, e4 and 4 more" in assumption.sentence
    assert len(assumption.where) == 9
