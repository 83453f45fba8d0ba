"""Reads Gambit's .efg and .nfg game files, for comparison; the files themselves stay where they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path

from cuibono.strategy.strategic import simultaneous
from cuibono.strategy.tree import CHANCE, InformationSet, Leaf, Node, Tree

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}])|([^\s{},"]+)')


@dataclass(frozen=True)
class GameFile:
    """A game with exact payoffs: a row for each player, a number for each leaf."""

    tree: Tree
    payoffs: list[list[Fraction]]


def read(path: Path) -> GameFile:
    """The game in a file, by its first word."""
    tokens = [(m[1] is not None, m[1] if m[1] is not None else m[2] or m[3]) for m in _TOKEN.finditer(path.read_text())]
    return _extensive(tokens) if tokens[0][1] == "EFG" else _strategic(tokens)


class _Reader:
    def __init__(self, tokens: list[tuple[bool, str]]) -> None:
        self.tokens, self.place = tokens, 0

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def is_next(self, word: str) -> bool:
        return self.more and self.tokens[self.place] == (False, word)

    @property
    def is_text(self) -> bool:
        return self.more and self.tokens[self.place][0]

    @property
    def more(self) -> bool:
        return self.place < len(self.tokens)

    def braced(self) -> list[str]:
        assert self.take() == "{"
        found = []
        while not self.is_next("}"):
            found.append(self.take())
        self.take()
        return found


def _extensive(tokens: list[tuple[bool, str]]) -> GameFile:
    reader = _Reader(tokens)
    for _ in range(4):
        reader.take()
    players = reader.braced()
    if reader.is_text:
        reader.take()
    sets: dict[tuple[int, str], int] = {}
    labels: dict[tuple[int, str], list[str]] = {}
    outcomes: dict[str, list[Fraction]] = {}
    information: list[InformationSet] = []
    nodes: list[Node | None] = []
    leaves: list[Leaf] = []
    payoffs: list[list[Fraction]] = []

    def outcome() -> list[Fraction]:
        number = reader.take()
        if reader.is_text:
            reader.take()
        if reader.is_next("{"):
            outcomes[number] = [Fraction(value) for value in reader.braced()]
        return outcomes.get(number, [Fraction(0)] * len(players))

    def enter(player: int, number: str) -> int:
        key = (player, number)
        probabilities: list[Fraction] = []
        if reader.is_text:
            reader.take()
        if reader.is_next("{"):
            items = reader.braced()
            labels[key] = items[:: 2 if player == CHANCE else 1]
            probabilities = [Fraction(item) for item in items[1::2]] if player == CHANCE else []
        if key not in sets:
            first = sum(len(info.choices) for info in information)
            chance = tuple((float(p), float(p)) for p in probabilities)
            information.append(InformationSet(player, number, tuple(labels[key]), first, chance))
            sets[key] = len(information) - 1
        return sets[key]

    def node(so_far: list[Fraction]) -> int:
        index = len(nodes)
        nodes.append(None)
        kind, name = reader.take(), reader.take()
        if kind == "t":
            total = [a + b for a, b in zip(so_far, outcome(), strict=True)]
            nodes[index] = Node(name, -1, leaf=len(leaves))
            leaves.append(Leaf(name))
            payoffs.append(total)
            return index
        player = CHANCE if kind == "c" else int(reader.take()) - 1
        info = enter(player, reader.take())
        total = [a + b for a, b in zip(so_far, outcome(), strict=True)]
        children = tuple(node(total) for _ in information[info].choices)
        nodes[index] = Node(name, info, children)
        return index

    node([Fraction(0)] * len(players))
    done = tuple(item for item in nodes if item is not None)
    tree = Tree(tuple(players), done, tuple(information), tuple(leaves))
    return GameFile(tree, [list(row) for row in zip(*payoffs, strict=True)])


def _strategic(tokens: list[tuple[bool, str]]) -> GameFile:
    reader = _Reader(tokens)
    for _ in range(4):
        reader.take()
    players = reader.braced()
    assert reader.take() == "{"
    if reader.is_next("{"):
        shape = []
        while reader.is_next("{"):
            shape.append(len(reader.braced()))
        reader.take()
    else:
        shape = []
        while not reader.is_next("}"):
            shape.append(int(reader.take()))
        reader.take()
    if reader.is_text:
        reader.take()
    cells = prod(shape)
    if reader.is_next("{"):
        reader.take()
        outcomes = [[Fraction(0)] * len(players)]
        while reader.is_next("{"):
            items = reader.braced()
            outcomes.append([Fraction(item) for item in items[1:]])
        reader.take()
        values = [outcomes[int(reader.take())] for _ in range(cells)]
    else:
        values = [[Fraction(reader.take()) for _ in players] for _ in range(cells)]
    # The file counts the first player's plans fastest, the tree's leaves count the last player's fastest.
    tree = simultaneous([[str(plan) for plan in range(size)] for size in shape], players)
    place = {cell[::-1]: number for number, cell in enumerate(product(*(range(size) for size in reversed(shape))))}
    order = [place[cell] for cell in product(*(range(size) for size in shape))]
    return GameFile(tree, [[values[cell][player] for cell in order] for player in range(len(players))])
