"""Showing strategy, options and influence nets on the command line: for people, and the same as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.report.amounts import amount
from cuibono.report.charts import percent
from cuibono.verbs import Case
from strategic import GAME
from typed import run


@pytest.fixture
def played(small_case: Case) -> Case:
    """The small case with a game and options."""
    game = GAME.replace('claims = ["c3"]', 'claims = ["c1"]')
    for motive, other in (("sale", "money"), ("strike", "punish"), ("safety", "punish")):
        game = game.replace(f'hypothesis = "{motive}"', f'hypothesis = "{other}"').replace(f"{motive} =", f"{other} =")
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text("utf-8") + game, "utf-8")
    return small_case


def test_strategy_tells_all_that_was_solved(played: Case) -> None:
    """Winners and losers, the model's mark with its credibility, P(act), additionality, worth, grounds: all is said."""
    shown = " ".join(run("strategy", played.path).output.split())
    solution = played.strategy()
    assert "sold: better for ferry; worse for dockers." in shown
    assert "come from a model, not from a document" in shown
    assert "believes them by 40 %" in shown
    for motive in solution.motives:
        assert f"{motive.hypothesis} {percent(motive.probability.point)}" in shown
        bought = next(item for item in motive.play("order/close").additionality if item.choice == "bid")
        assert f"bid {amount(bought.additionality.point)}" in shown
    assert "Land is money. [c1]" in shown
    assert "punish: The punishment is the closing itself. (assumed)" in shown


def test_strategy_as_data_has_the_vocabularys_keys(played: Case) -> None:
    """`--json` has interests, the game's credibility, and under each motive additionality, worth and goal conflict."""
    told = json.loads(run("strategy", played.path, "--json").output)
    assert told["game"] == {"credibility": 0.4, "use": True}
    assert {"stakes", "pairs", "outcomes"} == set(told["interests"])
    play = told["motives"][0]["plays"][0]
    assert {"act", "probability", "additionality", "worth", "serves", "gains"} == set(play)
    assert {"itself", "effect", "cost", "total", "goal-conflict"} == set(play["worth"])
    assert told["interests"] == played.interests().to_dict()
    assert told["rests-on"]["payoffs"][0]["claims"] == ["c1"]
    assert {"payoffs", "costs", "agreements"} == set(told["rests-on"])


def test_the_games_part_in_the_answer_is_marked_as_a_models(played: Case) -> None:
    """What the game adds to the odds stands alone among the contributions, called a model's, with its credibility."""
    posterior = played.weigh()
    parts = {row.name for item in posterior.contributions for row in item.rows if row.kind == "game"}
    assert parts == {"The game (a model, believed by 40%)"}
    played.set("hypothesis/punish/prior", 0.3)
    assert "and the game (a model), make it" in str(played.explain("punish"))


def test_a_game_switched_off_says_so(played: Case) -> None:
    """With `use = false` the weighing takes nothing from the game, and the command says it."""
    before = {share.id: share.probability for share in played.weigh().shares}
    toml = played.path / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace("credibility = 0.4", "credibility = 0.4\nuse = false"), "utf-8")
    assert "switched off" in run("strategy", played.path).output
    after = {share.id: share.probability for share in played.weigh().shares}
    assert before != after
    toml.write_text(toml.read_text("utf-8").replace("credibility = 0.4\nuse = false", "credibility = 0"), "utf-8")
    assert {share.id: share.probability for share in played.weigh().shares} == pytest.approx(after)


def test_the_game_can_be_read_as_a_tree(played: Case) -> None:
    """`--tree MOTIVE` draws the game in characters under that motive; another name is refused with those there are."""
    drawn = run("strategy", played.path, "--tree", "money").output
    assert "├─ *close*" in drawn
    assert "└─ wait" in drawn
    refused = run("strategy", played.path, "--tree", "envy")
    assert refused.exit_code == 1
    assert "there are: money, punish" in refused.output


def test_interests_are_told_without_a_game(played: Case) -> None:
    """A case that has interests only shows them; one that has neither says what to write."""
    toml = played.path / "case.toml"
    text = toml.read_text("utf-8")
    kept = text[: text.index("[game]")]
    toml.write_text(kept, "utf-8")
    shown = run("strategy", played.path).output
    assert "better for ferry" in shown
    assert "P(act" not in shown
    toml.write_text(kept[: kept.index("[[outcomes]]")], "utf-8")
    empty = run("strategy", played.path)
    assert empty.exit_code == 1
    assert "write [game] and [[moves]]" in empty.output


def test_options_tell_value_regret_turns_and_information(played: Case) -> None:
    """Each option has its value and regrets; what no belief makes best is struck off; grounds stand at the end."""
    shown = " ".join(run("options", played.path).output.split())
    found = played.options()
    for item in found.standings:
        assert amount(item.expected) in shown
    for state in ("money", "punish", "none"):
        regrets = " ".join(amount(found.regret[item.option][state]) for item in found.standings)
        assert f"{state} {regrets}" in shown
    assert "burn: no belief makes it the best." in shown
    assert f"To know everything would be worth {amount(found.evpi)}." in shown
    assert "offer: worth" in shown
    assert "repair: It helps where the quay is what ails. (assumed)" in shown
    told = json.loads(run("options", played.path, "--json").output)
    assert told["rests-on"]["options"][0]["reason"] == "It helps where the quay is what ails."
    assert {"options", "regret", "responses", "value-of-information", "trip-wires", "turns"} <= set(told)


def test_an_influence_net_is_shown_and_rates_a_case(small_case: Case, tmp_path: Path) -> None:
    """`influence` shows what is probable, what drives it and when, as words and as data; --into rates the case."""
    hypothesis, evidence = small_case.state.hypotheses[0].id, small_case.state.evidence[0].id
    path = tmp_path / "net.toml"
    path.write_text(
        f'[events]\n{hypothesis} = 1\n[[nodes]]\nid = "{hypothesis}"\nbaseline = 0.4\n[[nodes]]\nid = "{evidence}"\n'
        f'baseline = 0.1\ninfluences = [{{ parent = "{hypothesis}", if-true = 0.7, delay = 2 }}]\n',
        "utf-8",
    )
    shown = run("influence", path).output
    assert f"{evidence}: 0.73 if {hypothesis} is true, 0.10 if it is false." in shown
    assert f"{evidence}: before 0.10, from 3 0.73" in shown
    told = json.loads(run("influence", path, "--given", f"{hypothesis}=true", "--json").output)
    assert [node["probability"] for node in told["nodes"]] == pytest.approx([1, 0.73])
    assert run("influence", path, "--given", hypothesis).exit_code == 2
    assert f"{evidence} × {hypothesis}: 0.73" in run("influence", path, "--into", small_case.path).output
    broken = tmp_path / "broken.toml"
    broken.write_text(path.read_text("utf-8").replace("baseline = 0.1", "baseline = 7"), "utf-8")
    refused = run("influence", broken)
    assert refused.exit_code == 1
    assert "broken.toml:8: nodes[1].baseline" in refused.output
