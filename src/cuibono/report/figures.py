"""The pictures of a case by name, for a notebook and the workbench; each has a table that says the same."""

from __future__ import annotations

from collections.abc import Callable

from cuibono.errors import NotFoundError
from cuibono.report import actors, answer, contributions, heat, lineage, sensitivity, timeline
from cuibono.report.charts.accord import Accord
from cuibono.report.charts.branches import Branches
from cuibono.report.charts.probabilities import Probabilities
from cuibono.report.charts.stakes import Stakes
from cuibono.report.charts.worths import Worths
from cuibono.report.citations import Material
from cuibono.report.document import Figure, Section
from cuibono.report.interests import interests
from cuibono.report.options import options
from cuibono.report.strategy import strategy

Maker = Callable[[Material], Figure | None]


def _in(section: Callable[[Material], Section | None], kind: type) -> Maker:
    """What finds the first picture of a kind in a section."""

    def first(material: Material) -> Figure | None:
        blocks = found.blocks if (found := section(material)) else ()
        return next((block for block in blocks if isinstance(block, Figure) and isinstance(block.chart, kind)), None)

    return first


FIGURES: dict[str, Maker] = {
    "posterior": answer.figure,
    "contributions": contributions.figure,
    "tornado": sensitivity.figure,
    "matrix": heat.figure,
    "origins": lineage.figure,
    "actors": actors.figure,
    "timeline": timeline.figure,
    "interests": _in(interests, Stakes),
    "convergence": _in(interests, Accord),
    "act": _in(strategy, Probabilities),
    "game": _in(strategy, Branches),
    "options": _in(options, Worths),
}
"""What makes each picture; nothing where the case has nothing to show in it."""


def figure(material: Material, name: str) -> Figure:
    """The picture of that name; raises NotFoundError where there is none, or the case has nothing for it."""
    if name not in FIGURES:
        raise NotFoundError(f"there is no picture {name!r}; there are: {', '.join(FIGURES)}")
    found = FIGURES[name](material)
    if found is None:
        raise NotFoundError(f"the case has nothing to show as {name!r} yet")
    return found
