"""Batches: many acts at once, checked together, written all or none, and taken back as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cuibono.case import casefile, files, journal
from cuibono.case.desk import CASE_FILE_TARGETS
from cuibono.case.folder import Contents, Folder
from cuibono.case.journal import Entry
from cuibono.case.records import State
from cuibono.errors import CaseError, NotFoundError, UsageError


class Change(NamedTuple):
    """One target to be set to one value by one analyst; `was` is what it is set to now, as plain data."""

    by: str
    target: str
    to: Any
    why: str = ""
    was: Any = None


def act(folder: Folder, plan: Callable[[State], Iterable[Change]]) -> tuple[Entry, ...]:
    """Make all the changes that `plan` finds for the case as it stands when it is our turn; returns the entries.

    Raises CaseError with everything wrong where they would leave a case that does not hold together, StorageError
    where they could not be written; then nothing has changed. A kill between two files leaves entries that are whole:
    planning again makes the rest.
    """
    with files.turn(folder.path):
        contents = folder.load()
        state, _ = folder.state(contents)
        entries = _entries(tuple(plan(state)), state.head)
        if entries:
            _write(folder, contents, entries, [(entry.target, entry.to) for entry in entries if _in_case_file(entry)])
        return entries


def undo(folder: Folder, by: str, why: str = "") -> tuple[Entry, ...]:
    """Take back the last batch in force, as one; returns the entries that were taken back.

    Raises NotFoundError where there is none, UsageError where `case.toml` has been edited there since, CaseError where
    something that people did later rests on it.
    """
    with files.turn(folder.path):
        contents = folder.load()
        entries = contents.journal.entries
        chosen = _last_batch(entries)
        if not chosen:
            raise NotFoundError(f"there is no import to take back in this case; see: cuibono history {folder.path}")
        _refuse_if_edited(contents, chosen)
        undone: list[Entry] = []
        for entry in reversed(chosen):
            last = (undone or entries)[-1].id
            undone.append(Entry.now(by, "undo", entry.id, after=last, why=why))
        back = [(entry.target, entry.was) for entry in reversed(chosen) if _in_case_file(entry)]
        _write(folder, contents, undone, back)
        return tuple(chosen)


def _entries(changes: Sequence[Change], head: str) -> tuple[Entry, ...]:
    made: list[Entry] = []
    for change in changes:
        last = made[-1].id if made else head
        values = {"was": change.was, "to": change.to, "why": change.why}
        entry = Entry.now(change.by, "set", change.target, after=last, **values)
        made.append(entry.model_copy(update={"batch": made[0].id if made else entry.id}))
    return tuple(made)


def _last_batch(entries: Iterable[Entry]) -> list[Entry]:
    batched = [entry for entry in journal.in_force(entries) if entry.batch is not None]
    return [entry for entry in batched if entry.batch == batched[-1].batch]


def _in_case_file(entry: Entry) -> bool:
    return entry.target.split("/", maxsplit=1)[0] in CASE_FILE_TARGETS


def _refuse_if_edited(contents: Contents, chosen: Iterable[Entry]) -> None:
    for entry in filter(_in_case_file, chosen):
        if casefile.value_of(contents.case, entry.target) != entry.to:
            raise UsageError(
                f"{entry.target} was changed in {casefile.NAME} since; take back the entries that you do not want "
                "one by one, with: cuibono undo CASE ENTRY (cuibono history lists them)"
            )


def _write(folder: Folder, contents: Contents, entries: Sequence[Entry], in_file: list[tuple[str, Any]]) -> None:
    """Check what the case would be; then `case.toml` first, since entries may name its hypotheses."""
    changed = contents
    if in_file:
        toml = casefile.change_all(contents.toml, in_file)
        case, problems = casefile.parse(toml)
        if case is None:
            raise CaseError(problems)
        changed = replace(contents, toml=toml, case=case)
    known = contents.problems()
    together = contents.journal._replace(entries=(*contents.journal.entries, *entries))
    new = [found for found in changed.with_journal(together).problems() if found not in known]
    if new:
        raise CaseError(new)
    if in_file:
        folder.write_case(changed.toml)
    try:
        folder.append(*entries)
    except BaseException:
        if in_file:
            folder.write_case(contents.toml)
        raise
