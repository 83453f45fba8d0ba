"""The journal: what people did, one append-only file per analyst, and what of it is in force.

An entry either sets a target to a value, or undoes or redoes an earlier entry. Nothing is ever taken out: undoing
is one more line. The entries of all analysts, in the order of their ids, are the history of the case.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, JsonValue, ValidationError

from cuibono.case import files
from cuibono.case.ids import is_ulid, new_ulid, time_of
from cuibono.case.lines import HEADER_KEY, header_line, problems_of
from cuibono.case.records import MACHINE, Record
from cuibono.errors import Problem, UsageError

Analyst = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class Entry(Record):
    """One act of one person: at `at`, `by` set `target` from one value to another, or undid or redid an entry.

    `target` is a path such as `rating/e12/hedge`, `claim/c3f/status` or `hypothesis/hedge/prior`; for an undo or a
    redo it is the id of the entry. `was` and `to` are JSON values, `None` meaning that nothing was or is set. Entries
    that were made together, as by an import, have the id of the first of them as their `batch`.
    """

    id: Annotated[str, Field(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
    at: datetime
    by: Analyst
    op: Literal["set", "undo", "redo"]
    target: Annotated[str, Field(min_length=1)]
    was: Annotated[JsonValue, Field(alias="from")] = None
    to: JsonValue = None
    why: str = ""
    batch: str | None = None

    @classmethod
    def now(cls, by: str, op: Literal["set", "undo", "redo"], target: str, after: str = "", **values: Any) -> Entry:
        """An entry of this moment, with an id that sorts after `after`."""
        ulid = new_ulid(after)
        return cls(id=ulid, at=time_of(ulid), by=by, op=op, target=target, **values)


def analyst_name(raw: str) -> str:
    """The name under which a person's journal stands: lower case, letters, digits, `.`, `_`, `-`.

    Raises UsageError where nothing is left of it, or where it is the machine's.

    >>> analyst_name("Anna Kováč")
    'anna-kov-'
    """
    name = re.sub(r"[^a-z0-9._-]+", "-", raw.strip().lower())[:64].lstrip(".-_")
    if not name or name == MACHINE:
        raise UsageError(f"{raw!r} cannot name an analyst; use letters, digits, '.', '_' or '-', and not {MACHINE!r}")
    return name


class Part(NamedTuple):
    """One analyst's journal as read: its lines, the entries with the number of the line of each, and what is wrong."""

    lines: tuple[bytes, ...] = ()
    entries: tuple[tuple[int, Entry], ...] = ()
    problems: tuple[Problem, ...] = ()


class Journal(NamedTuple):
    """All entries of all analysts in id order, where each stands (file, line), and everything wrong, by `parts`."""

    entries: tuple[Entry, ...] = ()
    places: Mapping[str, tuple[str, int]] = {}
    problems: tuple[Problem, ...] = ()
    parts: Mapping[str, Part] = {}

    def added_since(self, before: Journal) -> tuple[Entry, ...] | None:
        """The entries behind those of an earlier journal; `None` where it is not how this one begins."""
        known = before.entries
        return self.entries[len(known) :] if self.entries[: len(known)] == known else None


def read(folder: Path, before: Journal | None = None) -> Journal:
    """The journals in `folder`; a line that a kill cut short was never acknowledged and is passed over.

    Lines that `before` has at the same place are taken over from it.
    """
    known = before.parts if before else {}
    parts = {path.name: _part(path, known.get(path.name, Part())) for path in sorted(folder.glob("*.jsonl"))}
    entries: dict[str, Entry] = {}
    places: dict[str, tuple[str, int]] = {}
    for name, part in parts.items():
        for number, entry in part.entries:
            entries.setdefault(entry.id, entry)
            places.setdefault(entry.id, (f"journal/{name}", number))
    problems = tuple(problem for part in parts.values() for problem in part.problems)
    return Journal(tuple(entries[id] for id in sorted(entries)), places, problems, parts)


def append(folder: Path, entries: Iterable[Entry]) -> None:
    """Write entries durably, each to its analyst's file; raises StorageError, with nothing added, where that fails."""
    lines: dict[Path, list[bytes]] = {}
    for entry in entries:
        line = entry.model_dump_json(by_alias=True, exclude_defaults=True).encode()
        lines.setdefault(folder / f"{entry.by}.jsonl", []).append(line)
    lengths = {path: path.stat().st_size if path.exists() else None for path in lines}
    try:
        for path, own in lines.items():
            if lengths[path] is None:
                own.insert(0, header_line("journal"))
            files.append(path, b"\n".join(own))
    except BaseException:
        with suppress(OSError):
            _cut_back(lengths)
        raise


def _cut_back(lengths: Mapping[Path, int | None]) -> None:
    for path, length in lengths.items():
        if length is None:
            path.unlink(missing_ok=True)
        else:
            os.truncate(path, min(length, path.stat().st_size))


def in_force(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The `set` entries that no later undo took back (or that a redo brought back), in order."""
    entries = tuple(entries)
    undone: set[str] = set()
    for entry in entries:
        if entry.op == "undo":
            undone.add(entry.target)
        elif entry.op == "redo":
            undone.discard(entry.target)
    return tuple(entry for entry in entries if entry.op == "set" and entry.id not in undone)


def shown(value: object) -> str:
    """What an entry was set from or to, in words.

    >>> shown(None), shown("CC"), shown([1, 0.25])
    ('nothing', 'CC', '[1, 0.25]')
    """
    return "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def mentions(entries: Iterable[Entry], ids: Iterable[str]) -> bool:
    """Whether an entry, in force or not, has one of the ids in its target or its value."""
    said = [f"{entry.target} {json.dumps(entry.to)}" for entry in entries]
    return any(id in words for id in ids for words in said)


def next_undo(entries: Iterable[Entry], by: str) -> Entry | None:
    """The entry that `by` would undo now: the last of theirs that is in force; `None` where there is none."""
    return next((entry for entry in reversed(in_force(entries)) if entry.by == by), None)


def next_redo(entries: Iterable[Entry], by: str) -> Entry | None:
    """The entry that `by` would redo now: what they undid last, unless they have done something new since."""
    entries = tuple(entries)
    undone: list[str] = []
    for entry in entries:
        if entry.by != by:
            continue
        if entry.op == "set":
            undone.clear()
        elif entry.op == "undo":
            undone.append(entry.target)
        elif entry.target in undone:
            undone.remove(entry.target)
    return next((entry for entry in entries if undone and entry.id == undone[-1]), None)


def _part(path: Path, before: Part) -> Part:
    lines = tuple(files.whole_lines(path))
    if lines[: len(before.lines)] != before.lines:
        before = Part()
    entries, problems = list(before.entries), list(before.problems)
    for number, line in enumerate(lines[len(before.lines) :], start=len(before.lines) + 1):
        entry, found = _parse(line, f"journal/{path.name}", number, path.stem)
        problems += found
        entries += [(number, entry)] if entry else []
    return Part(lines, tuple(entries), tuple(problems))


def _parse(line: bytes, file: str, number: int, analyst: str) -> tuple[Entry | None, list[Problem]]:
    try:
        value = json.loads(line)
    except ValueError as error:
        remedy = "mend the line from a backup, or delete it if it cannot be saved"
        return None, [Problem(file, "", f"is not JSON ({error})", remedy, number)]
    if isinstance(value, dict) and set(value) == {HEADER_KEY}:
        return None, []
    try:
        entry = Entry.model_validate_json(line)
    except ValidationError as error:
        return None, list(problems_of(error, file, number))
    if entry.op != "set" and not is_ulid(entry.target):
        return None, [Problem(file, "target", f"of an {entry.op} must be the id of an entry", "give that id", number)]
    if entry.by != analyst:
        remedy = f"move the line to journal/{entry.by}.jsonl, or name {analyst!r}"
        return None, [Problem(file, "by", f"is {entry.by!r} in the journal of {analyst!r}", remedy, number)]
    return entry, []
