"""Attributions: who is said to say, know, believe or fear what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.reading.actors import Actors
from cuibono.reading.sentences import Sentence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: the source's span and words, the cue's span, the content's span; code-point offsets.

    `source` is `None` where the words name nobody ("it is alleged that"); `who` is then empty. `resolved` is the actor
    that a pronoun, role or last name means, where that could be told. `anonymous` marks sources that cannot be
    asked again ("officials", "a person familiar with the matter").
    """

    source: Span | None
    who: str
    cue: Span
    content: Span
    resolved: str | None = None
    anonymous: bool = False


def find(text: str, sentences: Sequence[Sentence], actors: Actors) -> tuple[Attribution, ...]:
    """The attributions of `text`, in order of the start of their content; nested ones each in their own right."""
    del text, sentences, actors
    return ()
