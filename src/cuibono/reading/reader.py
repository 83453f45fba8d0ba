"""A reader: whatever turns the text of a source into quoted claims."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

from cuibono.case.records import Claim, Kind, Source, Trim
from cuibono.reading import sentences, words

_SAMPLE = 20_000
"""Characters by which a text is judged to be English prose or not."""
_LEAST_FUNCTION_WORDS = 0.25
_MOST_CAPITALS = 0.4
_SHORT_LINE = 60


class Reader(Protocol):
    """Turns one source's text into claims, by rules, by a model, or by asking a server.

    `name` and its version stand in every claim that it makes ("rules-1").
    """

    name: str

    def read(self, source: Source, text: str, question: str, trims: Sequence[Trim] = ()) -> tuple[Claim, ...]:
        """The claims of `text`, in order of their start; each quote is an exact slice of `text`, none from `trims`."""
        ...


def claim_id(source: str, start: int, end: int, kind: Kind, bears_on: str | None) -> str:
    """The id of a claim: any reader gives the same to the same words taken for the same thing.

    >>> claim_id("s1", 4, 9, Kind.MOTIVE, "question")
    'c447b0df9fb2a'
    """
    about = f":{bears_on}" if kind is Kind.EVIDENCE else ""
    return f"c{sha256(f'{source}:{start}:{end}:{kind.value}{about}'.encode()).hexdigest()[:12]}"


def warnings(source: Source, text: str, trims: Sequence[Trim] = ()) -> tuple[str, ...]:
    """Why a reader of English prose is out of its depth with `text`, in plain words; empty where it is not."""
    if source.language and not source.language.lower().startswith("en"):
        return (f"is in another language than English ({source.language}); nothing was read",)
    sample = text[:_SAMPLE]
    cut = sentences.split(sample, [trim for trim in trims if trim.first <= sample.count("\n")])
    prose = " ".join(sample[s.start : s.end] for s in cut)
    listed, letters = words.words(prose), [letter for letter in prose if letter.isalpha()]
    if not listed or not letters:
        return ("has no sentences; nothing was read",)
    if sum(letter.isupper() for letter in letters) > _MOST_CAPITALS * len(letters):
        return ("is set in capitals, which hide names and sentences; nothing was read",)
    function = words.function_words()
    if sum(word in function for word in listed) < _LEAST_FUNCTION_WORDS * len(listed):
        return ("does not look like English prose (a table, a list, another language?); nothing was read",)
    if _is_verse([sample[s.start : s.end] for s in cut]):
        return ("is set in short lines without full stops (verse, a list?); nothing was read",)
    return ()


def _is_verse(lines: Sequence[str]) -> bool:
    unended = sum(len(line) < _SHORT_LINE and line[-1] not in ".!?”\"’'" for line in lines)
    return len(lines) >= 10 and unended > 0.7 * len(lines)
