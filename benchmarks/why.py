"""Predictions for "why did X do Y" articles, by the code that `cuibono read` runs.

    python benchmarks/why.py ARTICLES.jsonl -o PRED.jsonl --groups GROUPS.jsonl [--rules] [--limit N]
    python benchmarks/why.py ARTICLES.jsonl -o PRED.jsonl --endpoint URL --model NAME

Each input line is an object with `id`, `question_id`, `question`, `text`, `date`, `publisher`, `url` and `title`; no
label is ever read. Each output line is an object with `id`, `furniture_lines`, `hypotheses`, `polarity`,
`attributions`, `certainty`, `events` and `conditionals`; the groups say, for each question, which hypotheses of
different articles are one motive.
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

from cuibono.case.records import Claim, Draft, Hypothesis, Kind, Source, Trim
from cuibono.reading import certainty, default, periods, sentences
from cuibono.reading.draft import draft
from cuibono.reading.endpoint import EndpointReader
from cuibono.reading.furniture import trim
from cuibono.reading.reader import Reader
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
        published=_day(row["date"]),
        url=row["url"],
        trim=trims,
    )
    return Article(str(row["id"]), str(row["question_id"]), row["question"], text, source, trims)


def _day(words: str | None) -> date | None:
    """The day that an ISO date begins with; `None` where there is none."""
    try:
        return date.fromisoformat((words or "")[:10])
    except ValueError:
        return None


def predict(item: Article, claims: Sequence[Claim], drafted: Draft) -> dict[str, Any]:
    """The prediction for one article, in the format of the scorer; `drafted` is the draft of its question."""
    return {
        "id": item.id,
        "furniture_lines": [line for run in item.trims for line in range(run.first, run.last + 1)],
        "hypotheses": list(_hypotheses(claims, drafted)),
        "polarity": list(_polarity(claims, drafted)),
        "attributions": list(_attributions(claims)),
        "certainty": list(_certainty(item)),
        "events": list(_events(claims)),
        "conditionals": [claim.quote.exact for claim in claims if claim.kind is Kind.CONDITIONAL],
    }


def groups(asked: Sequence[Article], claims: Mapping[str, Sequence[Claim]], drafted: Draft) -> dict[str, Any]:
    """Which hypotheses of different articles of one question are the same motive, in the format of the scorer."""
    found = []
    for hypothesis in drafted.hypotheses:
        told = [[item.id, hypothesis.id] for item in asked if _stating(claims[item.id], hypothesis)]
        if len(told) > 1:
            found.append(told)
    return {"question_id": asked[0].question_id, "groups": found}


def _stating(claims: Iterable[Claim], hypothesis: Hypothesis) -> list[Claim]:
    return [claim for claim in claims if claim.id in hypothesis.claims]


def _hypotheses(claims: Sequence[Claim], drafted: Draft) -> Iterator[dict[str, Any]]:
    for hypothesis in drafted.hypotheses:
        stated = _stating(claims, hypothesis)
        if stated:
            quotes = [claim.quote.exact for claim in stated]
            yield {"hid": hypothesis.id, "spans": quotes, "span_offsets": [_offset(claim) for claim in stated]}


def _polarity(claims: Iterable[Claim], drafted: Draft) -> Iterator[dict[str, Any]]:
    homes = {claim: hypothesis.id for hypothesis in drafted.hypotheses for claim in hypothesis.claims}
    for claim in claims:
        target = homes.get(claim.bears_on or "", claim.bears_on if claim.bears_on == "question" else None)
        if claim.kind is Kind.EVIDENCE and target:
            span = {"span": claim.quote.exact, "offset": _offset(claim)}
            yield span | {"bears_on": target, "direction": claim.direction}


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


def _reader(given: argparse.Namespace) -> Reader:
    """Whoever reads; a server's answers are kept beside the predictions, so that a run that broke off goes on."""
    if given.endpoint:
        return EndpointReader(given.endpoint, given.model or "", folder=given.output.parent)
    return RuleReader() if given.rules else default.reader()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--groups", type=Path, help="where to write which hypotheses are one motive")
    parser.add_argument("--limit", type=int, help="read only so many articles")
    parser.add_argument("--endpoint", metavar="URL", help="let a server read: the articles are sent there")
    parser.add_argument("--model", help="the model that reads there")
    parser.add_argument("--rules", action="store_true", help="read by the rules alone, without the language model")
    given = parser.parse_args()
    reader = _reader(given)
    by_question: dict[str, list[Article]] = {}
    for item in articles(given.articles, given.limit):
        by_question.setdefault(item.question_id, []).append(item)
    predictions, grouped = [], []
    for asked in by_question.values():
        claims = {item.id: reader.read(item.source, item.text, item.question, item.trims) for item in asked}
        drafted = draft(
            asked[0].question,
            [item.source for item in asked],
            {item.source.id: item.text for item in asked},
            [claim for item in asked for claim in claims[item.id]],
            default.embedder(reader),
        )
        predictions += [predict(item, claims[item.id], drafted) for item in asked]
        grouped.append(groups(asked, claims, drafted))
    _write(given.output, predictions)
    if given.groups:
        _write(given.groups, grouped)


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
