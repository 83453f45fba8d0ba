"""What a notebook shows of a case: tables with escaped text, pictures with words beside them, short names."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

import cuibono
from cuibono.case.records import Hypothesis, State
from cuibono.verbs import Case
from cuibono.weighing import weigh

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the worked cases are not beside an installed package")


@pytest.fixture(scope="module")
def supply() -> Case:
    """The worked case that has a game and options."""
    return cuibono.open(EXAMPLES / "supply" / "case")


def test_answers_are_tables(supply: Case) -> None:
    """Posterior, responses and game show a row for each hypothesis, option and motive."""
    assert supply.weigh()._repr_html_().count("<tr>") == 1 + 6
    assert supply.options()._repr_html_().count("<tr>") == 1 + 5
    assert supply.strategy()._repr_html_().count("<tr>") == 1 + 4


def test_hostile_names_are_escaped() -> None:
    """A name that is markup is shown as the characters that it is."""
    posterior = weigh(State(question="<b>?", hypotheses=(Hypothesis(id="a", name="<script>", prior=0.5),)))
    for shown in (posterior._repr_html_(), posterior.explain("a")._repr_html_()):
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown


def test_a_figure_is_a_picture_with_its_words(supply: Case) -> None:
    """The notebook gets a PNG, and the alternative text where it shows none; the twin is a table."""
    figure = supply.figure("posterior")
    bundle = figure._repr_mimebundle_()
    assert base64.b64decode(str(bundle["image/png"])).startswith(b"\x89PNG")
    assert bundle["text/plain"] == figure.alternative
    assert figure.twin._repr_html_().count("<tr>") == 1 + len(figure.twin.rows)


def test_answers_have_short_names(supply: Case) -> None:
    """In a debugger or a list an answer is a line, not everything that it was made from."""
    for answer in (supply.weigh(), supply.options(), supply.strategy(), supply.weigh().explain("price")):
        assert len(repr(answer)) < 200
