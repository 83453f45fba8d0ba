"""Argdown out: hypotheses as statements, evidence as arguments for and against them (Argdown 1, argdown.org/syntax)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from cuibono.case.records import MACHINE, Rating
from cuibono.formats.snapshot import Snapshot, Written, value_of
from cuibono.report.controls import visible

_ACTS = re.compile(r"[\\\[\]()<>{}#@*_/.:+^~-]")
_POINTS = {"CC": 2.0, "C": 1.0, "N": 0.0, "NA": 0.0, "I": -1.0, "II": -2.0}


def write(snapshot: Snapshot) -> Written:
    """The map: under each hypothesis what speaks for and against it, then every piece of evidence with its ratings."""
    title = json.dumps(visible(snapshot.state.question), ensure_ascii=False)
    blocks = [f"===\ntitle: {title}\n===", *_hypotheses(snapshot), *_evidence(snapshot)]
    left_out = (
        "priors, relevance, notes, reasons, claims, sources and origins are not in the map",
        "a neutral rating and one that does not apply are no relation; they stand in the data of the evidence",
    )
    return Written(("\n\n".join(blocks) + "\n").encode("utf-8", "replace"), left_out)


def escaped(text: str) -> str:
    r"""One line of text that Argdown reads as these very words.

    >>> print(escaped("See [1], #2 -- and\n*that*"))
    See \[1\], \#2 \-\- and \*that\*
    """
    return _ACTS.sub(r"\\\g<0>", " ".join(visible(text).split()))


def _hypotheses(snapshot: Snapshot) -> Iterator[str]:
    for id, name in snapshot.names.items():
        lines = [f"[{id}]: {escaped(name)}"]
        for item in snapshot.state.evidence:
            balance = _balance(snapshot.cells.get((item.id, id), ()))
            if balance:
                lines.append(f"    {'+' if balance > 0 else '-'} <{item.id}>")
        yield "\n".join(lines)


def _balance(ratings: tuple[Rating, ...]) -> float:
    """Above 0 where the ratings that count speak for the hypothesis on the whole."""
    counted = [rating for rating in ratings if rating.analyst != MACHINE] or ratings
    values = (value_of(rating) for rating in counted)
    return sum(_POINTS[value] if isinstance(value, str) else value - 0.5 for value in values)


def _evidence(snapshot: Snapshot) -> Iterator[str]:
    for item in snapshot.state.evidence:
        ratings = {
            id: {rating.analyst: value_of(rating) for rating in snapshot.cells[item.id, id]}
            for id in snapshot.names
            if (item.id, id) in snapshot.cells
        }
        yield f"<{item.id}>: {escaped(item.name)} {json.dumps({'ratings': ratings})}"
