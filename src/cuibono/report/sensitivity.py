"""What would move the answer: the fewest changes that flip it, single numbers, omissions, and what to look for."""

from __future__ import annotations

from cuibono.report.charts import percent
from cuibono.report.charts.tornado import Tornado
from cuibono.report.citations import Material
from cuibono.report.document import Block, Column, Figure, List, Section, Table, Text, quoted, text
from cuibono.weighing.readout import Swing

SHOWN = 12
"""The most rows of one table."""


def flips(material: Material) -> Section | None:
    """The smallest changes that would put another hypothesis first, and what moves the leader most."""
    posterior = material.posterior
    blocks: list[Block] = []
    if posterior.flips:
        blocks.append(List(tuple(map(quoted, dict.fromkeys(flip.sentence for flip in posterior.flips)))))
    if moved := figure(material):
        blocks.append(moved)
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


def figure(material: Material) -> Figure | None:
    """The tornado: what moves the leader most, one thing at a time; `None` where nothing does."""
    swings = material.posterior.tornado
    if not swings:
        return None
    target = swings[0].target
    widest = [swing for swing in swings if swing.target == target][:SHOWN]
    now = material.posterior.probabilities[target]
    low, high = sorted((widest[0].low, widest[0].high))
    table = _tornado(material, target, widest)
    return Figure(
        caption=table.caption,
        chart=Tornado(now, tuple((_moved(material, swing), swing.low, swing.high) for swing in widest)),
        alternative=(
            f"Bars around {percent(now)}, the widest first; "
            f"{_moved(material, widest[0])} moves it between {percent(low)} and {percent(high)}."
        ),
        twin=table,
    )


def _moved(material: Material, swing: Swing) -> str:
    """What is moved, in a line: a rating with its hypothesis, anything else by its kind and name."""
    if swing.hypothesis:
        return f"{swing.name}, under {material.name(swing.hypothesis)}"
    return f"The {swing.kind}: {swing.name}"


def _tornado(material: Material, target: str, widest: list[Swing]) -> Table:
    names = {share.id: share.name for share in material.posterior.shares}
    columns = (Column("What is moved"), Column("Under"), Column("From … to"), Column("It becomes", number=True))
    rows = tuple(
        (
            quoted(swing.name),
            quoted(names.get(swing.hypothesis, swing.hypothesis) or "–"),
            text(f"{swing.at_low} to {swing.at_high}"),
            text(f"{percent(swing.low)} to {percent(swing.high)}"),
        )
        for swing in widest
    )
    caption = f"What moves the probability of “{names.get(target, target)}” most, one thing at a time"
    return Table(caption, columns, rows, wide=True)


def _omissions(material: Material) -> Table:
    names = {share.id: share.name for share in material.posterior.shares}
    found = sorted(material.posterior.leave_one_out, key=lambda item: (not item.flips, -item.shift))[:SHOWN]
    rows = tuple(
        (
            quoted(item.name),
            text(item.kind),
            quoted(names.get(item.hypothesis, item.hypothesis)),
            text(f"{percent(item.before)} to {percent(item.after)}"),
            (*quoted(names.get(item.leader, item.leader)), *((Text(", a change", "strong"),) if item.flips else ())),
        )
        for item in found
    )
    titles = ("Left out", "Kind", "Moves most", "From … to", "First is then")
    return Table(
        "The answer without one thing",
        tuple(Column(title, number=title == "From … to") for title in titles),
        rows,
        wide=True,
    )
