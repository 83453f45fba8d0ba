"""Phrases: lists of words and word sequences from a data file, found in a run of tokens in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found: the half-open range of tokens it covers, and the label that it stands under."""

    first: int
    last: int
    label: str


class Phrases:
    """A table of phrases under labels; at each token the longest phrase wins, and hits do not overlap.

    In the table phrases stand apart by commas or line ends. A slash gives choices for one word: "is/was".

    >>> table = Phrases({"possible": "may, it is possible", "probable": "may well"})
    >>> [(hit.label, hit.first, hit.last) for hit in table.find("they may well leave and may return".split())]
    [('probable', 1, 3), ('possible', 5, 6)]
    """

    def __init__(self, table: Mapping[str, str | Sequence[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for label, listed in table.items():
            for phrase in _listed(listed):
                self._by_first.setdefault(phrase[0], []).append((phrase, label))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))

    def find(self, words: Sequence[str]) -> Iterator[Hit]:
        """The phrases in `words` (lower case), from left to right."""
        index = 0
        while index < len(words):
            hit = self.at(words, index)
            if hit:
                yield hit
            index = hit.last if hit else index + 1

    def at(self, words: Sequence[str], index: int) -> Hit | None:
        """The longest phrase that starts at `index`, or `None`."""
        for phrase, label in self._by_first.get(words[index], ()):
            last = index + len(phrase)
            if tuple(words[index:last]) == phrase:
                return Hit(index, last, label)
        return None


def _listed(listed: str | Sequence[str]) -> Iterator[tuple[str, ...]]:
    phrases = listed.replace("\n", ",").split(",") if isinstance(listed, str) else listed
    for phrase in phrases:
        choices = [word.split("/") for word in phrase.split()]
        if choices:
            yield from _products(choices)


def _products(choices: Iterable[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    products: list[tuple[str, ...]] = [()]
    for words in choices:
        products = [(*product, word) for product in products for word in words]
    yield from products
