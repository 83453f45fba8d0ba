"""XDSL, the files of GeNIe and SMILE, as far as an influence net goes: propositions of two states.

The format is XML: a list of nodes with states, parents, and `probabilities` (the node's states changing fastest, the
last parent next), or for a noisy-max `strengths` (the order of each parent's states) and `parameters` (a column for
each of them, the leak last). Source: SMILE's documentation, BayesFusion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any
from xml.parsers import expat

from cuibono.case.casefile import place_of
from cuibono.errors import CaseError, Problem

Line = Callable[[str], int | None]
"""The line of a file on which a key of the net stands."""

Content = tuple[dict[str, Any], Line]
"""A net as plain data, and where it stands in its file."""

_TRUE = {"true", "yes", "t", "y", "on", "present", "1", "occurs", "holds", "happens"}
_FALSE = {"false", "no", "f", "n", "off", "absent", "0", "not", "none"}
_KINDS = ("cpt", "noisymax", "deterministic")


@dataclass(slots=True)
class _Element:
    """An XML element: its name, attributes, line, text and children."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[_Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[_Element]:
        return (child for child in self.children if child.name == name)

    def words(self, name: str) -> list[str]:
        return [word for child in self.all(name) for word in child.text.split()]


@dataclass(frozen=True, slots=True)
class _Node:
    """A node as its element has it, with the place of its true state among the two."""

    element: _Element
    id: str
    states: tuple[str, ...]

    @property
    def parents(self) -> list[str]:
        return [_slug(word) for word in self.element.words("parents")]

    @property
    def true(self) -> int:
        """Which of the two states is the true one: by its name, else the first."""
        first, second = (state.lower() for state in self.states)
        return int(second in _TRUE or first in _FALSE)


def from_xdsl(text: str, file: str) -> Content:
    """The net of an XDSL file as plain data; raises CaseError with every node that is none of an influence net's."""
    root = _parsed(text, file)
    elements = [element for part in root.all("nodes") for element in part.children]
    titles = {
        _slug(node.attributes.get("id", "")): " ".join(node.words("name"))
        for extension in root.all("extensions")
        for genie in extension.children
        for node in genie.all("node")
    }
    problems = [problem for element in elements if (problem := _refused(element, file))]
    if problems or not elements:
        empty = Problem(file, "", "has no nodes", "give a network saved by GeNIe or SMILE", root.line)
        raise CaseError(problems or [empty])
    nodes = [_node(element) for element in elements]
    known = {node.id: node for node in nodes}
    made = []
    for node in nodes:
        try:
            made.append({**_told(node, known), "name": titles.get(node.id) or node.element.attributes["id"]})
        except ValueError as error:
            problems.append(
                Problem(file, node.id, str(error), "mend the node in the tool it came from", node.element.line)
            )
    if problems:
        raise CaseError(problems)
    return {"nodes": made}, by_node([node.element.line for node in nodes])


def by_node(lines: list[int]) -> Line:
    """Lines for the keys of a net whose nodes stand on these lines; a key of no node is on the first.

    >>> by_node([4, 9])("nodes[1].influences")
    9
    """

    def line(key: str) -> int | None:
        place = place_of(key)
        return lines[place[1]] if len(place) > 1 and isinstance(place[1], int) else 1

    return line


def _parsed(text: str, file: str) -> _Element:
    parser = expat.ParserCreate()
    root = _Element("", {}, 1)
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        element = _Element(name, attributes, parser.CurrentLineNumber)
        stack[-1].children.append(element)
        stack.append(element)

    def doctype(*_: object) -> None:
        # Without a document type there is no entity to expand.
        raise CaseError([Problem(file, "", "declares a document type", "take it out", parser.CurrentLineNumber)])

    def end(_: str) -> None:
        stack.pop()

    def words(data: str) -> None:
        stack[-1].text += data

    # Long texts come in few pieces, so that putting them together stays linear.
    parser.buffer_text, parser.buffer_size = True, 1 << 20
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = words, doctype
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise CaseError([Problem(file, "", f"is not XML ({error})", "save it again", error.lineno)]) from error
    if not (smile := next(root.all("smile"), None)):
        raise CaseError([Problem(file, "", "is no XDSL: its root is not smile", "give a file saved by GeNIe", 1)])
    return smile


def _refused(element: _Element, file: str) -> Problem | None:
    name, states = element.attributes.get("id", ""), list(element.all("state"))
    if element.name not in _KINDS:
        what = f"is a node of the kind {element.name!r}, which no influence net has"
    elif not name or not _slug(name):
        what = "has no id"
    elif len(states) != 2:
        what = f"has {len(states)} states, and a proposition has two"
    else:
        return None
    return Problem(file, name, what, "make it a proposition of two states, or take it out", element.line)


def _node(element: _Element) -> _Node:
    return _Node(
        element,
        _slug(element.attributes["id"]),
        tuple(state.attributes.get("id", "") for state in element.all("state")),
    )


def _told(node: _Node, known: dict[str, _Node]) -> dict[str, Any]:
    """A node as plain data of an `InfluenceNode`."""
    parents = node.parents
    if missing := [name for name in parents if name not in known]:
        raise ValueError(f"has the parent {missing[0]!r}, which is no node of the file")
    if len(parents) > 16:
        raise ValueError(f"has {len(parents)} parents, and 16 can be tabled")
    if node.element.name == "noisymax":
        return _noisy(node, [known[name] for name in parents])
    chosen = _chances(node, 2 ** len(parents))
    table = [chosen[_row(states)] for states in _states([known[name] for name in parents])]
    if not parents:
        return {"id": node.id, "baseline": table[0]}
    return {"id": node.id, "influences": [{"parent": name} for name in parents], "table": table}


def _states(parents: list[_Node]) -> Iterator[list[int]]:
    """The parents' states by their place in the file, for every combination, false before true."""
    for truths in product((0, 1), repeat=len(parents)):
        yield [parent.true if truth else 1 - parent.true for parent, truth in zip(parents, truths, strict=True)]


def _row(states: list[int]) -> int:
    """The number of a combination of states, the last one changing fastest."""
    return sum(state << place for place, state in enumerate(reversed(states)))


def _chances(node: _Node, rows: int) -> list[float]:
    """The probability of the true state for each combination of parents, in the file's order."""
    if node.element.name == "deterministic":
        found = node.element.words("resultingstates")
        if len(found) != rows:
            raise ValueError(f"has {len(found)} resulting states, and its parents need {rows}")
        return [float(state == node.states[node.true]) for state in found]
    numbers = _numbers(node, "probabilities", 2 * rows)
    for first, second in zip(numbers[::2], numbers[1::2], strict=True):
        if abs(first + second - 1) > 1e-6:
            raise ValueError(f"has probabilities that sum to {first + second:g}")
    return numbers[node.true :: 2]


def _noisy(node: _Node, parents: list[_Node]) -> dict[str, Any]:
    """A noisy-max of two states: its last state holds only where no parent and no leak brings about the first."""
    numbers = _numbers(node, "parameters", 2 * (2 * len(parents) + 1))
    order = [int(word) for word in node.element.words("strengths")]
    if [sorted(order[place : place + 2]) for place in range(0, len(order), 2)] != [[0, 1]] * len(parents):
        raise ValueError("has strengths that are no order of its parents' states")
    columns = list(zip(numbers[::2], numbers[1::2], strict=True))
    spared = [
        {state: columns[2 * place + column][1] for column, state in enumerate(order[2 * place : 2 * place + 2])}
        for place in range(len(parents))
    ]
    leak = columns[-1]
    arcs = [
        {"parent": parent.id, "if-true": 1 - spare[parent.true], "if-false": 1 - spare[1 - parent.true]}
        for parent, spare in zip(parents, spared, strict=True)
    ]
    # CAST has no strength of 1: a cause that is certain to act needs the table.
    if node.true == 0 and all(share > 0 for spare in spared for share in spare.values()):
        return {"id": node.id, "baseline": leak[0], "influences": arcs}
    last = [
        leak[1] * prod(spare[state] for spare, state in zip(spared, states, strict=True)) for states in _states(parents)
    ]
    return {
        "id": node.id,
        "influences": [{"parent": parent.id} for parent in parents],
        "table": [share if node.true else 1 - share for share in last],
    }


def _numbers(node: _Node, name: str, count: int) -> list[float]:
    found = [float(word) for word in node.element.words(name)]
    if len(found) != count:
        raise ValueError(f"has {len(found)} {name}, and its parents need {count}")
    if not all(0 <= number <= 1 for number in found):
        raise ValueError(f"has {name} outside 0 to 1")
    return found


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]", "-", name.lower()).lstrip("._-")[:64]
