"""Charts as values: numbers and labels first, Altair and SVG only when a form asks.

A kind of chart is a frozen value with a sentence that explains its marks, and a method that draws it. A new kind is a
new module: nothing here has to know of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from cuibono.report.charts.frame import INK
from cuibono.report.charts.probabilities import Bar, Probabilities
from cuibono.report.charts.timeline import Span, Timeline
from cuibono.report.charts.waterfall import Waterfall
from cuibono.report.charts.words import percent, signed, span

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "INK",
    "Bar",
    "Chart",
    "Probabilities",
    "Span",
    "Timeline",
    "Waterfall",
    "percent",
    "png",
    "signed",
    "span",
    "spec",
    "svg",
]


class Chart(Protocol):
    """Numbers that can be drawn; equal ones are drawn once."""

    def __hash__(self) -> int:
        """A frozen value has one."""

    @property
    def key(self) -> str:
        """What the marks mean, in a sentence."""

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide, margins included."""


def spec(chart: Chart, width: int) -> dict[str, Any]:
    """The chart as a Vega-Lite specification, `width` pixels wide, margins included."""
    return chart.draw(width).to_dict()


@lru_cache(maxsize=256)
def svg(chart: Chart, width: int) -> str:
    """The chart as SVG text, `width` pixels wide; the same chart and width give the same text, drawn once."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec(chart, width)))


@lru_cache(maxsize=64)
def png(chart: Chart, width: int, scale: float = 2) -> bytes:
    """The chart as a PNG picture on white, `width` times `scale` pixels wide, drawn once."""
    import vl_convert

    drawing = spec(chart, width) | {"background": "white"}
    return bytes(vl_convert.vegalite_to_png(drawing, scale=scale))
