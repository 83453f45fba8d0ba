"""Layers: who relays whom, as a picture: sources on the left, bundles of claims between, origins on the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, NamedTuple

from cuibono.case.records import Origin

WIDTH = 1000
ROW = 24
TOP = 34
SOURCE_X, BUNDLE_X, ORIGIN_X = 270, 470, 560
LARGEST, OF_ONE = 30, 8
"""How many bundles are drawn at most, in all and of one origin; those of origins that several sources relay first."""


Kept = Mapping[tuple[str, str], int]
"""The bundles that are drawn: how many claims, by source and origin."""


@dataclass(frozen=True, slots=True)
class Node:
    """A source or an origin at its height."""

    id: str
    name: str
    y: float
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """How many `claims` of a source come from an origin, with the lines to both as SVG paths."""

    source: str
    origin: str
    claims: int
    y: float
    width: float
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Back:
    """An origin that goes back to another, with what probability, and the line between them."""

    origin: str
    to: str
    probability: float
    path: str


class _Place(NamedTuple):
    """Where an origin stands: its own height, and those of its bundles by source."""

    y: float
    bundles: Mapping[str, float]


def layers(
    origins: Sequence[Origin], said: Mapping[str, str], names: Mapping[str, str], about: str = ""
) -> dict[str, Any]:
    """The picture of these origins as plain data: nodes with heights, and lines as paths in a space `WIDTH` wide.

    `said` maps each claim that counts to its source, `names` sources to what they are called. `about` is the origin
    whose own bundles and kin alone are drawn. At most `LARGEST` bundles are; `hidden` counts the rest.
    """
    kin = _kin(origins, about) if about else {origin.id for origin in origins}
    bundles = [(one.id, Counter(said[id] for id in one.claims if id in said)) for one in origins if one.id in kin]
    kept = _largest(bundles, LARGEST if about else OF_ONE)
    shown = _in_order(origins, kept, about)
    heights = _heights(shown, kept)
    sources = _sources(kept, heights)
    rows = max(1, len(kept) + sum(not any(at == one.id for _, at in kept) for one in shown), len(sources))
    left = {id: TOP + ROW * rows * (place + 0.5) / len(sources) for place, id in enumerate(sources)}
    return {
        "width": WIDTH,
        "height": TOP + ROW * rows + 8,
        "sources": [asdict(Node(id, names[id], round(left[id], 1))) for id in sources],
        "origins": [asdict(Node(one.id, one.name, heights[one.id].y, one.anonymous)) for one in shown],
        "bundles": [asdict(_bundle(*pair, kept[pair], left, heights)) for pair in _pairs(shown, kept)],
        "backs": [asdict(back) for back in _backs(shown, heights)],
        "hidden": sum(len(relayed) for _, relayed in bundles) - len(kept),
    }


def _kin(origins: Iterable[Origin], about: str) -> set[str]:
    """The origin, what it goes back to, and what goes back to it."""
    back = {one.id: one.goes_back_to for one in origins}
    return {id for id, to in back.items() if about in (id, to) or back.get(about) == id}


def _largest(bundles: Sequence[tuple[str, Counter[str]]], of_one: int) -> dict[tuple[str, str], int]:
    """The bundles to draw, by source and origin: what several sources relay is what the picture is for."""
    ranked = sorted(bundles, key=lambda item: (len(item[1]) < 2, -item[1].total(), item[0]))
    pairs = (((source, id), count) for id, relayed in ranked for source, count in relayed.most_common(of_one))
    return dict(islice(pairs, LARGEST))


def _in_order(origins: Sequence[Origin], kept: Kept, about: str) -> list[Origin]:
    """The origins to draw, those of most sources first, each followed by what goes back to it."""
    feeds: dict[str, tuple[int, int]] = {}
    for (_, origin), count in kept.items():
        sources, claims = feeds.get(origin, (0, 0))
        feeds[origin] = (sources + 1, claims + count)
    by_id = {one.id: one for one in origins}
    needed = {*feeds, *(by_id[id].goes_back_to for id in feeds), about} & by_id.keys()
    found: list[Origin] = []

    def put(one: Origin) -> None:
        if one.id in needed and one not in found:
            found.append(one)
            for child in ranked:
                if child.goes_back_to == one.id:
                    put(child)

    ranked = sorted(origins, key=lambda one: (feeds.get(one.id, (0, 0)), one.id), reverse=True)
    for one in (*(one for one in ranked if one.goes_back_to not in needed), *ranked):
        put(one)
    return found


def _sources(kept: Kept, heights: Mapping[str, _Place]) -> list[str]:
    """The sources, each about as high as its bundles on average, so that few lines cross."""
    ys: dict[str, list[float]] = {}
    for source, origin in kept:
        ys.setdefault(source, []).extend([heights[origin].bundles[source]] * kept[source, origin])
    return sorted(ys, key=lambda id: (sum(ys[id]) / len(ys[id]), id))


def _pairs(shown: Sequence[Origin], kept: Kept) -> list[tuple[str, str]]:
    place = {one.id: number for number, one in enumerate(shown)}
    return sorted(kept, key=lambda pair: (place[pair[1]], -kept[pair], pair[0]))


def _heights(shown: Sequence[Origin], kept: Kept) -> dict[str, _Place]:
    """The height of each origin, in the middle of its bundles, and of each of these by source."""
    found: dict[str, _Place] = {}
    row = 0
    pairs = _pairs(shown, kept)
    for one in shown:
        own = [source for source, origin in pairs if origin == one.id]
        ys = {source: TOP + ROW * (row + place + 0.5) for place, source in enumerate(own)}
        middle = TOP + ROW * (row + max(1, len(own)) / 2)
        found[one.id] = _Place(round(middle, 1), ys)
        row += max(1, len(own))
    return found


def _bundle(
    source: str,
    origin: str,
    count: int,
    left: Mapping[str, float],
    heights: Mapping[str, _Place],
) -> Bundle:
    at, ys = heights[origin]
    y = ys[source]
    width = round(min(9.0, 1 + count**0.5), 1)
    path = _curve(SOURCE_X, left[source], BUNDLE_X - 22, y), _curve(BUNDLE_X + 22, y, ORIGIN_X, at)
    return Bundle(source, origin, count, y, width, *path)


def _backs(shown: Sequence[Origin], heights: Mapping[str, _Place]) -> list[Back]:
    found = []
    for one in shown:
        to = one.goes_back_to
        if to is not None and to in heights and one.copy_probability > 0:
            here, there = heights[one.id].y, heights[to].y
            reach = ORIGIN_X - 12 - min(60, abs(here - there) / 4)
            path = (
                f"M{ORIGIN_X - 6} {here:.1f}C{reach:.1f} {here:.1f} {reach:.1f} {there:.1f} {ORIGIN_X - 6} {there:.1f}"
            )
            found.append(Back(one.id, to, one.copy_probability, path))
    return found


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"M{x1} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2} {y2:.1f}"
