"""JSON lines on disk: one record a line, a first line that names the schema, every problem with its line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from cuibono.case import files
from cuibono.case.records import FORMAT, Record
from cuibono.errors import Problem

HEADER_KEY = "$schema"
_REMEDIES = {
    "extra_forbidden": "check its spelling, or take it out",
    "missing": "add it",
}

R = TypeVar("R", bound=Record)


def schema_name(noun: str) -> str:
    """The name of the JSON Schema of a file, as its first line and the package's `data/schema` folder have it.

    >>> schema_name("claims")
    'cuibono/claims-1.schema.json'
    """
    return f"cuibono/{noun}-{FORMAT}.schema.json"


def header_line(noun: str) -> bytes:
    """The first line of a JSON-lines file of this noun."""
    return json.dumps({HEADER_KEY: schema_name(noun)}).encode()


def dump(noun: str, records: Iterable[Record]) -> bytes:
    """The whole file: header, then one record a line, defaults left out."""
    lines = [header_line(noun)]
    lines += [record.model_dump_json(by_alias=True, exclude_defaults=True).encode() for record in records]
    return b"\n".join(lines) + b"\n"


def load(path: Path, kind: type[R]) -> tuple[tuple[R, ...], tuple[Problem, ...]]:
    """The records of a file (none where it is missing), and everything wrong with it by line."""
    records: list[R] = []
    problems: list[Problem] = []
    for number, line in enumerate(files.whole_lines(path), start=1):
        if line.startswith(b'{"' + HEADER_KEY.encode()) or not line.strip():
            continue
        try:
            records.append(kind.model_validate_json(line))
        except ValidationError as error:
            problems += problems_of(error, path.name, number)
    return tuple(records), tuple(problems)


def problems_of(error: ValidationError, file: str, line: int | None = None) -> Iterable[Problem]:
    """Each complaint of pydantic as a `Problem` with its key path and what to do."""
    for item in error.errors():
        key = key_path(item["loc"])
        what = sentence(item["msg"])
        value = item.get("input")
        if item["type"] not in _REMEDIES and isinstance(value, str | int | float):
            what += f" (it is {str(value)[:60]!r})" if isinstance(value, str) else f" (it is {value})"
        yield Problem(file, key, what, _REMEDIES.get(item["type"], "correct the value"), line)


def sentence(message: str) -> str:
    """A complaint of pydantic as the rest of a sentence.

    >>> sentence("Value error, ends before it begins")
    'ends before it begins'
    """
    plain = message.removeprefix("Value error, ")
    return plain[:1].lower() + plain[1:]


def key_path(loc: tuple[int | str, ...]) -> str:
    """A pydantic location as a person would write it.

    >>> key_path(("hypotheses", 2, "prior"))
    'hypotheses[2].prior'
    """
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path
