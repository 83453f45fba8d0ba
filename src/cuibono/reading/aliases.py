"""Aliases: the other names under which one text speaks of the actor of the question."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cuibono.reading.question import Question

_NAME = r"((?<![\w.-])(?:[A-Z][\w.-]{0,24}[ \t]){0,2}[A-Z][\w-]{1,24}(?![\w-]))"
_LEADER = (
    r"(?i:president|prime minister|premier|leader|dictator|chancellor|king|chief executive(?: officer)?|ceo|chairman"
    r"|chairwoman|chair|governor|gov\.|mayor|foreign minister|defen[cs]e minister|founder|boss|director)"
)
_UNTITLED_LEADER = r"(?i:\bchief executive(?: officer)?|\bceo|\bgovernor|\bgov\.|\bchairman|\bchairwoman)"
_LEARNT = 60
"""Names learnt from one text at most: hostile texts name thousands."""
_OFTEN = 3
"""How often a leader must be named whose office is given without the actor's name."""


def find(text: str, question: Question) -> tuple[str, ...]:
    """The names of the question's actor in `text`, the question's own first; longer before shorter ones.

    Added are what people and capital of a state are called, initials and short forms, and leaders named by their
    office beside a name already known ("GM Chief Executive Mary Barra").

    >>> from cuibono.reading.question import parse
    >>> find("Moscow denies it. Russian President Jane Doe left. Doe was calm.", parse("Why did Russia leave?"))
    ('Russian Federation', 'Jane Doe', 'Russians', 'Kremlin', 'Russian', 'Moscow', 'Russia', 'Doe')
    """
    names = dict.fromkeys(name for known in question.actors for name in (known, *_nation(known)))
    names.update(dict.fromkeys(_shortened(text, question.actors)))
    if names:
        names.update(dict.fromkeys(_leaders(text, tuple(names))))
    return tuple(sorted(names, key=lambda name: (-len(name), name))) if names else ()


def places(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where any of `names` stands in `text` as whole words, in order."""
    listed = [re.escape(name) for name in names]
    if listed:
        pattern = re.compile(r"(?<![\w-])(?:" + "|".join(listed) + r")(?!\w)")
        yield from (match.span() for match in pattern.finditer(text))


@cache
def nations() -> MappingProxyType[str, tuple[str, ...]]:
    """All names of each state, by each of its names."""
    data = tomllib.loads(files("cuibono.data").joinpath("nations.toml").read_text("utf-8"))["nation"]
    rows = ((name, *others) for name, others in data.items())
    return MappingProxyType({name: row for row in rows for name in row})


def _nation(name: str) -> tuple[str, ...]:
    return nations().get(name, ())


def _shortened(text: str, names: Iterable[str]) -> Iterator[str]:
    """Short forms of long names that the text itself uses: "Fed" for "Federal Reserve"."""
    for name in names:
        first = name.split()[0]
        if " " in name and len(first) > 5:
            for size in (3, 4):
                if re.search(rf"(?<![\w-]){re.escape(first[:size])}(?!\w)", text):
                    yield first[:size]


def _leaders(text: str, names: tuple[str, ...]) -> Iterator[str]:
    known = "|".join(re.escape(name) for name in names)
    beside = rf"(?<!\w)(?:{known})(?:['’]s)?[ \t](?:\w+[ \t])?{_LEADER},?[ \t]{_NAME}"
    after = rf"{_NAME},[ \t](?:the[ \t])?(?:\w+[ \t])?(?:{known})(?:['’]s)?[ \t]{_LEADER}"
    for pattern, least in ((beside, 1), (after, 1), (rf"{_UNTITLED_LEADER},?[ \t]{_NAME}", _OFTEN)):
        for match, _ in zip(re.finditer(pattern, text), range(_LEARNT), strict=False):
            name, last = match[1], match[1].split()[-1]
            if len(last) > 2 and text.count(last) >= least:
                yield from (name, last)
