"""CSV out: one table of the case (RFC 4180, UTF-8), with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from cuibono.formats.guard import guarded
from cuibono.formats.snapshot import Snapshot, Written
from cuibono.formats.tables import Cell, table

_MISSING = {
    "matrix": "the matrix has no priors, dates, claims, quotes, sources, origins, nor the reasons given for ratings; "
    "--table writes them (hypotheses, evidence, ratings, claims, sources, origins), or export to xlsx",
}


def write(snapshot: Snapshot, *, name: str = "matrix", mark: bool = False) -> Written:
    """The table `name`; with a byte order mark where `mark`, which some spreadsheets need to see that it is UTF-8.

    Raises UsageError for a table that there is not.
    """
    content = table(snapshot, name)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([guarded(column) for column in content.columns])
    out.writerows([_plain(cell) for cell in row] for row in content.rows)
    missing = _MISSING.get(name, f"only the table of {name} is in the file")
    encoding = "utf-8-sig" if mark else "utf-8"
    return Written(text.getvalue().encode(encoding, "replace"), (missing,))


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else repr(cell)
