"""Cues: the words by which a line gives itself away as page furniture, from `data/furniture.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

Tokens = tuple[str, ...]
"""The words of a line in lower case."""

CLOSERS = "\"'”’)]»* "
"""What may stand after the full stop of a closed sentence."""

_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*|©")
_GLUE = re.compile(r"(?<=[a-z]{3})(?<!Linked)(?=[A-Z][a-z]{3})")
_LEAD = re.compile(r"([^:|>»→]{1,40}?)\s*[:|>»→]")
_FARTHEST = 120


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase means: its kind, what the analyst is told, and whether it is enough to trim the line.

    It speaks only in lines of at most `words` words that contain `needs`, and, where it is `open`, end without a
    full stop. Where it `heads` a list, it speaks of the lines below as well, as far as they end without one.
    """

    name: str
    reason: str
    sure: bool
    words: int
    open: bool = False
    needs: str = ""
    heads: bool = False


Places = dict[str, list[tuple[Tokens, Cue]]]


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of all cues: whole lines and labels by themselves, others by their first or last word."""

    whole: dict[Tokens, Cue] = field(default_factory=dict)
    labels: dict[Tokens, Cue] = field(default_factory=dict)
    begins: Places = field(default_factory=dict)
    ends: Places = field(default_factory=dict)
    has: Places = field(default_factory=dict)


def words(line: str) -> Tokens:
    """The words of a line in lower case, with straight apostrophes, words that a page glued together taken apart.

    >>> words("Editor’s note: U.S. forces")
    ("editor's", 'note', 'u.s', 'forces')
    >>> words("keep readingShow less")
    ('keep', 'reading', 'show', 'less')
    """
    return tuple(match[0].lower() for match in _WORD.finditer(_GLUE.sub(" ", line).replace("’", "'")))


def is_closed(line: str) -> bool:
    """Whether a line ends as a sentence does.

    >>> is_closed("He said: “No.”"), is_closed("Related stories")
    (True, False)
    """
    return line.rstrip(CLOSERS).endswith((".", "!", "?", "…"))


def find(line: str, tokens: Tokens) -> Cue | None:
    """The first sure cue of `line`, else its first cue, else None; `tokens` are its `words`.

    >>> find("Sign up for our newsletter", words("Sign up for our newsletter")).reason
    'newsletter or subscription box'
    >>> find("People signed up in droves.", words("People signed up in droves.")) is None
    True
    """
    found = [
        cue
        for cue in _candidates(line, tokens)
        if len(tokens) <= cue.words and cue.needs in line and not (cue.open and is_closed(line))
    ]
    return next((cue for cue in found if cue.sure), found[0] if found else None)


@cache
def listed(section: str, key: str) -> frozenset[Tokens]:
    """The phrases that `data/furniture.toml` lists under `key` of `section`."""
    table = _vocabulary()[section]
    return frozenset(_split(table[key])) if isinstance(table, dict) else frozenset()


def _candidates(line: str, tokens: Tokens) -> Iterator[Cue]:
    if not tokens:
        return
    known = _known()
    lead = _LEAD.match(line)
    if lead and (cue := known.labels.get(words(lead[1]))):
        yield cue
    if cue := known.whole.get(_without_numbers(tokens)):
        yield cue
    if line[0] not in "\"“‘'":
        yield from _standing_at(tokens, 0, known.begins)
    for phrase, cue in known.ends.get(tokens[-1], ()):
        if tokens[-len(phrase) :] == phrase:
            yield cue
    for place in range(min(len(tokens), _FARTHEST)):
        yield from _standing_at(tokens, place, known.has)


def _standing_at(tokens: Tokens, place: int, table: Places) -> Iterator[Cue]:
    for phrase, cue in table.get(tokens[place], ()):
        if tokens[place : place + len(phrase)] == phrase:
            yield cue


def _without_numbers(tokens: Tokens) -> Tokens:
    first, last = 0, len(tokens)
    while first < last and tokens[first][0].isdigit():
        first += 1
    while first < last and tokens[last - 1][0].isdigit():
        last -= 1
    return tokens[first:last]


def _split(text: str) -> Iterator[Tokens]:
    return (phrase for part in text.split("|") if (phrase := words(part)))


@cache
def _vocabulary() -> Mapping[str, object]:
    return tomllib.loads(files("cuibono.data").joinpath("furniture.toml").read_text("utf-8"))


@cache
def _known() -> _Phrases:
    known = _Phrases()
    entries = _vocabulary()["cue"]
    for entry in entries if isinstance(entries, Sequence) else ():
        lists = {key: tuple(_split(entry.pop(key, ""))) for key in ("is", "labels", "begins", "ends", "has")}
        cue = Cue(**entry)
        known.whole.update({phrase: cue for phrase in lists["is"] if phrase not in known.whole})
        known.labels.update({phrase: cue for phrase in lists["labels"] if phrase not in known.labels})
        _place(known.begins, lists["begins"], 0, cue)
        _place(known.ends, lists["ends"], -1, cue)
        _place(known.has, lists["has"], 0, cue)
    return known


def _place(table: Places, listed: Iterable[Tokens], by: int, cue: Cue) -> None:
    for phrase in listed:
        table.setdefault(phrase[by], []).append((phrase, cue))
