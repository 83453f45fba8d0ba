"""Conditionals: what is said to hold only if something else does.

Conditions open with a word of `data/conditionals.toml` or by inversion ("should they leave", "had he known"), or
compare two amounts ("the more …, the harder …"). "If" after a word of asking or knowing is an embedded question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from cuibono.reading import clauses
from cuibono.reading.clauses import Clause
from cuibono.reading.parses import Parse, Parses
from cuibono.reading.phrases import Hit, Phrases
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import NOMINAL, Tag, Token
from cuibono.reading.verbs import Form, form

_SUBJECT = NOMINAL | {Tag.DETERMINER, Tag.POSSESSIVE}
_REACH = 3
"""Tokens before "if" among which a word of asking makes it an embedded question."""


def find(text: str, sentences: Sequence[Sentence], parses: Parses | None = None) -> tuple[tuple[int, int], ...]:
    """The spans of conditions with what depends on them, in order, at most one for each sentence.

    With `parses`, the model decides whether a clause with "if" is an embedded question.

    >>> from cuibono.reading import sentences
    >>> text = "It is not clear if they left. We stay unless they leave. Had they known, they would have left."
    >>> [text[a:b] for a, b in find(text, sentences.split(text))]
    ['We stay unless they leave.', 'Had they known, they would have left.']
    """
    return tuple(span for span, _ in cued(text, sentences, parses))


def cued(
    text: str, sentences: Sequence[Sentence], parses: Parses | None = None
) -> Iterator[tuple[tuple[int, int], str]]:
    """As `find`, each span with the word that opens its condition."""
    for sentence in sentences:
        tokens, parts = clauses.parse(text, sentence.start, sentence.end)
        opened = _opened(tokens, parses.of(sentence.start) if parses else Parse())
        if opened is not None:
            yield _span(tokens, parts, opened), tokens[opened].word


def _opened(tokens: Sequence[Token], parse: Parse) -> int | None:
    """The first token that opens a condition, if any."""
    words = [token.word for token in tokens]
    index = 0
    while index < len(words):
        hit = _phrases().at(words, index)
        if hit and hit.label == "opens" and not _is_embedded(tokens, index) and _holds(tokens, hit, parse):
            return index
        if _is_inverted(tokens, index) or _is_proportion(tokens, index) or _is_either_way(tokens, index):
            return index
        index = hit.last if hit else index + 1
    return None


def _holds(tokens: Sequence[Token], hit: Hit, parse: Parse) -> bool:
    """Whether words that may open a condition do: with a clause after them, and by the parse as no complement."""
    words = [token.word for token in tokens]
    opening = words[hit.first : hit.last]
    after = tokens[hit.last].tag if hit.last < len(tokens) else Tag.MARK
    if opening == ["but", "for"]:
        return not _after_mark(tokens, hit.first) or hit.first == 0
    if opening == ["assuming"] and hit.first and tokens[hit.first - 1].tag in (Tag.PREPOSITION, Tag.SUBORDINATOR):
        return False
    if opening == ["in", "case"] and after is Tag.NUMBER:
        return False
    return opening[-1] != "if" or not _is_complement(tokens, hit.last - 1, parse)


def _is_complement(tokens: Sequence[Token], index: int, parse: Parse) -> bool:
    """Whether the clause that "if" opens is what a verb asks or says, or a mere "if discreet" after an adjective."""
    place = parse.at(tokens[index].start)
    head = parse.tokens[place].head if place is not None else -1
    if head < 0:
        return False
    opened = parse.tokens[head]
    bare = opened.upos == "ADJ" and not parse.children(head, "cop", "nsubj", "aux")
    return opened.deprel in ("ccomp", "csubj") or (bare and parse.tokens[opened.head].upos == "ADJ")


def _is_embedded(tokens: Sequence[Token], index: int) -> bool:
    if tokens[index].word == "otherwise":
        return not _after_mark(tokens, index) and tokens[index - 1].tag not in (Tag.COORDINATOR, Tag.SUBORDINATOR)
    if tokens[index].word != "if":
        return False
    for token in reversed(tokens[max(0, index - _REACH) : index]):
        if token.tag is Tag.MARK:
            return False
        if token.word in _asking():
            return True
    return False


def _after_mark(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].tag is Tag.MARK


def _is_inverted(tokens: Sequence[Token], index: int) -> bool:
    """Whether "should", "had" or "were" stands before its subject at the start of a clause that asks nothing."""
    word = tokens[index].word
    if word not in ("should", "had", "were") or index + 2 >= len(tokens) or any(t.word == "?" for t in tokens[-2:]):
        return False
    asked = index > 0 and tokens[index - 1].tag in (Tag.SUBORDINATOR, Tag.RELATIVE)
    starts = _after_mark(tokens, index) or (word == "should" and not asked)
    if not starts or tokens[index + 1].tag not in _SUBJECT or tokens[index + 1].word in ("there", "that"):
        return False
    following = tokens[index + 2 : index + 8]
    if word == "were":
        return any(token.tag is Tag.TO for token in following)
    wanted = Form.BASE if word == "should" else Form.PARTICIPLE
    return any(wanted in form(token.word) or token.word in ("be", "been") for token in following)


def _is_either_way(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause "whether … or …" stands by itself and asks nothing."""
    if tokens[index].word != "whether" or not (index == 0 or tokens[index - 1].word in ("(", "—", "–")):
        return False
    asks = any(token.word in _asking() for token in tokens[max(0, index - 2 * _REACH) : index])
    words = [token.word for token in tokens[index + 1 : index + 13]]
    return "or" in words and not asks and words[:2] != ["or", "not"]


def _is_proportion(tokens: Sequence[Token], index: int) -> bool:
    """Whether a "the more …, the harder …" starts here."""
    starts = [
        k
        for k in range(index, min(len(tokens) - 1, index + 40))
        if tokens[k].word == "the" and _is_comparative(tokens[k + 1].word) and _after_mark(tokens, k)
    ]
    return len(starts) >= 2 and starts[0] == index


def _is_comparative(word: str) -> bool:
    return word in ("more", "less", "fewer", "better", "worse") or (word.endswith("er") and 4 <= len(word) <= 8)


def _span(tokens: Sequence[Token], parts: Sequence[Clause], opened: int) -> tuple[int, int]:
    """The clause of the condition with the main clause beside it: before it, or after it at the start of a sentence."""
    at = next(k for k, clause in enumerate(parts) if clause.first <= opened < clause.last)
    first = max(0, at - 1) if opened > parts[at].first or at else 0
    return tokens[parts[first].first].start, tokens[parts[-1].last - 1].end


@cache
def _phrases() -> Phrases:
    return Phrases(_data()["condition"])


@cache
def _asking() -> frozenset[str]:
    return frozenset(_data()["embedded"]["words"].split())


@cache
def _data() -> dict[str, dict[str, str]]:
    return dict(tomllib.loads(files("cuibono.data").joinpath("conditionals.toml").read_text("utf-8")))
