"""How well page furniture is trimmed, on labelled articles.

    python benchmarks/furniture.py [articles.jsonl] [--json]

Each line of the file is an article with `text`, `body_lines`, `furniture_lines` and `ambiguous_lines` (0-based, of
`text.split("\\n")`); the last are not scored. Sentence-like furniture has at least eight words and ends as a
sentence does.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cuibono.reading.cues import is_closed
from cuibono.reading.furniture import trim

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "why" / "articles.jsonl"


def measure(articles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Precision, recall and F of trimmed lines, sentence-like lines caught, body lines lost by article, speed."""
    found = wrong = missed = caught = sentences = words = 0
    lost: dict[str, int] = {}
    spent = 0.0
    for article in articles:
        lines = article["text"].split("\n")
        started = time.perf_counter()
        runs = trim(article["text"])
        spent += time.perf_counter() - started
        words += len(article["text"].split())
        scored = (set(article["body_lines"]) | set(article["furniture_lines"])) - set(article["ambiguous_lines"])
        trimmed = {number for run in runs for number in range(run.first, run.last + 1)} & scored
        furniture = set(article["furniture_lines"]) & scored
        found, wrong, missed = (
            found + len(trimmed & furniture),
            wrong + len(trimmed - furniture),
            missed + len(furniture - trimmed),
        )
        lost[article["id"]] = len(trimmed - furniture)
        alike = {number for number in furniture if _is_sentence_like(lines[number])}
        sentences, caught = sentences + len(alike), caught + len(alike & trimmed)
    precision, recall = found / max(1, found + wrong), found / max(1, found + missed)
    return {
        "lines": {
            "P": round(precision, 4),
            "R": round(recall, 4),
            "F": round(2 * precision * recall / max(1e-9, precision + recall), 4),
            "trimmed": found,
            "missed": missed,
        },
        "sentence_like": {"caught": caught, "of": sentences},
        "body_lines_lost": lost,
        "words_per_second": round(words / spent) if spent else 0,
    }


def _is_sentence_like(line: str) -> bool:
    return len(re.findall(r"\w+", line)) >= 8 and is_closed(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args()
    if not options.gold.is_file():
        sys.exit(f"{options.gold}: is not there; give the path of a file of labelled articles")
    trim("Warm up.")
    result = measure(json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line)
    if options.json:
        print(json.dumps(result))
        return
    lines = result["lines"]
    print(f"furniture lines: P {lines['P']:.3f}  R {lines['R']:.3f}  F {lines['F']:.3f}  ({lines['missed']} missed)")
    print(f"sentence-like:   {result['sentence_like']['caught']} of {result['sentence_like']['of']} caught")
    print(f"body lines lost: {sum(result['body_lines_lost'].values())}", end="  ")
    print({id: count for id, count in result["body_lines_lost"].items() if count} or "")
    print(f"speed:           {result['words_per_second']:,} words/s")


if __name__ == "__main__":
    main()
