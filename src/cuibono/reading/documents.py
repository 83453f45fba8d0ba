"""Documents: one file of any supported format as text with metadata, its original bytes kept.

The stored text has "\\n" for every line break, no other control characters but tabs, and one paragraph, heading or
other block a line; a line number anywhere in cuibono is an index of `text.split("\\n")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from cuibono.case.records import Source
from cuibono.errors import UnreadableError
from cuibono.reading.furniture import trim


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its text, and the bytes that both came from."""

    source: Source
    text: str
    original: bytes


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among `paths` and below the folders among them, in sorted order, each once."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        else:
            yield path


def load(path: Path) -> Document:
    """The document in the file `path`; raises UnreadableError with the reason and the remedy."""
    return from_bytes(path.read_bytes(), path.name)


def from_bytes(data: bytes, name: str) -> Document:
    """The document that `data` is, given the file name it came with; raises UnreadableError as `load` does."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: is not UTF-8; save it as UTF-8") from error
    digest = sha256(data).hexdigest()
    source = Source(
        id=digest[:12],
        sha256=digest,
        file=digest[:12] + PurePath(name).suffix.lower(),
        name=name,
        media="text/plain",
        text_sha256=sha256(text.encode()).hexdigest(),
        characters=len(text),
        trim=trim(text),
    )
    return Document(source, text, data)
