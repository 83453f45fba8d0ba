"""A PDF as text: the words of every page in their order, lines of one paragraph joined."""

from __future__ import annotations

import re
from typing import NamedTuple

from cuibono.errors import UnreadableError

MOST_PAGES = 2000
_END = re.compile(r"[.!?:;…][\"”’')\]]*$")


class Pages(NamedTuple):
    """The text of a PDF, and the title and author that its information dictionary claims (often wrongly)."""

    text: str
    title: str
    author: str
    warnings: tuple[str, ...]


def read(data: bytes, name: str) -> Pages:
    """The text of a PDF; raises UnreadableError where it is broken, encrypted, or a scan without text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableError(f"{name}: is encrypted; open it with its password and save it without one") from error
        raise UnreadableError(
            f"{name}: is no PDF that can be opened ({error}); save or print it to PDF again"
        ) from error
    try:
        count = len(document)
        told = document.get_metadata_dict()
        pages = [_page(document[number]) for number in range(min(count, MOST_PAGES))]
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise UnreadableError(f"{name}: has pages but no text (a scan?); run text recognition on it and add it again")
    warnings = (f"only the first {MOST_PAGES} of {count} pages were read",) if count > MOST_PAGES else ()
    text = "\n\n".join(_paragraphs(page) for page in pages if page.strip())
    return Pages(text, told.get("Title", ""), told.get("Author", ""), warnings)


def _page(page: object) -> str:
    words = page.get_textpage()  # type: ignore[attr-defined]
    try:
        return str(words.get_text_bounded()).replace("\r\n", "\n").replace("\ufffe", "-")
    finally:
        words.close()
        page.close()  # type: ignore[attr-defined]


def _paragraphs(page: str) -> str:
    """Join lines that were broken at the margin: a line about as long as the longest that ends no sentence goes on."""
    lines = [line.strip() for line in page.split("\n")]
    full = 0.75 * max(map(len, lines), default=0)
    parts: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            hyphenated = parts[-1].endswith("-") and line[:1].islower()
            parts[-1] = parts[-1][:-1] + line if hyphenated else f"{parts[-1]} {line}"
        else:
            parts.append(line)
        goes_on = len(line) >= full and len(line) > 40 and not _END.search(line)
    return "\n".join(parts)
