"""Origins: what a doubtful, copying or deceptive one does to everything that it feeds."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cuibono.case.records import Evidence, Hypothesis, Level, Origin, Rating, State
from cuibono.errors import CaseError
from cuibono.weighing import weigh
from weighing_oracle import claim


def case(*origins: Origin, denied: tuple[str, ...] = (), level: Level = Level.ASSERTED, facts: int = 1) -> State:
    """Two exclusive hypotheses; every fact is expected under the first only, and told by all claims of all origins."""
    claims = [id for origin in origins for id in origin.claims]
    evidence = tuple(
        Evidence(
            id=f"e{i}",
            name=f"Fact {i}",
            claims=tuple(f"{id}-{i}" for id in claims if id not in denied),
            denied_by=tuple(f"{id}-{i}" for id in claims if id in denied),
        )
        for i in range(facts)
    )
    return State(
        exclusive=True,
        priors={"none": 0.0, "did-not-happen": 0.0},
        hypotheses=(Hypothesis(id="a", name="A", prior=0.5), Hypothesis(id="b", name="B", prior=0.5)),
        evidence=evidence,
        ratings=tuple(
            Rating(evidence=e.id, hypothesis=id, analyst="anna", code=code)
            for e in evidence
            for id, code in (("a", "CC"), ("b", "II"))
        ),
        claims=tuple(claim(f"{id}-{i}", f"s-{id}", level) for id in claims for i in range(facts)),
        origins=tuple(
            o.model_copy(update={"claims": tuple(f"{id}-{i}" for id in o.claims for i in range(facts))})
            for o in origins
        ),
    )


def p(*origins: Origin, **options: object) -> float:
    """The probability of the hypothesis that the facts speak for."""
    return weigh(case(*origins, **options)).probabilities["a"]  # type: ignore[arg-type]


def origin(id: str = "o", letter: str | None = None, **fields: object) -> Origin:
    return Origin(id=id, name=id, claims=(f"c-{id}",), reliability=letter, **fields)  # type: ignore[arg-type]


def test_a_better_letter_weighs_more_and_none_is_no_worse_than_unknown() -> None:
    """A to E fall in order; no letter is F, between."""
    found = [p(origin(letter=letter)) for letter in "ABCDE"]
    assert found == sorted(found, reverse=True)
    assert p(origin()) == p(origin(letter="F"))
    assert found[-1] < p(origin(letter="F")) < found[0]


def test_what_cannot_be_judged_is_wide() -> None:
    """F has a wider range than C, though both lie near the middle."""
    unknown, fair = (weigh(case(origin(letter=letter))).shares[0] for letter in "FC")
    assert unknown.high - unknown.low > fair.high - fair.low


def test_one_doubtful_origin_weakens_all_that_it_feeds() -> None:
    """The worse the one origin of five facts is, the less each of them adds."""
    found = [weigh(case(origin(letter=letter), facts=5)) for letter in "ABCDE"]
    weights = [[row.decibans for row in posterior.contributions[0].rows] for posterior in found]
    for better, worse in pairwise(weights):
        assert all(x > y > 0 for x, y in zip(better, worse, strict=True))


def test_facts_that_fit_vouch_for_their_origin() -> None:
    """Where what an origin says fits together under a hypothesis, it is trusted more; where it does not, less."""
    fits = weigh(case(origin(letter="E"), facts=5)).origins[0]
    told = case(origin(letter="E"), facts=6)
    codes = {"a": ("CC", "II"), "b": ("II", "CC")}
    mixed = tuple(r.model_copy(update={"code": codes[r.hypothesis][int(r.evidence[1:]) % 2]}) for r in told.ratings)
    clashes = weigh(told.model_copy(update={"ratings": mixed})).origins[0]
    assert fits.reliable > fits.prior > clashes.reliable


def test_a_denial_speaks_the_other_way() -> None:
    """What speaks for a hypothesis when affirmed speaks against it when denied, as much where all is even."""
    assert p(origin(letter="B"), denied=("c-o",)) == pytest.approx(1 - p(origin(letter="B")))


def test_an_origin_that_says_both_says_nothing_and_is_trusted_less() -> None:
    """Affirming and denying the same fact cancel out, and count against the origin."""
    both = Origin(id="o", name="o", claims=("yes", "no"), reliability="B")
    posterior = weigh(case(both, denied=("no",)))
    assert posterior.probabilities["a"] == pytest.approx(0.5)
    assert posterior.origins[0].reliable < posterior.origins[0].prior


def test_a_deceiver_turns_the_sign() -> None:
    """An origin that lies when it is not reliable, and mostly is not, makes its own statement less probable."""
    assert p(origin(letter="E", deceptive=1.0)) < 0.5 < p(origin(letter="E"))


def test_words_weigh_as_sure_as_they_are() -> None:
    """Asserted over probable over possible over unknown, which says nothing; doubtful and denied speak against."""
    order = [Level.ASSERTED, Level.PROBABLE, Level.POSSIBLE, Level.UNKNOWN, Level.DOUBTFUL, Level.DENIED]
    found = [p(origin(letter="B"), level=level) for level in order]
    assert found == sorted(found, reverse=True)
    assert found[3] == 0.5


def test_a_probable_copy_lies_between_copy_and_witness() -> None:
    """The more probable that the second origin repeats the first, the less it adds; at 1 nothing, at 0 all."""
    first = origin("first", "B")
    alone = p(first)
    added = [
        p(first, origin("second", "B", goes_back_to="first", copy_probability=q)) for q in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert added == sorted(added, reverse=True)
    assert added[-1] == pytest.approx(alone)
    assert added[0] == pytest.approx(p(first, origin("second", "B")))


def test_agreement_makes_copying_more_probable_and_dispute_less() -> None:
    """Saying the same is what a copy does; saying the opposite is what it would not do."""
    second = origin("second", "B", goes_back_to="first", copy_probability=0.5)
    agrees = weigh(case(origin("first", "B"), second))
    disputes = weigh(case(origin("first", "B"), second, denied=("c-second",)))
    copied = [next(o.copied for o in found.origins if o.id == "second") for found in (agrees, disputes)]
    assert copied[0] > 0.5 > copied[1]


def test_thirty_perhaps_copying_outlets_are_weighed_exactly() -> None:
    """Many uncertain copies of one origin are a tree, not a table of 3^30."""
    outlets = [origin(f"o{i}", "C", goes_back_to="wire", copy_probability=0.9) for i in range(30)]
    found = p(origin("wire", "C"), *outlets)
    assert p(origin("wire", "C")) < found < 1


def test_a_bad_relay_makes_a_good_origin_less_certain() -> None:
    """What a source of letter E says that an origin said is worth less than what one of letter A says."""
    told = case(Origin(id="o", name="o", claims=("c-o", "c-p"), reliability="A"), denied=())
    told = told.model_copy(update={"evidence": (told.evidence[0].model_copy(update={"claims": ("c-o-0",)}),)})
    letters = [weigh(told.model_copy(update={"reliability": {"s-c-o": x}})).probabilities["a"] for x in "AE"]
    assert letters[0] > letters[1] > 0.5


def test_credibility_is_shown_and_never_multiplies() -> None:
    """The Admiralty number of a claim changes no probability: corroboration is in the model already."""
    told = case(origin(letter="B"))
    rated = told.model_copy(update={"credibility": {"c-o-0": 1}})
    assert weigh(rated).probabilities == weigh(told).probabilities


def test_dependent_evidence_counts_once_the_more_it_depends() -> None:
    """Evidence that follows from other evidence adds the less the more surely it does, and at 1 nothing new."""
    two = case(origin(letter="B"), facts=2)

    def depending(share: float) -> float:
        second = two.evidence[1].model_copy(update={"depends_on": ("e0",), "dependence": share, "claims": ()})
        return weigh(two.model_copy(update={"evidence": (two.evidence[0], second)})).probabilities["a"]

    found = [depending(share) for share in (0.0, 0.5, 1.0)]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"goes_back_to": "second"}, "goes round in a circle"),
        ({"claims": ("c-second-0",)}, "which first lists too"),
    ],
)
def test_origins_that_do_not_hold_together_are_refused(change: dict[str, object], words: str) -> None:
    """A circle of origins, or a claim that two of them list: refused with the place."""
    told = case(origin("first"), origin("second", goes_back_to="first"))
    broken = told.origins[0].model_copy(update=change)
    with pytest.raises(CaseError, match=words):
        weigh(told.model_copy(update={"origins": (broken, told.origins[1])}))
