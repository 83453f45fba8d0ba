"""When things happened and when they were told: spans on one axis of time, uncertain ends shown as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, axis, down, framed, label, labels, plot, row, step

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Span:
    """Something dated: the days it lies between, `None` where an end is open; `reported` is when it was told."""

    label: str
    first: date | None
    last: date | None
    reported: date | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Spans under one another on one axis of time."""

    spans: tuple[Span, ...]

    key = "Dark: both ends are dated; pale: an end is open; diamond: when it was told."

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        import altair as alt

        days = [day.toordinal() for item in self.spans for day in (item.first, item.last, item.reported) if day]
        begin, end = _years(days)
        rows = [_row(number, item, begin, end, width) for number, item in enumerate(self.spans)]
        height = step(item["label"] for item in rows)
        ticks = _ticks(begin, end, width)
        names = "[" + ",".join(f"'{words}'" for _, words in ticks) + "]"
        under = axis([day for day, _ in ticks], f"{names}[indexof({[day for day, _ in ticks]}, datum.value)]")
        x = alt.X("first:Q", scale=alt.Scale(domain=[begin, end], nice=False, zero=False), axis=under)
        base, at = plot(rows).encode(y=row()), down(height)
        sure, unsure = base.transform_filter("!datum.open"), base.transform_filter("datum.open")
        told = base.transform_filter("isValid(datum.reported)")
        told = told.mark_point(shape="diamond", filled=True, opacity=1, size=70, yOffset=at, color=INK["against"])
        return framed(
            [
                sure.mark_bar(size=10, yOffset=at, color=INK["mark"], minBandSize=4).encode(x=x, x2="last:Q"),
                sure.mark_tick(size=10, thickness=3, yOffset=at, color=INK["mark"]).encode(x=x),
                unsure.mark_bar(size=10, yOffset=at, color=INK["soft"]).encode(x=x, x2="last:Q"),
                told.encode(x="reported:Q"),
                *labels(base, height, width),
            ],
            width,
            height * len(rows),
        )


def _row(number: int, item: Span, begin: int, end: int, width: int) -> dict[str, Any]:
    return {
        "row": number,
        "label": label(item.label, width - 10),
        "number": "",
        "first": item.first.toordinal() if item.first else begin,
        "last": (item.last.toordinal() if item.last else end) + 1,
        "open": item.first is None or item.last is None,
        "reported": item.reported.toordinal() if item.reported else None,
    }


def _years(days: Sequence[int]) -> tuple[int, int]:
    """The days on which the axis begins and ends: whole years around all the days."""
    if not days:
        return date(2000, 1, 1).toordinal(), date(2001, 1, 1).toordinal()
    first, last = date.fromordinal(min(days)).year, date.fromordinal(max(days)).year
    return date(first, 1, 1).toordinal(), date(min(last + 1, 9999), 1, 1).toordinal()


def _ticks(begin: int, end: int, width: int) -> list[tuple[int, str]]:
    """Days with the words under them: years, thinned to what fits, or quarters where there are only few years."""
    first, last = date.fromordinal(begin).year, date.fromordinal(end).year
    if last - first <= 2:
        months = [(year, month) for year in range(first, last) for month in (1, 4, 7, 10)]
        return [(date(y, m, 1).toordinal(), f"{y}-{m:02d}" if m == 1 or width > 500 else "") for y, m in months]
    every = max(1, -(-(last - first) * 50 // width))
    return [(date(year, 1, 1).toordinal(), str(year)) for year in range(first, last + 1, every)]
