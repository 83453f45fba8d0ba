"""What can go wrong, said so that the reader knows what to do next.

One root, `CuibonoError`; its leaves are also the builtin that a caller would catch anyway. Problems of a
file are collected and raised together, as a `CaseError` that lists them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class CuibonoError(Exception):
    """Everything cuibono raises on purpose."""


class UsageError(CuibonoError, ValueError):
    """An argument that makes no sense; the message says which and what would."""


class NotFoundError(CuibonoError, LookupError):
    """A case, file, or id that is not there; the message names what was looked for and what there is."""


class UnreadableError(CuibonoError, ValueError):
    """A document that no text can be got out of; the message says why, and what would help."""


class EndpointError(CuibonoError, ConnectionError):
    """A server that gave no usable answer; the message says what it said, and what to do."""


class StorageError(CuibonoError, OSError):
    """The file system refused (full, read-only, locked); what was there before is still there."""


class VersionError(CuibonoError):
    """The case was written by a cuibono that keeps another format; it is left untouched."""


class TooLargeError(CuibonoError, ValueError):
    """An exact answer would be too large; the message says how large, and the way out."""


class ModelError(CuibonoError, ValueError):
    """Numbers that no answer follows from (impossible evidence, a probability outside 0 to 1)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of a case's files.

    >>> print(Problem("case.toml", "hypotheses[2].name", "is empty", "give it a short name", line=14))
    case.toml:14: hypotheses[2].name is empty; give it a short name
    """

    file: str
    key: str
    what: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        subject = f"{self.key} {self.what}" if self.key else self.what
        return f"{place}: {subject}; {self.remedy}"


class CaseError(CuibonoError, ValueError):
    """A case whose files do not hold together; `problems` has all of them, the message prints all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{count} problem{'' if count == 1 else 's'}; nothing was written"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))
