"""BibTeX out: one `@misc` a source, in UTF-8; what TeX would take for a command is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuibono.case.records import Source
from cuibono.formats.snapshot import Snapshot, Written
from cuibono.report.controls import visible

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_IN_URL = str.maketrans({char: f"%{ord(char):02X}" for char in '{}\\^~ "<>|`'})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(snapshot: Snapshot) -> Written:
    """The bibliography; fields that are not known are left out."""
    keys = _keys([source.id for source in snapshot.state.sources])
    entries = [_entry(key, source) for key, source in zip(keys, snapshot.state.sources, strict=True)]
    left_out = (
        "only the sources' metadata is in the file: no reliability, texts, claims, hypotheses or ratings",
        "BibTeX has no way back into a case; csl has",
    )
    return Written("\n".join(entries).encode("utf-8", "replace"), left_out)


def escaped(text: str) -> str:
    r"""One line of text that TeX sets as it is.

    >>> print(escaped("50 % of {R&D}\n\\input{x}"))
    50 \% of \{R\&D\} \textbackslash{}input\{x\}
    """
    return "".join(_ESCAPES.get(char, char) for char in " ".join(visible(text).split()))


def _entry(key: str, source: Source) -> str:
    fields = ",\n".join(f"  {name} = {value}" for name, value in _fields(source))
    return f"@misc{{{key},\n{fields}\n}}\n"


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{escaped(source.title or source.name)}}}}}"
    if source.author:
        yield "author", f"{{{{{escaped(source.author)}}}}}"
    if source.outlet:
        yield "howpublished", f"{{{escaped(source.outlet)}}}"
    if source.published:
        yield "year", f"{{{source.published.year}}}"
        yield "month", _MONTHS[source.published.month - 1]
        yield "day", f"{{{source.published.day}}}"
    if source.url:
        yield "url", f"{{{visible(source.url).translate(_IN_URL)}}}"
    if source.retrieved:
        yield "urldate", f"{{{source.retrieved.isoformat()}}}"
    if source.language:
        yield "language", f"{{{escaped(source.language)}}}"


def _keys(ids: list[str]) -> list[str]:
    """Ids as citation keys, which may not begin with a digit everywhere."""
    return [re.sub(r"^(?=[^a-z])", "s", id) for id in ids]
