"""What each option is worth and what there may be to regret, on one scale of utility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuibono.report.amounts import amount
from cuibono.report.charts.frame import INK, axis, down, framed, label, labels, plot, row, step

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Value:
    """An option's expected value with its range, and the most that there may be to regret (0 or more)."""

    label: str
    expected: float
    low: float
    high: float
    regret: float


@dataclass(frozen=True, slots=True)
class Worths:
    """Options under one another: a dot on its range, and under it a bar of regret to the left of zero."""

    values: tuple[Value, ...]

    key = "Dot: the expected value; line: its range; bar to the left of 0: the most there may be to regret."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        import altair as alt

        rows = [
            {
                "row": place,
                "label": label(item.label, width - 190),
                "number": f"{amount(item.expected)}, regret {amount(item.regret)}",
                "value": item.expected,
                "low": item.low,
                "high": item.high,
                "regret": -item.regret,
                "zero": 0.0,
            }
            for place, item in enumerate(self.values)
        ]
        low = min([0.0, *(min(item.low, -item.regret) for item in self.values)])
        high = max([0.0, *(item.high for item in self.values)])
        room = (high - low or 1.0) * 0.03
        height = step(str(item["label"]) for item in rows)
        base, at = plot(rows).encode(y=row()), down(height)
        words = "replace(format(datum.value, '.2f'), '-', '−')"
        under = axis(sorted({low, 0.0, high}), words)
        x = alt.X("value:Q", scale=alt.Scale(domain=[low - room, high + room], nice=False), axis=under)
        dot = base.mark_point(shape="circle", filled=True, opacity=1, size=80, yOffset=at - 2, color=INK["mark"])
        return framed(
            [
                plot([{"value": 0.0}]).mark_rule(color=INK["quiet"]).encode(x=x),
                base.mark_bar(size=6, yOffset=at + 9, color=INK["against"]).encode(x=alt.X("regret:Q"), x2="zero:Q"),
                base.mark_rule(yOffset=at - 2, strokeWidth=4, color=INK["soft"]).encode(x=alt.X("low:Q"), x2="high:Q"),
                dot.encode(x=x),
                *labels(base, height, width),
            ],
            width,
            height * len(rows),
        )
