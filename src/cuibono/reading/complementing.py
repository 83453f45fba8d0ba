"""Complementing: who says or thinks something by a word that no list has, told from the clause that its verb takes.

"The board reasoned that the plant loses money": whatever verb has a finite clause as its complement and somebody as its
subject attributes the clause to the subject, unless it is one of the few that bring something about instead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.reading.parses import Parse
from cuibono.reading.verbs import inflect

_NOBODY = frozenset({"i", "we", "you", "it", "this", "that", "these", "those", "there", "one", "what", "which", "who"})
_RELATIVE = frozenset({"which", "who", "whose"})
_ASKING = frozenset({"if", "whether"})
_OPEN = frozenset({"what", "why", "how", "who", "where", "when", "which"})
_LEAST = 3
"""Tokens that a content has at least."""


@dataclass(frozen=True, slots=True)
class Report:
    """Offsets into the text of who says something, the verb of saying, and what is said."""

    source: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[int, int]


def find(parse: Parse) -> Iterator[Report]:
    """The finite complement clauses of one sentence whose verb has somebody as its subject, in order of the verb."""
    for place, token in enumerate(parse.tokens):
        if token.upos != "VERB" or token.text.lower() in _causing() or parse.children(place, "expl"):
            continue
        subject = next(iter(parse.children(place, "nsubj")), None)
        content = next(iter(parse.children(place, "ccomp")), None)
        if subject is None or content is None or not _is_somebody(parse, subject):
            continue
        if _is_told(parse, place, content):
            yield Report(_source(parse, subject), (token.start, token.end), _content(parse, content))


def speaker(parse: Parse, verb: int, source: tuple[int, int]) -> tuple[int, int]:
    """Whose the verb at offset `verb` is, by the tree; `source` where the tree does not say otherwise.

    What stands right beside a verb gives way only to a subject that it is a part of: "those who back the plan say".
    """
    place = parse.at(verb)
    subject = _speaker(parse, place) if place is not None else None
    if place is None or subject is None or not _is_somebody(parse, subject):
        return source
    told = _source(parse, subject)
    first, last = parse.span(subject)
    inside = parse.tokens[first].start <= source[0] and source[1] <= parse.tokens[last - 1].end
    beside = subject < place and parse.tokens[place - 1].end == source[1]
    overlaps = told[0] < source[1] and source[0] < told[1]
    return source if overlaps or source[0] > verb or (beside and not inside) else told


def _speaker(parse: Parse, place: int) -> int | None:
    """The verb's own subject, or the noun that it describes: "crowds | calling for", "those who back it | say"."""
    subject = next(iter(parse.children(place, "nsubj")), None)
    head, relation = parse.tokens[place].head, parse.tokens[place].deprel
    if relation.startswith("acl") and head >= 0 and not parse.children(place, "mark"):
        relative = subject is None or parse.tokens[subject].text.lower() in _RELATIVE | {"that"}
        return head if relative else subject
    return subject


def _is_somebody(parse: Parse, subject: int) -> bool:
    """Whether a subject names or describes someone or something of its own."""
    words = {parse.tokens[place].text.lower() for place in range(*_own(parse, subject))}
    return parse.tokens[subject].text.lower() not in _NOBODY and not words & _RELATIVE


def _is_told(parse: Parse, verb: int, content: int) -> bool:
    """Whether the complement is a finite clause that is put, not asked or negated."""
    marks = {parse.tokens[child].text.lower() for child in parse.children(content, "mark")}
    first, last = parse.span(content)
    negated = any(parse.tokens[child].text.lower() in ("not", "n't", "n’t", "never") for child in parse.children(verb))
    asked = bool(marks & _ASKING) or parse.tokens[first].text.lower() in _OPEN
    finite = bool(parse.children(content, "nsubj", "nsubj:pass", "csubj", "expl"))
    return finite and not negated and not asked and last - first >= _LEAST and not first <= verb < last


def _source(parse: Parse, subject: int) -> tuple[int, int]:
    first, last = _own(parse, subject)
    return parse.tokens[first].start, parse.tokens[last - 1].end


def _own(parse: Parse, subject: int) -> tuple[int, int]:
    """First and last (exclusive) place of a subject, without what a comma or a relative clause adds to it."""
    first, last = parse.span(subject)
    while first < subject and parse.tokens[first].deprel == "punct":
        first += 1
    first = next((place + 1 for place in range(subject - 1, first - 1, -1) if parse.tokens[place].text == ")"), first)
    named = _named_after(parse, subject + 1)
    if named:
        return first, named
    for place in range(subject + 1, last):
        if parse.tokens[place].text == "," or parse.tokens[place].deprel.startswith("acl"):
            last = place if parse.tokens[place].text == "," else parse.span(place)[0]
            break
    return first, max(last, subject + 1)


def _named_after(parse: Parse, comma: int) -> int | None:
    """The end of a name between two commas: "the president, | Jane Doe, | said"."""
    end = comma + 1
    while end < len(parse.tokens) and parse.tokens[end].upos == "PROPN":
        end += 1
    closed = end < len(parse.tokens) and parse.tokens[end].text == "," and parse.tokens[comma].text == ","
    return end if closed and end > comma + 1 else None


def _content(parse: Parse, content: int) -> tuple[int, int]:
    """The complement without the word that opens it and the marks around it."""
    first, last = parse.span(content)
    while first < last - 1 and parse.tokens[first].deprel in ("mark", "punct"):
        first += 1
    while last - 1 > first and parse.tokens[last - 1].deprel == "punct":
        last -= 1
    return parse.tokens[first].start, parse.tokens[last - 1].end


@cache
def _causing() -> frozenset[str]:
    data = tomllib.loads(files("cuibono.data").joinpath("attribution.toml").read_text("utf-8"))
    return frozenset(form for verb in data["causing"]["verbs"].split() for form in (verb, *inflect(verb)))
