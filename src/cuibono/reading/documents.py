"""Documents: one file of any supported format as text with metadata, its original bytes kept.

The stored text has "\\n" for every line break, no other control characters but tabs, and one paragraph, heading or
other block a line; a line number anywhere in cuibono is an index of `text.split("\\n")`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple

from cuibono.case.records import Source, Trim
from cuibono.errors import UnreadableError
from cuibono.reading import metadata
from cuibono.reading.encodings import decode
from cuibono.reading.furniture import Page
from cuibono.reading.markup import Fact

LIMIT = 50_000_000
"""The most bytes that a document may have; articles are a thousandth of it."""

_MEDIA = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_KNOWN = "txt, md, html, pdf, docx"
_HEAD = 4000
_MOST_LINES = 200
_FEWEST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its text, and the bytes that both came from."""

    source: Source
    text: str
    original: bytes


class Content(NamedTuple):
    """What a format makes of its bytes: text, the lines of it that are furniture, its metadata, and what was odd."""

    text: str
    trims: tuple[Trim, ...]
    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among `paths` and below the folders among them, in sorted order, each once; hidden ones are left out.

    Links to folders are not followed, so that a ring of links ends, and no link leads out of a folder.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _below(path) if path.is_dir() else [path]:
            if file not in seen:
                seen.add(file)
                yield file


def load(path: Path) -> Document:
    """The document in the file `path`; raises UnreadableError with the reason and the remedy."""
    try:
        size = path.stat().st_size
        _refuse_size(size, path.name)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path.name}: cannot be opened ({error.strerror}); check that it may be read") from error
    return from_bytes(data, path.name)


def from_bytes(data: bytes, name: str) -> Document:
    """The document that `data` is, given the file name it came with; raises UnreadableError as `load` does."""
    _refuse_size(len(data), name)
    media = _sniffed(data) or _MEDIA.get(PurePath(name).suffix.lower())
    if media is None:
        raise UnreadableError(f"{name}: is of a kind that cuibono does not read; give one of {_KNOWN}")
    content = _content(data, name, media)
    if not content.text.strip():
        raise UnreadableError(f"{name}: has no text; nothing to read in it")
    digest = sha256(data).hexdigest()
    facts, warnings = _with_language(content)
    values, known, doubts = metadata.chosen(facts)
    values.pop("encoding", None)
    source = Source.model_validate(
        {
            **values,
            "id": digest[:12],
            "sha256": digest,
            "file": digest[:12] + next(suffix for suffix, kind in _MEDIA.items() if kind == media),
            "name": name,
            "media": media,
            "text_sha256": sha256(content.text.encode("utf-8", "surrogatepass")).hexdigest(),
            "characters": len(content.text),
            "known": known,
            "trim": content.trims,
            "warnings": (*content.warnings, *doubts, *warnings),
        }
    )
    return Document(source, content.text, data)


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in (Path(root, name) for name in sorted(names) if not name.startswith(".")):
            if not file.is_symlink() or file.resolve().is_relative_to(folder.resolve()):
                yield file


def _refuse_size(size: int, name: str) -> None:
    if size == 0:
        raise UnreadableError(f"{name}: is empty; nothing to read in it")
    if size > LIMIT:
        millions = size // 1_000_000
        raise UnreadableError(
            f"{name}: has {millions} MB, more than {LIMIT // 1_000_000}; split it, or give the article alone"
        )


def _sniffed(data: bytes) -> str | None:
    """What the first bytes say, which is surer than a name."""
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        return _MEDIA[".pdf"]
    if head.startswith(b"PK\x03\x04"):
        return _MEDIA[".docx"]
    if head[:9].lower() == b"<!doctype" or head[:5].lower() == b"<html":
        return _MEDIA[".html"]
    return None


def _content(data: bytes, name: str, media: str) -> Content:
    if media == _MEDIA[".pdf"]:
        from cuibono.reading import pdf

        pages = pdf.read(data, name)
        page = Page.of(pages.text)
        told = _corroborated("pdf", pages.title, pages.author, pages.text)
        return Content(pages.text, page.trims, (*told, *metadata.facts(page)), pages.warnings)
    if media == _MEDIA[".docx"]:
        from cuibono.reading import word

        manuscript = word.read(data, name)
        page = Page.of(manuscript.text)
        told = _corroborated("docx", manuscript.title, manuscript.author, manuscript.text)
        return Content(manuscript.text, page.trims, (*told, *metadata.facts(page)))
    if media == _MEDIA[".html"]:
        from cuibono.reading import html

        web = html.read(data, name)
        title = next((fact.value for fact in web.facts if fact.field == "title"), None)
        page = Page.of(web.text, web.main, title)
        encoding = Fact("encoding", "", web.encoding)
        return Content(web.text, page.trims, (encoding, *web.facts, *metadata.facts(page)), web.warnings)
    decoded = decode(data, name)
    encoding = Fact("encoding", "", decoded.how)
    if media == _MEDIA[".md"]:
        from cuibono.reading import markdown

        written = markdown.read(decoded.text)
        page = Page.of(written.text)
        return Content(written.text, page.trims, (encoding, *written.facts, *metadata.facts(page)), decoded.warnings)
    page = Page.of(decoded.text)
    return Content(decoded.text, page.trims, (encoding, *metadata.facts(page)), decoded.warnings)


def _corroborated(kind: str, title: str, author: str, text: str) -> Iterator[Fact]:
    """What a file's properties claim, where the beginning of its text says the same; often they are left-overs."""
    head = " ".join(text[:_HEAD].split()).casefold()
    for field, value in (("title", title), ("author", author)):
        clean = " ".join(value.split())
        if len(clean) > 3 and clean.casefold() in head:
            yield Fact(field, clean, f"{kind}: {field} property, which the text repeats")


def _with_language(content: Content) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """The facts with the language that the body is written in, and a warning where that is not English."""
    facts = tuple(fact for fact in content.facts if fact.field != "language")
    trimmed = {number for trim in content.trims for number in range(trim.first, trim.last + 1)}
    lines = (line for number, line in enumerate(content.text.split("\n")) if number not in trimmed)
    sample = " ".join(line[:_HEAD] for line in islice(filter(str.strip, lines), _MOST_LINES))[:_HEAD]
    if len(sample.split()) < _FEWEST_WORDS:
        return facts, ()
    from py3langid import classify

    language, _ = classify(sample)
    warning = f"is in the language “{language}”; the reader knows English only"
    return (*facts, Fact("language", language, "py3langid on the text")), () if language == "en" else (warning,)
