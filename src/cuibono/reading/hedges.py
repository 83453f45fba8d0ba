"""Hedges: the words of a clause that show how sure its holder is, each with the level that it amounts to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.case.records import Level
from cuibono.reading.clauses import Clause
from cuibono.reading.phrases import Phrases
from cuibono.reading.tags import Tag, Token

_REACH = 3
"""Tokens between a negation and the cue that it turns."""
_KNOWING = 6
"""Tokens between a doubt and the word of knowledge that makes it ignorance."""


@dataclass(frozen=True, slots=True)
class Hedge:
    """A half-open range of a sentence's tokens, and the level that they show."""

    first: int
    last: int
    level: Level


class Hedges:
    """The hedges of one sentence, by clause; negations are combined with what they turn.

    >>> from cuibono.reading import clauses
    >>> tokens, parts = clauses.parse(text := "They cannot rule it out, but it is not likely.", 0, len(text))
    >>> [[hedge.level.value for hedge in Hedges(tokens).of(part)] for part in parts]
    [['denied'], ['doubtful']]
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._words = [token.word if token.tag is not Tag.NAME else "" for token in tokens]

    def of(self, clause: Clause) -> list[Hedge]:
        """The hedges that start in `clause`, in order; words of thought that nothing turns are none."""
        found: list[Hedge] = []
        index = clause.first
        while index < clause.last:
            hedge = self._at(index)
            if hedge:
                self._add(found, hedge)
            index = hedge.last if hedge else index + 1
        return [hedge for hedge in found if not (hedge.level is Level.ASSERTED and self._thinks(hedge))]

    def decisive(self, hedges: Sequence[Hedge], clause: Clause) -> Hedge | None:
        """The hedge that decides: the first, unless it only "seems"; a doubt about knowing is ignorance."""
        if not hedges:
            return None
        first = hedges[0]
        weak = self._words[first.first] in _vocabulary().weak
        if weak and len(hedges) > 1 and hedges[1].level is not Level.ASSERTED:
            first = hedges[1]
        known = self.knowing(clause) if first.level in (Level.DOUBTFUL, Level.DENIED) else []
        near = next((hedge for hedge in known if 0 <= hedge.first - first.last <= _KNOWING), None)
        return Hedge(first.first, near.last, Level.UNKNOWN) if near else first

    def knowing(self, clause: Clause) -> list[Hedge]:
        """The words of knowledge in `clause`: "know", "clear", "determine"."""
        hits = _vocabulary().knowledge.find(self._words[clause.first : clause.last])
        return [Hedge(clause.first + hit.first, clause.first + hit.last, Level.UNKNOWN) for hit in hits]

    def _at(self, index: int) -> Hedge | None:
        hit = _vocabulary().cues.at(self._words, index)
        if hit:
            return Hedge(index, hit.last, Level(hit.label))
        if self._negates(index):
            return Hedge(index, index + 1, Level.DENIED)
        return Hedge(index, index + 1, Level.ASSERTED) if self._words[index] in _vocabulary().thought else None

    def _negates(self, index: int) -> bool:
        return self._words[index] in _vocabulary().negations or self._words[index].endswith("n't")

    def _thinks(self, hedge: Hedge) -> bool:
        return self._words[hedge.first] in _vocabulary().thought

    def _add(self, found: list[Hedge], hedge: Hedge) -> None:
        """Add `hedge`, or turn it by the bare negation shortly before it."""
        previous = found[-1] if found else None
        if previous is None or not self._turns(previous, hedge):
            found.append(hedge)
            return
        level = Level.DOUBTFUL if self._thinks(hedge) else _vocabulary().negated[hedge.level]
        found[-1] = Hedge(previous.first, hedge.last, level)

    def _turns(self, previous: Hedge, hedge: Hedge) -> bool:
        bare = previous.last - previous.first == 1 and self._negates(previous.first)
        between = self._tokens[previous.last : hedge.first]
        joined = any(token.tag in (Tag.COORDINATOR, Tag.RELATIVE) for token in between)
        return bare and len(between) <= _REACH and not joined


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    cues: Phrases
    knowledge: Phrases
    negations: frozenset[str]
    thought: frozenset[str]
    weak: frozenset[str]
    negated: Mapping[Level, Level]


@cache
def _vocabulary() -> _Vocabulary:
    data = tomllib.loads(files("cuibono.data").joinpath("certainty.toml").read_text("utf-8"))
    return _Vocabulary(
        cues=Phrases(data["cues"]),
        knowledge=Phrases({"unknown": data["knowledge"]["words"]}),
        negations=frozenset(data["negation"]["words"].split()),
        thought=frozenset(data["thought"]["words"].split()),
        weak=frozenset(data["weak"]["words"].split()),
        negated={Level(level): Level(turned) for level, turned in data["negated"].items()},
    )
