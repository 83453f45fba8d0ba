"""PARC ACH in: `.achz` files, which are XML in UTF-16, packed by gzip.

The format was never published; what is known of it comes from the importer of another tool (docs/exchange.md). So the
reading is tolerant: what is not known is said, and nothing stands for a blank cell but a blank.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from cuibono.case.records import Code
from cuibono.errors import Problem, UnreadableError
from cuibono.formats import containers
from cuibono.formats.codes import BLANK, meaning
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedHypothesis, OfferedRating

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_OF_PROJECT = {"PROJECT-TITLE", "CLASSIFICATION", "LAST-INDEX", "COLOR-SCHEME", "MATRIX"}
_OF_EVIDENCE = ("NOTES", "LINK", "TYPE", "DATE", "CODE", "FLAG", "CREDIBILITY", "RELEVANCE")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(name: str, data: bytes) -> Offer:
    """What the project has; raises UnreadableError where it is damaged, hostile or no such project."""
    root = containers.xml(name, _text(name, _unpacked(name, data)).encode())
    matrix = root if root.tag == "MATRIX" else root.find("MATRIX")
    if matrix is None:
        raise UnreadableError(f"{name}: has no MATRIX in it; it is no ACH project that is known here")
    problems = [*_unknown(name, root, _OF_PROJECT), *_unknown(name, matrix, {"HYPOTHESIS", "EVIDENCE"})]
    hypotheses = tuple(
        OfferedHypothesis(
            key=f"h{number}", name=_of(item, "NAME") or f"Hypothesis {number}", place=f"hypothesis {number}"
        )
        for number, item in enumerate(matrix.findall("HYPOTHESIS"), start=1)
    )
    evidence: list[OfferedEvidence] = []
    ratings: list[OfferedRating] = []
    for number, item in enumerate(matrix.findall("EVIDENCE"), start=1):
        place = f"evidence {number}"
        problems += _unknown(name, item, {"NAME", "VALUES", *_OF_EVIDENCE}, place)
        words = _of(item, "NAME") or f"Evidence {number}"
        evidence.append(OfferedEvidence(f"e{number}", words, note="\n".join(_notes(item)), place=place))
        ratings += _ratings(name, item, number, len(hypotheses), problems)
    reading = ["PARC ACH project: a matrix of hypotheses by evidence; blank values are not rated"]
    if marking := _of(root, "CLASSIFICATION"):
        reading.append(f"it is marked “{marking}”; the case has no marking of its own")
    title = _of(root, "PROJECT-TITLE")
    return Offer(
        file=name,
        format="achz",
        question=title,
        hypotheses=hypotheses,
        evidence=tuple(evidence),
        ratings=tuple(ratings),
        reading=tuple(reading),
        left_out=tuple(problems),
    )


def _unpacked(name: str, data: bytes) -> bytes:
    """The XML in a gzip file, in a zip that somebody made of it, or as it is."""
    if data.startswith(b"\x1f\x8b"):
        return containers.gunzip(name, data)
    if data.startswith(b"PK"):
        found = containers.parts(name, data)
        if len(found) != 1:
            raise UnreadableError(f"{name}: is a zip with {len(found)} files in it, where an ACH project is one")
        [(part, inner)] = found.items()
        return containers.gunzip(part, inner) if inner.startswith(b"\x1f\x8b") else inner
    return data


def _text(name: str, data: bytes) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be" if data[:1] == b"\0" else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: is no text in {encoding} ({error}); get the file again") from error
    return _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)


def _of(element: Any, tag: str) -> str:
    return " ".join((element.findtext(tag) or "").split())


def _unknown(name: str, element: Any, known: set[str], place: str = "project") -> Iterator[Problem]:
    tags = (child.tag for child in element if isinstance(child.tag, str))
    for tag in dict.fromkeys(tag for tag in tags if tag not in known):
        yield Problem(name, f"{place} {tag}", "is not known", "if it matters, write it into the case by hand")


def _notes(item: Any) -> Iterator[str]:
    """What a project says of evidence that a case keeps in other ways, or not at all: as words."""
    for tag in _OF_EVIDENCE:
        words = _of(item, tag)
        if tag == "DATE":
            words = _date(words)
        if words and not (tag == "FLAG" and words == "0"):
            yield words if tag == "NOTES" else f"{tag.capitalize()}: {words}"


def _date(milliseconds: str) -> str:
    if not re.fullmatch(r"-?\d{1,15}", milliseconds) or int(milliseconds) == 0:
        return ""
    try:
        return (_EPOCH + timedelta(milliseconds=int(milliseconds))).date().isoformat()
    except OverflowError:
        return ""


def _ratings(name: str, item: Any, number: int, width: int, problems: list[Problem]) -> Iterator[OfferedRating]:
    words = item.findtext("VALUES") or ""
    values = words.split(",") if words.strip() else []
    if len(values) > width:
        what = f"has {len(values)} values for {width} hypotheses; the last were left out"
        problems.append(Problem(name, f"evidence {number}", what, "rate it by hand"))
    for column, value in enumerate(values[:width], start=1):
        place, found = f"evidence {number} × hypothesis {column}", meaning(value)
        if isinstance(found, Code):
            yield OfferedRating(f"e{number}", f"h{column}", found, place=place)
        elif found is not BLANK:
            problems.append(Problem(name, place, f"“{value.strip()[:40]}” is no code that is known", "rate it by hand"))
