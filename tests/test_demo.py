"""The demo: a real case, made the same way every time, that shows what the product is for."""

from __future__ import annotations

from pathlib import Path

import pytest

import cuibono
from cuibono.case.records import MACHINE
from cuibono.case.tables import TABLES
from cuibono.verbs import Case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The demo case, made once."""
    return cuibono.demo(tmp_path_factory.mktemp("demo") / "cuibono-demo")


def _bytes(case: Case) -> dict[str, bytes]:
    case.report()
    files = (path for path in sorted(case.path.rglob("*")) if path.is_file() and ".cuibono" not in path.parts)
    return {str(path.relative_to(case.path)): path.read_bytes() for path in files}


def test_the_same_case_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    """Made twice, in two places: every file is the same, the report included."""
    assert _bytes(case) == _bytes(cuibono.demo(tmp_path / "cuibono-demo"))


def test_it_is_opened_as_it_is_when_it_is_there(tmp_path: Path) -> None:
    """Running it again does not undo what one did in it."""
    first = cuibono.demo(tmp_path / "cuibono-demo")
    first.set("hypothesis/revenge-syria/prior", 0.5)
    assert cuibono.demo(tmp_path / "cuibono-demo").state.hypothesis("revenge-syria").prior == 0.5


def test_its_judgements_hold_and_reading_again_changes_nothing(case: Case) -> None:
    """Every line of its journals applies to what the reader finds now; else scripts/demo/build.py has to be run."""
    assert case.check() == ()
    before = case.state
    case.read()
    assert case.state == before
    assert {rating.analyst for rating in before.ratings} == {"ada", "ben", MACHINE}
    assert {item.id for item in before.hypotheses} >= {"revenge-syria", "future-government", "spoil-talks"}
    assert not any(item.draft for item in before.hypotheses)


def test_the_leak_counts_once(case: Case) -> None:
    """What several outlets have from the same officials rests on one origin."""
    sources = {claim.id: claim.source for claim in case.state.claims}
    leak = next(origin for origin in case.state.origins if origin.name.startswith("intelligence sources"))
    assert leak.anonymous
    assert len({sources[id] for id in leak.claims}) >= 3


def test_the_answer_has_all_that_it_promises(case: Case) -> None:
    """Ranked shares with word and interval, flips, what to look for next, and explanations down to the quotes."""
    posterior = case.weigh()
    assert [share.rank for share in posterior.shares[:-1]] == sorted(share.rank for share in posterior.shares[:-1])
    assert all(share.low <= share.probability <= share.high and share.word for share in posterior.shares)
    assert posterior.flips
    assert posterior.collect
    explanation = case.explain(posterior.leader)
    texts = case.contents().texts
    quotes = [quote for ground in explanation.grounds for quote in ground.citations]
    assert quotes
    assert all(texts[quote.source][quote.start : quote.end] == quote.quote for quote in quotes)


def test_the_game_and_the_options_are_part_of_it(case: Case) -> None:
    """The game bears on the motives, and the responses are compared."""
    solution = case.strategy()
    probability = {motive.hypothesis: motive.probability.point for motive in solution.motives}
    assert probability["future-government"] > probability["spoil-talks"]
    comparison = case.options()
    assert set(comparison.best) <= {standing.option for standing in comparison.standings}
    assert {share.id for share in case.weigh().shares} >= set(probability)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_data_frame(case: Case, table: str) -> None:
    """`to_frame` gives one row a record, with its id, cell or source; the posterior has one, too."""
    frame = case.to_frame(table)
    assert len(frame) == len(case.readings() if table == "readings" else getattr(case.state, table))
    assert {"id", "evidence", "source"} & set(frame.columns)
    assert case.weigh().to_frame()["id"].iloc[0] == case.weigh().leader


def test_a_notebook_shows_the_case_and_the_posterior(case: Case) -> None:
    """Both have an HTML form that escapes what documents say."""
    assert "Why would Moscow" in case._repr_html_()
    assert "<table>" in case.weigh()._repr_html_()
