"""Charts as values, and their drawing: numbers and labels first, Altair and SVG only when a form asks.

Labels stand above their bars and margins are fixed, so that a drawing does not depend on how wide the machine's fonts
are: the same numbers give the same bytes. Colours are the light theme's; a page maps them by value to its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cuibono.report.controls import visible

if TYPE_CHECKING:
    import altair as alt

INK = {
    "ink": "#1b1f24",
    "quiet": "#59626d",
    "rule": "#d5dae0",
    "mark": "#2f6690",
    "soft": "#a9c4d9",
    "for": "#2a7a64",
    "against": "#b2542a",
}
"""The chart's colours by name; a page maps each value to the variable of that name, which follows its theme."""

_LETTER = 7.0
"""Width allowed for one letter of a label, in pixels: generous for a system font of 13 pixels."""

_MARGIN = 6
"""Room left and right of the plot, in pixels."""


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


@dataclass(frozen=True, slots=True)
class Weights:
    """Signed bars in decibans around zero: what speaks for, to the right, and against, to the left."""

    bars: tuple[tuple[str, float], ...]


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


Chart = Probabilities | Weights | Timeline


def svg(chart: Chart, width: int) -> str:
    """The chart as SVG text, `width` pixels wide; the same chart and width give the same text."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec(chart, width)))


def spec(chart: Chart, width: int) -> dict[str, Any]:
    """The chart as a Vega-Lite specification, `width` pixels wide, margins included."""
    match chart:
        case Probabilities():
            drawing = _probabilities(chart, width)
        case Weights():
            drawing = _weights(chart, width)
        case Timeline():
            drawing = _timeline(chart, width)
    return drawing.to_dict()


def key(chart: Chart) -> str:
    """What the marks of a chart mean, in a sentence."""
    match chart:
        case Probabilities():
            parts = ["Dot: the probability"]
            parts += ["line: its interval"] if any(bar.low < bar.high for bar in chart.bars) else []
            parts += ["tick: before the evidence"] if any(bar.prior is not None for bar in chart.bars) else []
            return "; ".join(parts) + "."
        case Weights():
            return "To the right: for; to the left: against."
        case Timeline():
            return "Dark: both ends are dated; pale: an end is open; diamond: when it was told."


def _probabilities(chart: Probabilities, width: int) -> alt.LayerChart:
    import altair as alt

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
        for number, bar in enumerate(chart.bars)
    ]
    step = _step(row["label"] for row in rows)
    plot = alt.Chart(alt.InlineData(values=rows)).encode(y=_row())
    axis = _axis([0, 0.25, 0.5, 0.75, 1], "format(datum.value * 100, 'd') + ' %'")
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    return _framed(
        [
            plot.mark_bar(size=12, yOffset=step / 2 - 22, color=INK["soft"]).encode(x=x),
            plot.mark_rule(yOffset=step / 2 - 22, strokeWidth=3, color=INK["mark"]).encode(x="low:Q", x2="high:Q"),
            plot.mark_point(
                shape="circle", filled=True, opacity=1, size=70, yOffset=step / 2 - 22, color=INK["mark"]
            ).encode(x=x),
            plot.transform_filter("isValid(datum.prior)")
            .mark_tick(thickness=2, size=18, yOffset=step / 2 - 22, color=INK["quiet"])
            .encode(x="prior:Q"),
            *_labels(plot, step, width),
        ],
        width,
        step * len(rows),
    )


def _weights(chart: Weights, width: int) -> alt.LayerChart:
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"row": number, "label": label(name, width - 90), "number": f"{signed(value)} dB", "value": value}
        for number, (name, value) in enumerate(chart.bars)
    ]
    step = _step(row["label"] for row in rows)
    reach = max([1.0, *(abs(value) for _, value in chart.bars)])
    plot = alt.Chart(alt.InlineData(values=rows)).encode(y=_row())
    words = "(datum.value > 0 ? '+' : '') + replace(format(datum.value, '.1f'), '-', '−')"
    axis = _axis([-reach, 0, reach], words)
    ink = alt.condition("datum.value >= 0", alt.value(INK["for"]), alt.value(INK["against"]))
    x = alt.X("value:Q", scale=alt.Scale(domain=[-reach, reach], nice=False), axis=axis)
    return _framed(
        [
            plot.mark_bar(size=12, yOffset=step / 2 - 22).encode(x=x, color=ink),
            alt.Chart(alt.InlineData(values=[{"value": 0}])).mark_rule(color=INK["quiet"]).encode(x="value:Q"),
            *_labels(plot, step, width),
        ],
        width,
        step * len(rows),
    )


def _timeline(chart: Timeline, width: int) -> alt.LayerChart:
    import altair as alt

    days = [day.toordinal() for item in chart.spans for day in (item.first, item.last, item.reported) if day]
    begin, end = _years(days)
    rows: list[dict[str, Any]] = [
        {
            "row": number,
            "label": label(item.label, width - 10),
            "number": "",
            "first": item.first.toordinal() if item.first else begin,
            "last": (item.last.toordinal() if item.last else end) + 1,
            "open": item.first is None or item.last is None,
            "reported": item.reported.toordinal() if item.reported else None,
        }
        for number, item in enumerate(chart.spans)
    ]
    step = _step(row["label"] for row in rows)
    ticks = _ticks(begin, end, width)
    names = "[" + ",".join(f"'{words}'" for _, words in ticks) + "]"
    axis = _axis([day for day, _ in ticks], f"{names}[indexof({[day for day, _ in ticks]}, datum.value)]")
    x = alt.X("first:Q", scale=alt.Scale(domain=[begin, end], nice=False, zero=False), axis=axis)
    plot = alt.Chart(alt.InlineData(values=rows)).encode(y=_row())
    sure, unsure = plot.transform_filter("!datum.open"), plot.transform_filter("datum.open")
    return _framed(
        [
            sure.mark_bar(size=10, yOffset=step / 2 - 22, color=INK["mark"], minBandSize=4).encode(x=x, x2="last:Q"),
            sure.mark_tick(size=10, thickness=3, yOffset=step / 2 - 22, color=INK["mark"]).encode(x=x),
            unsure.mark_bar(size=10, yOffset=step / 2 - 22, color=INK["soft"]).encode(x=x, x2="last:Q"),
            plot.transform_filter("isValid(datum.reported)")
            .mark_point(shape="diamond", filled=True, opacity=1, size=70, yOffset=step / 2 - 22, color=INK["against"])
            .encode(x="reported:Q"),
            *_labels(plot, step, width),
        ],
        width,
        step * len(rows),
    )


def percent(value: float) -> str:
    """A probability from 0 to 1 in whole per cent, never rounded up to certainty.

    >>> percent(0.314), percent(0.9996), percent(0.0004), percent(0)
    ('31 %', 'over 99 %', 'under 1 %', '0 %')
    """
    if 0 < value < 0.005:
        return "under 1 %"
    if 0.995 < value < 1:
        return "over 99 %"
    return f"{value * 100:.0f} %"


def span(low: float, high: float) -> str:
    """An interval of probabilities in whole per cent.

    >>> span(0.18, 0.472)
    '18–47 %'
    """
    return f"{low * 100:.0f}–{high * 100:.0f} %"


def signed(value: float) -> str:
    """A weight with its sign and one decimal; what rounds to nothing has no sign.

    >>> signed(3.14), signed(-0.26), signed(-0.01)
    ('+3.1', '−0.3', '0.0')
    """
    rounded = round(value, 1)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):.1f}"


def label(words: str, width: float) -> str:
    """Words broken into at most two lines of `width` pixels, cut with an ellipsis where they are longer."""
    room = max(12, int(width / _LETTER))
    return "\n".join(wrap(visible(words), room, max_lines=2, placeholder=" …", break_on_hyphens=False)) or "—"


def _step(labels: Iterable[str]) -> int:
    return 68 if any("\n" in words for words in labels) else 52


def _row() -> alt.Y:
    import altair as alt

    y: alt.Y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    return y


def _axis(values: list[float], words: str) -> alt.Axis:
    import altair as alt

    axis: alt.Axis = alt.Axis(
        values=values,
        labelExpr=words,
        title=None,
        orient="bottom",
        grid=True,
        gridColor=INK["rule"],
        domain=False,
        ticks=False,
        labelColor=INK["quiet"],
        labelFontSize=12,
        labelPadding=6,
        labelOverlap=False,
        labelFlush=True,
    )
    return axis


def _labels(plot: alt.Chart, step: int, width: int) -> list[alt.Chart]:
    import altair as alt

    names = plot.mark_text(align="left", baseline="top", fontSize=13, lineBreak="\n", dy=4 - step / 2, color=INK["ink"])
    numbers = plot.mark_text(align="right", baseline="top", fontSize=13, dy=4 - step / 2, color=INK["quiet"])
    return [
        names.encode(x=alt.value(0), text="label:N"),
        numbers.encode(x=alt.value(width - 2 * _MARGIN), text="number:N"),
    ]


def _framed(layers: list[alt.Chart], width: int, height: int) -> alt.LayerChart:
    import altair as alt

    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            width=width - 2 * _MARGIN,
            height=height,
            padding={"left": _MARGIN, "right": _MARGIN, "top": 4, "bottom": 26},
            background="transparent",
        )
        .configure(autosize=alt.AutoSizeParams(type="none"), font="sans-serif")
        .configure_view(stroke=None)
    )
    return chart


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
