"""What tests of exchange share: files made by hand, and what a plan comes to."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cuibono.case.records import MACHINE, State
from cuibono.formats import imports
from cuibono.formats.plan import Plan, plan

Cells = dict[tuple[str, str, str], str | float]


def grid(text: str) -> str:
    """A matrix written `evidence: C I N` with the hypotheses in the first line, as CSV."""
    lines = [line.strip() for line in text.strip().splitlines()]
    rows = [["evidence", *lines[0].split()]]
    rows += [[name.strip(), *cells.split()] for name, _, cells in (line.rpartition(":") for line in lines[1:])]
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def workbook(rows: Iterable[Sequence[Any]], *, merged: Iterable[str] = (), title: str = "Matrix") -> bytes:
    """An XLSX file with one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def planned(
    path: Path, state: State | None = None, wishes: Mapping[str, str] | None = None, analyst: str | None = None
) -> Plan:
    """What taking the file into a case (by default an empty one) would do."""
    return plan(imports.read(path, None, wishes), state or State(), analyst)


def cells(found: Plan) -> Cells:
    """The ratings that a plan adds, by evidence, hypothesis and analyst."""
    ratings = [change for change in found.changes if change.target.startswith("rating/")]
    return {(*change.target.split("/")[1:], change.by): change.to for change in ratings}  # type: ignore[misc]


def named(found: Plan, noun: str) -> dict[str, dict[str, Any]]:
    """The hypotheses or the evidence that a plan adds, by id."""
    prefix = f"{noun}/"
    return {item.target.removeprefix(prefix): item.to for item in found.changes if item.target.startswith(prefix)}


def judged(state: State) -> Cells:
    """People's ratings in a case, by evidence, hypothesis and analyst."""
    return {
        (rating.evidence, rating.hypothesis, rating.analyst): value
        for rating in state.ratings
        if rating.analyst != MACHINE and (value := rating.code or rating.likelihood) is not None
    }


def codes(found: Plan) -> dict[str, list[str]]:
    """The codes that a plan adds, by evidence name, in the order of the hypotheses; `.` for a cell without one."""
    names = {id: item["name"] for id, item in named(found, "evidence").items()}
    columns = list(named(found, "hypothesis"))
    rated = {(evidence, hypothesis): str(value) for (evidence, hypothesis, _), value in cells(found).items()}
    return {name: [rated.get((id, column), ".") for column in columns] for id, name in names.items()}


def places(found: Plan) -> set[str]:
    """Where something was not taken, by the name of the place."""
    return {problem.key for problem in found.left_out}
