"""The project's own articles: invented "why did X do Y" pages, written for it with their labels in place (CC0).

One file is one article (`training/articles/README.md` says how it is marked). Whatever the marks say is taken out of
the text, so that a reader sees a page as a newspaper prints it.

    python training/articles.py --out LABELS.jsonl --groups GROUPS.jsonl

writes those that are kept apart from training, with their labels beside their text: what `benchmarks/why.py` reads and
a scorer of its predictions wants.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from cuibono.case.records import Trim
from cuibono.errors import UnreadableError

FOLDER = Path(__file__).parent / "articles"
HEAD = ("question", "title", "publisher", "date")
_MARK = re.compile(r"\[(?P<id>\?|[a-z]\w*)(?P<sign>[+-]?)> ?(?P<words>.*?) ?<\]")
_QUESTION = "?"
Places = tuple[tuple[int, int], ...]
"""Offsets: start and end (exclusive)."""
EVERY = 10
"""Of so many questions one is kept apart, to measure on."""
LEAST_SHARED = 15
"""Characters of a labelled place, or all of a shorter one, that a sentence has to share to count as it."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A motive that an article offers: where it is stated, what speaks for and against it, what leaves it open."""

    id: str
    words: str
    on_question: bool
    rejected: bool
    stated: Places = ()
    supported: Places = ()
    opposed: Places = ()
    open: Places = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article without its marks; `question_id` is shared by the articles on one question.

    `trims` are the lines of page furniture, `occurred` and `denied` the places that say whether the act happened, and
    `same` pairs a motive of the other article on the question with the one here that is the same.
    """

    id: str
    question_id: str
    question: str
    title: str
    text: str
    trims: tuple[Trim, ...]
    hypotheses: tuple[Hypothesis, ...]
    publisher: str = ""
    date: str = ""
    occurred: Places = ()
    denied: Places = ()
    same: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Page:
    """A text in the making, and the places found so far by hypothesis and sign."""

    text: str = ""
    furniture: list[int] = field(default_factory=list)
    places: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, number: int, line: str) -> None:
        """Append a line as it reads without marks."""
        if line.startswith("~ "):
            self.furniture.append(number)
        line = line.removeprefix("~ ").removeprefix("# ")
        reached = 0
        for mark in _MARK.finditer(line):
            self.text += line[reached : mark.start()]
            place = (len(self.text), len(self.text) + len(mark["words"]))
            self.places.setdefault((mark["id"], mark["sign"]), []).append(place)
            self.text += mark["words"]
            reached = mark.end()
        self.text += line[reached:] + "\n"


def articles(folder: Path = FOLDER) -> Iterator[Article]:
    """All articles in `folder`, in the order of their names; raises UnreadableError with all that is wrong in one."""
    for path in sorted(folder.glob("*.txt")):
        yield article(path)


def article(path: Path) -> Article:
    """The article in a file; raises UnreadableError with everything that is wrong with its marks."""
    head, _, rest = path.read_text("utf-8").partition("\n---\n")
    body, _, tail = rest.partition("\n===\n")
    told = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    page = _Page()
    for number, line in enumerate(body.split("\n")):
        page.add(number, line)
    listed = dict(_listed(line) for line in tail.splitlines() if line.strip())
    same = listed.pop("same", "")
    wrong = [f"has no {key}" for key in HEAD if not told.get(key)]
    wrong += [f"marks {id!r}, which is not listed" for id in _marked(page) if id not in listed and id != _QUESTION]
    wrong += [f"lists {id!r}, which it does not state" for id in listed if (id, "") not in page.places]
    wrong += [f"has a mark left over: {line[:60]}" for line in page.text.split("\n") if re.search(r"[\[\]<>]", line)]
    if wrong:
        raise UnreadableError(f"{path}: {'; '.join(wrong)}")
    return Article(
        id=path.stem,
        question_id=path.stem[:-1],
        question=told["question"],
        title=told["title"],
        text=page.text.removesuffix("\n"),
        publisher=told["publisher"],
        date=told["date"],
        trims=tuple(Trim(first=line, last=line, reason="furniture") for line in page.furniture),
        hypotheses=tuple(_hypothesis(id, words, page.places) for id, words in listed.items()),
        occurred=tuple(page.places.get((_QUESTION, "+"), ())),
        denied=tuple(page.places.get((_QUESTION, "-"), ())),
        same=tuple(_pairs(same)),
    )


def labelled(path: Path) -> Iterator[Article]:
    """Articles whose labels stand beside their text, one JSON object a line.

    A line has `id`, `question_id`, `question`, `title`, `text`, `body_lines` and `hypotheses` (`hid`, `paraphrase`,
    `span_offsets`, `on_question`, `rejected`); evidence is not read.
    """
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        body = set(row["body_lines"])
        lines = [line for line in range(row["text"].count("\n") + 1) if line not in body]
        yield Article(
            id=row["id"],
            question_id=row["question_id"],
            question=row["question"],
            title=row["title"],
            text=row["text"],
            trims=tuple(Trim(first=line, last=line, reason="label") for line in lines),
            hypotheses=tuple(
                Hypothesis(
                    told["hid"],
                    told["paraphrase"],
                    told["on_question"],
                    told["rejected"],
                    tuple((start, end) for start, end in told["span_offsets"]),
                )
                for told in row["hypotheses"]
            ),
        )


class Asked(Protocol):
    """Anything that belongs to a question."""

    @property
    def question_id(self) -> str:
        """The id of the question."""


def kept(every: Iterable[Asked]) -> frozenset[str]:
    """The ids of the questions that are kept apart: every tenth."""
    return frozenset(sorted({item.question_id for item in every})[EVERY - 1 :: EVERY])


def among(start: int, end: int, places: Iterable[tuple[int, int]]) -> bool:
    """Whether the sentence from `start` to `end` counts as one of the labelled places."""
    return any(min(b, end) - max(a, start) >= min(LEAST_SHARED, b - a) for a, b in places)


def _marked(page: _Page) -> list[str]:
    return sorted({id for id, _ in page.places})


def _listed(line: str) -> tuple[str, str]:
    id, _, words = line.partition(":")
    return id.strip(), words.strip()


def _hypothesis(id: str, words: str, places: Mapping[tuple[str, str], list[tuple[int, int]]]) -> Hypothesis:
    told = [part.strip() for part in words.split("|")]
    stated, supported, opposed = (tuple(places.get((id, sign), ())) for sign in ("", "+", "-"))
    return Hypothesis(id, told[0], not id.startswith("x"), "rejected" in told, stated, supported, opposed)


def _pairs(same: str) -> Iterator[tuple[str, str]]:
    for pair in same.partition("(")[0].split(","):
        one, equals, other = pair.strip().partition("=")
        if equals:
            yield one.strip(), other.strip()


def main() -> None:
    """Write the articles kept apart, and which of their motives are the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="the articles with their labels")
    parser.add_argument("--groups", type=Path, required=True, help="which motives of a question are the same")
    given = parser.parse_args()
    every = list(articles())
    apart = [item for item in every if item.question_id in kept(every)]
    questions = [(id, list(items)) for id, items in groupby(apart, lambda item: item.question_id)]
    given.out.write_text("".join(json.dumps(beside(item)) + "\n" for item in apart), encoding="utf-8")
    given.groups.write_text("".join(json.dumps(grouped(id, items)) + "\n" for id, items in questions), encoding="utf-8")


def beside(item: Article) -> dict[str, Any]:
    """An article and its labels as one object: what `benchmarks/why.py` reads, and what `labelled` does."""
    furniture = [trim.first for trim in item.trims]
    lines = [number for number, line in enumerate(item.text.split("\n")) if line.strip() and number not in furniture]
    evidence = [
        {"span": item.text[start:end], "offset": [start, end], "bears_on": bears_on, "direction": direction}
        for bears_on, direction, places in _evidence(item)
        for start, end in places
    ]
    return {
        "id": item.id,
        "question_id": item.question_id,
        "question": item.question,
        "title": item.title,
        "publisher": item.publisher,
        "date": item.date,
        "url": "",
        "text": item.text,
        "body_lines": lines,
        "furniture_lines": furniture,
        "ambiguous_lines": [],
        "hypotheses": [
            {
                "hid": told.id,
                "paraphrase": told.words,
                "on_question": told.on_question,
                "rejected": told.rejected,
                "spans": [item.text[start:end] for start, end in told.stated],
                "span_offsets": [list(place) for place in told.stated],
            }
            for told in item.hypotheses
        ],
        "polarity": evidence,
        **{kind: [] for kind in ("attributions", "certainty", "events", "conditionals")},
    }


def grouped(question_id: str, items: Sequence[Article]) -> dict[str, Any]:
    """Which motives of the articles on a question are the same."""
    one, other = items
    groups = [{"group": a, "members": [[one.id, a], [other.id, b]]} for a, b in other.same]
    return {"question_id": question_id, "articles": [one.id, other.id], "groups": groups, "near": []}


def _evidence(item: Article) -> Iterator[tuple[str, str, Places]]:
    for told in item.hypotheses:
        yield told.id, "for", told.supported
        yield told.id, "against", told.opposed
    yield "question", "for", item.occurred
    yield "question", "against", item.denied


if __name__ == "__main__":
    main()
