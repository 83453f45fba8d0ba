"""What all charts share: inks, labels, axes, and the frame that makes a drawing the same everywhere.

Labels stand above their bars and margins are fixed, so that a drawing does not depend on how wide the machine's fonts
are: the same numbers give the same bytes. Colours are the light theme's; a page maps them by value to its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    "page": "#fdfdfc",
    "for-pale": "#dcefe8",
    "against-pale": "#f8e4da",
    "panel": "#f4f5f3",
}
"""The chart's colours by name; a page maps each value to the variable of that name, which follows its theme."""

MARGIN = 6
"""Room left and right of the plot, in pixels."""

_LETTER = 7.0
"""Width allowed for one letter of a label of 13 pixels: generous for a system font."""

Rows = Sequence[Mapping[str, Any]]
"""What a chart's marks are drawn from: one mapping a mark."""


def plot(rows: Rows) -> alt.Chart:
    """A chart of these rows, with nothing drawn yet."""
    import altair as alt

    # `InlineData` and not a frame: pandas is no dependency, and nothing is written to disk.
    return alt.Chart(alt.InlineData(values=list(rows)))


def label(words: str, width: float, lines: int = 2, size: float = 13) -> str:
    """Words broken into at most `lines` of `width` pixels, cut with an ellipsis where they are longer."""
    room = max(6 if lines > 2 else 12, int(width / (_LETTER * size / 13)))
    return "\n".join(wrap(visible(words), room, max_lines=lines, placeholder=" …", break_on_hyphens=False)) or "—"


def fitted(words: str, width: float, tail: str = "") -> str:
    """Words of 12 pixels on one line with their tail, cut with an ellipsis to `width` pixels."""
    letters, words = max(2, int(width / 6.4) - len(tail)), visible(words)
    return f"{words if len(words) <= letters else words[: letters - 1] + '…'}{tail}"


def step(labels: Iterable[str]) -> int:
    """The height of a row, in pixels, with room for its label above its mark."""
    return 68 if any("\n" in words for words in labels) else 52


def down(height: int) -> float:
    """How far below the middle of its row a mark stands, under the label."""
    return height / 2 - 22


def row() -> alt.Y:
    """The place of a row, from the top."""
    import altair as alt

    y: alt.Y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    return y


def axis(values: Sequence[float], words: str) -> alt.Axis:
    """An axis below the plot with lines at `values`, whose labels a Vega expression gives."""
    import altair as alt

    found: alt.Axis = alt.Axis(
        values=list(values),
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
    return found


def percents() -> alt.X:
    """A scale from 0 to 100 %."""
    import altair as alt

    ticks = axis([0, 0.25, 0.5, 0.75, 1], "format(datum.value * 100, 'd') + ' %'")
    x: alt.X = alt.X("value:Q", scale=alt.Scale(domain=[0, 1]), axis=ticks)
    return x


def labels(rows: alt.Chart, height: int, width: int) -> list[alt.Chart]:
    """The name of each row above its mark on the left, and its number on the right."""
    import altair as alt

    names = rows.mark_text(align="left", baseline="top", fontSize=13, lineBreak="\n", dy=4 - height / 2)
    numbers = rows.mark_text(align="right", baseline="top", fontSize=13, dy=4 - height / 2, color=INK["quiet"])
    return [
        names.encode(x=alt.value(0), text="label:N", color=alt.value(INK["ink"])),
        numbers.encode(x=alt.value(width - 2 * MARGIN), text="number:N"),
    ]


def places(across: str, down: str, width: int, height: int) -> dict[str, Any]:
    """Channels on which a mark stands at a place in pixels, counted from the top left corner."""
    import altair as alt

    return {
        "x": alt.X(f"{across}:Q", axis=None, scale=alt.Scale(domain=[0, width - 2 * MARGIN], nice=False, zero=False)),
        "y": alt.Y(f"{down}:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False)),
    }


def framed(layers: Sequence[alt.Chart], width: int, height: int, below: int = 26) -> alt.LayerChart:
    """The layers as one drawing, `width` pixels wide with its margins, with `below` pixels for what is under it."""
    import altair as alt

    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            width=width - 2 * MARGIN,
            height=height,
            padding={"left": MARGIN, "right": MARGIN, "top": 4, "bottom": below},
            background="transparent",
        )
        .configure(autosize=alt.AutoSizeParams(type="none"), font="sans-serif")
        .configure_view(stroke=None)
    )
    return chart
