"""A Word document as text: paragraphs and tables in their order, and the properties that it claims."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cuibono.errors import UnreadableError

if TYPE_CHECKING:
    from docx.document import Document

MOST_UNPACKED = 200_000_000
"""The most bytes that a document may unpack to; a bomb unpacks to far more."""


class Manuscript(NamedTuple):
    """The text of a Word document, and the title and author of its properties, empty where there are none."""

    text: str
    title: str
    author: str


def read(data: bytes, name: str) -> Manuscript:
    """The text of a DOCX file; raises UnreadableError where it is broken, empty, encrypted or far too large."""
    _refuse_bombs(data, name)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
    except Exception as error:  # python-docx raises whatever its XML does
        raise UnreadableError(
            f"{name}: is no Word document that can be opened ({error}); save it again as docx"
        ) from error
    if not any(line.strip() for line in lines):
        raise UnreadableError(f"{name}: has no text; nothing to read in it")
    return Manuscript("\n".join(lines), document.core_properties.title or "", document.core_properties.author or "")


def _refuse_bombs(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
            parts = packed.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise UnreadableError(
            f"{name}: is no Word document, or a broken or encrypted one; save it again as docx"
        ) from error
    if unpacked > MOST_UNPACKED:
        raise UnreadableError(f"{name}: unpacks to {unpacked // 1_000_000} MB; take its pictures out and save it again")
    if "word/document.xml" not in parts:
        raise UnreadableError(f"{name}: is a zip file, but no Word document; give a txt, md, html, pdf or docx file")


def _lines(document: Document) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(" ".join(cell.text.split()) for cell in row.cells)
        else:
            yield " ".join(block.text.split())
