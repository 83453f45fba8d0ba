"""Orders that a hypothesis needs ("A before B"), against dates that are uncertain.

A date is uniform over its interval of days; an open end reaches a stated number of days. The probability that A then
came before B multiplies the likelihood of every hypothesis that needs it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cuibono.case.records import Evidence, Hypothesis, Interval, State
from cuibono.errors import CaseError, Problem
from cuibono.weighing.bands import Bands
from cuibono.weighing.network import Context
from cuibono.weighing.space import Space


class Need(NamedTuple):
    """One order that a hypothesis needs, and how probable the dates make it; `None` where one has no date."""

    hypothesis: Hypothesis
    need: str
    first: Evidence
    second: Evidence
    allowed: float | None


def orders(state: State, space: Space, numbers: Bands) -> tuple[tuple[Context, ...], tuple[str, ...]]:
    """One context per needed order, and warnings about orders that no date bears on.

    Raises CaseError for a need that is not "A before B" with the ids of two pieces of evidence.
    """
    found, warnings = [], []
    for item in needed(state, numbers):
        if item.allowed is None:
            undated = ", ".join(end.id for end in (item.first, item.second) if not _dated(end))
            warnings.append(
                f"{item.hypothesis.id} needs {item.need}, but {undated} has no date: the need is not weighed."
            )
            continue
        logs = np.where(space.holds(item.hypothesis.id), np.log(item.allowed), 0.0)
        found.append(Context("order", item.hypothesis.id, f"{item.hypothesis.name} needs {item.need}", logs))
    return tuple(found), tuple(warnings)


def needed(state: State, numbers: Bands) -> tuple[Need, ...]:
    """Every order that a hypothesis needs; raises CaseError for one that is not "A before B" by evidence ids."""
    by_id = {item.id: item for item in state.evidence}
    found, problems = [], []
    for i, hypothesis in enumerate(state.hypotheses):
        for need in hypothesis.needs:
            match need.split():
                case [a, word, b] if word.lower() == "before" and a in by_id and b in by_id:
                    first, second = by_id[a], by_id[b]
                    dated = _dated(first) and _dated(second)
                    p = allowed(first.happened, second.happened, numbers) if dated else None
                    found.append(Need(hypothesis, need, first, second, p))
                case _:
                    place, remedy = (
                        f"hypotheses[{i}].needs",
                        "write: A before B, with the ids of two pieces of evidence",
                    )
                    problems.append(Problem("case.toml", place, f"has {need!r}", remedy))
    if problems:
        raise CaseError(problems)
    return tuple(found)


def allowed(first: Interval | None, second: Interval | None, numbers: Bands) -> float:
    """How probable it is that a day in `first` is earlier than a day in `second`, the doubt in the dates included.

    Without a date for both it is even.

    >>> from cuibono.weighing.bands import bands
    >>> round(allowed(Interval.parse("2018-02-07"), Interval.parse("2018-02-01/2018-02-14"), bands()), 3)
    0.5
    """
    if first is None or second is None:
        return 0.5
    a, b = _days(first, numbers.order.open_days), _days(second, numbers.order.open_days)
    p = _earlier(*a, *b)
    return p + numbers.order.doubt * (0.5 - p)


def _earlier(a0: int, a1: int, b0: int, b1: int) -> float:
    """P(a < b) for independent uniform whole days a in [a0, a1] and b in [b0, b1], ends included, as an exact sum."""
    total = (a1 - a0 + 1) * (b1 - b0 + 1)
    first, last = max(a0, min(a1, b0 - 1)), min(a1, b1 - 1)
    if last < a0:
        return 0.0
    sure = (first - a0 + 1) * (b1 - b0 + 1) if first < b0 else 0
    start = first + 1 if first < b0 else a0
    count = max(0, last - start + 1)
    return (sure + count * (b1 - start) - count * (count - 1) // 2) / total


def _days(interval: Interval, reach: int) -> tuple[int, int]:
    """First and last day as ordinals, an open end being `reach` days away from the other."""
    first = interval.first.toordinal() if interval.first else None
    last = interval.last.toordinal() if interval.last else None
    if first is None:
        return (last or 0) - reach, last or 0
    return first, first + reach if last is None else last


def _dated(item: Evidence) -> bool:
    return item.happened is not None and (item.happened.first is not None or item.happened.last is not None)
