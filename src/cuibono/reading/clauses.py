"""Clauses: the stretches of a sentence that have one verb of their own, with the word that opens each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuibono.reading.tags import FINITE, VERBAL, Tag, Token, tag

_BREAKS = frozenset({",", ";", ":", "—", "–", "(", ")", "[", "]", "“", "”", '"', "--", "-"})
_STARTERS = {
    "rather": ("than",),
    "instead": ("of",),
    "in": ("order", "to"),
    "so": ("as", "to"),
    "even": ("if",),
}
"""Words that open a clause together with those after them."""

_REMEMBERED = 16_384
"""Sentences whose clauses are kept, as in `tags`."""

_EITHER_WAY = frozenset({"as", "after", "before", "since", "until", "till", "once", "like", "than"})
"""Words that open a clause or only a phrase; what follows decides."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A half-open range of a sentence's tokens, and the word that opens it ("that", "because", "who", "and", "")."""

    first: int
    last: int
    opener: str = ""


def split(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of one sentence, in order; together they cover every token.

    >>> from cuibono.reading.tags import tag
    >>> tokens = tag("It is possible that they left, because the talks had failed.")
    >>> [(clause.opener, tokens[clause.first].word) for clause in split(tokens)]
    [('', 'it'), ('that', 'that'), ('because', 'because')]
    """
    starts = [0, *(index for index in range(1, len(tokens)) if _starts(tokens, index))]
    pieces = [
        Clause(first, last, _opener(tokens, first))
        for first, last in zip(starts, [*starts[1:], len(tokens)], strict=True)
        if last > first
    ]
    return _merged(tokens, pieces)


@lru_cache(maxsize=_REMEMBERED)
def parse(text: str, start: int, end: int) -> tuple[tuple[Token, ...], tuple[Clause, ...]]:
    """The tokens of the sentence `text[start:end]` and its clauses; those of the last sentences are remembered."""
    tokens = tag(text, start, end)
    return tokens, tuple(split(tokens))


def _starts(tokens: Sequence[Token], index: int) -> bool:
    token, previous = tokens[index], tokens[index - 1]
    if token.tag is Tag.MARK:
        return False
    if previous.word in _BREAKS:
        return not (previous.word in (",", "-", ":") and _tight(tokens, index - 1))
    return _opened_by_word(tokens, index) or _zero_that(tokens, index)


def _opened_by_word(tokens: Sequence[Token], index: int) -> bool:
    token, previous = tokens[index], tokens[index - 1]
    rest = _STARTERS.get(token.word)
    if rest and tuple(token.word for token in tokens[index + 1 : index + 1 + len(rest)]) == rest:
        return True
    if token.tag in (Tag.SUBORDINATOR, Tag.RELATIVE):
        if previous.tag is Tag.COORDINATOR or (token.word == "if" and previous.word == "even"):
            return not _starts(tokens, index - 1)
        return token.word not in _EITHER_WAY or _finite_ahead(tokens, index + 1)
    if token.tag is Tag.COORDINATOR:
        return _joins_clauses(tokens, index)
    negated = token.word == "not" and index + 1 < len(tokens) and tokens[index + 1].tag is Tag.TO
    return negated and previous.tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER)


def _tight(tokens: Sequence[Token], mark: int) -> bool:
    """Whether a mark has no space on either side, as in "2,000" or "well-known"."""
    before = mark > 0 and tokens[mark - 1].end == tokens[mark].start
    return before and mark + 1 < len(tokens) and tokens[mark].end == tokens[mark + 1].start


def _finite_ahead(tokens: Sequence[Token], index: int, reach: int = 8) -> bool:
    """Whether a finite verb stands within `reach` tokens, before any punctuation."""
    for token in tokens[index : index + reach]:
        if token.tag is Tag.MARK:
            return False
        if token.tag in FINITE:
            return True
    return False


def _joins_clauses(tokens: Sequence[Token], index: int) -> bool:
    """Whether a coordinator joins two predicates or clauses, not two nouns."""
    rest = tokens[index + 1 : index + 4]
    first = next((token for token in rest if token.tag not in (Tag.ADVERB, Tag.NEGATION)), None)
    if first is None or not any(token.tag in VERBAL for token in tokens[max(0, index - 30) : index]):
        return False
    if first.tag in FINITE or first.tag in (Tag.SUBORDINATOR, Tag.TO):
        return True
    if tokens[index].word == "but":
        return True
    return first.tag in (Tag.PRONOUN, Tag.DETERMINER, Tag.NAME, Tag.POSSESSIVE) and _finite_ahead(tokens, index + 2, 6)


def _zero_that(tokens: Sequence[Token], index: int) -> bool:
    """Whether a subject pronoun starts a complement clause without "that" ("he said they left")."""
    token, previous = tokens[index], tokens[index - 1]
    if token.word not in ("he", "she", "it", "they", "we", "i", "there") or token.tag is not Tag.PRONOUN:
        return False
    return previous.tag in VERBAL and previous.tag not in (Tag.MODAL, Tag.AUXILIARY) and _finite_ahead(tokens, index, 5)


def _opener(tokens: Sequence[Token], first: int) -> str:
    opener = ""
    for token in tokens[first : first + 4]:
        if token.tag in (Tag.SUBORDINATOR, Tag.RELATIVE) or token.word in ("rather", "instead"):
            return token.word
        if token.tag is Tag.COORDINATOR:
            opener = token.word
        elif token.tag not in (Tag.MARK, Tag.ADVERB, Tag.PREPOSITION):
            break
    return opener


def _merged(tokens: Sequence[Token], pieces: list[Clause]) -> list[Clause]:
    """Pieces without a verb join the clause before them, or after them at the start of the sentence."""
    clauses: list[Clause] = []
    waiting: int | None = None
    for piece in pieces:
        first = piece.first if waiting is None else waiting
        verbal = any(token.tag in VERBAL for token in tokens[piece.first : piece.last])
        if verbal or piece.opener in ("rather", "instead", "if", "unless"):
            clauses.append(Clause(first, piece.last, piece.opener if waiting is None else ""))
            waiting = None
        elif clauses:
            clauses[-1] = Clause(clauses[-1].first, piece.last, clauses[-1].opener)
        else:
            waiting = first
    if waiting is not None:
        clauses.append(Clause(waiting, pieces[-1].last))
    return clauses
