"""A web page as text: all that a reader of the page would see, one block a line, and what markup says of it.

Nothing is fetched, no script is run, and no entity outside the page is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cuibono.errors import UnreadableError
from cuibono.reading.encodings import decode
from cuibono.reading.markup import Fact, facts

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "label",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "video",
    }
)
_UNSEEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "iframe",
        "object",
        "embed",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
    }
)
_CELLS = frozenset({"td", "th"})
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LETTERS = re.compile(r"\W+")
_WINDOW = 3000
_TELLING = 25


class WebPage(NamedTuple):
    """The visible text of a page, the numbers of its lines that are main text, and what its markup says of it.

    `main` is None where no main text was found.
    """

    text: str
    main: frozenset[int] | None
    facts: tuple[Fact, ...]
    encoding: str
    warnings: tuple[str, ...]


def read(data: bytes, name: str) -> WebPage:
    """The page that `data` is; raises UnreadableError where it has no visible text."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, name, _label(declared[1]) if declared else None)
    tree = parse(decoded.text)
    lines = [] if tree is None else list(blocks(tree))
    if tree is None or not lines:
        raise UnreadableError(f"{name}: shows no text without its scripts; save the page from a browser, or as a PDF")
    main = _main_lines(lines, decoded.text)
    warnings = () if main else ("the main text of the page was not found by its markup",)
    return WebPage("\n".join(lines), main, facts(tree), decoded.how, (*decoded.warnings, *warnings))


def blocks(tree: _Element) -> Iterator[str]:
    """The visible blocks of a page in their order, white space evened out."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    hidden = 0
    for event, node in iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("start", "end") and _is_hidden(node):
            hidden += 1 if event == "start" else -1
        elif not hidden and event in ("start", "end"):
            if node.tag in _BLOCKS:
                yield from _block(parts)
            parts.append(" " if node.tag in _CELLS else "")
        text = node.text if event == "start" else node.tail if event != "start" else None
        if text and not hidden:
            parts.append(text)
    yield from _block(parts)


def _block(parts: list[str]) -> Iterator[str]:
    text = " ".join("".join(parts).split())
    parts.clear()
    if text:
        yield text


def _is_hidden(node: _Element) -> bool:
    style = node.get("style")
    return node.tag in _UNSEEN or "hidden" in node.attrib or bool(style and "display:none" in style.replace(" ", ""))


def parse(text: str) -> _Element | None:
    """The tree of a page, or None where there is none to be had."""
    import lxml.html
    from lxml.etree import LxmlError

    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=False)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None


def _main_lines(lines: list[str], html: str) -> frozenset[int] | None:
    """The numbers of the lines that trafilatura counts as main text, matched in order by their letters alone."""
    import trafilatura

    main = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True)
    if not main:
        return None
    keys = [key for line in main.split("\n") if (key := _key(line))]
    whole, known = "\n" + "\n".join(keys) + "\n", frozenset(keys)
    found, position = set(), 0
    for number, line in enumerate(lines):
        key = _key(line)
        at = whole.find(key if len(key) >= _TELLING else f"\n{key}\n", position, position + len(key) + _WINDOW)
        if key and at >= 0:
            found.add(number)
            position = at + len(key)
        elif len(key) >= _TELLING and key in known:
            found.add(number)
    return frozenset(found) or None


def _key(line: str) -> str:
    return _LETTERS.sub("", line).lower()


def _label(declared: bytes) -> str:
    """The encoding that browsers take a declared one for (WHATWG Encoding Standard)."""
    label = declared.decode("ascii", "replace").lower()
    return "cp1252" if label in {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"} else label
