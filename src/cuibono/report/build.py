"""A case and its posterior turned into a report: answer first, then what it rests on, then where that comes from."""

from __future__ import annotations

from collections.abc import Mapping

from cuibono.case.records import State
from cuibono.options.comparison import Comparison
from cuibono.options.records import Options
from cuibono.report import grid, provenance, sensitivity
from cuibono.report.ach import ach
from cuibono.report.answer import answer
from cuibono.report.citations import Citations, Material
from cuibono.report.contributions import contributions
from cuibono.report.document import Block, Heading, List, Paragraph, Report, Section, Text, quoted, text
from cuibono.report.hypotheses import hypotheses
from cuibono.report.interests import interests as wants
from cuibono.report.options import options as responses
from cuibono.report.strategy import strategy as game
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
) -> Report:
    """The report of a weighed case.

    `texts` holds the stored text of each source by its id; where there is none, footnotes show what the quotes keep.
    `interests`, `solution` and `comparison` each add a section, which takes names and reasons from the `strategy`
    and the `options` that they come from. The same arguments give an equal report.
    """
    material = Material(
        state,
        posterior,
        Citations(state, texts),
        texts,
        interests,
        solution,
        comparison,
        strategy or Strategy(),
        options or Options(),
    )
    sections = (
        answer(material),
        sensitivity.flips(material),
        sensitivity.collect(material),
        hypotheses(material),
        wants(material),
        game(material),
        responses(material),
        grid.evidence(material),
        grid.matrix(material),
        contributions(material),
        ach(material),
        provenance.origins(material),
        provenance.sources(material),
        timeline(material),
        provenance.claims(material),
        method(material),
    )
    return Report(
        title=state.question or state.name or "A case without a question",
        sections=tuple(section for section in sections if section is not None),
        footnotes=material.citations.footnotes(),
        head=state.head,
    )


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
