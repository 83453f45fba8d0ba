"""The inconsistency scores of ACH beside the posterior, and why the two part where they do."""

from __future__ import annotations

from cuibono.report.charts import percent
from cuibono.report.citations import Material
from cuibono.report.document import Block, Column, List, Paragraph, Section, Table, quoted, text
from cuibono.report.vocabulary import many

SHOWN = 12
"""The most sentences about pairs on which the two differ."""


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
    blocks: list[Block] = [Paragraph(text(intro)), table]
    if differences := [item.sentence for item in material.posterior.ach.disagreements]:
        blocks.append(List(tuple(quoted(sentence) for sentence in differences[:SHOWN])))
    if differences[SHOWN:]:
        more = many(len(differences) - SHOWN, "further pair")
        blocks.append(Paragraph(text(f"They differ on {more} too.")))
    return Section("ach", "ACH beside the posterior", tuple(blocks))
