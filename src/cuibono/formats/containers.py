"""Containers: zip and gzip files opened within bounds, and XML that can define and fetch nothing.

Nothing is ever unpacked to disk, so that a name inside an archive cannot lead anywhere.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from cuibono.errors import TooLargeError, UnreadableError

MOST_BYTES = 64 * 1024 * 1024
"""How large a file may be, and what it unpacks to."""

_MOST_PARTS = 2_000
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def gunzip(name: str, data: bytes) -> bytes:
    """What a gzip file holds; raises UnreadableError where it is cut short or damaged, TooLargeError beyond bounds."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(data, MOST_BYTES + 1)
    except zlib.error as error:
        raise UnreadableError(f"{name}: is damaged ({error}); get the file again") from error
    _refuse_if_large(name, len(found))
    if not unpacker.eof:
        raise UnreadableError(f"{name}: is cut short; get the whole file again")
    return found


def parts(name: str, data: bytes) -> dict[str, bytes]:
    """The files in a zip, by the names that they have there; raises as `gunzip` does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > _MOST_PARTS:
                raise TooLargeError(f"{name}: has {len(infos):,} files in it, more than {_MOST_PARTS:,}")
            _refuse_if_large(name, sum(info.file_size for info in infos))
            return {info.filename: _member(name, archive, info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableError(f"{name}: is cut short or damaged ({error}); get the whole file again") from error


def _member(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        data = file.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise UnreadableError(f"{name}: {info.filename!r} in it is larger than it says; get the file again")
    return data


def xml(name: str, data: bytes) -> Any:
    """The root of an XML document (an lxml element).

    Raises UnreadableError where it is not well formed, or declares a document type: entities are how a small file
    becomes a huge one, or reads another.
    """
    from lxml import etree

    refuse_doctype(name, data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"{name}: is no XML that can be read ({error}); get the file again") from error
    if root is None:
        raise UnreadableError(f"{name}: is empty; get the file again")
    return root


def refuse_doctype(name: str, data: bytes) -> None:
    """Raise UnreadableError where XML declares a document type or an entity, in any encoding."""
    if _DOCTYPE.search(data.translate(None, b"\0")):
        raise UnreadableError(
            f"{name}: declares a document type or an entity, which nothing here needs; it was not read"
        )


def _refuse_if_large(name: str, size: int) -> None:
    if size > MOST_BYTES:
        raise TooLargeError(f"{name}: unpacks to more than {MOST_BYTES // 1024**2} MB; it was not read")
