"""What each piece adds to a balance: a waterfall in decibans, from what was assumed before to the total."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, axis, down, framed, label, labels, plot, row, step
from cuibono.report.charts.words import signed

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Steps in decibans from a start to their sum: to the right what speaks for, to the left what speaks against.

    Each step begins where the one before it ended; start and end are drawn from zero.
    """

    start: tuple[str, float]
    steps: tuple[tuple[str, float], ...]
    end: str

    key = "Bar to the right: for; to the left: against; each begins where the one before ended. Blue: the balance."

    @property
    def total(self) -> float:
        """Where the steps end."""
        return self.start[1] + sum(value for _, value in self.steps)

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        import altair as alt

        rows = self._rows(width)
        height = step(item["label"] for item in rows)
        ends = [item[end] for item in rows for end in ("first", "last")]
        low, high = min(0.0, *ends), max(1.0, *ends)
        ticks = sorted({low, 0.0, high} if low < 0 else {0.0, high})
        words = "(datum.value > 0 ? '+' : '') + replace(format(datum.value, '.1f'), '-', '−')"
        x = alt.X("first:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis(ticks, words))
        y, at = row(), down(height)
        base, sums, parts = (
            plot(some).encode(y=y)
            for some in (
                rows,
                [item for item in rows if item["sum"]],
                [item for item in rows if not item["sum"]],
            )
        )
        ink = alt.condition("datum.last >= datum.first", alt.value(INK["for"]), alt.value(INK["against"]))
        zero = plot([{"first": 0}]).mark_rule(color=INK["quiet"]).encode(x=x)
        marks = [
            zero,
            sums.mark_bar(size=12, yOffset=at, color=INK["mark"]).encode(x=x, x2="last:Q"),
            parts.mark_bar(size=12, yOffset=at).encode(x=x, x2="last:Q", color=ink),
            # A step too small for a bar still shows where the balance stands.
            base.mark_tick(size=16, thickness=2, yOffset=at, color=INK["ink"]).encode(x="last:Q"),
        ]
        return framed([*marks, *labels(base, height, width)], width, height * len(rows))

    def _rows(self, width: int) -> list[dict[str, Any]]:
        values = [self.start, *self.steps]
        ends = list(accumulate(value for _, value in values))
        starts = [0.0, *ends[:-1]]
        rows = [
            (name, first, last, value, number == 0)
            for number, ((name, value), first, last) in enumerate(zip(values, starts, ends, strict=True))
        ]
        rows.append((self.end, 0.0, ends[-1], ends[-1], True))
        return [
            {
                "row": number,
                "label": label(name, width - 90),
                "number": f"{signed(value)} dB",
                "first": first,
                "last": last,
                "sum": is_sum,
            }
            for number, (name, first, last, value, is_sum) in enumerate(rows)
        ]
