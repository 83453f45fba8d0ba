"""Who wants what: actors under one another, outcomes side by side, and where each would be better or worse off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, MARGIN, framed, label, places, plot

if TYPE_CHECKING:
    import altair as alt

_GAP = 18
_ROW = 50
_SHAPES = {"wins": "triangle-up", "loses": "triangle-down", "open": "circle", "unknown": "circle"}
_INKS = {"wins": "for", "loses": "against", "open": "quiet", "unknown": "quiet"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one outcome is worth to one actor, from 0 to 1, `None` where nobody said; `standing` as in `Stake`."""

    low: float | None
    high: float | None
    standing: str


@dataclass(frozen=True, slots=True)
class Stakes:
    """A grid of ranges: `rows` has each actor with a cell for every outcome, and the level of the status quo."""

    outcomes: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...], float | None], ...]

    key = (
        "Line: from the actor's worst outcome on the left to the best on the right; tick: as things stand. "
        "Triangle up: better than that; down: worse; circle: not clear."
    )

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        column = (width - 2 * MARGIN + _GAP) / len(self.outcomes)
        heads = [label(name, column - _GAP, lines=4) for name in self.outcomes]
        top = 16 * max(head.count("\n") + 1 for head in heads) + 10
        height = top + _ROW * len(self.rows)
        at: dict[str, Any] = {**places("x", "y", width, height)}
        cells = list(self._cells(column, top))
        titles = [{"x": place * column, "y": 0, "words": head} for place, head in enumerate(heads)]
        names = [
            {"x": 0, "y": top + _ROW * place + 4, "words": label(actor, width, lines=1)}
            for place, (actor, _, _) in enumerate(self.rows)
        ]
        told = [item for item in cells if item["low"] is not None]
        usual = [item for item in told if item["usual"] is not None]
        return framed(
            [
                plot(cells).mark_rule(color=INK["rule"], strokeWidth=3).encode(**at, x2="end:Q"),
                *_marks(told, at),
                plot(usual)
                .mark_tick(color=INK["ink"], size=16, thickness=2, orient="vertical")
                .encode(**places("usual", "y", width, height)),
                _words(titles, "quiet").encode(**at, text="words:N"),
                _words(names, "ink").encode(**at, text="words:N"),
            ],
            width,
            height,
            below=6,
        )

    def _cells(self, column: float, top: float) -> Iterator[dict[str, Any]]:
        span = column - _GAP
        for row, (_, cells, usual) in enumerate(self.rows):
            for place, cell in enumerate(cells):
                left = place * column

                def across(value: float | None, left: float = left) -> float | None:
                    return None if value is None else left + value * span

                middle = None if cell.low is None or cell.high is None else (cell.low + cell.high) / 2
                yield {
                    "x": left,
                    "end": left + span,
                    "y": top + _ROW * row + 34,
                    "low": across(cell.low),
                    "high": across(cell.high),
                    "middle": across(middle),
                    "usual": across(usual),
                    "standing": cell.standing,
                }


def _words(rows: list[dict[str, Any]], ink: str) -> alt.Chart:
    words: alt.Chart = plot(rows).mark_text(align="left", baseline="top", fontSize=13, lineBreak="\n", color=INK[ink])
    return words


def _marks(cells: list[dict[str, Any]], at: dict[str, Any]) -> Iterator[alt.Chart]:
    """The ranges, and in the middle of each the shape of its standing."""
    across = {end: at["x"].copy() for end in ("low", "middle")}
    for end, channel in across.items():
        channel.shorthand = f"{end}:Q"
    for standing, shape in _SHAPES.items():
        if some := [item for item in cells if item["standing"] == standing]:
            ink = INK[_INKS[standing]]
            marks = plot(some)
            yield marks.mark_rule(color=ink, strokeWidth=5).encode(x=across["low"], x2="high:Q", y=at["y"])
            point = marks.mark_point(shape=shape, filled=True, opacity=1, size=150, color=ink)
            yield point.encode(x=across["middle"], y=at["y"])
