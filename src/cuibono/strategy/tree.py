"""A game as a tree: every course it can take, who decides where, and what they know when they do.

The analyst's moves may share continuations; growing the tree gives every course its own leaf, because prices and acts
depend on the way. An information set is what a player sees on deciding: all nodes in it look alike. Chance decides
like a player whose probabilities are known. Behaviour is an array over *slots*: one slot for each choice of each
information set.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import TooLargeError
from cuibono.strategy.records import Move, Strategy

Array = NDArray[np.float64]
CHANCE = -1
LIMIT = 5_000
"""The most nodes that a game is solved with exactly."""

SMALLER = "leave out moves that change nothing, or bound the answer: horizon = 6 under [game]"
"""What to do with a larger one."""


@dataclass(frozen=True, slots=True)
class InformationSet:
    """Nodes that look alike to their player; `first` is the slot of its first choice.

    `chance` has the probability of each choice, as low and high, where `player` is `CHANCE`.
    """

    player: int
    name: str
    choices: tuple[str, ...]
    first: int
    chance: tuple[tuple[float, float], ...] = ()

    @property
    def slots(self) -> slice:
        """Where the choices stand in an array over slots."""
        return slice(self.first, self.first + len(self.choices))


@dataclass(frozen=True, slots=True)
class Node:
    """A point of the game: `information` is the index of its information set, or -1 with `leaf` set at an end."""

    name: str
    information: int
    children: tuple[int, ...] = ()
    leaf: int = -1


@dataclass(frozen=True, slots=True)
class Leaf:
    """An end of the game, or of what was looked at.

    `name` is its outcome, or the move at which it was cut (with a number where ways differ); `acts` are the choices on
    the way in order, `broken` the agreements that they break.
    """

    name: str
    acts: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """A game tree; nodes stand in an order in which every node comes before its children.

    `ways` has the slots chosen on the way to each node; `paths` is the same for leaves as an array (leaves, depth),
    filled up with `slots`, a slot that is always chosen.
    """

    players: tuple[str, ...]
    nodes: tuple[Node, ...]
    information: tuple[InformationSet, ...]
    leaves: tuple[Leaf, ...]
    slots: int = field(init=False)
    ways: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)
    paths: NDArray[np.intp] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        slots = sum(len(info.choices) for info in self.information)
        ways: list[tuple[int, ...]] = [()] * len(self.nodes)
        for index, node in enumerate(self.nodes):
            for choice, child in enumerate(node.children):
                ways[child] = (*ways[index], self.information[node.information].first + choice)
        ends = {node.leaf: way for node, way in zip(self.nodes, ways, strict=True) if node.leaf >= 0}
        depth = max(map(len, ends.values()))
        paths = [[*ends[leaf], *[slots] * (depth - len(ends[leaf]))] for leaf in range(len(self.leaves))]
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "ways", tuple(ways))
        object.__setattr__(self, "paths", np.array(paths, dtype=np.intp))

    @property
    def is_perfect(self) -> bool:
        """Whether everybody knows all that went before: no information set has two nodes."""
        return len(self.information) == sum(node.leaf < 0 for node in self.nodes)

    @property
    def is_cut(self) -> bool:
        """Whether the tree ends before the game does."""
        return any(leaf.is_cut for leaf in self.leaves)

    def movers(self) -> tuple[int, ...]:
        """The players who decide something, by index, in order."""
        return tuple(sorted({info.player for info in self.information} - {CHANCE}))

    def at(self, move: str) -> tuple[int, ...]:
        """The nodes of a move, by index."""
        return tuple(index for index, node in enumerate(self.nodes) if node.leaf < 0 and node.name == move)

    def below(self, index: int) -> NDArray[np.bool_]:
        """Which leaves (an array of truth values) can be reached from a node."""
        inside = np.zeros(len(self.leaves), dtype=bool)
        stack = [index]
        while stack:
            node = self.nodes[stack.pop()]
            if node.leaf >= 0:
                inside[node.leaf] = True
            stack.extend(node.children)
        return inside


def size(strategy: Strategy) -> int:
    """How many nodes the grown tree of a game without cycles has, ends included.

    >>> from cuibono.strategy.records import Move
    >>> one = Move(id="a", player="p", choices={"up": "b", "down": "b"})
    >>> two = Move(id="b", player="p", choices={"left": "x", "right": "y"})
    >>> size(Strategy(moves=(one, two)))
    7
    """
    moves = {move.id: move for move in strategy.moves}
    sizes: dict[str, int] = {}
    stack = [strategy.start]
    while stack:
        name = stack[-1]
        follows = moves[name].choices.values() if name in moves else ()
        missing = [follow for follow in follows if follow not in sizes]
        stack.extend(missing)
        if not missing:
            sizes[stack.pop()] = 1 + sum(sizes[follow] for follow in follows)
    return sizes[strategy.start]


def grow(strategy: Strategy, horizon: int | None = None) -> Tree:
    """The tree of a game that has passed its checks; with a `horizon`, cut off after so many moves.

    Raises TooLargeError where it would have more than `LIMIT` nodes.
    """
    if horizon is None and (count := size(strategy)) > LIMIT:
        raise TooLargeError(
            f"the game has {count:,} courses and points, and {LIMIT:,} can be solved exactly; {SMALLER}"
        )
    return _Growth(strategy, horizon).tree()


class _Growth:
    """The state of one growing: what stands already, and what still hangs from it."""

    def __init__(self, strategy: Strategy, horizon: int | None) -> None:
        self.strategy = strategy
        self.horizon = horizon
        self.players = strategy.game.players if strategy.game else ()
        self.moves = {move.id: move for move in strategy.moves}
        self.tells_apart = bool(strategy.agreements) or any(move.sees for move in strategy.moves)
        self.names: list[str] = []
        self.sets: list[int] = []
        self.ends: list[int] = []
        self.children: list[list[int]] = []
        self.information: list[InformationSet] = []
        self.seen: dict[tuple[str, str], int] = {}
        self.leaves: list[Leaf] = []

    def tree(self) -> Tree:
        # Depth first with an explicit stack: a hand-written game is shallow, an imported one need not be.
        stack: list[tuple[str, tuple[str, ...], int]] = [(self.strategy.start, (), -1)]
        while stack:
            name, acts, parent = stack.pop()
            index = self._add(name, acts, parent)
            if self.ends[index] < 0:
                choices = self.moves[name].choices.items()
                stack.extend((follow, (*acts, f"{name}/{choice}"), index) for choice, follow in reversed(choices))
        nodes = tuple(map(Node, self.names, self.sets, map(tuple, self.children), self.ends))
        return Tree(self.players, nodes, tuple(self.information), tuple(self.leaves))

    def _add(self, name: str, acts: tuple[str, ...], parent: int) -> int:
        index = len(self.names)
        if index >= LIMIT:
            raise TooLargeError(f"the game has more than {LIMIT:,} points within this horizon; take a smaller one")
        if parent >= 0:
            self.children[parent].append(index)
        is_cut = name in self.moves and len(acts) == self.horizon
        is_end = is_cut or name not in self.moves
        self.names.append(name)
        self.children.append([])
        self.ends.append(len(self.leaves) if is_end else -1)
        self.sets.append(-1 if is_end else self._information(self.moves[name]))
        if is_end:
            # What follows a shared move is the same by every way, unless promises or hidden moves tell the ways apart.
            own = f"{name}#{len(self.leaves)}" if is_cut and self.tells_apart else name
            self.leaves.append(Leaf(own, acts, self._broken(acts), is_cut))
        return index

    def _information(self, move: Move) -> int:
        key = (move.player or "", move.sees or "")
        if move.sees is not None and key in self.seen:
            return self.seen[key]
        last = self.information[-1] if self.information else None
        first = last.first + len(last.choices) if last else 0
        chance = tuple((move.chance[choice].low, move.chance[choice].high) for choice in move.choices if move.chance)
        player = CHANCE if move.player is None else self.players.index(move.player)
        self.information.append(InformationSet(player, move.sees or move.id, tuple(move.choices), first, chance))
        if move.sees is not None:
            self.seen[key] = len(self.information) - 1
        return len(self.information) - 1

    def _broken(self, acts: tuple[str, ...]) -> tuple[str, ...]:
        broken = []
        for agreement in self.strategy.agreements:
            since = 0 if agreement.made_by is None else _after(acts, agreement.made_by)
            if since is not None and set(acts[since:]) & set(agreement.broken_by):
                broken.append(agreement.id)
        return tuple(broken)


def _after(acts: tuple[str, ...], act: str) -> int | None:
    return acts.index(act) + 1 if act in acts else None
