"""The matrix at a glance: the most telling evidence under every hypothesis, and the same turned around as a table."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.case.records import Rating
from cuibono.report.charts.heat import Heat
from cuibono.report.citations import Material
from cuibono.report.document import Badge, Column, Figure, Runs, Table, Text, quoted
from cuibono.report.vocabulary import badge, blank
from cuibono.weighing.cells import counting

COLUMNS = 12
"""The most pieces of evidence in the picture; the tables of ratings have all of them."""


def figure(material: Material) -> Figure | None:
    """The most telling evidence first; `None` where there is nothing to rate."""
    state = material.state
    if not state.evidence:
        return None
    bits = {item.id: item.bits for item in material.posterior.diagnosticity}
    numbered = sorted(enumerate(state.evidence, 1), key=lambda pair: (-bits.get(pair[1].id, 0.0), pair[0]))[:COLUMNS]
    shares = material.posterior.shares
    rows = tuple(
        (share.name, tuple(_cell(material.ratings.get((item.id, share.id), [])) for _, item in numbered))
        for share in shares
    )
    which = "all evidence" if len(numbered) == len(state.evidence) else f"the {len(numbered)} most telling pieces"
    caption = f"The matrix at a glance: {which}, what could teach most on the left"
    first = numbered[0][1].name
    return Figure(
        caption=caption,
        chart=Heat(tuple(f"E{number}" for number, _ in numbered), rows),
        alternative=f"{len(shares)} rows of {len(numbered)} cells; “{first}” could teach most.",
        twin=Table(
            "Ratings, the most telling evidence first",
            (Column("Evidence"), *(Column(share.name) for share in shares)),
            tuple(
                (
                    (Text(f"E{number} ", "strong"), *quoted(item.name)),
                    *(cell(material.ratings.get((item.id, share.id), [])) for share in shares),
                )
                for number, item in numbered
            ),
            wide=True,
        ),
    )


def cell(ratings: Sequence[Rating]) -> Runs:
    """The codes of a cell that count, each once with who gave it; several where analysts differ."""
    if not ratings:
        return (blank(),)
    found: list[Text | Badge] = []
    for mark in marks(ratings):
        found += [*([Text(" ")] if found else []), mark]
    return tuple(found)


def marks(ratings: Sequence[Rating]) -> list[Badge]:
    """A badge for each code of a cell that counts, with all who gave it."""
    same: dict[str, list[Rating]] = {}
    for rating in counting(ratings):
        same.setdefault(badge(rating).letters, []).append(rating)
    return [
        badge(alike[0].model_copy(update={"analyst": ", ".join(rating.analyst for rating in alike)}))
        for alike in same.values()
    ]


def _cell(ratings: Sequence[Rating]) -> tuple[str, str]:
    """Letters and tone of a cell in the picture."""
    found = marks(ratings)
    if not found:
        return blank().letters, "blank"
    tone = found[0].tone if len(found) == 1 else "mixed"
    return "/".join(f"{mark.letters}{'?' if mark.machine else ''}" for mark in found[:2]), tone
