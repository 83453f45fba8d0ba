"""Retagging: word classes from the model's parts of speech where the rules' neighbours mislead them.

What the rules know of a verb's form they keep; that a word is a verb, a noun or an adjective they take over.
"""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.reading.parses import Parse
from cuibono.reading.tags import VERBAL, Tag, Token
from cuibono.reading.verbs import Form, form

_SETTLED = frozenset({Tag.MODAL, Tag.AUXILIARY, Tag.MARK, Tag.NUMBER})
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "'d"})


def retagged(tokens: Sequence[Token], parse: Parse) -> tuple[Token, ...]:
    """The tokens with the classes that the model's parts of speech give those that both cut alike."""
    return tuple(token._replace(tag=_tag(token, parse)) for token in tokens)


def _tag(token: Token, parse: Parse) -> Tag:
    place = parse.at(token.start)
    if token.tag in _SETTLED or place is None or parse.tokens[place].end != token.end:
        return token.tag
    read = parse.tokens[place]
    if read.upos == "VERB" and token.tag not in VERBAL:
        return _verb(token, parse, place)
    if token.tag in VERBAL and read.upos in ("NOUN", "PROPN"):
        return Tag.NAME if read.upos == "PROPN" and read.text[0].isupper() else Tag.NOUN
    return Tag.ADJECTIVE if token.tag in VERBAL and read.upos == "ADJ" else token.tag


def _verb(token: Token, parse: Parse, place: int) -> Tag:
    if token.word.endswith("ing"):
        return Tag.ING
    auxiliaries = parse.children(place, "aux", "aux:pass")
    perfect = any(parse.tokens[child].text.lower().replace("’", "'") in _HAVE for child in auxiliaries)
    if perfect or any(parse.tokens[child].deprel == "aux:pass" for child in auxiliaries):
        return Tag.PARTICIPLE
    return Tag.PAST if Form.PAST in form(token.word) or token.word.endswith("ed") else Tag.VERB
