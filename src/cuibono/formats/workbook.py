"""The workbook that cuibono writes, in again: its sheets of hypotheses, evidence and ratings are the whole matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cuibono.errors import Problem, UsageError
from cuibono.formats import matrix
from cuibono.formats.codes import Blank, meaning
from cuibono.formats.grid import Grid
from cuibono.formats.layout import layout
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedHypothesis, OfferedRating, same

_SHEETS = {
    "Hypotheses": {"id", "name", "prior"},
    "Evidence": {"id", "name", "relevance"},
    "Ratings": {"evidence", "hypothesis", "analyst", "code", "likelihood"},
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One row under the names of its columns."""

    cells: Mapping[str, str]
    place: str

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def is_own(grids: Iterable[Grid]) -> bool:
    """Whether the sheets are those that an export has."""
    heads = {grid.sheet: set(grid.rows[0]) for grid in grids if grid.rows}
    return all(wanted <= heads.get(sheet, set()) for sheet, wanted in _SHEETS.items())


def read(grids: Iterable[Grid]) -> Offer:
    """The matrix with priors, notes, analysts and reasons, under the ids that it had."""
    sheets = {grid.sheet: grid for grid in grids}
    problems: list[Problem] = [problem for grid in sheets.values() for problem in grid.problems]
    about = sheets.get("About")
    facts = {row[0]: row[1] for row in about.rows if len(row) > 1} if about else {}
    hypotheses = {row["id"]: row for row in _rows(sheets["Hypotheses"])}
    ratings = list(_ratings(sheets["Ratings"], problems))
    more = [id for id in dict.fromkeys(rating.hypothesis for rating in ratings) if id not in hypotheses]
    return Offer(
        file=sheets["Ratings"].file,
        format="workbook",
        question=facts.get("question", ""),
        hypotheses=(*map(_hypothesis, hypotheses.values()), *(OfferedHypothesis(id, id, id) for id in more)),
        evidence=tuple(map(_evidence, _rows(sheets["Evidence"]))),
        ratings=tuple(ratings),
        reading=("a workbook of cuibono: hypotheses, evidence and ratings from the sheets of these names",),
        left_out=(*problems, *_edited(sheets, ratings), *_not_taken(sheets)),
    )


def _rows(grid: Grid) -> Iterator[_Row]:
    head = grid.rows[0]
    for number, row in enumerate(grid.rows[1:], start=grid.first + 1):
        if any(row):
            yield _Row(dict(zip(head, row, strict=False)), f"{grid.sheet}!A{number}")


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _hypothesis(row: _Row) -> OfferedHypothesis:
    return OfferedHypothesis(
        row["id"], row["name"], row["id"], _number(row["prior"]), row["group"], row["note"], row.place
    )


def _evidence(row: _Row) -> OfferedEvidence:
    relevance = _number(row["relevance"])
    weight = 1.0 if relevance is None else relevance
    return OfferedEvidence(row["id"], row["name"], row["id"], row["note"], weight, row["happened"], row.place)


def _ratings(grid: Grid, problems: list[Problem]) -> Iterator[OfferedRating]:
    for row in _rows(grid):
        code = meaning(row["code"])
        value = _number(row["likelihood"]) if isinstance(code, Blank) else code
        if value is None:
            what = f"has neither a code nor a likelihood that is known (“{row['code'] or row['likelihood']}”)"
            problems.append(Problem(grid.file, row.place, what, "give one of them"))
            continue
        yield OfferedRating(row["evidence"], row["hypothesis"], value, row["analyst"], row["why"], row.place)


def _edited(sheets: Mapping[str, Grid], ratings: Iterable[OfferedRating]) -> Iterator[Problem]:
    """Where the matrix says something else than the list of ratings, as when somebody has worked in it."""
    grid = sheets.get("Matrix")
    try:
        found = matrix.read(grid, layout(grid)).ratings if grid else ()
    except UsageError:
        return
    listed = {(item.evidence, item.hypothesis, item.analyst): item for item in ratings}
    seen = {(item.evidence, item.hypothesis, item.analyst): item for item in found}
    for cell in dict.fromkeys((*seen, *listed)) if seen else ():
        one, other = seen.get(cell), listed.get(cell)
        if one is None or other is None or not same(one.value, other.value):
            place = f"Matrix!{one.place}" if one else other.place if other else ""
            what = f"{cell[0]} × {cell[1]} by {cell[2] or 'nobody'} is not as in the other sheet; Ratings counts"
            yield Problem(grid.file if grid else "", place, what, "to take the matrix, say --map sheet=Matrix")


def _not_taken(sheets: Mapping[str, Grid]) -> Iterator[Problem]:
    for name in ("Claims", "Sources", "Origins"):
        if name in sheets and (count := len(sheets[name].rows) - 1) > 0:
            what = f"{count} rows were left out: they come from documents"
            yield Problem(sheets[name].file, name, what, "add the documents with: cuibono add CASE FILES")
