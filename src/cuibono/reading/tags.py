"""Tags: the word class of every token, from closed lists, verb forms and neighbours.

A shallow grammar, enough to find verbs, subjects and clauses; `benchmarks/reading.py` says how often its verbs are
the verbs of hand-tagged text.
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
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gov|Sens?|Reps?|Gen|Brig|Maj|Col|Lt|Capt|Cmdr|Adm|Sgt|Cpl|St|Jr|Sr|Supt|Det)\."
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


_REMEMBERED = 16_384
"""Sentences, a text of some two million characters: several passes go over a text, and need not tag it each."""

_PASSED_OVER = frozenset({Tag.ADVERB, Tag.NEGATION})
_PHRASE_OPENERS = frozenset({Tag.DETERMINER, Tag.POSSESSIVE, Tag.ADJECTIVE, Tag.NUMBER})
_OBJECT_AHEAD = frozenset(
    {Tag.DETERMINER, Tag.POSSESSIVE, Tag.PRONOUN, Tag.SUBORDINATOR, Tag.RELATIVE, Tag.ADVERB, Tag.NEGATION, Tag.NAME}
)
"""What stands after a verb and hardly ever after a noun."""

_OPENING = frozenset({"“", '"', "«", "‘"})
_HEDGED = frozenset({"alleged", "purported", "supposed", "so-called"})
"""Participles that are hardly ever verbs unless a name or pronoun stands before them."""

_POINTING = frozenset({"this", "these", "those", "all", "both", "some", "many", "most", "each", "few"})
_SPLITTING = frozenset({"not", "further", "better", "even", "just", "simply", "also"})
"""Words between "to" and its verb."""


@lru_cache(maxsize=_REMEMBERED)
def tag(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of one sentence, `text[start:end]`, with their classes; those of the last sentences are remembered.

    >>> [(token.word, token.tag.name) for token in tag("Moscow fears the talks may fail.")][:3]
    [('moscow', 'NAME'), ('fears', 'VERB'), ('the', 'DETERMINER')]
    """
    spans = [found.span() for found in _TOKEN.finditer(text, start, len(text) if end is None else end)]
    raw = [text[a : min(b, a + _LONGEST)].replace("’", "'") for a, b in spans]
    words = [piece.lower() for piece in raw]
    tags = _Tagger(raw, words).tags()
    return tuple(Token(a, b, word, t) for (a, b), word, t in zip(spans, words, tags, strict=True))


class _Tagger:
    """Tags one sentence from left to right; what is already tagged helps with what follows."""

    def __init__(self, raw: list[str], words: list[str]) -> None:
        self._raw, self._words = raw, words
        self._tags: list[Tag] = []

    def tags(self) -> list[Tag]:
        """The class of every token."""
        for index in range(len(self._words)):
            self._tags.append(self._by_shape(index) or self._closed(index) or self._open(index))
        return self._tags

    def _before(self, skip: frozenset[Tag] = frozenset()) -> Tag | None:
        return next((previous for previous in reversed(self._tags[-4:]) if previous not in skip), None)

    def _after(self, index: int) -> Tag | None:
        """The closed class of the next word; `None` for an open word, `MARK` for punctuation and the end."""
        following = self._word(index + 1)
        return _closed_classes().get(following) if following[:1].isalnum() else Tag.MARK

    def _word(self, index: int) -> str:
        return self._words[index] if index < len(self._words) else ""

    def _opens(self) -> bool:
        """Whether the next token is the first word of the sentence or of a quotation."""
        return all(previous is Tag.MARK for previous in self._tags[-2:])

    # ---- marks, numbers and names ----------------------------------------------------------------------------------

    def _by_shape(self, index: int) -> Tag | None:
        piece = self._raw[index]
        if piece == "'" and self._before() in (Tag.NAME, Tag.NOUN):
            return Tag.POSSESSIVE
        if piece == "'" or not (piece[0].isalnum() or piece[0] == "'"):
            return Tag.MARK
        if piece[0].isdigit():
            return Tag.NUMBER
        return Tag.NAME if piece[0].isupper() and self._is_name(index) else None

    def _is_name(self, index: int) -> bool:
        word, opens = self._words[index], self._opens()
        following = self._raw[index + 1] if index + 1 < len(self._raw) else ""
        if len(word) > 1 and self._raw[index].isupper() and not following.isupper():
            return True  # an acronym, even if it reads like a small word: "WHO"
        if word == "i" or (word in _closed_classes() and (opens or word not in ("may", "will", "us"))):
            return False
        if not opens:
            return True
        if word.endswith("ing") and is_listed(word):
            return False
        followed = following[:1].isupper() or following in ("'s", "'")
        return followed or not (is_listed(word) or word.endswith(("ly", "s")))

    # ---- closed classes --------------------------------------------------------------------------------------------

    def _closed(self, index: int) -> Tag | None:
        word = self._words[index]
        listed = _closed_classes().get(word)
        if word == "to":
            return Tag.TO if self._infinitive_follows(index) else Tag.PREPOSITION
        if word == "that":
            return self._that(index)
        if word == "'s":
            clitic = self._before() in (Tag.PRONOUN, Tag.RELATIVE, Tag.SUBORDINATOR)
            return Tag.AUXILIARY if clitic else Tag.POSSESSIVE
        if word == "her":
            return Tag.POSSESSIVE if self._after(index) is None else Tag.PRONOUN
        if listed is Tag.MODAL and self._before() in _PHRASE_OPENERS:
            return Tag.NOUN
        return self._pointing(index) if word in _POINTING else listed

    def _pointing(self, index: int) -> Tag:
        after = self._after(index)
        return Tag.PRONOUN if after in VERBAL or after is Tag.MARK else Tag.DETERMINER

    def _infinitive_follows(self, index: int) -> bool:
        for word in self._words[index + 1 : index + 4]:
            if word in ("be", "have", "do", "get") or Form.BASE in form(word):
                return True
            if not (word.endswith("ly") or word in _SPLITTING):
                return False
        return False

    def _that(self, index: int) -> Tag:
        before, following = self._before(), form(self._word(index + 1))
        acts = self._after(index) in VERBAL or Form.PRESENT in following
        if before in (None, Tag.PREPOSITION, Tag.COORDINATOR) or self._after(index) is Tag.MARK:
            return Tag.PRONOUN if acts else Tag.DETERMINER
        relative = before in (Tag.NOUN, Tag.NAME, Tag.MARK) and (acts or Form.PAST in following)
        return Tag.RELATIVE if relative else Tag.SUBORDINATOR

    # ---- verbs and the rest ----------------------------------------------------------------------------------------

    def _open(self, index: int) -> Tag:
        word = self._words[index]
        shape = form(word)
        if shape is NO_FORM:
            return Tag.ADVERB if word.endswith("ly") and len(word) > 4 else Tag.NOUN
        if word in _HEDGED and self._before() not in (Tag.NAME, Tag.PRONOUN):
            return Tag.ADJECTIVE
        before = self._before(_PASSED_OVER)
        if before in (Tag.TO, Tag.MODAL, Tag.AUXILIARY):
            return _in_group(shape, before)
        if before in _PHRASE_OPENERS:
            participle = bool(shape & (Form.PAST | Form.PARTICIPLE | Form.ING))
            return Tag.ADJECTIVE if participle and self._after(index) is None else Tag.NOUN
        return self._free(shape, before, index)

    def _free(self, shape: Form, before: Tag | None, index: int) -> Tag:
        """The class of a word of verb form that no verb group or noun phrase claims."""
        if Form.ING in shape:
            return Tag.ING
        if shape & (Form.PAST | Form.PARTICIPLE):
            if before is Tag.PREPOSITION:
                return Tag.ADJECTIVE
            return Tag.PAST if Form.PAST in shape else Tag.PARTICIPLE
        if before is Tag.PREPOSITION or (Form.OFTEN_NOUN in shape and not self._acts(shape, before, index)):
            return Tag.NOUN
        return Tag.VERB

    def _acts(self, shape: Form, before: Tag | None, index: int) -> bool:
        """Whether a word that is a noun as often as a verb is a verb here."""
        after = self._after(index)
        named = index + 1 < len(self._raw) and self._raw[index + 1][0].isupper()
        if named or (after is Tag.TO and self._infinitive_follows(index + 1)):
            after = Tag.NAME
        if before in (Tag.PRONOUN, Tag.RELATIVE):
            return True
        if before is Tag.NAME and after is Tag.MARK and Form.PRESENT in shape:
            return any(word in _OPENING for word in self._words[index + 1 : index + 3])
        if before in (Tag.NAME, Tag.NOUN):
            plural = self._words[index - 1].endswith("s") and not self._words[index - 1].endswith("ss")
            return after in _OBJECT_AHEAD and (Form.PRESENT in shape or plural)
        joined = before in (Tag.MARK, Tag.COORDINATOR) and after in _OBJECT_AHEAD
        return joined and any(previous in FINITE for previous in self._tags[-40:])


def _in_group(shape: Form, before: Tag) -> Tag:
    """The class of a word of verb form after "to", a modal or an auxiliary."""
    if Form.BASE in shape and before is not Tag.AUXILIARY:
        return Tag.VERB
    if Form.PARTICIPLE in shape:
        return Tag.PARTICIPLE
    if Form.ING in shape:
        return Tag.ING
    return Tag.VERB if Form.BASE in shape and Form.OFTEN_NOUN not in shape else Tag.NOUN


@cache
def _closed_classes() -> MappingProxyType[str, Tag]:
    """The class of every listed function word; where two lists have it, that of the later."""
    data = tomllib.loads(files("cuibono.data").joinpath("verbs.toml").read_text("utf-8"))["closed"]
    table = {word: Tag[name.upper()] for name, listed in data.items() for word in listed.split()}
    return MappingProxyType({**table, "to": Tag.TO})
