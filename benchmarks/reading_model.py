"""How well and how fast the language model reads, beside what others report.

    python benchmarks/reading_model.py --data ../shared/data [--weights DIR] [--json]

Accuracy is on the official test parts of UD English EWT and of GUM's open genres: once on gold tokens and sentences,
once from raw paragraphs, where a token counts if both its ends are right, an attachment if its head's are too.
Speed is wall clock on GUM's test texts, the best of three runs, of the model alone and of the whole reader from text to
claims; load time and memory are those of a process of its own that reads these texts, or half a million characters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

from cuibono.case.records import Source
from cuibono.reading.model import Reader
from cuibono.reading.model.names import NAME_TYPES
from cuibono.reading.modelled import ModelReader
from data import PEOPLE_PLACES_BODIES, Document, corpus
from scores import score, spaced

RUNS = 3
LONG = 500_000
"""Characters of the long text."""
PEERS = """\
Others, as published or as measured with the same splits (gold tokens unless said otherwise):
  UDPipe 2           EWT UPOS 97.5 UAS 93.0 LAS 91.0 (from raw text 90.7 / 88.8); GUM UPOS 98.3 UAS 93.7 LAS 91.8
  spaCy CNN, trained on the same data   EWT UAS 85.1 LAS 81.6; GUM UAS 84.2 LAS 80.5; GUM names F 47.6
  UNER baseline (XLM-R)                 EWT names F 86.0
  sentences, F on raw GUM paragraphs    blingfire 96.2, syntok 94.3, pysbd 93.6"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the converted corpora")
    parser.add_argument("--weights", type=Path, default=None, help="folder of the weights; those that ship otherwise")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--load-only", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.load_only:
        print(json.dumps(loading(given.weights, given.data)))
        return
    process = in_own_process(given)  # first: a child's peak memory would count what its parent held
    documents = [d for d in corpus(given.data, "test").documents if d.sentences[0].heads is not None]
    gum = [document for document in documents if document.id.startswith("GUM_")]
    ewt = [document for document in documents if not document.id.startswith("GUM_")]
    reader = Reader(given.weights)
    rows = {
        "ewt": gold(reader, ewt, PEOPLE_PLACES_BODIES),
        "gum": gold(reader, gum, NAME_TYPES),
        "ewt raw": raw(reader, given.data / "parse_ewt"),
        "gum raw": raw(reader, given.data / "parse_gum"),
        "speed": {f"words/s, {threads} threads": speed(given.weights, gum, threads) for threads in (1, 2)},
        "claims": {f"words/s, {threads} threads": whole_speed(given, threads) for threads in (1, 2)},
        "process": process,
    }
    if given.json:
        print(json.dumps(rows, indent=2))
        return
    for name, row in rows.items():
        print(f"{name:8}" + "  ".join(f"{key} {value}" for key, value in row.items()))
    print(PEERS)


def gold(reader: Reader, documents: Sequence[Document], kinds: Sequence[str]) -> dict[str, float]:
    """Scores on gold tokens and sentences."""
    sentences = [sentence for document in documents for sentence in document.sentences]
    text, places = joined([sentence.words for sentence in sentences])
    read = reader.read_tokens(text, places)
    return score(zip(sentences, read, strict=True), kinds)


def joined(sentences: Sequence[Sequence[str]]) -> tuple[str, list[list[tuple[int, int]]]]:
    """The sentences as one text, a line each, and where their words stand in it."""
    lines, places, at = [], [], 0
    for words in sentences:
        line, own = spaced(words)
        lines.append(line)
        places.append([(at + start, at + end) for start, end in own])
        at += len(line) + 1
    return "\n".join(lines), places


def raw(reader: Reader, folder: Path) -> dict[str, float]:
    """F of tokens, sentences, tags and attachments, from paragraphs as they were written."""
    count: Counter[str] = Counter()
    for line in (folder / "test.jsonl").read_text(encoding="utf-8").splitlines():
        text, paragraphs, wanted = as_written(json.loads(line)["sents"])
        spans = list(reader.sentences(text, paragraphs))
        found = {}
        for sentence in reader.read(text, spans):
            for token in sentence.tokens:
                head = sentence.tokens[token.head] if token.head >= 0 else None
                found[token.start, token.end] = (token.upos, (head.start, head.end) if head else None, token.deprel)
        count["found"] += len(found)
        count["wanted"] += len(wanted["tokens"])
        count["found sentences"] += len(spans)
        count["wanted sentences"] += len(wanted["sentences"])
        count["sentences"] += len(set(spans) & set(wanted["sentences"]))
        for place in found.keys() & wanted["tokens"].keys():
            (upos, head, relation), (gold_upos, gold_head, gold_relation) = found[place], wanted["tokens"][place]
            count["tokens"] += 1
            count["upos"] += upos == gold_upos
            count["uas"] += head == gold_head
            count["las"] += head == gold_head and relation.split(":")[0] == gold_relation.split(":")[0]
    result = {key: f(count[key], count["found"], count["wanted"]) for key in ("tokens", "upos", "uas", "las")}
    return {"sentences": f(count["sentences"], count["found sentences"], count["wanted sentences"]), **result}


def as_written(sentences: list[dict[str, Any]]) -> tuple[str, list[tuple[int, int]], dict[str, Any]]:
    """A document's text, its paragraphs, and the gold sentences and tokens by their places in it."""
    text, starts, spans, tokens = "", [], [], {}
    for sentence in sentences:
        if sentence["para"] and text:
            text = text.rstrip() + "\n"
        if sentence["para"] or not text:
            starts.append(len(text))
        places = []
        for word, space in zip(sentence["tokens"], sentence["space"], strict=True):
            places.append((len(text), len(text) + len(word)))
            text += word + " " * int(space)
        spans.append((places[0][0], places[-1][1]))
        for place, upos, head, relation in zip(
            places, sentence["upos"].split(), sentence["head"], sentence["rel"].split(), strict=True
        ):
            tokens[place] = (upos, places[head - 1] if head else None, relation)
    paragraphs = list(zip(starts, [*starts[1:], len(text)], strict=True))
    return text, paragraphs, {"sentences": spans, "tokens": tokens}


def f(right: int, found: int, wanted: int) -> float:
    """F1 in percent."""
    return round(200 * right / (found + wanted), 2)


def speed(weights: Path | None, documents: Sequence[Document], threads: int) -> int:
    """Words a second, the best of several runs."""
    reader = Reader(weights, threads=threads)
    sentences = [sentence.words for document in documents for sentence in document.sentences]
    text, places = joined(sentences)
    best = min(timed(reader, text, places) for _ in range(RUNS))
    return round(sum(map(len, sentences)) / best)


def whole_speed(given: argparse.Namespace, threads: int) -> int:
    """Words a second of the whole reader, from text to claims, the best of several runs."""
    texts = plain(given.data)
    reader = ModelReader(given.weights, threads=threads)
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for text in texts:
            claims(reader, text)
        seconds.append(time.perf_counter() - start)
    return round(sum(len(text.split()) for text in texts) / min(seconds))


def plain(data: Path) -> list[str]:
    """GUM's test texts as they were written."""
    lines = (data / "attribution_gum" / "test.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def claims(reader: ModelReader, text: str) -> int:
    """How many claims the reader makes of `text`."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    kept = {"sha256": digest, "text_sha256": digest, "file": "s.txt", "media": "text/plain"}
    source = Source.model_validate({"id": "s", "name": "s", "characters": len(text), **kept})
    return len(reader.read(source, text, "Why did they leave?"))


def timed(reader: Reader, text: str, places: Sequence[Sequence[tuple[int, int]]]) -> float:
    """Seconds to read everything once."""
    start = time.perf_counter()
    for _ in reader.read_tokens(text, places):
        pass
    return time.perf_counter() - start


def loading(weights: Path | None, data: Path) -> dict[str, float]:
    """Seconds until the first claim is made, and the process's peak memory after short texts and a long one."""
    start = time.perf_counter()
    reader = ModelReader(weights)
    claims(reader, "They left because they were asked to.")
    loaded = time.perf_counter() - start
    texts = plain(data)
    for text in texts:
        claims(reader, text)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    long = "\n\n".join(texts)
    claims(reader, (long * (1 + LONG // len(long)))[:LONG])
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"load and first claim s": round(loaded, 2), "peak MB": round(peak), "peak MB, long text": round(after)}


def in_own_process(given: argparse.Namespace) -> dict[str, float]:
    """What `loading` measures, in a fresh process."""
    command = [sys.executable, __file__, "--data", str(given.data), "--load-only"]
    if given.weights:
        command += ["--weights", str(given.weights)]
    measured: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return measured


if __name__ == "__main__":
    main()
