"""Shapes: lines that can be told by their form, whatever the page is about: a byline, a date, a picture credit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from cuibono.reading import datestamps
from cuibono.reading.cues import Tokens, is_closed, listed, words

SURE = {
    "rule": "a line without words",
    "number": "a number alone, or of a page",
    "date": "date line",
    "byline": "byline",
    "credit": "picture caption or credit",
    "address": "file name or address",
    "bracketed": "link to another story",
    "labelled": "link to another story",
    "player": "video, audio or slide-show player",
    "correction": "editor's note or correction",
    "reporter": "who contributed to the report",
}
"""The shapes that are enough to trim a line, with what the analyst is told."""

_ADDRESS = re.compile(
    r"(?:(?:https?://|www\.)\S+|\S+@\S+\.\w+|[\w-]+_[\w-]+|\S+\.(?:jpe?g|png|gif|webp|pdf))$", re.IGNORECASE
)
_GLUED = re.compile(r"[a-z]{3}[A-Z][a-z]{2}|[a-z]{2}\d{4}[A-Z]|\d[A-Z][a-z]{3}")
_DATELINE = re.compile(
    r"[A-Z][A-Z .,’'-]{2,40}(?:,\s[^—–()-]{1,40})?\s*(?:\([A-Z][^()]{1,40}\))?\s*(?:[—–]|--|\s-)\s*\S"
)
_NUMBER = re.compile(r"\b\d[\d/:.]*\b")
_LEAD = re.compile(r"\W*([A-Za-z ]{2,24}?)\s*(:|\bby\b|/)")
_LABEL = re.compile(r"\b([A-Za-z]+(?: (?:credit|by|courtesy(?: of)?))?)\s*:", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\(([^()]{2,120})\)\W*$")
_CAPTION = re.compile(
    r"(?:FILE\s*[-–—]+\s*)?In (?:this|an) (?:undated |file |handout |\d{4} |[A-Z][a-z]{2,8}\.? \d{1,2}, (?:\d{4},? )?)"
    r"(?:file )?(?:photo|photograph|image|picture|frame grab)\b"
)
_INVITATION = re.compile(r"(?:watch|listen to|hear) (?:our|the|his|her|their|this|more)\b[^.!?]*:", re.IGNORECASE)
_REPORTED = re.compile(r"(?:[A-Z][\w.’'-]* ){2,4}reported from [A-Z]")
_CORRECTED = re.compile(r"(?:correction|clarification)s?(?:,| \(| [-–—])[^:.]{0,30}:", re.IGNORECASE)
_LABELLED = re.compile(r"[^:.“\"]{2,45}:(?=[A-Z'‘’“])\S")
"""A label that nothing parts from the headline after it, as where a link ends and the next begins: "Opinion:Go now"."""
_STREAM = re.compile(r".*\bListen · \d")
_PAGE = re.compile(r"(?:(?:page\s+)?\d+\s+of\s+\d+|next page|continued on next page)$", re.IGNORECASE)
_FORMS = (
    ("number", 5, _PAGE),
    ("address", 8, _ADDRESS),
    ("correction", 90, _CORRECTED),
    ("reporter", 25, _REPORTED),
    ("player", 60, _STREAM),
)
"""Shapes that one pattern tells, with the most words that such a line has."""
_ARROWS = (">>", "»", "►", "▶", "→")
_SENTENCE_BREAK = re.compile(r"[.!?][\"”’')]*\s+|\s[|–—]\s")
_CREDIT_BREAK = re.compile(r"[/|,()]|\bvia\b|\bfor\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_AROUND = ".,;:()|/•·-–—"
"""What may stand around a word of a byline."""
_BETWEEN = ("|", "•", "·", "/")
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
    if count <= 20 and _is_signed_date(text):
        yield "date"
    if count <= 110 and is_credit(text, tokens):
        yield "credit"
    if count <= 12 and is_name(text, common):
        yield "name"
    yield from (name for name, most, pattern in _FORMS if count <= most and pattern.match(text))
    yield from _open_shapes(text, count)
    if _DATELINE.match(text):
        yield "dateline"


def _open_shapes(text: str, count: int) -> Iterator[str]:
    """The shapes that need a line of some length, or one that does not end as a sentence does."""
    if count <= 60 and _INVITATION.fullmatch(_SENTENCE_BREAK.split(text)[-1]):
        yield "player"
    if count > 2 and text[0] == "[" and text.rstrip(".")[-1] == "]":
        yield "bracketed"
    if is_closed(text):
        return
    if count <= 35 and _LABELLED.match(text):
        yield "labelled"
    if count <= 25 and text.startswith(_ARROWS):
        yield "bracketed"
    if count > 5 and text.isupper() and text[0] not in "\"“‘'":
        yield "shout"
    if count <= 8 and _GLUED.search(text):
        yield "glued"


def _is_signed_date(text: str) -> bool:
    """Whether a line is names and a date, with a bar or "Published" between them: "Ann Lee | 3 March 2019"."""
    stamp = next(datestamps.find(text), None)
    if stamp is None or is_closed(text):
        return False
    before = text[: stamp.start].rstrip()
    openers = listed("date", "published") | listed("date", "updated")
    if not before.endswith(_BETWEEN) and not any((word,) in openers for word in words(before)):
        return False
    rest = [word.strip(_AROUND) for word in _NAME_WORD.findall(before + " " + text[stamp.end :])]
    known = listed("byline", "small")
    return all(word[0].isupper() or (word,) in known or datestamps.is_filler(word) for word in rest)


def names_after_by(text: str, tokens: Tokens) -> tuple[str, ...]:
    """The words after the "By" of a byline, dates left out; none where the line is not a byline."""
    stamp = next(datestamps.find(text), None)
    if stamp and stamp.start == 0:
        text = text[stamp.end :].lstrip(" ,|·-–—")
        tokens = words(text)
    length = next((size for size in (3, 2, 1) if tokens[:size] in listed("byline", "openers")), 0)
    if not length:
        return ()
    rest = [word for part in _NUMBER.sub(" ", text).split()[length:] if (word := part.strip(_AROUND))]
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
    if tokens in agencies or _CAPTION.match(text):
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
