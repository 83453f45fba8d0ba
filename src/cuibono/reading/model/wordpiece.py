"""WordPiece: words to the numbered pieces of the encoder's vocabulary, and the capitals that the vocabulary drops.

Uncased BERT pieces: control characters go, accents go, marks stand alone, then the longest known piece first (Devlin
et al. 2019; Wu et al. 2016). As the vocabulary is lower case, how a word was written travels beside it as a case class.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST_WORD = 100
"""Characters; a longer run of letters is unknown to the vocabulary's makers and to us."""
MOST_PIECES = 24
"""Pieces kept of one word: an address of a thousand characters must not fill the window."""
MOST_CHARACTERS = 1000
"""Characters of a word that are looked at."""
CASE_CLASSES = 5

_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


def case_class(word: str) -> int:
    """How `word` is written: 0 lower or without letters, 1 Capitalised, 2 ALL CAPITALS, 3 miXed, 4 with a digit.

    >>> [case_class(word) for word in ("pay", "Kabul", "A", "NATO", "McCain", "1980s", "—")]
    [0, 1, 1, 2, 3, 4, 0]
    """
    if any(character.isdigit() for character in word):
        return 4
    letters = "".join(character for character in word if character.isalpha())
    if not letters or letters.islower():
        return 0
    if letters.isupper():
        return 2 if len(letters) > 1 else 1
    return 1 if letters[0].isupper() and letters[1:].islower() else 3


class WordPiece:
    """The pieces of words, by a vocabulary of one piece a line (line number = id).

    >>> pieces = WordPiece(["[UNK]", "un", "##paid", "."])
    >>> pieces.encode("Unpaid."), pieces.encode("cold")
    ((1, 2, 3), (0,))
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self._ids["[UNK]"]
        self.encode = lru_cache(100_000)(self._encode)

    def __getitem__(self, piece: str) -> int:
        return self._ids[piece]

    def _encode(self, word: str) -> tuple[int, ...]:
        """The ids of `word`'s pieces, at least one and at most `MOST_PIECES`."""
        ids = [number for part in basic_parts(word[:MOST_CHARACTERS]) for number in self._longest_first(part)]
        return tuple(ids[:MOST_PIECES]) or (self.unknown,)

    def _longest_first(self, part: str) -> list[int]:
        if len(part) > LONGEST_WORD:
            return [self.unknown]
        found: list[int] = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            ends = range(len(part), start, -1)
            end = next((end for end in ends if prefix + part[start:end] in self._ids), None)
            if end is None:
                return [self.unknown]
            found.append(self._ids[prefix + part[start:end]])
            start = end
        return found


def basic_parts(word: str) -> list[str]:
    """`word` without control characters and accents, in lower case, cut at blanks and around every mark.

    >>> basic_parts("Café-Noir")
    ['cafe', '-', 'noir']
    """
    kept = "".join(" " if character.isspace() else character for character in word if not _is_dropped(character))
    plain = "".join(c for c in unicodedata.normalize("NFD", kept) if unicodedata.category(c) != "Mn").lower()
    spaced = "".join(f" {character} " if _stands_alone(character) else character for character in plain)
    return spaced.split()


def _is_dropped(character: str) -> bool:
    return character in "\0\ufffd" or (unicodedata.category(character)[0] == "C" and character not in "\t\n\r")


def _stands_alone(character: str) -> bool:
    code = ord(character)
    if code < 128:
        return character.isprintable() and not character.isalnum() and character != " "
    return unicodedata.category(character)[0] == "P" or any(low <= code <= high for low, high in _CJK)
