"""Confidences: how probable it is that a claim is right, from what showed it; measured, not felt.

The figures are data (`data/confidence.toml`) and say what they were measured on; `benchmarks/confidence.py` measures
them again.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cuibono.case.records import Interval
from cuibono.reading.attribution import Attribution


def statement(item: Attribution) -> float:
    """That somebody says or thinks just this."""
    table = _table("statement")
    return round(table[item.manner] + (table["nobody"] if not item.who else 0.0), 3)


def event(interval: Interval | None) -> float:
    """That something is dated, and to the right days."""
    table = _table("event")
    if interval is None:
        return table["unknown"]
    return table["closed" if interval.first and interval.last else "open"]


def conditional() -> float:
    """That a sentence makes a condition."""
    return _table("conditional")["sure"]


def evidence(score: float, *, on_question: bool) -> float:
    """That a statement bears on what it is linked to; `score` is the probability that it is evidence at all.

    >>> evidence(0.3, on_question=False) < evidence(0.6, on_question=False) < 0.6
    True
    """
    table = _table("evidence")
    if on_question:
        return table["question"]
    kept = min(max(score, 1e-6), 1 - 1e-6)
    return round(1 / (1 + math.exp(-table["slope"] * math.log(kept / (1 - kept)) - table["shift"])), 3)


@cache
def _table(name: str) -> Mapping[str, float]:
    data = tomllib.loads(files("cuibono.data").joinpath("confidence.toml").read_text("utf-8"))
    return MappingProxyType(data[name])
