"""A matrix at a glance: a cell for every hypothesis and piece of evidence, told by letters, edge and colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cuibono.report.charts.frame import INK, MARGIN, framed, label, places, plot
from cuibono.report.controls import visible

if TYPE_CHECKING:
    import altair as alt

_LOOKS = {
    "cc": ("for-pale", "for", 2.5),
    "c": ("for-pale", "for", 1),
    "i": ("against-pale", "against", 1),
    "ii": ("against-pale", "against", 2.5),
    "n": ("panel", "quiet", 1),
    "na": ("page", "rule", 1),
    "blank": ("page", "rule", 1),
    "mixed": ("panel", "ink", 1),
}
_HEAD = 22
_CELL = 24


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows of cells under columns; a cell is its letters, and the tone that its colour and edge follow."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    key = (
        "Green: expected, the thicker the edge the more; red: not expected; grey: neutral, or judged differently; "
        "dot: not rated."
    )

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide."""
        import altair as alt

        room, names = width - 2 * MARGIN, [label(name, width - 10) for name, _ in self.rows]
        lines = 2 if any("\n" in name for name in names) else 1
        step = _CELL + 10 + 18 * lines
        across = room / max(1, len(self.columns))
        cells = list(self._cells(across, step, lines))
        height = _HEAD + step * len(self.rows)
        base = plot(cells).encode(**places("x", "y", width, height))
        tones, looks = list(_LOOKS), list(_LOOKS.values())
        fills = alt.Scale(domain=tones, range=[INK[fill] for fill, _, _ in looks])
        edges = alt.Scale(domain=tones, range=[INK[edge] for _, edge, _ in looks])
        boxes = base.mark_rect(cornerRadius=3).encode(
            x2="x2:Q",
            y2="y2:Q",
            fill=alt.Fill("tone:N", scale=fills, legend=None),
            stroke=alt.Stroke("tone:N", scale=edges, legend=None),
            strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
        )
        size = 12 if across >= 28 else 10 if across >= 18 else 8
        letters = base.mark_text(fontSize=size, color=INK["ink"], baseline="middle")
        heads = [
            {"x": across * (place + 0.5), "y": 8, "words": visible(name)} for place, name in enumerate(self.columns)
        ]
        titles = [{"x": 0, "y": _HEAD + step * row + 2, "words": name} for row, name in enumerate(names)]
        return framed(
            [
                boxes,
                letters.encode(**places("middle", "centre", width, height), text="letters:N"),
                _words(heads, width, height, size=size, align="center", ink="quiet"),
                _words(titles, width, height, size=13, align="left", ink="ink"),
            ],
            width,
            height,
            below=6,
        )

    def _cells(self, across: float, step: int, lines: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for row, (_, cells) in enumerate(self.rows):
            top = _HEAD + step * row + 18 * lines
            for place, (letters, tone) in enumerate(cells):
                found.append(
                    {
                        "x": across * place + 2,
                        "x2": across * (place + 1) - 2,
                        "y": top,
                        "y2": top + _CELL,
                        "middle": across * (place + 0.5),
                        "centre": top + _CELL / 2,
                        "letters": visible(letters),
                        "tone": tone,
                        "thick": _LOOKS[tone][2],
                    }
                )
        return found


def _words(
    rows: list[dict[str, Any]], width: int, height: int, *, size: int, align: Literal["left", "center"], ink: str
) -> alt.Chart:
    mark = plot(rows).mark_text(fontSize=size, align=align, baseline="top", lineBreak="\n", color=INK[ink])
    drawn: alt.Chart = mark.encode(**places("x", "y", width, height), text="words:N")
    return drawn
