"""The matrix: a grid and its layout as an offer; what is not clear is listed with its cell, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cuibono.case.records import Code
from cuibono.errors import Problem
from cuibono.formats.codes import BLANK, plain
from cuibono.formats.grid import Grid, letters
from cuibono.formats.layout import Layout
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedHypothesis, OfferedRating

_WITH_ID = re.compile(r"(.*\S)\s+\[([a-z0-9][a-z0-9._-]{0,63})\]", re.DOTALL)
_SHOWN = 40


def read(grid: Grid, found: Layout) -> Offer:
    """What the matrix (or the list of ratings) has for a case."""
    reading = _List(grid, found) if found.is_list else _Matrix(grid, found)
    reading.walk()
    return reading.offer()


@dataclass(slots=True)
class _Item:
    """A row or a column by its name: evidence or hypothesis, whichever its side is."""

    key: str
    name: str
    id: str = ""
    note: str = ""
    relevance: float = 1.0
    place: str = ""


@dataclass(slots=True)
class _Reading:
    """Where a table is worked through; it does not outlive `read`."""

    grid: Grid
    layout: Layout
    evidence: dict[str, _Item] = field(default_factory=dict)
    hypotheses: dict[str, _Item] = field(default_factory=dict)
    ratings: list[OfferedRating] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def walk(self) -> None:
        """Fill the lists from the grid."""
        raise NotImplementedError

    def offer(self) -> Offer:
        """What was found."""
        evidence = (
            OfferedEvidence(i.key, i.name, i.id, i.note, i.relevance, "", i.place) for i in self.evidence.values()
        )
        hypotheses = (
            OfferedHypothesis(i.key, i.name, i.id, note=i.note, place=i.place) for i in self.hypotheses.values()
        )
        return Offer(
            file=self.grid.file,
            format="matrix",
            hypotheses=tuple(hypotheses),
            evidence=tuple(evidence),
            ratings=tuple(self.ratings),
            reading=tuple(self.layout.described(self.grid)),
            left_out=(*self.grid.problems, *self.problems),
        )

    def say(self, row: int, column: int, what: str, remedy: str) -> None:
        """Note what was not taken from a cell."""
        self.problems.append(self.grid.problem(self.grid.address(row, column), what, remedy))

    def of(self, row: int, role: str) -> str:
        """The first cell of a row that is not empty, of the columns that have a role."""
        return next((cell for column in self.layout.columns(role) if (cell := self.grid.cell(row, column))), "")

    def value(self, row: int, column: int) -> Code | float | None:
        """The meaning of a cell of ratings; one that means nothing known is noted, and is `None` as a blank one is."""
        cell = self.grid.cell(row, column)
        found = self.layout.meaning(cell)
        if found is None:
            shown = cell[:_SHOWN]
            self.say(row, column, f"“{shown}” is no code that is known", f"say --map 'code:{shown}=CODE', or mend it")
        return None if found is BLANK else found


class _Matrix(_Reading):
    """Rows of one side, columns of the other."""

    def walk(self) -> None:
        """Go through the head, then through the rows."""
        across = self.hypotheses if self.layout.rows == "evidence" else self.evidence
        columns = {}
        for column in self.layout.columns("rating"):
            item = self._titled(column)
            if item.key in across:
                self.say(self.layout.head, column, f"has the name of another column, “{item.name}”", "name them apart")
                continue
            across[item.key] = item
            columns[column] = item.key
        width = len(self.grid.rows[self.layout.head])
        for row in range(self.layout.head + 1, len(self.grid.rows)):
            if any(self.grid.rows[row][width:]):
                remedy = "see whether a sign that parts cells stands in one of them without quotes"
                self.say(row, width, "and what follows stand under no head", remedy)
            self._row(row, columns)

    def _titled(self, column: int) -> _Item:
        title = self.grid.cell(self.layout.head, column) or f"column {letters(column)}"
        with_id = _WITH_ID.fullmatch(title)
        name, id = with_id.groups() if with_id else (title, "")
        place = self.grid.address(self.layout.head, column)
        return _Item(id or plain(name), " ".join(name.split()), id, place=place)

    def _row(self, row: int, columns: dict[int, str]) -> None:
        filled = [column for column in columns if self.grid.cell(row, column)]
        item = self._named(row, filled)
        if item is None:
            return
        if filled and all(self.layout.meaning(self.grid.cell(row, column)) is None for column in filled):
            cell = self.grid.cell(row, filled[0])[:_SHOWN]
            what = f"(“{cell}”) and the other cells of its row are no codes; the row was left out"
            self.say(row, filled[0], what, f"if it is no total, say --map 'code:{cell}=CODE'")
            return
        values = {column: self._spread(row, column) for column in columns}
        own = self.evidence if self.layout.rows == "evidence" else self.hypotheses
        analyst = self.of(row, "analyst")
        if item.key in own and not self._goes_on(row, item, own[item.key]):
            return
        own.setdefault(item.key, item)
        for column, value in values.items():
            if value is not None:
                sides = (item.key, columns[column])
                evidence, hypothesis = sides if self.layout.rows == "evidence" else sides[::-1]
                place = self.grid.address(row, column)
                self.ratings.append(OfferedRating(evidence, hypothesis, value, analyst, place=place))

    def _named(self, row: int, filled: list[int]) -> _Item | None:
        """What the row is about; `None` for an empty row, a heading, and one without a name, which is noted."""
        [column] = self.layout.columns("name")
        name = " ".join(self.grid.cell(row, column).split())
        if not name:
            if filled:
                merged = self.grid.merged.get((row, column))
                what = f"has no name of its own: {merged.span} is merged" if merged else "has ratings, but no name"
                self.say(row, column, what, "give each row its name")
            return None
        if any((row, rated) in self.grid.merged for rated in self.layout.columns("rating")) and not filled:
            return None
        id = self.of(row, "id")
        note = self._notes(row)
        return _Item(id or plain(name), name, id, note, self._relevance(row), self.grid.address(row, column))

    def _goes_on(self, row: int, item: _Item, known: _Item) -> bool:
        """Whether a row with a known name is another analyst's; otherwise it is noted."""
        if self.layout.columns("analyst") and known.name == item.name:
            return True
        [column] = self.layout.columns("name")
        what = f"has the name of {known.place}; it was left out"
        self.say(row, column, what, "name them apart, if they are two things")
        return False

    def _spread(self, row: int, column: int) -> Code | float | None:
        """A cell's meaning; one that a merged cell covers has that one's, and it is noted."""
        merged = self.grid.merged.get((row, column))
        if merged is None:
            return self.value(row, column)
        cell = self.grid.cell(merged.row, merged.column)
        is_rated = merged.row > self.layout.head and self.layout.roles[merged.column] == "rating"
        value = self.layout.meaning(cell) if is_rated else None
        if value is None or value is BLANK:
            return None
        self.say(row, column, f"is part of the merged {merged.span}; its “{cell}” was taken", "see that it is meant so")
        return value

    def _notes(self, row: int) -> str:
        found = []
        for role in ("note", "credibility"):
            for column in self.layout.columns(role):
                if cell := self.grid.cell(row, column):
                    title = self.grid.cell(self.layout.head, column)
                    found.append(cell if plain(title) in {"note", "notes", ""} else f"{title}: {cell}")
        return "\n".join(found)

    def _relevance(self, row: int) -> float:
        cell = self.of(row, "relevance")
        if not cell:
            return 1.0
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            [column, *_] = self.layout.columns("relevance")
            what = f"“{cell[:_SHOWN]}” is no relevance from 0 to 1; it counts as 1"
            self.say(row, column, what, f"give a number, or say --map {letters(column)}=note")
            return 1.0
        return value


class _List(_Reading):
    """One rating a row."""

    def walk(self) -> None:
        """Go through the rows."""
        for row in range(self.layout.head + 1, len(self.grid.rows)):
            names = [" ".join(self.of(row, role).split()) for role in ("evidence", "hypothesis")]
            if not any(names):
                continue
            if not all(names):
                self.say(row, 0, "names no evidence or no hypothesis", "give both")
                continue
            place = self.grid.address(row, 0)
            for known, name in zip((self.evidence, self.hypotheses), names, strict=True):
                known.setdefault(plain(name), _Item(plain(name), name, place=place))
            value = self._value(row)
            if value is not None:
                who, why = self.of(row, "analyst"), self.of(row, "why")
                self.ratings.append(OfferedRating(plain(names[0]), plain(names[1]), value, who, why, place))

    def _value(self, row: int) -> Code | float | None:
        """The row's code, or its likelihood, which may be a bare 0 or 1 there."""
        for column in self.layout.columns("likelihood"):
            if cell := self.grid.cell(row, column):
                bare = {"0": 0.0, "1": 1.0}.get(cell)
                return self.value(row, column) if bare is None else bare
        return next((self.value(row, column) for column in self.layout.columns("rating")), None)
