"""A case and its posterior turned into a report: answer first, then what it rests on, then where that comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from cuibono.case.journal import Entry
from cuibono.case.records import State
from cuibono.options.comparison import Comparison
from cuibono.options.records import Options
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
from cuibono.strategy.interests import Interests
from cuibono.strategy.records import Strategy
from cuibono.strategy.solution import Solution
from cuibono.weighing.coherence import findings
from cuibono.weighing.posterior import Posterior


def build(
    state: State,
    posterior: Posterior,
    texts: Mapping[str, str],
    *,
    interests: Interests | None = None,
    solution: Solution | None = None,
    comparison: Comparison | None = None,
    strategy: Strategy | None = None,
    options: Options | None = None,
    journal: tuple[Entry, ...] = (),
    length: Length = "full",
) -> Report:
    """The report of a weighed case, in full or as a brief of one page.

    `texts` holds the stored text of each source by its id; where there is none, footnotes show what the quotes keep.
    `interests`, `solution`, `comparison` and `journal` each add a section; names and reasons of the first three come
    from `strategy` and `options`. The same arguments give an equal report.
    """
    strategy, options = strategy or Strategy(), options or Options()
    material = Material(state, posterior, texts, interests, solution, comparison, strategy, options, journal)
    return compose(material, length)


def compose(material: Material, length: Length = "full", marking: Marking | None = None) -> Report:
    """The report made of this material."""
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
