"""Certainty: how surely the holder of a clause puts it.

In a clause the first hedge decides (`data/certainty.toml`); a negation before a hedge turns its level ("not likely"
doubts, "cannot rule out" keeps open), a negation alone denies, and a complement clause takes over the level of the
words that frame it ("it is not clear | whether …"). The levels follow FactBank (Saurí and Pustejovsky 2009).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.case.records import Certainty, Level
from cuibono.reading import clauses
from cuibono.reading.clauses import Clause
from cuibono.reading.hedges import Hedge, Hedges
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import Tag, Token

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s|\n")
_CONTEXT = 1000
"""Characters before and after a span that may belong to its sentence."""
_FRAMING = 4
"""Tokens at the end of a clause within which a hedge frames the complement that follows."""

_ADVERBIAL = frozenset(
    {"if", "unless", "because", "although", "though", "while", "whereas", "since", "when", "as", "after"}
)
_COMPLEMENT = frozenset({"that", "whether", "if", "how", "why", "what", "when", "where", "who", "which"})


@dataclass(frozen=True, slots=True)
class Held:
    """One clause, by code-point offsets, and how surely it is put."""

    start: int
    end: int
    certainty: Certainty


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
    tokens, parts = clauses.parse(text, *_sentence_around(text, start, end))
    inside = [token.start < end and token.end > start for token in tokens]
    touched = [k for k, clause in enumerate(parts) if any(inside[clause.first : clause.last])]
    if not touched:
        return Certainty()
    levels = _levels(text, tokens, parts, inside)
    mostly = [k for k in touched if _share(inside, parts[k]) > 0.4]
    chain = _main_chain(tokens, parts, mostly or touched)
    return next((levels[k] for k in chain if levels[k].level is not Level.ASSERTED), levels[chain[0]])


def _share(inside: Sequence[bool], clause: Clause) -> float:
    return sum(inside[clause.first : clause.last]) / (clause.last - clause.first)


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - _CONTEXT)
    for mark in _SENTENCE_END.finditer(text, first, start):
        first = mark.end()
    limit = min(len(text), end + _CONTEXT)
    mark_after = _SENTENCE_END.search(text, max(start, end - 1), limit)
    return first, mark_after.end() if mark_after else limit


def _main_chain(tokens: Sequence[Token], parts: Sequence[Clause], touched: Sequence[int]) -> list[int]:
    """The clauses that carry a span: its first main clause, and the complements that hang on it."""
    chain = [next((k for k in touched if parts[k].opener not in _ADVERBIAL), touched[0])]
    for k in touched:
        if k == chain[-1] + 1 and _is_complement(tokens, parts[k]):
            chain.append(k)
    return chain


def _is_complement(tokens: Sequence[Token], clause: Clause) -> bool:
    if tokens[clause.first].tag is Tag.RELATIVE:
        return False
    unmarked = clause.first > 0 and tokens[clause.first - 1].tag is not Tag.MARK
    return clause.opener in _COMPLEMENT or (clause.opener == "" and unmarked)


def _levels(
    text: str, tokens: Sequence[Token], parts: Sequence[Clause], inside: Sequence[bool] | None = None
) -> list[Certainty]:
    """The certainty of every clause, each taking over what frames it.

    Where `inside` marks a span, a clause is judged by the hedges in the span, and only without any by those before it.
    """
    hedges = Hedges(tokens)
    levels: list[Certainty] = []
    frame: Hedge | None = None
    for clause in parts:
        if frame is not None and _is_complement(tokens, clause):
            ignorant = frame.level is Level.DOUBTFUL and bool(hedges.knowing(clause))
            level = Level.UNKNOWN if ignorant else frame.level
            levels[-1:] = [Certainty(level=level, words=_words(text, tokens, frame))] * 2
            continue
        found = hedges.decisive(_judged(hedges.of(clause), clause, inside), clause)
        frames = found is not None and found.level is not Level.ASSERTED and clause.last - found.last <= _FRAMING
        frame = found if frames else None
        if found is not None:
            levels.append(Certainty(level=found.level, words=_words(text, tokens, found)))
        else:
            levels.append(_unhedged(tokens, clause))
    return levels


def _judged(hedges: list[Hedge], clause: Clause, inside: Sequence[bool] | None) -> list[Hedge]:
    if inside is None:
        return hedges
    end = max((k + 1 for k in range(clause.first, clause.last) if inside[k]), default=clause.last)
    before = [hedge for hedge in hedges if hedge.first < end]
    return [hedge for hedge in before if any(inside[hedge.first : hedge.last])] or before


def _unhedged(tokens: Sequence[Token], clause: Clause) -> Certainty:
    """A clause without a hedge is asserted, unless it is a condition or asks whether something is so."""
    if clause.opener in ("if", "unless", "whether"):
        return Certainty(level=Level.UNKNOWN, words=clause.opener)
    asks = any(token.word == "?" for token in tokens[-3:])
    presupposes = any(token.word in ("why", "how", "who", "what") for token in tokens[:4])
    return Certainty(level=Level.UNKNOWN, words="?") if asks and not presupposes else Certainty()


def _words(text: str, tokens: Sequence[Token], hedge: Hedge) -> str:
    return " ".join(text[tokens[hedge.first].start : tokens[hedge.last - 1].end].split())
