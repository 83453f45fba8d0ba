"""What each piece of evidence adds to the odds, in decibans.

The chart shows the leading pair, the table every hypothesis; both add up exactly.
"""

from __future__ import annotations

from cuibono.report.charts import Waterfall, signed
from cuibono.report.citations import Material
from cuibono.report.document import Column, Figure, Paragraph, Runs, Section, Table, quoted, text
from cuibono.report.vocabulary import many
from cuibono.weighing.readout import Contribution, Part

BARS = 12
"""The most bars in the chart; the table beside has all of them."""

SLIGHT = 0.05
"""Decibans below which a weight rounds to nothing, and shares a row with its like."""


def contributions(material: Material) -> Section | None:
    """What each piece of evidence adds to the odds, in decibans, adding up exactly."""
    found, drawn = material.posterior.contributions, figure(material)
    if drawn is None:
        return None
    intro = (
        "A deciban is a tenth of a power of ten in the odds: three double them, ten make them tenfold. Above zero a "
        "fact speaks for the hypothesis, below zero against it. What was assumed before and all rows are the total."
    )
    return Section(
        "contributions",
        "What each piece of evidence adds",
        (Paragraph(text(intro)), drawn, _everyone(material, found), *_by_origin(found[0])),
    )


def figure(material: Material) -> Figure | None:
    """The waterfall of the leading pair; `None` where nothing adds anything."""
    found = material.posterior.contributions
    if not found:
        return None
    first = found[0]
    names = {share.id: share.name for share in material.posterior.shares}
    against = f"“{names[first.against]}”" if first.against else "that it is not so"
    title = f"The odds of “{names[first.target]}” against {against}, in decibans"
    rows = sorted(first.rows, key=lambda row: -abs(row.decibans))
    telling = [row for row in rows if abs(row.decibans) >= SLIGHT]
    kept = telling[:BARS] or rows[:1]
    rest = rows[len(kept) :]
    steps = [(row.name, row.decibans) for row in kept]
    steps += [(f"{many(len(rest), 'smaller one')} together", sum(row.decibans for row in rest))] if rest else []
    table = (
        (text("Before the evidence"), text(signed(first.baseline))),
        *((_cited(material, row.id, row.name), text(signed(row.decibans))) for row in rows),
        (text("After all evidence"), text(signed(first.total))),
    )
    strongest = f"the strongest is {kept[0].name} ({signed(kept[0].decibans)})" if kept else "there is no evidence"
    return Figure(
        caption=title,
        chart=Waterfall(("Before the evidence", first.baseline), tuple(steps), "After all evidence"),
        alternative=f"A waterfall: {signed(first.baseline)} before, {signed(first.total)} after; {strongest}.",
        twin=Table(title, (Column("What"), Column("Decibans", number=True)), table),
    )


def _by_origin(first: Contribution) -> tuple[Table, ...]:
    """The same evidence of the first contrast, divided by origin."""
    rows = tuple((quoted(row.name), text(signed(row.decibans))) for row in first.origins)
    columns = (Column("Origin"), Column("Decibans", number=True))
    return (Table("The same weights by origin", columns, rows),) if rows else ()


def _cited(material: Material, id: str, name: str) -> Runs:
    """The name of a piece of evidence with the footnotes of what reports it."""
    claims = {item.id: item.claims for item in material.state.evidence}
    return (*quoted(name), *material.citations.cite(claims.get(id, ())))


def _everyone(material: Material, found: tuple[Contribution, ...]) -> Table:
    """All contrasts side by side: what each fact adds to each."""
    names = {share.id: share.name for share in material.posterior.shares}
    pairs = [item for item in found if not item.against] or list(found)
    columns = tuple(
        Column(names[item.target] + (f" against {names[item.against]}" if item.against else ""), number=True)
        for item in pairs
    )
    facts = {(row.kind, row.id): row.name for item in pairs for row in item.rows}
    weights = [{(row.kind, row.id): row.decibans for row in item.rows} for item in pairs]
    slight = [key for key in facts if all(abs(column.get(key, 0.0)) < SLIGHT for column in weights)]
    if len(slight) > 1:
        facts = {key: name for key, name in facts.items() if key not in set(slight)}
        folded: tuple[Part, str] = ("evidence", "")
        facts[folded] = f"{len(slight)} others, each under {SLIGHT} dB either way"
        weights = [{**column, folded: sum((column.get(key, 0.0) for key in slight), 0.0)} for column in weights]
    rows = [(text("Before the evidence"), *(text(signed(item.baseline)) for item in pairs))]
    rows += [
        (_cited(material, key[1], name), *(text(signed(column[key]) if key in column else "–") for column in weights))
        for key, name in facts.items()
    ]
    rows.append((text("After all evidence"), *(text(signed(item.total)) for item in pairs)))
    kind = "against the leader" if any(item.against for item in pairs) else "against that it is not so"
    caption = f"Decibans that each piece of evidence adds to each hypothesis {kind}"
    return Table(caption, (Column("Evidence"), *columns), tuple(rows), wide=True)
