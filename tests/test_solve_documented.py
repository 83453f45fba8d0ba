"""Documentation and examples of strategy and options: what they show runs, and what a file may say is in them."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from pydantic import BaseModel

from cuibono.case.records import Hypothesis
from cuibono.options import Options
from cuibono.options import check as check_options
from cuibono.options.records import Decision, Observation, Option
from cuibono.strategy import Strategy, check, solve, stakes
from cuibono.strategy.records import Agreement, Cost, Game, Interest, Move, Outcome, Payoff
from games import EXAMPLES

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.mark.parametrize("page", ["strategy.md", "options.md"])
def test_tables_shown_are_those_of_the_examples(page: str) -> None:
    """Every piece of TOML on a page stands word for word in one of the examples."""
    files = [item.read_text("utf-8") for item in EXAMPLES.iterdir() if item.name.endswith(".toml")]
    blocks = re.findall(r"```toml\n(.*?)\n```", (DOCS / page).read_text("utf-8"), flags=re.DOTALL)
    assert blocks
    for block in blocks:
        for table in block.split("\n\n"):
            assert any(table in text for text in files), table


@pytest.mark.parametrize(
    ("page", "record"),
    [
        *(("strategy.md", record) for record in (Outcome, Interest, Game, Move, Agreement, Payoff, Cost)),
        *(("options.md", record) for record in (Decision, Option, Observation)),
    ],
)
def test_every_key_is_documented(page: str, record: type[BaseModel]) -> None:
    """A key that a file may have stands in the page's table of keys."""
    table = (DOCS / page).read_text("utf-8").partition("## Keys of")[2]
    for name, field in record.model_fields.items():
        assert f"`{field.alias or name}`" in table, name


@pytest.mark.parametrize("name", ["payment-puzzle.toml", "bounties-game.toml", "hidden-motive.toml"])
def test_the_examples_are_sound(name: str) -> None:
    """The examples that the package ships have no problems, and nothing else in them."""
    content = tomllib.loads(EXAMPLES.joinpath(name).read_text("utf-8"))
    hypotheses = [Hypothesis.model_validate(item) for item in content.pop("hypotheses")]
    options = Options.model_validate({key: content.pop(key) for key in Options.model_fields if key in content})
    strategy = Strategy.model_validate(content)
    ids = [item.id for item in hypotheses]
    assert check(strategy, ids) == ()
    assert check_options(options, ids, strategy) == ()


def test_quotes_of_the_example_are_in_the_demo_documents() -> None:
    """Every quote of the larger example is in one of the documents that the package ships."""
    folder = resources.files("cuibono.data").joinpath("demo", "documents")
    texts = [" ".join(item.read_text("utf-8").split()) for item in folder.iterdir()]
    example = EXAMPLES.joinpath("bounties-game.toml").read_text("utf-8")
    quotes = re.findall(r'^quote = "(.*)"$', example, flags=re.MULTILINE)
    assert len(quotes) > 15
    for quote in quotes:
        assert any(quote in text for text in texts), quote


def test_the_example_makes_the_arguments_of_the_question() -> None:
    """The larger example says what it is there to say.

    Both capitals want an orderly end and lose by a collapse; payments change more after the agreement than before it;
    motives that need the talks to fail explain them worse than revenge, at every rationality and in all ranges.
    """
    content = tomllib.loads(EXAMPLES.joinpath("bounties-game.toml").read_text("utf-8"))
    hypotheses = [Hypothesis.model_validate(item) for item in content["hypotheses"]]
    strategy = Strategy.model_validate({key: content[key] for key in Strategy.model_fields if key in content})
    told = stakes(strategy)
    assert {"moscow", "washington"} <= set(told.losers("collapse")) & set(told.winners("settled"))
    solution = solve(strategy, hypotheses)
    plays = [solution.motive("trouble").play(act).additionality for act in ("before/pay", "after/pay")]
    before, after = (
        next(change.additionality.point for change in changes if change.choice == "attack") for changes in plays
    )
    assert 0 < before < after
    stands = {(order.more, order.less) for order in solution.orders if order.over_rationality and order.over_utilities}
    assert {("revenge", "spoil"), ("revenge", "tie-down")} <= stands
