"""Tables: what a case has, laid out as plain rows, for lists, data frames and scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cuibono.case.readings import Reading
from cuibono.case.records import State, Status
from cuibono.errors import UsageError

OF_THE_STATE = ("sources", "claims", "origins", "hypotheses", "evidence", "ratings")
"""The tables of what the case's state holds."""

TABLES = (*OF_THE_STATE, "readings")
"""Every table: what `Case.rows`, `Case.to_frame` and `cuibono show` can lay out."""


def rows(table: str, state: State, readings: Sequence[Reading] = ()) -> list[dict[str, Any]]:
    """One of `TABLES` as plain rows, a key a column; raises UsageError for a table that there is not.

    A claim also has its status, a source the reliability that people gave it.
    """
    if table not in TABLES:
        raise UsageError(f"there is no table {table!r}; there are: {', '.join(TABLES)}")
    records = readings if table == "readings" else getattr(state, table)
    found = [record.model_dump(mode="json", by_alias=True) for record in records]
    match table:
        case "claims":
            return [{**row, "status": state.status.get(row["id"], Status.SUGGESTED)} for row in found]
        case "sources":
            return [{**row, "reliability": state.reliability.get(row["id"])} for row in found]
        case _:
            return found
