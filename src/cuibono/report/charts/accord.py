"""Who wants the same: a grid of pairs of actors, each from conflict (-1) to agreement (1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, MARGIN, fitted, framed, label, places, plot
from cuibono.report.charts.words import signed

if TYPE_CHECKING:
    import altair as alt

_ROW = 46
_LARGEST = 17


@dataclass(frozen=True, slots=True)
class Accord:
    """Pairs of actors: `values` has each pair once, in either order, from -1 to 1."""

    actors: tuple[str, ...]
    values: tuple[tuple[str, str, float], ...]

    key = "Circle, green: they want the same; square, red: the opposite. The larger, the more so."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide; no wider than its columns need."""
        side = min(130.0, width * 0.32)
        column = min(110.0, (width - 2 * MARGIN - side) / max(1, len(self.actors) - 1))
        top = 20
        height = top + _ROW * (len(self.actors) - 1)
        rank = {actor: place for place, actor in enumerate(self.actors)}
        cells = []
        for one, other, value in self.values:
            first, last = sorted((rank[one], rank[other]))
            radius = 4 + _LARGEST * abs(value) ** 0.5
            x, y = side + column * (first + 0.5), top + _ROW * (last - 0.5)
            cells.append({"x": x, "y": y, "value": value, "words": signed(value), "size": 3.14 * radius**2})
        at: dict[str, Any] = {**places("x", "y", width, height)}
        heads = [
            {"x": side + column * (place + 0.5), "y": 2, "words": fitted(actor, column - 4)}
            for place, actor in enumerate(self.actors[:-1])
        ]
        names = [
            {"x": 0, "y": top + _ROW * (place + 0.5), "words": label(actor, side, lines=2)}
            for place, actor in enumerate(self.actors[1:])
        ]
        layers = [
            plot([item for item in cells if (item["value"] >= 0) == same])
            .mark_point(shape=shape, filled=True, opacity=1, color=INK[ink])
            .encode(**at, size=_plain_size())
            for same, shape, ink in ((True, "circle", "for-pale"), (False, "square", "against-pale"))
        ]
        words = plot(cells).mark_text(fontSize=13, baseline="middle", color=INK["ink"]).encode(**at, text="words:N")
        tops = plot(heads).mark_text(fontSize=12, baseline="top", color=INK["quiet"]).encode(**at, text="words:N")
        left = plot(names).mark_text(fontSize=13, align="left", baseline="middle", lineBreak="\n", color=INK["ink"])
        return framed([*layers, words, tops, left.encode(**at, text="words:N")], width, height, below=6)


def _plain_size() -> alt.Size:
    import altair as alt

    size: alt.Size = alt.Size("size:Q", scale=None)
    return size
