"""Fit the weights of `data/evidence.toml` to labelled news, and write them there.

    python training/evidence_weights.py --news FOLDER [--write]

Two logistic regressions, each drawn towards the weights that stand in the file, with the labelled motives in place of
found ones: whether a sentence bears on some motive, and whether it speaks against the one that it bears on. Printed
are, before and after, how they do on the development part.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

import cuibono
from articles import Article, among
from cuibono.reading import evidence, parses, question, sentences
from cuibono.reading.model import Reader
from cuibono.reading.motives import Motive
from news import news
from weights import arrays, figures, fitted, write

Array = NDArray[np.float64]
Features = Mapping[str, float]
Table = Literal["evidence", "direction"]


class Row(NamedTuple):
    """What is known of a sentence, and whether it is labelled as bearing on a motive, or as speaking against it."""

    table: Table
    features: Features
    holds: bool


FILE = Path(cuibono.__file__).parent / "data" / "evidence.toml"
STRENGTH: Mapping[Table, float] = {"evidence": 100.0, "direction": 30.0}
"""How strongly each fit is drawn to the weights in the file: as by so many sentences of each kind."""
CUES: Mapping[Table, str] = {"evidence": "weight", "direction": "against"}


def main() -> None:
    """Fit, print what it brings, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="folder of the news collection's JSON files")
    parser.add_argument("--write", action="store_true", help="write the fitted weights to the file")
    given = parser.parse_args()
    model = Reader()
    learn, check = ([row for item in news(given.news, part) for row in rows(item, model)] for part in ("train", "dev"))
    for table, strength in STRENGTH.items():
        before = evidence.weights(table)
        start = np.array(list(before.values()))
        after = np.round(fitted(*_arrays(learn, table, list(before)), start, strength), 2)
        features, wanted = _arrays(check, table, list(before))
        print(f"{table}, dev: {len(wanted)} sentences, {int(wanted.sum())} labelled so")
        for when, weights in (("before", start), ("after", after)):
            chance = 1 / (1 + np.exp(-features @ weights))
            print(f"  {when:6} {figures(chance, wanted)}, mean F {_mean_f(chance, wanted):.3f}")
        if given.write:
            write(FILE, table, CUES[table], dict(zip(before, after.tolist(), strict=True)))


def rows(item: Article, model: Reader) -> Iterator[Row]:
    """The sentences that may bear on a motive stated in another; and those that do, by which way they speak."""
    asked, cut = question.parse(item.question), sentences.split(item.text, item.trims)
    stated = [(told, place) for told in item.hypotheses if told.on_question for place in told.stated]
    motives = [Motive(start, end, "", 1.0) for _, (start, end) in stated]
    for told in evidence.tell(item.text, cut, motives, asked, parses.read(item.text, cut, model)):
        if not told.others or not told.passage.stems:
            continue
        place = told.passage.sentence
        supported = {told.id for told, _ in stated if among(place.start, place.end, told.supported)}
        opposed = {told.id for told, _ in stated if among(place.start, place.end, told.opposed)}
        unclear = any(among(place.start, place.end, known.open) for known, _ in stated)
        yield Row("evidence", evidence.features(told, asked), bool(supported | opposed) or unclear)
        meant = [spot for spot in told.others if stated[spot.index][0].id in supported ^ opposed]
        if meant and not (supported and opposed):
            closest = max(meant, key=lambda spot: evidence.fit(told, spot))
            yield Row("direction", evidence.turns(told, closest), bool(opposed))


def _arrays(every: Sequence[Row], table: Table, names: Sequence[str]) -> tuple[Array, Array]:
    return arrays([(row.features, row.holds) for row in every if row.table == table], names)


def _mean_f(chance: Array, wanted: Array) -> float:
    """The mean of the F of both answers, at even odds."""
    said, held = chance > 0.5, wanted > 0.5
    pairs = ((said, held), (~said, ~held))
    return float(np.mean([2 * np.sum(one & other) / (np.sum(one) + np.sum(other)) for one, other in pairs]))


if __name__ == "__main__":
    main()
