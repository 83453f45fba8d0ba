"""Estimating utilities from past cases: agreement with the R package games 1.1.2 (Kenkel & Signorino)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cuibono.errors import UsageError
from cuibono.strategy.estimates import Model, Term, fit
from cuibono.strategy.strategic import simultaneous
from cuibono.strategy.tree import Array, InformationSet, Leaf, Node, Tree
from cuibono.strategy.ultimatum import Ultimatum

Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open() as lines:
        return list(csv.DictReader(lines))


def coefficients(path: Path) -> Array:
    return np.array([float(row["estimate"]) for row in read(path)])


def in_turn() -> Tree:
    """The first player stays or goes; if they go, the second yields or resists."""
    information = (InformationSet(0, "one", ("stay", "go"), 0), InformationSet(1, "two", ("yield", "resist"), 2))
    nodes = (
        Node("one", 0, (1, 2)),
        Node("stayed", -1, leaf=0),
        Node("two", 1, (3, 4)),
        Node("yielded", -1, leaf=1),
        Node("resisted", -1, leaf=2),
    )
    return Tree(("first", "second"), nodes, information, (Leaf("stayed"), Leaf("yielded"), Leaf("resisted")))


def three_in_turn() -> Tree:
    """The first player goes left, or right to the second, who goes left, or right to the third."""
    names = ("one", "two", "three")
    information = tuple(InformationSet(i, names[i], ("left", "right"), 2 * i) for i in range(3))
    nodes = (
        Node("one", 0, (1, 2)),
        Node("end", -1, leaf=0),
        Node("two", 1, (3, 4)),
        Node("end", -1, leaf=1),
        Node("three", 2, (5, 6)),
        Node("end", -1, leaf=2),
        Node("end", -1, leaf=3),
    )
    return Tree(names, nodes, information, tuple(Leaf(f"end{i}") for i in range(4)))


def column(rows: Rows) -> Callable[[str], Array]:
    return lambda name: np.array([float(row[name]) for row in rows])


def level(rows: Rows, name: str, value: str) -> Array:
    return np.array([float(row[name] == value) for row in rows])


@pytest.fixture(scope="module")
def games(shared: Path) -> Path:
    """The folder of data sets and results of the R package."""
    return shared / "gold/inference/games_r"


def war(games: Path, *, since: int = 0) -> tuple[Rows, tuple[Term, ...], np.ndarray[tuple[int], np.dtype[np.intp]]]:
    rows = [row for row in read(games / "war1800.csv") if "NA" not in (row["regime1"], row["regime2"])]
    rows = [row for row in rows if int(row["year"]) >= since]
    of, one = column(rows), np.ones(len(rows))
    terms = (
        Term(0, 0, "stay", one),
        Term(0, 0, "s_wt_re1", of("s_wt_re1")),
        Term(0, 0, "revis1", of("revis1")),
        Term(0, 2, "war", one),
        Term(0, 2, "dem", level(rows, "regime1", "dem")),
        Term(0, 2, "mixed", level(rows, "regime1", "mixed")),
        Term(1, 2, "war", one),
        Term(1, 2, "balanc", of("balanc")),
        Term(1, 2, "dem", level(rows, "regime2", "dem")),
        Term(1, 2, "mixed", level(rows, "regime2", "mixed")),
    )
    reached = np.array([0 if row["sq"] == "1" else 1 if row["capit"] == "1" else 2 for row in rows], dtype=np.intp)
    return rows, terms, reached


def test_wars_since_1816_with_agent_errors(games: Path) -> None:
    """Signorino's model of 282 disputes: likelihood, fitted probabilities, estimates and standard errors as in R."""
    _, terms, reached = war(games)
    model = Model(in_turn(), terms, reached, "agent")
    published = coefficients(games / "coef_war1800_f1_probit_agent.csv")
    assert model.log_likelihood(published) == pytest.approx(-286.123754719, abs=1e-8)
    expected = [
        [0.56842031, 0.15969095, 0.27188874],
        [0.64469598, 0.19185286, 0.16345115],
        [0.54687273, 0.16787055, 0.28525672],
    ]
    assert np.abs(model.probabilities(published)[:3] - expected).max() < 1e-8
    found = fit(model)
    assert found.log_likelihood == pytest.approx(-286.123754719, abs=1e-6)
    assert np.abs(found.coefficients - published).max() < 1e-3
    assert found.errors is not None
    errors = [float(row["se"]) for row in read(games / "coef_war1800_f1_probit_agent.csv")]
    assert found.errors == pytest.approx(errors, rel=1e-3)


def test_wars_since_1816_with_logit_errors(games: Path) -> None:
    """The behaviour that motives are judged by gives R's logit likelihood (R scales the logistic by √2)."""
    _, terms, reached = war(games)
    model = Model(in_turn(), terms, reached, "logit")
    published = coefficients(games / "coef_war1800_f1_logit_agent.csv") / np.sqrt(2)
    assert model.log_likelihood(published) == pytest.approx(-286.182793904, abs=1e-7)
    assert fit(model).log_likelihood == pytest.approx(-286.182793904, abs=1e-6)


def test_wars_since_1850(games: Path) -> None:
    """The same model of the 214 disputes since 1850."""
    rows, terms, reached = war(games, since=1850)
    assert len(rows) == 214
    published = coefficients(games / "coef_war1800_f1_probit_1850.csv")
    assert Model(in_turn(), terms, reached, "agent").log_likelihood(published) == pytest.approx(
        -214.547357982, abs=1e-7
    )


def test_what_is_not_identified_is_said(games: Path) -> None:
    """Where R warns that the curvature is not that of a maximum, no standard errors are given."""
    rows, _, reached = war(games)
    of, one = column(rows), np.ones(len(rows))
    terms = (
        Term(0, 0, "stay", one),
        Term(0, 0, "balanc", of("balanc")),
        Term(0, 0, "s_wt_re1", of("s_wt_re1")),
        Term(0, 2, "war", one),
        Term(0, 2, "balanc", of("balanc")),
        Term(1, 2, "war", one),
        Term(1, 2, "balanc", of("balanc")),
        Term(1, 2, "s_wt_re1", of("s_wt_re1")),
    )
    model = Model(in_turn(), terms, reached, "agent")
    published = coefficients(games / "coef_war1800_bop.csv")
    assert model.log_likelihood(published) == pytest.approx(-291.059189571, abs=1e-7)
    assert not fit(model).identified


def test_speculative_attacks(games: Path) -> None:
    """Leblang's (2003) 7,240 months of markets and governments, with private information and with agent error."""
    rows = read(games / "leblang2003.csv")
    of, one = column(rows), np.ones(len(rows))
    quiet = ["capcont", "lreserves", "overval", "creditgrow", "USinterest", "service", "contagion", "prioratt"]
    defence = ["unifgov", "lexports", "preelec", "postelec", "rightgov", "realinterest", "capcont", "lreserves"]
    terms = (
        *(Term(0, 0, name, of(name)) for name in quiet),
        Term(0, 1, "devaluation", one),
        Term(0, 2, "defence", one),
        Term(1, 2, "defence", one),
        *(Term(1, 2, name, of(name)) for name in defence),
    )
    place = {"no attack": 0, "devaluation": 1, "defense": 2}
    reached = np.array([place[row["outcome"]] for row in rows], dtype=np.intp)
    assert np.bincount(reached).tolist() == [7152, 42, 46]
    for errors, name, expected in (
        ("private", "coef_leblang2003_private_probit.csv", -482.015487837),
        ("agent", "coef_leblang2003_agent_probit.csv", -481.638928752),
    ):
        model = Model(in_turn(), terms, reached, errors)  # type: ignore[arg-type]
        assert model.log_likelihood(coefficients(games / name)) == pytest.approx(expected, abs=1e-7)


def test_three_players_with_private_information(games: Path) -> None:
    """A three-player game (egame123) has R's likelihood."""
    rows = read(games / "data_123.csv")
    of, one = column(rows), np.ones(len(rows))
    terms = (
        Term(0, 0, "", one),
        Term(0, 0, "x1", of("x1")),
        Term(0, 0, "x2", of("x2")),
        Term(0, 2, "", one),
        Term(0, 2, "x3", of("x3")),
        Term(0, 3, "", one),
        Term(0, 3, "x4", of("x4")),
        Term(0, 3, "x5", of("x5")),
        Term(1, 2, "", one),
        Term(1, 2, "x6", of("x6")),
        Term(1, 3, "", one),
        Term(1, 3, "x7", of("x7")),
        Term(2, 3, "", one),
        Term(2, 3, "x8", of("x8")),
    )
    reached = np.array(
        [0 if row["a1"] == "0" else 1 if row["a2"] == "0" else 2 if row["a3"] == "0" else 3 for row in rows],
        dtype=np.intp,
    )
    model = Model(three_in_turn(), terms, reached, "private")
    found = model.log_likelihood(coefficients(games / "coef_data123_private_probit.csv"))
    assert found == pytest.approx(-559.308847094, abs=1e-7)


def two_by_two() -> Tree:
    """The first player goes left or right; either way the second, who has seen it, goes left or right as well."""
    information = (
        InformationSet(0, "one", ("left", "right"), 0),
        InformationSet(1, "after left", ("left", "right"), 2),
        InformationSet(1, "after right", ("left", "right"), 4),
    )
    nodes = (
        Node("one", 0, (1, 4)),
        Node("after left", 1, (2, 3)),
        *(Node("end", -1, leaf=leaf) for leaf in (0, 1)),
        Node("after right", 2, (5, 6)),
        *(Node("end", -1, leaf=leaf) for leaf in (2, 3)),
    )
    return Tree(("first", "second"), nodes, information, tuple(Leaf(name) for name in ("LL", "LR", "RL", "RR")))


def test_a_second_player_who_answers_everything(games: Path) -> None:
    """Where the second player answers either choice (egame122), likelihood, estimates and errors are R's."""
    rows = read(games / "data_122.csv")
    of, one = column(rows), np.ones(len(rows))
    terms = (
        *(Term(0, 0, name, of(name) if name else one) for name in ("", "x1", "x2")),
        *(Term(0, 1, name, of(name) if name else one) for name in ("", "x3")),
        *(Term(0, 1, f"f1{name}", level(rows, "f1", name)) for name in "bc"),
        *(Term(0, 3, name, of(name) if name else one) for name in ("", "x4", "x5")),
        *(Term(1, 1, name, of(name) if name else one) for name in ("", "z1", "z2")),
        *(Term(1, 3, name, of(name) if name else one) for name in ("", "z3")),
        *(Term(1, 3, f"f2{name}", level(rows, "f2", name)) for name in "bc"),
    )
    reached = np.array([["LL", "LR", "RL", "RR"].index(row["y"]) for row in rows], dtype=np.intp)
    model = Model(two_by_two(), terms, reached, "agent")
    published = coefficients(games / "coef_data122.csv")
    assert model.log_likelihood(published) == pytest.approx(-1239.23400064, abs=1e-7)
    found = fit(model, published + 0.02)
    assert np.abs(found.coefficients - published).max() < 1e-3
    assert found.errors == pytest.approx([float(row["se"]) for row in read(games / "coef_data122.csv")], rel=1e-3)


def ultimatum(games: Path) -> Ultimatum:
    rows = read(games / "data_ult.csv")
    of, one = column(rows), np.ones(len(rows))
    sides = [
        np.column_stack([one, *map(of, names)])
        for names in (["x1", "x2", "x3", "x4", "w1", "w2"], ["z1", "z2", "z3", "z4", "w1", "w2"])
    ]
    return Ultimatum(of("offer"), of("accept"), *sides, pie=15.0)


def test_offers_taken_or_left(games: Path) -> None:
    """The ultimatum game of 1,500 offers has R's likelihood, and its maximum where R finds it."""
    model = ultimatum(games)
    published = coefficients(games / "coef_data_ult.csv")
    assert model.log_likelihood(published) == pytest.approx(-3717.6792257, abs=1e-6)
    found = fit(model, published + 0.01)
    assert found.log_likelihood == pytest.approx(-3717.6792257, abs=1e-5)
    assert np.abs(found.coefficients - published).max() < 1e-3
    assert found.errors == pytest.approx([float(row["se"]) for row in read(games / "coef_data_ult.csv")], rel=2e-3)
    assert found.names[-1] == "log scale of the responder"


def test_known_utilities_are_found_again() -> None:
    """From 4,000 simulated cases the utilities behind them are estimated within three standard errors."""
    rng = np.random.default_rng(7)
    cases = 4000
    regressor = rng.normal(size=cases)
    terms = (Term(0, 0, "stay", np.ones(cases)), Term(0, 2, "x", regressor), Term(1, 2, "resist", np.ones(cases)))
    truth = np.array([-0.4, 1.2, 0.6])
    blank = Model(in_turn(), terms, np.zeros(cases, dtype=np.intp), "logit")
    reached = np.array([rng.choice(3, p=row) for row in blank.probabilities(truth)], dtype=np.intp)
    found = fit(Model(in_turn(), terms, reached, "logit"))
    assert found.errors is not None
    assert (np.abs(found.coefficients - truth) < 3 * found.errors).all()


def test_normal_errors_need_pairs_in_the_open() -> None:
    """Hidden moves, or more than two choices, are refused for normal errors, with the way out."""
    tree = simultaneous([["a", "b"], ["c", "d"]])
    model = Model(tree, (Term(0, 0, "", np.ones(1)),), np.zeros(1, dtype=np.intp), "agent")
    with pytest.raises(UsageError, match="take logit errors"):
        model.log_likelihood(np.zeros(1))
