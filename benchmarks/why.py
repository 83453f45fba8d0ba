"""Predictions for "why did X do Y" articles, by the code that `cuibono read` runs.

    python benchmarks/why.py ARTICLES.jsonl -o PRED.jsonl --groups GROUPS.jsonl [--limit N]

Each input line is an object with `id`, `question_id`, `question`, `text`, `date`, `publisher`, `url` and `title`; no label
is ever read. Each output line is an object with `id`, `furniture_lines`, `hypotheses`, `polarity`, `attributions`,
`certainty`, `events` and `conditionals`; the groups say, for each question, which hypotheses of different articles are one motive.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from cuibono.case.records import Claim, Kind, Source, Trim
from cuibono.reading import certainty, periods, sentences
from cuibono.reading.furniture import trim
from cuibono.reading.rules import RuleReader

READ = ("id", "question_id", "question", "text", "date", "publisher", "url", "title")
"""The keys of an article that are looked at: never a label."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the reader sees it."""

    id: str
    question_id: str
    question: str
    text: str
    source: Source
    trims: tuple[Trim, ...]


def articles(path: Path, limit: int | None = None) -> Iterator[Article]:
    """The articles of a JSON Lines file, at most `limit`."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(line for line in lines if line.strip()):
            if limit is not None and number >= limit:
                return
            row = json.loads(line)
            yield article({key: row.get(key) for key in READ})


def article(row: Mapping[str, Any]) -> Article:
    text = row["text"]
    digest = sha256(text.encode()).hexdigest()
    trims = trim(text)
    source = Source(
        id=f"a{sha256(str(row['id']).encode()).hexdigest()[:11]}",
        sha256=digest,
        file=f"{digest[:12]}.txt",
        name=str(row["id"]),
        media="text/plain",
        text_sha256=digest,
        characters=len(text),
        title=row["title"],
        outlet=row["publisher"],
        published=date.fromisoformat(row["date"][:10]) if row["date"] else None,
        url=row["url"],
        trim=trims,
    )
    return Article(str(row["id"]), str(row["question_id"]), row["question"], text, source, trims)


def predict(item: Article, claims: Sequence[Claim]) -> dict[str, Any]:
    """The prediction for one article, in the format of the scorer."""
    return {
        "id": item.id,
        "furniture_lines": [line for run in item.trims for line in range(run.first, run.last + 1)],
        "hypotheses": [],
        "polarity": [],
        "attributions": list(_attributions(claims)),
        "certainty": list(_certainty(item)),
        "events": list(_events(claims)),
        "conditionals": [claim.quote.exact for claim in claims if claim.kind is Kind.CONDITIONAL],
    }


def _attributions(claims: Iterable[Claim]) -> Iterator[dict[str, Any]]:
    for claim in claims:
        if claim.kind is Kind.STATEMENT:
            for link in claim.chain:
                source = " ".join(name for name in (link.who, link.resolved) if name)
                yield {"source": source, "content": claim.quote.exact, "content_offset": _offset(claim)}


def _events(claims: Iterable[Claim]) -> Iterator[dict[str, Any]]:
    for claim in claims:
        if claim.kind is Kind.EVENT:
            when = periods.iso(claim.happened) if claim.happened else None
            yield {"span": claim.quote.exact, "offset": _offset(claim), "date_iso_or_interval": when}


def _certainty(item: Article) -> Iterator[dict[str, Any]]:
    for held in certainty.find(item.text, sentences.split(item.text, item.trims)):
        span = item.text[held.start : held.end]
        yield {"span": span, "offset": [held.start, held.end], "level": held.certainty.level.value}


def _offset(claim: Claim) -> list[int]:
    return [claim.quote.start, claim.quote.end]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--groups", type=Path, help="where to write which hypotheses are one motive")
    parser.add_argument("--limit", type=int, help="read only so many articles")
    given = parser.parse_args()
    reader = RuleReader()
    with given.output.open("w", encoding="utf-8") as output:
        for item in articles(given.articles, given.limit):
            claims = reader.read(item.source, item.text, item.question, item.trims)
            print(json.dumps(predict(item, claims), ensure_ascii=False), file=output)
    if given.groups:
        given.groups.write_text("", encoding="utf-8")


if __name__ == "__main__":
    main()
