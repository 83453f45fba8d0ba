"""Which option is best at which probability of each hypothesis: a strip for each, marked where things stand now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuibono.report.charts.frame import INK, MARGIN, down, fitted, framed, label, labels, percents, plot, row, step
from cuibono.report.charts.words import percent

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Strip:
    """A hypothesis, its probability now, and which option is best from where to where."""

    label: str
    now: float
    best: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Strips from 0 to 100 %, one under another."""

    strips: tuple[Strip, ...]

    key = "Each strip names the best option at every probability; upright tick: the probability now; blue: best now."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        import altair as alt

        rows = [
            {
                "row": place,
                "label": label(strip.label, width - 90),
                "number": f"now {percent(strip.now)}",
                "value": strip.now,
            }
            for place, strip in enumerate(self.strips)
        ]
        parts = [
            {
                "row": place,
                "value": first,
                "last": last,
                "words": fitted(option, (last - first) * (width - 2 * MARGIN) - 8),
                "ink": INK["soft" if first <= strip.now <= last else "rule"],
            }
            for place, strip in enumerate(self.strips)
            for first, last, option in strip.best
        ]
        height = step(str(item["label"]) for item in rows)
        base, bars, at, x = plot(rows).encode(y=row()), plot(parts).encode(y=row()), down(height) + 2, percents()
        colour = alt.Color("ink:N", scale=None)
        ends = [{"row": item["row"], "value": item["last"]} for item in parts if float(str(item["last"])) < 1]
        return framed(
            [
                bars.mark_bar(size=20, yOffset=at).encode(x=x, x2="last:Q", color=colour),
                plot(ends).encode(y=row()).mark_tick(size=20, thickness=2, yOffset=at, color=INK["page"]).encode(x=x),
                bars.mark_text(align="left", baseline="middle", dx=5, dy=at, fontSize=12, color=INK["ink"]).encode(
                    x=x, text="words:N"
                ),
                base.mark_tick(size=30, thickness=3, yOffset=at, color=INK["mark"]).encode(x=x),
                *labels(base, height, width),
            ],
            width,
            height * len(rows),
        )
