"""Conditionals: what is said to hold only if something else does.

Conditions open with a word of `data/conditionals.toml` or by inversion ("should they leave", "had he known"); or a
noun stands for one: what is missing ("without a loan, they would fail"), what is only imagined ("a defeat would please
them"). "If" after a word of asking or knowing is an embedded question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from cuibono.reading import clauses
from cuibono.reading.clauses import Clause
from cuibono.reading.gazetteer import lexicon
from cuibono.reading.nounphrases import is_time
from cuibono.reading.parses import Parse, Parses
from cuibono.reading.phrases import Hit, Phrases
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import FINITE, NOMINAL, Tag, Token
from cuibono.reading.verbs import Form, form

_SUBJECT = NOMINAL | {Tag.DETERMINER, Tag.POSSESSIVE}
_PASSED = frozenset({Tag.ADVERB, Tag.AUXILIARY})
_REACH = 3
"""Tokens that may stand between a word of asking and its "if"."""

_BREAKING = frozenset({Tag.MARK, Tag.PRONOUN, Tag.RELATIVE, Tag.SUBORDINATOR})
_OPENING = frozenset({"“", "«", "‘"})
_PAST = frozenset({"was", "were", "had", "did", "would", "could", "might"})
_SUPPOSING = frozenset({"would", "could", "might", "'d"})
_LONGEST = 20
"""Tokens of a noun that stands for a condition."""


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
        if any(shows(tokens, index) for shows in _WITHOUT_A_WORD):
            return index
        index = hit.last if hit else index + 1
    return None


def _holds(tokens: Sequence[Token], hit: Hit, parse: Parse) -> bool:
    """Whether words that may open a condition do: with a clause after them, and by the parse as no complement."""
    words = [token.word for token in tokens]
    opening = words[hit.first : hit.last]
    following = words[hit.last] if hit.last < len(words) else ""
    after = tokens[hit.last].tag if following else Tag.MARK
    if opening == ["but", "for"]:
        return following not in _words("condition", "merely") and _supposes(tokens, hit.last)
    if opening == ["provided"]:
        starts = _after_mark(tokens, hit.first) or following in _words("condition", "somebody")
        return starts and _runs(tokens, hit.last)
    participle = opening[0] in ("assuming", "providing", "supposing")
    if participle and hit.first and tokens[hit.first - 1].tag in (Tag.PREPOSITION, Tag.SUBORDINATOR):
        return False
    if opening[-1] == "as" and (following == "possible" or "for" in words[: hit.first][-1:]):
        return False
    if after is Tag.NUMBER and opening[-1] in ("case", "as"):
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
    """Whether "if" asks, after a word of asking, or "otherwise" says how, or what else there is."""
    if tokens[index].word == "otherwise":
        starts = _after_mark(tokens, index) or tokens[index - 1].tag is Tag.SUBORDINATOR
        return not (starts and _runs(tokens, index + 1))
    if tokens[index].word != "if":
        return False
    between: list[Token] = []
    for token in reversed(tokens[max(0, index - _REACH - 1) : index]):
        if token.word in _asking():
            asks = all(_stands_between(token.word, other) for other in between)
            return asks and not (token.word in _words("embedded", "stating") and _states(tokens, index))
        between.append(token)
    return False


def _stands_between(asking: str, token: Token) -> bool:
    """Whether a token may stand between a word of asking and its "if": "clear now if", "asked the minister if"."""
    if token.tag in _PASSED:
        return token.word not in ("more", "better", "less", "that")
    return token.tag in _SUBJECT and asking in _words("embedded", "asked")


def _states(tokens: Sequence[Token], index: int) -> bool:
    """Whether the clause of "if" is followed by one of its own: "if they leave, the talks will fail"."""
    comma = next((k for k in range(index, len(tokens)) if tokens[k].word == ","), None)
    return (
        comma is not None and comma + 1 < len(tokens) and tokens[comma + 1].tag in _SUBJECT and _runs(tokens, comma + 1)
    )


def _runs(tokens: Sequence[Token], index: int) -> bool:
    """Whether a finite verb comes before the next mark."""
    return any(token.tag in FINITE for token in tokens[index : _next_mark(tokens, index)])


def _next_mark(tokens: Sequence[Token], index: int) -> int:
    return next((k for k in range(index, len(tokens)) if tokens[k].tag is Tag.MARK), len(tokens))


def _after_mark(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].tag is Tag.MARK


def _is_inverted(tokens: Sequence[Token], index: int) -> bool:
    """Whether "should", "had" or "were" stands before its subject at the start of a clause that asks nothing."""
    word = tokens[index].word
    if word not in ("should", "had", "were") or index + 2 >= len(tokens) or any(t.word == "?" for t in tokens[-2:]):
        return False
    before, subject = tokens[max(0, index - 1)], tokens[index + 1]
    starts = _after_mark(tokens, index) or before.word == "even"
    if word == "should" and not starts:
        within = subject.tag in (Tag.PRONOUN, Tag.DETERMINER, Tag.NAME)
        within = within and before.tag not in (Tag.SUBORDINATOR, Tag.RELATIVE, Tag.PRONOUN)
        starts = within and before.word not in _words("condition", "turning")
    if not starts or subject.tag not in _SUBJECT or subject.word in _words("condition", "no_subject"):
        return False
    following = tokens[index + 2 : min(_next_mark(tokens, index), index + 8)]
    if word == "were":
        return any(token.tag is Tag.TO for token in following) and _supposes(tokens, index)
    wanted = Form.BASE if word == "should" else Form.PARTICIPLE
    return any(wanted in form(token.word) or token.word in ("be", "been") for token in following)


def _supposes(tokens: Sequence[Token], index: int) -> bool:
    """Whether a verb elsewhere in the sentence says what would be."""
    return any(token.word in _SUPPOSING for token in (*tokens[:index], *tokens[index + 1 :]))


def _is_either_way(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause "whether … or …" stands by itself and asks nothing."""
    if tokens[index].word != "whether" or not (index == 0 or tokens[index - 1].word in ("(", "—", "–")):
        return False
    asks = any(token.word in _asking() for token in tokens[max(0, index - 2 * _REACH) : index])
    words = [token.word for token in tokens[index + 1 : index + 13]]
    return "or" in words and not asks and words[:2] != ["or", "not"]


def _is_answer(tokens: Sequence[Token], index: int) -> bool:
    """Whether a mere "if not," or "if so," starts here."""
    hit = _phrases().at([token.word for token in tokens[index : index + 2]], 0)
    closed = index + 2 < len(tokens) and tokens[index + 2].word == ","
    return hit is not None and hit.label == "answers" and closed and _after_mark(tokens, index)


def _is_lack(tokens: Sequence[Token], index: int) -> bool:
    """Whether what is missing opens the sentence, and what "would" or "will" be for want of it follows."""
    if tokens[index].word not in _words("condition", "lacks") or any(token.tag in FINITE for token in tokens[:index]):
        return False
    comma = next((k for k in range(index, min(len(tokens), index + _LONGEST)) if tokens[k].word == ","), index)
    if comma < index + 2 or tokens[index + 1].tag is Tag.ING or not _after_mark(tokens, index):
        return False
    verb = next((token for token in tokens[comma + 1 :] if token.tag in FINITE), None)
    return verb is not None and verb.word in ("would", "could", "will", "might", "'d", "'ll")


def _is_imagined(tokens: Sequence[Token], index: int) -> bool:
    """Whether what "would" be said of starts here, and is only imagined: "such a defeat would …".

    After a verb in the past "would" only reports a "will".
    """
    if tokens[index].word not in _words("condition", "imagined") or not _starts_clause(tokens, index):
        return False
    reach = range(index + 1, min(len(tokens), index + _LONGEST))
    verb = next((k for k in reach if tokens[k].tag in FINITE or tokens[k].tag in _BREAKING), index)
    following = tokens[verb + 1].word if verb + 1 < len(tokens) else ""
    supposes = tokens[verb].word == "would" or (tokens[verb].word in ("could", "might") and following == "then")
    if not supposes or following in _words("condition", "telling"):
        return False
    inside = tokens[index:verb]
    somebody = any(token.word in lexicon().anonymous or token.word in ("few", "later") for token in inside)
    return not somebody and not any(is_time(token) or _is_year(token) for token in tokens)


def _starts_clause(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause whose "would" reports nothing past starts here."""
    if index == 0 or tokens[index - 1].word in _OPENING:
        return True
    verb = tokens[index - 1].tag is Tag.VERB and tokens[index].tag is not Tag.TO
    starts = verb or tokens[index - 1].tag in (Tag.MARK, Tag.COORDINATOR, Tag.SUBORDINATOR)
    return starts and not any(token.tag is Tag.PAST or token.word in _PAST for token in tokens[:index])


def _is_year(token: Token) -> bool:
    return token.tag is Tag.NUMBER and len(token.word) == 4 and token.word.isdigit()


_WITHOUT_A_WORD = (_is_inverted, _is_either_way, _is_answer, _is_lack, _is_imagined)


def _span(tokens: Sequence[Token], parts: Sequence[Clause], opened: int) -> tuple[int, int]:
    """The clause of the condition with the main clause beside it: before it, or after it at the start of a sentence."""
    at = next(k for k, clause in enumerate(parts) if clause.first <= opened < clause.last)
    first = max(0, at - 1) if opened > parts[at].first or at else 0
    return tokens[parts[first].first].start, tokens[parts[-1].last - 1].end


@cache
def _phrases() -> Phrases:
    return Phrases({label: _data()["condition"][label] for label in ("opens", "answers", "idiom")})


@cache
def _asking() -> frozenset[str]:
    return _words("embedded", "words")


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(_data()[table][key].replace(",", " ").split())


@cache
def _data() -> dict[str, dict[str, str]]:
    return dict(tomllib.loads(files("cuibono.data").joinpath("conditionals.toml").read_text("utf-8")))
