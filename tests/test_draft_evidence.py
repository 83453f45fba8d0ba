"""Finding what bears on each motive, and which way."""

from __future__ import annotations

from cuibono.reading import evidence, motives, question, sentences
from cuibono.reading.evidence import Bearing

ASKED = question.parse("Why did Acme close its plant in Lowtown?")


def found(text: str) -> tuple[tuple[motives.Motive, ...], tuple[Bearing, ...]]:
    cut = sentences.split(text)
    stated = motives.find(text, cut, ASKED)
    return stated, evidence.find(text, cut, stated, ASKED)


def test_an_objection_after_a_motive_speaks_against_it() -> None:
    """A sentence that turns with "but" and "failed" right after a motive is evidence against it."""
    text = (
        "Acme closed the plant in order to cut its costs.\nBut the closure failed to lower them, and costs never fell."
    )
    stated, bearings = found(text)
    assert (len(stated), [(b.target, b.direction) for b in bearings]) == (1, [(0, "against")])


def test_a_fact_that_fits_speaks_for_the_motive_it_shares_ideas_with() -> None:
    """Of two motives the one that shares the statement's ideas is the one it bears on."""
    text = (
        "Acme closed the plant in order to take revenge on the union.\n"
        "Another possibility is that Acme wanted to sell the land at a high price.\n"
        "The land had indeed risen in price: it sold at a record sum of 40 million within weeks."
    )
    stated, bearings = found(text)
    last = [b for b in bearings if b.start >= text.rindex("\n")]
    assert len(stated) == 2
    assert {(b.target, b.direction) for b in last} == {(1, "for")}


def test_nothing_is_evidence_without_a_motive() -> None:
    """A text that offers no motive has evidence on the question at most."""
    _, bearings = found("The plant in Lowtown had stood since 1921. It made 40 percent of all wheels.")
    assert all(b.target is None for b in bearings)


def test_denials_and_reports_bear_on_whether_it_happened() -> None:
    """Words of proof about the act itself bear on the question, not on a motive."""
    _, bearings = found("Reports indicating that Acme would close the plant were confirmed by two officials.")
    assert [(b.target, b.direction) for b in bearings] == [(None, "for")]


def test_a_motive_set_aside_is_evidence_against_itself() -> None:
    """A sentence that dismisses a motive is evidence against that motive."""
    stated, bearings = found("Acme dismissed the idea that the closure was driven by revenge on the union.")
    assert [m.rejected for m in stated] == [True]
    assert (0, "against") in {(b.target, b.direction) for b in bearings}


def test_every_target_is_a_motive() -> None:
    """Targets are indices of the motives given, or nothing."""
    text = "Acme closed it to cut costs. Costs rose anyway. It may also fear strikes. A strike had been called before."
    stated, bearings = found(text)
    assert all(b.target is None or 0 <= b.target < len(stated) for b in bearings)
