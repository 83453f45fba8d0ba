"""Readings: how each source was read last, by which reader, what was refused, or why it failed.

They stand in `readings.jsonl`, one line a source; machine output only.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cuibono.case import files, lines
from cuibono.case.records import Id, Record
from cuibono.errors import CaseError, Problem

NAME = "readings.jsonl"


class Reading(Record):
    """One source as it was read last; `refused` counts by reason what the reader gave and cuibono did not take.

    Where `failed` says why, the source could not be read, and the claims that it had before are still there.
    """

    source: Id
    reader: str
    claims: Annotated[int, Field(ge=0)] = 0
    refused: dict[str, int] = Field(default={})
    failed: str = ""


def load(case: Path) -> tuple[Reading, ...]:
    """The readings kept in the folder `case`, none where it was never read; raises CaseError with all problems."""
    found, wrong = lines.load(case / NAME, Reading)
    if wrong:
        raise CaseError(wrong)
    return found


def problems(case: Path) -> tuple[Problem, ...]:
    """Everything wrong with the readings kept in the folder `case`."""
    return lines.load(case / NAME, Reading)[1]


def write(case: Path, readings: Iterable[Reading]) -> None:
    """Replace the readings kept in the folder `case`."""
    files.replace(case / NAME, lines.dump("readings", readings))
