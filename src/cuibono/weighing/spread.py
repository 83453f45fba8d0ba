"""Each analyst's own posterior, and how far these lie apart: another thing than the range of one posterior.

The range says how far ratings, reliabilities and priors may be off; the spread says what different people make of the
same evidence. An analyst's own posterior is the case as if nobody else had rated anything: their ratings stand, the
machine's suggestions fill what they left open, priors and origins are the case's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from cuibono.case.records import MACHINE, Rating
from cuibono.weighing.cells import by_cell, repooled
from cuibono.weighing.model import Model
from cuibono.weighing.omissions import ANALYSTS, with_cells


def people(model: Model, most: int | None = None) -> tuple[str, ...]:
    """The people who rated a cell of the case, those with most ratings first, cut after `most`."""
    counts = Counter(rating.analyst for group in _cells(model).values() for rating in group)
    del counts[MACHINE]
    return tuple(sorted(counts, key=lambda who: (-counts[who], who))[:most])


def alone(model: Model, most: int = ANALYSTS) -> dict[str, dict[str, float]]:
    """Each analyst's own posterior, by analyst and target, for the `most` analysts with most ratings."""
    touched = {place: group for place, group in _cells(model).items() if any(r.analyst != MACHINE for r in group)}
    return {
        who: _answer(
            model, {place: [r for r in group if r.analyst in (who, MACHINE)] for place, group in touched.items()}
        )
        for who in people(model, most)
    }


def without(model: Model, most: int = ANALYSTS) -> dict[str, dict[str, float]]:
    """The posterior without each analyst's ratings, by analyst and target, for the same analysts."""
    cells = _cells(model)
    theirs: dict[str, list[tuple[int, int]]] = {}
    for place, group in cells.items():
        for who in dict.fromkeys(rating.analyst for rating in group):
            theirs.setdefault(who, []).append(place)
    return {
        who: _answer(model, {place: [r for r in cells[place] if r.analyst != who] for place in theirs[who]})
        for who in people(model, most)
    }


def spread(own: Mapping[str, Mapping[str, float]], target: str) -> tuple[float, float] | None:
    """The lowest and the highest of the analysts' own probabilities of a target; `None` for fewer than two people.

    >>> spread({"ann": {"hedge": 0.6}, "bo": {"hedge": 0.4}}, "hedge")
    (0.4, 0.6)
    """
    values = [answer[target] for answer in own.values()]
    return (min(values), max(values)) if len(values) > 1 else None


def _cells(model: Model) -> dict[tuple[int, int], list[Rating]]:
    return by_cell(model.state.ratings, [item.id for item in model.evidence], model.space.targets)


def _answer(model: Model, ratings: Mapping[tuple[int, int], Sequence[Rating]]) -> dict[str, float]:
    """The posterior with other ratings in these cells."""
    after = with_cells(model, repooled(model.cells, ratings, model.numbers))
    return dict(zip(model.space.targets, after.tolist(), strict=True))
