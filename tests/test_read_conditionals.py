"""Finding conditions."""

from __future__ import annotations

import pytest

from cuibono.reading.conditionals import find
from cuibono.reading.sentences import split


@pytest.mark.parametrize(
    "sentence",
    [
        "If they leave, we stay.",
        "We stay unless they leave.",
        "Even if they leave, we stay.",
        "They stay as long as we pay.",
        "For so long as we pay, they stay.",
        "Should they leave, we stay.",
        "They would act should the need arise.",
        "Had they known, they would have left.",
        "Leave now, otherwise we stay.",
        "They might act should Norland win.",
        "It would have failed but for the loan.",
        "If any minister leaves, the talks will fail.",
        "He said that if they leave, the talks will fail.",
        "He said if they leave, the talks will fail.",
        "We will know more if they talk.",
        "Ask for help if the mine closes.",
        "If not, the court will hear the case again.",
        "They will stay provided they are paid.",
        "Even were they to leave, we would stay.",
    ],
)
def test_conditions_are_found(sentence: str) -> None:
    """Every way to open a condition is one, and its sentence is the quote's."""
    ((start, end),) = find(sentence, split(sentence))
    assert sentence[start:end].rstrip(".") == sentence.rstrip(".")


@pytest.mark.parametrize(
    "sentence",
    [
        "Without the loan, the mine would close.",
        "An early defeat would please the ministry.",
        "More soldiers would make the valley safer.",
        "A regime at peace could then turn on its neighbours.",
        "Analysts say a defeat would please the ministry.",
        "Doe said: “A defeat would please the ministry.”",
    ],
)
def test_a_noun_may_stand_for_a_condition(sentence: str) -> None:
    """What is only imagined, or missing, and what would follow from it is a condition."""
    assert len(find(sentence, split(sentence))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Analysts said a defeat would please the ministry.",
        "A year later a court would rule against him.",
        "A vote in May 1954 would end the war.",
        "A spokesman would not comment.",
        "They want a deal that would help.",
        "Without naming Norland, she said it would pay.",
        "According to Doe, the mine would close.",
    ],
)
def test_would_may_only_tell(sentence: str) -> None:
    """A reported "will", what came later and what somebody refuses are no conditions."""
    assert find(sentence, split(sentence)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not clear if they left.",
        "He would not say if he was paid.",
        "She asked the minister if he was paid.",
        "They provided the tents.",
        "She asked if they had left.",
        "It looks as if they left.",
        "What if they leave?",
        "They had left.",
        "He had no choice.",
        "They should leave.",
        "The party should buck the trend.",
        "Nor should we leave.",
        "Rather than sue, the ministry should either pay or leave.",
        "The rebels, meanwhile, were quick to leave.",
        "But for now, they stay.",
        "It was sent not for the minister but for the ministry.",
        "They chanted and otherwise made noise.",
        "They will stay for as long as possible.",
        "The congress provided it with money.",
        "It had little if any effect.",
        "The road was passable, if not good.",
    ],
)
def test_what_only_looks_like_one_is_none(sentence: str) -> None:
    """Embedded questions, idioms and plain verbs are no conditions."""
    assert find(sentence, split(sentence)) == ()
