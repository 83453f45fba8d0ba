"""Fit the weights of `data/matching.toml`: whether one statement of a document restates the motive of another.

    python training/restatement_weights.py --news FOLDER [--write]

Two logistic regressions over all pairs of labelled statements of an article, one by words alone and one by meanings as
well; then a shift of what speaks for a pair at any distance, by which the statements of the development part come out
in groups most like the labelled ones (F, one to one). Printed is that F before and after, on the development and the
test part.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

import cuibono
from articles import Article
from cuibono.reading import matching, question
from cuibono.reading.matching import Folder, Put, Statement
from cuibono.reading.meaning import Embeds
from cuibono.reading.model import Embedder
from news import news
from weights import fitted, write

FILE = Path(cuibono.__file__).parent / "data" / "matching.toml"
DISTANCES = ("next", "next paragraph", "paragraph", "near", "far")
SHIFTS = np.arange(0, 2.01, 0.25)
STRENGTH = 3.0
Table = Literal["words", "meaning"]


class Told(NamedTuple):
    """The statements of an article in order, each with the motive that it is labelled with."""

    text: str
    every: tuple[Put, ...]
    motives: tuple[str, ...]


def main() -> None:
    """Fit, print what it brings, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="folder of the news collection's JSON files")
    parser.add_argument("--write", action="store_true", help="write the fitted weights to the file")
    given = parser.parse_args()
    embedders: dict[Table, Embeds | None] = {"words": None, "meaning": Embedder()}
    for table, embedder in embedders.items():
        train, dev, test = (
            [told(item, embedder) for item in news(given.news, split)] for split in ("train", "dev", "test")
        )
        before = matching.weights(table)
        after = shifted(learn(train, list(before)), dev)
        for when, weight in (("before", before), ("after", after)):
            print(f"{table}, {when}: dev {f(dev, weight):.3f}, test {f(test, weight):.3f}")
        if given.write:
            write(FILE, f"odds.{table}", "", after)


def told(item: Article, embedder: Embeds | None) -> Told:
    """The statements of motives for the act, as the matching sees them."""
    labelled = sorted(
        (start, end, motive.id, motive.rejected)
        for motive in item.hypotheses
        if motive.on_question
        for start, end in motive.stated
    )
    texts = {"": item.text}
    statements = [Statement(str(n), "", start, end, no) for n, (start, end, _, no) in enumerate(labelled)]
    every = matching.put(statements, texts, Folder(texts, question.parse(item.question)), embedder)
    return Told(item.text, every, tuple(id for _, _, id, _ in labelled))


def pairs(item: Told) -> Iterator[tuple[int, int, dict[str, float]]]:
    """The features of every two statements, the earlier one first."""
    for later, other in enumerate(item.every):
        for earlier, one in enumerate(item.every[:later]):
            yield earlier, later, matching.restates(one, other, item.text)


def learn(train: Sequence[Told], names: Sequence[str]) -> dict[str, float]:
    """The weights under which the labelled pairs are most probable."""
    rows = [(found, item.motives[a] == item.motives[b]) for item in train for a, b, found in pairs(item)]
    features = np.array([[found.get(name, 0.0) for name in names] for found, _ in rows])
    wanted = np.array([float(same) for _, same in rows])
    return dict(zip(names, fitted(features, wanted, np.zeros(len(names)), STRENGTH).tolist(), strict=True))


def shifted(weight: Mapping[str, float], dev: Sequence[Told]) -> dict[str, float]:
    """The weights, those of distance raised by what suits the development part best."""
    tried = [
        {name: round(value + (shift if name in DISTANCES else 0.0), 2) for name, value in weight.items()}
        for shift in SHIFTS
    ]
    return max(tried, key=lambda candidate: f(dev, candidate))


def f(every: Sequence[Told], weight: Mapping[str, float]) -> float:
    """How like the labelled motives the groups are: twice the pairs, one to one, over all groups and motives."""
    both = found = 0
    for item in every:
        groups, motives = grouped(item, weight), sorted(set(item.motives))
        shared = {
            (row, motive): sum(item.motives[place] == motive for place in group)
            for row, group in enumerate(groups)
            for motive in motives
        }
        left, free = set(range(len(groups))), set(motives)
        for (row, motive), count in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
            if count and row in left and motive in free:
                left.discard(row)
                free.discard(motive)
                both += 1
        found += len(groups) + len(motives)
    return 2 * both / found


def grouped(item: Told, weight: Mapping[str, float]) -> list[list[int]]:
    """The statements in groups, as the matching groups them."""
    odds = {(a, b): sum(weight[name] * times for name, times in found.items()) for a, b, found in pairs(item)}
    return matching.gathered(len(item.every), lambda earlier, later: odds[earlier, later])


if __name__ == "__main__":
    main()
