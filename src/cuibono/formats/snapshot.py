"""The snapshot: a case as it leaves the tool, and what a format made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import NamedTuple
from uuid import UUID, uuid5

from cuibono.case.ids import is_ulid, time_of
from cuibono.case.records import MACHINE, NONE, NOT_HAPPENED, Rating, State
from cuibono.weighing.readout import Share
from cuibono.weighing.shares import NAMES

NAMESPACE = UUID("6f0d4d26-5f8b-5f5e-9d38-3c1c6f2a9b10")
"""The namespace of the ids that are made from a case's question and the ids in it (RFC 9562, version 5)."""

_NEVER = date(1970, 1, 1)


class Written(NamedTuple):
    """The bytes of a file, and what of the case it could not hold, in sentences."""

    data: bytes
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A case at one moment: its state, the texts that its quotes point into, and where its hypotheses stand.

    `shares` is empty where the case could not be weighed.
    """

    state: State
    texts: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()

    @cached_property
    def names(self) -> dict[str, str]:
        """What each hypothesis is called, by id, in the case's order; "none of these" and its like where rated."""
        named = {item.id: item.name for item in self.state.hypotheses}
        rated = {rating.hypothesis for rating in self.state.ratings}
        return named | {id: NAMES[id] for id in (NONE, NOT_HAPPENED) if id in rated}

    @cached_property
    def cells(self) -> dict[tuple[str, str], tuple[Rating, ...]]:
        """The ratings by evidence and hypothesis, people's in the order of their names, the machine's last."""
        found: dict[tuple[str, str], list[Rating]] = {}
        for rating in sorted(self.state.ratings, key=lambda rating: (rating.analyst == MACHINE, rating.analyst)):
            found.setdefault((rating.evidence, rating.hypothesis), []).append(rating)
        return {cell: tuple(ratings) for cell, ratings in found.items()}

    @cached_property
    def standing(self) -> dict[str, Share]:
        """Where each hypothesis stands, by id."""
        return {share.id: share for share in self.shares}

    @cached_property
    def moment(self) -> datetime:
        """When the case last changed as far as its files say: the last act, else the latest date of a source."""
        if is_ulid(self.state.head):
            return time_of(self.state.head)
        dates = [day for item in self.state.sources for day in (item.published, item.retrieved) if day is not None]
        return datetime.combine(max(dates, default=_NEVER), time(), UTC)

    @cached_property
    def home(self) -> UUID:
        """The namespace of the case's own ids: they stay the same while its question does."""
        return uuid5(NAMESPACE, self.state.question)

    def uuid(self, noun: str, id: str) -> UUID:
        """The UUID of one thing in the case.

        >>> one, two = (Snapshot(State(question="Why?")) for _ in range(2))
        >>> one.uuid("claim", "c1") == two.uuid("claim", "c1") != one.uuid("claim", "c2")
        True
        """
        return uuid5(self.home, f"{noun}/{id}")


def value_of(rating: Rating) -> str | float:
    """A rating's code, or its likelihood."""
    if rating.code is not None:
        return rating.code.value
    assert rating.likelihood is not None  # noqa: S101 - a rating has one or the other
    return rating.likelihood
