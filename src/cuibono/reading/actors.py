"""Actors: who is in the story, under which names, and which of them a pronoun or a role means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.reading.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor: the fullest name, its type ("person", "organisation", "country", "place", "role"), all its names."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an actor is named."""

    start: int
    end: int
    actor: Actor


@dataclass(frozen=True, slots=True)
class Actors:
    """The actors of one text, with every place that names one, in order."""

    all: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def resolve(self, words: str, position: int) -> str | None:
        """The name of the actor that `words` (a name, a role, a pronoun) mean at `position`; `None` if unknown."""
        del words, position
        return None


def find(text: str, sentences: Sequence[Sentence]) -> Actors:
    """The actors of `text`, by name, in order of their first mention."""
    del text, sentences
    return Actors()
