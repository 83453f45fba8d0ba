"""The JSON Schemas of the case folder's files, made from the records; copies are published in the package."""

from __future__ import annotations

from typing import Any

from cuibono.case.casefile import CaseFile
from cuibono.case.folder import DraftLine
from cuibono.case.journal import Entry
from cuibono.case.lines import schema_name
from cuibono.case.readings import Reading
from cuibono.case.records import Claim, Record, Source, Unread
from cuibono.errors import NotFoundError

_RECORDS: dict[str, type[Record]] = {
    "case": CaseFile,
    "sources": Source,
    "claims": Claim,
    "draft": DraftLine,
    "journal": Entry,
    "unread": Unread,
    "readings": Reading,
}
NOUNS = tuple(_RECORDS)
"""The files that have a schema; those in JSON lines have it for each line after the first."""


def schema_of(noun: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file; raises NotFoundError for another noun.

    >>> schema_of("case")["$id"]
    'cuibono/case-1.schema.json'
    """
    if noun not in _RECORDS:
        raise NotFoundError(f"there is no schema of {noun!r}; there are: {', '.join(NOUNS)}")
    body = _RECORDS[noun].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": schema_name(noun), **body}
