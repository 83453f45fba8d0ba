"""Probabilities with their intervals and priors, as bars from 0 to 100 %."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, down, framed, label, labels, percents, plot, row, step
from cuibono.report.charts.words import percent, span

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Bar:
    """A probability with its interval and its prior, all 0 to 1."""

    label: str
    value: float
    low: float
    high: float
    prior: float | None = None


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Bars from 0 to 100 %, each with its interval as a line and its prior as a tick."""

    bars: tuple[Bar, ...]

    @property
    def key(self) -> str:
        """What the marks mean."""
        parts = ["Dot: the probability"]
        parts += ["line: its interval"] if any(bar.low < bar.high for bar in self.bars) else []
        parts += ["tick: before the evidence"] if any(bar.prior is not None for bar in self.bars) else []
        return "; ".join(parts) + "."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        rows: list[dict[str, Any]] = [
            {
                "row": number,
                "label": label(bar.label, width - 140),
                "number": percent(bar.value) + (f" ({span(bar.low, bar.high)})" if bar.low < bar.high else ""),
                "value": bar.value,
                "low": bar.low,
                "high": bar.high,
                "prior": bar.prior,
            }
            for number, bar in enumerate(self.bars)
        ]
        height = step(item["label"] for item in rows)
        base, at, x = plot(rows).encode(y=row()), down(height), percents()
        dot = base.mark_point(shape="circle", filled=True, opacity=1, size=70, yOffset=at, color=INK["mark"])
        prior = base.transform_filter("isValid(datum.prior)")
        return framed(
            [
                base.mark_bar(size=12, yOffset=at, color=INK["soft"]).encode(x=x),
                base.mark_rule(yOffset=at, strokeWidth=3, color=INK["mark"]).encode(x="low:Q", x2="high:Q"),
                dot.encode(x=x),
                prior.mark_tick(thickness=2, size=18, yOffset=at, color=INK["quiet"]).encode(x="prior:Q"),
                *labels(base, height, width),
            ],
            width,
            height * len(rows),
        )
