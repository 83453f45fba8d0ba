"""Whether a claim's confidence is how often such claims are right: reliability tables, on labelled sets.

    python benchmarks/confidence.py --articles ARTICLES.jsonl [--data FOLDER] [--part test] [--json]

`ARTICLES` has labelled motives and evidence (`id`, `question_id`, `question`, `text`, `date`, `publisher`, `url`,
`title`, `body_lines`, `hypotheses` with `span_offsets` and `on_question`, `polarity` with `offset` and `bears_on`). A
claim of a motive is right if its span shares half of the shorter one's words with a labelled motive for the act;
evidence if such a span is labelled as bearing on the motive that it names. Statements are tried on GUM's news, dates on
MEANTIME, in `FOLDER`. The error is the mean distance of confidence and share, weighted by claims (expected calibration
error); "held out" fits slope and shift on all questions but one and tries them on that one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuibono.case.records import Claim, Kind
from cuibono.reading import actors, attribution, confidences, dates, default, parses, sentences
from cuibono.reading.model import Reader
from reading import DATA, rows, shared
from why import article

Array = NDArray[np.float64]
Span = tuple[int, int]
STEP = 0.1


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim: its confidence, whether the labels bear it out, and what it is held out with."""

    confidence: float
    right: bool
    group: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """How confidence and truth agree over some claims: mean of each by bin, the calibration error, the Brier score."""

    name: str
    claims: int
    error: float
    brier: float
    constant_brier: float
    held_out_error: float | None
    bins: tuple[tuple[float, int, float, float], ...]


def reliability(name: str, judged: Sequence[Judged], *, held_out: bool = False) -> Reliability:
    chance = np.array([item.confidence for item in judged])
    right = np.array([float(item.right) for item in judged])
    refitted = _held_out(chance, right, [item.group for item in judged]) if held_out else None
    return Reliability(
        name,
        len(judged),
        _error(chance, right),
        float(np.mean((chance - right) ** 2)),
        float(np.mean((right.mean() - right) ** 2)),
        None if refitted is None else _error(refitted, right),
        tuple(_bins(chance, right)),
    )


def _bins(chance: Array, right: Array) -> Iterator[tuple[float, int, float, float]]:
    for low in np.arange(0, 1, STEP):
        inside = (chance >= low) & (chance < low + STEP)
        if inside.any():
            yield round(float(low), 2), int(inside.sum()), float(chance[inside].mean()), float(right[inside].mean())


def _error(chance: Array, right: Array) -> float:
    return sum(count * abs(mean - share) for _, count, mean, share in _bins(chance, right)) / len(chance)


def _held_out(chance: Array, right: Array, groups: Sequence[str]) -> Array:
    """Platt's scaling (1999) fitted without each group in turn, and what it makes of that group."""
    kept = np.clip(chance, 1e-6, 1 - 1e-6)
    inputs = np.stack([np.log(kept / (1 - kept)), np.ones(len(kept))], axis=1)
    result = np.zeros(len(kept))
    for group in sorted(set(groups)):
        rest = np.array([other != group for other in groups])
        weights = np.array([1.0, 0.0])
        for _ in range(30):
            p = 1 / (1 + np.exp(-inputs[rest] @ weights))
            slope = inputs[rest].T @ (p - right[rest])
            curve = (inputs[rest].T * (p * (1 - p))) @ inputs[rest] + 1e-3 * np.eye(2)
            weights -= np.linalg.solve(curve, slope)
        result[~rest] = 1 / (1 + np.exp(-inputs[~rest] @ weights))
    return result


# ---- motives and evidence ------------------------------------------------------------------------------------------


def of_articles(path: Path) -> tuple[list[Judged], list[Judged]]:
    """The claims of motives for the act, and those of evidence for a motive, of all articles of `path`."""
    reader = default.reader()
    motives: list[Judged] = []
    evidence: list[Judged] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        item = article(row)
        claims = reader.read(item.source, item.text, item.question, item.trims)
        told = {h["hid"]: [tuple(o) for o in h["span_offsets"]] for h in row["hypotheses"] if h["on_question"]}
        homes = {claim.id: _home(item.text, claim, told) for claim in claims if claim.kind is Kind.MOTIVE}
        offered = [claim for claim in claims if claim.kind is Kind.MOTIVE and claim.bears_on == "question"]
        motives += [Judged(c.confidence, homes[c.id] is not None, item.question_id) for c in offered]
        for claim in claims:
            if claim.kind is Kind.EVIDENCE and claim.bears_on != "question":
                place = (claim.quote.start, claim.quote.end)
                right = any(
                    label["bears_on"] == homes[claim.bears_on or ""] and _alike(item.text, place, label["offset"])
                    for label in row["polarity"]
                )
                evidence.append(Judged(claim.confidence, right, item.question_id))
    return motives, evidence


def _home(text: str, claim: Claim, told: dict[str, list[Span]]) -> str | None:
    place = (claim.quote.start, claim.quote.end)
    return next((name for name, spans in told.items() if any(_alike(text, place, span) for span in spans)), None)


def _alike(text: str, one: Span, other: Sequence[int]) -> bool:
    words = [len(re.findall(r"\w+", text[a:b])) for a, b in (one, other, _both(one, other))]
    return 2 * words[2] >= min(words[:2])


def _both(one: Span, other: Sequence[int]) -> Span:
    start = max(one[0], other[0])
    return start, max(start, min(one[1], other[1]))


# ---- statements and dates ------------------------------------------------------------------------------------------


def statements(data: Path, part: str, reader: Reader) -> Iterator[Judged]:
    """Attributions in GUM's news; what the sets disagree on ("sees X as", quotations that go on) is left out."""
    for row in rows(data, "attribution_gum", part):
        if row["genre"] == "news":
            text, cut = row["text"], sentences.split(row["text"])
            read = parses.read(text, cut, reader)
            labelled = [(a["content"][0][0], a["content"][-1][1]) for a in row["attr"] if a["content"]]
            for item in attribution.find(text, cut, actors.find(text, cut, read), read):
                if item.manner not in ("judged", "continued"):
                    length = item.content[1] - item.content[0]
                    right = any(2 * shared(item.content, y) >= min(length, y[1] - y[0]) for y in labelled)
                    yield Judged(confidences.statement(item), right, row["id"])


def dated(data: Path, part: str) -> Iterator[Judged]:
    """Full days, months and years in MEANTIME that are labelled with their value."""
    for row in rows(data, "temporal_meantime", part):
        text = row["text"]
        labelled = [
            x for x in row["timex"] if x["s"] is not None and re.fullmatch(r"\d{4}[-\d]{0,6}", x["value"] or "")
        ]
        for mention in dates.find(text, sentences.split(text), date.fromisoformat(row["dct"][:10])):
            met = next((x for x in labelled if shared((mention.start, mention.end), (x["s"], x["e"])) > 0), None)
            if met and mention.interval and (mention.start, mention.end) == (met["s"], met["e"]):
                ends = [end and end.isoformat() for end in (mention.interval.first, mention.interval.last)]
                right = all(end is not None and end.startswith(met["value"]) for end in ends)
                yield Judged(confidences.event(mention.interval), right, row["dct"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="labelled articles, JSON Lines")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the converted sets")
    parser.add_argument("--part", default="test", choices=("train", "dev", "test"))
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args()
    found = []
    if given.articles:
        motives, evidence = of_articles(given.articles)
        found += [reliability("motives", motives, held_out=True), reliability("evidence", evidence, held_out=True)]
    if given.data.is_dir():
        found.append(
            reliability(f"statements, GUM news {given.part}", list(statements(given.data, given.part, Reader())))
        )
        found.append(reliability(f"dates, MEANTIME {given.part}", list(dated(given.data, given.part))))
    show: Callable[[Reliability], str] = (lambda item: json.dumps(asdict(item))) if given.json else _table
    for item in found:
        print(show(item))


def _table(item: Reliability) -> str:
    held = "" if item.held_out_error is None else f", held out by question {item.held_out_error:.3f}"
    lines = [f"{item.name}: {item.claims} claims, calibration error {item.error:.3f}{held}, "]
    lines[0] += f"Brier score {item.brier:.3f} (a constant {item.constant_brier:.3f})"
    lines += [
        f"  {low:.1f}  {count:4} claims  said {mean:.2f}  right {share:.2f}" for low, count, mean, share in item.bins
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
