"""The gazetteer: states, institutions and places by all their names, and the words that tell who is who."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Type = Literal["person", "organisation", "country", "place", "name"]
Gender = Literal["masculine", "feminine", ""]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of `data/actors.toml`, in lower case but for `heads`, which end the names of organisations.

    `titles` stand before names, those in `weak` without making anybody a person; `genders` are those of given names.
    """

    masculine: frozenset[str]
    feminine: frozenset[str]
    titles: frozenset[str]
    weak: frozenset[str]
    person_roles: frozenset[str]
    organisation_roles: frozenset[str]
    country_roles: frozenset[str]
    heads: frozenset[str]
    anonymous: frozenset[str]
    genders: Mapping[str, Gender]


@cache
def lexicon() -> Lexicon:
    """The words that tell who is who."""
    data = _read("actors.toml")
    titles, roles, names = data["titles"], data["roles"], data["names"]
    words = {key: frozenset(listed.split()) for key, listed in titles.items()}
    genders: dict[str, Gender] = dict.fromkeys(names["masculine"].split(), "masculine")
    for name in names["feminine"].split():
        genders[name] = "" if name in genders else "feminine"
    return Lexicon(
        masculine=words["masculine"],
        feminine=words["feminine"],
        titles=words["masculine"] | words["feminine"] | words["any"] | words["weak"],
        weak=words["weak"],
        person_roles=frozenset(roles["person"].split()),
        organisation_roles=frozenset(roles["organisation"].split()),
        country_roles=frozenset(roles["country"].split()),
        heads=frozenset(data["organisations"]["heads"].split()),
        anonymous=frozenset(data["anonymous"]["people"].split()),
        genders=genders,
    )


def known(name: str) -> tuple[str, Type] | None:
    """The full name and the type of a known state, institution or place.

    >>> known("Kremlin"), known("Jane Doe")
    (('Russia', 'country'), None)
    """
    return _known().get(name)


@cache
def _known() -> dict[str, tuple[str, Type]]:
    names: dict[str, tuple[str, Type]] = {}
    for nation, others in _read("nations.toml")["nation"].items():
        names.update(dict.fromkeys((nation, *others), (nation, "country")))
    data = _read("actors.toml")
    for row in data["institution"]:
        names.update(dict.fromkeys((row["name"], *row["also"]), (row["name"], row["type"])))
    for place in re.split(r",\s*|\n", data["places"]["names"].strip()):
        names.setdefault(place, (place, "place"))
    return names


def _read(name: str) -> dict[str, Any]:
    return dict(tomllib.loads(files("cuibono.data").joinpath(name).read_text("utf-8")))
