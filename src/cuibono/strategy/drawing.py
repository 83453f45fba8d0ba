"""The game to look at: where each point of the tree stands, and the tree in plain characters to read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cuibono.strategy.records import Strategy
from cuibono.strategy.tree import CHANCE, Tree, grow


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the picture: `x` counts moves from the beginning, `y` leaves from the top, `who` is a player's id."""

    x: float
    y: float
    kind: Literal["move", "chance", "end"]
    name: str
    who: str
    sees: str

    def to_dict(self) -> dict[str, object]:
        """The point by name."""
        return {"x": self.x, "y": self.y, "kind": self.kind, "name": self.name, "who": self.who, "sees": self.sees}


@dataclass(frozen=True, slots=True)
class Line:
    """A choice from one point (by index) to another; `probability` is `None` where no behaviour was given."""

    start: int
    end: int
    choice: str
    probability: float | None
    is_act: bool

    def to_dict(self) -> dict[str, object]:
        """The line by name."""
        return {
            "start": self.start,
            "end": self.end,
            "choice": self.choice,
            "probability": self.probability,
            "is-act": self.is_act,
        }


@dataclass(frozen=True, slots=True)
class Drawing:
    """A tree laid out from left to right, every end on a line of its own, every move half-way between its ends."""

    points: tuple[Point, ...]
    lines: tuple[Line, ...]

    def to_dict(self) -> dict[str, object]:
        """Points and lines by name."""
        return {"points": [point.to_dict() for point in self.points], "lines": [line.to_dict() for line in self.lines]}


def draw(strategy: Strategy, choices: Mapping[str, float] | None = None) -> Drawing:
    """The picture of a game that has passed its checks; `choices` are probabilities by `move/choice`, as a `Motive`
    has.

    Raises TooLargeError as `grow` does.
    """
    tree = grow(strategy)
    acts = strategy.game.acts if strategy.game else {}
    lines = []
    for index, node in enumerate(tree.nodes):
        names = tree.information[node.information].choices if node.leaf < 0 else ()
        for choice, child in zip(names, node.children, strict=True):
            name = f"{node.name}/{choice}"
            lines.append(Line(index, child, choice, None if choices is None else choices.get(name), name in acts))
    return Drawing(_points(tree), tuple(lines))


def outline(strategy: Strategy, choices: Mapping[str, float] | None = None) -> str:
    """The game in plain characters, one choice a line, with what it leads to; see `draw` for `choices`.

    The act stands between stars.
    """
    drawing = draw(strategy, choices)
    below: dict[int, list[Line]] = {}
    for line in drawing.lines:
        below.setdefault(line.start, []).append(line)
    text = [_title(drawing.points[0])]
    stack = [(line, "") for line in reversed(below.get(0, []))]
    while stack:
        line, indent = stack.pop()
        is_last = line is below[line.start][-1]
        share = "" if line.probability is None else f" {line.probability:.2f}"
        choice = f"*{line.choice}*" if line.is_act else line.choice
        text.append(f"{indent}{'└─' if is_last else '├─'} {choice}{share} → {_title(drawing.points[line.end])}")
        deeper = indent + ("   " if is_last else "│  ")
        stack.extend((follow, deeper) for follow in reversed(below.get(line.end, [])))
    return "\n".join(text)


def _points(tree: Tree) -> tuple[Point, ...]:
    depths = [0.0] * len(tree.nodes)
    heights = [0.0] * len(tree.nodes)
    for index, node in enumerate(tree.nodes):
        for child in node.children:
            depths[child] = depths[index] + 1
    for index in range(len(tree.nodes) - 1, -1, -1):
        node = tree.nodes[index]
        ends = [heights[child] for child in node.children]
        heights[index] = float(node.leaf) if node.leaf >= 0 else (ends[0] + ends[-1]) / 2
    points = []
    for index, node in enumerate(tree.nodes):
        if node.leaf >= 0:
            points.append(Point(depths[index], heights[index], "end", node.name, "", ""))
            continue
        info = tree.information[node.information]
        is_chance = info.player == CHANCE
        who = "chance" if is_chance else tree.players[info.player]
        sees = info.name if info.name != node.name else ""
        points.append(Point(depths[index], heights[index], "chance" if is_chance else "move", node.name, who, sees))
    return tuple(points)


def _title(point: Point) -> str:
    if point.kind == "end":
        return point.name
    seen = f", who sees {point.sees}" if point.sees else ""
    return f"{point.name}: {point.who}{seen}"
