"""Whether weights fitted to labelled articles beat the hand-set ones of `data/motives.toml`, question by question.

    python benchmarks/motive_weights.py ARTICLES.jsonl [--rules]

Each line has `id`, `question_id`, `question`, `text`, `body_lines` and `hypotheses` with `span_offsets` and
`on_question`. A logistic regression (Newton's method) is drawn towards the hand-set weights with several strengths,
fitted on all questions but one and tried on that one. Printed are the log loss, the average precision and the best F
over all sentences.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.case.records import Trim
from cuibono.reading import motives, parses, passages, question, sentences
from cuibono.reading.model import Reader

Array = NDArray[np.float64]
STRENGTHS = (10.0, 30.0, 100.0, float("inf"))
"""How strongly the fit is drawn to the hand-set weights; infinity is the hand-set weights themselves."""


def rows(article: dict[str, Any], model: Reader | None) -> list[tuple[dict[str, float], bool]]:
    """The features of every body sentence, by `model` or by rules, and whether it states a motive for the act."""
    text = article["text"]
    body = set(article["body_lines"])
    trims = [Trim(first=n, last=n, reason="label") for n in range(text.count("\n") + 1) if n not in body]
    asked = question.parse(article["question"])
    cut = sentences.split(text, trims)
    read = passages.read(text, cut, asked, parses.read(text, cut, model) if model else None)
    spans = [tuple(o) for h in article["hypotheses"] if h["on_question"] for o in h["span_offsets"]]
    found: list[tuple[dict[str, float], bool]] = []
    before: tuple[motives.Cue, ...] = ()
    for place, passage in enumerate(read):
        cues = motives.cues_of(passage)
        told = motives.features(passage, cues, before, place / len(read), place, asked)
        start, end = passage.sentence.start, passage.sentence.end
        found.append((told, any(min(b, end) - max(a, start) >= min(15, b - a) for a, b in spans)))
        before = cues
    return found


def fitted(X: Array, y: Array, start: Array, strength: float) -> Array:
    """The weights of greatest posterior under a normal prior around `start` of precision `strength`."""
    weights = start.copy()
    for _ in range(25):
        p = 1 / (1 + np.exp(-X @ weights))
        slope = X.T @ (p - y) + strength * (weights - start)
        weights -= np.linalg.solve((X.T * (p * (1 - p))) @ X + strength * np.eye(len(weights)), slope)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rules", action="store_true", help="by the rules alone, without the language model")
    given = parser.parse_args()
    listed = [json.loads(line) for line in given.articles.read_text("utf-8").splitlines()]
    model = None if given.rules else Reader()
    hand = motives.weights()
    names = sorted(hand)
    data = [(a["question_id"], told, label) for a in listed for told, label in rows(a, model)]
    X = np.array([[1.0 if name == "none" else told.get(name, 0.0) for name in names] for _, told, _ in data])
    y = np.array([float(label) for _, _, label in data])
    asked = np.array([name for name, _, _ in data])
    start = np.array([hand[name] for name in names])
    print(f"{len(y)} sentences, {int(y.sum())} with a motive, {len(set(asked))} questions")
    for strength in STRENGTHS:
        chance = np.zeros(len(y))
        for name in sorted(set(asked)):
            rest = asked != name
            weights = start if np.isinf(strength) else fitted(X[rest], y[rest], start, strength)
            chance[~rest] = 1 / (1 + np.exp(-X[~rest] @ weights))
        print(f"strength {strength:5}: {_figures(chance, y)}")


def _figures(chance: Array, y: Array) -> str:
    loss = -np.mean(np.log(np.where(y > 0, chance, 1 - chance)))
    hits = np.cumsum(y[np.argsort(-chance, kind="stable")])
    ranks = np.arange(1, len(y) + 1)
    precision = (hits / ranks)[y[np.argsort(-chance, kind="stable")] > 0].mean()
    best = (2 * hits / (ranks + y.sum())).max()
    return f"log loss {loss:.4f}, average precision {precision:.3f}, best F {best:.3f}"


if __name__ == "__main__":
    main()
