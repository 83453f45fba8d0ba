"""Capitals: the runs of capitalised words that may be names, without the titles that stand before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.reading.gazetteer import Type, known, lexicon
from cuibono.reading.nounphrases import is_time
from cuibono.reading.tags import Tag, Token
from cuibono.reading.verbs import Form, form

ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,6}")

_LONGEST_NAME = 8
_CONNECTORS = frozenset({"of", "for", "and", "&", "de", "la", "bin", "al", "von", "van", "der", "du", "el", "on"})
_AFTER_HEADS = frozenset({"of", "for", "on", "and"})
"""Connectors that need the noun of an organisation before them: "Bank of England"."""

_PERSONAL_VERBS = frozenset(("said", "says", "told", "tells", "wrote", "writes", "tweeted", "added", "adds"))


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitals, by code-point offsets, and the titles before it.

    `certain` says that it is a name and not the first word of a sentence, `personal` that what follows it is what
    follows people, `acronym` is the one in brackets after it, `kind` what the model takes it for.
    """

    start: int
    end: int
    name: str
    titles: frozenset[str]
    certain: bool
    personal: bool
    acronym: str = ""
    kind: Type | None = None


def find(text: str, tokens: Sequence[Token]) -> Iterator[Run]:
    """The runs of one sentence, in order.

    >>> from cuibono.reading.tags import tag
    >>> text = "Then Defense Secretary Jane Q. Doe, of the Bank of Norway, met General Motors."
    >>> [(run.name, sorted(run.titles)) for run in find(text, tag(text))]
    [('Jane Q. Doe', ['secretary']), ('Bank of Norway', []), ('General Motors', [])]
    """
    index = 0
    while index < len(tokens):
        if not _is_part(tokens[index]):
            index += 1
            continue
        last = _run_end(text, tokens, index)
        yield from _names(text, tokens, index, last)
        index = last


def is_organisation(parts: Sequence[str]) -> bool:
    """Whether the words of a name begin or end with the noun of an organisation."""
    return len(parts) > 1 and (parts[-1] in lexicon().heads or parts[0] in lexicon().heads)


def _run_end(text: str, tokens: Sequence[Token], first: int) -> int:
    last = first + 1
    while last < len(tokens) and last - first < _LONGEST_NAME:
        if _is_part(tokens[last]) and tokens[last].start - tokens[last - 1].end <= 1:
            last += 1
        elif _is_initial(tokens, last) or _connects(text, tokens, first, last):
            last += 2
        else:
            break
    return last


def _is_part(token: Token) -> bool:
    """Whether a capital may stand in a name: no month or weekday, no adjective like "British-led"."""
    if token.tag is not Tag.NAME or is_time(token):
        return False
    tail = token.word.rpartition("-")[2]
    return "-" not in token.word or not form(tail) & (Form.PARTICIPLE | Form.ING)


def _is_initial(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop at `at` belongs to an initial: "George W. Bush"."""
    if tokens[at].word != "." or tokens[at - 1].end - tokens[at - 1].start != 1 or at + 1 >= len(tokens):
        return False
    return tokens[at].start == tokens[at - 1].end and _is_part(tokens[at + 1])


def _connects(text: str, tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a small word at `at` stands inside a name."""
    word = tokens[at].word
    if word not in _CONNECTORS or at + 1 >= len(tokens) or not _is_part(tokens[at + 1]):
        return False
    headed = any(text[token.start : token.end] in lexicon().heads for token in tokens[first:at])
    return headed or word not in _AFTER_HEADS


def _names(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[Run]:
    """The names in a run: what stands before its titles if that is known, and what follows them."""
    whole = text[tokens[first].start : tokens[last - 1].end]
    places = [k for k in range(first, last) if tokens[k].word.rstrip(".") in lexicon().titles]
    if known(whole) or is_organisation(whole.split()):
        places = []
    cut = places[-1] + 1 if places else first
    begun = places[0] if places else first
    before = text[tokens[first].start : tokens[begun - 1].end] if begun > first else ""
    if before and (cut >= last or known(before)):  # "White House Press Secretary", "Canada's Prime Minister X"
        yield _run(text, tokens, first, begun, frozenset())
    if cut < last:
        yield _run(text, tokens, cut, last, _titles(tokens, first, cut))


def _titles(tokens: Sequence[Token], first: int, cut: int) -> frozenset[str]:
    """The titles in a run, and the role in small letters right before it."""
    words = {token.word.rstrip(".") for token in tokens[max(0, first - 1) : cut]}
    return frozenset(words & (lexicon().titles - lexicon().weak))


def _run(text: str, tokens: Sequence[Token], first: int, last: int, titles: frozenset[str]) -> Run:
    start, end = tokens[first].start, tokens[last - 1].end
    opens = all(token.tag is Tag.MARK for token in tokens[max(0, first - 2) : first])
    return Run(
        start=start,
        end=end,
        name=" ".join(text[start:end].split()),
        titles=titles,
        certain=not opens or last - first > 1 or bool(titles),
        personal=_is_personal([token.word for token in tokens[last : last + 3]]),
        acronym=_acronym(text, tokens, last),
    )


def _acronym(text: str, tokens: Sequence[Token], last: int) -> str:
    if last + 2 >= len(tokens) or tokens[last].word != "(" or tokens[last + 2].word != ")":
        return ""
    inside = text[tokens[last + 1].start : tokens[last + 1].end]
    return inside if ACRONYM.fullmatch(inside) else ""


def _is_personal(following: Sequence[str]) -> bool:
    """Whether what follows a name is an apposition, an age, or a verb of speech."""
    if len(following) < 2 or following[0] != ",":
        return bool(following) and following[0] in _PERSONAL_VERBS
    word = following[1]
    return word in ("a", "an", "who", "whose") or word in lexicon().titles or word.isdigit()
