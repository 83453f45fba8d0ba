"""Passages: the sentences of one text as a question sees them: word classes, clauses, holders, and who is named."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuibono.reading import aliases, clauses, tags, words
from cuibono.reading.clauses import Clause
from cuibono.reading.holders import Holder, Holders
from cuibono.reading.question import Question
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import Tag, Token

LONGEST = 4000
"""Characters; what is longer between two full stops is no sentence of prose, and is passed over."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence: its tokens, its clauses with the holder of each, content stems, and whether the actor is named."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    holders: tuple[Holder, ...]
    stems: frozenset[str]
    names_actor: bool

    @property
    def subject(self) -> Holder:
        """Who the sentence as a whole is about: the first holder that there is."""
        return next((holder for holder in self.holders if holder is not Holder.NONE), Holder.NONE)

    def clause_at(self, place: int) -> int:
        """The index of the clause that holds the token at `place`."""
        return max(0, bisect.bisect_right([clause.first for clause in self.clauses], place) - 1)


@lru_cache(maxsize=2)
def read(text: str, sentences: tuple[Sentence, ...], question: Question) -> tuple[Passage, ...]:
    """A passage for each of `sentences`, in order; those longer than `LONGEST` have no tokens."""
    return tuple(_read(text, sentences, question))


def _read(text: str, sentences: Sequence[Sentence], question: Question) -> Iterator[Passage]:
    named = [start for start, _ in aliases.places(text, aliases.find(text, question))]
    tagged = [tags.tag(text, s.start, s.end) if s.end - s.start <= LONGEST else [] for s in sentences]
    capitals = frozenset(token.word for tokens in tagged for token in tokens[1:] if token.tag is Tag.NAME)
    followed = Holders(question, named, capitals)
    for sentence, tokens in zip(sentences, tagged, strict=True):
        cut = clauses.split(tokens) if tokens else []
        at = bisect.bisect_left(named, sentence.start)
        yield Passage(
            sentence,
            tuple(tokens),
            tuple(cut),
            tuple(followed.of(tokens, cut)),
            frozenset(words.content(text[sentence.start : sentence.end])) if tokens else frozenset(),
            at < len(named) and named[at] < sentence.end,
        )
