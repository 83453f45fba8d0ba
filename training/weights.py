"""Fit the weights of the cues in `data/motives.toml` to labelled news, and write them there.

    python training/weights.py --news FOLDER [ARTICLES.jsonl ...] [--write]

A logistic regression (Newton's method) is drawn towards the weights that stand in the file, and fitted to the training
part of `training/news.jsonl`. Printed are, before and after, the log loss, the average precision and the best F over
the sentences of its other parts, and over those of further labelled articles: lines with `question`, `text`,
`body_lines` and `hypotheses` with `span_offsets` and `on_question`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tomlkit
from numpy.typing import NDArray

import cuibono
from articles import Article, among, labelled
from cuibono.reading import motives, parses, passages, question, sentences
from cuibono.reading.model import Reader
from news import news

Array = NDArray[np.float64]
Row = tuple[Mapping[str, float], bool]
FILE = Path(cuibono.__file__).parent / "data" / "motives.toml"
STRENGTH = 300.0
"""How strongly the fit is drawn to the weights in the file: as by so many sentences of each kind."""


def main() -> None:
    """Fit, print what it brings, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="folder of the news collection's JSON files")
    parser.add_argument("others", nargs="*", type=Path, help="labelled articles to measure on as well")
    parser.add_argument("--write", action="store_true", help="write the fitted weights to the file")
    given = parser.parse_args()
    model = Reader()
    learn = [row for item in news(given.news, "train") for row in rows(item, model)]
    checks = {part: [row for item in news(given.news, part) for row in rows(item, model)] for part in ("dev", "test")}
    checks |= {path.name: [row for item in labelled(path) for row in rows(item, model)] for path in given.others}
    before = motives.weights()
    names = sorted(before)
    start = np.array([before[name] for name in names])
    after = np.round(fitted(*arrays(learn, names), start, STRENGTH), 2)
    for name, found in checks.items():
        features, wanted = arrays(found, names)
        print(f"{name}: {len(wanted)} sentences, {int(wanted.sum())} with a motive")
        for when, weights in (("before", start), ("after", after)):
            print(f"  {when:6} {figures(1 / (1 + np.exp(-features @ weights)), wanted)}")
    if given.write:
        write(FILE, "weights", "weight", dict(zip(names, after.tolist(), strict=True)))


def rows(item: Article, model: Reader) -> Iterator[Row]:
    """The features of every sentence, and whether it states a motive for the act."""
    asked, cut = question.parse(item.question), sentences.split(item.text, item.trims)
    read = passages.read(item.text, cut, asked, parses.read(item.text, cut, model))
    stated = [place for told in item.hypotheses if told.on_question for place in told.stated]
    before: tuple[motives.Cue, ...] = ()
    for place, passage in enumerate(read):
        cues = motives.cues_of(passage)
        told = motives.features(passage, cues, before, place / len(read), place, asked)
        yield told, among(passage.sentence.start, passage.sentence.end, stated)
        before = cues


def fitted(features: Array, wanted: Array, start: Array, strength: float) -> Array:
    """The weights of greatest posterior under a normal prior around `start` of precision `strength`."""
    weights = start.copy()
    for _ in range(25):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (chance - wanted) + strength * (weights - start)
        curve = (features.T * (chance * (1 - chance))) @ features + strength * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def figures(chance: Array, wanted: Array) -> str:
    """Log loss, average precision and best F."""
    loss = -np.mean(np.log(np.where(wanted > 0, chance, 1 - chance)))
    order = np.argsort(-chance, kind="stable")
    hits, ranks = np.cumsum(wanted[order]), np.arange(1, len(order) + 1)
    precision = (hits / ranks)[wanted[order] > 0].mean()
    best = (2 * hits / (ranks + wanted.sum())).max()
    return f"log loss {loss:.4f}, average precision {precision:.3f}, best F {best:.3f}"


def write(file: Path, table: str, key: str, weights: Mapping[str, float]) -> None:
    """Put weights into a table of a file, those of cues under `key` of each; all else in it stays as it is.

    A dot in `table` parts an outer table from one within it.
    """
    told = tomlkit.parse(file.read_text("utf-8"))
    place: Any = told
    for part in table.split("."):
        place = place[part]
    for name, weight in weights.items():
        cue = name.removeprefix("cue/")
        if cue == name:
            place[name] = weight
        else:
            next(item for item in told["cue"] if item["name"] == cue)[key] = weight  # type: ignore[union-attr,index]
    file.write_text(tomlkit.dumps(told), encoding="utf-8")


def arrays(every: Sequence[Row], names: Sequence[str]) -> tuple[Array, Array]:
    """Rows as an array of features, in the order of `names`, and one of what holds."""
    features = np.array([[1.0 if name == "none" else told.get(name, 0.0) for name in names] for told, _ in every])
    return features, np.array([float(holds) for _, holds in every])


if __name__ == "__main__":
    main()
