"""Evidence: statements that make a motive, or the act itself, more or less likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cuibono.reading.motives import Motive
from cuibono.reading.question import Question
from cuibono.reading.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Bearing:
    """One statement bearing on one motive (`target`, its index) or on the question itself (`target` is `None`)."""

    start: int
    end: int
    target: int | None
    direction: Literal["for", "against"]
    cue: str
    confidence: float


def find(
    text: str, sentences: Sequence[Sentence], motives: Sequence[Motive], question: Question
) -> tuple[Bearing, ...]:
    """What bears on each of `motives`, in order of start; one span may stand for one motive and against another."""
    del text, sentences, motives, question
    return ()
