"""The marking of a document: who may see it, by the Traffic Light Protocol 2.0, from `data/marking.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.errors import UsageError


@dataclass(frozen=True, slots=True)
class Marking:
    """A label with its colours, as `#rrggbb`, and whom the document is for."""

    label: str
    ink: str
    paper: str
    sharing: str


def marking(name: str) -> Marking:
    """The marking of that name, in capitals or not, with or without `TLP:`; raises UsageError with those there are.

    >>> marking("amber").label, marking("TLP:Amber+Strict").ink
    ('TLP:AMBER', '#FFC000')
    """
    plain = "".join(name.lower().split()).removeprefix("tlp:")
    if plain not in markings():
        raise UsageError(f"there is no marking {name!r}; give one of: {', '.join(markings())}")
    return markings()[plain]


@cache
def markings() -> dict[str, Marking]:
    """All markings by their name, the strictest first."""
    data = tomllib.loads(files("cuibono.data").joinpath("marking.toml").read_text("utf-8"))
    return {name: Marking(paper=data["paper"], **row) for name, row in data["tlp"].items()}
