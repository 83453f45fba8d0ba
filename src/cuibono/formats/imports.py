"""Imports: which formats a case can take in, how a file shows which one it is, and what it offers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from cuibono.errors import NotFoundError, TooLargeError, UnreadableError, UsageError
from cuibono.formats.containers import MOST_BYTES
from cuibono.formats.grid import Grid
from cuibono.formats.offer import Offer

FORMATS = ("csv", "xlsx", "achz", "stix", "csl", "kialo", "argdown", "evidence-tree")
"""Every format that a case can take in."""

_ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".md": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".achz": "achz",
    ".argdown": "argdown",
    ".ad": "argdown",
    ".stix": "stix",
    ".csl": "csl",
}
_IN_JSON = ("stix", "csl", "evidence-tree")
_WINDOWS = "cp1252"


def read(path: Path, given: str | None = None, wishes: Mapping[str, str] | None = None) -> Offer:
    """What the file at `path` offers; `wishes` change the layout of a table (see `layout`), and may name its `sheet`.

    Raises NotFoundError, UnreadableError for what is not in the format (or damaged, cut short, hostile), TooLargeError,
    and UsageError where the format cannot be told.
    """
    data = _bytes(path)
    if given is not None and given not in FORMATS:
        raise UsageError(f"there is no format {given!r} to import; there are: {', '.join(FORMATS)}")
    form = given or _ENDINGS.get(path.suffix.lower()) or _by_content(path.name, data)
    if wishes and form not in {"csv", "xlsx"}:
        raise UsageError(f"--map is for tables; {form} says itself what is what")
    match form:
        case "xlsx":
            return _workbook(path.name, data, dict(wishes or {}))
        case "achz":
            from cuibono.formats import achz

            return achz.read(path.name, data)
        case "csv":
            return _table(path.name, data, dict(wishes or {}))
        case _:
            return _text_format(form, path.name, data)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TooLargeError(f"{path.name}: is {size / 1024**2:.0f} MB; at most {MOST_BYTES // 1024**2} MB are read")
        return path.read_bytes()
    except IsADirectoryError:
        raise UsageError(f"{path}: is a folder; name a file") from None
    except OSError as error:
        raise NotFoundError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def _by_content(name: str, data: bytes) -> str:
    """The format of a file whose ending does not tell."""
    from cuibono.formats.kialo import is_kialo

    if data.startswith(b"\x1f\x8b"):
        return "achz"
    if name.lower().endswith(".json"):
        return _json_format(name, _text(name, data)[0])
    text = _text(name, data)[0]
    if is_kialo(text):
        return "kialo"
    if name.lower().endswith(".txt"):
        return "csv"
    raise UsageError(f"{name}: its ending tells no format; say --format, one of: {', '.join(FORMATS)}")


def _json_format(name: str, text: str) -> str:
    from cuibono.formats.evidence_tree import is_tree

    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{name}: is not JSON ({error}); export it again") from error
    if isinstance(content, list):
        return "csl"
    if isinstance(content, dict) and content.get("type") == "bundle":
        return "stix"
    if is_tree(content):
        return "evidence-tree"
    raise UsageError(f"{name}: is JSON of a kind that is not known; say --format, one of: {', '.join(_IN_JSON)}")


def _text(name: str, data: bytes) -> tuple[str, str]:
    """The text, and how its encoding is known.

    What is neither marked nor UTF-8 is read as Windows writes it in the West: too few words stand in a table to tell
    encodings apart by them, and people see what comes of it before anything is done.
    """
    from cuibono.reading.encodings import decode

    found = decode(data, name, declared=_WINDOWS)
    assumed = f"{_WINDOWS} (assumed; --map encoding=NAME for another)"
    return found.text, assumed if found.how.startswith(_WINDOWS) else found.how


def _text_in(name: str, data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise UsageError(f"there is no encoding {encoding!r}; say one such as utf-8, cp1250, cp1252, utf-16") from None
    except UnicodeError as error:
        raise UnreadableError(f"{name}: is not in {encoding} ({error}); say another encoding") from error
    return _text(name, text.encode("utf-8", "replace"))[0], f"{encoding} (as told)"


def _text_format(form: str, name: str, data: bytes) -> Offer:
    from cuibono.formats import argdown_in, csl, evidence_tree, kialo, stix_in

    readers = {
        "stix": stix_in.read,
        "csl": csl.read,
        "kialo": kialo.read,
        "argdown": argdown_in.read,
        "evidence-tree": evidence_tree.read,
    }
    return readers[form](name, _text(name, data)[0])


def _table(name: str, data: bytes, wishes: dict[str, str]) -> Offer:
    from cuibono.formats import csvgrid, matrix
    from cuibono.formats.layout import layout

    encoding = wishes.pop("encoding", None)
    text, how = _text(name, data) if encoding is None else _text_in(name, data, encoding)
    grid = csvgrid.read(name, text, how, wishes.pop("delimiter", None))
    return matrix.read(grid, layout(grid, wishes))


def _workbook(name: str, data: bytes, wishes: dict[str, str]) -> Offer:
    from cuibono.formats import matrix, workbook, xlsxgrid
    from cuibono.formats.layout import layout

    grids = xlsxgrid.read(name, data)
    if not grids:
        raise UnreadableError(f"{name}: has no cells; nothing was taken in")
    if not wishes and workbook.is_own(grids):
        return workbook.read(grids)
    grid = _sheet(name, grids, wishes.pop("sheet", None))
    return matrix.read(grid, layout(grid, wishes))


def _sheet(name: str, grids: tuple[Grid, ...], wanted: str | None) -> Grid:
    """The sheet that is asked for, else the first in which a matrix can be found."""
    from cuibono.formats.layout import layout

    if wanted is not None:
        found = next((grid for grid in grids if grid.sheet == wanted), None)
        if found is None:
            raise UsageError(f"{name}: has no sheet {wanted!r}; it has: {', '.join(grid.sheet for grid in grids)}")
        return found
    for grid in grids:
        try:
            layout(grid)
        except UsageError:
            continue
        return grid
    return grids[0]
