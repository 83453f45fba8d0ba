"""Passages: the sentences of one text as a question sees them: word classes, clauses, holders, and who is named."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuibono.reading import aliases, clauses, infinitives, retagging, tags, words
from cuibono.reading.clauses import Clause
from cuibono.reading.holders import Holder, Holders, spread
from cuibono.reading.parses import Parse, Parses
from cuibono.reading.question import Question
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import Tag, Token

_OPEN = frozenset({"why", "what", "how", "who", "where", "when", "which"})
_DUTY = frozenset({"should", "must", "ought"})

LONGEST = 4000
"""Characters; what is longer between two full stops is no sentence of prose, and is passed over."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence: its tokens, clauses, the holder of each token's clause, the tokens "to" that begin a purpose,
    content stems, whether the actor is named, and whether it says what somebody else ought to do.
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    holders: tuple[Holder, ...]
    purposes: tuple[int, ...]
    stems: frozenset[str]
    names_actor: bool
    advises: bool = False

    @property
    def subject(self) -> Holder:
        """Who the sentence as a whole is about: the first holder that there is."""
        return next((holder for holder in self.holders if holder is not Holder.NONE), Holder.NONE)

    @property
    def asks(self) -> bool:
        """Whether it is or ends in an open question ("Why did they leave?"): that asks for motives and states none."""
        if not any(token.word == "?" for token in self.tokens[-3:]):
            return False
        opens = (place for place, token in enumerate(self.tokens) if token.word in _OPEN)
        return any(place == 0 or self.tokens[place - 1].tag is Tag.MARK for place in opens)

    def clause_at(self, place: int) -> int:
        """The index of the clause that holds the token at `place`."""
        return max(0, bisect.bisect_right([clause.first for clause in self.clauses], place) - 1)


@lru_cache(maxsize=2)
def read(
    text: str, sentences: tuple[Sentence, ...], question: Question, parses: Parses | None = None
) -> tuple[Passage, ...]:
    """A passage for each of `sentences`, in order; those longer than `LONGEST` have no tokens.

    With `parses`, word classes, holders and purposes are the model's.
    """
    return tuple(_read(text, sentences, question, parses))


def _read(text: str, sentences: Sequence[Sentence], question: Question, parses: Parses | None) -> Iterator[Passage]:
    named = [start for start, _ in aliases.places(text, aliases.find(text, question))]
    every = [parses.of(sentence.start) if parses else None for sentence in sentences]
    tagged = [_tagged(text, sentence, parse) for sentence, parse in zip(sentences, every, strict=True)]
    capitals = frozenset(token.word for tokens in tagged for token in tokens[1:] if token.tag is Tag.NAME)
    followed = Holders(question, named, capitals)
    for sentence, tokens, parse in zip(sentences, tagged, every, strict=True):
        cut = clauses.split(tokens) if tokens else []
        parsed = parse if parse and parse.tokens and tokens else None
        at = bisect.bisect_left(named, sentence.start)
        held = followed.parsed(tokens, cut, parsed) if parsed else spread(followed.of(tokens, cut), cut)
        yield Passage(
            sentence,
            tokens,
            tuple(cut),
            tuple(held),
            tuple(infinitives.parsed(tokens, parsed) if parsed else infinitives.purposes(tokens)),
            frozenset(words.content(text[sentence.start : sentence.end])) if tokens else frozenset(),
            at < len(named) and named[at] < sentence.end,
            parsed is not None and _advises(tokens, held, parsed),
        )


def _advises(tokens: Sequence[Token], held: Sequence[Holder], parse: Parse) -> bool:
    """Whether the main clause says what somebody other than the actor and the speaker should do."""
    root = parse.root()
    duties = [] if root is None else [parse.tokens[place] for place in parse.children(root, "aux")]
    if not any(duty.text.lower() in _DUTY for duty in duties):
        return False
    at = next((place for place, token in enumerate(tokens) if token.start == parse.tokens[root or 0].start), None)
    return at is not None and held[at] in (Holder.OTHER, Holder.NONE, Holder.POINTER)


def _tagged(text: str, sentence: Sentence, parse: Parse | None) -> tuple[Token, ...]:
    if sentence.end - sentence.start > LONGEST:
        return ()
    tokens = tags.tag(text, sentence.start, sentence.end)
    return retagging.retagged(tokens, parse) if parse else tokens
