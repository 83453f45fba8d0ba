"""The demo: the founding question on five short documents written for it, judged by two invented analysts."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from cuibono.case import files as storage
from cuibono.verbs import Case, Progress, new

QUESTION = "Why would Moscow pay the Taliban bounties for attacks on coalition troops?"
_DATA = files("cuibono") / "data" / "demo"
_JUDGED = ("case.toml", "claims.jsonl", "draft.jsonl", "journal/ada.jsonl", "journal/ben.jsonl")


def demo(path: str | Path = "cuibono-demo", progress: Progress | None = None) -> Case:
    """The demo case in the folder `path`, its documents read; one that is there already is opened as it is.

    Raises StorageError where `path` is something else.

    >>> import tempfile
    >>> case = demo(tempfile.mkdtemp())
    >>> len(case.state.sources), case.state.analysts
    (5, ('ada', 'ben'))
    """
    case = Case(path)
    if not case.folder.is_case:
        with as_file(_DATA / "documents") as documents:
            new(path, sorted(documents.glob("[!R]*")), question=QUESTION, progress=progress)
        for name in _JUDGED:
            storage.replace(case.path / name, (_DATA / "case" / name).read_bytes())
        case.read(progress=progress)
    return case
