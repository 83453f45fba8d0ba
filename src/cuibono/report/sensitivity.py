"""What would move the answer: the fewest changes that flip it, single numbers, omissions, and what to look for."""

from __future__ import annotations

from cuibono.report.charts import percent
from cuibono.report.citations import Material
from cuibono.report.document import Block, Column, List, Section, Table, Text, quoted, text

SHOWN = 12
"""The most rows of one table."""


def flips(material: Material) -> Section | None:
    """The smallest changes that would put another hypothesis first, and what moves the leader most."""
    posterior = material.posterior
    blocks: list[Block] = []
    if posterior.flips:
        blocks.append(List(tuple(map(quoted, dict.fromkeys(flip.sentence for flip in posterior.flips)))))
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


def _tornado(material: Material) -> Table:
    names = {share.id: share.name for share in material.posterior.shares}
    target = material.posterior.tornado[0].target
    columns = (Column("What is moved"), Column("Under"), Column("From … to"), Column("It becomes", number=True))
    rows = tuple(
        (
            quoted(swing.name),
            quoted(names.get(swing.hypothesis, swing.hypothesis) or "–"),
            text(f"{swing.at_low} to {swing.at_high}"),
            text(f"{percent(swing.low)} to {percent(swing.high)}"),
        )
        for swing in [item for item in material.posterior.tornado if item.target == target][:SHOWN]
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
