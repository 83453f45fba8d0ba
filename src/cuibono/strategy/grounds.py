"""What judgements rest on: claims that the case has, and words that stand in one of its documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cuibono.clipping import clipped
from cuibono.errors import Problem
from cuibono.strategy.complaints import problem
from cuibono.strategy.records import Grounded


def unfounded(
    table: str, items: Sequence[Grounded], claims: Collection[str] | None, texts: Collection[str] | None
) -> Iterator[Problem]:
    """The claims and quotes of a table's rows that the case does not have; `None` is not looked at.

    `claims` are ids, `texts` whole documents; in a quote any white space stands for any other.

    >>> row = Grounded(reason="an example", quote="paid in cash")
    >>> [str(item) for item in unfounded("costs", [row], None, ["They were paid\\nin cash."])]
    []
    >>> [item.key for item in unfounded("costs", [row], None, ["They were not."])]
    ['costs[0].quote']
    """
    documents = None if texts is None else [_spaced(text) for text in texts]
    for index, item in enumerate(items):
        for name in sorted(set(item.claims) - set(item.claims if claims is None else claims)):
            what = f"names {name!r}, which is no claim here"
            yield problem(f"{table}[{index}].claims", what, "correct the id, or take it out")
        quote = _spaced(item.quote)
        if quote and documents is not None and not any(quote in document for document in documents):
            what = f"is {clipped(quote, 60)!r}, which no source says"
            yield problem(f"{table}[{index}].quote", what, "give the exact words of a source, or take it out")


def _spaced(text: str) -> str:
    return " ".join(text.split())
