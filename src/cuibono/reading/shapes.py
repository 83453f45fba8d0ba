"""Shapes: lines that can be told by their form, whatever the page is about: a byline, a date, a picture credit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from cuibono.reading import datestamps
from cuibono.reading.cues import Tokens, is_closed, listed, words

SURE = {
    "rule": "a line without words",
    "number": "a number alone",
    "date": "date line",
    "byline": "byline",
    "credit": "picture caption or credit",
    "address": "file name or address",
    "bracketed": "link to another story",
}
"""The shapes that are enough to trim a line, with what the analyst is told."""

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[\w-]+_[\w-]+|\S+\.(?:jpe?g|png|gif|webp|pdf)", re.IGNORECASE
)
_GLUED = re.compile(r"[a-z]{3}[A-Z][a-z]{2}|[a-z]{2}\d{4}[A-Z]|\d[A-Z][a-z]{3}")
_DATELINE = re.compile(
    r"[A-Z][A-Z .,’'-]{2,40}(?:,\s[^—–()-]{1,40})?\s*(?:\([A-Z][^()]{1,40}\))?\s*(?:[—–]|--|\s-)\s*\S"
)
_NUMBER = re.compile(r"\b\d[\d/:.]*\b")
_LEAD = re.compile(r"\W*([A-Za-z ]{2,24}?)\s*(:|\bby\b|/)")
_LABEL = re.compile(r"\b([A-Za-z]+(?: (?:credit|by|courtesy(?: of)?))?)\s*:", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\(([^()]{2,120})\)\W*$")
_SENTENCE_BREAK = re.compile(r"[.!?][\"”’')]*\s+|\s[|–—]\s")
_CREDIT_BREAK = re.compile(r"[/|,()]|\bvia\b|\bfor\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_NAME_WORD = re.compile(r"[^\W\d_][\w.’'-]*")


def shape(text: str, tokens: Tokens, common: Set[str]) -> str:
    """The shape of a line, or "" for none; `common` are the words that its page also writes in lower case.

    >>> shape("By Ann Lee, Staff Writer", words("By Ann Lee, Staff Writer"), set())
    'byline'
    >>> shape("Ann Lee said it twice.", words("Ann Lee said it twice."), set())
    ''
    """
    return next(_shapes(text, tokens, common), "")


def _shapes(text: str, tokens: Tokens, common: Set[str]) -> Iterator[str]:
    count = len(tokens)
    if all(token[0].isdigit() for token in tokens):
        yield "number" if tokens else "rule"
    if datestamps.is_alone(text, tokens):
        yield "date"
    if count <= 30 and names_after_by(text, tokens):
        yield "byline"
    if count <= 110 and is_credit(text, tokens):
        yield "credit"
    if count <= 8 and _ADDRESS.fullmatch(text):
        yield "address"
    if count <= 12 and is_name(text, common):
        yield "name"
    if count > 2 and text[0] == "[" and text.rstrip(".")[-1] == "]":
        yield "bracketed"
    if count > 5 and text.isupper() and text[0] not in "\"“‘'" and not is_closed(text):
        yield "shout"
    if _DATELINE.match(text):
        yield "dateline"
    if count <= 8 and _GLUED.search(text) and not is_closed(text):
        yield "glued"


def names_after_by(text: str, tokens: Tokens) -> tuple[str, ...]:
    """The words after the "By" of a byline, dates left out; none where the line is not a byline."""
    stamp = next(datestamps.find(text), None)
    if stamp and stamp.start == 0:
        text = text[stamp.end :].lstrip(" ,|·-–—")
        tokens = words(text)
    length = next((size for size in (3, 2, 1) if tokens[:size] in listed("byline", "openers")), 0)
    if not length:
        return ()
    rest = [word for part in _NUMBER.sub(" ", text).split()[length:] if (word := part.strip(".,;:()|-–—"))]
    if is_closed(text) and len(rest) > 6:
        return ()
    small = [word.lower() for word in rest if not word[0].isupper() and word[0] != "@"]
    if any((word,) not in listed("byline", "small") and not datestamps.is_filler(word) for word in small):
        return ()
    return tuple(rest)


def is_name(text: str, common: Set[str]) -> bool:
    """Whether a line is a person's name and nothing else, or two with an outlet: "Ann Lee and Bo Ray Kamen Post"."""
    parts = [_NAME_WORD.findall(part) for part in text.split(" and ")]
    if len(parts) > 2 or len(parts[-1]) > (4 if len(parts) == 1 else 8) or text.isupper():
        return False
    if any(mark in text for mark in "?!:,") or any(len(part) < 2 for part in parts):
        return False
    given = all((part[0].lower(),) in listed("names", "given") for part in parts)
    return given and all(word[0].isupper() and word.lower() not in common for part in parts for word in part)


def is_credit(text: str, tokens: Tokens) -> bool:
    """Whether a line is, or ends in, the credit of a picture: "Photo: …", "(Ann Lee/Reuters)", "REUTERS/Ann Lee"."""
    labels, agencies = listed("credit", "labels"), listed("credit", "agencies")
    if tokens in agencies:
        return True
    lead = _LEAD.match(text)
    if lead and words(lead[1]) in labels and len(tokens) <= (12 if lead[2] == "by" else 45):
        return True
    tail = text[-140:]
    for label in _LABEL.finditer(tail):
        if words(label[1]) in labels and 0 < len(tail[label.end() :].split()) <= 10:
            return True
    parenthesis = _PARENTHESIS.search(tail)
    if parenthesis and _is_credited(parenthesis[1], slash_is_enough=True):
        return True
    return _is_credited(_SENTENCE_BREAK.split(tail)[-1], slash_is_enough=False)


def _is_credited(phrase: str, *, slash_is_enough: bool) -> bool:
    """Whether a few words, names only, name a picture agency (or, in brackets, two names with a slash)."""
    if not 0 < len(words(phrase)) <= 14:
        return False
    small = (word for word in _LETTERS.findall(phrase) if word[0].islower())
    if any((word,) not in _small_words() for word in small):
        return False
    pieces = [words(piece) for piece in _CREDIT_BREAK.split(phrase)]
    strong = listed("credit", "strong")
    if any(piece in strong for piece in pieces):
        return True
    if slash_is_enough and "/" in phrase:
        return True
    agencies = listed("credit", "agencies")
    return len(pieces) > 1 and any(piece in agencies or piece[:1] in strong or piece[:2] in strong for piece in pieces)


@cache
def _small_words() -> frozenset[Tokens]:
    return listed("byline", "small") | listed("credit", "small")
