"""Orders that a hypothesis needs ("A before B"), against dates that are uncertain.

A date is uniform over its interval of days; an open end reaches a stated number of days. The probability that A then
came before B multiplies the likelihood of every hypothesis that needs it.
"""

from __future__ import annotations

import numpy as np

from cuibono.case.records import Evidence, Hypothesis, Interval, State
from cuibono.errors import CaseError, Problem
from cuibono.weighing.bands import Bands
from cuibono.weighing.network import Context
from cuibono.weighing.space import Space


def orders(state: State, space: Space, numbers: Bands) -> tuple[tuple[Context, ...], tuple[str, ...]]:
    """One context per needed order, and warnings about orders that no date bears on.

    Raises CaseError for a need that is not "A before B" with the ids of two pieces of evidence.
    """
    by_id = {item.id: item for item in state.evidence}
    found, warnings, problems = [], [], []
    for i, hypothesis in enumerate(state.hypotheses):
        for need in hypothesis.needs:
            try:
                first, second = _ends(need, by_id)
            except KeyError as unknown:
                what = f"has {need!r}, in which {unknown.args[0]!r} is no evidence"
                problems.append(
                    Problem("case.toml", f"hypotheses[{i}].needs", what, "write: A before B, with evidence ids")
                )
                continue
            undated = ", ".join(item.id for item in (first, second) if not _dated(item))
            if undated or first.happened is None or second.happened is None:
                warnings.append(f"{hypothesis.id} needs {need}, but {undated} has no date: the need is not weighed.")
                continue
            found.append(_context(space, hypothesis, need, allowed(first.happened, second.happened, numbers)))
    if problems:
        raise CaseError(problems)
    return tuple(found), tuple(warnings)


def allowed(first: Interval, second: Interval, numbers: Bands) -> float:
    """How probable it is that a day in `first` is earlier than a day in `second`, the doubt in the dates included.

    >>> from cuibono.weighing.bands import bands
    >>> round(allowed(Interval.parse("2018-02-07"), Interval.parse("2018-02-01/2018-02-14"), bands()), 3)
    0.5
    """
    a, b = _days(first, numbers.order.open_days), _days(second, numbers.order.open_days)
    p = _earlier(*a, *b)
    return p + numbers.order.doubt * (0.5 - p)


def _earlier(a0: int, a1: int, b0: int, b1: int) -> float:
    """P(a < b) for independent uniform whole days a in [a0, a1] and b in [b0, b1], both ends included, as an exact sum."""
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


def _ends(need: str, by_id: dict[str, Evidence]) -> tuple[Evidence, Evidence]:
    words = need.split()
    if len(words) != 3 or words[1].lower() != "before":
        raise KeyError(need)
    return by_id[words[0]], by_id[words[2]]


def _context(space: Space, hypothesis: Hypothesis, need: str, p: float) -> Context:
    logs = np.where(space.holds(hypothesis.id), np.log(p), 0.0)
    return Context("order", hypothesis.id, f"{hypothesis.name} needs {need}", logs)
