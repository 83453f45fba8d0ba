"""Naming: which runs of capitals are names, and of what, where the model has read the text as well.

The rules know titles, acronyms and the states of the world; the model tells a name from a capital, and people from
organisations from places. A run that the model takes for no name stays only where the rules have a reason of their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cuibono.reading.capitals import Run
from cuibono.reading.gazetteer import Type, known
from cuibono.reading.model.records import Name
from cuibono.reading.parses import Parses

_TYPES: Mapping[str, Type] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
_LEAST = 0.5
"""Least score at which a name that no capitals show ("al-Shabaab") is taken up."""


def checked(text: str, runs: Sequence[Run], parses: Parses) -> list[Run]:
    """The runs that are names of actors, with the type that the model gives each, and the names that no run shows.

    Runs where the model has not read stay as they are.
    """
    actors = [name for name in parses.names() if name.type in _TYPES]
    spelt = {text[name.start : name.end] for name in actors}
    kept: list[Run] = []
    used: set[int] = set()
    for run in runs:
        met = list(_overlapping(run, actors))
        used.update(met)
        if met:
            best = max(met, key=lambda index: actors[index].score)
            kept.append(replace(run, kind=_TYPES[actors[best].type], certain=True))
        elif known(run.name) or run.titles or run.name in spelt:
            kept.append(run)
    added = (_run(text, name) for index, name in enumerate(actors) if index not in used and name.score >= _LEAST)
    return sorted([*kept, *added], key=lambda run: (run.start, run.end))


def _overlapping(run: Run, names: Sequence[Name]) -> Iterator[int]:
    """The indices of the names, which are in order and apart, that share a character with `run`."""
    index = bisect_right(names, run.start, key=lambda name: name.end)
    while index < len(names) and names[index].start < run.end:
        yield index
        index += 1


def _run(text: str, name: Name) -> Run:
    spelt = " ".join(text[name.start : name.end].split())
    person = name.type == "PER"
    return Run(name.start, name.end, spelt, frozenset(), certain=True, personal=person, kind=_TYPES[name.type])
