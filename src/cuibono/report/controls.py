"""Characters that act instead of showing: turned into visible names wherever text reaches a reader.

A quote may hold characters that turn the line around, hide words or drive a terminal. They stay in the case, byte for
byte, but a report shows them by name, so that a sentence cannot be made to read as another.
"""

from __future__ import annotations

import re

# Property Bidi_Control (Unicode 15, PropList.txt), C0 and C1 controls but tab and newline, word joiners and marks
# without width, interlinear annotations, tag characters, and lone surrogates, which no file can hold.
_ACTING = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with every character that acts instead of showing replaced by its code point in brackets.

    Joiners that scripts and emoji need (U+200C, U+200D) stay. The result can be written in UTF-8 and in XML.

    >>> visible("paid \\u202ednuof eb ot\\u202c")
    'paid ⟦U+202E⟧dnuof eb ot⟦U+202C⟧'
    """
    return _ACTING.sub(lambda found: f"⟦U+{ord(found.group()):04X}⟧", text)
