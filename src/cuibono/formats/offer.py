"""The offer: what a file has for a case, in the case's own nouns, and what of it could not be taken.

Things refer to each other by keys that are the file's own; a plan finds or makes the ids that they get in the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose
from typing import NamedTuple

from cuibono.case.records import Code
from cuibono.errors import Problem


class OfferedHypothesis(NamedTuple):
    """A hypothesis; `id` is one that the file gives it, where it does."""

    key: str
    name: str
    id: str = ""
    prior: float | None = None
    group: str = ""
    note: str = ""
    place: str = ""


class OfferedEvidence(NamedTuple):
    """A piece of evidence; `happened` in ISO 8601, `relevance` 0 to 1."""

    key: str
    name: str
    id: str = ""
    note: str = ""
    relevance: float = 1.0
    happened: str = ""
    place: str = ""


class OfferedRating(NamedTuple):
    """One cell; `analyst` is who rated it according to the file, empty where it does not say."""

    evidence: str
    hypothesis: str
    value: Code | float
    analyst: str = ""
    why: str = ""
    place: str = ""


class OfferedSource(NamedTuple):
    """The metadata of a document, under CSL's names; `id` and `sha256` help to find it among the case's sources."""

    id: str
    fields: Mapping[str, str]
    sha256: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that a file has. `reading` says how it was understood, line by line, for people to check.

    `left_out` is what could not be taken, with its place and what to do about it.
    """

    file: str
    format: str
    question: str = ""
    hypotheses: tuple[OfferedHypothesis, ...] = ()
    evidence: tuple[OfferedEvidence, ...] = ()
    ratings: tuple[OfferedRating, ...] = ()
    sources: tuple[OfferedSource, ...] = ()
    reading: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()


def same(one: Code | float, other: Code | float) -> bool:
    """Whether two values of a cell are one and the same; workbooks keep 16 digits of a likelihood."""
    if isinstance(one, Code) or isinstance(other, Code):
        return one == other
    return isclose(one, other, rel_tol=1e-12)
