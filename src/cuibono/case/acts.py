"""Acts: a person changes something; it is checked against the whole case first, then written, then true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from cuibono.case import batches, casefile, files, journal
from cuibono.case.casefile import CaseFile
from cuibono.case.desk import CASE_FILE_TARGETS
from cuibono.case.folder import Contents, Folder
from cuibono.case.journal import Entry
from cuibono.case.records import Record, State, Status
from cuibono.errors import CaseError, NotFoundError, Problem, UsageError


def act(folder: Folder, by: str, target: str, to: Any, why: str = "") -> Entry:
    """Set `target` to `to` for `by`, durably; returns the journal's entry.

    Raises UsageError where target or value make no sense in this case, CaseError where `case.toml` would not hold
    together, StorageError where it could not be written; then nothing has changed.
    """
    with files.turn(folder.path):
        contents = folder.load()
        before, known = folder.state(contents)
        was = _reader(contents, before, by)(target)
        entry = Entry.now(by, "set", target, after=before.head, was=was, to=to, why=why)
        if target.split("/", maxsplit=1)[0] in CASE_FILE_TARGETS:
            _change_case(folder, contents, target, to)
        else:
            _with(contents, (*contents.journal.entries, entry), known)
        folder.append(entry)
        return entry


def act_all(folder: Folder, by: str, changes: Iterable[tuple[str, Any]], why: str = "") -> tuple[Entry, ...]:
    """Set each target to its value, all or none, to be undone as one; returns the journal's entries.

    Raises as `act` does.
    """
    wanted = tuple(changes)

    def plan(state: State) -> list[batches.Change]:
        current = _reader(folder.load(), state, by)
        return [batches.Change(by, target, to, why, current(target)) for target, to in wanted]

    try:
        return batches.act(folder, plan)
    except CaseError as error:
        raise UsageError(_said(error.problems)) from error


def tried(folder: Folder, by: str, changes: Iterable[tuple[str, Any]]) -> Contents:
    """The contents as they would be after setting each target to its value, one after the other; writes nothing.

    Raises UsageError and CaseError as `act` does.
    """
    contents = folder.load()
    toml, entries = contents.toml, list(contents.journal.entries)
    for target, to in changes:
        if target.split("/", maxsplit=1)[0] in CASE_FILE_TARGETS:
            toml = casefile.change(toml, target, to)
        else:
            entries.append(Entry.now(by, "set", target, after=entries[-1].id if entries else "", to=to))
    changed = replace(contents, toml=toml, case=_parsed(toml)) if toml != contents.toml else contents
    return _with(changed, entries, contents.problems())


def undo(folder: Folder, by: str, entry_id: str | None = None, why: str = "") -> Entry:
    """Take back an entry, by default the last of `by` with all that was set along with it; returns that entry.

    Raises NotFoundError where there is nothing (or no such entry) to undo, UsageError where `case.toml` has been edited
    there since, or where something that people did later rests on it.
    """
    return _turn_back(folder, by, "undo", entry_id, why)


def redo(folder: Folder, by: str, entry_id: str | None = None, why: str = "") -> Entry:
    """Bring back what `by` undid last, unless they did something new since; returns the entry that is back.

    Raises as `undo` does.
    """
    return _turn_back(folder, by, "redo", entry_id, why)


def _turn_back(folder: Folder, by: str, op: Literal["undo", "redo"], entry_id: str | None, why: str) -> Entry:
    find: Callable[..., Entry | None] = journal.next_undo if op == "undo" else journal.next_redo
    with files.turn(folder.path):
        contents = folder.load()
        entries = contents.journal.entries
        chosen = find(entries, by) if entry_id is None else _named(entries, entry_id, op)
        if chosen is None:
            raise NotFoundError(f"{by} has nothing to {op} in this case; see: cuibono history {folder.path}")
        together = _set_together(entries, chosen, op) if entry_id is None else [chosen]
        toml, turns = contents.toml, list(entries)
        for entry in together:
            toml = _turned(toml, entry, op)
            turns.append(Entry.now(by, op, entry.id, after=turns[-1].id, why=why))
        changed = contents if toml == contents.toml else replace(contents, toml=toml, case=_parsed(toml))
        _with(changed, turns, contents.problems())
        if toml != contents.toml:
            folder.write_case(toml)
        folder.append(*turns[len(entries) :])
        return chosen


def _set_together(entries: tuple[Entry, ...], chosen: Entry, op: str) -> list[Entry]:
    """The entries that were made in one batch with `chosen` and can be turned, in the order in which to do so."""
    if chosen.batch is None:
        return [chosen]
    in_force = {entry.id for entry in journal.in_force(entries)}
    batch = [e for e in entries if e.batch == chosen.batch and e.op == "set" and (e.id in in_force) == (op == "undo")]
    return batch[::-1] if op == "undo" else batch


def _turned(toml: str, entry: Entry, op: str) -> str:
    """The text of `case.toml` after the entry is undone or redone; as it was for what stands in the journal alone."""
    if entry.target.split("/", maxsplit=1)[0] not in CASE_FILE_TARGETS:
        return toml
    back, expected = (entry.was, entry.to) if op == "undo" else (entry.to, entry.was)
    if casefile.value_of(_parsed(toml), entry.target) != expected:
        raise UsageError(f"{entry.target} was changed in {casefile.NAME} since; set it there, or with cuibono set")
    return casefile.change(toml, entry.target, back)


def _named(entries: tuple[Entry, ...], id: str, op: str) -> Entry:
    in_force = {entry.id for entry in journal.in_force(entries)}
    found = next((entry for entry in entries if entry.id == id and entry.op == "set"), None)
    if found is None or (id in in_force) != (op == "undo"):
        raise NotFoundError(f"there is no entry {id!r} to {op}; `cuibono history` lists them")
    return found


def _change_case(folder: Folder, contents: Contents, target: str, value: Any) -> None:
    toml = casefile.change(contents.toml, target, value)
    _parsed(toml)
    folder.write_case(toml)


def _parsed(toml: str) -> CaseFile:
    case, problems = casefile.parse(toml)
    if problems or case is None:
        raise CaseError(problems)
    return case


def _with(contents: Contents, entries: Iterable[Entry], known: tuple[Problem, ...]) -> Contents:
    """The contents with these entries; raises UsageError for the problems that they have beside the `known` ones."""
    trial = contents.with_journal(contents.journal._replace(entries=tuple(entries)))
    new = [problem for problem in trial.problems() if problem not in known]
    if new:
        raise UsageError(_said(new))
    return trial


def _said(problems: Iterable[Problem]) -> str:
    return "; ".join(f"{problem.key} {problem.what}; {problem.remedy}" for problem in problems)


def _reader(contents: Contents, state: State, by: str) -> Callable[[str], Any]:
    """A function from a target to what it is set to now, as plain data, for an entry's `from`."""
    own = {(rating.evidence, rating.hypothesis): rating for rating in state.ratings if rating.analyst == by}

    def current(target: str) -> Any:
        noun, _, rest = target.partition("/")
        if noun == "rating":
            evidence, _, hypothesis = rest.partition("/")
            rating = own.get((evidence, hypothesis))
            return None if rating is None else rating.code or rating.likelihood
        return _current(contents, state, by, target)

    return current


def _current(contents: Contents, state: State, by: str, target: str) -> Any:
    noun, _, rest = target.partition("/")
    if noun in CASE_FILE_TARGETS:
        return casefile.value_of(contents.case, target)
    id, _, key = rest.partition("/")
    special = _BESIDE_RECORDS.get((noun, key))
    if special is not None:
        return special(state, id)
    if noun == "opinion":
        return next((o.probability for o in state.opinions if (o.hypothesis, o.analyst) == (id, by)), None)
    if noun == "truth":
        return state.truth.get(id) if id else [id for id, held in state.truth.items() if held] or None
    return _field(state, noun, id, key)


def _status(state: State, id: str) -> str | None:
    status = state.status.get(id)
    return status if status in {Status.ACCEPTED, Status.REJECTED} else None


_BESIDE_RECORDS: Mapping[tuple[str, str], Callable[[State, str], Any]] = {
    ("source", "reliability"): lambda state, id: state.reliability.get(id),
    ("source", "trim"): lambda state, id: [trim.model_dump() for trim in state.trims.get(id, ())],
    ("claim", "credibility"): lambda state, id: state.credibility.get(id),
    ("claim", "status"): _status,
    ("claim", "origin"): lambda state, id: next((o.id for o in state.origins if id in o.claims), None),
}


def _field(state: State, noun: str, id: str, key: str) -> Any:
    places: dict[str, tuple[Record, ...]] = {
        "claim": state.claims,
        "source": state.sources,
        "evidence": state.evidence,
        "origin": state.origins,
    }
    for record in places.get(noun, ()):
        if getattr(record, "id", None) == id:
            content = record.model_dump(mode="json", by_alias=True)
            return content.get(key) if key else content
    return None
