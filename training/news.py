"""Labels on real news: why an actor did something, by offsets into articles that are not here.

`training/news.jsonl` has one question a line, with the labels of its articles; `training/news_sentences.jsonl` has more
articles, one a line, whose places are whole sentences. The texts belong to their publishers. They are read from the
files of a public collection of news, ramybaly/Article-Bias-Prediction (Baly et al. 2020), folder `data/jsons`, as they
stand in commit COMMIT: `python training/news.py FOLDER` says whether all are there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from articles import Article, Hypothesis, Places
from cuibono.case.records import Trim
from cuibono.errors import UnreadableError

LABELS, SENTENCES = (Path(__file__).parent / name for name in ("news.jsonl", "news_sentences.jsonl"))
SPLITS = ("train", "dev", "test")
"""To learn from, to choose by, and to measure on: every question is in one of them."""


def news(folder: Path, *splits: str, labels: Path = LABELS) -> Iterator[Article]:
    """The labelled articles of the given splits, or of all; `folder` has one `<id>.json` for each.

    Raises UnreadableError with all files that are missing, or whose text is another than the labels were put on.
    """
    wrong: list[str] = []
    found: list[Article] = []
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    for row in (row for row in rows if row["split"] in (splits or SPLITS)):
        for item in row["articles"]:
            path = folder / f"{item['id']}.json"
            page = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            text = page.get("content_original", "").replace("\r", "")
            if not page:
                wrong.append(f"{path.name} is missing")
            elif hashlib.sha256(text.encode()).hexdigest() != item["sha256"]:
                wrong.append(f"{path.name} has another text than the one that was labelled")
            else:
                found.append(_article(row, item, page, text))
    if wrong:
        raise UnreadableError(f"{folder}: {'; '.join(wrong[:10])} ({len(wrong)} in all; see training/README.md)")
    yield from found


def digest(split: str, labels: Path = LABELS) -> str:
    """The hash of the labels of one split, in hexadecimal; it names the texts by theirs."""
    lines = [line for line in labels.read_text("utf-8").splitlines(keepends=True) if json.loads(line)["split"] == split]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _article(row: Mapping[str, Any], item: Mapping[str, Any], page: Mapping[str, str], text: str) -> Article:
    return Article(
        id=item["id"],
        question_id=row["id"],
        question=row["question"],
        title=page["title"],
        text=text,
        publisher=page["source"],
        date=page["date"],
        trims=tuple(Trim(first=line, last=line, reason="label") for line in item["furniture"]),
        hypotheses=tuple(
            Hypothesis(
                id=told["id"],
                words=told["words"],
                on_question=told["on_question"],
                rejected=told["rejected"],
                **{key: _places(told[key]) for key in ("stated", "supported", "opposed", "open")},
            )
            for told in item["hypotheses"]
        ),
        occurred=_places(item["occurred"]),
        denied=_places(item["denied"]),
    )


def _places(every: list[list[int]]) -> Places:
    return tuple((start, end) for start, end in every)


def main() -> None:
    """Say how many articles can be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the collection's folder of JSON files")
    folder = parser.parse_args().folder
    for labels in (LABELS, SENTENCES):
        every = list(news(folder, labels=labels))
        questions = {item.question_id for item in every}
        print(f"{labels.name}: {len({item.id for item in every})} articles on {len(questions)} questions")


if __name__ == "__main__":
    main()
