"""Recognising documents that repeat an earlier one."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cuibono.reading import copies

REPORT = (
    "Miners in the northern valley struck on Monday after a tunnel flooded twice, killing four of the night shift. "
    "Their union demands pumps, a second exit and pay for the days the pit stayed shut. The owner, a trust from the "
    "coast, promised an inquiry but closed the canteen. Rescue teams from three towns searched until dawn."
)
OTHER = (
    "A choir of retired postmen sang in the cathedral square while bakers handed out bread shaped like stars. The "
    "mayor opened the winter market with a speech on lanterns, and children skated on the frozen fountain all evening."
)


def pairs(**texts: str) -> list[tuple[str, str]]:
    return [(copy.source, copy.of) for copy in copies.find(texts)]


def test_a_copy_goes_back_to_the_earlier_document() -> None:
    """Cut, extended, reordered and lightly edited copies are found; the earlier document is the original."""
    cut = REPORT[: len(REPORT) * 3 // 4]
    extended = f"{OTHER[:120]} {REPORT}"
    edited = REPORT.replace("struck", "walked out").replace("Rescue teams", "Rescuers")
    assert pairs(first=REPORT, later=cut) == [("later", "first")]
    assert pairs(first=REPORT, later=extended) == [("later", "first")]
    assert pairs(first=REPORT, later=edited) == [("later", "first")]
    assert pairs(later=edited, first=REPORT) == [("first", "later")]


def test_documents_of_their_own_are_no_copies() -> None:
    """Two reports on different things, and documents too short to tell, are not copies."""
    assert pairs(one=REPORT, two=OTHER) == []
    assert pairs(one="Too short.", two="Too short.") == []


def test_many_copies_all_go_back_to_the_first() -> None:
    """Twenty outlets that print one report have one original."""
    texts = {f"outlet{number:02}": f"{REPORT} Edition {number}." for number in range(20)}
    assert {of for _, of in pairs(**texts)} == {"outlet00"}


@given(st.text(max_size=300), st.text(max_size=300))
def test_shares_and_probabilities_are_between_0_and_1(one: str, other: str) -> None:
    """Whatever the texts, a share and its probability lie between 0 and 1."""
    found = copies.find({"a": one * 3, "b": other * 2 + one})
    assert all(copies.LEAST <= copy.share <= 1 and 0 <= copy.probability <= 1 for copy in found)


def test_constructed_variants_are_told_from_other_articles(shared: Path) -> None:
    """On the test part of the constructed near-duplicates every syndicated copy is found, and no other article."""
    lines = (shared / "data/neardup_synthetic/test.jsonl").read_text("utf-8").splitlines()
    seen = {"syndicated": [0, 0], "different": [0, 0], "partial_reuse": [0, 0]}
    for row in map(json.loads, lines):
        counts = seen[row["label"]]
        counts[0] += bool(copies.find({"a": row["a"], "b": row["b"]}))
        counts[1] += 1
    assert seen["syndicated"] == [111, 111]
    assert seen["different"] == [0, 66]
