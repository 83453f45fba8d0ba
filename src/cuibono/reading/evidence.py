"""Evidence: statements that make a motive, or the act itself, more or less likely.

A statement rarely stands in its motive's own sentence, so each is linked by discourse: where the motives stand around
it, and how like their words and ideas are. Cues and weights are data (`data/evidence.toml`), in part fitted
(`training/evidence_weights.py`).
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from cuibono.reading import matching, passages, spans
from cuibono.reading.holders import Holder
from cuibono.reading.matching import Folder, Vector
from cuibono.reading.motives import Motive
from cuibono.reading.parses import Parses
from cuibono.reading.passages import Passage
from cuibono.reading.patterns import Patterns
from cuibono.reading.question import Question
from cuibono.reading.sentences import Sentence
from cuibono.reading.spans import Span

if TYPE_CHECKING:
    from cuibono.reading.model.answers import Answered

THRESHOLD = 0.12
"""Least probability at which a sentence is taken to bear on some motive."""

_FARTHEST = 8
"""Sentences; a motive farther off is as good as any other."""

_CONSIDERED = 24
"""How many of the motives around a statement are considered, so that time grows with the text and not its square."""

Direction = Literal["for", "against"]
Table = Literal["evidence", "link", "direction", "joint-evidence", "joint-direction"]


@dataclass(frozen=True, slots=True)
class Bearing:
    """One statement bearing on one motive (`target`, its index) or on the question itself (`target` is `None`).

    `start` and `end` are code-point offsets; `cue` the words that show it, empty where only the place does.
    """

    start: int
    end: int
    target: int | None
    direction: Direction
    cue: str
    confidence: float


Weights = Mapping[str, float]
"""Log odds by feature; "none" is what a statement without any has."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A motive as the linking sees it: its index, the index and paragraph of its sentence, and its words."""

    index: int
    sentence: int
    paragraph: int
    vector: Vector
    confidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """A passage as the linking sees it: its place among all, its cues and words, and the motives around it.

    `own` are the motives that it states itself, `others` those that it may bear on.
    """

    passage: Passage
    place: int
    depth: float
    cues: Mapping[str, tuple[int, int]]
    vector: Vector
    own: tuple[Spot, ...]
    others: tuple[Spot, ...]
    answered: Answered | None = None

    def tie(self, spot: Spot, tie: str) -> float:
        """The network's log odds that the passage has this tie to a motive."""
        return self.answered.tie(spot.sentence, self.place, tie) if self.answered else 0.0


def find(
    text: str,
    sentences: Sequence[Sentence],
    motives: Sequence[Motive],
    question: Question,
    parses: Parses | None = None,
    answered: Answered | None = None,
) -> tuple[Bearing, ...]:
    """What bears on each of `motives`, in order of start; one span may stand for one motive and against another.

    With `answered`, the network's judgement of the same sentences counts beside that of cues and place.

    >>> from cuibono.reading import motives
    >>> from cuibono.reading.question import parse
    >>> from cuibono.reading.sentences import split
    >>> text = "Acme closed the plant in order to cut costs. But its costs had failed to rise, the union says."
    >>> question, found = parse("Why did Acme close the plant?"), split(text)
    >>> [(b.target, b.direction) for b in find(text, found, motives.find(text, found, question), question)]
    [(0, 'against')]
    """
    found: list[Bearing] = []
    for told in tell(text, sentences, motives, question, parses, answered):
        passage = told.passage
        found += (_set_aside(motives[spot.index], spot.index) for spot in told.own if motives[spot.index].rejected)
        if told.others and passage.stems:
            confidence = round(1 / (1 + math.exp(-bears(told, question))), 3)
            if confidence >= THRESHOLD:
                found += _linked(text, told, confidence)
        if passage.stems and _is_about_act(told, question):
            found.append(_bearing(text, told, spans.statement(passage), None, 0.4))
    return tuple(found)


def tell(
    text: str,
    sentences: Sequence[Sentence],
    motives: Sequence[Motive],
    question: Question,
    parses: Parses | None = None,
    answered: Answered | None = None,
) -> Iterator[Told]:
    """Each sentence of `text`, in order, as the linking to `motives` sees it."""
    read = passages.read(text, tuple(sentences), question, parses)
    folder = Folder({"": text}, question)
    spots = _spots(text, read, motives, folder)
    for place, passage in enumerate(read):
        near = _near(spots, place)
        own = tuple(spot for spot in near if spot.sentence == place)
        others = tuple(spot for spot in near if spot.sentence != place)
        vector = folder.vector(text[passage.sentence.start : passage.sentence.end])
        yield Told(passage, place, place / len(read), _cues(passage), vector, own, others, answered)


def weights(table: Table) -> Weights:
    """The weights of one table by feature, those of cues under "cue/" and their name."""
    return _vocabulary()[1][table]


@cache
def _vocabulary() -> tuple[Patterns, Mapping[str, Weights]]:
    """The cue patterns, and the weights by table; those of cues say that a statement bears, or speaks against."""
    data = tomllib.loads(files("cuibono.data").joinpath("evidence.toml").read_text("utf-8"))
    book = Patterns({cue["name"]: cue["phrases"] for cue in data["cue"]}, data["parts"])
    tables = {name: data[name] for name in get_args(Table)}
    for table, key in (("evidence", "weight"), ("direction", "against")):
        tables[table] = {f"cue/{cue['name']}": cue[key] for cue in data["cue"]} | tables[table]
    return book, MappingProxyType({name: MappingProxyType(table) for name, table in tables.items()})


def _cues(passage: Passage) -> dict[str, tuple[int, int]]:
    """The cues of a passage, each with the first range of tokens that shows it."""
    hits: dict[str, tuple[int, int]] = {}
    for hit in _vocabulary()[0].find(passage.tokens):
        hits.setdefault(hit.name, (hit.first, hit.last))
    return hits


def _spots(text: str, read: Sequence[Passage], motives: Sequence[Motive], folder: Folder) -> list[Spot]:
    starts = [passage.sentence.start for passage in read]
    places = [max(0, bisect_right(starts, motive.start) - 1) for motive in motives]
    return sorted(
        (
            Spot(
                index,
                place,
                read[place].sentence.paragraph,
                folder.vector(text[motive.start : motive.end]),
                motive.confidence,
            )
            for index, (motive, place) in enumerate(zip(motives, places, strict=True))
            if motive.on_question
        ),
        key=lambda spot: (spot.sentence, spot.index),
    )


def _near(spots: Sequence[Spot], place: int) -> Sequence[Spot]:
    """The motives around a sentence, as many before it as after."""
    at = bisect_right(spots, place, key=lambda spot: spot.sentence)
    return spots[max(0, at - _CONSIDERED // 2) : at + _CONSIDERED // 2]


def _odds(found: Weights, weight: Weights) -> float:
    return weight["none"] + sum(weight[name] * times for name, times in found.items())


def bears(told: Told, question: Question) -> float:
    """The log odds that a passage bears on one of the motives around it."""
    if told.answered is None:
        return _odds(features(told, question), weights("evidence"))
    found = judged(told, told.answered, question)
    return told.answered.beside(found["cues"], _odds(found, weights("joint-evidence")))


def judged(told: Told, answered: Answered, question: Question) -> dict[str, float]:
    """What cues and place, and what the network says to a passage bearing on a motive, by the names of the weights."""
    odds = _odds(features(told, question), weights("evidence"))
    return {"cues": odds, **{kind: answered.of(told.place, kind) for kind in ("for", "against")}}


def opposes(told: Told, spot: Spot | None) -> float:
    """The log odds that a passage opposes the motive that it bears on, if any, rather than supporting it."""
    if told.answered is None:
        return _odds(turns(told, spot), weights("direction"))
    return _odds(sided(told, told.answered, spot), weights("joint-direction"))


def sided(told: Told, answered: Answered, spot: Spot | None) -> dict[str, float]:
    """What cues, and what the network says to a passage opposing its motive, by the names of the weights."""
    found = {
        "cues": _odds(turns(told, spot), weights("direction")),
        "judged": answered.of(told.place, "against") - answered.of(told.place, "for"),
    }
    if spot:
        found["tied"] = told.tie(spot, "opposes") - told.tie(spot, "supports")
    return found


def features(told: Told, question: Question) -> dict[str, float]:
    """What speaks for and against a passage bearing on one of the motives around it, by the names of the weights."""
    passage, others = told.passage, told.others
    steps = [told.place - spot.sentence for spot in others]
    paragraphs = [passage.sentence.paragraph - spot.paragraph for spot in others]
    closest = min(abs(step) for step in steps)
    words = sum(token.word[0].isalnum() for token in passage.tokens)
    flags = {
        "next": closest == 1,
        "after": any(0 < step <= 2 for step in steps),
        "paragraph": 0 in paragraphs,
        "same": any(step > 0 and paragraph == 0 for step, paragraph in zip(steps, paragraphs, strict=True)),
        "last-paragraph": 1 in paragraphs,
        "far": closest > 6,
        "short": words < 7,
        "middling": words > 20,
        "long": words > 30,
        "act": Holder.ACT in passage.holders,
        "deed": bool(passage.stems.intersection(question.act + question.objects)),
        "actor": passage.names_actor,
        "other": passage.subject is Holder.OTHER,
        "figures": _has_figures(passage),
        "question": any(token.word == "?" for token in passage.tokens),
        "lead": told.place < 3,
        "late": told.depth > 2 / 3,
    }
    return {
        "likeness": max(matching.likeness(told.vector, spot.vector) for spot in others),
        "cues": min(4.0, len(told.cues)),
        **{f"cue/{name}": 1.0 for name in told.cues},
        **{name: 1.0 for name, holds in flags.items() if holds},
    }


def _has_figures(passage: Passage) -> bool:
    return any(token.word[0].isdigit() for token in passage.tokens)


def _linked(text: str, told: Told, confidence: float) -> Iterator[Bearing]:
    """A passage as evidence on the motive that it most probably bears on, and on a second one about as probable."""
    link = weights("link")
    ranked = sorted(((fit(told, spot), -spot.index, spot) for spot in told.others), reverse=True, key=itemgetter(0, 1))
    span = spans.statement(told.passage)
    for score, _, spot in ranked[:2]:
        if score >= ranked[0][0] - link["second"]:
            yield _bearing(text, told, span, spot, confidence)


def fit(told: Told, spot: Spot) -> float:
    """How well a motive fits as what a passage bears on, in log odds."""
    return sum(weights("link")[name] * times for name, times in ties(told, spot).items())


def ties(told: Told, spot: Spot) -> dict[str, float]:
    """What ties a passage to a motive, by the names of the weights: near, in the same paragraph, in like words."""
    step = told.place - spot.sentence
    found = {
        "step": min(abs(step), _FARTHEST),
        "ahead": float(step < 0),
        "paragraph": float(spot.paragraph == told.passage.sentence.paragraph),
        "likeness": matching.likeness(told.vector, spot.vector),
        "confidence": spot.confidence,
    }
    if told.answered is not None:
        found["tied"] = max(told.tie(spot, "supports"), told.tie(spot, "opposes"))
    return found


def turns(told: Told, spot: Spot | None) -> dict[str, float]:
    """What speaks for a passage opposing the motive that it bears on, if any, and not supporting it."""
    flags = {
        "ahead": spot is not None and spot.sentence > told.place,
        "figures": _has_figures(told.passage),
        "long": sum(token.word[0].isalnum() for token in told.passage.tokens) > 30,
    }
    return {**{f"cue/{name}": 1.0 for name in told.cues}, **{name: 1.0 for name, holds in flags.items() if holds}}


def _set_aside(motive: Motive, index: int) -> Bearing:
    """What the words that set a motive aside say against it."""
    return Bearing(motive.start, motive.end, index, "against", motive.cue, motive.confidence)


def _is_about_act(told: Told, question: Question) -> bool:
    """Whether a passage speaks of whether the act happened: its words, its actor, and a word of proof or denial."""
    deed = told.passage.stems.intersection(question.act + question.objects)
    return "occurrence" in told.cues and told.passage.names_actor and bool(deed)


def _bearing(text: str, told: Told, span: Span, spot: Spot | None, confidence: float) -> Bearing:
    against, tokens = weights("direction"), told.passage.tokens
    total = opposes(told, spot)
    sign = math.copysign(1, total)
    strongest = max(told.cues, key=lambda name: against[f"cue/{name}"] * sign, default=None)
    first, last = told.cues[strongest] if strongest else (0, 0)
    return Bearing(
        tokens[span.first].start,
        tokens[span.last - 1].end,
        spot.index if spot else None,
        "against" if total > 0 else "for",
        text[tokens[first].start : tokens[last - 1].end] if last else "",
        confidence,
    )
