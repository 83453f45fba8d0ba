"""The case as tables: one a noun, and the matrix, with the same columns in every format that has tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from cuibono.case.records import Status
from cuibono.errors import UsageError
from cuibono.formats.snapshot import Snapshot, value_of

Cell = str | float | int | None
BESIDE = ("evidence id", "evidence", "relevance", "note", "analyst")
"""The columns of the matrix beside the rated ones, which come after them."""


class Table(NamedTuple):
    """Columns and rows; text is text whatever it begins with, numbers are numbers, `None` is an empty cell."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(snapshot: Snapshot, name: str) -> Table:
    """One of the case's tables; raises UsageError with the names of all for another."""
    if name not in _TABLES:
        raise UsageError(f"there is no table {name!r} to export; there are: {', '.join(_TABLES)}")
    columns, rows = _TABLES[name]
    head = columns if name != "matrix" else (*columns, *(f"{name} [{id}]" for id, name in snapshot.names.items()))
    return Table(name, head, tuple(rows(snapshot)))


def _matrix(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    """One row for each piece of evidence and analyst who rated it; one without an analyst where nobody did."""
    for item in snapshot.state.evidence:
        raters = {r.analyst: None for id in snapshot.names for r in snapshot.cells.get((item.id, id), ())}
        for analyst in sorted(raters) or [""]:
            cells = (_cell(snapshot, item.id, id, analyst) for id in snapshot.names)
            yield (item.id, item.name, item.relevance, item.note, analyst, *cells)


def _cell(snapshot: Snapshot, evidence: str, hypothesis: str, analyst: str) -> Cell:
    ratings = snapshot.cells.get((evidence, hypothesis), ())
    return next((value_of(rating) for rating in ratings if rating.analyst == analyst), None)


def _hypotheses(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    for item in snapshot.state.hypotheses:
        share = snapshot.standing.get(item.id)
        stands = (share.probability, share.low, share.high, share.word) if share else (None,) * 4
        yield (item.id, item.name, item.prior, item.group, *stands, item.note, _yes(item.draft))


def _evidence(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    for item in snapshot.state.evidence:
        happened = item.happened.iso if item.happened else None
        lists = (" ".join(ids) for ids in (item.claims, item.denied_by, item.depends_on))
        yield (item.id, item.name, item.relevance, happened, item.note, *lists, item.origin, _yes(item.draft))


def _ratings(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    for (evidence, hypothesis), ratings in snapshot.cells.items():
        for item in ratings:
            code = item.code.value if item.code else None
            yield (evidence, hypothesis, item.analyst, code, item.likelihood, item.why)


def _claims(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    state = snapshot.state
    origins = {id: origin.id for origin in state.origins for id in origin.claims}
    for item in state.claims:
        quote, chain = item.quote, " < ".join(link.resolved or link.who for link in item.chain)
        dates = (interval.iso if interval else None for interval in (item.said, item.happened))
        status = state.status.get(item.id, Status.SUGGESTED).value
        place = (item.id, item.source, status, item.kind.value, quote.exact, quote.start, quote.end)
        certainty = (item.certainty.level.value, item.certainty.words)
        yield (*place, chain, *certainty, *dates, origins.get(item.id), state.credibility.get(item.id), item.bears_on)


def _sources(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    for item in snapshot.state.sources:
        days = (day.isoformat() if day else None for day in (item.published, item.retrieved))
        words = (item.title, item.outlet, item.author, *days, item.url, item.language)
        reliability = snapshot.state.reliability.get(item.id)
        yield (item.id, item.name, *words, reliability, item.characters, item.sha256)


def _origins(snapshot: Snapshot) -> Iterator[tuple[Cell, ...]]:
    for item in snapshot.state.origins:
        copied = item.copy_probability if item.goes_back_to else None
        beside = (_yes(item.anonymous), item.reliability, item.goes_back_to, copied)
        yield (item.id, item.name, *beside, " ".join(item.claims), item.because)


def _yes(flag: bool) -> str:
    return "yes" if flag else ""


_Rows = Callable[[Snapshot], Iterator[tuple[Cell, ...]]]
_TABLES: dict[str, tuple[tuple[str, ...], _Rows]] = {
    "matrix": (BESIDE, _matrix),
    "hypotheses": (
        ("id", "name", "prior", "group", "probability", "low", "high", "in words", "note", "draft"),
        _hypotheses,
    ),
    "evidence": (
        ("id", "name", "relevance", "happened", "note", "claims", "denied by", "depends on", "origin", "draft"),
        _evidence,
    ),
    "ratings": (("evidence", "hypothesis", "analyst", "code", "likelihood", "why"), _ratings),
    "claims": (
        (
            *("id", "source", "status", "kind", "quote", "start", "end"),
            *("speakers", "certainty", "its words", "said", "happened", "origin", "credibility", "bears on"),
        ),
        _claims,
    ),
    "sources": (
        (
            *("id", "name", "title", "outlet", "author", "published", "retrieved", "URL", "language"),
            *("reliability", "characters", "sha256"),
        ),
        _sources,
    ),
    "origins": (
        ("id", "name", "anonymous", "reliability", "goes back to", "copy probability", "claims", "because"),
        _origins,
    ),
}
TABLES = tuple(_TABLES)
"""The tables there are, the matrix first."""
