"""Who stands how towards whom: actors on a circle, with lines between them that sign, dash and colour tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, MARGIN, framed, label, places, plot

if TYPE_CHECKING:
    import altair as alt

_LOOKS: dict[str, tuple[str, str, list[int]]] = {
    "supports": ("for", "+", []),
    "opposes": ("against", "−", [6, 3]),
    "negotiates": ("mark", "↔", [2, 3]),
}
_SIGNS = {"supports": 0.5, "opposes": 0.64, "negotiates": 0.36}
_DOT = 7
_WING = 8


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one actor to another, by their places; `stance` is supports, opposes or negotiates."""

    start: int
    end: int
    stance: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Actors, and how each stands towards others."""

    actors: tuple[str, ...]
    edges: tuple[Edge, ...]

    key = (
        "Arrow with +, green: supports; with −, red and dashed: opposes; line with ↔, blue and dotted: negotiates with."
    )

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        room = width - 2 * MARGIN
        across, high = room / 2 - min(120, room * 0.24), 150 if room > 500 else 110
        height = 2 * high + 90
        spots = [self._spot(place, room / 2, height / 2, across, high) for place in range(len(self.actors))]
        layers = [part for stance in _LOOKS for part in self._stance(stance, spots, width, height)]
        dots = plot([{"x": x, "y": y} for x, y in spots]).mark_point(
            shape="circle", filled=True, opacity=1, size=_DOT * _DOT * 3, color=INK["ink"]
        )
        layers.append(dots.encode(**places("x", "y", width, height)))
        return framed([*layers, *self._names(spots, width, height)], width, height, below=6)

    def _spot(self, place: int, x: float, y: float, across: float, high: float) -> tuple[float, float]:
        turn = 2 * pi * place / len(self.actors) - pi / 2
        return x + across * cos(turn), y + high * sin(turn)

    def _stance(self, stance: str, spots: list[tuple[float, float]], width: int, height: int) -> Iterator[alt.Chart]:
        ink, sign, dash = _LOOKS[stance]
        lines: list[dict[str, float]] = []
        wings: list[dict[str, float]] = []
        signs: list[dict[str, Any]] = []
        for edge in self.edges:
            if edge.stance != stance:
                continue
            line, angle = self._line(edge, spots)
            lines.append(line)
            if stance != "negotiates":
                wings += _wings(line["x2"], line["y2"], angle)
            far = _SIGNS[stance]
            spot = {axis: line[axis] * (1 - far) + line[f"{axis}2"] * far for axis in ("x", "y")}
            signs.append({**spot, "words": sign})
        for rows, strokes in ((lines, dash), (wings, [])):
            mark = plot(rows).mark_rule(strokeWidth=1.8, strokeDash=strokes, color=INK[ink])
            yield mark.encode(**places("x", "y", width, height), x2="x2:Q", y2="y2:Q")
        base = plot(signs)
        where = places("x", "y", width, height)
        yield base.mark_point(shape="circle", filled=True, opacity=1, size=260, color=INK["page"]).encode(**where)
        yield base.mark_text(fontSize=17, fontWeight="bold", baseline="middle", color=INK[ink]).encode(
            **where, text="words:N"
        )

    def _line(self, edge: Edge, spots: list[tuple[float, float]]) -> tuple[dict[str, float], float]:
        """The line from dot to dot, a little to its right, so that the way back and other stances stand beside it."""
        (x, y), (x2, y2) = spots[edge.start], spots[edge.end]
        angle, length = atan2(y2 - y, x2 - x), max(1.0, hypot(x2 - x, y2 - y))
        aside = {"supports": 5.0, "opposes": 12.0, "negotiates": 0.0}[edge.stance]
        across, along = (-sin(angle) * aside, cos(angle) * aside), (cos(angle), sin(angle))
        free = min(_DOT + 7.0, length / 3)
        line = {
            "x": x + across[0] + along[0] * free,
            "y": y + across[1] + along[1] * free,
            "x2": x2 + across[0] - along[0] * free,
            "y2": y2 + across[1] - along[1] * free,
        }
        return line, angle

    def _names(self, spots: list[tuple[float, float]], width: int, height: int) -> Iterator[alt.Chart]:
        """The names beside their dots, outside the circle."""
        middle = (width - 2 * MARGIN) / 2
        room = min(112.0, (width - 2 * MARGIN) * 0.24)
        for align in ("left", "right", "center"):
            rows = []
            for name, (x, y) in zip(self.actors, spots, strict=True):
                side = "center" if abs(x - middle) < 12 else "left" if x > middle else "right"
                if side != align:
                    continue
                words = label(name, room * 2 if side == "center" else room, 3, 12)
                lines = words.count("\n") + 1
                above = y < height / 2
                dy = (-14 - 15 * lines if above else 13) if side == "center" else -7.5 * lines
                rows.append({"x": x + {"left": 12, "right": -12, "center": 0}[side], "y": y + dy, "words": words})
            mark = plot(rows).mark_text(
                fontSize=12, lineHeight=15, align=align, baseline="top", lineBreak="\n", color=INK["ink"]
            )
            yield mark.encode(**places("x", "y", width, height), text="words:N")


def _wings(x: float, y: float, angle: float) -> list[dict[str, float]]:
    """The two strokes of an arrow's head."""
    turns = (angle + pi - 0.45, angle + pi + 0.45)
    return [{"x": x, "y": y, "x2": x + _WING * cos(turn), "y2": y + _WING * sin(turn)} for turn in turns]
