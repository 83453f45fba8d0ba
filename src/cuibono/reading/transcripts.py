"""Transcripts: who speaks in a paragraph that opens with its speaker's name and a colon ("JANE DOE: We tried.")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuibono.reading.actors import Actors
from cuibono.reading.sentences import Sentence

_LABEL = re.compile(r"(?:[A-Z][\w.'’-]{1,30})(?: [A-Z][\w.'’-]{0,30}){0,4}(?=:\s)")
_LEAST = 2
"""Paragraphs that a label opens at least, where it names nobody known: "Update:" opens one."""


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's name at the start of a paragraph, and where what it labels starts; code-point offsets."""

    start: int
    end: int
    said: int


def find(text: str, sentences: Sequence[Sentence], actors: Actors) -> Mapping[int, Label]:
    """The labels of the paragraphs of a transcript by the paragraph's number; empty where fewer than two speak.

    >>> from cuibono.reading import actors, sentences
    >>> text = "ANN DOE: We tried.\\n\\nBOB ROE: You did not.\\n\\nANN DOE: We did.\\n\\nBOB ROE: No."
    >>> cut = sentences.split(text)
    >>> [text[label.start : label.end] for label in find(text, cut, actors.find(text, cut)).values()]
    ['ANN DOE', 'BOB ROE', 'ANN DOE', 'BOB ROE']
    """
    opened: dict[int, Label] = {}
    numbers: set[int] = set()
    for sentence in sentences:
        found = None if sentence.paragraph in numbers else _LABEL.match(text, sentence.start, sentence.end)
        numbers.add(sentence.paragraph)
        if found:
            opened[sentence.paragraph] = Label(found.start(), found.end(), found.end() + 2)
    often = Counter(text[label.start : label.end] for label in opened.values())
    spoken = {
        number: label
        for number, label in opened.items()
        if often[text[label.start : label.end]] >= _LEAST or _is_person(label, actors)
    }
    return spoken if len({text[label.start : label.end] for label in spoken.values()}) >= _LEAST else {}


def _is_person(label: Label, actors: Actors) -> bool:
    return any(mention.actor.type == "person" for mention in actors.within(label.start, label.end))
