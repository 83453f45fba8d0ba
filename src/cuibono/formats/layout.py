"""The layout of a table: which row is its head, what each column is, what each code means; found, shown, changeable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from cuibono.case.records import Code
from cuibono.clipping import clipped
from cuibono.errors import UsageError
from cuibono.formats.codes import BLANK, Meaning, meaning, plain, vocabulary
from cuibono.formats.grid import Grid, letters

Side = Literal["evidence", "hypotheses"]
MATRIX_ROLES = ("name", "rating", "id", "note", "credibility", "analyst", "relevance", "ignore")
LIST_ROLES = ("evidence", "hypothesis", "rating", "likelihood", "analyst", "why", "ignore")
_ONCE = frozenset({"name", "id", "analyst", "relevance"})
_HEADS_LOOKED_AT, _ROWS_LOOKED_AT = 30, 500
_LEAST_CODES = 0.5
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """How a grid is understood.

    `head` is the row (counted from 0) that names the columns; `roles` has a role for each column: of `MATRIX_ROLES`, or
    of `LIST_ROLES` where the table is a list with one rating a row. `rows` says what the rows of a matrix are. `codes`
    are the meanings that people gave to cells, by the cell's plain text.
    """

    head: int
    roles: tuple[str, ...]
    rows: Side = "evidence"
    is_list: bool = False
    codes: Mapping[str, Meaning] = field(default_factory=dict)

    def columns(self, role: str) -> list[int]:
        """The columns that have a role."""
        return [column for column, found in enumerate(self.roles) if found == role]

    def meaning(self, cell: str) -> Meaning | None:
        """What a cell of ratings means, `None` where nobody knows."""
        given = self.codes.get(plain(cell))
        return meaning(cell) if given is None else given

    def described(self, grid: Grid) -> Iterator[str]:
        """The layout in words, for people to check before anything is done with it."""
        sheet = f"sheet “{grid.sheet}”, " if grid.sheet else ""
        shape = "a list with one rating a row" if self.is_list else f"rows are {self.rows}"
        yield f"{grid.how}: {sheet}row {self.head + grid.first} is the head, {shape}"
        for column, role in enumerate(self.roles):
            if title := grid.cell(self.head, column):
                yield f"column {letters(column)} “{clipped(title, _SHOWN)}” is {self._role(role)}"
        yield from self._codes(grid)

    def _role(self, role: str) -> str:
        if self.is_list or role not in {"name", "rating"}:
            return "left out (ignore)" if role == "ignore" else f"the {role}"
        across = "hypothesis" if self.rows == "evidence" else "piece of evidence"
        return f"the {self.rows} (name)" if role == "name" else f"a {across} (rating)"

    def _codes(self, grid: Grid) -> Iterator[str]:
        found: Counter[str] = Counter()
        for row in range(self.head + 1, len(grid.rows)):
            found.update(grid.cell(row, column) for column in self.columns("rating"))
        for cell, count in found.most_common():
            if cell:
                value = self.meaning(cell)
                words = "no code that is known" if value is None else "not rated" if value is BLANK else f"{value}"
                yield f"“{clipped(cell, _SHOWN)}” is {words} ({count} {'cell' if count == 1 else 'cells'})"


def layout(grid: Grid, wishes: Mapping[str, str] | None = None) -> Layout:
    """The layout that fits best, with what people wish to be otherwise.

    Wishes are `head` (a row number), `rows` (`evidence` or `hypotheses`), a column's letters (its role), and
    `code:TEXT` (a code, a likelihood, or `blank`). Raises UsageError for any other, and where no matrix can be found.
    """
    wishes = dict(wishes or {})
    codes = dict(_code_wish(key, wishes.pop(key)) for key in list(wishes) if key.startswith("code:"))
    head = _head_wish(grid, wishes.pop("head")) if "head" in wishes else _find_head(grid, codes)
    found = _found(grid, head, codes)
    if "rows" in wishes:
        found = replace(found, rows=_side(wishes.pop("rows")))
    for key, role in wishes.items():
        found = replace(found, roles=_with_role(found, key, role))
    _refuse_unfit(grid, found)
    return found


def _found(grid: Grid, head: int, codes: Mapping[str, Meaning]) -> Layout:
    titles = [plain(grid.cell(head, column)) for column in range(grid.width)]
    listed = _as_list(titles)
    if listed is not None:
        return Layout(head, listed, is_list=True, codes=codes)
    trial = Layout(head, ("",) * grid.width, codes=codes)
    roles = [_role(grid, trial, column, title) for column, title in enumerate(titles)]
    for role in _ONCE:
        for column in [column for column, found in enumerate(roles) if found == role][1:]:
            roles[column] = "note"
    if "name" not in roles:
        text = [column for column, role in enumerate(roles) if role == "note"]
        if text:
            roles[text[0]] = "name"
    rows: Side = "hypotheses" if any(title in vocabulary()["rows"]["hypotheses"] for title in titles) else "evidence"
    return replace(trial, roles=tuple(roles), rows=rows)


def _as_list(titles: list[str]) -> tuple[str, ...] | None:
    """The roles of a list with one rating a row, where its head names all that it needs."""
    words = vocabulary()["list"]
    roles = tuple(next((role for role in LIST_ROLES if title in words.get(role, ())), "ignore") for title in titles)
    is_complete = {"evidence", "hypothesis"} <= set(roles) and {"rating", "likelihood"} & set(roles)
    return roles if is_complete else None


def _role(grid: Grid, trial: Layout, column: int, title: str) -> str:
    for role, words in vocabulary()["columns"].items():
        if title in words:
            return str(role)
    if title in vocabulary()["rows"]["hypotheses"]:
        return "name"
    cells = [cell for row in _sample(grid, trial.head) if (cell := grid.cell(row, column))]
    if not title:
        return "ignore" if not cells else "note"
    return "rating" if _share_of_codes(trial, cells) >= _LEAST_CODES else "note"


def _sample(grid: Grid, head: int) -> range:
    """The rows that are looked at to tell what a column is."""
    return range(head + 1, min(len(grid.rows), head + 1 + _ROWS_LOOKED_AT))


def _share_of_codes(trial: Layout, cells: Iterable[str]) -> float:
    """The share of cells that mean something; a column without any is one that nobody has rated yet."""
    known = [trial.meaning(cell) is not None for cell in cells]
    return sum(known) / len(known) if known else 1.0


def _find_head(grid: Grid, codes: Mapping[str, Meaning]) -> int:
    """The row under which the most cells of titled columns are codes; the lowest of several such."""
    best, most = 0, 0
    for row in range(min(_HEADS_LOOKED_AT, len(grid.rows))):
        titles = [plain(grid.cell(row, column)) for column in range(grid.width)]
        if _as_list(titles) is not None:
            return row
        if any(title and meaning(title) is not None for title in titles):
            continue
        roles = _found(grid, row, codes).roles
        rated = [column for column, role in enumerate(roles) if role == "rating"]
        count = sum(
            meaning(cell) is not None
            for below in _sample(grid, row)
            for column in rated
            if (cell := grid.cell(below, column))
        )
        if count >= most and count:
            best, most = row, count
    return best


def _head_wish(grid: Grid, value: str) -> int:
    row = int(value) - grid.first if value.isdigit() else -1
    if not 0 <= row < len(grid.rows):
        last = grid.first + len(grid.rows) - 1
        raise UsageError(f"head={value}: there is no such row; give a number from {grid.first} to {last}")
    return row


def _code_wish(key: str, value: str) -> tuple[str, Meaning]:
    found = BLANK if value == "blank" else meaning(value)
    if found is None:
        raise UsageError(f"{key}={value}: is no code; give {', '.join(Code)}, a likelihood such as 0.6, or blank")
    return plain(key.removeprefix("code:")), found


def _side(value: str) -> Side:
    match value:
        case "evidence" | "hypotheses":
            return value
    raise UsageError(f"rows={value}: say rows=evidence or rows=hypotheses")


def _with_role(found: Layout, key: str, role: str) -> tuple[str, ...]:
    allowed = LIST_ROLES if found.is_list else MATRIX_ROLES
    column = next((number for number in range(len(found.roles)) if letters(number) == key.upper()), None)
    if column is None or role not in allowed:
        raise UsageError(
            f"{key}={role}: say head=ROW, rows=evidence or rows=hypotheses, code:TEXT=CODE, sheet=NAME, or a column "
            f"from A to {letters(max(0, len(found.roles) - 1))} with one of: {', '.join(allowed)}"
        )
    others = set(allowed) - {"ignore"} if found.is_list else _ONCE
    kept = ("ignore" if old == role and role in others else old for old in found.roles)
    return tuple(role if number == column else old for number, old in enumerate(kept))


def _refuse_unfit(grid: Grid, found: Layout) -> None:
    if found.is_list or ("name" in found.roles and "rating" in found.roles):
        return
    missing = "column of ratings" if "name" in found.roles else "column that names the rows"
    raise UsageError(
        f"{grid.file}: no {missing} can be made out in it; say which, such as --map A=name --map B=rating, and "
        "--map head=ROW where the head is not found"
    )
