"""Spans: which words of a sentence are the statement itself: not who said it, nor what leads over to it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.reading.passages import Passage
from cuibono.reading.tags import Tag, Token

_NAMING = frozenset(
    {Tag.NAME, Tag.NOUN, Tag.DETERMINER, Tag.PRONOUN, Tag.ADJECTIVE, Tag.POSSESSIVE, Tag.ADVERB, Tag.NUMBER}
)
_LEAST = 4
"""Words that a statement has at least; a shorter rest is not cut off for its own sake."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of a passage's tokens; `denied` where the words themselves set it aside ("not X but Y")."""

    first: int
    last: int
    denied: bool = False


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("cuibono.data").joinpath("spans.toml").read_text("utf-8"))
    return {name: frozenset(value["words"].split()) for name, value in data.items()}


def statement(passage: Passage, needed: Sequence[int] = ()) -> Span:
    """The tokens of a sentence that state something, with every one of the `needed` tokens among them.

    Attributions at either end ("GM said", ", Barra said"), words that lead over ("But", "Moreover") and clauses that
    add something after the last needed word ("which …", "while …") are left out.
    """
    tokens = passage.tokens
    first, last = _after_attribution(tokens), _before_attribution(tokens)
    if needed:
        last = min(last, _before_additions(passage, max(needed)))
        first, last = min(first, *needed), max(last, max(needed) + 1)
    return trimmed(tokens, first, last)


def halves(passage: Passage) -> tuple[Span, Span] | None:
    """The two halves of "not X but Y", the first denied unless it is "not only X but Y"; `None` without one."""
    tokens = passage.tokens
    for place, token in enumerate(tokens):
        if token.word != "not" or place + 2 >= len(tokens):
            continue
        turn = _turn(tokens, place + 1)
        if turn:
            inclusive = tokens[place + 1].word in _words()["inclusive"]
            left = trimmed(tokens, place + 2 if inclusive else place, turn)
            right = trimmed(tokens, turn + 1, _before_attribution(tokens))
            if min(left.last - left.first, right.last - right.first) >= _LEAST:
                return Span(left.first, left.last, not inclusive), right
    return None


def _turn(tokens: Sequence[Token], start: int) -> int | None:
    """The "but" that answers a "not" before `start`, in the same run of words."""
    for place in range(start, min(start + 40, len(tokens))):
        if tokens[place].word in (";", ":", "."):
            return None
        if tokens[place].word == "but":
            return place
    return None


def trimmed(tokens: Sequence[Token], first: int, last: int) -> Span:
    """The range without marks at its ends, and without words at its start that lead over from what was said before."""
    while first < last and tokens[last - 1].tag is Tag.MARK and tokens[last - 1].word not in ")]":
        last -= 1
    while first < last and (tokens[first].tag is Tag.MARK or _leads_over(tokens, first, last)):
        first += 1
    return Span(first, last)


def _leads_over(tokens: Sequence[Token], first: int, last: int) -> bool:
    return last - first > _LEAST and tokens[first].word in _words()["opening"]


def _after_attribution(tokens: Sequence[Token]) -> int:
    """Where the statement begins after a dateline ("PARIS (AFP) -") or a leading "X said (that)"; 0 without one."""
    for place, token in enumerate(tokens[1:12], 1):
        if token.word in ("-", "–", "—") and tokens[place - 1].word == ")" and tokens[0].tag is Tag.NAME:
            return place + 1
    for place, token in enumerate(tokens[:10]):
        if place and token.word in _words()["reporting"] and token.tag is not Tag.NOUN:
            rest = place + 1
            while rest < len(tokens) and (tokens[rest].tag is Tag.MARK or tokens[rest].word == "that"):
                rest += 1
            follows = rest < len(tokens) and tokens[rest].tag not in (Tag.PREPOSITION, Tag.TO, Tag.RELATIVE)
            return rest if follows and len(tokens) - rest >= _LEAST else 0
        if token.tag not in _NAMING and token.word not in _words()["opening"]:
            return 0
    return 0


def _before_attribution(tokens: Sequence[Token]) -> int:
    """Where the statement ends before a trailing ", X said" or ", said X"; the number of tokens where there is none."""
    for place in range(_LEAST, len(tokens)):
        token = tokens[place]
        if token.word in _words()["reporting"] and token.tag is not Tag.NOUN:
            mark = place - 1
            while mark > 0 and place - mark <= 8 and tokens[mark].tag in _NAMING:
                mark -= 1
            if tokens[mark].tag is Tag.MARK and tokens[mark].word in ',”"' and mark >= _LEAST:
                return mark
    return len(tokens)


def _before_additions(passage: Passage, needed: int) -> int:
    """Where the first clause after the needed token begins that only adds to the statement."""
    at = passage.clause_at(needed)
    for clause in passage.clauses[at + 1 :]:
        if clause.opener in _words()["trailing"] and clause.first > needed:
            return clause.first
    return len(passage.tokens)
