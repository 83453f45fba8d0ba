"""The project's own labelled articles: every one can be read, and its labels lie where they say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cuibono.errors import UnreadableError

sys.path.append(str(Path(__file__).parents[1] / "training"))
from articles import Article, article, articles, kept

EXAMPLE = """question: Why did Norland close its port?
title: Port shut
publisher: The Norland Post
date: 2021-03-09
---
~ By Ann Lee
The port was closed [a> to please the union <], [a+> which had struck for weeks <].
[x> To win time, <] the mayor hired ships. [?-> Nobody saw it close. <]
===
a: please the union | actor: Norland | rejected
x: (off) win time | actor: the mayor
same: b=a
"""


@pytest.fixture(scope="module")
def every() -> list[Article]:
    return list(articles())


def test_marks_are_taken_out(tmp_path: Path) -> None:
    """What remains is the text as a page prints it, with each label at its exact words."""
    path = tmp_path / "q01b.txt"
    path.write_text(EXAMPLE, encoding="utf-8")
    found = article(path)
    assert (found.id, found.question_id, found.same) == ("q01b", "q01", (("b", "a"),))
    assert not set("[]<>~") & set(found.text)
    assert [(trim.first, trim.last) for trim in found.trims] == [(0, 0)]
    one, other = found.hypotheses
    said = [found.text[slice(*place)] for place in (*one.stated, *one.supported, *other.stated, *found.denied)]
    assert said == ["to please the union", "which had struck for weeks", "To win time,", "Nobody saw it close."]
    assert (one.rejected, one.on_question, other.on_question) == (True, True, False)


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """A missing head, a mark that is not listed, a motive that is not stated, a mark left open."""
    path = tmp_path / "q01a.txt"
    path.write_text(
        EXAMPLE.replace("title: Port shut\n", "").replace("[x> To", "[y> To").replace("[?->", "[?-"), "utf-8"
    )
    with pytest.raises(UnreadableError, match=r"(?s)no title.*marks 'y'.*lists 'x'.*left over"):
        article(path)


def test_all_articles_hold(every: list[Article]) -> None:
    """Two articles a question, each with motives for the act, all labels inside the text and none in furniture."""
    assert len(every) >= 200
    for item in every:
        assert any(told.on_question for told in item.hypotheses), item.id
        lines = [item.text.count("\n", 0, start) for told in item.hypotheses for start, _ in told.stated]
        assert not {trim.first for trim in item.trims} & set(lines), item.id
    by_question: dict[str, list[Article]] = {}
    for item in every:
        by_question.setdefault(item.question_id, []).append(item)
    for one, other in by_question.values():
        assert one.question.split() == other.question.split(), one.question_id
        ids = [{told.id for told in item.hypotheses} for item in (one, other)]
        assert all(a in ids[0] and b in ids[1] for a, b in other.same), other.id


def test_some_questions_are_kept_apart(every: list[Article]) -> None:
    """A tenth of the questions is never trained on."""
    assert len(kept(every)) == len({item.question_id for item in every}) // 10
