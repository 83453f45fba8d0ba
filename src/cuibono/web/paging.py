"""Paging: a part of a long list at a time, so that ten thousand rows stay as quick as ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` (from 1) of `pages`; `first` and `last` count its items among all `total`, from 1."""

    number: int
    pages: int
    first: int
    last: int
    total: int

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)


def paged(
    items: Sequence[V], query: Mapping[str, str], size: int = 100, name: str = "page"
) -> tuple[Sequence[V], Page]:
    """The items of the page that the query names, the nearest where there is no such page, and which page that is.

    >>> paged("abcde", {"page": "2"}, size=2)
    ('cd', Page(number=2, pages=3, first=3, last=4, total=5))
    """
    pages = max(1, -(-len(items) // size))
    number = min(max(whole(query.get(name, ""), 1), 1), pages)
    start = (number - 1) * size
    shown = items[start : start + size]
    return shown, Page(number, pages, min(start + 1, len(items)), start + len(shown), len(items))


def whole(text: str, otherwise: int) -> int:
    """The whole number that the text is, of up to nine digits; `otherwise` where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
