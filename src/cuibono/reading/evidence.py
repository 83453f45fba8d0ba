"""Evidence: statements that make a motive, or the act itself, more or less likely.

A statement rarely stands in its motive's own sentence, so each is linked by discourse: where the motives stand around
it, and how like their words and ideas are. Cues and weights are data (`data/evidence.toml`).
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

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

THRESHOLD = 0.22
"""Least probability at which a sentence is taken to bear on some motive."""

SURE = 0.5
"""Least confidence of a motive at which its own sentence is no evidence for or against it as a whole."""

_FARTHEST = 8
"""Sentences; a motive farther off is as good as any other."""

_CONSIDERED = 24
"""How many of the motives around a statement are considered, so that time grows with the text and not its square."""

_LEAST_ASIDE = 5
"""Words; what a motive's sentence adds in fewer is no statement of its own."""

Direction = Literal["for", "against"]


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


@dataclass(frozen=True, slots=True)
class _Told:
    """A passage as the linking sees it: its place among the others, and its words."""

    passage: Passage
    place: int
    vector: Vector


@dataclass(frozen=True, slots=True)
class _Spot:
    """A motive as the linking sees it: its index, the index and paragraph of its sentence, and its words."""

    index: int
    sentence: int
    paragraph: int
    vector: Vector
    confidence: float


def find(
    text: str,
    sentences: Sequence[Sentence],
    motives: Sequence[Motive],
    question: Question,
    parses: Parses | None = None,
) -> tuple[Bearing, ...]:
    """What bears on each of `motives`, in order of start; one span may stand for one motive and against another.

    >>> from cuibono.reading import motives
    >>> from cuibono.reading.question import parse
    >>> from cuibono.reading.sentences import split
    >>> text = "Acme closed the plant in order to cut costs. But its costs had failed to rise, the union says."
    >>> question, found = parse("Why did Acme close the plant?"), split(text)
    >>> [(b.target, b.direction) for b in find(text, found, motives.find(text, found, question), question)]
    [(0, 'against')]
    """
    read = passages.read(text, tuple(sentences), question, parses)
    folder = Folder({"": text}, question)
    spots = _spots(text, read, motives, folder)
    found: list[Bearing] = []
    for place, passage in enumerate(read):
        near = _near(spots, place)
        own = [spot for spot in near if spot.sentence == place and spot.confidence >= SURE]
        others = [spot for spot in near if spot not in own]
        cues = _cues(passage)
        found += _on_own(text, passage, [(motives[spot.index], spot.index) for spot in own])
        if others and passage.stems:
            told = _Told(passage, place, folder.vector(text[passage.sentence.start : passage.sentence.end]))
            confidence = _score(told, cues, others, place / len(read), question)
            if confidence >= THRESHOLD:
                found += _linked(text, told, cues, others, round(confidence, 3))
        if passage.stems and _is_about_act(passage, cues, question):
            found.append(_bearing(text, passage, spans.statement(passage), cues, None, 0.4))
    return tuple(found)


@cache
def _vocabulary() -> tuple[Patterns, Mapping[str, float], Mapping[str, Mapping[str, float]]]:
    """The cue patterns, how much each cue speaks against, and the weights by table ("weights", "link", "direction")."""
    data = tomllib.loads(files("cuibono.data").joinpath("evidence.toml").read_text("utf-8"))
    book = Patterns({cue["name"]: cue["phrases"] for cue in data["cue"]}, data["parts"])
    against = {cue["name"]: cue["against"] for cue in data["cue"]}
    tables = {name: MappingProxyType(data[name]) for name in ("weights", "link", "direction")}
    tables["cue"] = MappingProxyType({cue["name"]: cue["weight"] for cue in data["cue"]})
    return book, MappingProxyType(against), MappingProxyType(tables)


def _cues(passage: Passage, first: int = 0, last: int | None = None) -> dict[str, tuple[int, int]]:
    """The cues among some tokens of a passage, each with the first range of tokens that shows it."""
    hits: dict[str, tuple[int, int]] = {}
    for hit in _vocabulary()[0].find(passage.tokens[first:last]):
        hits.setdefault(hit.name, (hit.first + first, hit.last + first))
    return hits


def _spots(text: str, read: Sequence[Passage], motives: Sequence[Motive], folder: Folder) -> list[_Spot]:
    starts = [passage.sentence.start for passage in read]
    places = [max(0, bisect_right(starts, motive.start) - 1) for motive in motives]
    return sorted(
        (
            _Spot(
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


def _near(spots: Sequence[_Spot], place: int) -> Sequence[_Spot]:
    """The motives around a sentence, as many before it as after."""
    at = bisect_right(spots, place, key=lambda spot: spot.sentence)
    return spots[max(0, at - _CONSIDERED // 2) : at + _CONSIDERED // 2]


def _score(
    told: _Told, cues: Mapping[str, tuple[int, int]], near: Sequence[_Spot], depth: float, question: Question
) -> float:
    """The probability, 0 to 1, that a passage is evidence for or against one of the motives around it."""
    tables, passage = _vocabulary()[2], told.passage
    weights = tables["weights"]
    steps = [told.place - spot.sentence for spot in near]
    closest = min(abs(step) for step in steps)
    words = sum(token.word[0].isalnum() for token in passage.tokens)
    flags = {
        "next": closest == 1,
        "after": any(0 < step <= 2 for step in steps),
        "paragraph": any(spot.paragraph == passage.sentence.paragraph for spot in near),
        "far": closest > 6,
        "short": words < 7,
        "long": words > 30,
        "act": Holder.ACT in passage.holders,
        "deed": bool(passage.stems.intersection(question.act + question.objects)),
        "actor": passage.names_actor,
        "other": passage.subject is Holder.OTHER,
        "figures": any(token.word[0].isdigit() for token in passage.tokens),
        "question": any(token.word == "?" for token in passage.tokens),
        "late": depth > 2 / 3,
    }
    total = weights["none"] + sum(weights[name] for name, holds in flags.items() if holds)
    total += sum(tables["cue"][name] for name in cues) + weights["cue"] * min(4, len(cues))
    total += weights["likeness"] * max(matching.likeness(told.vector, spot.vector) for spot in near)
    return 1 / (1 + math.exp(-total))


def _linked(
    text: str, told: _Told, cues: Mapping[str, tuple[int, int]], near: Sequence[_Spot], confidence: float
) -> Iterator[Bearing]:
    """A passage as evidence on the motive that it most probably bears on, and on a second one about as probable."""
    link = _vocabulary()[2]["link"]
    ranked = sorted(((_link(told, spot), -spot.index) for spot in near), reverse=True)
    best = ranked[0][0]
    span = spans.statement(told.passage)
    for score, index in ranked[:2]:
        if score >= max(link["sure"], best - link["second"]):
            yield _bearing(text, told.passage, span, cues, -index, confidence)


def _link(told: _Told, spot: _Spot) -> float:
    """How well a motive fits as what a passage bears on: near, in the same paragraph, in like words."""
    link = _vocabulary()[2]["link"]
    step = told.place - spot.sentence
    total = link["step"] * min(abs(step), _FARTHEST) + link["likeness"] * matching.likeness(told.vector, spot.vector)
    total += link["paragraph"] if spot.paragraph == told.passage.sentence.paragraph else 0.0
    total += link["confidence"] * spot.confidence
    return total + (link["ahead"] if step < 0 else 0.0)


def _on_own(text: str, passage: Passage, own: Sequence[tuple[Motive, int]]) -> Iterator[Bearing]:
    """What a motive's own sentence says for or against it: that it is set aside, or an addition after a comma."""
    for motive, index in own:
        if motive.rejected:
            yield Bearing(motive.start, motive.end, index, "against", motive.cue, motive.confidence)
    if not own:
        return
    last, index = max(own, key=lambda pair: pair[0].end)
    first = next((place for place, token in enumerate(passage.tokens) if token.start >= last.end), len(passage.tokens))
    span = spans.trimmed(passage.tokens, first, spans.statement(passage).last)
    if span.last - span.first >= _LEAST_ASIDE:
        yield _bearing(text, passage, span, _cues(passage, span.first, span.last), index, 0.35)


def _is_about_act(passage: Passage, cues: Mapping[str, tuple[int, int]], question: Question) -> bool:
    """Whether a passage speaks of whether the act happened: its words, its actor, and a word of proof or denial."""
    deed = passage.stems.intersection(question.act + question.objects)
    return "occurrence" in cues and passage.names_actor and bool(deed)


def _bearing(
    text: str,
    passage: Passage,
    span: Span,
    cues: Mapping[str, tuple[int, int]],
    target: int | None,
    confidence: float,
) -> Bearing:
    _, against, tables = _vocabulary()
    total = tables["direction"]["none"] + sum(against[name] for name in cues)
    strongest = max(cues, key=lambda name: against[name] * math.copysign(1, total), default=None)
    first, last = cues[strongest] if strongest else (0, 0)
    tokens = passage.tokens
    return Bearing(
        tokens[span.first].start,
        tokens[span.last - 1].end,
        target,
        "against" if total > 0 else "for",
        text[tokens[first].start : tokens[last - 1].end] if last else "",
        confidence,
    )
