"""What the checks of interests, games and options say in the same words everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from cuibono.errors import Problem
from cuibono.strategy.records import Range

FILE = "case.toml"


def problem(key: str, what: str, remedy: str) -> Problem:
    return Problem(FILE, key, what, remedy)


def listed(names: Iterable[str]) -> str:
    shown = sorted(names)
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "") or "none"


def twice(table: str, ids: Sequence[str]) -> Iterator[Problem]:
    for name, count in Counter(ids).items():
        if count > 1:
            last = len(ids) - 1 - ids[::-1].index(name)
            yield problem(f"{table}[{last}].id", f"is {name!r}, which {count} of them have", "give each its own id")


def unknown(key: str, name: str, noun: str, known: Collection[str]) -> Problem:
    return problem(key, f"is {name!r}, which is no {noun} here", f"correct it, or add it; there are: {listed(known)}")


def shown(share: Range) -> str:
    return f"{share.low:g}" if share.low == share.high else f"[{share.low:g}, {share.high:g}]"
