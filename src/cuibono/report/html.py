"""The report as one HTML page: nothing to fetch, nothing to run, readable in light, dark and print.

Every value that reaches the template is escaped and shown with its acting characters by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cuibono.report import charts
from cuibono.report.controls import visible
from cuibono.report.document import Figure, Report
from cuibono.report.marking import Marking
from cuibono.report.svg import inline
from cuibono.report.vocabulary import shape

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

WIDE, NARROW = 672, 312
"""Widths at which charts are drawn, in pixels: for a page of text, and for a telephone."""


def html(report: Report) -> str:
    """The report as a complete HTML page; the same report gives the same text."""
    from markupsafe import Markup

    cited = Cited()
    sheet = "\n".join([_part("report.css"), inks(), *([paged(report.marking)] if report.marking else [])])
    page = _template().render(report=report, cited=cited, sheet=Markup(sheet))  # noqa: S704 - ours, no text of a case
    return page + "\n"


class Cited:
    """The places at which footnotes are cited, each with its own anchor to come back to."""

    def __init__(self) -> None:
        self._count: Counter[int] = Counter()

    def place(self, number: int) -> str:
        """The anchor of the next place that cites a footnote."""
        self._count[number] += 1
        return f"cited-{number}-{self._count[number]}"

    def target(self, number: int) -> str:
        """Where a citation leads: the footnote."""
        return f"#note-{number}"

    def places(self, number: int) -> tuple[str, ...]:
        """The anchors of all places so far that cite a footnote."""
        return tuple(f"cited-{number}-{i}" for i in range(1, self._count[number] + 1))


def picture(figure: Figure, width: int) -> Markup:
    """A figure's chart, `width` pixels wide, in the page's colours."""
    from markupsafe import Markup

    return Markup(inline(charts.svg(figure.chart, width)))  # noqa: S704 - only known elements are left in it


def paged(marking: Marking) -> str:
    """Style rules that set a marking in its colours, on screen and at the head and foot of every printed page."""
    box = (
        f'content: "{marking.label}"; color: {marking.ink}; background: {marking.paper}; width: fit-content; '
        "font: bold 10pt sans-serif; padding: 1pt 8pt; margin: 4mm auto; print-color-adjust: exact"
    )
    return (
        f".marking {{ background: {marking.paper}; color: {marking.ink}; }}\n"
        f"@media print {{ .marking {{ display: none; }} "
        f"@page {{ @top-center {{ {box}; }} @bottom-center {{ {box}; }} }} }}"
    )


def inks() -> str:
    """Style rules that draw each of the charts' colours in the page's own, whichever theme is on."""
    return "\n".join(
        f".{part}-{name} {{ {part}: var(--chart-{name}); }}" for name in charts.INK for part in ("fill", "stroke")
    )


@cache
def _template() -> Template:
    return templates(_part).get_template("report.html.j2")


def templates(load: Callable[[str], str | None]) -> Environment:
    """The templates that `load` gives by name, with what `blocks.html.j2` calls for.

    Every value that one prints is escaped and shows its acting characters by name; there is no second way in.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    found = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(wide=WIDE, narrow=NARROW, picture=picture, shape=shape)
    found.filters["kind"] = lambda value: type(value).__name__
    return found


def _part(name: str) -> str:
    return files("cuibono.report").joinpath("templates", name).read_text("utf-8")
