"""Cutting text into sentences."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Trim
from cuibono.reading.sentences import split


def cut(text: str, *trims: Trim) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split(text, trims)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. forces left in Jan. 2019. They came back.", ["U.S. forces left in Jan. 2019.", "They came back."]),
        ("He lives in the U.S. The war ended.", ["He lives in the U.S.", "The war ended."]),
        ("Gen. J. R. Doe spoke. Nobody came.", ["Gen. J. R. Doe spoke.", "Nobody came."]),
        ("It rose 3.5 percent. Why?", ["It rose 3.5 percent.", "Why?"]),
        ("They waited ... and left. Then what?", ["They waited ... and left.", "Then what?"]),
        ("“Will it rain?” she asked. It did.", ["“Will it rain?” she asked.", "It did."]),
        ("“Are you sure?” Doe asked. “Yes.”", ["“Are you sure?” Doe asked.", "“Yes.”"]),
        ("He said: “We left. It was late.” Silence.", ["He said: “We left.", "It was late.”", "Silence."]),
        ("1. Open the door. 2. Leave.", ["1. Open the door.", "2. Leave."]),
        ("It ended.[4] Then it began.", ["It ended.[4]", "Then it began."]),
    ],
)
def test_abbreviations_and_quotations_do_not_end_sentences(text: str, expected: list[str]) -> None:
    """A full stop ends a sentence only where no abbreviation, initial or running quotation explains it."""
    assert cut(text) == expected


def test_headings_and_questions_stand_alone() -> None:
    """A line without a full stop is a sentence, and so is an interviewer's question."""
    text = "A heading\n\nWhy now?\nBecause it was late."
    sentences = split(text)
    assert [text[s.start : s.end] for s in sentences] == ["A heading", "Why now?", "Because it was late."]
    assert [s.line for s in sentences] == [0, 2, 3]


def test_trimmed_lines_are_left_out() -> None:
    """What is trimmed is never part of a sentence, and offsets stay those of the full text."""
    text = "Share this\nIt rained all day.\nAll rights reserved"
    trims = (Trim(first=0, last=0, reason="share"), Trim(first=2, last=2, reason="copyright"))
    (only,) = split(text, trims)
    assert text[only.start : only.end] == "It rained all day."


def test_hard_wrapped_text_is_put_together() -> None:
    """In text broken at one width a sentence runs on to the next line, and keeps the number of its first."""
    line = "the committee met again on the following day and came to no decision at"
    text = "\n".join(["Yesterday " + line] + [line] * 9) + "\nall. It adjourned."
    sentences = split(text)
    assert len(sentences) == 2
    assert sentences[1].line == 10


@given(st.text(alphabet=st.sampled_from(list("aB .?!…\n“”\"'’([)]12é漢\u202e\u2028"))))
def test_sentences_partition_what_is_not_blank(text: str) -> None:
    """Sentences are in order, never overlap, have no blank edges, and together hold every visible character."""
    reached, seen = 0, ""
    for index, sentence in enumerate(split(text)):
        assert sentence.index == index
        assert reached <= sentence.start < sentence.end <= len(text)
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip()
        reached, seen = sentence.end, seen + piece
    assert "".join(seen.split()) == "".join(text.split())


def test_public_test_set(shared: Path) -> None:
    """On the test part of EWT at least 83 of 100 sentences are exact (syntok: 76)."""
    found = right = gold = 0
    with (shared / "data" / "sentsplit_ewt" / "test.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans = {(s.start, s.end) for s in split(row["text"])}
            wanted = {tuple(span) for span in row["sents"]}
            found, gold, right = found + len(spans), gold + len(wanted), right + len(spans & wanted)
    assert 2 * right / (found + gold) > 0.83


@pytest.mark.parametrize("width", [60, 90, 119, 150])
def test_a_short_note_broken_at_any_width_is_put_together(width: int) -> None:
    """Four sentences of mail are enough to tell that its lines were broken."""
    told = [
        "Two competitors of Halden, who did not want to be quoted by name, believe that Orrin squeezes its customers.",
        "They say that it does so in order to move those who still buy at the prices of 2022 to dearer contracts.",
        "The company speaks of a fire on 9 May in the drying room of its second plant, which is said to be small.",
        "A spokesman for the brigade said that one room out of nine had burnt, and that nobody in it had been hurt.",
    ]
    text = textwrap.fill(" ".join(told), width)
    assert [" ".join(text[s.start : s.end].split()) for s in split(text)] == told
