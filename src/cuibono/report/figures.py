"""The pictures of a case by name, for a notebook and the workbench; each has a table that says the same."""

from __future__ import annotations

from collections.abc import Callable

from cuibono.errors import NotFoundError
from cuibono.report import actors, answer, contributions, heat, lineage, sensitivity, timeline
from cuibono.report.citations import Material
from cuibono.report.document import Figure

FIGURES: dict[str, Callable[[Material], Figure | None]] = {
    "posterior": answer.figure,
    "contributions": contributions.figure,
    "tornado": sensitivity.figure,
    "matrix": heat.figure,
    "origins": lineage.figure,
    "actors": actors.figure,
    "timeline": timeline.figure,
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
