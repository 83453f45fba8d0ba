"""Fit how the network's judgement counts beside that of the cues, for `data/motives.toml` and `data/evidence.toml`.

    python training/joint_weights.py --news FOLDER [--weights FOLDER] [--write]

Logistic regressions on the development part of the labelled news, which neither the network nor the cues' weights have
seen: a few numbers each. Which motive a sentence bears on is a choice among those around it (conditional logit,
McFadden 1974), fitted where labels are exact. Run it last, after `answers.py`, `weights.py` and `evidence_weights.py`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import evidence_weights
import weights
from articles import Article, among
from cuibono.reading import evidence, motives, parses, passages, question, sentences
from cuibono.reading.model import Answers, Reader
from cuibono.reading.motives import Motive
from news import SENTENCES, news
from weights import figures, fitted, write

Array = NDArray[np.float64]
STRENGTH = 3.0
CHOSEN = ("step", "ahead", "paragraph", "likeness", "tied")
"""What tells which motive is meant; how sure a motive is cannot be learned from labelled ones."""


class Row(NamedTuple):
    """What cues and network say of a sentence, and whether the label bears it out; `table` is what it is a row for."""

    table: str
    features: Mapping[str, float]
    holds: bool


class Choice(NamedTuple):
    """The ties of a sentence to each motive around it, and which of them it is labelled with."""

    features: Array
    meant: NDArray[np.bool_]


def main() -> None:
    """Fit on the development part, print what it brings there and on the test part, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="folder of the news collection's JSON files")
    parser.add_argument("--weights", type=Path, default=None, help="folder of the model; the one that ships otherwise")
    parser.add_argument("--write", action="store_true", help="write the fitted weights to the files")
    given = parser.parse_args()
    model, answers = Reader(given.weights), Answers(given.weights)
    dev, more, test = (
        [row for item in some for row in rows(item, model, answers)]
        for some in (news(given.news, "dev"), news(given.news, "dev", labels=SENTENCES), news(given.news, "test"))
    )
    tables = {
        "joint": (weights.FILE, motives.joint()),
        "joint-evidence": (evidence_weights.FILE, evidence.weights("joint-evidence")),
        "joint-direction": (evidence_weights.FILE, evidence.weights("joint-direction")),
    }
    for table, (file, before) in tables.items():
        names = list(before)
        learn, check = (
            arrays([row for row in some if isinstance(row, Row)], table, names) for some in ([*dev, *more], test)
        )
        after = np.round(fitted(*learn, np.zeros(len(names)), STRENGTH), 2)
        print(table, dict(zip(names, after.tolist(), strict=True)))
        cues = np.array([float(name == "cues") for name in names])
        for when, weight in (("cues alone", cues), ("both", after)):
            for part, (features, wanted) in (("dev", learn), ("test", check)):
                print(f"  {when:10} {part:4} {figures(1 / (1 + np.exp(-features @ weight)), wanted)}")
        if given.write:
            write(file, table, "", dict(zip(names, after.tolist(), strict=True)))
    learned, checked = ([row for row in some if isinstance(row, Choice)] for some in (dev, test))
    start = np.array([evidence.weights("link")[name] for name in CHOSEN])
    after = np.round(chosen(learned), 2)
    print("link", dict(zip(CHOSEN, after.tolist(), strict=True)))
    for when, weight in (("before", start), ("after", after)):
        print(f"  {when:10} right: dev {share(learned, weight):.3f}, test {share(checked, weight):.3f}")
    if given.write:
        write(evidence_weights.FILE, "link", "", dict(zip(CHOSEN, after.tolist(), strict=True)))


def rows(item: Article, model: Reader, answers: Answers) -> Iterator[Row | Choice]:
    """The sentences of an article, for each table that they are a row for."""
    asked, cut = question.parse(item.question), sentences.split(item.text, item.trims)
    read = parses.read(item.text, cut, model)
    answered = answers.read(item.question, [item.text[place.start : place.end] for place in cut])
    own = [(told, place) for told in item.hypotheses if told.on_question for place in told.stated]
    before: tuple[motives.Cue, ...] = ()
    every = passages.read(item.text, cut, asked, read)
    for place, passage in enumerate(every):
        cues = motives.cues_of(passage)
        odds = motives.rated(motives.features(passage, cues, before, place / len(every), place, asked))
        judged = {kind: answered.of(place, kind) for kind in motives.NETWORK}
        at = passage.sentence
        yield Row("joint", {"cues": odds, **judged}, among(at.start, at.end, [known for _, known in own]))
        before = cues
    stated = [Motive(start, end, "", 1.0) for _, (start, end) in own]
    for told in evidence.tell(item.text, cut, stated, asked, read, answered):
        if not told.others or not told.passage.stems:
            continue
        at = told.passage.sentence
        supported, opposed, unclear = (
            {known.id for known, _ in own if among(at.start, at.end, getattr(known, way))}
            for way in ("supported", "opposed", "open")
        )
        meant = supported | opposed | unclear
        yield Row("joint-evidence", evidence.judged(told, answered, asked), bool(meant))
        here = np.array([own[spot.index][0].id in meant for spot in told.others])
        if here.any():
            ties = [evidence.ties(told, spot) for spot in told.others]
            yield Choice(np.array([[tie[name] for name in CHOSEN] for tie in ties]), here)
            if bool(supported) != bool(opposed):
                spots = [spot for spot, right in zip(told.others, here, strict=True) if right]
                closest = max(spots, key=lambda spot: evidence.fit(told, spot))
                yield Row("joint-direction", evidence.sided(told, answered, closest), bool(opposed))


def arrays(every: Sequence[Row], table: str, names: Sequence[str]) -> tuple[Array, Array]:
    """The rows of one table as features, in the order of `names`, and whether each holds."""
    return weights.arrays([(row.features, row.holds) for row in every if row.table == table], names)


def chosen(every: Sequence[Choice]) -> Array:
    """The weights under which the labelled choices are most probable, by gradient ascent."""
    weight = np.zeros(len(CHOSEN))
    scale = np.concatenate([choice.features for choice in every]).std(axis=0) + 1e-9
    for _ in range(400):
        slope = -0.001 * weight
        for choice in every:
            odds = np.exp((scores := choice.features / scale @ weight) - scores.max())
            told, right = odds / odds.sum(), odds * choice.meant / (odds * choice.meant).sum()
            slope += (right - told) @ (choice.features / scale) / len(every)
        weight += slope
    return np.asarray(weight / scale)


def share(every: Sequence[Choice], weight: Array) -> float:
    """How often the best choice is a labelled one."""
    return float(np.mean([choice.meant[np.argmax(choice.features @ weight)] for choice in every]))


if __name__ == "__main__":
    main()
