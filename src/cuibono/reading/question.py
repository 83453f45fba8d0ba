"""The question of a case: who did what to whom, as words that steer the reading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A why-question taken apart.

    `actors` are the names of who acted, `act` and `objects` the content words of what was done and to whom, all in
    lower case; `stems` are the stems of all content words.
    """

    text: str
    actors: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()


def parse(text: str) -> Question:
    """The parts of a question of any wording; a sentence without "why" is taken as the act itself."""
    return Question(text)
