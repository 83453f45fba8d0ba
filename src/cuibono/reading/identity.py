"""Identity: which names in a text are one actor, and of what type each actor is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuibono.reading.capitals import ACRONYM, Run, is_organisation
from cuibono.reading.gazetteer import Gender, Type, known, lexicon

_PLAIN = re.compile(r"[^\W\d_]\.?|[^\W\d_][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor: the fullest name in the text, its type, all its names, and what is known of a person."""

    name: str
    type: Type
    aliases: tuple[str, ...] = ()
    gender: Gender = ""
    roles: frozenset[str] = frozenset()


def actors(runs: Sequence[Run]) -> dict[str, Actor]:
    """The actor of every name; the names of one person, and an organisation and its acronym, share one."""
    titles: dict[str, frozenset[str]] = {}
    for run in runs:
        titles[run.name] = titles.get(run.name, frozenset()) | run.titles
    types = _types(runs, titles)
    chiefs = _chiefs(runs, types)
    groups: dict[str, list[str]] = {}
    for name in titles:
        groups.setdefault(chiefs[name], []).append(name)
    built = {chief: _actor(chief, names, types, titles) for chief, names in groups.items()}
    return {name: built[chiefs[name]] for name in titles}


def _types(runs: Sequence[Run], titles: Mapping[str, frozenset[str]]) -> dict[str, Type]:
    """The type that each name shows by itself; a word that also stands alone may be somebody's last name."""
    personal = {run.name for run in runs if run.personal or " " not in run.name}
    read = _read_as(runs)
    return {name: _type(name, bool(titles[name]), personal, read.get(name)) for name in titles}


def _read_as(runs: Sequence[Run]) -> dict[str, Type]:
    """What the model takes each name for most often, the first of several; nothing where no model has read the text."""
    counted: dict[str, Counter[Type]] = {}
    for run in runs:
        if run.kind:
            counted.setdefault(run.name, Counter())[run.kind] += 1
    return {name: kinds.most_common(1)[0][0] for name, kinds in counted.items()}


def _type(name: str, titled: bool, personal: set[str], read: Type | None) -> Type:
    parts, listed = name.split(), known(name)
    if listed:
        return listed[1]
    if read:
        return "person" if titled and read == "place" else read
    if is_organisation(parts) or ACRONYM.fullmatch(name):
        return "organisation"
    if titled or (2 <= len(parts) <= 4 and parts[0].lower() in lexicon().genders):
        return "person"
    plain = all(_PLAIN.fullmatch(part) and not part.isupper() for part in parts)
    acts = bool({name, parts[0], parts[-1]} & personal)
    return "person" if 2 <= len(parts) <= 3 and acts and plain else "name"


def _chiefs(runs: Sequence[Run], types: Mapping[str, Type]) -> dict[str, str]:
    """The fullest name of whoever each name means."""
    acronyms: dict[str, str] = {}
    for run in runs:
        if run.acronym:
            acronyms.setdefault(run.acronym, run.name)
    people = [name for name, kind in types.items() if kind == "person" and " " in name]
    by_last, by_first = _by_word(people, -1), _by_word(people, 0)
    chiefs: dict[str, str] = {}
    for name in types:
        listed = known(name)
        if listed:
            chiefs[name] = listed[0]
        elif " " not in name:
            chiefs[name] = acronyms.get(name) or by_last.get(name) or by_first.get(name) or name
        else:
            full = by_last.get(name.split()[-1], name) if types[name] == "person" else name
            chiefs[name] = full if full.split()[0] == name.split()[0] else name
    return chiefs


def _by_word(people: Sequence[str], at: int) -> dict[str, str]:
    """People by their last (or first) word, the first of two; of "Jane Doe" and "Jane R. Doe" the longer."""
    words = {name: name.split()[at] for name in people}
    counted = Counter(words.values())
    chosen: dict[str, str] = {}
    for name, word in words.items():
        before = chosen.get(word)
        longer = before is not None and len(name) > len(before) and name.split()[0] == before.split()[0]
        if counted[word] <= 2 and (before is None or longer):
            chosen[word] = name
    return chosen


def _actor(chief: str, names: Sequence[str], types: Mapping[str, Type], titles: Mapping[str, frozenset[str]]) -> Actor:
    listed = known(chief)
    roles = frozenset().union(*(titles[name] for name in names))
    kind = listed[1] if listed else types.get(chief, "name")
    if kind == "name" and roles:
        kind = "person"
    others = tuple(name for name in names if name != chief)
    return Actor(chief, kind, others, _gender(chief, roles) if kind == "person" else "", roles)


def _gender(name: str, titles: frozenset[str]) -> Gender:
    if titles & lexicon().masculine:
        return "masculine"
    if titles & lexicon().feminine:
        return "feminine"
    return lexicon().genders.get(name.split(maxsplit=1)[0].lower(), "")
