"""The rule reader on public test sets, beside what others reach on them.

    python benchmarks/reading.py [--data FOLDER] [--part test] [--json]

The sets are converted to JSON Lines and kept outside the project (`docs/reading.md` says which they are and what their
labels mean). Sentences and verbs count when exact; attributions when half of the shorter content is shared;
expressions of time when they overlap. Speed is measured on the same texts, on one thread.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cuibono.case.records import Source
from cuibono.reading import actors, attribution, dates, sentences, tags
from cuibono.reading.rules import RuleReader
from cuibono.reading.tags import Tag

Span = tuple[int, int]
Row = dict[str, Any]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
VERBS = frozenset({Tag.VERB, Tag.PAST, Tag.PARTICIPLE, Tag.ING})
AUXILIARIES = (
    "be",
    "have",
    "do",
    "is",
    "are",
    "was",
    "were",
    "been",
    "being",
    "has",
    "had",
    "does",
    "did",
    "get",
    "got",
)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall on one set, in per cent, and what others reach."""

    task: str
    data: str
    precision: float
    recall: float
    items: int
    others: str

    @property
    def f(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def rows(data: Path, name: str, part: str) -> Iterator[Row]:
    with (data / name / f"{part}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def score(task: str, data: str, pairs: Iterable[tuple[int, int, int, int]], others: str = "") -> Score:
    """The score of counts (found and right, found, labelled and found, labelled), one for each document."""
    sums = [sum(column) for column in zip(*pairs, strict=True)]
    right, found, hit, labelled = sums
    return Score(task, data, 100 * right / max(1, found), 100 * hit / max(1, labelled), labelled, others)


def same(found: set[Span], labelled: set[Span]) -> tuple[int, int, int, int]:
    both = len(found & labelled)
    return both, len(found), both, len(labelled)


def alike(
    found: Sequence[Span], labelled: Sequence[Span], match: Callable[[Span, Span], bool]
) -> tuple[int, int, int, int]:
    right = sum(any(match(x, y) for y in labelled) for x in found)
    hit = sum(any(match(x, y) for x in found) for y in labelled)
    return right, len(found), hit, len(labelled)


def shared(x: Span, y: Span) -> int:
    return min(x[1], y[1]) - max(x[0], y[0])


def sentence_score(data: Path, part: str) -> Score:
    pairs = (
        same({(s.start, s.end) for s in sentences.split(row["text"])}, {tuple(span) for span in row["sents"]})
        for row in rows(data, "sentsplit_ewt", part)
    )
    return score("sentences", "EWT", pairs, "syntok 76")


def verb_score(data: Path, part: str, name: str, shown: str) -> Score:
    """Verbs other than "be", "have", "do" and "get", by the place where they start."""
    return score("verbs", shown, (_verbs(row) for document in rows(data, name, part) for row in document["sents"]))


def _verbs(row: Row) -> tuple[int, int, int, int]:
    text, starts = "", []
    for token, space in zip(row["tokens"], row["space"], strict=True):
        starts.append(len(text))
        text += token + (" " if space == "1" else "")
    labelled = {
        (start, 0)
        for start, token, tag in zip(starts, row["tokens"], row["upos"].split(), strict=True)
        if tag == "VERB" and token.lower() not in AUXILIARIES
    }
    found = {(t.start, 0) for t in tags.tag(text) if t.tag in VERBS and t.word not in AUXILIARIES}
    return same(found, labelled)


def attribution_score(data: Path, part: str, genre: str | None = None) -> Score:
    def counts(row: Row) -> tuple[int, int, int, int]:
        cut = sentences.split(row["text"])
        found = [item.content for item in attribution.find(row["text"], cut, actors.find(row["text"], cut))]
        labelled = [(a["content"][0][0], a["content"][-1][1]) for a in row["attr"] if a["content"] and not a["sec"]]
        return alike(found, labelled, lambda x, y: 2 * shared(x, y) >= min(x[1] - x[0], y[1] - y[0]))

    chosen = (row for row in rows(data, "attribution_gum", part) if genre in (None, row["genre"]))
    others = "Citron on PARC3 83 (overlap)"
    return score("attribution, content", f"GUM {genre or 'all genres'}", map(counts, chosen), others)


def time_score(data: Path, part: str, name: str, shown: str, others: str) -> Score:
    def counts(row: Row) -> tuple[int, int, int, int]:
        text = row["text"]
        labelled = [(x["s"], x["e"]) for x in row["timex"] if x["s"] is not None]
        end = max((e for _, e in labelled), default=0) if "meantime" in name else len(text)
        found = [(m.start, m.end) for m in dates.find(text, sentences.split(text), None) if m.start < end]
        return alike(found, labelled, lambda x, y: shared(x, y) > 0)

    return score("time expressions", shown, map(counts, rows(data, name, part)), others)


def speed(data: Path, part: str) -> Row:
    """Words a second of the whole reader on news-like text, seconds to load, and the peak of memory in MB."""
    texts = [row["text"] for row in rows(data, "attribution_gum", part)]
    began = time.perf_counter()
    _read("The minister said on Monday that they left.")
    loaded = time.perf_counter()
    claims = sum(_read(text) for text in texts)
    seconds = time.perf_counter() - loaded
    return {
        "words per second": round(sum(len(text.split()) for text in texts) / seconds),
        "claims": claims,
        "seconds to load": round(loaded - began, 2),
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _read(text: str) -> int:
    digest = sha256(text.encode()).hexdigest()
    source = Source(
        id="s",
        sha256=digest,
        file="s.txt",
        name="s",
        media="text/plain",
        text_sha256=digest,
        characters=len(text),
    )
    return len(RuleReader().read(source, text, "Why did they leave?"))


def scores(data: Path, part: str) -> Iterator[Score]:
    yield sentence_score(data, part)
    yield verb_score(data, part, "parse_ewt", "EWT")
    yield verb_score(data, part, "parse_gum", "GUM")
    yield attribution_score(data, part, "news")
    yield attribution_score(data, part)
    yield time_score(data, part, "temporal_wikiwars", "WikiWars", "SynTime 93 (relaxed F)")
    yield time_score(data, part, "temporal_meantime", "MEANTIME", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the converted sets")
    parser.add_argument("--part", default="test", choices=("train", "dev", "test"))
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args()
    if not given.data.is_dir():
        parser.error(f"{given.data} is not there; name the folder of the converted sets with --data")
    timing = speed(given.data, given.part)
    found = list(scores(given.data, given.part))
    if given.json:
        print(json.dumps({"scores": [{**asdict(s), "f": s.f} for s in found], "speed": timing}, indent=2))
        return
    print("| task | set | P | R | F | labelled | others |\n|---|---|---|---|---|---|---|")
    for s in found:
        print(f"| {s.task} | {s.data} | {s.precision:.1f} | {s.recall:.1f} | {s.f:.1f} | {s.items} | {s.others} |")
    print("\n" + "\n".join(f"{name}: {value}" for name, value in timing.items()))


if __name__ == "__main__":
    main()
