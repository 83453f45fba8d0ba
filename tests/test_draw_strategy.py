"""Drawing strategy: interests, the game and the options as pictures that say what was solved, at any width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

import pytest

from cuibono.report import charts
from cuibono.report.build import compose
from cuibono.report.charts.accord import Accord
from cuibono.report.charts.branches import Branch, Branches
from cuibono.report.charts.crossings import Crossings
from cuibono.report.charts.stakes import Cell, Stakes
from cuibono.report.charts.stretches import Stretches
from cuibono.report.charts.worths import Worths
from cuibono.report.citations import Material
from cuibono.report.document import Figure
from cuibono.report.svg import inline
from cuibono.strategy import stakes
from samples import STATE, TEXTS
from strategic import COMPARISON, OPTIONS, POSTERIOR, SOLUTION, STRATEGY

C = TypeVar("C")
INTERESTS = stakes(STRATEGY)
REPORT = compose(
    Material(
        STATE,
        POSTERIOR,
        TEXTS,
        interests=INTERESTS,
        solution=SOLUTION,
        comparison=COMPARISON,
        strategy=STRATEGY,
        options=OPTIONS,
    )
)
FIGURES = [
    block
    for section in REPORT.sections
    if section.anchor in {"interests", "strategy", "options"}
    for block in section.blocks
    if isinstance(block, Figure)
]


def drawn(kind: type[C]) -> Iterator[tuple[Figure, C]]:
    return ((figure, figure.chart) for figure in FIGURES if isinstance(figure.chart, kind))


@pytest.mark.parametrize("width", [672, 312])
@pytest.mark.parametrize("place", range(len(FIGURES)))
def test_every_picture_draws_the_same_at_every_width(place: int, width: int) -> None:
    """Each picture is sound SVG with nothing unknown in it, byte for byte the same again, in the page's colours."""
    chart = FIGURES[place].chart
    first = charts.svg(chart, width)
    assert first == charts.svg(chart, width)
    page = inline(first)
    assert f'width="{width}"' in page
    assert "fill-" in page
    assert "#" not in page


@pytest.mark.parametrize("place", range(len(FIGURES)))
def test_every_picture_says_itself_in_words_and_as_a_table(place: int) -> None:
    """Each picture has a sentence that explains its marks, an alternative text, and a table of the same."""
    figure = FIGURES[place]
    assert figure.chart.key.endswith(".")
    assert figure.alternative.endswith(".")
    assert figure.caption
    assert figure.twin.rows


def test_interests_are_drawn_as_told() -> None:
    """Every actor has a cell for every outcome, with ends and standing of the stake; pairs have their accord."""
    [(figure, chart)] = drawn(Stakes)
    cells = {(actor, place): cell for actor, row, _ in chart.rows for place, cell in enumerate(row)}
    assert len(cells) == len(INTERESTS.stakes)
    for stake in INTERESTS.stakes:
        ends = (stake.utility.low, stake.utility.high) if stake.utility else (None, None)
        assert cells[stake.actor, INTERESTS.outcomes.index(stake.outcome)] == Cell(ends[0], ends[1], stake.standing)
        assert stake.actor in figure.alternative
    [(_, accord)] = drawn(Accord)
    assert [(pair.one, pair.other, pair.convergence) for pair in INTERESTS.pairs] == list(accord.values)


def test_the_tree_has_every_choice_once() -> None:
    """The drawing has each choice of the game once, after the move that it leads on from, and marks the act."""
    [(_, chart)] = drawn(Branches)
    choices = [choice for move in STRATEGY.moves for choice in move.choices]
    assert sorted(branch.choice for branch in chart.branches if branch.start >= 0) == sorted(choices)
    assert all(branch.start < place for place, branch in enumerate(chart.branches))
    acts = {act.partition("/")[2] for act in SOLUTION.act}
    assert {branch.choice for branch in chart.branches if branch.is_act} == acts
    for branch in chart.branches:
        assert branch.probability is None or 0 <= branch.probability <= 1


def test_a_deep_tree_becomes_a_list() -> None:
    """Where a level would be too narrow for its words, choices stand under one another, none left out."""
    chain = Branches(
        (
            Branch(-1, "", "m0", "ann", None, False, False),
            *(Branch(place, f"go{place}", f"m{place + 1}", "ann", 0.5, place == 3, False) for place in range(12)),
        )
    )
    for width in (672, 312):
        words = re.findall(r">([^<>]+)</text>", inline(charts.svg(chain, width)))
        assert len(words) == 13
        assert sum("★ go3 50 %" in text for text in words) == 1


def test_the_choice_turns_where_it_was_found_to() -> None:
    """The lines cross where the trip-wire says, and each strip has its stretches and the probability now."""
    wires = {wire.now: wire for wire in COMPARISON.trip_wires if len(wire.stretches) > 1}
    assert wires
    [(_, chart)] = drawn(Crossings)
    wire = wires[chart.now]
    assert [(first, last) for first, last, _ in chart.best] == [(item.first, item.last) for item in wire.stretches]
    at = {name: (first, last) for name, first, last in chart.options}
    for (_, turn, one), (_, _, other) in zip(chart.best, chart.best[1:], strict=False):
        worth = [at[name][0] + turn * (at[name][1] - at[name][0]) for name in (one, other)]
        assert worth[0] == pytest.approx(worth[1])
    [(_, strips)] = drawn(Stretches)
    assert len(strips.strips) == len(wires)
    for strip in strips.strips:
        assert strip.best[0][0] == 0
        assert strip.best[-1][1] == 1


def test_options_are_drawn_with_their_regret() -> None:
    """Each option has its expected value within its range, and its regret, the best first."""
    [(_, chart)] = drawn(Worths)
    told = [(item.name, item.expected, item.low, item.high, item.regret) for item in COMPARISON.standings]
    assert sorted(told) == sorted((v.label, v.expected, v.low, v.high, v.regret) for v in chart.values)
    assert [value.expected for value in chart.values] == sorted((row[1] for row in told), reverse=True)
