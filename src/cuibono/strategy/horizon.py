"""What lies beyond the point where a game too large to solve was cut off: anything between its worst and its best."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cuibono.strategy.records import Range, Strategy
from cuibono.strategy.tree import Tree


def beyond(strategy: Strategy, tree: Tree, values: Mapping[str, Range]) -> dict[str, Range]:
    """For each leaf at which the tree was cut, the range of what may still come, by the leaf's name.

    `values` has the worth of outcomes, of choices made and of agreements broken, by name; what is not named is worth 0.
    """
    agreements = [values[item.id] for item in strategy.agreements if item.id in values]
    worst = sum(min(price.low, 0.0) for price in agreements)
    low = _extreme(strategy, lambda name: values[name].low if name in values else 0.0, min)
    high = _extreme(strategy, lambda name: values[name].high if name in values else 0.0, max)
    cut = {leaf.name: leaf.name.partition("#")[0] for leaf in tree.leaves if leaf.is_cut}
    return {name: Range.of(low(move) + worst, high(move)) for name, move in cut.items()}


def _extreme(
    strategy: Strategy, worth: Callable[[str], float], choose: Callable[[list[float]], float]
) -> Callable[[str], float]:
    """The lowest or highest sum of values on any way on from a move or outcome."""
    moves = {move.id: move for move in strategy.moves}
    known: dict[str, float] = {}

    def extreme(name: str) -> float:
        stack = [name]
        while stack:
            top = stack[-1]
            choices = moves[top].choices if top in moves else {}
            missing = [follow for follow in choices.values() if follow not in known]
            stack.extend(missing)
            if not missing:
                ways = [worth(f"{top}/{choice}") + known[follow] for choice, follow in choices.items()]
                known[stack.pop()] = choose(ways) if ways else worth(top)
        return known[name]

    return extreme
