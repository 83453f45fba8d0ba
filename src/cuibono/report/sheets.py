"""The case as sheets of typed cells: what a spreadsheet can sort, filter and count with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import chain

from cuibono.case.records import Claim, Code, Interval, Rating, Status
from cuibono.report.answer import bottom_line, certainty
from cuibono.report.citations import Material, source_name, speaker
from cuibono.report.document import Length, wording
from cuibono.report.history import entries
from cuibono.report.marking import Marking
from cuibono.report.provenance import trimmed
from cuibono.report.vocabulary import vocabulary
from cuibono.report.workbook import Book, Field, Sheet, Value
from cuibono.weighing.cells import counting

Row = tuple[Value, ...]


def sheets(material: Material, length: Length = "full", marking: Marking | None = None) -> Book:
    """The case as a workbook: what it comes to, and for the full length everything that stands behind it.

    A sheet that would be empty is left out.
    """
    made: tuple[Callable[[Material], Sheet], ...] = (posterior, options)
    if length == "full":
        made = (posterior, matrix, evidence, ratings, contributions, options, claims, origins, sources, journal)
    found = [sheet for make in made if (sheet := make(material)).rows]
    title = material.state.question or material.state.name or "A case without a question"
    return Book(title, (about(material, title, marking), *found), marking)


def about(material: Material, title: str, marking: Marking | None) -> Sheet:
    """What this is, and what it comes to."""
    state, counts = material.state, material.posterior.counts
    facts: list[tuple[str, Value]] = [("Marking", f"{marking.label}: {marking.sharing}")] if marking else []
    facts += [
        ("Question", title),
        ("Answer", wording(bottom_line(material.posterior.shares))),
        ("Confidence", wording(certainty(material))),
        ("Sources", counts.sources),
        ("Claims", counts.claims),
        ("Independent origins", counts.independent),
        ("Judged by", ", ".join(state.analysts) or "nobody yet"),
        ("The hypotheses", "exclude each other" if material.posterior.exclusive else "may hold at once"),
        ("Fingerprint of the case", material.posterior.digest),
        ("Last entry of the journal", state.head or None),
    ]
    return Sheet("About", (Field("What", width=28), Field("Value", width=60)), tuple(facts))


def posterior(material: Material) -> Sheet:
    """Every hypothesis with its probability, its interval and its coverage."""
    fields = (
        *_texts(("Id", 22), ("Hypothesis", 44), ("Kind", 14)),
        Field("Rank", "number", 8),
        *_texts(("Tied", 8), ("In words", 18)),
        *(Field(title, "percent", 12) for title in ("Probability", "Low", "High", "Before", "If it happened")),
        *(
            Field(title, "number", 10)
            for title in ("Rated", "Not applicable", "Cells", "Machine's", "ACH score", "ACH rank")
        ),
    )
    rows = tuple(
        (
            *(share.id, share.name, share.kind, share.rank or None, share.tied, share.word),
            *(share.probability, share.low, share.high, share.prior, share.given),
            *(share.rated, share.na, share.cells, share.suggested, share.ach, share.ach_rank),
        )
        for share in material.posterior.shares
    )
    return Sheet("Posterior", fields, rows)


def matrix(material: Material) -> Sheet:
    """Hypotheses by evidence, each cell the codes that count; the sheet "Evidence" has the names of the columns."""
    by_cell, facts = material.ratings, material.state.evidence
    columns = (Field(f"E{number}", width=8) for number in range(1, len(facts) + 1))
    rows = tuple(
        (share.id, share.name, *(_code(by_cell.get((item.id, share.id), [])) for item in facts))
        for share in material.posterior.shares
        if facts
    )
    return Sheet("Matrix", (*_texts(("Id", 22), ("Hypothesis", 44)), *columns), rows)


def evidence(material: Material) -> Sheet:
    """Every piece of evidence, and how far it tells hypotheses apart."""
    tells = {item.id: item for item in material.posterior.diagnosticity}
    fields = (
        *_texts(("Number", 8), ("Id", 22), ("Evidence", 60)),
        *_dates("Happened"),
        *_texts(("Origins", 40)),
        Field("Relevance", "percent", 10),
        *(
            Field(title, "number", 12)
            for title in ("Claims", "Denied by", "Could teach, bits", "Parts the first two, dB")
        ),
        *_texts(("Draft", 8), ("Note", 40)),
    )
    rows = tuple(
        (
            *(f"E{number}", item.id, item.name, *_ends(item.happened)),
            "; ".join(_origins_of(material, {*item.claims, *item.denied_by}, item.origin)) or None,
            *(item.relevance, len(item.claims), len(item.denied_by)),
            tells[item.id].bits if item.id in tells else None,
            tells[item.id].pair if item.id in tells else None,
            *(item.draft, item.note or None),
        )
        for number, item in enumerate(material.state.evidence, 1)
    )
    return Sheet("Evidence", fields, rows)


def ratings(material: Material) -> Sheet:
    """Every rating of every analyst, the machine's included."""
    facts = {item.id: item.name for item in material.state.evidence}
    fields = (
        *_texts(("Evidence id", 22), ("Evidence", 44), ("Hypothesis id", 22), ("Hypothesis", 44)),
        *_texts(("Analyst", 14), ("Code", 8)),
        Field("Likelihood", "number", 10),
        Field("Why", width=50),
    )
    rows = tuple(
        (
            *(item.evidence, facts.get(item.evidence), item.hypothesis, material.name(item.hypothesis)),
            *(item.analyst, item.code.value if item.code else None, item.likelihood, item.why or None),
        )
        for item in material.state.ratings
    )
    return Sheet("Ratings", fields, rows)


def contributions(material: Material) -> Sheet:
    """What each piece of evidence adds to each balance, in decibans; the rows of a pair add up to its total."""
    fields = (
        *_texts(("For", 44), ("Against", 44), ("Part", 14), ("Id", 22), ("What", 60)),
        Field("Decibans", "number", 10),
    )
    rows: list[Row] = []
    for item in material.posterior.contributions:
        pair = (material.name(item.target), material.name(item.against) if item.against else "that it is not so")
        rows.append((*pair, "before", None, "Before the evidence", item.baseline))
        rows += [(*pair, row.kind, row.id, row.name, row.decibans) for row in item.rows]
        rows.append((*pair, "total", None, "After all evidence", item.total))
    return Sheet("Contributions", fields, tuple(rows))


def options(material: Material) -> Sheet:
    """The responses under the whole posterior; empty where the case has none."""
    fields = (
        *_texts(("Id", 18), ("Option", 44)),
        *(Field(title, "number", 14) for title in ("Expected value", "Low", "High", "Most regret", "Hurwicz")),
        Field("Best in draws", "percent", 14),
        *_texts(("Admissible", 12), ("Ever best", 12), ("Never better than", 40)),
    )
    found = material.comparison.standings if material.comparison else ()
    names = {item.option: item.name for item in found}
    rows = tuple(
        (
            *(item.option, item.name, item.expected, item.low, item.high, item.regret, item.mixed, item.stability),
            *(item.admissible, item.ever_best, "; ".join(names[id] for id in item.dominated_by) or None),
        )
        for item in found
    )
    return Sheet("Options", fields, rows)


def claims(material: Material) -> Sheet:
    """Every claim with its exact words and the place where they stand, set aside or not."""
    fields = (
        *_texts(("Id", 16), ("Source", 16), ("Document", 30), ("Words", 60), ("Kind", 12), ("Speaker", 30)),
        *_texts(("How surely", 16), ("In the words", 16)),
        *chain(_dates("Said"), _dates("Happened")),
        *_texts(("Origin", 30), ("Status", 20)),
        Field("Credibility", "number", 10),
        *(Field(title, "number", 10) for title in ("First character", "Last character")),
        *_texts(("Read by", 12), ("Supports the answer", 12)),
    )
    return Sheet("Claims", fields, tuple(_claims(material)))


def origins(material: Material) -> Sheet:
    """Every origin, what it feeds, and how far it can be trusted."""
    readouts = {item.id: item for item in material.posterior.origins}
    names = {item.id: item.name for item in material.state.origins}
    fields = (
        *_texts(("Id", 22), ("Origin", 44), ("Anonymous", 10), ("Reliability", 10)),
        *(Field(title, "percent", 14) for title in ("Reliable before", "Reliable after")),
        *_texts(("Goes back to", 30)),
        Field("How probably", "percent", 12),
        Field("Claims", "number", 8),
        *_texts(("Draft", 8), ("Because", 50)),
    )
    rows = tuple(
        (
            *(item.id, item.name, item.anonymous, item.reliability),
            *((readouts[item.id].prior, readouts[item.id].reliable) if item.id in readouts else (None, None)),
            names.get(item.goes_back_to, item.goes_back_to) if item.goes_back_to else None,
            item.copy_probability if item.goes_back_to else None,
            *(len(material.live(item.claims)), item.draft, item.because or None),
        )
        for item in material.state.origins
    )
    return Sheet("Origins", fields, rows)


def sources(material: Material) -> Sheet:
    """Every document with what is known of it, and how."""
    state = material.state
    counted: dict[str, int] = {}
    for claim in state.live_claims:
        counted[claim.source] = counted.get(claim.source, 0) + 1
    fields = (
        *_texts(("Id", 16), ("File", 28), ("Title", 50), ("Outlet", 24), ("Author", 24)),
        *(Field(title, "date", 12) for title in ("Published", "Retrieved")),
        *_texts(("Address", 40), ("Language", 10), ("Reliability", 10)),
        Field("Claims", "number", 8),
        Field("Trimmed", "percent", 10),
        *_texts(("How each is known", 50), ("Warnings", 50), ("SHA-256", 20)),
    )
    rows = tuple(
        (
            *(item.id, item.name, item.title, item.outlet, item.author, item.published, item.retrieved),
            *(item.url, item.language, state.reliability.get(item.id), counted.get(item.id, 0)),
            trimmed(state, item, material.text(item.id)) / 100,
            "; ".join(f"{field}: {how}" for field, how in sorted(item.known.items())) or None,
            *("; ".join(item.warnings) or None, item.sha256),
        )
        for item in state.sources
    )
    return Sheet("Sources", fields, rows)


def journal(material: Material) -> Sheet:
    """What people did, oldest first."""
    fields = _texts(("When", 18), ("Who", 14), ("What", 50), ("From", 24), ("To", 24), ("Why", 50), ("Taken back", 10))
    return Sheet("Journal", fields, tuple(entries(material)))


def _claims(material: Material) -> Iterable[Row]:
    state, words = material.state, vocabulary()
    names = {source.id: source_name(source) for source in state.sources}
    home = {id: origin.name for origin in state.origins for id in origin.claims}
    for claim in state.claims:
        status = state.status.get(claim.id, Status.SUGGESTED)
        yield (
            *(
                claim.id,
                claim.source,
                names.get(claim.source),
                claim.quote.exact,
                words.kinds[claim.kind],
                speaker(claim),
            ),
            *(words.levels[claim.certainty.level], claim.certainty.words or None),
            *(*_ends(claim.said), *_ends(claim.happened), home.get(claim.id), words.status.get(status, status.value)),
            *(state.credibility.get(claim.id), claim.quote.start, claim.quote.end, claim.reader),
            _bears(material, claim),
        )


def _bears(material: Material, claim: Claim) -> bool:
    return claim.id in material.used and bool(material.live([claim.id]))


def _code(found: list[Rating]) -> str | None:
    """The codes of a cell that count, each once, the surest first; a likelihood as its number."""
    order = {code: place for place, code in enumerate(Code)}
    counted = sorted(
        counting(found), key=lambda rating: (order[rating.code] if rating.code else 9, rating.likelihood or 0.0)
    )
    letters = (rating.code.value if rating.code else f"{rating.likelihood:.2f}" for rating in counted)
    return " ".join(dict.fromkeys(letters)) or None


def _origins_of(material: Material, fed: set[str], named: str | None) -> list[str]:
    return [item.name for item in material.state.origins if fed & {*item.claims} or item.id == named]


def _ends(when: Interval | None) -> tuple[date | None, date | None]:
    return (when.first, when.last) if when else (None, None)


def _dates(what: str) -> tuple[Field, Field]:
    return Field(f"{what} from", "date", 12), Field(f"{what} to", "date", 12)


def _texts(*columns: tuple[str, int]) -> tuple[Field, ...]:
    return tuple(Field(title, width=width) for title, width in columns)
