"""Names: a short, readable name for what is drafted, in the words of the statement it is drafted from."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from cuibono.reading import infinitives, tags
from cuibono.reading.patterns import Patterns
from cuibono.reading.tags import Tag, Token
from cuibono.reading.words import stem

_FEWEST = 2
"""Words of a name; fewer say too little."""

_INFINITIVE = 0
"""The rank of expressions after which an infinitive says the motive."""

_CLAUSE = 4
"""Words after which a name may end at a comma or before a subordinate clause."""


def motive(statement: str, act: Collection[str] = (), most: int = 12) -> str:
    """A short name for a motive, up to `most` words of the statement, capitalised.

    `act` are the stems of the act itself, which is not its own motive: no name begins with one of them.

    >>> motive("The board closed the quay in order to fully repair its piles")
    'Fully repair its piles'
    >>> motive("Dockers call it revenge for the strike that the union led in 2018")
    'Revenge for the strike that the union led in 2018'
    """
    tokens = tags.tag(statement)
    for start in (*(place for _, place in _leads(tokens, act)), _past_pronoun(tokens, 0)):
        name = _cut(statement, tokens, start, most)
        if len(name.split()) >= _FEWEST:
            return name[0].upper() + name[1:]
    return "Motive"


def plainness(statement: str, act: Collection[str] = ()) -> int:
    """How plainly a statement shows where its motive begins: 0 is best, a greater number is worse."""
    return min((rank for rank, _ in _leads(tags.tag(statement), act)), default=len(_data()["lead"]) + 1)


def shortened(statement: str, most: int = 24) -> str:
    """A statement cut at the end of a clause to at most `most` words, with an ellipsis where something is left out.

    >>> shortened("The bank closed its doors on Monday, which nobody had foreseen", most=8)
    'The bank closed its doors on Monday …'
    """
    tokens = tags.tag(statement)
    if sum(token.tag is not Tag.MARK for token in tokens) <= most:
        return " ".join(statement.split())
    name = _cut(statement, tokens, 0, most, least=most // 2)
    return f"{name} …"


def _leads(tokens: Sequence[Token], act: Collection[str]) -> list[tuple[int, int]]:
    """The rank of every expression that leads to a motive, with the token at which its name begins; best first."""
    book, keeps = _book()
    found = [
        (int(hit.name), hit.first if keeps[int(hit.name)] else _past_pronoun(tokens, hit.last))
        for hit in book.find(tokens)
    ]
    found += [(_INFINITIVE, place + 1) for place in infinitives.purposes(tokens)]
    return sorted(
        (rank, place)
        for rank, place in found
        if place < len(tokens)
        and stem(tokens[place].word) not in act
        and (rank != _INFINITIVE or _is_infinitive(tokens, place))
    )


def _is_infinitive(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word after "to" is a verb: tagged as one, or an unknown word with an object ("curry favour")."""
    token, after = tokens[place], tokens[place + 1].tag if place + 1 < len(tokens) else Tag.MARK
    if token.tag in (Tag.VERB, Tag.ADVERB):
        return True
    return token.tag is Tag.NOUN and after in (Tag.NOUN, Tag.DETERMINER, Tag.POSSESSIVE)


def _past_pronoun(tokens: Sequence[Token], place: int) -> int:
    """The next token after a "not" and a subject that only a reader of the whole text could resolve ("this will …")."""
    while place < len(tokens) and (tokens[place].tag is Tag.MARK or tokens[place].word in ("not", "if")):
        place += 1
    if place < len(tokens) and tokens[place].tag is Tag.TO:
        return place + 1
    if place < len(tokens) and tokens[place].word in _words("idle") and tokens[place].tag is Tag.PRONOUN:
        place += 1
        while place < len(tokens) and tokens[place].tag in (Tag.MODAL, Tag.ADVERB):
            place += 1
    return place


def _cut(statement: str, tokens: Sequence[Token], start: int, most: int, least: int = _CLAUSE) -> str:
    """The words from `start` on, up to `most`, to the end of the clause if it comes after `least` words."""
    end, taken = start, 0
    for place, token in enumerate(tokens[start:], start):
        if token.tag is Tag.MARK:
            if token.word in ".;:?!—–" or (token.word in ",(" and taken >= least):
                break
            continue
        if taken == most:
            end = _phrase_end(tokens, start, end)
            break
        if taken >= least and token.word in _words("boundary"):
            break
        taken += token.tag is not Tag.POSSESSIVE or token.word.isalpha()
        end = place + 1
    while end > start + 1 and (tokens[end - 1].tag is Tag.MARK or tokens[end - 1].word in _words("dangling")):
        end -= 1
    if end <= start:
        return ""
    return _without_loose_quotes(" ".join(statement[tokens[start].start : tokens[end - 1].end].split()))


def _phrase_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where to cut words that run on: before the last phrase that may be incomplete, if half of them remain."""
    for place in range(end - 1, start + (end - start) // 2, -1):
        if tokens[place].tag in (Tag.PREPOSITION, Tag.ING, Tag.TO, Tag.COORDINATOR, Tag.RELATIVE, Tag.SUBORDINATOR):
            return place
    return end


def _without_loose_quotes(name: str) -> str:
    paired = name.count("“") == name.count("”") and name.count('"') % 2 == 0
    return name if paired else name.translate({ord(mark): None for mark in '“”"'})


@cache
def _book() -> tuple[Patterns, tuple[bool, ...]]:
    leads = _data()["lead"]
    book = Patterns({str(rank): lead["phrases"] for rank, lead in enumerate(leads)}, _data()["parts"])
    return book, tuple(lead["keeps"] for lead in leads)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()[name]["words"].split())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("cuibono.data").joinpath("names.toml").read_text("utf-8"))
