"""A game as a tree: who chooses where, what it leads to, and how probable each choice is, told by width and number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cuibono.report.charts.frame import INK, MARGIN, fitted, framed, places, plot
from cuibono.report.charts.words import percent

if TYPE_CHECKING:
    import altair as alt

_NARROWEST = 96
"""The least width of a move, in pixels; a narrower drawing lists the choices under one another instead."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A choice, or the beginning, whose `start` is -1; `start` is the branch that it follows, by index.

    `choice` is what is chosen, `leads` where that leads, `who` chooses there; `probability` is `None` where unknown.
    """

    start: int
    choice: str
    leads: str
    who: str
    probability: float | None
    is_act: bool
    by_chance: bool


@dataclass(frozen=True, slots=True)
class Branches:
    """All choices of a game, every one after the one that it follows, the beginning first."""

    branches: tuple[Branch, ...]

    key = (
        "Above each line what is chosen, below it who decides next; the wider the line, the more probable. "
        "Red and starred: the act. Grey: chance. An arrow leads to a move drawn further up."
    )

    def draw(self, width: int) -> alt.LayerChart:
        """The drawing, `width` pixels wide: from left to right, or as a list where that is too narrow."""
        depths = self._depths()
        column = (width - 2 * MARGIN) / (max(depths) + 1.2)
        return self._across(width, column, depths) if column >= _NARROWEST else self._listed(width, depths)

    def _across(self, width: int, column: float, depths: list[int]) -> alt.LayerChart:
        row = 36
        rows = self._rows()
        height = row * int(max(rows) + 1)
        lefts = [column * max(0.0, depth - 0.4) for depth in depths]
        spot = [(column * (depth + 0.6), row * (rows[place] + 0.5)) for place, depth in enumerate(depths)]
        lines, texts = [], []
        for place, branch in enumerate(self.branches):
            left, (right, y) = lefts[place] + (8 if branch.start >= 0 else 0), spot[place]
            ends = not branch.who
            lines.append({**_ink(branch), "x": left, "x2": right + (0 if ends else 8), "y": y, "y2": y})
            if branch.start >= 0:
                lines.append({**_ink(branch), "x": left, "x2": left, "y": spot[branch.start][1], "y2": y})
            room, half = column - 14, _width(branch) / 2
            if branch.start >= 0:
                words = fitted(_named(branch), room, _share(branch))
                texts.append({"x": left + 5, "y": y - 5 - half, "words": words, "ink": _tone(branch)})
            if ends:
                end = fitted(branch.leads, width - 2 * MARGIN - right - 6)
                texts.append({"x": right + 6, "y": y + 4, "words": end, "ink": INK["ink"]})
            for line, words in enumerate((branch.leads, branch.who) if branch.who else ()):
                below = y + 14 + 13 * line + half
                texts.append({"x": left + 5, "y": below, "words": fitted(words, room), "ink": INK["quiet"]})
        return self._drawn(lines, texts, width, height)

    def _listed(self, width: int, depths: list[int]) -> alt.LayerChart:
        row, indent = 24, 14
        lines, texts = [], []
        for place, branch in enumerate(self.branches):
            x, y = indent * depths[place], row * (place + 0.5)
            if branch.start >= 0:
                above = row * (branch.start + 0.5) + 8
                lines.append({**_ink(branch), "x": x - 8, "x2": x - 8, "y": above, "y2": y})
                lines.append({**_ink(branch), "x": x - 8, "x2": x, "y": y, "y2": y})
            chosen = f"{_named(branch)}{_share(branch)} " if branch.start >= 0 else ""
            arrow = "" if branch.start < 0 or branch.leads.startswith("→") else "→ "
            words = f"{chosen}{arrow}{branch.leads}" + (f": {branch.who}" if branch.who else "")
            room = width - 2 * MARGIN - x - 4
            texts.append({"x": x + 4, "y": y + 4, "words": fitted(words, room), "ink": _tone(branch)})
        return self._drawn(lines, texts, width, row * len(self.branches))

    def _drawn(
        self, lines: list[dict[str, Any]], texts: list[dict[str, Any]], width: int, height: int
    ) -> alt.LayerChart:
        import altair as alt

        at: dict[str, Any] = {**places("x", "y", width, height)}
        plain = {"strokeWidth": alt.StrokeWidth("width:Q", scale=None), "color": alt.Color("ink:N", scale=None)}
        rules = plot(lines).mark_rule(strokeCap="round").encode(**at, x2="x2:Q", y2="y2:Q", **plain)
        words = plot(texts).mark_text(align="left", baseline="alphabetic", fontSize=12)
        return framed([rules, words.encode(**at, text="words:N", color=plain["color"])], width, height, below=6)

    def _depths(self) -> list[int]:
        depths: list[int] = []
        for branch in self.branches:
            depths.append(0 if branch.start < 0 else depths[branch.start] + 1)
        return depths

    def _rows(self) -> list[float]:
        """How far down each branch stands: ends on lines of their own, the others half-way between what follows."""
        follows: dict[int, list[int]] = {}
        for place, branch in enumerate(self.branches):
            follows.setdefault(branch.start, []).append(place)
        ends = iter(range(len(self.branches)))
        rows = [float(next(ends)) if place not in follows else 0.0 for place in range(len(self.branches))]
        for place in sorted(follows, reverse=True):
            if place >= 0:
                rows[place] = (rows[follows[place][0]] + rows[follows[place][-1]]) / 2
        return rows


def _named(branch: Branch) -> str:
    return f"★ {branch.choice}" if branch.is_act else branch.choice


def _share(branch: Branch) -> str:
    return "" if branch.probability is None else f" {percent(branch.probability)}"


def _tone(branch: Branch) -> str:
    return INK["against" if branch.is_act else "ink"]


def _width(branch: Branch) -> float:
    return 1.0 + 5 * (branch.probability or 0.0)


def _ink(branch: Branch) -> dict[str, Any]:
    ink = "against" if branch.is_act else "quiet" if branch.by_chance or branch.start < 0 else "mark"
    return {"width": _width(branch), "ink": INK[ink]}
