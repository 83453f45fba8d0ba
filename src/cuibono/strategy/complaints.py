"""What the checks of interests, games and options say in the same words everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from cuibono.errors import Problem
from cuibono.strategy.records import Range

FILE = "case.toml"


def problem(key: str, what: str, remedy: str) -> Problem:
    """A problem of the case file; which line it stands on is left to the reader of the file."""
    return Problem(FILE, key, what, remedy)


def listed(names: Iterable[str]) -> str:
    """Names in order, the first dozen of them.

    >>> listed({"b", "a"}), listed(())
    ('a, b', 'none')
    """
    ordered = sorted(names)
    more = f" and {len(ordered) - 12} more" if len(ordered) > 12 else ""
    return ", ".join(ordered[:12]) + more or "none"


def twice(table: str, ids: Sequence[str], field: str = "id") -> Iterator[Problem]:
    """What several rows of a table have in common that each should have alone."""
    for name, count in Counter(ids).items():
        if count > 1:
            last = len(ids) - 1 - ids[::-1].index(name)
            what = f"is {name!r}, which {count} of them have"
            yield problem(f"{table}[{last}].{field}", what, "each may have it once")


def unknown(key: str, name: str, noun: str, known: Collection[str]) -> Problem:
    """A name that leads nowhere, with those that would."""
    return problem(key, f"is {name!r}, which is no {noun} here", f"correct it, or add it; there are: {listed(known)}")


def shown(share: Range) -> str:
    """A range as it is written in the file."""
    return f"{share.low:g}" if share.low == share.high else f"[{share.low:g}, {share.high:g}]"
