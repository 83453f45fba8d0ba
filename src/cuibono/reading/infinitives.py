"""Infinitives of purpose: "came to help", but not "wanted to help" or "the right to vote"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from cuibono.reading.parses import Parse
from cuibono.reading.tags import Tag, Token
from cuibono.reading.words import stem

_STOPS = frozenset(("that", "who", "which", "and", "but", "if", "when"))
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "csubj", "acl"})
_REACH = 4
"""How many words before its infinitive a verb with an object can stand."""


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words, and their stems, that take an infinitive; verbs whose object carries one; nouns that look like verbs."""
    data = tomllib.loads(files("cuibono.data").joinpath("infinitives.toml").read_text("utf-8"))
    takers = frozenset(" ".join(data["complement"].values()).split())
    lists = (frozenset(data["control"]["verbs"].split()), frozenset(data["places"]["words"].split()))
    return takers | frozenset(map(stem, takers)), *lists


def purposes(tokens: Sequence[Token]) -> Iterator[int]:
    """The place of every "to" that begins an infinitive of purpose.

    >>> from cuibono.reading.tags import tag
    >>> list(purposes(tag("They came to help and to learn.")))
    [2, 5]
    >>> list(purposes(tag("They wanted to help, and forced him to learn.")))
    []
    """
    last = False
    for place, token in enumerate(tokens):
        if token.tag is Tag.TO and place + 1 < len(tokens):
            last = _is_purpose(tokens, place, last)
            if last:
                yield place


def parsed(tokens: Sequence[Token], parse: Parse) -> Iterator[int]:
    """As `purposes`, without those that the parse takes for the complement of a verb or noun."""
    for place in purposes(tokens):
        at = parse.at(tokens[place].start)
        marks = at is not None and parse.tokens[at].deprel == "mark"
        if at is None or not marks or parse.tokens[parse.tokens[at].head].deprel not in _COMPLEMENTS:
            yield place


def _is_purpose(tokens: Sequence[Token], place: int, last: bool) -> bool:
    before = tokens[place - 1].word if place else ""
    takers, control, places = _words()
    if before in takers or stem(before) in takers or _is_place(tokens, place + 1, places):
        return False
    if before in ("and", "or", ","):
        return last
    return before == "not" or not _has_controller(tokens, place, control)


def _is_place(tokens: Sequence[Token], place: int, places: frozenset[str]) -> bool:
    """Whether the word after "to" is a noun without an object ("came to power", "sent to prison")."""
    after = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.MARK
    return tokens[place].word in places and after in (Tag.MARK, Tag.PREPOSITION, Tag.COORDINATOR, Tag.ADVERB)


def _has_controller(tokens: Sequence[Token], place: int, control: frozenset[str]) -> bool:
    """Whether a verb with an object before `place` takes the infinitive ("asked the bank to pay")."""
    for token in reversed(tokens[max(0, place - 1 - _REACH) : max(0, place - 1)]):
        if token.tag is Tag.MARK or token.word in _STOPS:
            return False
        if token.word in control:
            return True
    return False
