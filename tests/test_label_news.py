"""The labels on real news: well formed where their texts are absent, and at home in them where they are there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cuibono.errors import UnreadableError

sys.path.append(str(Path(__file__).parents[1] / "training"))
from news import LABELS, SENTENCES, SPLITS, news


def rows(labels: Path) -> list[dict[str, Any]]:
    """The lines of a file of labels."""
    return [json.loads(line) for line in labels.read_text("utf-8").splitlines()]


ROWS, MORE = rows(LABELS), rows(SENTENCES)


def places(item: dict[str, Any]) -> Iterator[list[int]]:
    """All offsets of one article's labels."""
    for told in item["hypotheses"]:
        for way in ("stated", "supported", "opposed", "open"):
            yield from told[way]
    for way in ("occurred", "denied", "unclear", "conditions"):
        yield from item.get(way, ())


def test_labels_are_well_formed() -> None:
    """Every question and article once, every place a range, every pair of like motives between two that are listed."""
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    articles = [item["id"] for row in ROWS for item in row["articles"]]
    assert len(set(articles)) == len(articles)
    assert {row["split"] for row in ROWS} == set(SPLITS)
    for row in ROWS:
        assert row["question"].startswith("Why ")
        motives = {(item["id"], told["id"]) for item in row["articles"] for told in item["hypotheses"]}
        assert all(tuple(end) in motives for pair in (*row["same"], *row["near"]) for end in pair), row["id"]
    for row in (*ROWS, *MORE):
        assert row["question"].startswith(("Why ", "Why, "))
        for item in row["articles"]:
            assert all(0 <= start < end for start, end in places(item)), item["id"]
            assert all(told["stated"] and told["words"] for told in item["hypotheses"]), item["id"]


def test_more_labels_are_of_other_articles() -> None:
    """What is labelled by sentence is none of what is chosen by or measured on, and twice only for two questions."""
    assert len({row["id"] for row in MORE}) == len(MORE)
    asked = [(item["id"], row["question"]) for row in MORE for item in row["articles"]]
    assert len(set(asked)) == len(asked)
    assert {id for id, _ in asked}.isdisjoint(item["id"] for row in ROWS for item in row["articles"])
    for row in MORE:
        for item in row["articles"]:
            ids = [told["id"] for told in item["hypotheses"]]
            assert len(set(ids)) == len(ids), row["id"]


def test_labels_carry_no_text() -> None:
    """Labels hold places, and motives in a few words of the annotators; no field is there for more."""
    allowed = {"id", "sha256", "furniture", "headings", "hypotheses", "occurred", "denied", "unclear", "conditions"}
    for every, fields in ((ROWS, allowed), (MORE, allowed - {"headings", "conditions"})):
        for item in (item for row in every for item in row["articles"]):
            assert item.keys() == fields
            assert max(len(told["words"]) for told in item["hypotheses"]) < 200


def test_a_missing_or_changed_text_is_said(tmp_path: Path) -> None:
    """What is not there, and what is another text than was labelled, is named; nothing is trained on it."""
    changed = ROWS[0]["articles"][0]["id"]
    (tmp_path / f"{changed}.json").write_text(json.dumps({"content_original": "Another text."}), "utf-8")
    with pytest.raises(UnreadableError, match=rf"(?s){changed}\.json has another text.*is missing"):
        list(news(tmp_path))
