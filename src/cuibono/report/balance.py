"""What moved the answer and what would move it: contributions, flips, swings, what to look for, ACH beside."""

from __future__ import annotations

from cuibono.case.records import Code
from cuibono.report.charts import Weights, percent, signed
from cuibono.report.citations import Material
from cuibono.report.document import (
    Block,
    Column,
    Figure,
    List,
    Paragraph,
    Section,
    Table,
    quoted,
    text,
)
from cuibono.weighing.ach import Ranking, parc
from cuibono.weighing.contrast import disagreements
from cuibono.weighing.readout import Contribution

BARS = 12
"""The most bars in the chart of contributions; the table beside has all of them."""

SHOWN = 12
"""The most rows of what would move the answer."""


def flips(material: Material) -> Section | None:
    """The smallest changes that would put another hypothesis first, and what moves the leader most."""
    posterior = material.posterior
    blocks: list[Block] = []
    if posterior.flips:
        blocks.append(List(tuple(quoted(flip.sentence) for flip in posterior.flips)))
    if posterior.tornado:
        blocks.append(_tornado(material))
    if posterior.leave_one_out:
        blocks.append(_omissions(material))
    return Section("flips", "What would flip the answer", tuple(blocks)) if blocks else None


def collect(material: Material) -> Section | None:
    """What to look for next, the most telling first."""
    questions = material.posterior.collect[:SHOWN]
    if not questions:
        return None
    items = List(tuple(quoted(question.sentence) for question in questions), ordered=True)
    return Section("collect", "What to look for next", (items,))


def contributions(material: Material) -> Section | None:
    """What each piece of evidence adds to the odds, in decibans, adding up exactly."""
    found = material.posterior.contributions
    if not found:
        return None
    names = {share.id: share.name for share in material.posterior.shares}
    intro = (
        "A deciban is a tenth of a power of ten in the odds: three double them, ten make them tenfold. Above zero a "
        "fact speaks for the hypothesis, below zero against it. What was assumed before and all rows are the total."
    )
    return Section(
        "contributions",
        "What each piece of evidence adds",
        (Paragraph(text(intro)), _figure(found[0], names), _everyone(found, names), *_by_origin(found[0])),
    )


def ach(material: Material) -> Section | None:
    """The inconsistency scores of ACH beside the posterior, and why the two differ where they do."""
    shares = material.posterior.shares
    if all(share.ach is None for share in shares):
        return None
    columns = ("Hypothesis", "Posterior", "Rank", "ACH score", "ACH rank", "Rated")
    rows = tuple(
        (
            quoted(share.name),
            text(percent(share.probability)),
            text(str(share.rank) if share.rank else "apart"),
            text("not rated" if share.ach is None else f"{share.ach:.1f}".replace("-", "−")),
            text("none" if share.ach_rank is None else str(share.ach_rank)),
            text(f"{share.rated + share.na} of {share.cells}"),
        )
        for share in shares
    )
    table = Table(
        "ACH inconsistency beside the posterior",
        (Column(columns[0]), *(Column(title, True) for title in columns[1:])),
        rows,
    )
    intro = "ACH counts inconsistencies: 0 is best, I costs one point and II two. It is a score, not a probability."
    differences = _differences(material)
    blocks: list[Block] = [Paragraph(text(intro)), table]
    blocks += [List(tuple(quoted(sentence) for sentence in differences))] if differences else []
    return Section("ach", "ACH beside the posterior", tuple(blocks))


def _figure(first: Contribution, names: dict[str, str]) -> Figure:
    against = f"“{names[first.against]}”" if first.against else "that it is not so"
    title = f"The odds of “{names[first.target]}” against {against}, in decibans"
    rows = sorted(first.rows, key=lambda row: -abs(row.decibans))
    kept, rest = rows[:BARS], rows[BARS:]
    bars = [("Before the evidence", first.baseline), *((row.name, row.decibans) for row in kept)]
    bars += [(f"{len(rest)} smaller ones together", sum(row.decibans for row in rest))] if rest else []
    bars.append(("After all evidence", first.total))
    twin_rows = [("Before the evidence", first.baseline), *((row.name, row.decibans) for row in rows)]
    twin_rows.append(("After all evidence", first.total))
    table = tuple((quoted(name), text(signed(value))) for name, value in twin_rows)
    strongest = f"the strongest is {kept[0].name} ({signed(kept[0].decibans)})" if kept else "there is no evidence"
    return Figure(
        caption=title,
        chart=Weights(tuple(bars)),
        alternative=f"Bars around zero: {signed(first.baseline)} before, {signed(first.total)} after; {strongest}.",
        twin=Table(title, (Column("What"), Column("Decibans", number=True)), table),
    )


def _by_origin(first: Contribution) -> tuple[Table, ...]:
    """The same evidence of the first contrast, divided by origin."""
    rows = tuple((quoted(row.name), text(signed(row.decibans))) for row in first.origins)
    columns = (Column("Origin"), Column("Decibans", number=True))
    return (Table("The same weights by origin", columns, rows),) if rows else ()


def _everyone(found: tuple[Contribution, ...], names: dict[str, str]) -> Table:
    """All contrasts side by side: what each fact adds to each."""
    pairs = [item for item in found if not item.against] or list(found)
    columns = tuple(
        Column(names[item.target] + (f" against {names[item.against]}" if item.against else ""), number=True)
        for item in pairs
    )
    facts = {(row.kind, row.id): row.name for item in pairs for row in item.rows}
    weights = [{(row.kind, row.id): row.decibans for row in item.rows} for item in pairs]
    rows = [(text("Before the evidence"), *(text(signed(item.baseline)) for item in pairs))]
    rows += [
        (quoted(name), *(text(signed(column[key]) if key in column else "–") for column in weights))
        for key, name in facts.items()
    ]
    rows.append((text("After all evidence"), *(text(signed(item.total)) for item in pairs)))
    kind = "against the leader" if any(item.against for item in pairs) else "against that it is not so"
    caption = f"Decibans that each piece of evidence adds to each hypothesis {kind}"
    return Table(caption, (Column("Evidence"), *columns), tuple(rows), wide=True)


def _tornado(material: Material) -> Table:
    names = {share.id: share.name for share in material.posterior.shares}
    columns = (
        Column("What is moved"),
        Column("under"),
        Column("from … to"),
        Column("Probability of"),
        Column("goes from … to", number=True),
    )
    rows = tuple(
        (
            quoted(swing.name),
            quoted(names.get(swing.hypothesis, swing.hypothesis) or "–"),
            text(f"{swing.at_low} to {swing.at_high}"),
            quoted(names.get(swing.target, swing.target)),
            text(f"{percent(swing.low)} to {percent(swing.high)}"),
        )
        for swing in material.posterior.tornado[:SHOWN]
    )
    return Table("What moves the answer most, one thing at a time", columns, rows, wide=True)


def _omissions(material: Material) -> Table:
    names = {share.id: share.name for share in material.posterior.shares}
    found = sorted(material.posterior.leave_one_out, key=lambda item: (not item.flips, -item.shift))[:SHOWN]
    rows = tuple(
        (
            quoted(item.name),
            text(item.kind),
            quoted(names.get(item.hypothesis, item.hypothesis)),
            text(f"{percent(item.before)} to {percent(item.after)}"),
            quoted(names.get(item.leader, item.leader)),
            text("yes" if item.flips else "no"),
        )
        for item in found
    )
    titles = ("Left out", "Kind", "Moves most", "from … to", "First is then", "Flips")
    return Table("The answer without one thing", tuple(Column(title) for title in titles), rows, wide=True)


def _differences(material: Material) -> tuple[str, ...]:
    """Sentences on where ACH and the posterior order the hypotheses differently, and why."""
    posterior, model = material.posterior, material.posterior.model
    columns = [i for i, id in enumerate(model.space.targets) if id in model.space.ids]
    if not columns or not model.evidence:
        return ()
    codes = list(Code)
    matrix = [[codes[code] if (code := int(row[i])) >= 0 else None for i in columns] for row in model.cells.code]
    ids = [model.space.targets[i] for i in columns]
    shares = {share.id: share for share in posterior.shares}
    origins = [
        sorted({origin.id for origin in material.state.origins if {*item.claims} & {*origin.claims}})
        for item in model.evidence
    ]
    ranking: Ranking = parc(matrix)
    found = disagreements(
        [shares[id].probability for id in ids],
        ranking,
        matrix,
        priors=[shares[id].prior for id in ids],
        origins=origins,
        names=[f"“{shares[id].name}”" for id in ids],
    )
    return tuple(item.sentence for item in found)
