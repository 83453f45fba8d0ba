"""Parses: the model's reading of the sentences of one text, and what a tree says about subjects and clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cuibono.reading.sentences import Sentence

if TYPE_CHECKING:
    from cuibono.reading.model.reader import Reader
    from cuibono.reading.model.records import Name, Token

CLAUSAL = frozenset({"root", "advcl", "ccomp", "xcomp", "acl", "csubj", "parataxis"})
"""Relations, without what follows a colon, whose dependent heads a clause of its own."""

_PHRASE = frozenset({"compound", "flat", "amod", "appos", "nmod:poss"})
_RELATIVE = frozenset({"who", "which", "that"})


@dataclass(frozen=True)
class Parse:
    """One sentence: the model's tokens with their heads, and its names; offsets are those of the text."""

    tokens: tuple[Token, ...] = ()
    names: tuple[Name, ...] = ()
    _places: Mapping[int, int] = field(init=False, repr=False, compare=False)
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: list[list[int]] = [[] for _ in self.tokens]
        for place, token in enumerate(self.tokens):
            if token.head >= 0:
                children[token.head].append(place)
        object.__setattr__(self, "_places", {token.start: place for place, token in enumerate(self.tokens)})
        object.__setattr__(self, "_children", tuple(map(tuple, children)))

    def at(self, start: int) -> int | None:
        """The place of the token that begins at `start`."""
        return self._places.get(start)

    def children(self, place: int, *relations: str) -> list[int]:
        """The places of a token's dependents, in order; of the given relations only, where any are given."""
        found = self._children[place]
        return [child for child in found if not relations or self.tokens[child].deprel in relations]

    def clause(self, place: int) -> int:
        """The head of the clause that the token at `place` stands in: its verb, or what is said of a subject."""
        while (head := self.tokens[place].head) >= 0 and not self._heads_clause(place):
            place = head
        return place

    def subject(self, place: int) -> int | None:
        """Who does what the clause headed at `place` says: its own subject, or that of the clause which it hangs on."""
        for head in self._upwards(place):
            own = [child for child in self._children[head] if self.tokens[child].deprel.startswith(("nsubj", "csubj"))]
            if own:
                noun = self.tokens[head].head
                relative = self.tokens[head].deprel.startswith("acl") and noun >= 0
                return noun if relative and self.tokens[own[0]].text.lower() in _RELATIVE else own[0]
            if self.tokens[head].deprel.startswith("acl") and not self.children(head, "mark"):
                return self.tokens[head].head
        return None

    def phrase(self, place: int) -> list[int]:
        """The places of a noun, its modifiers and its owner, in order."""
        return sorted([place, *self.children(place, *_PHRASE)])

    def span(self, place: int) -> tuple[int, int]:
        """First and last (exclusive) place of the token at `place` with all that hangs on it."""
        first, last, waiting = place, place, [place]
        while waiting:
            at = waiting.pop()
            first, last = min(first, at), max(last, at)
            waiting += self._children[at]
        return first, last + 1

    def root(self) -> int | None:
        """The place of the first token that hangs on none."""
        return next((place for place, token in enumerate(self.tokens) if token.head < 0), None)

    def _heads_clause(self, place: int) -> bool:
        token = self.tokens[place]
        if token.deprel == "conj":
            return token.upos in ("VERB", "AUX")
        return token.deprel.partition(":")[0] in CLAUSAL

    def _upwards(self, place: int) -> Iterator[int]:
        """The clause's head, and the heads of the clauses above it."""
        place = self.clause(place)
        yield place
        while self.tokens[place].head >= 0:
            place = self.clause(self.tokens[place].head)
            yield place


@dataclass(frozen=True, eq=False)
class Parses:
    """The parses of the sentences of one text, by where each sentence starts."""

    starts: tuple[int, ...] = ()
    every: tuple[Parse, ...] = ()

    def of(self, start: int) -> Parse:
        """The parse of the sentence that starts at `start`; an empty one where it was not parsed."""
        at = bisect_left(self.starts, start)
        return self.every[at] if at < len(self.starts) and self.starts[at] == start else Parse()

    def names(self) -> Iterator[Name]:
        """All names, in order."""
        for parse in self.every:
            yield from parse.names


def read(text: str, sentences: Sequence[Sentence], reader: Reader) -> Parses:
    """The parses of `sentences` by the model, in windows of bounded size."""
    found = reader.read(text, [(sentence.start, sentence.end) for sentence in sentences])
    every = tuple(Parse(sentence.tokens, sentence.names) for sentence in found)
    return Parses(tuple(sentence.start for sentence in sentences), every)
