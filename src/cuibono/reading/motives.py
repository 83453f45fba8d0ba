"""Motives offered for an act: the words that say why an actor did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.reading.question import Question
from cuibono.reading.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Motive:
    """One place that states a motive.

    `start` and `end` are code-point offsets into the text; `cue` the words that show it; `actor` whose motive it is
    where the words say so; `rejected` that it is set aside; `on_question` that it is for the act in question. A claim
    made of it has `bears_on` "question" if `on_question`, else `None`, and `direction` "against" if `rejected`, else "for".
    """

    start: int
    end: int
    cue: str
    confidence: float
    actor: str | None = None
    rejected: bool = False
    on_question: bool = True


def find(text: str, sentences: Sequence[Sentence], question: Question) -> tuple[Motive, ...]:
    """The motives that `text` offers, in order of their start."""
    del text, sentences, question
    return ()
