"""Long words made to fit a line."""

from __future__ import annotations


def clipped(words: str, most: int) -> str:
    """The words, or as many whole ones as fit into `most` characters with an ellipsis after them.

    A single word that is too long is cut.

    >>> clipped("short enough", 12), clipped("one word too many", 12), clipped("http://example.org", 8)
    ('short enough', 'one word…', 'http://…')
    """
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    if not words[most - 1].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip() + "…"
