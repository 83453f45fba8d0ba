"""Whom the act would serve: what its effect is worth to every actor's interests and to every motive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from cuibono.report.amounts import amount
from cuibono.report.citations import Material
from cuibono.report.document import Column, Paragraph, Runs, Table, quoted, text
from cuibono.report.vocabulary import vocabulary
from cuibono.strategy.solution import Play, Solution


def served(material: Material, solution: Solution) -> Iterator[Paragraph | Table]:
    """How the effect of the act is seen by every actor, and by every motive."""
    yield Paragraph(text(vocabulary().passages["served"]))
    actors = [(name, name) for name in solution.motives[0].plays[0].gains] if solution.motives else []
    if actors:
        caption = (
            "What the effect of the act is worth to each actor's interests; 1 is an actor's best against the worst"
        )
        yield _table(caption, material, solution, actors, lambda play: play.gains)
    motives = [(motive.hypothesis, material.name(motive.hypothesis)) for motive in solution.motives]
    caption = "What the effect of the act would be worth to each motive"
    yield _table(caption, material, solution, motives, lambda play: play.serves)


def _table(
    caption: str,
    material: Material,
    solution: Solution,
    titles: Sequence[tuple[str, str]],
    worth: Callable[[Play], Mapping[str, float]],
) -> Table:
    """A row for each act and each way in which it is followed; motives under which that is the same share one."""
    under: dict[tuple[str, ...], list[str]] = {}
    for motive in solution.motives:
        for act in solution.act:
            values = worth(motive.play(act))
            row = (act, *(amount(values.get(id, 0.0)) for id, _ in titles))
            under.setdefault(row, []).append(material.name(motive.hypothesis))
    every = len(solution.motives)
    rows: tuple[tuple[Runs, ...], ...] = tuple(
        (quoted("; ".join(names)) if len(names) < every else text("every"), quoted(row[0]), *map(text, row[1:]))
        for row, names in under.items()
    )
    columns = (Column("If the motive is"), Column("The act"), *(Column(name, number=True) for _, name in titles))
    return Table(caption, columns, rows, wide=True)
