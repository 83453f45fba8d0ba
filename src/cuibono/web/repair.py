"""Repair: what is shown of a case that cannot be opened: where its files need mending, or what people wrote in them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from cuibono.case.casefile import NAME
from cuibono.errors import CaseError, NotFoundError, Problem, VersionError

_LONGEST = 240
"""So much of a line is shown, and no more than `_MUCH` of a file."""
_MUCH = 100_000
_FILES = 200


def shown(folder: Path, error: Exception) -> dict[str, Any]:
    """What a page tells of a case in `folder` that cannot be opened: each problem with its line, or the file to read.

    `refused` says it in one sentence, `toml` is the text of the case file where a newer version wrote it, `files` the
    names of what lies beside it.
    """
    problems = error.problems if isinstance(error, CaseError) else ()
    newer = isinstance(error, VersionError)
    return {
        "title": _title(error),
        "refused": str(problems[0]) if problems else str(error),
        "error": str(error),
        "problems": [_placed(folder, problem) for problem in problems],
        "toml": _text(folder / NAME) if newer else "",
        "files": _files(folder) if newer else [],
    }


def _title(error: Exception) -> str:
    match error:
        case CaseError():
            return "This case needs mending"
        case VersionError():
            return "This case can be read here, not changed"
        case NotFoundError():
            return "This is not there"
        case _:
            return "This cannot be shown"


def _placed(folder: Path, problem: Problem) -> dict[str, Any]:
    line = _line(folder / problem.file, problem.line) if problem.line else ""
    what = f"{problem.key} {problem.what}".strip()
    return {"file": problem.file, "line": problem.line, "text": line, "what": what, "remedy": problem.remedy}


def _line(path: Path, number: int) -> str:
    """The line of that number, 1-based, as far as it can be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return next(islice(file, number - 1, number), "").strip()[:_LONGEST]
    except OSError:
        return ""


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_MUCH)
    except OSError:
        return ""


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("[!.]*") if path.is_file() and ".cuibono" not in path.parts)
    return sorted(str(path.relative_to(folder)) for path in islice(found, _FILES))
