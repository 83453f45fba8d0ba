"""The inconsistency scores of ACH beside the posterior, and why the two part where they do."""

from __future__ import annotations

from cuibono.case.records import Code
from cuibono.report.charts import percent
from cuibono.report.citations import Material
from cuibono.report.document import Block, Column, List, Paragraph, Section, Table, quoted, text
from cuibono.report.vocabulary import many
from cuibono.weighing.ach import parc
from cuibono.weighing.contrast import disagreements

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
    if differences := _differences(material):
        blocks.append(List(tuple(quoted(sentence) for sentence in differences[:SHOWN])))
    if differences[SHOWN:]:
        more = many(len(differences) - SHOWN, "further pair")
        blocks.append(Paragraph(text(f"They differ on {more} too.")))
    return Section("ach", "ACH beside the posterior", tuple(blocks))


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
    found = disagreements(
        [shares[id].probability for id in ids],
        parc(matrix),
        matrix,
        priors=[shares[id].prior for id in ids],
        origins=origins,
        names=[f"“{shares[id].name}”" for id in ids],
    )
    return tuple(item.sentence for item in found)
