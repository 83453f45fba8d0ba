"""The hypotheses, each with its numbers in a sentence and the words of those who put it forward."""

from __future__ import annotations

from cuibono.case.records import Hypothesis
from cuibono.report.charts import percent, span
from cuibono.report.citations import Material, speaker
from cuibono.report.document import Block, Heading, Paragraph, Quote, Section, Text, quoted, text
from cuibono.report.vocabulary import chance
from cuibono.weighing.baserates import band, counted
from cuibono.weighing.readout import Share

QUOTES = 2
"""How many of a hypothesis' quotes are set out in full; the others are cited."""


def hypotheses(material: Material) -> Section:
    """Every hypothesis in order of rank, "none of these" and "it did not happen" included."""
    known = {item.id: item for item in material.state.hypotheses}
    blocks: list[Block] = []
    for share in material.posterior.shares:
        blocks += [Heading(share.name, anchor(share.id)), Paragraph(text(_numbers(share, known.get(share.id))))]
        if share.id in known:
            blocks += _grounds(material, known[share.id])
    return Section("hypotheses", "Hypotheses", tuple(blocks))


def anchor(id: str) -> str:
    """The anchor of a hypothesis within the report."""
    return f"hypothesis-{id}"


def _numbers(share: Share, hypothesis: Hypothesis | None) -> str:
    said = chance(share)
    assumed = " (assumed, because nobody stated it)" if hypothesis and hypothesis.stated is None else ""
    drafted = " Drafted by the machine; nobody has confirmed it yet." if hypothesis and hypothesis.draft else ""
    machine = f", {share.suggested} of them by the machine" if share.suggested else ""
    return (
        f"{said[:1].upper()}{said[1:]}; before the evidence {percent(share.prior)}{assumed}. "
        f"{share.rated + share.na} of {share.cells} pieces of evidence are rated for it{machine}.{drafted}"
    )


def _grounds(material: Material, hypothesis: Hypothesis) -> list[Block]:
    blocks: list[Block] = []
    if hypothesis.note:
        blocks.append(Paragraph(quoted(hypothesis.note)))
    names = {item.id: f"“{item.name}”" for item in material.state.evidence}
    if hypothesis.base_rate is not None:
        found = band(hypothesis.base_rate)
        gives = f"Base rate: {counted(hypothesis.base_rate)}; that gives {span(found.low, found.high)}."
        blocks.append(Paragraph(quoted(gives)))
    for need in hypothesis.needs:
        said = " ".join(names.get(word, word) for word in need.split())
        blocks.append(Paragraph((Text("It needs "), Text(said, "quoted"), Text("."))))
    claims = material.live(hypothesis.claims)
    cite = material.citations.cite
    blocks += [
        Quote(claim.quote.exact, (Text(speaker(claim), "quoted"), *cite([claim.id]))) for claim in claims[:QUOTES]
    ]
    if more := [claim.id for claim in claims[QUOTES:]]:
        blocks.append(Paragraph((Text("Also put forward in "), *cite(more))))
    if not claims:
        blocks.append(Paragraph((Text("No quote puts it forward.", "quiet"),)))
    return blocks
