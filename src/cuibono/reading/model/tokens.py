"""Tokens: the words and marks of a text, cut the way the treebanks that the model was trained on cut them.

The conventions are those of Universal Dependencies for English (EWT, GUM): clitics and possessives stand alone
("does n't", "Moscow 's"), hyphenated words come apart, abbreviations keep their full stop, runs of one mark stay whole.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = (
    "mr|mrs|ms|dr|prof|rev|hon|sen|rep|gov|gen|lt|col|sgt|capt|maj|adm|cmdr|jr|sr|st|mt|ft"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|al|inc|corp|co|ltd|vs|etc|dept|est|fig|vol|pp"
)
_PREFIXES = "anti|co|counter|e|ex|mid|multi|non|post|pre|pro|re|semi|sub|ultra|un"
"""What stays with its word across a hyphen in the treebanks ("anti-war", but "Afghan - led")."""

TOKEN = re.compile(
    "|".join(
        (
            r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}",  # addresses
            r"(?:[^\W\d_]\.){2,}",  # U.S.
            rf"(?:{_ABBREVIATIONS})\.(?=\s|$)|no\.(?=\s*\d)",  # Mr.
            r"[^\W\d_]\.(?=\s*[^\W\d_])",  # J. Smith
            rf"(?:{_PREFIXES})-[^\W\d_]+",  # anti-war
            r"can(?=not\b)",  # can|not
            r"\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|m|bn|k)?\b|\d+(?:[.,]\d+)*",  # 1,000 and 1980s
            r"[^\W\d_]{1,20}?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b",  # does|n't and Moscow|'s
            r"[^\W_]+",
            r"[.!?]{2,}|-{2,}|\*+|=+|_+|~+",
            r"\S",
        )
    ),
    re.IGNORECASE,
)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The start and end of every token of `text[start:end]`, as positions in `text`.

    >>> [text[a:b] for text in ["Moscow’s well-known U.S. critic didn't pay $1,000."] for a, b in tokens(text)]
    ['Moscow', '’s', 'well', '-', 'known', 'U.S.', 'critic', 'did', "n't", 'pay', '$', '1,000', '.']
    """
    return [match.span() for match in TOKEN.finditer(text, start, len(text) if end is None else end)]
