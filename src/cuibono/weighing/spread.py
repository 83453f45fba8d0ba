"""Each analyst's own posterior, and how far these lie apart: another thing than the range of one posterior.

The range says how far ratings, reliabilities and priors may be off; the spread says what different people make of the
same evidence. An analyst's own posterior is the case as if nobody else had rated anything: their ratings stand, the
machine's suggestions fill what they left open, priors and origins are the case's.
"""

from __future__ import annotations

from collections.abc import Mapping

from cuibono.case.records import MACHINE
from cuibono.weighing.cells import by_cell, repooled
from cuibono.weighing.model import Model
from cuibono.weighing.omissions import ANALYSTS, with_cells


def people(model: Model, most: int | None = None) -> tuple[str, ...]:
    """The people who rated a cell of the case, those with most ratings first, cut after `most`."""
    counts: dict[str, int] = {}
    for group in by_cell(model.state.ratings, [item.id for item in model.evidence], model.space.targets).values():
        for rating in group:
            counts[rating.analyst] = counts.get(rating.analyst, 0) + 1
    counts.pop(MACHINE, None)
    return tuple(sorted(counts, key=lambda who: (-counts[who], who))[:most])


def alone(model: Model, most: int = ANALYSTS) -> dict[str, dict[str, float]]:
    """Each analyst's own posterior, by analyst and target, for the `most` analysts with most ratings."""
    cells = by_cell(model.state.ratings, [item.id for item in model.evidence], model.space.targets)
    touched = {place: group for place, group in cells.items() if any(r.analyst != MACHINE for r in group)}
    found = {}
    for who in people(model, most):
        own = {place: [r for r in group if r.analyst in (who, MACHINE)] for place, group in touched.items()}
        after = with_cells(model, repooled(model.cells, own, model.numbers))
        found[who] = dict(zip(model.space.targets, after.tolist(), strict=True))
    return found


def spread(own: Mapping[str, Mapping[str, float]], target: str) -> tuple[float, float] | None:
    """The lowest and the highest of the analysts' own probabilities of a target; `None` for fewer than two people.

    >>> spread({"ann": {"hedge": 0.6}, "bo": {"hedge": 0.4}}, "hedge")
    (0.4, 0.6)
    """
    values = [answer[target] for answer in own.values()]
    return (min(values), max(values)) if len(values) > 1 else None
