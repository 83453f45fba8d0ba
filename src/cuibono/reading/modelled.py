"""The default reader: the rules over the grammar that the language model reads, instead of over neighbouring words.

What the model is better at it decides (which clause a word stands in, whose it is, whether an infinitive says a
purpose, what is a name); what the rules are better at stays with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from cuibono.case.records import Claim, Source, Trim
from cuibono.reading import parses, rules
from cuibono.reading.model import Answered, Answers, Embedder, Reader
from cuibono.reading.reader import warnings
from cuibono.reading.sentences import Sentence

PARTS = 1
"""Parts of a text that the model reads, a long report; the rules alone read what follows, lest a book take minutes."""


class ModelReader:
    """Reads with the language model that ships: the same text gives the same claims on one kind of machine.

    `weights` names another folder of weights. Raises `NotFoundError` at the first text where weights or onnxruntime
    are absent.
    """

    name = "cuibono-1"

    def __init__(self, weights: str | Path | None = None, *, threads: int = 1) -> None:
        self._weights, self._threads = weights, threads

    @cached_property
    def _model(self) -> Reader:
        return Reader(self._weights, threads=self._threads)

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._weights, threads=self._threads)

    @cached_property
    def embedder(self) -> Embedder:
        """Places statements among meanings, so that one motive is known in different documents."""
        return Embedder(self._weights, threads=self._threads)

    def read(self, source: Source, text: str, question: str, trims: Sequence[Trim] = ()) -> tuple[Claim, ...]:
        """The claims of `text`, in order of their start; each quote is an exact slice of `text`, none from `trims`.

        A text that `reader.warnings` finds to be no English prose has no claims.
        """
        if warnings(source, text, trims):
            return ()
        claims: list[Claim] = []
        for number, part in enumerate(rules.parts(rules.prose(text, trims))):
            read = parses.read(text, part, self._model) if number < PARTS else None
            told = self._answered(text, part, question) if number < PARTS else None
            claims += rules.Reading(source, text, part, self.name, read, told).claims(question)
        return tuple(claims)

    def _answered(self, text: str, part: Sequence[Sentence], question: str) -> Answered:
        return self._answers.read(question, [text[sentence.start : sentence.end] for sentence in part])
