"""An utterance: one sentence as tokens and clauses, and the stretches of it that can be a content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.reading.clauses import Clause
from cuibono.reading.nounphrases import Range
from cuibono.reading.tags import FINITE, Tag, Token

QUOTES = frozenset({"“", "”", '"', "«", "»", "‘", "’"})
PAUSES = QUOTES | {",", "—", "–", "-", "?", "!", "--"}
"""Marks between a content and the words that say whose it is."""

_EDGES = PAUSES | {".", ";", ":", "(", ")", "…"}
_ENDS_OBJECT = frozenset(
    {"but", "while", "although", "though", "whereas", "which", "who", "because", "so", "as", "and", "when"}
)
_ADVERBIAL = frozenset(
    {"as", "while", "although", "though", "when", "because", "after", "since", "even", "before", "whereas", "once"}
)
FAR = 12
"""Tokens after a cue within which its "that" or its clause must begin."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence; `speaker` is the source of the last verb of saying in it before the cue at hand."""

    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    speaker: Range | None = None

    def word(self, index: int) -> str:
        """The word at `index`; empty beyond either end."""
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    def speaks_within(self, index: int, reach: int = FAR) -> bool:
        """Whether a finite verb stands within `reach` tokens, before a semicolon or colon."""
        for token in self.tokens[index : index + reach]:
            if token.tag in FINITE:
                return True
            if token.word in (";", ":"):
                return False
        return False

    def to_mark(self, index: int) -> int:
        """How many tokens, at most `FAR`, stand before the next punctuation mark."""
        ahead = self.tokens[index : index + FAR]
        return next((k for k, token in enumerate(ahead) if token.tag is Tag.MARK), len(ahead))

    def after_comma(self, index: int) -> Range | None:
        """What follows the next comma, up to the end of the sentence."""
        comma = next((k for k in range(index, len(self.tokens)) if self.tokens[k].word == ","), None)
        return None if comma is None else self.trimmed(comma, len(self.tokens))

    def up_to(self, end: int) -> Range | None:
        """What stands before `end`, from the last semicolon or the start of the sentence."""
        first = next((k + 1 for k in range(end - 2, -1, -1) if self.tokens[k].word == ";"), 0)
        return self.trimmed(first, end)

    def trimmed(self, first: int, last: int) -> Range | None:
        """The range without punctuation at its edges; `None` if nothing is left."""
        while first < last and self.tokens[first].tag is Tag.MARK:
            first += 1
        while last > first and self.tokens[last - 1].word in _EDGES:
            last -= 1
        return (first, last) if last > first else None

    def object_end(self, start: int) -> int:
        """The end of the clause at `start`, complements and infinitives included."""
        at = next((k for k, clause in enumerate(self.clauses) if clause.first <= start < clause.last), -1)
        end = self.clauses[at].last
        for clause in self.clauses[at + 1 :] if at >= 0 else ():
            marked = self.tokens[clause.first - 1].tag is Tag.MARK
            if clause.opener in _ENDS_OBJECT or (marked and end - start >= 3):
                break
            end = clause.last
        return end

    def is_adverbial(self, index: int) -> bool:
        """Whether the clause at `index` only says when, why or although what."""
        opener = next((clause.opener for clause in self.clauses if clause.first <= index < clause.last), "")
        return opener in _ADVERBIAL or self.word(index) in _ADVERBIAL
