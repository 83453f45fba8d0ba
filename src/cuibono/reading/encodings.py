"""Bytes to text: which encoding a document is in, how that is known, and the control characters that are no text."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from cuibono.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SAMPLE = 200_000
_MOST_NOISE = 0.02


class Decoded(NamedTuple):
    """Text with "\\n" line ends and no control characters but tabs; `how` says how the encoding is known."""

    text: str
    how: str
    warnings: tuple[str, ...]


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """The text of `data`: by its byte order mark, as UTF-8, as declared, or as most probable.

    Raises UnreadableError where it is binary, or in no encoding that makes text of it.

    >>> decode("Kováč said".encode("cp1250"), "a.txt", declared="windows-1250").text
    'Kováč said'
    """
    raw, how = _raw(data, name, declared)
    head = raw[:_SAMPLE]
    noise = len(_CONTROL.findall(head)) + head.count("\ufffd")
    if noise > _MOST_NOISE * max(1, len(head)):
        raise UnreadableError(f"{name}: is binary, not text; give a txt, md, html, pdf or docx file")
    warnings = []
    if _DIRECTION.search(raw):
        warnings.append("has characters that turn the direction of text; outputs show them by name")
    if "\ufffd" in raw:
        warnings.append(f"has bytes that are no text in {how.split(' ')[0]}; they are shown as \ufffd")
    lines = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return Decoded(re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", lines), how, tuple(warnings))


def _raw(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), f"{encoding.removesuffix('-sig')} (byte order mark)"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return data.decode(declared), f"{declared} (declared)"
        except (LookupError, UnicodeDecodeError):
            pass
    return _guessed(data, name)


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise UnreadableError(f"{name}: is in no encoding that makes text of it; save it as UTF-8 and add it again")
    return data.decode(best.encoding, errors="replace"), f"{best.encoding} (guessed)"
