"""Motives offered for an act: the words that say why an actor did it.

Each sentence is scored by what its cues are, whose clause they stand in, and how close it is to the act of the
question. The cue lists and the weights are data (`data/motives.toml`).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cuibono.reading import passages, spans
from cuibono.reading.actors import is_anonymous
from cuibono.reading.holders import Holder
from cuibono.reading.parses import Parses
from cuibono.reading.passages import Passage
from cuibono.reading.patterns import Patterns
from cuibono.reading.question import Question
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import Tag, Token

if TYPE_CHECKING:
    from cuibono.reading.model.answers import Answered

THRESHOLD = 0.2
"""Least probability at which a sentence is taken to state a motive."""

NETWORK = ("motive", "elsewhere")
"""What the network judges of a sentence that tells whether it states a motive for the act."""

_WILL = frozenset(("desire", "hope", "emotion", "perception", "need", "quoted-will", "try", "hedge", "character"))
"""Cues that negation does not set aside: what somebody does not want moves them too."""


@dataclass(frozen=True, slots=True)
class Motive:
    """One place that states a motive.

    `start` and `end` are code-point offsets into the text; `cue` the words that show it, empty where none does; `actor`
    whose motive it is where the words say so; `rejected` that it is set aside; `on_question` that it is for the act in
    question. A claim made of it has `bears_on` "question" if `on_question`, else `None`, and `direction` "against" if
    `rejected`, else "for".
    """

    start: int
    end: int
    cue: str
    confidence: float
    actor: str | None = None
    rejected: bool = False
    on_question: bool = True


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a sentence: its name, its strength, its first and last (excluded) token, and who holds its clause."""

    name: str
    strength: str
    first: int
    last: int
    holder: Holder


def find(
    text: str,
    sentences: Sequence[Sentence],
    question: Question,
    parses: Parses | None = None,
    answered: Answered | None = None,
) -> tuple[Motive, ...]:
    """The motives that `text` offers, in order of their start; with `parses`, by the model's grammar.

    With `answered`, the network's judgement of the same sentences counts beside that of the cues.

    >>> from cuibono.reading.question import parse
    >>> from cuibono.reading.sentences import split
    >>> text = "Acme closed the plant in order to cut costs. It rained."
    >>> [text[m.start : m.end] for m in find(text, split(text), parse("Why did Acme close the plant?"))]
    ['Acme closed the plant in order to cut costs']
    """
    read = passages.read(text, tuple(sentences), question, parses)
    found: list[Motive] = []
    before: tuple[Cue, ...] = ()
    for place, passage in enumerate(read):
        cues = cues_of(passage)
        odds = rated(features(passage, cues, before, place / len(read), place, question))
        score = round(1 / (1 + math.exp(-(_together(odds, place, answered) if answered else odds))), 3)
        lead = _lead(cues)
        elsewhere = lead is not None and _is_elsewhere(passage, lead, question)
        if score >= THRESHOLD or (lead and elsewhere and lead.strength == "strong"):
            found += _motives(text, passage, cues, score, question, not elsewhere)
        before = cues
    return tuple(found)


def cues_of(passage: Passage) -> tuple[Cue, ...]:
    """The motive cues of one passage, in order."""
    book, strengths, _ = _vocabulary()
    tokens = passage.tokens
    hits = [(hit.name, hit.first, hit.last) for hit in book.find(tokens)]
    hits += [("purpose", place, min(place + 2, len(tokens))) for place in passage.purposes]
    return tuple(
        Cue(name, strengths[name], first, last, passage.holders[first])
        for name, first, last in sorted(hits, key=lambda hit: hit[1])
        if name != "stated-reason" or not _cites(tokens, first)
    )


def _cites(tokens: Sequence[Token], place: int) -> bool:
    """Whether "citing" at `place` names where something is known from ("citing officials") and no reason."""
    if not tokens[place].word.startswith("cit"):
        return False
    object_of = takewhile(lambda token: token.tag is not Tag.MARK, tokens[place + 1 : place + 8])
    return any(is_anonymous(token.word) or token.word in _sources() for token in object_of)


@cache
def _sources() -> frozenset[str]:
    """Nouns of what information is taken from."""
    data = tomllib.loads(files("cuibono.data").joinpath("attribution.toml").read_text("utf-8"))
    return frozenset(data["nouns"]["speaking"].split())


def weights() -> Mapping[str, float]:
    """The weight of every feature in log odds, by name; "none" is what a sentence without any has."""
    return _vocabulary()[2]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("cuibono.data").joinpath("motives.toml").read_text("utf-8"))


@cache
def _vocabulary() -> tuple[Patterns, Mapping[str, str], Mapping[str, float]]:
    """The cue patterns, the strength of each cue, and all weights, those of cues under "cue/" and their name."""
    data = _data()
    book = Patterns({cue["name"]: cue["phrases"] for cue in data["cue"]}, data["parts"])
    strengths = {cue["name"]: cue["strength"] for cue in data["cue"]} | {"purpose": "medium"}
    weights = {f"cue/{cue['name']}": cue["weight"] for cue in data["cue"]} | data["weights"]
    return book, MappingProxyType(strengths), MappingProxyType(weights)


def rated(found: Mapping[str, float]) -> float:
    """The log odds, by its features alone, that a passage states a motive for the act in question."""
    weight = weights()
    return weight["none"] + sum(weight[name] * times for name, times in found.items())


def _together(odds: float, place: int, answered: Answered) -> float:
    """The log odds by cues and network together."""
    weight = joint()
    judged = sum(weight[kind] * answered.of(place, kind) for kind in NETWORK)
    return answered.beside(odds, weight["none"] + weight["cues"] * odds + judged)


@cache
def joint() -> Mapping[str, float]:
    """The weights of the log odds by cues, and of those by the network of each of `NETWORK`."""
    return MappingProxyType(_data()["joint"])


def features(
    passage: Passage, cues: Sequence[Cue], before: Sequence[Cue], depth: float, place: int, question: Question
) -> dict[str, float]:
    """What speaks for and against a passage stating a motive, by the names of the weights; `depth` is 0 to 1."""
    telling = {cue.name: cue.strength for cue in cues if cue.strength != "weak"}
    words = sum(token.word[0].isalnum() for token in passage.tokens)
    deed = bool(passage.stems.intersection(question.act + question.objects))
    found = {f"{cue.strength}/{cue.holder}": 1.0 for cue in cues}
    found |= {"purpose" if cue.name == "purpose" else f"cue/{cue.name}": 1.0 for cue in cues}
    found["cues"] = min(3, len(telling))
    found["after-cues"] = min(3, len({cue.name for cue in before if cue.strength != "weak"})) / 3
    flags = {
        "actor-named": passage.names_actor,
        "act-named": Holder.ACT in passage.holders,
        "deed-strong": deed and "strong" in telling.values(),
        "deed-medium": deed and "medium" in telling.values(),
        "hedged": bool(telling) and any(cue.name == "hedge" for cue in cues),
        "about-other": passage.subject is Holder.OTHER,
        "lead": place < 3,
        "late": depth > 2 / 3,
        "figures": any(token.word[0].isdigit() for token in passage.tokens),
        "question": any(token.word == "?" for token in passage.tokens),
        "short": words < 8,
        "long": words > 35,
        "quoted": any(token.word in '"“”' for token in passage.tokens),
        "asks": passage.asks or {cue.name for cue in cues} >= {"announcement", "question"},
        "advice": passage.advises,
    }
    return found | {name: 1.0 for name, holds in flags.items() if holds}


def _lead(cues: Sequence[Cue]) -> Cue | None:
    """The weightiest cue, the first of several."""
    return max(cues, key=lambda cue: (weights().get(f"cue/{cue.name}", weights()["purpose"]), -cue.first), default=None)


def _is_elsewhere(passage: Passage, lead: Cue, question: Question) -> bool:
    """Whether a passage speaks of somebody else's doing: nothing in it names the actor or the act of the question."""
    deed = passage.stems.intersection(question.act + question.objects)
    return lead.holder is Holder.OTHER and not passage.names_actor and not deed


def _motives(
    text: str, passage: Passage, cues: Sequence[Cue], score: float, question: Question, on_question: bool
) -> Iterator[Motive]:
    """The motives in one passage: one, or both halves of "not X but Y"."""
    lead = _lead(cues)
    telling = [cue for cue in cues if cue.strength != "weak"]
    halves = spans.halves(passage) if telling else None
    whole = spans.statement(passage, [place for cue in telling for place in (cue.first, cue.last - 1)])
    for span in halves or (whole,):
        first, last = passage.tokens[span.first], passage.tokens[span.last - 1]
        yield Motive(
            first.start,
            last.end,
            text[passage.tokens[lead.first].start : passage.tokens[lead.last - 1].end] if lead else "",
            score,
            _actor(passage, lead, question),
            span.denied or (halves is None and _rejects(passage, cues, lead)),
            on_question,
        )


def _actor(passage: Passage, lead: Cue | None, question: Question) -> str | None:
    holder = lead.holder if lead else passage.subject
    return question.actors[0] if holder in (Holder.ACTOR, Holder.ROLE) and question.actors else None


def _rejects(passage: Passage, cues: Sequence[Cue], lead: Cue | None) -> bool:
    """Whether the passage sets its motive aside, by a verb ("dismissed the idea") or a negation before the cue."""
    if any(cue.name == "rejection" for cue in cues):
        return True
    if lead is None or lead.name in _WILL:
        return False
    clause = passage.clauses[passage.clause_at(lead.first)]
    before = passage.tokens[clause.first : lead.first]
    return any(token.tag is Tag.NEGATION or token.word.endswith("n't") for token in before)
