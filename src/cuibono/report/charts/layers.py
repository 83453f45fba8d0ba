"""Layers of things and what leads from one to the next: boxes in columns, with lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, MARGIN, framed, label, places, plot
from cuibono.report.controls import visible

if TYPE_CHECKING:
    import altair as alt

_HEAD = 26
_BOX = 46
_GAP = 12


@dataclass(frozen=True, slots=True)
class Layer:
    """A column of boxes under a title; `share` is how wide it is beside the others."""

    title: str
    boxes: tuple[str, ...]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A line from one box to another, each as its layer and its place there; dashed where it is not certain."""

    start: tuple[int, int]
    end: tuple[int, int]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Layers:
    """Columns of boxes from left to right, and lines between them."""

    layers: tuple[Layer, ...]
    links: tuple[Link, ...]

    key = "A line: what goes back to what, from left to right; dashed: perhaps."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide; in each layer the boxes stand near what they are linked to."""
        height = _HEAD + (_BOX + _GAP) * max(len(layer.boxes) for layer in self.layers)
        order = self._order()
        spots = self._spots(order, width, height)
        boxes = [self._box(place, spot) for place, spot in spots.items()]
        lines = [self._line(spots[link.start], spots[link.end], certain=link.certain) for link in self.links]
        heads = [
            {"x": spots[at, 0][0], "y": 4, "words": visible(layer.title)}
            for at, layer in enumerate(self.layers)
            if layer.boxes
        ]
        drawn = [
            _lines([line for line in lines if line["certain"]], width, height),
            _lines([line for line in lines if not line["certain"]], width, height, dash=[4, 3]),
            _boxes(boxes, width, height),
            _words(boxes, width, height, "ink"),
            _words(heads, width, height, "quiet"),
        ]
        return framed(drawn, width, height, below=6)

    def _order(self) -> list[list[int]]:
        """The boxes of each layer from top to bottom: by the mean height of what leads to them, a sweep each way."""
        order = [list(range(len(layer.boxes))) for layer in self.layers]
        for sweep in (range(1, len(order)), range(len(order) - 2, -1, -1), range(1, len(order))):
            for at in sweep:
                height = {
                    (layer, box): (place + 0.5) / len(boxes)
                    for layer, boxes in enumerate(order)
                    for place, box in enumerate(boxes)
                }
                means = {box: self._mean((at, box), height) for box in order[at]}
                order[at].sort(key=lambda box, means=means: (means[box], box))  # type: ignore[misc]
        return order

    def _mean(self, box: tuple[int, int], height: dict[tuple[int, int], float]) -> float:
        near = [link.end for link in self.links if link.start == box] + [
            link.start for link in self.links if link.end == box
        ]
        return sum(height[other] for other in near) / len(near) if near else height[box]

    def _spots(
        self, order: Sequence[Sequence[int]], width: int, height: int
    ) -> dict[tuple[int, int], tuple[float, float, float]]:
        """Left edge, middle and width of every box."""
        room = width - 2 * MARGIN
        between = room * 0.07
        whole = sum(layer.share for layer in self.layers)
        across = room - between * (len(self.layers) - 1)
        found: dict[tuple[int, int], tuple[float, float, float]] = {}
        left = 0.0
        for at, layer in enumerate(self.layers):
            wide = across * layer.share / whole
            each = (height - _HEAD) / max(1, len(layer.boxes))
            for place, box in enumerate(order[at]):
                found[at, box] = (left, _HEAD + each * (place + 0.5), wide)
            left += wide + between
        return found

    def _box(self, place: tuple[int, int], spot: tuple[float, float, float]) -> dict[str, Any]:
        left, middle, wide = spot
        words = label(self.layers[place[0]].boxes[place[1]], wide - 10, 3, 11)
        lines = words.count("\n") + 1
        return {
            "left": left,
            "right": left + wide,
            "top": middle - _BOX / 2,
            "bottom": middle + _BOX / 2,
            "x": left + 5,
            "y": middle - 7 * lines,
            "words": words,
        }

    def _line(
        self, start: tuple[float, float, float], end: tuple[float, float, float], *, certain: bool
    ) -> dict[str, Any]:
        return {"x": start[0] + start[2], "y": start[1], "x2": end[0], "y2": end[1], "certain": certain}


def _lines(rows: list[dict[str, Any]], width: int, height: int, dash: Sequence[int] = ()) -> alt.Chart:
    mark = plot(rows).mark_rule(strokeWidth=1.5, color=INK["mark"], strokeDash=list(dash))
    drawn: alt.Chart = mark.encode(**places("x", "y", width, height), x2="x2:Q", y2="y2:Q")
    return drawn


def _boxes(rows: list[dict[str, Any]], width: int, height: int) -> alt.Chart:
    mark = plot(rows).mark_rect(cornerRadius=4, fill=INK["panel"], stroke=INK["quiet"], strokeWidth=1)
    drawn: alt.Chart = mark.encode(**places("left", "top", width, height), x2="right:Q", y2="bottom:Q")
    return drawn


def _words(rows: list[dict[str, Any]], width: int, height: int, ink: str) -> alt.Chart:
    mark = plot(rows).mark_text(
        fontSize=11, lineHeight=14, align="left", baseline="top", lineBreak="\n", color=INK[ink]
    )
    drawn: alt.Chart = mark.encode(**places("x", "y", width, height), text="words:N")
    return drawn
