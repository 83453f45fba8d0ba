"""Where a choice turns: what each option is worth while one hypothesis goes from impossible to certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuibono.report.charts.frame import INK, MARGIN, axis, framed, label, plot
from cuibono.report.charts.words import percent

if TYPE_CHECKING:
    import altair as alt

_LINE = 17
"""The least distance between two names, in pixels."""


@dataclass(frozen=True, slots=True)
class Crossings:
    """A straight line for each option from its worth at 0 to its worth at 1.

    `best` says from where to where which option is best, in order.
    """

    options: tuple[tuple[str, float, float], ...]
    best: tuple[tuple[float, float, str], ...]
    now: float

    key = "Thick: the best option; upright line: the probability now; dots: where the choice turns."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide; the options' names stand on the right."""
        import altair as alt

        height, side = 300, min(190, int(width * 0.36))
        low = min(min(pair) for _, *pair in self.options)
        high = max(max(pair) for _, *pair in self.options)
        room = (high - low or 1.0) * 0.08
        low, high = low - room, high + room
        right = 1 - side / (width - 2 * MARGIN)
        ticks = axis([0, 0.25, 0.5, 0.75, 1], "format(datum.value * 100, 'd') + ' %'")
        x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1 / right], nice=False), axis=ticks)
        y = alt.Y("y:Q", scale=alt.Scale(domain=[low, high], nice=False, zero=False), axis=None)
        at = {name: (first, last) for name, first, last in self.options}

        def on(name: str, share: float) -> float:
            return at[name][0] + share * (at[name][1] - at[name][0])

        thin = [{"x": 0, "y": first, "x2": 1, "y2": last} for _, first, last in self.options]
        thick = [{"x": a, "y": on(name, a), "x2": b, "y2": on(name, b)} for a, b, name in self.best]
        turns = [{"x": b, "y": on(name, b), "words": percent(b)} for _, b, name in self.best if b < 1]
        leading = {name for _, _, name in self.best}
        upright = plot([{"x": self.now, "y": low, "y2": high, "words": f"now {percent(self.now)}"}])
        names = plot(_apart(self.options, leading, low, high, height, side))
        return framed(
            [
                plot(thin).mark_rule(color=INK["soft"], strokeWidth=1.5).encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
                upright.mark_rule(color=INK["quiet"], strokeWidth=1).encode(x=x, y=y, y2="y2:Q"),
                upright.mark_text(fontSize=12, color=INK["quiet"], align="left", dx=4, dy=-4).encode(
                    x=x, y=y, text="words:N"
                ),
                plot(thick).mark_rule(color=INK["mark"], strokeWidth=4).encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
                plot(turns)
                .mark_point(shape="circle", filled=True, opacity=1, size=80, color=INK["ink"])
                .encode(x=x, y=y),
                plot(turns).mark_text(fontSize=12, color=INK["ink"], dy=-12).encode(x=x, y=y, text="words:N"),
                names.mark_text(align="left", fontSize=12, dx=6).encode(
                    x=x, y=y, text="words:N", color=alt.Color("ink:N", scale=None)
                ),
            ],
            width,
            height,
        )


def _apart(
    options: tuple[tuple[str, float, float], ...], leading: set[str], low: float, high: float, height: int, side: int
) -> list[dict[str, object]]:
    """The options' names beside the ends of their lines, moved apart where they would stand on one another."""
    unit = (high - low) / height
    ordered = sorted(options, key=lambda option: -option[2])
    places = [min(high - 8 * unit, option[2]) for option in ordered]
    for place in range(1, len(places)):
        places[place] = min(places[place], places[place - 1] - _LINE * unit)
    for place, left in enumerate(reversed(range(len(places)))):
        places[left] = max(places[left], low + (8 + place * _LINE) * unit)
    return [
        {"x": 1, "y": y, "words": label(name, side - 12, 1, 12), "ink": INK["ink" if name in leading else "quiet"]}
        for (name, _, _), y in zip(ordered, places, strict=True)
    ]
