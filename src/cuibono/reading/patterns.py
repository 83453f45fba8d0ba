"""Patterns: cue expressions of a vocabulary file, with choices and gaps, found in one pass over a sentence's tokens.

A pattern is written as words with blanks between them, where

- `a/b` is either word, `word*` any word that begins so, `verb+` the verb in all its forms where it is one,
- `word?` may be missing, `~3` is up to three words without punctuation, `!a/b` a next word that must not come,
- `{name}` is a list of words kept under that name in the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from cuibono.errors import UsageError
from cuibono.reading.tags import VERBAL, Tag, Token
from cuibono.reading.verbs import inflect

_MONTHS = frozenset(("may", "march", "august"))
_INDEXED = 3
"""Letters of a prefix that the index knows; a `word*` needs as many."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One place of a pattern: the words it takes, those of `verbal` only as verbs, or a gap of up to `gap` words."""

    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    gap: int = 0
    negative: bool = False
    optional: bool = False
    verbal: frozenset[str] = frozenset()

    def takes(self, token: Token) -> bool:
        if token.word in self.exact or (token.word in self.verbal and token.tag in VERBAL):
            return True
        return bool(self.prefixes) and token.word.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: its name, and the half-open range of the tokens it covers."""

    name: str
    first: int
    last: int


class Patterns:
    """A vocabulary of named patterns, indexed by their first words.

    >>> from cuibono.reading.tags import tag
    >>> book = Patterns({"purpose": ["in order not? to"], "desire": ["want+"]})
    >>> [(hit.name, hit.first, hit.last) for hit in book.find(tag("He wanted it in order to win."))]
    [('desire', 1, 2), ('purpose', 3, 6)]
    """

    def __init__(self, vocabulary: Mapping[str, Iterable[str]], parts: Mapping[str, str] | None = None) -> None:
        self._exact: dict[str, list[tuple[str, tuple[_Step, ...]]]] = {}
        self._prefix: dict[str, list[tuple[str, tuple[_Step, ...]]]] = {}
        for name, patterns in vocabulary.items():
            for pattern in patterns:
                self._add(name, pattern, tuple(_step(piece, parts or {}) for piece in pattern.split()))

    def _add(self, name: str, pattern: str, steps: tuple[_Step, ...]) -> None:
        head = steps[0]
        if head.gap or head.optional or head.negative or any(len(prefix) < _INDEXED for prefix in head.prefixes):
            raise UsageError(f"pattern {pattern!r} of {name!r} must begin with a word, or three letters and a star")
        for word in head.exact | head.verbal:
            self._exact.setdefault(word, []).append((name, steps))
        for prefix in {prefix[:_INDEXED] for prefix in head.prefixes}:
            self._prefix.setdefault(prefix, []).append((name, steps))

    def find(self, tokens: Sequence[Token]) -> Iterator[Hit]:
        """Every pattern that begins at each token, the longest reading of each name, in order."""
        for place, token in enumerate(tokens):
            if token.tag is Tag.NAME and token.word in _MONTHS:
                continue
            ends: dict[str, int] = {}
            for name, steps in (*self._exact.get(token.word, ()), *self._prefix.get(token.word[:_INDEXED], ())):
                if steps[0].takes(token):
                    ends[name] = max(ends.get(name, 0), _match(tokens, place + 1, steps, 1))
            for name, end in ends.items():
                if end:
                    yield Hit(name, place, end)


def _match(tokens: Sequence[Token], place: int, steps: Sequence[_Step], step: int) -> int:
    """Where the pattern ends if its steps from `step` on match at `place`, else 0. Gaps are short: this is linear."""
    if step == len(steps):
        return place
    want = steps[step]
    here = tokens[place] if place < len(tokens) else None
    if want.negative:
        return 0 if here and want.takes(here) else _match(tokens, place, steps, step + 1)
    if want.gap:
        return _over_gap(tokens, place, steps, step)
    end = _match(tokens, place + 1, steps, step + 1) if here and want.takes(here) else 0
    return end or (_match(tokens, place, steps, step + 1) if want.optional else 0)


def _over_gap(tokens: Sequence[Token], place: int, steps: Sequence[_Step], step: int) -> int:
    for skipped in range(place, place + steps[step].gap + 1):
        end = _match(tokens, skipped, steps, step + 1)
        if end or skipped >= len(tokens) or tokens[skipped].tag is Tag.MARK:
            return end
    return 0


def _step(piece: str, parts: Mapping[str, str]) -> _Step:
    if piece.startswith("~"):
        return _Step(gap=int(piece[1:]))
    negative, optional = piece.startswith("!"), piece.endswith("?")
    core = piece.removeprefix("!").removesuffix("?")
    listed = [parts[word.strip("{}")].split() if word.startswith("{") else [word] for word in core.split("/")]
    exact: set[str] = set()
    prefixes: list[str] = []
    verbal: set[str] = set()
    for word in chain.from_iterable(listed):
        if word.endswith("*"):
            prefixes.append(word[:-1])
        elif word.endswith("+"):
            verbal.update(inflect(word[:-1]))
        else:
            exact.add(word)
    return _Step(
        frozenset(exact), tuple(prefixes), negative=negative, optional=optional, verbal=frozenset(verbal - exact)
    )
