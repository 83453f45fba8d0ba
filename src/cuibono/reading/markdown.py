"""A Markdown document as text: its blocks as a reader sees them, one a line, and its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cuibono.reading.markup import Fact, clean

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST = 200_000
"""The most characters that are read as Markdown, which may take long; a longer text is read as it stands."""

_FRONT = re.compile(r"\A---\n(.{0,20000}?)\n(?:---|\.\.\.)\n", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_-]{2,30}):[ \t]+(\S.*)")
_FIELDS = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "date": "published",
    "published": "published",
    "outlet": "outlet",
    "publisher": "outlet",
    "url": "url",
    "source": "url",
    "accessed": "retrieved",
    "retrieved": "retrieved",
}
_TAG = re.compile(r"<[^<>]{0,2000}>")


class Manuscript(NamedTuple):
    """The text of a Markdown document, and what its front matter says of it."""

    text: str
    facts: tuple[Fact, ...]


def read(source: str) -> Manuscript:
    """The text of a Markdown document, and what its front matter says of it.

    >>> read("# Talks\\n\\nThe talks *failed*\\non Monday.").text
    'Talks\\nThe talks failed on Monday.'
    """
    front = _FRONT.match(source)
    facts = tuple(_facts(front[1])) if front else ()
    body = source[front.end() :] if front else source
    if len(body) > MOST:
        return Manuscript(body, facts)
    from markdown_it import MarkdownIt

    lines = _lines(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body))
    return Manuscript("\n".join(filter(None, lines)), facts)


def _facts(front: str) -> Iterator[Fact]:
    for line in front.split("\n"):
        match = _KEY.fullmatch(line.strip())
        field = _FIELDS.get(match[1].lower()) if match else None
        if match and field:
            value = match[2].strip().strip("\"'[]")
            if fact := clean(Fact(field, value, f"markdown: front matter, “{match[1]}”")):
                yield fact


def _lines(tokens: list[Token]) -> Iterator[str]:
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield " | ".join(cells)
            cells = None
        elif token.type == "inline":
            text = " ".join(_seen(token.children or []).split())
            if cells is None:
                yield text
            else:
                cells.append(text)
        elif token.type in ("fence", "code_block"):
            yield from (" ".join(line.split()) for line in token.content.split("\n"))
        elif token.type == "html_block":
            yield " ".join(_TAG.sub(" ", token.content).split())


def _seen(children: list[Token]) -> str:
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in children
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    )
