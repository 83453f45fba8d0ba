"""Evidence trees in: JSON in which leaves are evidence with a code under H1, H2, …, as some ACH web tools keep it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cuibono.errors import Problem, UnreadableError
from cuibono.formats.codes import BLANK, meaning
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedHypothesis, OfferedRating

_COLUMN = re.compile(r"H\d{1,4}")
_NOTES = ("description", "analysis_description", "source", "date")


def is_tree(content: Any) -> bool:
    """Whether parsed JSON has the shape of such a tree."""
    return isinstance(content, dict) and isinstance(content.get("children"), list) and "name" in content


def read(name: str, text: str) -> Offer:
    """The leaves that have a code, as a matrix; raises UnreadableError where the file has none."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{name}: is not JSON ({error}); export it again") from error
    nodes = [node for node in _nodes(content) if any(_COLUMN.fullmatch(key) for key in node)]
    columns = sorted({key for node in nodes for key in node if _COLUMN.fullmatch(key)}, key=lambda key: int(key[1:]))
    leaves = [(number, node) for number, node in enumerate(nodes) if not node.get("children")]
    if not columns or not leaves:
        raise UnreadableError(f"{name}: has no evidence with codes under H1, H2 … in it; nothing was taken in")
    problems: list[Problem] = []
    ratings = [rating for number, node in leaves for rating in _ratings(name, number, node, columns, problems)]
    return Offer(
        file=name,
        format="evidence-tree",
        question=_words(content.get("name")) if isinstance(content, dict) else "",
        hypotheses=tuple(OfferedHypothesis(column, column, place=column) for column in columns),
        evidence=tuple(_evidence(number, node) for number, node in leaves),
        ratings=tuple(ratings),
        reading=("a tree of evidence: its leaves are rated under " + ", ".join(columns), "its branches are left out"),
        left_out=tuple(problems),
    )


def _nodes(content: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree, from the root, in reading order."""
    waiting = [content]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            children = node.get("children")
            waiting += reversed(children) if isinstance(children, list) else []


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _evidence(number: int, node: dict[str, Any]) -> OfferedEvidence:
    grade = _words(node.get("source_reliability")) + _words(node.get("source_credibility"))
    notes = [f"{key}: {words}" for key in _NOTES if (words := _words(node.get(key)))]
    notes += [f"Admiralty code: {grade}"] if grade else []
    name = _words(node.get("name")) or f"Evidence {number}"
    return OfferedEvidence(f"e{number}", name, note="\n".join(notes), place=_place(number, node))


def _place(number: int, node: dict[str, Any]) -> str:
    return _words(node.get("id")) or f"node {number}"


def _ratings(
    name: str, number: int, node: dict[str, Any], columns: list[str], problems: list[Problem]
) -> Iterator[OfferedRating]:
    for column in columns:
        cell = node.get(column, "")
        found = meaning(cell) if isinstance(cell, str) else None
        place = f"{_place(number, node)} {column}"
        if found is None:
            problems.append(Problem(name, place, f"“{str(cell)[:40]}” is no code that is known", "rate it by hand"))
        elif found is not BLANK:
            yield OfferedRating(f"e{number}", column, found, place=place)
