"""Fit the weights of `data/matching.toml` to the project's own articles, and write them there.

    python training/matching_weights.py [ARTICLES.jsonl QUESTIONS.jsonl ...] [--write]

Two logistic regressions (Newton's method) over the sentences that are labelled as stating a motive: whether two in one
document state the same, and whether two motives of the articles on one question are the same; then the least odds at
which joining them one to one gives the best F over pairs. Printed are figures for the questions fitted to, those kept
apart, and further labelled articles with their questions (`question_id`, `groups` of `members`, `near`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from pathlib import Path

import numpy as np
import tomlkit
from numpy.typing import NDArray

import cuibono
from articles import Article, among, articles, kept, labelled
from cuibono.reading import matching, question, restating, sentences, telling
from cuibono.reading.meaning import Meanings
from cuibono.reading.model import Embedder
from cuibono.reading.restating import Place, Statement
from cuibono.reading.telling import Told
from cuibono.reading.wording import Folder

Array = NDArray[np.float64]
Row = tuple[dict[str, float], float, float]
"""Features of a pair, whether it is one motive, and what the pair counts."""
Motive = tuple[str, str]
"""An article and the id of a motive in it."""
Labels = tuple[set[frozenset[Motive]], set[frozenset[Motive]]]
"""Pairs of motives that are the same, and pairs that nearly are."""
ACROSS = {"across": True, "across-by-words": False}
"""Whether meanings are known."""
KNOWN = {"fitted to": False, "kept apart": True}
FILE = Path(cuibono.__file__).parent / "data" / "matching.toml"
BY_HAND = {
    "odds": {
        "next": 1.0,
        "next paragraph": -0.1,
        "paragraph": -0.6,
        "near": -1.7,
        "far": -2.4,
        "likeness": 8.0,
        "back": 0.7,
        "another": -3.0,
        "turned": -1.0,
        "meaning": 2.0,
    },
    "across": {"base": -2.0, "words": 4.0, "closest": 4.0, "meaning": 2.0, "contrast": 0.0},
    "across-by-words": {"base": -2.0, "words": 4.0, "closest": 4.0},
}
"""The weights that were set by hand, to which a fit is drawn; "turned" stays, for labels do not say it by statement."""
STRENGTH = {"odds": 1.0, "across": 30.0, "across-by-words": 30.0}
"""How strongly a fit is drawn there: as by so many pairs. Invented articles share fewer words across than real ones."""


@dataclass(slots=True)
class Case:
    """The articles on one question: motives as each tells them, and which are the same, or nearly (not counted)."""

    restated: list[Row] = field(default_factory=list)
    motives: dict[Motive, Told] = field(default_factory=dict)
    same: set[frozenset[Motive]] = field(default_factory=set)
    near: set[frozenset[Motive]] = field(default_factory=set)

    def pairs(self) -> Iterator[tuple[Motive, Motive]]:
        """All pairs of motives of different articles."""
        return ((one, other) for one, other in combinations(self.motives, 2) if one[0] != other[0])


def main() -> None:
    """Fit, print what it brings, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("others", nargs="*", type=Path, help="labelled articles and their questions, in turn")
    parser.add_argument("--write", action="store_true", help="write the fitted weights to the file")
    given = parser.parse_args()
    embedder, every = Embedder(), list(articles())
    apart = kept(every)
    known = {name: [item for item in every if (item.question_id in apart) is held] for name, held in KNOWN.items()}
    sets = {name: list(cases(items, _paired(items), embedder)) for name, items in known.items()}
    for told, asked in zip(given.others[::2], given.others[1::2], strict=True):
        sets[told.name] = list(cases(list(labelled(told)), _listed(asked), embedder))
    learn = sets["fitted to"]
    tables = {"odds": fitted([row for case in learn for row in case.restated], "odds")}
    for name in ACROSS:
        odds = fitted([row for case in learn for row in across(case)], name)
        tables[name] = odds | {"least": best_least(learn, odds)}
    for name, found in sets.items():
        print(f"{name}: {figures(found, tables)}")
    if given.write:
        write(tables)


def cases(every: Sequence[Article], same: Mapping[str, Labels], embedder: Embedder) -> Iterator[Case]:
    """What is known of each question; `same` has the pairs of motives that are one, and those that nearly are."""
    for name, group in groupby(sorted(every, key=lambda item: item.question_id), lambda item: item.question_id):
        own = list(group)
        texts = {item.id: _without_furniture(item) for item in own}
        folder = Folder(texts, question.parse(own[0].question))
        meanings = Meanings(texts, folder.masked, embedder)
        case, groups = Case(same=same[name][0], near=same[name][1]), {}
        for item in own:
            places = matching.places([told for told, _ in _stated(item)], texts, folder, meanings)
            labelled = list(zip(places, [ids for _, ids in _stated(item)], strict=True))
            case.restated += _restated(labelled, texts[item.id])
            for told in item.hypotheses:
                if stating := [place for place, ids in labelled if told.id in ids]:
                    groups[item.id, told.id] = stating
        motives = telling.motives(list(groups.values()), texts, folder, meanings)
        case.motives = dict(zip(groups, motives, strict=True))
        yield case


def _stated(item: Article) -> list[tuple[Statement, frozenset[str]]]:
    """The sentences that state motives for the act, with the ids of these."""
    found = []
    for cut in sentences.split(item.text, item.trims):
        told = [motive for motive in item.hypotheses if motive.on_question and among(cut.start, cut.end, motive.stated)]
        if told:
            statement = Statement(f"{item.id}-{cut.start}", item.id, cut.start, cut.end)
            found.append((statement, frozenset(motive.id for motive in told)))
    return found


def _restated(labelled: Sequence[tuple[Place, frozenset[str]]], text: str) -> Iterator[Row]:
    """Pairs of statements of one document; each later statement counts as one, however many stand before it."""
    for number, (other, ids) in enumerate(labelled):
        for one, before in labelled[:number]:
            told = restating.features(one, other, text) | restating.opening(other, text)
            yield told, float(bool(ids & before)), 1 / number


def across(case: Case) -> Iterator[Row]:
    """Pairs of motives of different articles."""
    for one, other in case.pairs():
        told = telling.features(case.motives[one], case.motives[other])
        same = frozenset((one, other))
        if same not in case.near:
            yield told, float(same in case.same), 1.0


def fitted(rows: Sequence[Row], name: str) -> dict[str, float]:
    """The weights of greatest posterior under a normal prior around those set by hand, to two decimals."""
    start, strength = BY_HAND[name], STRENGTH[name]
    features = np.array([[told.get(feature, 0.0) for feature in start] for told, _, _ in rows])
    wanted, counts = np.array([row[1:] for row in rows]).T
    first = np.array(list(start.values()))
    weights = first.copy()
    for _ in range(25):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (counts * (chance - wanted)) + strength * (weights - first)
        curve = (features.T * (counts * chance * (1 - chance))) @ features + strength * np.eye(len(first))
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(start, np.round(weights, 2).tolist(), strict=True))


def best_least(every: Sequence[Case], odds: Mapping[str, float]) -> float:
    """The least odds at which pairs joined one to one have the best F."""
    return max((f_of(every, odds, least), least) for least in np.round(np.arange(-3, 1, 0.05), 2).tolist())[1]


def f_of(every: Iterable[Case], odds: Mapping[str, float], least: float) -> float:
    """F over the pairs of motives that are joined one to one, the surest first."""
    hits = joined = wanted = 0
    for case in every:
        found = joins(case, odds, least) - case.near
        hits, joined, wanted = hits + len(found & case.same), joined + len(found), wanted + len(case.same)
    return 2 * hits / (joined + wanted) if joined + wanted else 0.0


def joins(case: Case, odds: Mapping[str, float], least: float) -> set[frozenset[Motive]]:
    """The pairs that are sure enough, each motive once with one of each other article."""
    scored = []
    for one, other in case.pairs():
        told = telling.features(case.motives[one], case.motives[other])
        scored.append((sum(weight * told[name] for name, weight in odds.items() if name in told), one, other))
    used: set[tuple[Motive, str]] = set()
    found: set[frozenset[Motive]] = set()
    for score, one, other in sorted(scored, reverse=True):
        if score >= least and not {(one, other[0]), (other, one[0])} & used:
            used |= {(one, other[0]), (other, one[0])}
            found.add(frozenset((one, other)))
    return found


def figures(every: Sequence[Case], tables: Mapping[str, Mapping[str, float]]) -> str:
    """Log loss of restatement by hand and fitted, and F across documents, in the file and fitted."""
    rows = [row for case in every for row in case.restated]
    by_hand, after = (loss(rows, odds) for odds in (BY_HAND["odds"], tables["odds"]))
    parts = [f"{len(rows)} pairs of statements, log loss {by_hand:.3f} -> {after:.3f}"]
    for name, meant in ACROSS.items():
        old, new = (f_of(every, odds, odds["least"]) for odds in (telling.weights(meant=meant), tables[name]))
        parts.append(f"{name} F {old:.3f} -> {new:.3f}")
    return "; ".join(parts)


def loss(rows: Sequence[Row], odds: Mapping[str, float]) -> float:
    """Mean log loss of pairs."""
    total = weight = 0.0
    for told, same, counts in rows:
        score = sum(odds[name] * value for name, value in told.items())
        total += counts * float(np.logaddexp(0, -score if same else score))
        weight += counts
    return total / weight


def write(tables: Mapping[str, Mapping[str, float]]) -> None:
    """Put the weights into the file; all else in it stays as it is."""
    told = tomlkit.parse(FILE.read_text("utf-8"))
    for name, odds in tables.items():
        told[name].update(odds)  # type: ignore[union-attr]
    FILE.write_text(tomlkit.dumps(told), encoding="utf-8")


def _without_furniture(item: Article) -> str:
    trimmed = {line for run in item.trims for line in range(run.first, run.last + 1)}
    lines = enumerate(item.text.split("\n"))
    return "\n".join(" " * len(line) if number in trimmed else line for number, line in lines)


def _paired(every: Sequence[Article]) -> dict[str, Labels]:
    """The pairs that the second article on a question lists."""
    homes: dict[str, list[Article]] = {}
    for item in every:
        homes.setdefault(item.question_id, []).append(item)
    return {
        name: ({frozenset(((own[0].id, a), (item.id, b))) for item in own[1:] for a, b in item.same}, set())
        for name, own in homes.items()
    }


def _listed(path: Path) -> dict[str, Labels]:
    """The pairs that a file of questions lists."""
    found = {}
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        members = [[tuple(member) for member in group["members"]] for group in row["groups"]]
        same = {frozenset(pair) for group in members for pair in combinations(group, 2) if pair[0][0] != pair[1][0]}
        found[row["question_id"]] = (same, {frozenset(tuple(member) for member in pair) for pair in row["near"]})
    return found


if __name__ == "__main__":
    main()
