"""Where everything comes from: origins, sources and claims, in tables that can be followed in either direction."""

from __future__ import annotations

from cuibono.case.records import Claim, Origin, Source, State, Status
from cuibono.clipping import clipped
from cuibono.report import lineage
from cuibono.report.citations import Material, date_words, source_name, speaker
from cuibono.report.document import (
    Block,
    Column,
    Heading,
    List,
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
from cuibono.report.vocabulary import credibility, many, reliability, vocabulary


def origins(material: Material) -> Section:
    """Which claims go back to which origin: the layers source, claim, origin, read from the right."""
    state, counts = material.state, material.posterior.counts
    head = (
        f"{many(counts.sources, 'source')} and {many(counts.claims, 'claim')} go back to "
        f"{many(counts.independent, 'independent origin')}"
    )
    if abs(counts.effective - counts.independent) >= 0.05:
        head += f" (with doubtful ones counted in part: {counts.effective:.1f})"
    intro = Paragraph(text(f"{head}. Whatever one origin feeds stands or falls together, and counts once."))
    columns = ("Origin", "Reliability", "Sources that relay it", "Claims", "Goes back to", "Because")
    rows = tuple(_origin(material, origin) for origin in state.origins)
    blocks: list[Block] = [intro, *([drawn] if (drawn := lineage.figure(material)) else [])]
    if rows:
        blocks.append(Table("Source ← claim ← origin", tuple(Column(title) for title in columns), rows, wide=True))
    lost = _without_origin(state)
    if lost:
        what = many(len(lost), "claim stands", "claims stand")
        blocks.append(Note("info", (Text(f"{what} without an origin: "), *material.citations.cite(lost))))
    return Section("origins", "Origins", tuple(blocks))


def sources(material: Material) -> Section:
    """Every document with what is known of it and how, and what could not be read."""
    state = material.state
    columns = ("Document", "Outlet", "Author", "Published", "Reliability", "Claims", "Trimmed")
    numbers = {"Claims", "Trimmed"}
    table = Table(
        "Sources, and how each fact about them is known",
        tuple(Column(title, title in numbers) for title in columns),
        tuple(_source(material, source) for source in state.sources),
        wide=True,
    )
    blocks: list[Block] = [table]
    if state.unread:
        blocks.append(Heading("Not read", "unread"))
        blocks.append(
            List(tuple((Text(item.name, "quoted"), Text(": "), Text(item.reason, "quoted")) for item in state.unread))
        )
    warned = [(source, warning) for source in state.sources for warning in source.warnings]
    for source, warning in warned:
        blocks.append(Note("warning", (Text(source.name, "quoted"), Text(": "), Text(warning, "quoted"))))
    return Section("sources", "Sources", tuple(blocks))


def claims(material: Material) -> Section:
    """Every claim that the answer rests on, with speaker, certainty, dates and credibility; the others are counted."""
    state = material.state
    live = [claim for claim in state.live_claims if claim.id in material.used]
    idle = len(state.live_claims) - len(live)
    aside = len(state.claims) - len(state.live_claims)
    columns = ("Claim", "Kind", "Speaker", "How surely", "Said", "Happened", "Credibility", "Status")
    rows = tuple(_claim(material, claim) for claim in live)
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table("Claims that the answer rests on", tuple(Column(title) for title in columns), rows, wide=True)
        )
    if idle:
        what = many(idle, "further claim bears", "further claims bear")
        blocks.append(Paragraph(text(f"{what} on no evidence or hypothesis; the case keeps them.")))
    if aside:
        what = many(aside, "claim is", "claims are")
        blocks.append(Paragraph(text(f"{what} set aside: rejected, in trimmed lines, or no longer in the source.")))
    if not blocks:
        blocks.append(Paragraph(text("There are no claims in the case yet.")))
    return Section("claims", "Claims", tuple(blocks))


def _origin(material: Material, origin: Origin) -> tuple[Runs, ...]:
    state = material.state
    readout = {item.id: item for item in material.posterior.origins}.get(origin.id)
    live = material.live(origin.claims)
    by_id = {source.id: source for source in state.sources}
    relays = dict.fromkeys(source_name(by_id[claim.source]) for claim in live if claim.source in by_id)
    name: list[Run] = [Text(origin.name, "quoted")]
    name += [Text(" (anonymous)", "quiet")] if origin.anonymous else []
    name += [Text(" (draft)", "quiet")] if origin.draft else []
    letter = reliability(origin.reliability)
    if readout is not None:
        letter += f"; {100 * readout.prior:.0f} % before the evidence, {100 * readout.reliable:.0f} % after"
    names = {item.id: item.name for item in state.origins}
    back = text("–")
    if origin.goes_back_to:
        certain = "" if origin.copy_probability == 1 else f" ({100 * origin.copy_probability:.0f} %)"
        back = (Text(names.get(origin.goes_back_to, origin.goes_back_to), "quoted"), Text(certain))
    return (
        tuple(name),
        text(letter),
        quoted("; ".join(relays)) if relays else text("none"),
        _feeds(material, live),
        back,
        quoted(origin.because) if origin.because else text("–"),
    )


def _feeds(material: Material, live: tuple[Claim, ...]) -> Runs:
    """How many claims an origin feeds, and the footnotes of those that the answer rests on."""
    return (Text(str(len(live))), *material.citations.cite(claim.id for claim in live if claim.id in material.used))


def _without_origin(state: State) -> list[str]:
    fed = {id for origin in state.origins for id in origin.claims}
    used = {id for item in state.evidence for id in (*item.claims, *item.denied_by)}
    return [claim.id for claim in state.live_claims if claim.id in used - fed]


def _source(material: Material, source: Source) -> tuple[Runs, ...]:
    state = material.state
    number = sum(claim.source == source.id for claim in state.live_claims)
    return (
        quoted(source.title or source.name),
        _known(source, "outlet", source.outlet),
        _known(source, "author", source.author),
        _known(source, "published", source.published.isoformat() if source.published else None),
        text(reliability(state.reliability.get(source.id))),
        text(str(number)),
        text(f"{trimmed(state, source, material.text(source.id)):.0f} %"),
    )


def _known(source: Source, field: str, value: str | None) -> Runs:
    if value is None:
        return (Text("unknown", "emphasis"),)
    how = source.known.get(field)
    return (Text(value, "quoted"), *((Text(f" ({how})", "quiet"),) if how else ()))


def trimmed(state: State, source: Source, body: str) -> float:
    """How much of a source's text is trimmed as page furniture, in per cent of its letters."""
    lines = body.split("\n")
    cut = {number for trim in state.trims.get(source.id, source.trim) for number in range(trim.first, trim.last + 1)}
    whole = sum(map(len, lines))
    return 100 * sum(len(line) for number, line in enumerate(lines) if number in cut) / whole if whole else 0.0


def _claim(material: Material, claim: Claim) -> tuple[Runs, ...]:
    words, state = vocabulary(), material.state
    exact = " ".join(claim.quote.exact.split())
    status = state.status.get(claim.id, Status.SUGGESTED)
    surely = words.levels[claim.certainty.level]
    return (
        (*quoted(clipped(exact, 90)), *material.citations.cite([claim.id])),
        text(words.kinds[claim.kind]),
        quoted(speaker(claim)),
        (Text(surely), *((Text(f" “{claim.certainty.words}”", "quoted"),) if claim.certainty.words else ())),
        text(date_words(claim.said) if claim.said else "unknown"),
        text(date_words(claim.happened) if claim.happened else "unknown"),
        text(credibility(state.credibility.get(claim.id))),
        text(words.status[status]),
    )
