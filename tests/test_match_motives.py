"""Putting statements of the same motive together, in one document and across several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.reading import matching, question
from cuibono.reading.matching import Statement
from cuibono.reading.model import Embedder

ASKED = question.parse("Why did Norland arm the hill tribes?")


def grouped(*documents: str) -> list[set[str]]:
    """The groups of statements, one statement a line; "a0" is the first line of the first document."""
    texts = {chr(97 + number): text for number, text in enumerate(documents)}
    statements = []
    for source, text in texts.items():
        start = 0
        for number, line in enumerate(text.split("\n")):
            if line.strip():
                statements.append(Statement(f"{source}{number}", source, start, start + len(line)))
            start += len(line) + 1
    return [set(group.members) for group in matching.group(statements, texts, ASKED)]


FIRST = (
    "Norland seeks payback for the help that Estria gave to its own rebels in the 1980s.\n\n"
    "Another possibility is that Norland wants a friendly government in the hills once the war is over."
)
SECOND = (
    "One reason may be a wish for good relations with whoever rules the hills after the war.\n\n"
    "Also, the generals dream of vengeance for what Estria did for the rebels forty years ago.\n\n"
    "Finally, arms sales bring in cash."
)


def test_the_same_motive_in_other_words_is_one() -> None:
    """Payback and vengeance, friends and relations: the idea counts, not the word."""
    assert grouped(FIRST, SECOND) == [{"a0", "b2"}, {"a2", "b0"}, {"b4"}]


def test_groups_do_not_depend_on_the_names_of_the_actor_or_the_act() -> None:
    """Sharing only who did it and what was done is sharing nothing."""
    assert grouped("Norland arms the tribes for revenge.", "Norland arms the tribes for cash.") == [{"a0"}, {"b0"}]


def test_meaning_joins_what_words_do_not() -> None:
    """Two ways to say one thing, without a word or idea of the lists in common, are one where meaning is compared."""
    texts = {
        "a": "Norland armed the tribes because its bakers had run out of flour.\n\nIt rained in Estria for a week.",
        "b": "Norland armed the tribes since there was no bread.\n\nThe football season opened in the capital.",
    }
    statements = [Statement(name, name, 0, text.index("\n")) for name, text in texts.items()]
    assert len(matching.group(statements, texts, ASKED)) == 2
    (joined,) = matching.group(statements, texts, ASKED, Embedder())
    assert "meaning: 0." in joined.reason


def test_a_reason_is_given_with_every_match() -> None:
    """People can read why two statements were put together."""
    texts = {"a": "Out of revenge for the raid.", "b": "It was payback for the raid.", "c": "It was about oil."}
    statements = [Statement(name, name, 0, len(text)) for name, text in texts.items()]
    first = matching.group(statements, texts, ASKED)[0]
    assert first.members == ("a", "b")
    assert "revenge" in first.reason
    assert 0 < first.score <= 1


@settings(max_examples=40)
@given(st.lists(st.text(alphabet="revenge cash fear\n of oil", min_size=1, max_size=60), min_size=1, max_size=4))
def test_every_statement_is_in_exactly_one_group(documents: list[str]) -> None:
    """Groups part the statements, and have at most one motive of each document."""
    groups = grouped(*documents)
    listed = [member for group in groups for member in group]
    assert len(listed) == len(set(listed))


def test_likeness_is_symmetric_and_bounded() -> None:
    """Likeness is the same both ways, 1 for the same words, 0 for none in common."""
    one, other = {"a": 2.0, "b": 1.0}, {"b": 3.0, "c": 1.0}
    assert matching.likeness(one, other) == matching.likeness(other, one)
    assert matching.likeness(one, one) == pytest.approx(1)
    assert matching.likeness(one, {"z": 1.0}) == 0 == matching.likeness({}, {})


def test_labelled_pairs_are_more_alike_than_others(shared: Path) -> None:
    """On the labelled development articles, spans of one motive in two articles are more alike than spans of two."""
    rows = [json.loads(line) for line in (shared / "gold/why/articles.jsonl").read_text("utf-8").splitlines()]
    same: list[float] = []
    different: list[float] = []
    for line in (shared / "gold/why/questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        own = [article for article in rows if article["question_id"] == row["question_id"]]
        folder = matching.Folder({a["id"]: a["text"] for a in own}, question.parse(row["question"]))
        told = [(h["hid"], a["id"], h["spans"][0]) for a in own for h in a["hypotheses"] if h["on_question"]]
        pairs = {frozenset(hid for _, hid in group["members"]) for group in row["groups"]}
        for one, home, span in told:
            for other, away, words in told:
                if home < away:
                    alike = matching.likeness(folder.vector(span), folder.vector(words))
                    (same if {one, other} in pairs else different).append(alike)
    assert sum(same) / len(same) > 3 * sum(different) / len(different)
