"""When it happened and when it was told: uncertain dates as spans, the undated counted rather than hidden."""

from __future__ import annotations

from datetime import date

from cuibono.case.dates import parse_interval
from cuibono.case.records import Claim, Interval, Kind
from cuibono.report.charts import Span, Timeline
from cuibono.report.citations import Material, date_words
from cuibono.report.document import Block, Column, Figure, Paragraph, Section, Table, quoted, text
from cuibono.report.vocabulary import many

SPANS = 24
"""The most spans in the chart; the table has all of them."""

Entry = tuple[str, Interval, date | None, tuple[str, ...]]
"""What, when it happened, when it was reported, and the claims that say so."""


def timeline(material: Material) -> Section:
    """Everything dated, in order, as a chart and as a table."""
    drawn = figure(material)
    undated = sum(claim.happened is None for claim in material.state.live_claims)
    said = f"{many(undated, 'claim says', 'claims say')} nothing of when it happened." if undated else ""
    blocks: list[Block] = [drawn] if drawn else [Paragraph(text("Nothing in the case is dated."))]
    if said and drawn:
        blocks.append(Paragraph(text(said)))
    return Section("timeline", "Timeline", tuple(blocks))


def figure(material: Material) -> Figure | None:
    """Everything dated, in order; `None` where nothing is."""
    entries = sorted([*_act(material), *_facts(material), *_events(material)], key=_order)
    if not entries:
        return None
    spans = tuple(Span(what, when.first, when.last, told) for what, when, told, _ in entries[:SPANS])
    rows = tuple(
        (
            text(date_words(when)),
            quoted(when.text) if when.text else text("–"),
            quoted(what),
            text(told.isoformat() if told else "unknown"),
            material.citations.cite(claims) or text("–"),
        )
        for what, when, told, claims in entries
    )
    titles = ("When", "In the document's words", "What", "Reported on", "Notes")
    table = Table(
        "What happened when, and when it was reported", tuple(Column(title) for title in titles), rows, wide=True
    )
    shown = (
        f"The first {SPANS} of {len(entries)} dated things" if len(entries) > SPANS else f"{len(entries)} dated things"
    )
    ends = f"from {date_words(entries[0][1])} to {date_words(entries[-1][1])}"
    return Figure(
        caption="What happened when",
        chart=Timeline(spans),
        alternative=f"{shown}, {ends}; the table has the dates.",
        twin=table,
    )


def _act(material: Material) -> list[Entry]:
    act = material.state.act
    if not act.when:
        return []
    try:
        first, last = parse_interval(act.when)
    except ValueError:
        return []
    subject = " ".join(part for part in (act.actor, act.what) if part) or "The act"
    return [(subject, Interval(first=first, last=last, text=act.when), None, ())]


def _facts(material: Material) -> list[Entry]:
    found: list[Entry] = []
    for item in material.state.evidence:
        dated = [claim for claim in material.live(item.claims) if claim.happened is not None]
        when = item.happened or (dated[0].happened if dated else None)
        if when is not None and (when.first or when.last):
            told = min((day for claim in material.live(item.claims) if (day := _told(material, claim))), default=None)
            found.append((item.name, when, told, item.claims))
    return found


def _events(material: Material) -> list[Entry]:
    """Dated events that are no evidence of the case."""
    used = {id for item in material.state.evidence for id in item.claims}
    found: list[Entry] = []
    for claim in material.state.live_claims:
        if (
            claim.kind is Kind.EVENT
            and claim.id not in used
            and claim.happened
            and (claim.happened.first or claim.happened.last)
        ):
            what = " ".join(claim.quote.exact.split())
            told = _told(material, claim)
            found.append((what, claim.happened, told, (claim.id,)))
    return found


def _told(material: Material, claim: Claim) -> date | None:
    published = {source.id: source.published for source in material.state.sources}.get(claim.source)
    return published or (claim.said.first if claim.said else None)


def _order(entry: Entry) -> tuple[date, date, str]:
    what, when, _, _ = entry
    return when.first or date.min, when.last or date.max, what
