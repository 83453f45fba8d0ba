"""The answer: one sentence, how sure it is, what it rests on, and how much of it is a draft."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.case.records import NOT_HAPPENED
from cuibono.report.charts import Bar, Probabilities, percent, span
from cuibono.report.citations import Material
from cuibono.report.document import (
    Block,
    Column,
    Figure,
    Jump,
    Note,
    Paragraph,
    Run,
    Runs,
    Section,
    Table,
    Text,
    quoted,
    text,
)
from cuibono.report.vocabulary import chance, many
from cuibono.weighing.readout import Share

TIED = 3
"""The most hypotheses that are named where several stand level."""

_STOP = Text(".")


def answer(material: Material) -> Section:
    """The section that a reader in a hurry reads: the sentence, its confidence, the chart, and what to beware of."""
    blocks: list[Block] = [
        Paragraph(bottom_line(material.posterior.shares), lead=True),
        *overlap(material.posterior.shares),
        Paragraph(happened(material.posterior.shares)),
        Paragraph(certainty(material)),
        Paragraph(_counted(material)),
        *drafts(material),
        figure(material),
        *(Note("warning", quoted(sentence)) for sentence in material.posterior.warnings),
    ]
    return Section("answer", "Answer", tuple(blocks))


def figure(material: Material) -> Figure:
    """The posterior of every hypothesis with its interval and prior, as a chart and as a table."""
    shares = material.posterior.shares
    bars = tuple(Bar(share.name, share.probability, share.low, share.high, share.prior) for share in shares)
    kind = "They exclude each other" if material.posterior.exclusive else "Several may hold at once"
    return Figure(
        caption=f"Probability of each hypothesis. {kind}.",
        chart=Probabilities(bars),
        alternative="; ".join(f"{share.name}: {chance(share)}" for share in shares) + ".",
        twin=_table(shares),
    )


def _table(shares: Sequence[Share]) -> Table:
    several = any(share.spread for share in shares)
    across = ("Across analysts",) if several else ()
    numbers = ("Probability", "Interval", *across, "Before the evidence", "Rank", "Rated")
    columns = (Column("Hypothesis"), Column("In words"), *(Column(title, number=True) for title in numbers))
    rows = tuple(
        (
            quoted(share.name),
            text(share.word),
            text(percent(share.probability)),
            text(span(share.low, share.high) if share.low < share.high else "–"),
            *([text(span(*share.spread))] if share.spread else []),
            text(percent(share.prior)),
            text(f"{share.rank}{', tied' if share.tied else ''}" if share.rank else "apart"),
            text(f"{share.rated + share.na} of {share.cells}"),
        )
        for share in shares
    )
    return Table("Probabilities, intervals and coverage", columns, rows)


def _first(shares: Sequence[Share]) -> tuple[Share, ...]:
    """Who stands first: several where they tie, nobody where no motive has a rating."""
    if not any(share.rated for share in shares):
        return ()
    return tuple(share for share in shares if share.rank == 1)


def bottom_line(shares: Sequence[Share]) -> Runs:
    """One sentence: who leads, how probable that is, or that nobody does."""
    first = _first(shares)
    if not first:
        return text(
            "There is no answer yet: nobody has rated any evidence, so the numbers are what was assumed before."
        )
    if len(first) > 1:
        names = [run for share in first[:TIED] for run in (Text(" and "), Text(f"“{share.name}”", "quoted"))][1:]
        names += [Text(f" and {many(len(first) - TIED, 'other')}")] if first[TIED:] else []
        return (Text("No explanation leads. "), *names, Text(f" are level: each is {chance(first[0])}."))
    share = first[0]
    if share.kind == "none":
        head: Run = Text("The best supported answer is that none of the listed explanations holds: ")
        return (head, Text(chance(share), "strong"), _STOP)
    head = Text("The best supported explanation is " if share.probability >= 0.5 else "None is likely; the first is ")
    return (head, Text(f"“{share.name}”", "quoted"), Text(": "), Text(chance(share), "strong"), _STOP)


def overlap(shares: Sequence[Share]) -> tuple[Paragraph, ...]:
    """That the leader is not clear of the others, where their intervals overlap."""
    first = _first(shares)
    if len(first) != 1 or first[0].low == first[0].high:
        return ()
    near = [share for share in shares if share.rank > 1 and share.high > first[0].low]
    if not near:
        return ()
    others = many(len(near), "other")
    return (Paragraph(text(f"Its interval overlaps those of {others}: the evidence does not clearly part them.")),)


def happened(shares: Sequence[Share]) -> Runs:
    """How probable it is that it did not happen at all."""
    said = next(chance(share) for share in shares if share.id == NOT_HAPPENED)
    return text(f"Whether it happened at all is a question of its own: that it did not is {said}.")


def certainty(material: Material) -> Runs:
    """How much the analysis rests on, apart from the probability, with the reasons."""
    found = material.posterior.confidence
    return (Text("Confidence in this analysis is "), Text(found.level, "strong"), Text(". " + " ".join(found.reasons)))


def _counted(material: Material) -> Runs:
    counts = material.posterior.counts
    return (
        Text(f"It rests on {many(counts.sources, 'source')}, {many(counts.claims, 'claim')}, "),
        Text(many(counts.independent, "independent origin"), "strong"),
        Text(" ("),
        Jump("which", "origins"),
        Text(")."),
    )


def drafts(material: Material) -> tuple[Note, ...]:
    """How much of the case no person has confirmed; nothing where there is nothing."""
    state, counts = material.state, material.posterior.counts
    parts = []
    if counts.machine:
        verb = "is" if counts.machine == 1 else "are"
        parts.append(f"{counts.machine} of {many(counts.ratings, 'rating')} {verb} the machine's suggestion")
    for noun, items in (
        ("hypotheses", state.hypotheses),
        ("pieces of evidence", state.evidence),
        ("origins", state.origins),
    ):
        drafted = sum(item.draft for item in items)
        parts += [f"{drafted} of {len(items)} {noun} are drafted by it"] if drafted else []
    return (Note("draft", text(f"{'; '.join(parts)}. They stand until a person changes them.")),) if parts else ()
