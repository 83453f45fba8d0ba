"""Memory: the answers that were got, so that nothing is asked twice, not after a kill either.

An SQLite file that can be deleted at will; then everything is asked again.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from cuibono.errors import StorageError
from cuibono.reading.endpoint.prompt import Messages

NAME = "endpoint.sqlite"
_MADE = "CREATE TABLE IF NOT EXISTS answers (asked TEXT PRIMARY KEY, answer TEXT NOT NULL)"
_WAIT = 30.0


class Memory:
    """Answers by what was asked, in the file `path`; without a path nothing outlives the process."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._answers: dict[str, str] = {}

    def find(self, asked: str) -> str | None:
        """The answer to what was asked, if there is one."""
        if asked in self._answers or self._path is None or not self._path.exists():
            return self._answers.get(asked)
        rows = self._do("SELECT answer FROM answers WHERE asked = ?", (asked,))
        return rows[0][0] if rows else None

    def keep(self, asked: str, answer: str) -> None:
        """Keep an answer; when this returns it survives a kill. Raises StorageError where the disk refuses."""
        if self._path is None:
            self._answers[asked] = answer
        else:
            self._do("INSERT OR REPLACE INTO answers VALUES (?, ?)", (asked, answer))

    def _do(self, sql: str, values: tuple[str, ...]) -> list[tuple[str]]:
        path = Path(self._path or "")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _done(path, sql, values)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:  # no database any more: what it held is asked again
                path.unlink()
                return _done(path, sql, values)
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"{path}: could not be used ({error}); see that there is room and that no other cuibono reads this case"
            ) from error


def key(model: str, messages: Messages, schema: object) -> str:
    """What an answer is kept under: the model, all that it was told (the text included), and the schema."""
    told = json.dumps([model, messages, schema], sort_keys=True)
    return sha256(told.encode()).hexdigest()


def _done(path: Path, sql: str, values: tuple[str, ...]) -> list[tuple[str]]:
    with closing(sqlite3.connect(path, timeout=_WAIT)) as base, base:
        base.execute(_MADE)
        return base.execute(sql, values).fetchall()
