"""The brief: one page. The bottom line first, then how sure, then what would change it and what to do."""

from __future__ import annotations

from dataclasses import replace

from cuibono.clipping import clipped
from cuibono.report.answer import bottom_line, certainty, drafts, happened, overlap
from cuibono.report.charts import percent, span
from cuibono.report.citations import Material
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
from cuibono.report.vocabulary import many
from cuibono.weighing.readout import Flip, Question

ROWS = 7
"""The most hypotheses in the table; the others are counted."""

SHOWN = 3
"""The most items of one list."""

_LONG = 90
"""Names longer than this many characters are cut, so that the page stays one page."""

_KINDS: dict[str, tuple[str, ...]] = {
    "evidence": ("piece of evidence", "pieces of evidence"),
    "origin": ("origin",),
    "source": ("source",),
    "rating": ("rating",),
}
_NUMBERS = {"prior": "the prior of", "rating": "the rating of", "reliability": "the reliability of"}


def brief(material: Material) -> Section:
    """The whole analysis on one page of A4."""
    shares = material.posterior.shares
    blocks: list[Block] = [
        Paragraph(tuple(map(_cut, bottom_line(shares))), lead=True),
        *overlap(shares),
        _table(material),
        Paragraph((*happened(shares), Text(" "), *certainty(material))),
        *_section("What would change it", _changes(material)),
        *_section("What to look for next", [_question(item) for item in material.posterior.collect[:SHOWN]]),
        *_section("What to do", _options(material)),
        Paragraph(text(_basis(material))),
        *drafts(material),
        *(Note("warning", quoted(clipped(sentence, 200))) for sentence in material.posterior.warnings[:1]),
    ]
    return Section("brief", "In brief", tuple(blocks))


def _section(title: str, items: list[Runs]) -> tuple[Block, ...]:
    return (Heading(title), List(tuple(items))) if items else ()


def _table(material: Material) -> Table:
    shares = [share for share in material.posterior.shares if share.rank]
    rows = tuple(
        (
            quoted(_short(share.name)),
            text(share.word),
            text(percent(share.probability)),
            text(span(share.low, share.high) if share.low < share.high else "–"),
        )
        for share in shares[:ROWS]
    )
    kind = "They exclude each other" if material.posterior.exclusive else "Several may hold at once"
    more = f" {many(len(shares) - ROWS, 'less probable one is', 'less probable ones are')} left out." * bool(
        shares[ROWS:]
    )
    columns = (Column("Why"), Column("In words"), Column("Probability", number=True), Column("Interval", number=True))
    return Table(f"How probable each explanation is. {kind}.{more}", columns, rows)


def _changes(material: Material) -> list[Runs]:
    """The fewest changes that put another first, each in a line, and what moves the leader most."""
    names = {share.id: _short(share.name) for share in material.posterior.shares}
    found = [quoted(_flip(flip, names)) for flip in material.posterior.flips if flip.changes][:SHOWN]
    if material.posterior.tornado:
        swing = material.posterior.tornado[0]
        low, high = sorted((swing.low, swing.high))
        what = _NUMBERS.get(swing.kind, swing.kind)
        name = Text(f"“{_short(swing.name)}”", "quoted")
        found.append(
            (Text(f"What moves the first most is {what} "), name, Text(f": {percent(low)} to {percent(high)}."))
        )
    return found


def _flip(flip: Flip, names: dict[str, str]) -> str:
    first, head = f"“{_short(flip.changes[0].name)}”", names.get(flip.leader, flip.leader)
    count = many(len(flip.changes), *_KINDS.get(flip.kind, (flip.kind,)))
    what = first if len(flip.changes) == 1 else f"{count} together, {first} among them,"
    verb = "Another look at" if flip.kind == "rating" else "Leaving out"
    return f"{verb} {what} would put “{head}” first."


def _question(item: Question) -> Runs:
    what = item.sentence.partition(". The answer is expected")[0]
    return (Text(clipped(what, 200), "quoted"), Text(f" ({100 * item.shift:.0f} points of the first's probability)."))


def _options(material: Material) -> list[Runs]:
    found = material.comparison
    if found is None:
        return []
    names = {item.option: _short(item.name) for item in found.standings}
    rules = (("Highest expected value", found.best), ("Least regret at the worst", found.least_regret))
    return [(Text(f"{rule}: "), Text("; ".join(names[id] for id in ids), "quoted"), Text(".")) for rule, ids in rules]


def _basis(material: Material) -> str:
    counts = material.posterior.counts
    found = (
        many(counts.sources, "source"),
        many(counts.claims, "claim"),
        many(counts.independent, "independent origin"),
        many(counts.evidence, "piece of evidence", "pieces of evidence"),
    )
    people = ", ".join(material.state.analysts) or "nobody yet"
    return (
        f"It rests on {', '.join(found)}. Judged by: {people}. The full paper has every quote, rating and number. "
        f"Fingerprint of the case: {material.posterior.digest}."
    )


def _cut(run: Run) -> Run:
    return replace(run, words=_short(run.words)) if isinstance(run, Text) and run.style == "quoted" else run


def _short(name: str) -> str:
    return clipped(name, _LONG)
