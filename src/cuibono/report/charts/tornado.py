"""How far one number moves when one thing does: ranges around where it stands now, the widest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, down, framed, label, labels, percents, plot, row, step
from cuibono.report.charts.words import percent

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Tornado:
    """Ranges of a probability, each a name with its two ends, around the present value; all 0 to 1."""

    now: float
    bars: tuple[tuple[str, float, float], ...]

    key = "Vertical line: where it stands now; bar: how far this one thing moves it, pale below and dark above."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        rows: list[dict[str, Any]] = []
        for number, (name, one, other) in enumerate(self.bars):
            low, high = sorted((one, other))
            rows.append(
                {
                    "row": number,
                    "label": label(name, width - 150),
                    "number": f"{percent(low)} to {percent(high)}",
                    "low": min(low, self.now),
                    "high": max(high, self.now),
                    "value": self.now,
                }
            )
        height = step(item["label"] for item in rows)
        base, at, x = plot(rows).encode(y=row()), down(height), percents()
        return framed(
            [
                base.mark_bar(size=14, yOffset=at, color=INK["soft"]).encode(x=x, x2="low:Q"),
                base.mark_bar(size=14, yOffset=at, color=INK["mark"]).encode(x=x, x2="high:Q"),
                base.mark_tick(thickness=2, size=24, yOffset=at, color=INK["ink"]).encode(x=x),
                *labels(base, height, width),
            ],
            width,
            height * len(rows),
        )
