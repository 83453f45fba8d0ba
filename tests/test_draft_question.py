"""Taking a why-question apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading import aliases, question


@pytest.mark.parametrize(
    ("asked", "actors", "act"),
    [
        ("Why did Acme Motors decide to close its plants?", ("Acme Motors", "AM"), "clos"),
        ("Why would Norland pay the rebels?", ("Norland",), "pay"),
        ("Why is President Jane Doe leaving the treaty?", ("Jane Doe", "Doe"), "leav"),
        ("Why has the European Central Bank raised rates?", ("European Central Bank", "ECB"), "rais"),
        ("What made the minister resign?", ("minister",), "resign"),
        ("What drove Saudi Arabia to cut its output in 2020?", ("Saudi Arabia", "SA"), "cut"),
        ("Norland annexed the islands in March 2014", ("Norland",), "annex"),
    ],
)
def test_actor_and_act_are_told_apart_however_the_question_is_put(
    asked: str, actors: tuple[str, ...], act: str
) -> None:
    """Who acted and what was done are known from a question with "why", "what made" or none of both."""
    parsed = question.parse(asked)
    assert parsed.actors == actors
    assert parsed.act == (act,)


def test_dates_are_no_part_of_the_act() -> None:
    """The month and year of an act are no words by which to recognise it."""
    assert question.parse("Why did Norland ban imports in early March 2019?").objects == ("import",)


@given(st.text(max_size=200))
def test_any_text_is_taken_for_a_question(asked: str) -> None:
    """No question is refused: what cannot be taken apart has fewer parts."""
    parsed = question.parse(asked)
    assert parsed.text == asked
    assert set(parsed.act) <= parsed.stems


def test_a_state_is_known_by_its_people_and_its_capital() -> None:
    """Names of a state's people and capital count as names of the state."""
    names = aliases.find("Nothing.", question.parse("Why did Sweden leave?"))
    assert {"Sweden", "Swedish", "Stockholm"} <= set(names)


def test_leaders_are_learnt_from_the_text() -> None:
    """A leader whose office stands beside a known name is one more name of the actor; others' leaders are not."""
    text = "Acme Chief Executive Jane Doe spoke. Doe was calm. Bolt Chief Executive John Roe was not."
    names = aliases.find(text, question.parse("Why did Acme close?"))
    assert {"Jane Doe", "Doe"} <= set(names)
    assert "Roe" not in names


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Why did Orrin Cells cut its deliveries?", {"Orrin Cells", "Orrin"}),
        ("Why did Xi Jinping visit Norland?", {"Xi Jinping", "Xi"}),
    ],
)
def test_the_first_word_names_a_firm_or_a_family(asked: str, names: set[str]) -> None:
    """What does not begin with a given name is called by its first word as well; who has one, by the last."""
    assert names <= set(question.parse(asked).actors)
    assert "Hillary" not in question.parse("Why did Hillary Clinton resign?").actors
