"""Matching: which places, in one document or in several, put forward the same motive.

In one document a statement restates a motive (`restating`); in different documents the motives that are alike enough
(`telling`) are joined one to one, the most alike first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuibono.reading import restating, telling
from cuibono.reading.meaning import Embeds, Meanings
from cuibono.reading.question import Question
from cuibono.reading.restating import Place, Statement
from cuibono.reading.telling import Told
from cuibono.reading.wording import Folder, Vector, likeness

__all__ = ["Folder", "Group", "Statement", "Vector", "group", "likeness"]


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one motive, by id, in order; `score` (0 to 1), how probable the weakest link is, and why."""

    members: tuple[str, ...]
    score: float = 1.0
    reason: str = ""


def group(
    statements: Sequence[Statement], texts: Mapping[str, str], question: Question, embedder: Embeds | None = None
) -> tuple[Group, ...]:
    """Every statement in exactly one group, groups in order of their first statement; `texts` are by source.

    Groups of different documents join one to one, the most alike first; a group has at most one motive of each
    document, however often that document restates it. With an `embedder`, statements are compared by meaning as well.
    """
    folder = Folder(texts, question)
    meanings = Meanings(texts, folder.masked, embedder) if embedder and statements else None
    every = places(statements, texts, folder, meanings)
    restated: list[list[Place]] = []
    for source in dict.fromkeys(item.source for item in statements):
        restated += restating.groups([item for item in every if item.statement.source == source], texts[source])
    return _across(restated, telling.motives(restated, texts, folder, meanings), folder)


def places(
    statements: Sequence[Statement], texts: Mapping[str, str], folder: Folder, meanings: Meanings | None
) -> list[Place]:
    """The statements with their words, and their meanings where these are known."""
    said = [texts[item.source][item.start : item.end] for item in statements]
    rows = [None] * len(said) if meanings is None else list(meanings.of(said))
    return [Place(item, folder.vector(words), row) for item, words, row in zip(statements, said, rows, strict=True)]


def _across(restated: Sequence[Sequence[Place]], motives: Sequence[Told], folder: Folder) -> tuple[Group, ...]:
    """Groups of single documents joined where their motives are alike."""
    cluster = list(range(len(restated)))
    held = [{told.source} for told in motives]
    links: dict[int, list[tuple[float, str]]] = {}
    for score, one, other in pairs(motives):
        a, b = cluster[one], cluster[other]
        if a == b or held[a] & held[b]:
            continue
        held[a] |= held[b]
        links[a] = [*links.get(a, []), *links.pop(b, []), (score, _reason(motives[one], motives[other], folder))]
        cluster = [a if place == b else place for place in cluster]
    joined: dict[int, list[str]] = {}
    for name, items in zip(cluster, restated, strict=True):
        joined.setdefault(name, []).extend(item.statement.id for item in items)
    return tuple(_joined(ids, links.get(name, [])) for name, ids in joined.items())


def pairs(motives: Sequence[Told]) -> list[tuple[float, int, int]]:
    """Log odds and numbers of two motives of different documents that are sure enough to be one, the surest first."""
    holders: dict[str, list[int]] = {}
    found: list[tuple[float, int, int]] = []
    for place, told in enumerate(motives):
        met = {other for key in told.words for other in holders.get(key, ())}
        met.update(telling.nearest(told, motives[:place]))
        for other in sorted(met):
            if motives[other].source != told.source:
                odds = telling.odds(motives[other], told)
                if odds >= telling.weights(meant=told.meaning is not None)["least"]:
                    found.append((odds, other, place))
        for key in told.words:
            holders.setdefault(key, []).append(place)
    return sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2]))


def _reason(one: Told, other: Told, folder: Folder) -> str:
    """What two motives have in common, for people to read."""
    near = telling.features(one, other).get("meaning")
    parts = [folder.common(one.words, other.words), "" if near is None else f"meaning: {max(0.0, near):.2f} of 1"]
    return "; ".join(part for part in parts if part)


def _joined(members: Sequence[str], links: Sequence[tuple[float, str]]) -> Group:
    if links:
        odds, common = min(links)
        score = round(1 / (1 + math.exp(-odds)), 3)
        return Group(tuple(members), score, f"the same motive in {len(links) + 1} documents ({common})")
    reason = f"one motive, stated {len(members)} times in one document" if len(members) > 1 else ""
    return Group(tuple(members), 1.0, reason)
