"""The reader on public test sets, beside what others reach on them.

    python benchmarks/reading.py [--data FOLDER] [--part test] [--rules] [--json]

`--rules` tries the rules alone; otherwise the language model's grammar is used where the default reader uses it.

The sets are converted to JSON Lines and kept outside the project (`docs/reading.md` says which they are and what their
labels mean). Sentences and verbs count when exact; attributions when half of the shorter content is shared;
expressions of time when they overlap; names when exact and of the right type (person, organisation, place or state),
peoples and states' adjectives counted as found too much; pronouns when they go back to a name of the labelled chain.
Speed is measured on the same texts, on one thread.
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
from cuibono.reading import actors, attribution, dates, default, model, parses, sentences, tags
from cuibono.reading.parses import Parses
from cuibono.reading.reader import Reader
from cuibono.reading.rules import RuleReader
from cuibono.reading.tags import Tag

Span = tuple[int, int]
Row = dict[str, Any]
Grammar = Callable[[str, Sequence[sentences.Sentence]], Parses | None]
"""What the model reads of a text's sentences; nothing where the rules alone are tried."""

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


def attribution_score(data: Path, part: str, grammar: Grammar, genre: str | None = None) -> Score:
    def counts(row: Row) -> tuple[int, int, int, int]:
        text, cut = row["text"], sentences.split(row["text"])
        read = grammar(text, cut)
        found = [item.content for item in attribution.find(text, cut, actors.find(text, cut, read), read)]
        labelled = [(a["content"][0][0], a["content"][-1][1]) for a in row["attr"] if a["content"] and not a["sec"]]
        return alike(found, labelled, lambda x, y: 2 * shared(x, y) >= min(x[1] - x[0], y[1] - y[0]))

    chosen = (row for row in rows(data, "attribution_gum", part) if genre in (None, row["genre"]))
    others = "Citron on PARC3 83 (overlap)"
    return score("attribution, content", f"GUM {genre or 'all genres'}", map(counts, chosen), others)


def name_score(data: Path, part: str, grammar: Grammar) -> Score:
    """Names with their types in GUM."""
    kinds = {"person": "person", "organization": "organisation", "place": "place"}

    def counts(row: Row) -> tuple[int, int, int, int]:
        text, cut = row["text"], sentences.split(row["text"])
        mentions = actors.find(text, cut, grammar(text, cut)).mentions
        found = {(*_bare(text, m.start, m.end), m.actor.type.replace("country", "place")) for m in mentions}
        named = [e for e in row["ents"] if e.get("named") and "ns" in e and e["t0"] in kinds]
        labelled = {(*_bare(text, e["ns"], e["ne"]), kinds[e["t0"]]) for e in named}
        both = len(found & labelled)
        return both, len(found), both, len(labelled)

    return score("names with types", "GUM", map(counts, rows(data, "ner_gum", part)), "spaCy CNN 48 (six types)")


def _bare(text: str, start: int, end: int) -> Span:
    """A name's place without its article and its genitive."""
    start += 4 * text[start:end].lower().startswith("the ")
    return start, end - 2 * text[start:end].endswith(("'s", "’s"))


def pronoun_score(data: Path, part: str, grammar: Grammar) -> Score:
    """ "He" and "she" in GUM that go back to somebody with a name."""

    def counts(row: Row) -> tuple[int, int, int, int]:
        text, cut = row["text"], sentences.split(row["text"])
        found = actors.find(text, cut, grammar(text, cut))
        chains: dict[Any, set[str]] = {}
        for e in row["ents"]:
            if e.get("named") and "ns" in e:
                chains.setdefault(e["coref"], set()).add(text[e["ns"] : e["ne"]].lower())
        asked = [
            e
            for e in row["ents"]
            if text[e["s"] : e["e"]].lower() in ("he", "she", "him", "her", "his") and e["coref"] in chains
        ]
        named = [(found.resolve(text[e["s"] : e["e"]], e["s"]), chains[e["coref"]]) for e in asked]
        right = sum(_is_one_of(found, name, chain) for name, chain in named if name)
        return right, sum(name is not None for name, _ in named), right, len(asked)

    return score("he and she", "GUM", map(counts, rows(data, "ner_gum", part)))


def _is_one_of(found: actors.Actors, name: str, chain: set[str]) -> bool:
    actor = found.named(name)
    names = {known.lower() for known in (name, *(actor.aliases if actor else ()))}
    return any(one in other or other in one for one in names for other in chain)


def time_score(data: Path, part: str, name: str, shown: str, others: str) -> Score:
    def counts(row: Row) -> tuple[int, int, int, int]:
        text = row["text"]
        labelled = [(x["s"], x["e"]) for x in row["timex"] if x["s"] is not None]
        end = max((e for _, e in labelled), default=0) if "meantime" in name else len(text)
        found = [(m.start, m.end) for m in dates.find(text, sentences.split(text), None) if m.start < end]
        return alike(found, labelled, lambda x, y: shared(x, y) > 0)

    return score("time expressions", shown, map(counts, rows(data, name, part)), others)


def speed(data: Path, part: str, reader: Reader) -> Row:
    """Words a second of the whole reader on news-like text, seconds to load, and the peak of memory in MB."""
    texts = [row["text"] for row in rows(data, "attribution_gum", part)]
    began = time.perf_counter()
    _read("The minister said on Monday that they left.", reader)
    loaded = time.perf_counter()
    claims = sum(_read(text, reader) for text in texts)
    seconds = time.perf_counter() - loaded
    return {
        "words per second": round(sum(len(text.split()) for text in texts) / seconds),
        "claims": claims,
        "seconds to load": round(loaded - began, 2),
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _read(text: str, reader: Reader) -> int:
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
    return len(reader.read(source, text, "Why did they leave?"))


def scores(data: Path, part: str, grammar: Grammar) -> Iterator[Score]:
    yield sentence_score(data, part)
    yield verb_score(data, part, "parse_ewt", "EWT")
    yield verb_score(data, part, "parse_gum", "GUM")
    yield attribution_score(data, part, grammar, "news")
    yield attribution_score(data, part, grammar)
    yield name_score(data, part, grammar)
    yield pronoun_score(data, part, grammar)
    yield time_score(data, part, "temporal_wikiwars", "WikiWars", "SynTime 93 (relaxed F)")
    yield time_score(data, part, "temporal_meantime", "MEANTIME", "")


def _no_grammar(_text: str, _cut: Sequence[sentences.Sentence]) -> None:
    return None


def _grammar(reader: model.Reader) -> Grammar:
    return lambda text, cut: parses.read(text, cut, reader)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the converted sets")
    parser.add_argument("--part", default="test", choices=("train", "dev", "test"))
    parser.add_argument("--rules", action="store_true", help="by the rules alone, without the language model")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args()
    if not given.data.is_dir():
        parser.error(f"{given.data} is not there; name the folder of the converted sets with --data")
    reader: Reader = RuleReader() if given.rules else default.reader()
    timing = {"reader": reader.name, **speed(given.data, given.part, reader)}
    found = list(scores(given.data, given.part, _no_grammar if given.rules else _grammar(model.Reader())))
    if given.json:
        print(json.dumps({"scores": [{**asdict(s), "f": s.f} for s in found], "speed": timing}, indent=2))
        return
    print("| task | set | P | R | F | labelled | others |\n|---|---|---|---|---|---|---|")
    for s in found:
        print(f"| {s.task} | {s.data} | {s.precision:.1f} | {s.recall:.1f} | {s.f:.1f} | {s.items} | {s.others} |")
    print("\n" + "\n".join(f"{name}: {value}" for name, value in timing.items()))


if __name__ == "__main__":
    main()
