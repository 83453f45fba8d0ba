"""Games in strategic form: everybody chooses a whole plan at once.

`simultaneous` writes such a game as a tree; `plans` and `bimatrix` go the other way, from the tree of a game to the
table of payoffs between the reduced plans of its two players, exactly, in fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np

from cuibono.errors import TooLargeError, UsageError
from cuibono.strategy.chance import middle_chance
from cuibono.strategy.tree import CHANCE, Array, InformationSet, Leaf, Node, Tree

Table = tuple[tuple[Fraction, ...], ...]
LIMIT = 40
"""The most plans of one player for which equilibria are listed."""

START = (-1, -1)


def simultaneous(choices: Sequence[Sequence[str]], players: Sequence[str] | None = None) -> Tree:
    """The tree in which everybody chooses at once: leaves in the order of the choices, the last player's fastest.

    >>> simultaneous([["up", "down"], ["left", "right"]]).leaves[1].acts
    ('0/up', '1/right')
    """
    names = tuple(players or map(str, range(len(choices))))
    first = np.concatenate([[0], np.cumsum([len(options) for options in choices])])
    information = tuple(
        InformationSet(player, names[player], tuple(options), int(first[player]))
        for player, options in enumerate(choices)
    )
    nodes: list[Node] = []
    leaves: list[Leaf] = []

    def add(acts: tuple[str, ...]) -> int:
        index, depth = len(nodes), len(acts)
        if depth == len(choices):
            nodes.append(Node("end", -1, leaf=len(leaves)))
            leaves.append(Leaf("end", acts))
            return index
        nodes.append(Node(names[depth], depth))
        children = tuple(add((*acts, f"{names[depth]}/{choice}")) for choice in choices[depth])
        nodes[index] = Node(names[depth], depth, children)
        return index

    add(())
    return Tree(names, tuple(nodes), information, tuple(leaves))


@dataclass(frozen=True, slots=True)
class Bimatrix:
    """What two players get from each pair of their plans: exact fractions, a row for each plan of the first.

    A plan says what to choose at each information set that the plan itself does not rule out, by index.
    """

    players: tuple[int, int]
    plans: tuple[tuple[dict[int, int], ...], tuple[dict[int, int], ...]]
    payoffs: tuple[Table, Table]


def exact(number: float | Fraction) -> Fraction:
    """The simple fraction that a number with rounding errors stands for.

    >>> exact(1 / 3), exact(0.1 + 0.2)
    (Fraction(1, 3), Fraction(3, 10))
    """
    if isinstance(number, Fraction):
        return number
    near = Fraction(number).limit_denominator(10**6)
    return near if abs(near - Fraction(number)) <= 1e-12 * max(1, abs(number)) else Fraction(round(number, 12))


def bimatrix(tree: Tree, payoffs: Sequence[Sequence[float | Fraction]], chance: Array | None = None) -> Bimatrix:
    """The strategic form of a game in which no more than two players move.

    `payoffs` has a row for each player with a number for each leaf, `chance` the probabilities of chance over slots.
    Raises UsageError for a third player or forgotten moves, TooLargeError beyond `LIMIT` plans of one player.

    >>> pennies = simultaneous([["head", "tail"], ["head", "tail"]])
    >>> bimatrix(pennies, [[1, -1, -1, 1], [-1, 1, 1, -1]]).payoffs[0]
    ((Fraction(1, 1), Fraction(-1, 1)), (Fraction(-1, 1), Fraction(1, 1)))
    """
    movers = tree.movers()
    if len(movers) > 2:
        names = ", ".join(tree.players[player] for player in movers)
        raise UsageError(
            f"equilibria are listed for two players; here {len(movers)} move ({names}): see quantal response"
        )
    pair = (movers[0], next(player for player in (*movers[1:], *range(2)) if player != movers[0]))
    first, second = (plans(tree, player) for player in pair)
    weights = chance_of_leaves(tree, chance)
    rows = [allowed(tree, pair[0], plan) for plan in first]
    columns = [allowed(tree, pair[1], plan) for plan in second]

    def table(player: int) -> Table:
        worth = [weight * exact(payoffs[player][leaf]) for leaf, weight in enumerate(weights)]
        return tuple(
            tuple(sum((worth[leaf] for leaf in row & column), Fraction(0)) for column in columns) for row in rows
        )

    return Bimatrix(pair, (first, second), (table(pair[0]), table(pair[1])))


def plans(tree: Tree, player: int) -> tuple[dict[int, int], ...]:
    """The reduced plans of a player: what to choose wherever the plan itself lets the game come.

    Raises UsageError where the player forgets what they did, TooLargeError beyond `LIMIT` plans.
    """
    after = own_sets(tree, player)

    def count(before: tuple[int, int]) -> int:
        return prod(
            sum(count((info, choice)) for choice in range(len(tree.information[info].choices)))
            for info in after.get(before, ())
        )

    def combine(before: tuple[int, int]) -> list[dict[int, int]]:
        found: list[dict[int, int]] = [{}]
        for info in after.get(before, ()):
            options = [
                {info: choice, **rest}
                for choice in range(len(tree.information[info].choices))
                for rest in combine((info, choice))
            ]
            found = [{**one, **other} for one in found for other in options]
        return found

    # Every set has two choices or more and so at least one plan of its own: many sets need no counting.
    sets = sum(map(len, after.values()))
    number = sets + 1 if sets > LIMIT else count(START)
    if number > LIMIT:
        raise TooLargeError(
            f"{tree.players[player]} has at least {number:,} plans, and equilibria are listed up to {LIMIT}; "
            "the quantal response has no such limit and is given instead"
        )
    return tuple(combine(START))


def own_sets(tree: Tree, player: int) -> dict[tuple[int, int], list[int]]:
    """For each choice of a player (and `START`), the information sets at which the same player may decide next."""
    last: list[tuple[int, int]] = [START] * len(tree.nodes)
    before: dict[int, tuple[int, int]] = {}
    for index, node in enumerate(tree.nodes):
        is_own = node.leaf < 0 and tree.information[node.information].player == player
        if is_own and before.setdefault(node.information, last[index]) != last[index]:
            name = tree.information[node.information].name
            raise UsageError(f"at {name!r}, {tree.players[player]} does not remember their own earlier choices")
        for choice, child in enumerate(node.children):
            last[child] = (node.information, choice) if is_own else last[index]
    after: dict[tuple[int, int], list[int]] = {}
    for info, way in before.items():
        after.setdefault(way, []).append(info)
    return after


def allowed(tree: Tree, player: int, plan: dict[int, int]) -> frozenset[int]:
    """The leaves that a plan does not rule out."""
    chosen = {tree.information[info].first + choice for info, choice in plan.items()}
    own = {
        slot for info in tree.information if info.player == player for slot in range(info.slots.start, info.slots.stop)
    }
    ruled_out = own - chosen
    return frozenset(leaf for leaf, way in enumerate(tree.paths.tolist()) if ruled_out.isdisjoint(way))


def chance_of_leaves(tree: Tree, chance: Array | None = None) -> list[Fraction]:
    """The probability of chance's part of the way to each leaf, exactly."""
    slots = middle_chance(tree) if chance is None else chance
    is_chance = [info.player == CHANCE for info in tree.information for _ in info.choices]
    weights = [exact(float(slots[slot])) if is_chance[slot] else Fraction(1) for slot in range(tree.slots)]
    return [
        prod((weights[slot] for slot in way if slot < tree.slots), start=Fraction(1)) for way in tree.paths.tolist()
    ]
