"""Intake: documents become sources of a case, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from cuibono.case import files, journal
from cuibono.case.folder import Folder
from cuibono.case.records import Source, Unread
from cuibono.errors import UnreadableError

Progress = Callable[[str, int, int], None]


class Added(NamedTuple):
    """What became of the documents given: new in the case, there already, or unread with the reason."""

    sources: tuple[Source, ...]
    already: tuple[str, ...]
    unread: tuple[Unread, ...]


def take_in(folder: Folder, paths: Iterable[Path], progress: Progress | None = None) -> Added:
    """Make sources of the files, and of those in the folders, at `paths`; none where `progress` raises.

    Others wait their turn to write for one document at a time, not until all are read.
    """
    from cuibono.reading import documents

    known = {source.id for source in folder.load().sources}
    already: list[str] = []
    failed: list[Unread] = []
    found = [path for path in documents.find(paths) if not _inside(path, folder.path)]
    with folder.taking_in() as added:
        for number, path in enumerate(found):
            _tell(progress, f"taking in {path.name}", number, len(found))
            try:
                document = documents.load(path)
            except UnreadableError as error:
                failed.append(Unread(name=path.name, reason=str(error)))
                continue
            if document.source.id in known:
                already.append(path.name)
                continue
            known.add(document.source.id)
            added.append(document.source)
            with files.turn(folder.path):
                folder.write_document(document.source, document.original, document.text)
        _tell(progress, "taken in", len(found), len(found))
        _register(folder, Added(tuple(added), tuple(already), tuple(failed)))
    return Added(tuple(added), tuple(already), tuple(failed))


def discard(folder: Folder, added: Added) -> bool:
    """Take out again what was taken in, where nothing has been made of it; says whether it did."""
    ids = {source.id for source in added.sources}
    with files.turn(folder.path):
        contents = folder.load()
        if any(claim.source in ids for claim in contents.claims) or journal.mentions(contents.journal.entries, ids):
            return False
        kept = [source for source in contents.sources if source.id not in ids]
        folder.write_sources(kept, [item for item in contents.unread if item not in added.unread])
        folder.remove_documents(added.sources)
    return True


def _register(folder: Folder, added: Added) -> None:
    read = {*added.already, *(source.name for source in added.sources)}
    with files.turn(folder.path):
        contents = folder.load()
        unread = {item.name: item for item in contents.unread if item.name not in read}
        unread.update({item.name: item for item in added.unread})
        sources = {source.id: source for source in (*contents.sources, *added.sources)}
        folder.write_sources(sources.values(), unread.values())


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)
