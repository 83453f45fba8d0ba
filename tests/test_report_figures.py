"""The pictures: each by name, with a table that says the same, an alternative text, and a drawing for any width."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cuibono.errors import NotFoundError
from cuibono.report import charts
from cuibono.report.charts.circle import Circle, Edge
from cuibono.report.charts.heat import Heat
from cuibono.report.charts.layers import Layer, Layers, Link
from cuibono.report.charts.tornado import Tornado
from cuibono.report.charts.waterfall import Waterfall
from cuibono.report.citations import Material
from cuibono.report.document import Figure
from cuibono.report.figures import FIGURES, figure
from cuibono.report.svg import inline
from cuibono.strategy import stakes
from cuibono.verbs import Case
from cuibono.weighing import weigh
from samples import CLAIMS, ORIGINS, SOURCES, STATE, TEXTS, quote, source
from strategic import COMPARISON, OPTIONS, POSTERIOR, SOLUTION, STRATEGY
from test_report_build import said

HOSTILE = "<script>alert(1)</script> \u202e \x1b[31m & '"


def material_of(text: str) -> Material:
    """The sample case with another document, which one claim quotes whole."""
    claim = CLAIMS[0].model_copy(update={"id": "c9", "source": "more", "quote": quote(text, text)})
    state = STATE.model_copy(update={"claims": (*CLAIMS, claim), "sources": (*SOURCES, source("more", text))})
    return Material(state, POSTERIOR, {**TEXTS, "more": text})


@pytest.fixture(scope="module")
def material() -> Material:
    """The sample case with all that can be shown, and a document in which actors deal with each other."""
    plain = material_of("Russia armed the Taliban. France held talks with Iran. Germany accused Russia.")
    return Material(plain.state, POSTERIOR, plain.texts, stakes(STRATEGY), SOLUTION, COMPARISON, STRATEGY, OPTIONS)


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture(material: Material, name: str) -> None:
    """Each has a caption, an alternative text, a table, and a drawing that fits a page and a telephone."""
    found = figure(material, name)
    assert found.caption
    assert found.alternative
    assert found.chart.key
    assert found.twin.rows
    assert all(len(row) == len(found.twin.columns) for row in found.twin.rows)
    for width in (672, 312):
        drawn = inline(charts.svg(found.chart, width))
        assert f'width="{width}"' in drawn
        assert drawn.count("<") > 10


def test_unknown_and_empty_pictures(material: Material, small_case: Case) -> None:
    """A picture that there is not is refused with those there are; one that the case has nothing for says so."""
    with pytest.raises(NotFoundError, match="posterior, contributions, tornado"):
        figure(material, "pie")
    with pytest.raises(NotFoundError, match="nothing to show as 'game'"):
        small_case.figure("game")


def test_chart_in_a_notebook(small_case: Case) -> None:
    """`Case.chart` gives an Altair chart, which a notebook draws by itself."""
    import altair as alt

    chart = small_case.chart("posterior", width=500)
    assert isinstance(chart, alt.LayerChart)
    assert chart.to_dict()["width"] == 488


def test_tornado_is_the_posteriors(material: Material) -> None:
    """The bars are the widest swings of the leader, around where it stands now."""
    chart = figure(material, "tornado").chart
    assert isinstance(chart, Tornado)
    assert chart.now == POSTERIOR.probabilities[POSTERIOR.leader]
    widths = [abs(high - low) for _, low, high in chart.bars]
    assert widths == sorted(widths, reverse=True)
    assert chart.bars[0][1:] == (POSTERIOR.tornado[0].low, POSTERIOR.tornado[0].high)


def test_waterfall_falls_to_the_total(material: Material) -> None:
    """Each bar begins where the one before ended, and the last stands at the total."""
    chart = figure(material, "contributions").chart
    assert isinstance(chart, Waterfall)
    rows = chart._rows(600)
    for before, after in pairwise(rows[:-1]):
        assert after["first"] == pytest.approx(before["last"])
    assert rows[-1]["last"] == pytest.approx(POSTERIOR.contributions[0].total)


def test_matrix_shows_disagreement_and_what_is_not_rated(material: Material) -> None:
    """A cell shows its code, two where analysts differ, a dot where nobody rated; a question mark is the machine."""
    chart = figure(material, "matrix").chart
    assert isinstance(chart, Heat)
    cells = {cell for _, row in chart.rows for cell in row}
    assert ("·", "blank") in cells
    assert any(tone == "mixed" and "/" in letters for letters, tone in cells)
    assert any(letters.endswith("?") for letters, _ in cells)
    assert all(len(row) == len(chart.columns) for _, row in chart.rows)


def test_origins_lead_from_source_to_origin(material: Material) -> None:
    """Every claim that the answer rests on is in one box between its document and its origin."""
    chart = figure(material, "origins").chart
    assert isinstance(chart, Layers)
    assert [layer.title for layer in chart.layers][:3] == ["Source", "Claims", "Origin"]
    counted = sum(int(box.split()[0]) for box in chart.layers[1].boxes)
    home = {id for origin in ORIGINS for id in origin.claims}
    assert counted == len([id for id in material.used if id in home])
    for link in chart.links:
        assert link.start[0] + 1 == link.end[0]


def test_layers_are_ordered_by_what_they_are_linked_to() -> None:
    """Lines do not cross where they need not."""
    layers = (Layer("a", ("a0", "a1", "a2")), Layer("b", ("b0", "b1", "b2")))
    links = tuple(Link((0, place), (1, 2 - place)) for place in range(3))
    first, second = Layers(layers, links)._order()
    place = {box: at for at, box in enumerate(second)}
    assert [place[2 - box] for box in first] == [0, 1, 2]


def test_actors_stand_as_the_claims_say(material: Material) -> None:
    """Who supports, opposes or negotiates with whom stands in the table with the words and their footnote."""
    found = figure(material, "actors")
    rows = {tuple(said(cell) for cell in row[:3]): said(row[4]) for row in found.twin.rows}
    assert rows["Russia", "supports", "Taliban"] == "“Russia armed the Taliban”"
    assert rows["Germany", "opposes", "Russia"] == "“Germany accused Russia”"
    assert ("France", "negotiates with", "Iran") in rows
    assert isinstance(found.chart, Circle)
    assert {edge.stance for edge in found.chart.edges} == {"supports", "opposes", "negotiates"}


def test_no_actors_without_claims() -> None:
    """What no claim quotes is in no map, whatever the document says."""
    text = "Russia armed the Taliban. It rained."
    claim = CLAIMS[0].model_copy(update={"id": "c9", "source": "more", "quote": quote(text, "It rained.")})
    state = STATE.model_copy(update={"claims": (*CLAIMS, claim), "sources": (*SOURCES, source("more", text))})
    assert FIGURES["actors"](Material(state, POSTERIOR, {**TEXTS, "more": text})) is None


@pytest.mark.parametrize("width", [312, 672])
def test_hostile_labels_are_text(width: int) -> None:
    """Labels of any kind are drawn as text in every new kind of picture; the same picture gives the same drawing."""
    pictures = (
        Tornado(0.5, ((HOSTILE, 0.2, 0.9), ("b", 0.5, 0.5))),
        Heat((HOSTILE, "E2"), ((HOSTILE, ((HOSTILE, "cc"), ("·", "blank"))),)),
        Layers((Layer(HOSTILE, (HOSTILE,)), Layer("b", (HOSTILE, "b"))), (Link((0, 0), (1, 1), certain=False),)),
        Circle((HOSTILE, "b", "c"), (Edge(0, 1, "supports"), Edge(1, 2, "opposes"), Edge(2, 0, "negotiates"))),
    )
    for chart in pictures:
        drawn = inline(charts.svg(chart, width))
        assert "<script" not in drawn
        assert "\u202e" not in drawn
        assert "\x1b" not in drawn
        charts.svg.cache_clear()
        assert drawn == inline(charts.svg(chart, width))


def test_colour_never_stands_alone() -> None:
    """Stances differ in sign and dash as well as in colour; codes in letters and edge."""
    drawn = inline(charts.svg(Circle(("a", "b"), (Edge(0, 1, "opposes"),)), 672))
    assert "−" in drawn
    assert "stroke-dasharray" in drawn


def test_few_pictures_of_an_empty_case(small_case: Case) -> None:
    """A small case has the pictures that it has something for, and no others."""
    material = small_case._material(small_case.contents())
    found = [name for name, make in FIGURES.items() if isinstance(make(material), Figure)]
    assert {"posterior", "matrix", "origins"} <= {*found}
    assert not {"game", "options", "interests"} & {*found}


def test_posterior_is_what_is_weighed(material: Material) -> None:
    """The picture of the posterior has every hypothesis of the case, and the probability that is weighed."""
    rows = figure(material, "posterior").twin.rows
    assert [said(row[0]) for row in rows] == [share.name for share in weigh(STATE).shares]
