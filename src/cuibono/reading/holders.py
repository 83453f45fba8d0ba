"""Holders: whose clause it is: the actor's of the question, the act's, or somebody else's."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from cuibono.reading.clauses import Clause
from cuibono.reading.parses import Parse
from cuibono.reading.question import Question
from cuibono.reading.tags import FINITE, NOMINAL, Tag, Token
from cuibono.reading.words import stem

_FIRST = frozenset(("i", "we"))
_THIRD = frozenset(("he", "she", "they"))
_POINTING = frozenset(("it", "this", "that", "these", "those", "such", "both", "which"))
_INHERITING = frozenset(("who", "which", "that", "whose", "whom"))


class Holder(StrEnum):
    """What the subject of a clause is to the question."""

    ACTOR = "actor"
    ROLE = "role"
    ACT = "act"
    SPEAKER = "speaker"
    POINTER = "pointer"
    OTHER = "other"
    NONE = "none"


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("cuibono.data").joinpath("holders.toml").read_text("utf-8"))
    return {name: frozenset(value["words"].split()) for name, value in data.items()}


class Holders:
    """Follows one text sentence by sentence and says who holds each clause; pronouns go back to the last subject.

    `named` are the offsets at which the text names the actor of the question; `capitals` the words that it writes with
    a capital inside a sentence, so that a common noun at the start of one is not taken for a name.
    """

    def __init__(self, question: Question, named: Iterable[int], capitals: Container[str] = ()) -> None:
        self._capitals = capitals
        self._deeds = frozenset(question.act + question.objects)
        self._named = frozenset(named)
        self._last = Holder.NONE

    def of(self, tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[Holder]:
        """The holder of each clause of one sentence; a clause without a subject has the one before it."""
        found: list[Holder] = []
        current = Holder.NONE
        for clause in clauses:
            holder = self._of(tokens[clause.first : clause.last])
            if holder is Holder.NONE:
                holder = current
            elif clause.opener not in _INHERITING or current is Holder.NONE:
                current = holder
            found.append(holder)
        subject = next((holder for holder in found if holder is not Holder.NONE), Holder.NONE)
        if subject not in (Holder.POINTER, Holder.SPEAKER):
            self._last = subject
        return found

    def parsed(self, tokens: Sequence[Token], clauses: Sequence[Clause], parse: Parse) -> list[Holder]:
        """The holder of each token's clause by the parse; where that does not tell, as `of` says by clause."""
        last = self._last
        guessed = spread(self.of(tokens, clauses), clauses)
        self._last = last
        by_start = {token.start: token for token in tokens}
        known: dict[int, Holder | None] = {}

        def held(head: int) -> Holder | None:
            if head not in known:
                known[head] = self._of_phrase(parse, parse.subject(head), by_start, tokens[0])
            return known[head]

        found: list[Holder] = []
        for token, guess in zip(tokens, guessed, strict=True):
            place = parse.at(token.start)
            told = held(parse.clause(place)) if place is not None else None
            found.append(guess if told is None else told)
        root = parse.root()
        subject = held(root) if root is not None else None
        if subject not in (Holder.POINTER, Holder.SPEAKER):
            self._last = subject or Holder.NONE
        return found

    def _of_phrase(self, parse: Parse, subject: int | None, tokens: Mapping[int, Token], first: Token) -> Holder | None:
        """What a subject is to the question: the first of its words that is anything; `None` where that is unknown."""
        if subject is None:
            return None
        for place in parse.phrase(subject):
            token = tokens.get(parse.tokens[place].start)
            if token is None:
                continue
            holder = self._holder(token, token is first and token.word not in self._capitals)
            if holder is not Holder.NONE:
                return holder
        return None if parse.tokens[subject].upos == "PRON" else Holder.NONE

    def _of(self, tokens: Sequence[Token]) -> Holder:
        for token in _subject(tokens):
            holder = self._holder(token, token is tokens[0] and token.word not in self._capitals)
            if holder is not Holder.NONE:
                return holder
        return Holder.NONE

    def _holder(self, token: Token, common: bool) -> Holder:
        if token.start in self._named:
            return Holder.ACTOR
        if token.tag is Tag.PRONOUN:
            return self._pronoun(token.word)
        if (token.tag is Tag.NOUN or common) and (token.word in _words()["act"] or stem(token.word) in self._deeds):
            return Holder.ACT
        if token.word in _words()["role"]:
            return Holder.ROLE
        somebody = (token.tag is Tag.NAME and not common) or token.word in _words()["other"]
        return Holder.OTHER if somebody else Holder.NONE

    def _pronoun(self, word: str) -> Holder:
        if word in _FIRST:
            return Holder.SPEAKER
        if word in _THIRD and self._last is not Holder.NONE:
            return self._last
        return Holder.POINTER if word in _THIRD | _POINTING else Holder.NONE


def spread(holders: Sequence[Holder], clauses: Sequence[Clause]) -> list[Holder]:
    """The holder of each clause for each of its tokens."""
    return [holder for holder, clause in zip(holders, clauses, strict=True) for _ in range(clause.last - clause.first)]


def _subject(tokens: Sequence[Token]) -> Iterator[Token]:
    """The nominal tokens before the first finite verb, those of prepositional phrases left out.

    An auxiliary that opens the clause ("Did Norland want …") comes before its subject and is passed over.
    """
    skipping = False
    for place, token in enumerate(tokens):
        if token.tag in FINITE and (place or token.tag not in (Tag.AUXILIARY, Tag.MODAL)):
            return
        if token.tag in (Tag.PREPOSITION, Tag.TO):
            skipping = True
        elif token.tag is Tag.MARK or (place and _begins(token, tokens[place - 1])):
            skipping = False
        if token.tag in NOMINAL and not skipping:
            yield token


def _begins(token: Token, before: Token) -> bool:
    """Whether a token after a noun begins another noun phrase: "in their view | Moscow"."""
    return before.tag is Tag.NOUN and token.tag in (Tag.PRONOUN, Tag.DETERMINER, Tag.NAME)
