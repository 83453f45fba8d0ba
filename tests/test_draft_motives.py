"""Finding the motives that a text offers for the act in question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading import infinitives, motives, question, sentences
from cuibono.reading.motives import Motive
from cuibono.reading.tags import tag

ASKED = question.parse("Why did Acme close its plant in Lowtown?")


def found(text: str) -> tuple[Motive, ...]:
    return motives.find(text, sentences.split(text), ASKED)


@pytest.mark.parametrize(
    "text",
    [
        "Acme closed the plant in order to cut its costs.",
        "Acme closed the plant because demand had fallen.",
        "The closure was driven by fear of a strike.",
        "Acme wanted to punish the union, and closed the plant.",
        "Some analysts see the closure as revenge for the strike.",
        "The aim of the closure is to please shareholders.",
        "Another possibility is that Acme fears a takeover.",
        "Closing the plant may help Acme win subsidies elsewhere.",
        "The closure is a publicity stunt, critics say.",
    ],
)
def test_motives_are_found_however_they_are_worded(text: str) -> None:
    """Purpose, cause, desire, revenge, aim, fear, benefit and ploy are all recognised as motives."""
    assert [text[m.start : m.end] for m in found(text)], text


@pytest.mark.parametrize(
    "text",
    [
        "The plant in Lowtown had stood since 1921.",
        "It rained in Lowtown on Monday.",
        "A spokesman did not return a call.",
    ],
)
def test_plain_reports_are_no_motives(text: str) -> None:
    """A sentence that gives no reason is not taken for one."""
    assert found(text) == ()


def test_the_question_steers_whose_motive_counts() -> None:
    """The same words count for more when the actor of the question wants it than when somebody else does."""
    own = found("Acme wanted to please the mayor, who liked the closure.")
    other = found("Bolt wanted to please the mayor, who liked the river.")
    assert own
    assert max((m.confidence for m in other), default=0) < max(m.confidence for m in own)


def test_a_motive_for_somebody_elses_act_is_marked_so() -> None:
    """What another actor does for reasons of its own is no motive for the act in question."""
    text = "Critics say that Bolt bought the airline out of revenge, and because it wanted a monopoly on ferries."
    assert {m.on_question for m in found(text)} == {False}


def test_not_this_but_that_gives_both_the_first_set_aside() -> None:
    """Both halves of "not X but Y" are motives, and the first is rejected."""
    text = "Acme closed the plant not to save any money at all, but to punish the union for its strike."
    assert [m.rejected for m in found(text)] == [True, False]


def test_not_only_sets_nothing_aside() -> None:
    """In "not only X but also Y" neither half is rejected."""
    text = "Acme closed the plant not only to save money on wages, but to punish the union for its strike."
    assert [m.rejected for m in found(text)] == [False, False]


def test_a_dismissed_motive_still_counts_and_is_marked() -> None:
    """A motive that somebody waves away is found, as rejected."""
    assert [m.rejected for m in found("Acme dismissed the idea that the closure was driven by revenge.")] == [True]


def test_quotes_leave_out_who_speaks() -> None:
    """The quote of a motive is neither "X said" nor what leads over from the sentence before."""
    text = "But Acme said the closure was meant to protect other jobs, Jane Doe reported."
    assert [text[m.start : m.end] for m in found(text)] == ["the closure was meant to protect other jobs"]


def test_infinitives_of_complement_are_no_purposes() -> None:
    """After "want", "right" and "able" an infinitive says no purpose; after a plain verb it does."""
    text = "They wanted to stay and were able to vote, but came to listen."
    tokens = tag(text)
    assert [tokens[place + 1].word for place in infinitives.purposes(tokens)] == ["listen"]


@given(st.text(alphabet="Acme closed to because . ,\n“”'-ñ中🙂", max_size=300))
def test_quotes_are_slices_in_order(text: str) -> None:
    """Whatever the text, motives lie inside it, in order, and are sure to between 0 and 1."""
    spans = [(m.start, m.end, m.confidence) for m in found(text)]
    assert all(0 <= start < end <= len(text) and 0 <= sure <= 1 for start, end, sure in spans)
    assert [start for start, _, _ in spans] == sorted(start for start, _, _ in spans)


def test_one_endless_line_is_passed_over() -> None:
    """A line of a million words without a full stop is no sentence, and takes no time worth speaking of."""
    assert found("because " * 1_000_000) == ()
