"""Telling who is who."""

from __future__ import annotations

import pytest

from cuibono.reading.actors import Actors, find
from cuibono.reading.sentences import split

TEXT = """Foreign Minister Jane Doe met John Roe, a trader, at the Ministry of Trade in Oslo. The World Trade Club (WTC)
was silent. Doe left early. She was tired. Mr. Roe stayed. He called the ministry. Moscow denied it. The Kremlin said so
twice. The WTC met again. The minister returned."""


@pytest.fixture(name="actors")
def _actors() -> Actors:
    text = TEXT.replace("\n", " ")
    return find(text, split(text))


def at(words: str) -> tuple[str, int]:
    return words, TEXT.index(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Doe left", None),
        ("She", "Jane Doe"),
        ("Mr. Roe", "John Roe"),
        ("He", "John Roe"),
        ("the ministry", "Ministry of Trade"),
        ("Moscow", "Russia"),
        ("The Kremlin", "Russia"),
        ("The WTC", "World Trade Club"),
        ("The minister", "Jane Doe"),
    ],
)
def test_other_names_go_back_to_the_actor(actors: Actors, words: str, name: str | None) -> None:
    """Last names, pronouns, roles, acronyms and capitals mean the last actor that fits."""
    shown = words.removesuffix(" left")
    assert actors.resolve(*at(words)) == (name if shown == words else "Jane Doe")


def test_types_come_from_what_stands_around() -> None:
    """Titles make people, final nouns organisations, the gazetteer states."""
    text = "Gov. Ann Doe told the Argus Post that Texas and France agree."
    types = {actor.name: actor.type for actor in find(text, split(text)).all}
    assert types == {"Ann Doe": "person", "Argus Post": "organisation", "Texas": "place", "France": "country"}


def test_capitals_in_headings_mean_nothing() -> None:
    """A sentence in capitals names nobody."""
    text = "THE KING OF SPAIN AND HIS ARMY"
    assert find(text, split(text)).all == ()


def test_a_pronoun_without_anybody_is_unknown() -> None:
    """Where nobody fits, nobody is guessed."""
    text = "She left before the talks."
    assert find(text, split(text)).resolve("She", 0) is None
