"""A case and its posterior turned into a report: answer first, then what it rests on, then where that comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cuibono.report import grid, provenance, sensitivity
from cuibono.report.ach import ach
from cuibono.report.actors import actors
from cuibono.report.answer import answer
from cuibono.report.brief import brief
from cuibono.report.citations import Material
from cuibono.report.contributions import contributions
from cuibono.report.document import Block, Heading, Length, List, Paragraph, Report, Section, Text, quoted, text
from cuibono.report.history import history
from cuibono.report.hypotheses import hypotheses
from cuibono.report.interests import interests
from cuibono.report.marking import Marking
from cuibono.report.options import options
from cuibono.report.strategy import strategy
from cuibono.report.timeline import timeline
from cuibono.report.vocabulary import vocabulary
from cuibono.weighing.coherence import findings


def compose(material: Material, length: Length = "full", marking: Marking | None = None) -> Report:
    """The report of a weighed case, in full or as a brief of one page; the same material gives an equal report."""
    material = replace(material)  # each report numbers its own footnotes
    sections = (brief(material),) if length == "brief" else _paper(material)
    state = material.state
    return Report(
        title=state.question or state.name or "A case without a question",
        sections=tuple(section for section in sections if section is not None),
        footnotes=material.citations.footnotes(),
        head=state.head,
        length=length,
        marking=marking,
    )


def _paper(material: Material) -> tuple[Section | None, ...]:
    parts: tuple[Callable[[Material], Section | None], ...] = (
        answer,
        sensitivity.flips,
        sensitivity.collect,
        hypotheses,
        interests,
        strategy,
        options,
        actors,
        grid.evidence,
        grid.matrix,
        contributions,
        ach,
        provenance.origins,
        provenance.sources,
        timeline,
        provenance.claims,
        method,
        history,
    )
    return tuple(part(material) for part in parts)


def method(material: Material) -> Section:
    """How the numbers were made, their limits and literature, and what to name when one refers to this report."""
    blocks: list[Block] = []
    if found := findings(material.state):
        items = tuple((Text(f"{item.sentence} ", "quoted"), Text(item.remedy, "quiet")) for item in found)
        blocks += [Heading("What to look at again"), List(items)]
    for passage in vocabulary().method:
        blocks += [Heading(passage.title), Paragraph(text(passage.text.strip()))]
    state, posterior = material.state, material.posterior
    kind = "exclude each other" if posterior.exclusive else "may hold at once"
    readers = ", ".join(sorted({claim.reader for claim in state.live_claims})) or "none"
    people = ", ".join(state.analysts) or "nobody yet"
    facts = (
        f"The hypotheses {kind}. Read by: {readers}. Judged by: {people}. Fingerprint of the case: {posterior.digest}."
    )
    blocks += [Heading("This report"), Paragraph(quoted(facts))]
    return Section("method", "Method", tuple(blocks))
