"""Tags: the word class of every token, from closed lists, verb forms and neighbours.

A shallow grammar, enough to find verbs, subjects and clauses: on the test part of GUM it agrees with the hand-made classes as
`benchmarks/reading.py` reports.
"""

from __future__ import annotations

import re
import tomllib
from enum import Enum, auto
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from cuibono.reading.verbs import NO_FORM, Form, form, is_listed

_TOKEN = re.compile(
    r"[^\W\d_]+n['’]t(?![^\W_])"  # doesn't
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gov|Sen|Sens|Rep|Reps|Gen|Brig|Maj|Col|Lt|Capt|Cmdr|Adm|Sgt|Cpl|St|Jr|Sr|Supt|Det)\."  # Gen.
    r"|(?:[^\W\d_]\.){2,}(?:-[^\W_]+)*"  # U.S., U.S.-led
    r"|\d+(?:[.,:/]\d+)*(?:-?[^\W\d_]+(?:-[^\W_]+)*)?"  # 2,000, 9/11, 1980s, 25-year
    r"|[^\W_]+(?:-[^\W_]+|['’](?!(?:s|re|ve|ll|d|m|t)(?![^\W_]))[^\W\d_]+)*"  # al-Qaida, O'Neil
    r"|['’](?:s|re|ve|ll|d|m)(?![^\W_])"  # 's
    r"|\S"
)
_LONGEST = 64
"""Characters of a token that are looked at; what is longer is no English word."""


class Tag(Enum):
    """The class of a token. `PAST` may also be a participle; `MARK` is punctuation; `NOUN` is all that is left."""

    MARK = auto()
    NUMBER = auto()
    MODAL = auto()
    AUXILIARY = auto()
    NEGATION = auto()
    TO = auto()
    VERB = auto()
    PAST = auto()
    PARTICIPLE = auto()
    ING = auto()
    PRONOUN = auto()
    POSSESSIVE = auto()
    DETERMINER = auto()
    PREPOSITION = auto()
    COORDINATOR = auto()
    SUBORDINATOR = auto()
    RELATIVE = auto()
    ADVERB = auto()
    ADJECTIVE = auto()
    NAME = auto()
    NOUN = auto()


FINITE = frozenset({Tag.VERB, Tag.PAST, Tag.MODAL, Tag.AUXILIARY})
VERBAL = FINITE | {Tag.PARTICIPLE, Tag.ING}
NOMINAL = frozenset({Tag.NAME, Tag.NOUN, Tag.NUMBER, Tag.PRONOUN})


class Token(NamedTuple):
    """One token: code-point offsets into the text, the word in lower case with straight apostrophes, its class."""

    start: int
    end: int
    word: str
    tag: Tag


@lru_cache(maxsize=4096)
def tag(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of one sentence, `text[start:end]`, with their classes; those of the last sentences are remembered.

    >>> [(token.word, token.tag.name) for token in tag("Moscow fears the talks may fail.")][:3]
    [('moscow', 'NAME'), ('fears', 'VERB'), ('the', 'DETERMINER')]
    """
    spans = [found.span() for found in _TOKEN.finditer(text, start, len(text) if end is None else end)]
    raw = [text[a : min(b, a + _LONGEST)].replace("’", "'") for a, b in spans]
    words = [piece.lower() for piece in raw]
    tags: list[Tag] = []
    for index in range(len(raw)):
        tags.append(_tag(raw, words, tags, index))
    return tuple(Token(a, b, word, t) for (a, b), word, t in zip(spans, words, tags, strict=True))


def _tag(raw: list[str], words: list[str], tags: list[Tag], index: int) -> Tag:
    piece, word = raw[index], words[index]
    before = _before(tags)
    if not (piece[0].isalnum() or piece[0] == "'") or piece == "'":
        return Tag.POSSESSIVE if piece == "'" and before in (Tag.NAME, Tag.NOUN) else Tag.MARK
    if piece[0].isdigit():
        return Tag.NUMBER
    if piece[0].isupper() and _is_name(raw, words, tags, index):
        return Tag.NAME
    closed = _closed().get(word)
    if closed is not None:
        return _closed_tag(closed, words, tags, index)
    shape = form(word)
    if shape is not NO_FORM:
        if word in _HEDGED and before not in (Tag.NAME, Tag.PRONOUN):
            return Tag.ADJECTIVE
        named = index + 1 < len(raw) and raw[index + 1][0].isupper()
        return _verb_tag(shape, words, tags, index, named)
    if word.endswith("ly") and len(word) > 4:
        return Tag.ADVERB
    return Tag.NOUN


def _before(tags: list[Tag], skip: frozenset[Tag] = frozenset()) -> Tag | None:
    for previous in reversed(tags[-4:]):
        if previous not in skip:
            return previous
    return None


_HEDGED = frozenset({"alleged", "purported", "supposed", "so-called"})
"""Participles that are hardly ever verbs unless a name or pronoun stands before them."""

_OPENING = frozenset({"“", '"', "«", "‘"})
_PASSED_OVER = frozenset({Tag.ADVERB, Tag.NEGATION})


def _opens(tags: list[Tag]) -> bool:
    """Whether the next token is the first word of the sentence or of a quotation."""
    return all(previous is Tag.MARK for previous in tags[-2:])


def _is_name(raw: list[str], words: list[str], tags: list[Tag], index: int) -> bool:
    word = words[index]
    if word in ("i", "i'm") or (word in _closed() and (_opens(tags) or word not in ("may", "will", "us"))):
        return False
    if not _opens(tags):
        return True
    following = raw[index + 1] if index + 1 < len(raw) else ""
    if word.endswith("ing") and is_listed(word):
        return False
    if following[:1].isupper() or following in ("'s", "'"):
        return True
    return not is_listed(word) and not word.endswith(("ly", "s"))


def _closed_tag(closed: Tag, words: list[str], tags: list[Tag], index: int) -> Tag:
    word, before = words[index], _before(tags)
    following = words[index + 1] if index + 1 < len(words) else ""
    if word == "to":
        return Tag.TO if _infinitive_follows(words, index) else Tag.PREPOSITION
    if word == "that":
        return _that(words, tags, index)
    if word == "'s":
        return Tag.AUXILIARY if before in (Tag.PRONOUN, Tag.RELATIVE, Tag.SUBORDINATOR) else Tag.POSSESSIVE
    if word == "her":
        return Tag.POSSESSIVE if following.isalpha() and following not in _closed() else Tag.PRONOUN
    if closed is Tag.MODAL and before in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.ADJECTIVE):
        return Tag.NOUN
    if closed is Tag.DETERMINER and word in (
        "this",
        "these",
        "those",
        "all",
        "both",
        "some",
        "many",
        "most",
        "each",
        "few",
    ):
        pronoun = (following in _closed() and _closed()[following] in VERBAL) or not following.isalnum()
        return Tag.PRONOUN if pronoun else Tag.DETERMINER
    return closed


def _infinitive_follows(words: list[str], index: int) -> bool:
    for word in words[index + 1 : index + 4]:
        if word in ("be", "have", "do", "get") or Form.BASE in form(word):
            return True
        if not (word.endswith("ly") or word in ("not", "further", "better", "even", "just", "simply", "also")):
            return False
    return False


def _that(words: list[str], tags: list[Tag], index: int) -> Tag:
    before = _before(tags)
    following = words[index + 1] if index + 1 < len(words) else ""
    if before in (None, Tag.PREPOSITION, Tag.COORDINATOR) or not following.isalnum():
        acts = _closed().get(following) in VERBAL or Form.PRESENT in form(following)
        return Tag.PRONOUN if acts else Tag.DETERMINER
    verb_next = _closed().get(following) in VERBAL or Form.PRESENT in form(following) or Form.PAST in form(following)
    if before in (Tag.NOUN, Tag.NAME, Tag.MARK) and verb_next:
        return Tag.RELATIVE
    return Tag.SUBORDINATOR


def _verb_tag(shape: Form, words: list[str], tags: list[Tag], index: int, named: bool) -> Tag:
    """The class of a word of verb form; `named` that a capital follows it."""
    before = _before(tags, _PASSED_OVER)
    after = _class_after(words, index)
    if before in (Tag.TO, Tag.MODAL):
        return Tag.VERB if Form.BASE in shape else _reduced(shape)
    if before is Tag.AUXILIARY:
        if shape & (Form.PARTICIPLE | Form.ING):
            return Tag.PARTICIPLE if Form.PARTICIPLE in shape else Tag.ING
        return Tag.VERB if Form.BASE in shape and Form.OFTEN_NOUN not in shape else Tag.NOUN
    if before in (Tag.DETERMINER, Tag.POSSESSIVE, Tag.ADJECTIVE, Tag.NUMBER):
        return Tag.ADJECTIVE if shape & (Form.PAST | Form.PARTICIPLE | Form.ING) and after is None else Tag.NOUN
    if Form.ING in shape:
        return Tag.ING
    if shape & (Form.PAST | Form.PARTICIPLE):
        if before is Tag.PREPOSITION:
            return Tag.ADJECTIVE
        return Tag.PAST if Form.PAST in shape else Tag.PARTICIPLE
    if before is Tag.PREPOSITION:
        return Tag.NOUN
    if Form.OFTEN_NOUN in shape:
        plural = words[index - 1].endswith("s") and not words[index - 1].endswith("ss")
        quoted = any(word in _OPENING for word in words[index + 1 : index + 3])
        if named or (after is Tag.TO and _infinitive_follows(words, index + 1)):
            after = Tag.NAME
        acts = _noun_acts(shape, before, after, tags, plural, quoted)
        return Tag.VERB if acts else Tag.NOUN
    return Tag.VERB


def _reduced(shape: Form) -> Tag:
    if Form.ING in shape:
        return Tag.ING
    return Tag.PARTICIPLE if Form.PARTICIPLE in shape else Tag.NOUN


def _class_after(words: list[str], index: int) -> Tag | None:
    """The closed class of the next word; `None` for an open word, `MARK` for punctuation and the end."""
    if index + 1 >= len(words) or not words[index + 1][0].isalnum():
        return Tag.MARK
    return _closed().get(words[index + 1])


_OBJECT_AHEAD = frozenset(
    {Tag.DETERMINER, Tag.POSSESSIVE, Tag.PRONOUN, Tag.SUBORDINATOR, Tag.RELATIVE, Tag.ADVERB, Tag.NEGATION, Tag.NAME}
)


def _noun_acts(shape: Form, before: Tag | None, after: Tag | None, tags: list[Tag], plural: bool, quoted: bool) -> bool:
    """Whether a word that is a noun as often as a verb is a verb here.

    `plural` says that a word in -s stands before it, `quoted` that a quotation opens after it.
    """
    if before in (Tag.PRONOUN, Tag.RELATIVE):
        return True
    if before is Tag.NAME and after is Tag.MARK and Form.PRESENT in shape:
        return quoted
    if before in (Tag.NAME, Tag.NOUN):
        return after in _OBJECT_AHEAD and (Form.PRESENT in shape or plural)
    return before in (Tag.MARK, Tag.COORDINATOR) and after in _OBJECT_AHEAD and any(t in FINITE for t in tags[-40:])


@cache
def _closed() -> MappingProxyType[str, Tag]:
    data = tomllib.loads(files("cuibono.data").joinpath("verbs.toml").read_text("utf-8"))["closed"]
    table: dict[str, Tag] = {}
    for key in (
        "adverb",
        "determiner",
        "preposition",
        "pronoun",
        "relative",
        "subordinator",
        "coordinator",
        "possessive",
        "negation",
        "auxiliary",
        "modal",
    ):
        for word in data[key].split():
            table[word] = Tag[key.upper()]
    table["to"] = Tag.TO
    return MappingProxyType(table)
