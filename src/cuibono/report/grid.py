"""The evidence and the matrix, with hypotheses as rows.

That way round misled fewer analysts than the classic one (Dhami and others 2024).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuibono.case.records import Code, Evidence
from cuibono.report import heat
from cuibono.report.charts import signed
from cuibono.report.citations import Material, date_words
from cuibono.report.document import (
    Badge,
    Block,
    Column,
    Heading,
    Jump,
    Paragraph,
    Run,
    Runs,
    Section,
    Table,
    Text,
    quoted,
    text,
)
from cuibono.report.hypotheses import anchor
from cuibono.report.vocabulary import badge, blank, vocabulary
from cuibono.weighing.readout import Diagnosticity

ACROSS = 10
"""How many pieces of evidence stand side by side in one table, so that it fits a printed page."""


def evidence(material: Material) -> Section:
    """Every piece of evidence with the claims that report or deny it, and where they come from."""
    items = material.state.evidence
    if not items:
        return Section("evidence", "Evidence", (Paragraph(text("There is no evidence in the case yet.")),))
    columns = [Column(title) for title in ("Evidence", "When", "Origins")]
    tells = {item.id: item for item in material.posterior.diagnosticity}
    if tells:
        columns += [Column("Could teach, bits", number=True), Column("Parts the first two, dB", number=True)]
    rows = tuple(
        (*_row(material, number, item), *(_tells(tells.get(item.id)) if tells else ()))
        for number, item in enumerate(items, 1)
    )
    return Section("evidence", "Evidence", (Table("Evidence, and what reports it", tuple(columns), rows, wide=True),))


def matrix(material: Material) -> Section:
    """How expected each piece of evidence is under each hypothesis, with the machine's suggestions marked."""
    numbered = list(enumerate(material.state.evidence, 1))
    if not numbered:
        return Section("matrix", "Matrix", (Paragraph(text("There is no evidence to rate yet.")),))
    blocks: list[Block] = [Paragraph(_legend()), *([drawn] if (drawn := heat.figure(material)) else [])]
    blocks += (_part(material, numbered[start : start + ACROSS]) for start in range(0, len(numbered), ACROSS))
    blocks += _reasons(material)
    return Section("matrix", "Matrix", tuple(blocks))


def _row(material: Material, number: int, item: Evidence) -> tuple[Runs, ...]:
    cited, denied = material.citations.cite(item.claims), material.citations.cite(item.denied_by)
    against = (Text("; denied in"), *denied) if denied else ()
    origins = _origins(material, item)
    assumed = (Text(" (the analyst's assumption)", "quiet"),)
    draft = (Text(" (draft)", "quiet"),) if item.draft else ()
    return (
        (Text(f"E{number} ", "strong"), *quoted(item.name), *(cited or assumed), *against, *draft),
        text(date_words(item.happened)) if item.happened else text("–"),
        quoted("; ".join(origins)) if origins else text("–"),
    )


def _tells(found: Diagnosticity | None) -> tuple[Runs, ...]:
    return (text("–"), text("–")) if found is None else (text(f"{found.bits:.2f}"), text(signed(found.pair)))


def _origins(material: Material, item: Evidence) -> list[str]:
    claims = {*item.claims, *item.denied_by}
    return [origin.name for origin in material.state.origins if claims & {*origin.claims} or origin.id == item.origin]


def _legend() -> Runs:
    runs: list[Run] = [Text("How expected each fact is if the hypothesis holds: ")]
    for code in Code:
        name = vocabulary().codes[code].name
        runs += [Badge(code.value, code.value.lower(), ""), Text(f" {name}, ")]
    runs += [blank(), Text(" not rated, which is not neutral. ")]
    runs += [
        Badge("C", "c", "", machine=True),
        Text(" with a dashed edge (in plain text, a question mark): the machine's suggestion."),
    ]
    return tuple(runs)


def _part(material: Material, part: Sequence[tuple[int, Evidence]]) -> Table:
    first, last = part[0][0], part[-1][0]
    columns = (Column("Hypothesis"), *(Column(f"E{number}") for number, _ in part))
    rows = tuple(
        (
            (Jump(share.name, anchor(share.id)),),
            *(heat.cell(material.ratings.get((item.id, share.id), [])) for _, item in part),
        )
        for share in material.posterior.shares
    )
    return Table(f"Ratings of evidence E{first} to E{last}", columns, rows, wide=True)


def _reasons(material: Material) -> Iterator[Block]:
    """Why people rated as they did, where they said so."""
    names = {share.id: share.name for share in material.posterior.shares}
    place = {item.id: number for number, item in enumerate(material.state.evidence, 1)}
    said = [r for r in material.state.ratings if r.why and r.evidence in place and r.hypothesis in names]
    if not said:
        return
    yield Heading("Why they rated so", "reasons")
    rows = tuple(
        (text(f"E{place[r.evidence]}"), quoted(names[r.hypothesis]), (badge(r),), quoted(r.analyst), quoted(r.why))
        for r in said
    )
    titles = ("Evidence", "Hypothesis", "Rating", "Analyst", "Why")
    yield Table("Reasons given for ratings", tuple(Column(title) for title in titles), rows, wide=True)
