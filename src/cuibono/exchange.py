"""Exchange: a case carried out into the formats of other tools, and what these have brought into a case."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cuibono.case import batches, files
from cuibono.case.casefile import Sharing
from cuibono.case.ids import new_ulid
from cuibono.case.records import State
from cuibono.errors import CuibonoError, StorageError, UsageError
from cuibono.formats import exports, imports
from cuibono.formats.offer import Offer
from cuibono.formats.plan import Plan, plan
from cuibono.formats.snapshot import Snapshot
from cuibono.verbs import Case
from cuibono.weighing.readout import Share


class Exported(NamedTuple):
    """Where the file is, its format, and what of the case it could not hold, in sentences."""

    path: Path
    format: str
    left_out: tuple[str, ...]


class Wishes(NamedTuple):
    """What people say about a file: its format, the layout of its table, and who is to have made its ratings."""

    format: str | None = None
    layout: Mapping[str, str] = {}
    analyst: str | None = None


def export(case: Case, path: Path, form: str | None, table: str | None, *, mark: bool) -> Exported:
    """Write the case to `path`, all of it or nothing; see `Case.export`."""
    chosen = exports.format_of(path, form)
    shares: tuple[Share, ...] = ()
    silent: tuple[str, ...] = ()
    if exports.FORMATS[chosen].weighed or table == "hypotheses":
        try:
            shares = case.weigh().shares
        except CuibonoError as error:
            silent = (f"there are no probabilities in it, since the case could not be weighed: {error}",)
    contents = case.contents()
    written = exports.write(Snapshot(case.state, contents.texts, shares), chosen, table=table, mark=mark)
    files.replace(path, written.data)
    return Exported(path, chosen, (*silent, *_unshared(contents.case.report), *written.left_out))


def _unshared(sharing: Sharing) -> tuple[str, ...]:
    """What the case asks of whoever hands it out, and a file for other tools does not do."""
    found = []
    if sharing.redact:
        found.append(f"{len(sharing.redact)} names that the report redacts stand in it as they are; see who gets it")
    if sharing.marking:
        found.append(f"the marking {sharing.marking} is not in it; put it beside it")
    return tuple(found)


def preview(case: Case, path: Path, wishes: Wishes) -> Plan:
    """What taking in the file would change; nothing is written."""
    return plan(_read(path, wishes), case.state, wishes.analyst)


def take_in(case: Case, path: Path, wishes: Wishes) -> Plan:
    """Take the file in as one batch of acts, all or none; see `Case.import_`."""
    return _apply(case, _read(path, wishes), wishes.analyst)


def preview_new(path: Path, wishes: Wishes) -> Plan:
    """What a new case made of the file would have; nothing is written."""
    return plan(_read(path, wishes), State(), wishes.analyst)


def make(folder: Path, path: Path, question: str | None, wishes: Wishes) -> tuple[Case, Plan]:
    """A new case in `folder` of what the file has; it asks `question`, else what the file asks.

    Raises as `Case.import_` does, UsageError where neither asks anything, StorageError where the folder is in use; then
    there is no folder.
    """
    offer = _read(path, wishes)
    asked = " ".join((question or offer.question).split())
    if not asked:
        raise UsageError(f"{path.name} asks no question; give one, such as -q 'Why did X do Y?'")
    Case(folder).folder.refuse_if_in_use()
    part = Case(folder.with_name(f".{folder.name}.{new_ulid()}.part"))
    try:
        part.folder.create(asked)
        done = _apply(part, offer, wishes.analyst)
        shutil.rmtree(part.path / ".cuibono")
        part.path.rename(folder)
    except OSError as error:
        shutil.rmtree(part.path, ignore_errors=True)
        raise StorageError(f"{folder}: could not be made ({error.strerror}); choose another name") from error
    except BaseException:
        shutil.rmtree(part.path, ignore_errors=True)
        raise
    return Case(folder), done


def _read(path: Path, wishes: Wishes) -> Offer:
    return imports.read(path, wishes.format, wishes.layout)


def _apply(case: Case, offer: Offer, analyst: str | None) -> Plan:
    """Plan with the case as it stands when it is our turn to write, and do it."""
    made: list[Plan] = []

    def changes(state: State) -> tuple[batches.Change, ...]:
        made.append(plan(offer, state, analyst))
        return made[0].changes

    batches.act(case.folder, changes)
    return made[0]
