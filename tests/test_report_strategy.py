"""What a report says of strategy: the game and the options as they were solved, with their doubts; else nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from cuibono.case.records import State
from cuibono.options.records import Options
from cuibono.report import render
from cuibono.report.amounts import amount, between
from cuibono.report.build import compose
from cuibono.report.charts import Probabilities, percent, span
from cuibono.report.citations import Material
from cuibono.report.document import Cite, Figure, Jump, List, Note, Paragraph, Report, Runs, Section, Table, Text
from cuibono.strategy import Strategy, stakes
from cuibono.strategy.solution import Solution
from cuibono.verbs import Case
from samples import STATE, TEXTS
from strategic import COMPARISON, GAME, OPTIONS, POSTERIOR, SOLUTION, STRATEGY, form, written

HOSTILE = '<script>alert("x")</script> [a](https://x.example) \u202e|'


def report_of(
    strategy: Strategy = STRATEGY, options: Options = OPTIONS, solution: Solution = SOLUTION, state: State = STATE
) -> Report:
    found = stakes(strategy)
    return compose(
        Material(
            state,
            POSTERIOR,
            TEXTS,
            interests=found,
            solution=solution,
            comparison=COMPARISON,
            strategy=strategy,
            options=options,
        )
    )


def section_of(report: Report, anchor: str) -> Section:
    return next(section for section in report.sections if section.anchor == anchor)


def said(runs: Runs) -> str:
    return "".join(run.words for run in runs if isinstance(run, Text | Jump))


def sentences(report: Report, anchor: str) -> str:
    blocks = section_of(report, anchor).blocks
    plain = [said(block.runs) for block in blocks if isinstance(block, Paragraph | Note)]
    return "\n".join([*plain, *(said(item) for block in blocks if isinstance(block, List) for item in block.items)])


def rows(report: Report, anchor: str, caption: str) -> list[list[str]]:
    """The words of the table, or of a figure's twin, whose caption begins like this."""
    blocks = section_of(report, anchor).blocks
    tables = [
        block.twin if isinstance(block, Figure) else block for block in blocks if isinstance(block, Table | Figure)
    ]
    table = next(table for table in tables if table.caption.startswith(caption))
    return [[said(cell) for cell in row] for row in table.rows]


def figure(report: Report, anchor: str) -> Sequence[tuple[str, float, float, float]]:
    charts = (block.chart for block in section_of(report, anchor).blocks if isinstance(block, Figure))
    chart = next(chart for chart in charts if isinstance(chart, Probabilities))
    return [(bar.label, bar.value, bar.low, bar.high) for bar in chart.bars]


def test_sections_stand_after_the_hypotheses() -> None:
    """Interests, strategy and options follow the hypotheses, in this order, in both forms."""
    anchors = [section.anchor for section in report_of().sections]
    start = anchors.index("hypotheses")
    assert anchors[start : start + 5] == ["hypotheses", "interests", "strategy", "options", "evidence"]
    page, plain = form(".html"), form(".md")
    assert all(f'<section id="{anchor}"' in page for anchor in ("interests", "strategy", "options"))
    assert all(f"\n## {title}\n" in plain for title in ("Interests", "Strategy", "Options"))


def test_without_them_nothing_is_said() -> None:
    """A case without interests, game and options has the sections it had, and no word of a game."""
    anchors = {section.anchor for section in compose(Material(STATE, POSTERIOR, TEXTS)).sections}
    assert anchors.isdisjoint({"interests", "strategy", "options"})
    assert "game" not in render(Material(STATE, POSTERIOR, TEXTS), ".md").decode()


def test_winners_and_losers() -> None:
    """Each outcome names who is better and who worse off than now; the status quo nobody."""
    report = report_of()
    told = sentences(report, "interests")
    assert "The land is sold: better for ferry; worse for dockers." in told
    assert "The quay stays closed (status quo): nobody clearly wins or loses." in told
    grid = rows(report, "interests", "What each outcome")
    assert grid == [["ferry", "0.00 open", "0.60 to 1.00 wins"], ["dockers", "0.80 to 1.00 open", "0.00 loses"]]
    assert rows(report, "interests", "Where interests")[0] == ["ferry and dockers", "−1.00", "–", "The land is sold"]


def test_reasons_are_footnoted_or_called_assumed() -> None:
    """A judgement with claims cites them, one with a quote shows it, one with neither is called an assumption."""
    report = report_of()
    table = next(
        block
        for block in section_of(report, "interests").blocks
        if isinstance(block, Table) and block.caption.startswith("What the interests")
    )
    why = [row[-1] for row in table.rows]
    assert [said(cell) for cell in why] == [
        "It waits. (assumed)",
        "It wants the land.",
        "The other quay is open. (assumed)",
        "Their work goes. “a punishment for the strike”",
    ]
    cited = [run.number for run in why[1] if isinstance(run, Cite)]
    assert [report.footnotes[number - 1].exact for number in cited] == [
        "the board wants to sell the land to the ferry company"
    ]


def test_act_under_each_motive_is_the_solutions() -> None:
    """Chart and table have P(act | motive) with the solution's ranges, the highest first."""
    report = report_of()
    names = {item.id: item.name for item in STATE.hypotheses}
    motives = sorted(SOLUTION.motives, key=lambda motive: -motive.probability.point)
    shares = [(names[motive.hypothesis], motive.probability) for motive in motives]
    assert figure(report, "strategy") == [(name, part.point, part.low, part.high) for name, part in shares]
    table = rows(report, "strategy", "The act under")
    assert [row[:3] for row in table] == [
        [name, percent(part.point), span(part.low, part.high)] for name, part in shares
    ]


def test_additionality_and_worth_are_the_solutions() -> None:
    """What the act adds to what it buys, and its worth part by part, as solved; equal rows are said once."""
    report = report_of()
    play = SOLUTION.motive("sale").play("order/close")
    change = next(item for item in play.additionality if item.choice == "bid")
    low, high, added = change.additionality.low, change.additionality.high, amount(change.additionality.point)
    assert rows(report, "strategy", "What others do") == [
        [
            "every",
            "order/close",
            "ferry: bid",
            percent(change.if_done),
            percent(change.if_left),
            added,
            between(low, high),
        ]
    ]
    worth = rows(report, "strategy", "What the act is worth")[0]
    parts = (play.worth.itself, play.worth.effect, play.worth.cost)
    assert worth[2:6] == [*(amount(part.point) for part in parts), amount(play.worth.total)]


def test_whom_the_act_serves_is_told() -> None:
    """What the effect of the act is worth to each actor and to each motive stands as solved; sentences have sources."""
    report = report_of()
    gains = rows(report, "strategy", "What the effect of the act is worth to each actor")
    play = SOLUTION.motives[0].play("order/close")
    assert [row[2:] for row in gains] == [[amount(value) for value in play.gains.values()]]
    served = rows(report, "strategy", "What the effect of the act would be worth to each motive")
    assert len({tuple(row) for row in served}) == len(served)
    said = sentences(report, "strategy")
    assert re.search(r"afterwards ferry chooses “bid” with \d+ % in place of \d+ %; the act adds", said)
    assert "Land is money." in said


def test_goal_conflict_is_told() -> None:
    """A motive whose own goal the act hurts is named as such, and another is not."""
    assert SOLUTION.motive("strike").play("order/close").worth.goal_conflict
    told = sentences(report_of(), "strategy")
    assert "“To punish the dockers for the strike”: the effect of order/close is bad" in told
    assert "“To sell the land to the ferry company”: the effect" not in told


def test_model_is_called_a_model() -> None:
    """The numbers are said to come from a model, and how far they are believed, or that they are switched off."""
    told = sentences(report_of(), "strategy")
    assert "come from a model" in told
    assert "believes them by 40 %" in told
    assert "use = false" in told
    off, _ = written(GAME.replace("credibility = 0.4", "use = false"))
    assert "switched off" in sentences(report_of(off), "strategy")


def test_unmodelled_motives_are_named() -> None:
    """Motives without payoffs are named as those of which the game says nothing."""
    told = sentences(report_of(), "strategy")
    assert "The game says nothing of Because the quay is unsafe; Because nobody would insure it." in told


def test_every_choice_is_told() -> None:
    """The game is told choice by choice, with who chooses and where it leads."""
    game = rows(report_of(), "strategy", "Every choice")
    assert [row[:4] for row in game[:3]] == [
        ["order", "board", "close", "empty"],
        ["order", "board", "leave", "busy"],
        ["empty", "ferry", "bid", "sold"],
    ]
    told = {row[0]: row[1] for row in rows(report_of(), "strategy", "What the game rests on")}
    assert told["To punish the dockers for the strike"] == "sold 0.00; closed 0.20 to 0.40; order/close 0.60 to 0.90"
    assert told["busy/bid to ferry"] == "−0.90"
    assert game[0][4] == percent(SOLUTION.motive("sale").choices["order/close"])


def test_options_are_the_comparisons() -> None:
    """Expected value with range, regret and stability stand as compared, the best first."""
    report = report_of()
    ranked = sorted(COMPARISON.standings, key=lambda item: -item.expected)
    expected = [
        [item.name, amount(item.expected), between(item.low, item.high), amount(item.regret), percent(item.stability)]
        for item in ranked
    ]
    assert [row[:5] for row in rows(report, "options", "The options under")] == expected
    assert rows(report, "options", "The options under")[-1][5].startswith("yes, whatever lies within the ranges")
    assert sum(value for _, value, _, _ in figure(report, "options")) == pytest.approx(1)


def test_choice_turns_and_information_are_told() -> None:
    """Trip-wires stand in sentences with the present probability; what knowing is worth stands with what it changes."""
    report = report_of()
    wire = next(item for item in COMPARISON.trip_wires if item.hypothesis == "sale")
    assert len(wire.stretches) > 1
    assert f"To sell the land to the ferry company (now {percent(wire.now)}): best is" in sentences(report, "options")
    assert f"To know everything is worth {amount(COMPARISON.evpi)} (EVPI)." in sentences(report, "options")
    seen = rows(report, "options", "What finding out")[0]
    worth = COMPARISON.observations[0]
    assert seen[:3] == ["Has the ferry company made an offer?", f"{worth.evppi:.3f}", f"{worth.evsi:.3f}"]


def test_hostile_names_stay_text() -> None:
    """No name of an outcome or an option, no reason and no quote marks up, links or turns the line around."""
    outcomes = tuple(item.model_copy(update={"name": HOSTILE}) for item in STRATEGY.outcomes)
    wants = tuple(item.model_copy(update={"reason": HOSTILE, "quote": HOSTILE}) for item in STRATEGY.interests)
    strategy = STRATEGY.model_copy(update={"outcomes": outcomes, "interests": wants})
    choices = tuple(item.model_copy(update={"name": HOSTILE, "reason": HOSTILE}) for item in OPTIONS.options)
    options = OPTIONS.model_copy(update={"options": choices})
    page, plain = form(".html", strategy, options), form(".md", strategy, options)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?<!\\)<script", plain)
    assert "](http" not in plain
    assert "\u202e" not in page + plain


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_same_case_same_bytes(suffix: str) -> None:
    """Solving, comparing and writing again gives the same bytes."""
    assert form(suffix) == form(suffix)


def test_case_report_shows_its_game(small_case: Case) -> None:
    """`Case.report` shows the strategy and the options that `case.toml` has, and none where it has none."""
    path = small_case.report(small_case.path / "out" / "report.md")
    assert "## Strategy" not in path.read_text("utf-8")
    game = GAME.replace('claims = ["c3"]', 'claims = ["c1"]')
    for motive, other in (("sale", "money"), ("strike", "punish"), ("safety", "punish")):
        game = game.replace(f'hypothesis = "{motive}"', f'hypothesis = "{other}"').replace(f"{motive} =", f"{other} =")
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text("utf-8") + game, "utf-8")
    plain = small_case.report(path).read_text("utf-8")
    assert all(f"\n## {title}\n" in plain for title in ("Interests", "Strategy", "Options"))
    shown = percent(small_case.strategy().motive("money").probability.point)
    assert f"| The port loses money | {shown} |" in plain
