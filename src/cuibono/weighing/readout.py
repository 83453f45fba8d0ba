"""What a weighing says, as frozen values: the records that a `Posterior` is made of.

Probabilities are 0 to 1; weights of evidence are decibans, ten times the decimal logarithm of a likelihood ratio;
information is bits. Every record turns into plain data with `plain`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from cuibono.case.records import Record

Kind = Literal["hypothesis", "none", "did-not-happen"]
Part = Literal[
    "evidence", "origin", "source", "analyst", "rating", "prior", "reliability", "act", "game", "order", "copy", "date"
]
"""What a number is about: the kinds of things in a case that a reader can point at."""

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can hold."""


@dataclass(frozen=True, slots=True)
class Share:
    """Where one hypothesis stands.

    `low` to `high` is the 90 % range if every rating, reliability and prior is off as far as its band says (see
    `cuibono.weighing.intervals`). `prior` is the probability before the evidence; `given` is the probability if the
    act happened at all. `rank` counts from 1 and is shared by ties. Of `cells` pieces of evidence `rated` have a
    rating, `na` were judged not applicable, and `suggested` of the ratings are the machine's. `ach` is the PARC
    inconsistency score (0 is best, `None` where nothing is rated), `ach_rank` its rank. `spread` is the lowest and the
    highest of the analysts' own posteriors (see `cuibono.weighing.spread`), `None` where fewer than two people rated.
    """

    id: str
    name: str
    kind: Kind
    probability: float
    low: float
    high: float
    prior: float
    given: float
    word: str
    rank: int
    tied: bool
    rated: int
    na: int
    cells: int
    suggested: int
    ach: float | None = None
    ach_rank: int | None = None
    spread: tuple[float, float] | None = None

    @property
    def coverage(self) -> float:
        """The share of its cells that somebody judged, NA included; 1 where there is no evidence."""
        return (self.rated + self.na) / self.cells if self.cells else 1.0


@dataclass(frozen=True, slots=True)
class Weight:
    """What one thing adds to a balance, in decibans: above 0 it speaks for the target."""

    kind: Part
    id: str
    name: str
    decibans: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """How the odds of `target` against `against` came about: `baseline` plus the `rows` is the `total`, exactly.

    `against` is a rival's id, or empty for "that it is not so". `origins` divides the same evidence by origin.
    """

    target: str
    against: str
    baseline: float
    rows: tuple[Weight, ...]
    origins: tuple[Weight, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Diagnosticity:
    """How far one piece of evidence can tell hypotheses apart.

    `bits` is what learning the fact for certain would teach on average, before any evidence; `gained` is what its
    reports have taught, given all the rest; `pair` is how many decibans they move the two leading hypotheses apart.
    """

    id: str
    name: str
    bits: float
    gained: float
    pair: float


@dataclass(frozen=True, slots=True)
class Omission:
    """What the answer would be without one thing: `hypothesis` moves most, from `before` to `after`."""

    kind: Part
    id: str
    name: str
    hypothesis: str
    before: float
    after: float
    leader: str
    flips: bool

    @property
    def shift(self) -> float:
        """By how much the most moved hypothesis moves, 0 to 1."""
        return abs(self.after - self.before)


@dataclass(frozen=True, slots=True)
class Swing:
    """One number moved between its ends, and the probability of `target` at either end.

    `at_low` and `at_high` name the settings (a code, a letter, a number), `low` and `high` the target's probabilities
    there. For a rating, `id` is the evidence and `hypothesis` the other half of the cell.
    """

    kind: Part
    id: str
    name: str
    hypothesis: str
    target: str
    at_low: str
    at_high: str
    low: float
    high: float

    @property
    def span(self) -> float:
        """How far the target swings, 0 to 1."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a case: a thing left out (`to` is empty), or a rating moved to another code."""

    kind: Part
    id: str
    name: str
    hypothesis: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest set of changes of one kind that puts another hypothesis first.

    `leader` is who leads then; it is empty where no set does it. Fewer than `at_least` changes cannot do it; the set
    is known to be smallest where `exact`.
    """

    kind: Part
    changes: tuple[Change, ...]
    leader: str
    at_least: int
    exact: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something to find out next: what its answer would teach on average, and how far it would move the leader.

    `bits` is the expected information about the hypotheses, `shift` the expected change of the leader's probability.
    """

    kind: Part
    id: str
    name: str
    bits: float
    shift: float
    sentence: str


@dataclass(frozen=True, slots=True)
class OriginReadout:
    """One origin: what it feeds, and how far the evidence vouches for it.

    `prior` and `reliable` are the probabilities that it is reliable before and after the evidence. `goes_back_to` and
    `copy` say whom it may repeat and how probable that is, `copied` the same after the evidence.
    """

    id: str
    name: str
    claims: tuple[str, ...]
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    letter: str
    prior: float
    reliable: float
    goes_back_to: str = ""
    copy: float = 0.0
    copied: float = 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is. `independent` origins do not repeat another; `effective` counts uncertain ones in part."""

    sources: int
    claims: int
    origins: int
    independent: int
    effective: float
    evidence: int
    cells: int
    rated: int
    na: int
    unrated: int
    ratings: int
    machine: int
    analysts: int


def plain(value: object) -> Plain:
    """The same value as JSON can hold it: records as objects by field, tuples as lists.

    >>> plain((Weight("evidence", "e1", "Cables", 3.0),))
    [{'kind': 'evidence', 'id': 'e1', 'name': 'Cables', 'decibans': 3.0}]
    """
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Record):
        return plain(value.model_dump(mode="json", by_alias=True, exclude_none=True))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} is no part of a readout")
