"""Relations: what the words between two names say of them, and what they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading import actors, sentences
from cuibono.reading.relations import relations


def found(text: str) -> list[tuple[str, str, str]]:
    parts = sentences.split(text)
    return [(r.who, r.kind, r.whom) for r in relations(text, parts, actors.find(text, parts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran armed Hezbollah.", ("Iran", "supports", "Hezbollah")),
        ("Hezbollah has been funded by Iran.", ("Iran", "supports", "Hezbollah")),
        ("China welcomed Russia's offer.", ("China", "supports", "Russia")),
        ("Russian support for Syria grew.", ("Russia", "supports", "Syria")),
        ("China's aid to Pakistan was late.", ("China", "supports", "Pakistan")),
        ("Turkey attacked Syria in the night.", ("Turkey", "opposes", "Syria")),
        ("France imposed sanctions on Russia.", ("France", "opposes", "Russia")),
        ("Germany was accused by Poland.", ("Poland", "opposes", "Germany")),
        ("Japan opened talks with China.", ("China", "negotiates", "Japan")),
        ("The talks between Japan and China went on.", ("China", "negotiates", "Japan")),
        ("Norway met Russia.", ("Norway", "negotiates", "Russia")),
    ],
)
def test_stated_relations(text: str, expected: tuple[str, str, str]) -> None:
    """Verbs, passives, nouns with their prepositions, and pairs after "between" are understood."""
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Iran never armed Hezbollah.",
        "Iran denied support for Hezbollah.",
        "Turkey did not attack Syria.",
        "A soldier was killed in Syria, and Turkey mourned.",
        "Turkey fought, and Syria watched.",
        "Russia and China welcomed it.",
        "Russia supports Russia.",
        "Germany said that France was ill.",
        "Turkey paid for the school in Somalia.",
        "Iran armed itself. Hezbollah watched.",
    ],
)
def test_no_invented_relations(text: str) -> None:
    """What is denied, merely near, in another clause or a place is no relation."""
    assert found(text) == []


def test_words_are_exact() -> None:
    """The words of a relation stand in the text and hold both names."""
    text = "In spring, Turkey attacked Syria, the agency reported."
    parts = sentences.split(text)
    (relation,) = relations(text, parts, actors.find(text, parts))
    assert text[relation.start : relation.end] == "Turkey attacked Syria"
    assert relation.cue == "attacked"


@given(st.text(max_size=300))
def test_any_text(words: str) -> None:
    """Any text gives relations whose words lie in it, and the same again."""
    text = f"Turkey attacked Syria. {words} Iran armed Hezbollah."
    parts = sentences.split(text)
    once = relations(text, parts, actors.find(text, parts))
    assert all(0 <= r.start < r.end <= len(text) and r.who != r.whom for r in once)
    assert once == relations(text, parts, actors.find(text, parts))


def test_long_sentence_is_linear() -> None:
    """A sentence of very many names is looked at once for each cue, not once for each pair."""
    text = "Turkey attacked Syria and " * 4000 + "rested."
    parts = sentences.split(text)
    assert {(r.who, r.whom) for r in relations(text, parts, actors.find(text, parts))} >= {("Turkey", "Syria")}
