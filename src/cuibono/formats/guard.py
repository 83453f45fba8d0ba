"""The guard against cells that a spreadsheet would run: a quote mark in front, which can be taken away again.

Spreadsheets take a cell of a CSV file that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula, and some
look at full-width forms of these signs, too (OWASP, "CSV Injection"). Such a cell gets one apostrophe in front; so does
one that begins with apostrophes and then such a sign, so that taking one away always brings back what was there.
"""

from __future__ import annotations

import re

_ACTS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """The text as a cell that nothing runs.

    >>> guarded("=cmd|' /C calc'!A0"), guarded("plain"), guarded("'=1")
    ("'=cmd|' /C calc'!A0", 'plain', "''=1")
    """
    return f"'{text}" if _ACTS.match(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given; a cell that it cannot have made is left as it is.

    >>> unguarded("'=1"), unguarded("''=1"), unguarded("'tis")
    ('=1', "'=1", "'tis")
    """
    return cell[1:] if _GUARDED.match(cell) else cell
