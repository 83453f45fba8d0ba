"""Sentences: where they start and end in the stored text.

A line is a paragraph, except in hard-wrapped text, where a sentence runs on to the next line. Inside a paragraph a
sentence ends at a full stop, question or exclamation mark or ellipsis that no abbreviation, initial, running
quotation or lower-case continuation explains. The words for that are in `data/sentences.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import median

from cuibono.case.records import Trim
from cuibono.reading import wrapping

_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>[\"'”’)\]»]*+(?:\s?\[\d{1,3}\])*+)(?=\s|$|(?<=[a-z][.!?])[A-Z][a-z])"
)
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’()\[\]«»—–/]{1,24}$")
_NEXT = re.compile(r"\s*[\"'“‘(\[«—–-]*\s*(?P<word>[^\W_]+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})")
_ASIDE = re.compile(r"[^.,;:!?\"“”\n]{0,60}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: code-point offsets into the stored text, its 0-based line, paragraph and place in the order.

    `text[start:end]` has no white space at either end. `line` is the one it starts on.
    """

    start: int
    end: int
    line: int
    paragraph: int
    index: int


def split(text: str, trims: Sequence[Trim] = ()) -> tuple[Sentence, ...]:
    """The sentences of `text` in order, those on trimmed lines left out.

    >>> text = "U.S. forces left. Mr. Smith asked: “Why now?” Nobody knew"
    >>> [text[s.start : s.end] for s in split(text)]
    ['U.S. forces left.', 'Mr. Smith asked: “Why now?”', 'Nobody knew']
    """
    sentences: list[Sentence] = []
    for number, (opening, start, end) in enumerate(_paragraphs(text, trims)):
        line, counted = opening, start
        for first, last in _cut(text, start, end):
            line, counted = line + text.count("\n", counted, first), first
            sentences.append(Sentence(first, last, line, number, len(sentences)))
    return tuple(sentences)


def _paragraphs(text: str, trims: Sequence[Trim]) -> Iterator[tuple[int, int, int]]:
    """The number of the first line, the start and the end of every paragraph that is not trimmed."""
    trimmed = {line for trim in trims for line in range(trim.first, trim.last + 1)}
    lines = text.split("\n")
    kept = ["" if number in trimmed else line for number, line in enumerate(lines)]
    wrapped = _is_wrapped(kept)
    broken = {number for run in wrapping.paragraphs(kept) for number in run[:-1]}
    start = offset = first = 0
    open_ = False
    for number, line in enumerate(lines):
        end = offset + len(line)
        if kept[number].strip():
            if not open_:
                start, first = offset, number
            following = kept[number + 1] if number + 1 < len(kept) else ""
            open_ = number in broken or (wrapped and _runs_on(line, following))
            if not open_:
                yield first, start, end
        offset = end + 1


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether a text is broken into lines of about one width, as in mail and in the text layer of a PDF."""
    lengths = [len(line) for line in lines if line.strip()]
    return len(lengths) >= 8 and 50 <= median(lengths) <= 100 and max(lengths) <= 1.4 * median(lengths)


def _runs_on(line: str, following: str) -> bool:
    return len(line) >= 45 and bool(following.strip())


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph as spans without white space at either end."""
    begin = start
    for found in _END.finditer(text, start, end):
        if _ends(text, begin, found, end):
            yield from _stripped(text, begin, found.end())
            begin = found.end()
    yield from _stripped(text, begin, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, begin: int, found: re.Match[str], limit: int) -> bool:
    """Whether the mark `found` ends the sentence that began at `begin`."""
    following = _NEXT.match(text, found.end(), limit)
    word = following["word"] if following else None
    if word is None:
        return found["mark"] != "…" or found.end() >= limit
    if found["mark"] == ".":
        return _full_stop_ends(text, begin, found, word)
    if found["close"]:
        return not word[0].islower() and not _is_aside(text, found.end(), limit)
    return not word[0].islower() or found["mark"].strip(".…") != ""


def _full_stop_ends(text: str, begin: int, found: re.Match[str], word: str) -> bool:
    before = _WORD_BEFORE.search(text, max(begin, found.start() - 24), found.start())
    if before is None:
        return True
    if before.start() <= begin + 1 and _ENUMERATOR.fullmatch(before[0]):
        return False
    if found["close"]:
        return not word[0].islower()
    return _ends_after(before[0], word)


def _ends_after(before: str, word: str) -> bool:
    """Whether a sentence ends between `before`, which has a full stop, and `word`."""
    names, either, openers, _ = _vocabulary()
    abbreviation = before.lower()
    if abbreviation in names:
        return False
    if word[0].islower():
        return len(before) > 3 and before.isalpha() and abbreviation not in either
    if abbreviation in either or _INITIALS.fullmatch(before):
        return word.lower() in openers and (before == "I" or len(before) > 1)
    return True


def _is_aside(text: str, start: int, limit: int) -> bool:
    """Whether the words after a closed quotation only say whose it is ("“Why?” Lam asked.")."""
    aside = _ASIDE.match(text, start, limit)
    return aside is not None and any(word in _vocabulary()[3] for word in aside[0].split()[:5])


@cache
def _vocabulary() -> tuple[frozenset[str], ...]:
    data = tomllib.loads(files("cuibono.data").joinpath("sentences.toml").read_text("utf-8"))
    return tuple(frozenset(data[key].split()) for key in ("before_name", "before_any", "openers", "asides"))
