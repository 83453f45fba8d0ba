"""The answer: where each hypothesis stands, how sure that is, and how much of it is a draft."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.case.records import NOT_HAPPENED
from cuibono.report.charts import Bar, Probabilities, percent, span
from cuibono.report.citations import Material, speaker
from cuibono.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    Jump,
    Note,
    Paragraph,
    Quote,
    Run,
    Runs,
    Section,
    Table,
    Text,
    quoted,
    text,
)
from cuibono.report.vocabulary import many
from cuibono.weighing.confidence import confidence
from cuibono.weighing.readout import Share

QUOTES = 2
"""How many of a hypothesis' quotes are set out in full; the others are cited."""


def answer(material: Material) -> Section:
    """The section that a reader in a hurry reads: one sentence, its confidence, the chart, and what to beware of."""
    posterior = material.posterior
    blocks: list[Block] = [
        Paragraph(_sentence(material), lead=True),
        Paragraph(_happened(material)),
        Paragraph(_confidence(material)),
        Paragraph(_counted(material)),
        *_drafts(material),
        figure(material),
    ]
    blocks += [Note("warning", quoted(sentence)) for sentence in posterior.warnings]
    return Section("answer", "Answer", tuple(blocks))


def hypotheses(material: Material) -> Section:
    """Every hypothesis with what it rests on: its numbers in a sentence, and the words of those who put it forward."""
    blocks: list[Block] = []
    for share in material.posterior.shares:
        blocks += _hypothesis(material, share)
    return Section("hypotheses", "Hypotheses", tuple(blocks))


def figure(material: Material) -> Figure:
    """The posterior of every hypothesis with its interval, as a chart and as a table."""
    shares = material.posterior.shares
    bars = tuple(Bar(share.name, share.probability, share.low, share.high, share.prior) for share in shares)
    best = _leaders(shares)
    says = "; ".join(f"{share.name}: {percent(share.probability)} ({span(share.low, share.high)})" for share in shares)
    kind = "The hypotheses exclude each other." if material.posterior.exclusive else "Several may hold at once."
    return Figure(
        caption=f"Probability of each hypothesis, with its interval. {kind}",
        chart=Probabilities(bars),
        alternative=f"Bar chart of {len(bars)} probabilities; {says}. {best[0].name if best else 'None'} stands first.",
        twin=_table(shares),
    )


def _table(shares: tuple[Share, ...]) -> Table:
    columns = ("Hypothesis", "In words", "Probability", "Interval", "Before the evidence", "Rank", "Rated")
    rows = tuple(
        (
            quoted(share.name),
            text(share.word),
            text(percent(share.probability)),
            text(span(share.low, share.high)),
            text(percent(share.prior)),
            text(f"{share.rank}{', tied' if share.tied else ''}" if share.rank else "apart"),
            text(f"{share.rated + share.na} of {share.cells}"),
        )
        for share in shares
    )
    numbers = {"Probability", "Interval", "Before the evidence", "Rated"}
    return Table(
        "Probabilities, intervals and coverage", tuple(Column(title, title in numbers) for title in columns), rows
    )


def _leaders(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """Who stands first: several where they tie, nobody where nothing that may rank is rated."""
    return tuple(share for share in shares if share.rank == 1 and (share.rated or share.kind == "none"))


def _sentence(material: Material) -> Runs:
    shares = material.posterior.shares
    best = _leaders(shares)
    if not any(share.rated for share in shares) or not best:
        return text("No answer yet: nobody has rated any evidence, so only the priors speak.")
    if len(best) > 1:
        names: list[Run] = []
        for share in best:
            names += [*([Text(" and ")] if names else []), Text(f"“{share.name}”", "quoted")]
        chance = Text(f" are level: each is {best[0].word}, {percent(best[0].probability)}.")
        return (Text("No explanation leads. "), *names, chance)
    share = best[0]
    number = f"{percent(share.probability)} (interval {span(share.low, share.high)})"
    if share.kind == "none":
        return (
            Text("It is "),
            Text(share.word, "strong"),
            Text(f", {number}, that none of the listed explanations holds."),
        )
    head = (
        "The best supported explanation is "
        if share.probability >= 0.5
        else "No explanation is more likely than not; first is "
    )
    return (Text(head), Text(f"“{share.name}”", "quoted"), Text(": "), Text(share.word, "strong"), Text(f", {number}."))


def _happened(material: Material) -> Runs:
    shares = {share.id: share for share in material.posterior.shares}
    share = shares.get(NOT_HAPPENED)
    if share is None:
        return text("Whether it happened at all is not in question here.")
    sentence = (
        f"That it did not happen at all is {share.word}: {percent(share.probability)}. This is a question of its own."
    )
    return text(sentence)


def _confidence(material: Material) -> Runs:
    counts, shares = material.posterior.counts, material.posterior.shares
    best = _leaders(shares)
    if not counts.ratings or not best:
        return (Text("Confidence in this analysis is "), Text("low", "strong"), Text(": nothing is rated."))
    found = confidence(
        coverage=(counts.rated + counts.na) / counts.cells if counts.cells else 0.0,
        origins=counts.independent,
        width=min(1.0, max(0.0, best[0].high - best[0].low)),
        machine=min(1.0, counts.machine / counts.ratings),
    )
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


def _drafts(material: Material) -> Iterator[Note]:
    state, counts = material.state, material.posterior.counts
    parts = []
    if counts.machine:
        parts.append(f"{counts.machine} of {many(counts.ratings, 'rating')} are the machine's suggestion")
    drafted = {
        "hypotheses": (sum(item.draft for item in state.hypotheses), len(state.hypotheses)),
        "pieces of evidence": (sum(item.draft for item in state.evidence), len(state.evidence)),
        "origins": (sum(item.draft for item in state.origins), len(state.origins)),
    }
    parts += [f"{some} of {whole} {noun} are drafts" for noun, (some, whole) in drafted.items() if some]
    if parts:
        yield Note(
            "draft", (Text("A draft: ", "strong"), Text("; ".join(parts) + ". A person should confirm or change them."))
        )


def _hypothesis(material: Material, share: Share) -> list[Block]:
    known = {item.id: item for item in material.state.hypotheses}.get(share.id)
    anchor = f"h-{share.id}"
    blocks: list[Block] = [Heading(share.name, anchor), Paragraph(text(_numbers(share)))]
    if known is None:
        return blocks
    if known.draft:
        blocks.append(Note("draft", text("Drafted by the machine from the claims below; nobody has confirmed it yet.")))
    if known.note:
        blocks.append(Paragraph(quoted(known.note)))
    claims = material.live(known.claims)
    blocks += [
        Quote(claim.quote.exact, (Text(speaker(claim), "quoted"), *material.citations.cite([claim.id])))
        for claim in claims[:QUOTES]
    ]
    if claims[QUOTES:]:
        blocks.append(
            Paragraph((Text("Also put forward in "), *material.citations.cite(c.id for c in claims[QUOTES:])))
        )
    if not claims and not known.draft:
        blocks.append(Paragraph(text("No claim in the documents puts it forward; it is the analyst's own.")))
    return blocks


def _numbers(share: Share) -> str:
    moved = f"from {percent(share.prior)} before the evidence to {percent(share.probability)}"
    sentence = f"{share.word[:1].upper()}{share.word[1:]}: {moved} (interval {span(share.low, share.high)})."
    judged = f" {share.rated + share.na} of {share.cells} cells are rated"
    return f"{sentence}{judged}{f', {share.suggested} of them by the machine' if share.suggested else ''}."
