"""Certainty: how surely the holder of a clause puts it.

Cue words stand in `data/certainty.toml`. In a clause the first cue decides; a negation before a cue turns its level
("not likely" doubts, "cannot rule out" keeps open), a negation alone denies, and a complement clause takes over the
level of the words that frame it ("it is not clear | whether …"). The levels follow FactBank (Saurí and Pustejovsky
2009).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.case.records import Certainty, Level
from cuibono.reading import clauses
from cuibono.reading.clauses import Clause
from cuibono.reading.phrases import Phrases
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import Tag, Token

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s|\n")
_CONTEXT = 1000
"""Characters before and after a span that may belong to its sentence."""

_ADVERBIAL = frozenset(
    {"if", "unless", "because", "although", "though", "while", "whereas", "since", "when", "as", "after"}
)
_COMPLEMENT = frozenset({"that", "whether", "if", "how", "why", "what", "when", "where", "who", "which"})
_BROKEN_BY = frozenset({Tag.COORDINATOR, Tag.RELATIVE})
_REACH = 4
"""Tokens between a negation and the cue that it turns."""


@dataclass(frozen=True, slots=True)
class Held:
    """One clause, by code-point offsets, and how surely it is put."""

    start: int
    end: int
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue in a clause: the tokens it covers, its level, and whether it only seems so ("appears")."""

    first: int
    last: int
    level: Level


@dataclass(frozen=True, slots=True)
class _Lexicon:
    cues: Phrases
    negations: frozenset[str]
    negated: dict[Level, Level]
    knowledge: Phrases
    thought: frozenset[str]
    weak: frozenset[str]


def find(text: str, sentences: Sequence[Sentence]) -> tuple[Held, ...]:
    """Every clause of `sentences` with its certainty, in order."""
    held: list[Held] = []
    for sentence in sentences:
        tokens, parts = clauses.parse(text, sentence.start, sentence.end)
        for clause, certainty in zip(parts, _levels(text, tokens, parts), strict=True):
            held.append(Held(tokens[clause.first].start, tokens[clause.last - 1].end, certainty))
    return tuple(held)


def assess(text: str, start: int, end: int) -> Certainty:
    """How surely `text[start:end]` is put by whoever says it: a level, and the words that show it.

    >>> text = "It is not clear whether they left. They may not return, but talks continue."
    >>> [assess(text, a, b).level.value for a, b in ((16, 33), (35, 54), (60, 75))]
    ['unknown', 'doubtful', 'asserted']
    """
    first, last = _sentence_around(text, start, end)
    tokens, parts = clauses.parse(text, first, last)
    if not parts:
        return Certainty()
    inside = [token.start < end and token.end > start for token in tokens]
    levels = _levels(text, tokens, parts, inside)
    touched = [k for k, clause in enumerate(parts) if _share(inside, clause) > 0]
    chain = _main_chain(tokens, parts, [k for k in touched if _share(inside, parts[k]) > 0.4] or touched)
    return next((levels[k] for k in chain if levels[k].level is not Level.ASSERTED), levels[chain[0]])


def _share(inside: Sequence[bool], clause: Clause) -> float:
    return sum(inside[clause.first : clause.last]) / (clause.last - clause.first)


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - _CONTEXT)
    first = low
    for mark in _SENTENCE_END.finditer(text, low, start):
        first = mark.end()
    mark_after = _SENTENCE_END.search(text, max(start, end - 1), min(len(text), end + _CONTEXT))
    return first, mark_after.end() if mark_after else min(len(text), end + _CONTEXT)


def _main_chain(tokens: Sequence[Token], parts: Sequence[Clause], touched: Sequence[int]) -> list[int]:
    """The clauses that carry a span: its first main clause, and the complements that hang on it."""
    main = next((k for k in touched if parts[k].opener not in _ADVERBIAL), touched[0])
    chain = [main]
    for k in touched:
        if k > main and k == chain[-1] + 1 and _is_complement(tokens, parts[k]):
            chain.append(k)
    return chain


def _is_complement(tokens: Sequence[Token], clause: Clause) -> bool:
    head = tokens[clause.first]
    if head.tag is Tag.RELATIVE:
        return False
    previous = tokens[clause.first - 1] if clause.first else None
    if clause.opener in _COMPLEMENT:
        return True
    return clause.opener == "" and previous is not None and previous.tag is not Tag.MARK


def _levels(
    text: str, tokens: Sequence[Token], parts: Sequence[Clause], inside: Sequence[bool] | None = None
) -> list[Certainty]:
    """The certainty of every clause, each taking over what frames it.

    Where `inside` marks a span, a clause that the span begins in the middle of is judged by the cues of the span, and
    only without any by those before it.
    """
    lexicon = _lexicon()
    levels: list[Certainty] = []
    frame: _Cue | None = None
    question = _is_question(tokens)
    for clause in parts:
        found = _decisive(tokens, clause, lexicon, inside)
        if frame is not None and _is_complement(tokens, clause):
            turned = frame.level is Level.DOUBTFUL and any(_known(tokens, clause, lexicon))
            certainty = Certainty(level=Level.UNKNOWN if turned else frame.level, words=_words(text, tokens, frame))
            if turned:
                levels[-1] = certainty
        elif found is None and clause.opener in ("if", "unless", "whether"):
            certainty = Certainty(level=Level.UNKNOWN, words=clause.opener)
            frame = None
        elif found is None and question:
            certainty = Certainty(level=Level.UNKNOWN, words="?")
        else:
            certainty = Certainty(level=found.level, words=_words(text, tokens, found)) if found else Certainty()
            frame = (
                found if found and found.level is not Level.ASSERTED and clause.last - found.last <= _REACH else None
            )
        levels.append(certainty)
    return levels


def _words(text: str, tokens: Sequence[Token], cue: _Cue) -> str:
    return " ".join(text[tokens[cue.first].start : tokens[cue.last - 1].end].split())


def _is_question(tokens: Sequence[Token]) -> bool:
    """Whether a sentence asks whether something is so; "why" and "how" take it for granted."""
    asks = any(token.word == "?" for token in tokens[-3:])
    return asks and not any(token.word in ("why", "how", "who", "what") for token in tokens[:4])


def _decisive(tokens: Sequence[Token], clause: Clause, lexicon: _Lexicon, inside: Sequence[bool] | None) -> _Cue | None:
    """The cue that decides on a clause, its level already turned by negation and knowledge."""
    cues = [cue for cue in _cues(tokens, clause, lexicon) if inside is None or cue.first < _end_inside(inside, clause)]
    if inside is not None:
        cues = [cue for cue in cues if any(inside[cue.first : cue.last])] or cues
    if not cues:
        return None
    first = cues[0]
    if len(cues) > 1 and tokens[first.first].word in lexicon.weak and cues[1].level is not Level.ASSERTED:
        first = cues[1]
    if first.level in (Level.DOUBTFUL, Level.DENIED):
        for known in _known(tokens, clause, lexicon):
            if 0 <= known.first - first.last <= _REACH + 2:
                return _Cue(first.first, known.last, Level.UNKNOWN)
    return first


def _end_inside(inside: Sequence[bool], clause: Clause) -> int:
    return max((k + 1 for k in range(clause.first, clause.last) if inside[k]), default=clause.last)


def _known(tokens: Sequence[Token], clause: Clause, lexicon: _Lexicon) -> Iterator[_Cue]:
    words = [token.word for token in tokens[clause.first : clause.last]]
    for hit in lexicon.knowledge.find(words):
        yield _Cue(clause.first + hit.first, clause.first + hit.last, Level.UNKNOWN)


def _cues(tokens: Sequence[Token], clause: Clause, lexicon: _Lexicon) -> list[_Cue]:
    """The cues that start in a clause, in order, negations combined with what they turn."""
    words = [token.word if token.tag is not Tag.NAME else "" for token in tokens[: clause.last + 2]]
    cues: list[_Cue] = []
    index = clause.first
    while index < clause.last:
        hit = lexicon.cues.at(words, index)
        if hit:
            cue = _Cue(index, hit.last, Level(hit.label))
        elif words[index] in lexicon.negations or words[index].endswith("n't"):
            cue = _Cue(index, index + 1, Level.DENIED)
        elif words[index] in lexicon.thought:
            cue = _Cue(index, index + 1, Level.ASSERTED)
        else:
            index += 1
            continue
        index = cue.last
        _append(cues, cue, tokens, lexicon)
    return [cue for cue in cues if cue.level is not Level.ASSERTED or tokens[cue.first].word not in lexicon.thought]


def _append(cues: list[_Cue], cue: _Cue, tokens: Sequence[Token], lexicon: _Lexicon) -> None:
    """Add `cue`, or turn it by the bare negation right before it."""
    previous = cues[-1] if cues else None
    if previous and _is_bare_negation(previous, tokens, lexicon) and cue.first - previous.last <= _REACH - 1:
        between = tokens[previous.last : cue.first]
        if not any(token.tag in _BROKEN_BY for token in between):
            level = lexicon.negated[cue.level]
            if tokens[cue.first].word in lexicon.thought:
                level = Level.DOUBTFUL
            cues[-1] = _Cue(previous.first, cue.last, level)
            return
    cues.append(cue)


def _is_bare_negation(cue: _Cue, tokens: Sequence[Token], lexicon: _Lexicon) -> bool:
    word = tokens[cue.first].word
    return (
        cue.last - cue.first == 1 and cue.level is Level.DENIED and (word in lexicon.negations or word.endswith("n't"))
    )


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("cuibono.data").joinpath("certainty.toml").read_text("utf-8"))
    return _Lexicon(
        cues=Phrases(data["cues"]),
        negations=frozenset(data["negation"]["words"].split()),
        negated={Level(level): Level(turned) for level, turned in data["negated"].items()},
        knowledge=Phrases({"unknown": data["knowledge"]["words"]}),
        thought=frozenset(data["thought"]["words"].split()),
        weak=frozenset(data["weak"]["words"].split()),
    )
