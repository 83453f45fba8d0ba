"""Exports: which formats a case leaves in, and how a file's name says which."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from cuibono.errors import UsageError
from cuibono.formats.snapshot import Snapshot, Written


class Format(NamedTuple):
    """The endings that a file of this format has, its module's name, and whether it tells probabilities."""

    endings: tuple[str, ...]
    module: str
    weighed: bool = False


FORMATS = {
    "csv": Format((".csv",), "csvfile"),
    "xlsx": Format((".xlsx",), "xlsxfile", weighed=True),
    "jsonld": Format((".jsonld",), "jsonld", weighed=True),
    "csl": Format((".csl.json", ".csl"), "csl"),
    "bibtex": Format((".bib",), "bibtex"),
    "stix": Format((".stix.json", ".stix"), "stix", weighed=True),
    "ftm": Format((".ftm.json", ".ftm.jsonl", ".ftm"), "ftm"),
    "argdown": Format((".argdown", ".ad"), "argdown"),
    "graphml": Format((".graphml",), "graphml", weighed=True),
}
"""Every format that a case can be exported to, by name."""


def format_of(path: Path, given: str | None = None) -> str:
    """The format's name: as given, else by the file's ending; raises UsageError where neither tells.

    >>> format_of(Path("out/port.stix.json")), format_of(Path("port.txt"), "argdown")
    ('stix', 'argdown')
    """
    if given is not None:
        if given not in FORMATS:
            raise UsageError(f"there is no format {given!r}; there are: {', '.join(FORMATS)}")
        return given
    name = path.name.lower()
    found = next((known for known, facts in FORMATS.items() if name.endswith(facts.endings)), None)
    if found is None:
        raise UsageError(f"the name {path.name!r} tells no format; say --format, one of: {', '.join(FORMATS)}")
    return found


def write(snapshot: Snapshot, name: str, *, table: str | None = None, mark: bool = False) -> Written:
    """The case in that format, and what of it is not in there.

    `table` chooses a table and `mark` a byte order mark, for CSV only; raises UsageError with any other format.
    """
    module = import_module(f"cuibono.formats.{FORMATS[name].module}")
    if name == "csv":
        written: Written = module.write(snapshot, name=table or "matrix", mark=mark)
        return written
    if table is not None or mark:
        raise UsageError(f"a table and a byte order mark are for csv; {name} has neither")
    make: Callable[[Snapshot], Written] = module.write
    return make(snapshot)
