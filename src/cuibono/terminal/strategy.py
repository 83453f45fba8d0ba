"""Strategy and options as the command line prints them: who wants what, the game under each motive, the responses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cuibono.report.amounts import amount, between
from cuibono.report.charts.words import percent, span
from cuibono.report.controls import visible
from cuibono.report.vocabulary import vocabulary
from cuibono.terminal.console import bullets, plain_console, plain_table, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from cuibono.options.comparison import Comparison
    from cuibono.options.records import Options
    from cuibono.strategy.interests import Interests
    from cuibono.strategy.records import Game, Grounded, Strategy
    from cuibono.strategy.solution import Motive, Play, Solution


def print_strategy(told: Strategy, interests: Interests, solution: Solution | None, *, as_json: bool) -> None:
    """Who wins and loses by each outcome, then what the game says of each motive and what that rests on."""
    if as_json:
        game = None if told.game is None else {"credibility": told.game.credibility, "use": told.game.use}
        rests = {"rests-on": _written(payoffs=told.payoffs, costs=told.costs, agreements=told.agreements)}
        solved = solution.to_dict() | rests if solution else {}
        print_json({"interests": interests.to_dict(), "game": game, **solved})
        return
    console = plain_console()
    bullets(console, "Who wins and who loses", _standings(interests))
    bullets(console, "Who wants the same (1) and the opposite (−1)", _accords(interests))
    if solution is None or told.game is None:
        return
    console.print(f"\n{visible(told.game.question)}", style="bold")
    console.print(_model(told.game))
    if not solution.exact:
        console.print(vocabulary().passages["cut"], style="yellow")
    _print_motives(console, solution)
    _print_changes(console, solution)
    firm = [order for order in solution.orders if order.over_rationality and order.over_utilities]
    bullets(
        console,
        "What stands whatever rationality and utilities are",
        [f"{order.more} makes the act more probable than {order.less}." for order in firm],
    )
    bullets(console, "Goal conflict", _conflicts(solution))
    bullets(
        console, "Whom the effect of the act would serve (1 is an actor's best against the worst)", _gains(solution)
    )
    if solution.unmodelled:
        console.print(f"\nThe game says nothing of: {', '.join(solution.unmodelled)}.")
    bullets(console, "What it rests on", [f"{item.hypothesis}: {_ground(item)}" for item in told.payoffs])


def print_tree(told: Strategy, motive: Motive) -> None:
    """The game in plain characters, with how probable each choice is under one motive."""
    from cuibono.strategy.drawing import outline

    plain_console().print(visible(outline(told, motive.choices)), soft_wrap=True)


def print_options(told: Options, found: Comparison, *, as_json: bool) -> None:
    """The responses side by side, what each loses under each hypothesis, where the choice turns, what to find out."""
    if as_json:
        print_json(found.to_dict() | {"rests-on": _written(options=told.options)})
        return
    console = plain_console()
    table = plain_table("option", "expected", "range", "most regret", "best in", "best if")
    for item in found.standings:
        best_if = [name for name, best in found.responses.items() if item.option in best]
        table.add_row(
            visible(f"{item.name} [{item.option}]"),
            f"{amount(item.expected)}{' *' if item.option in found.best else ''}",
            between(item.low, item.high),
            amount(item.regret),
            percent(item.stability),
            ", ".join(best_if),
        )
    console.print(table)
    _print_regret(console, found)
    struck = [f"{item.option}: no belief makes it the best." for item in found.standings if not item.ever_best]
    bullets(console, "To be struck off", struck)
    bullets(console, "Where the choice turns", _turns(found))
    console.print(f"\nTo know everything would be worth {amount(found.evpi)}.")
    bullets(console, "What to find out first", _information(found))
    bullets(console, "What it rests on", [f"{item.id}: {_ground(item)}" for item in told.options])


def _written(**tables: Sequence[Grounded]) -> dict[str, list[dict[str, Any]]]:
    """What an analyst wrote, with reasons, claims and quotes, as plain data."""
    return {
        name: [item.model_dump(mode="json", by_alias=True, exclude_defaults=True) for item in items]
        for name, items in tables.items()
    }


def _standings(interests: Interests) -> Iterator[str]:
    for outcome in interests.outcomes:
        sides = (("better for ", interests.winners(outcome)), ("worse for ", interests.losers(outcome)))
        said = "; ".join(f"{words}{', '.join(actors)}" for words, actors in sides if actors)
        yield f"{outcome}: {said or 'nobody clearly wins or loses'}."


def _accords(interests: Interests) -> list[str]:
    pairs = sorted(interests.pairs, key=lambda pair: -pair.convergence)
    return [f"{pair.one} and {pair.other}: {amount(pair.convergence)}" for pair in pairs]


def _model(game: Game) -> str:
    words = vocabulary().passages
    weighed = words["in-use"].format(credibility=percent(game.credibility)) if game.use else words["switched-off"]
    return f"{words['model']} {weighed}"


def _plays(solution: Solution) -> Iterator[tuple[Motive, Play]]:
    return ((motive, motive.play(act)) for motive in solution.motives for act in solution.act)


def _print_motives(console: Console, solution: Solution) -> None:
    table = plain_table("motive", "P(act | motive)", "over rationality", "over utilities", "both", "without errors")
    for motive in solution.motives:
        parts = (motive.over_rationality, motive.over_utilities, motive.probability)
        ranges = (span(part.low, part.high) for part in parts)
        errors = " or ".join(map(percent, motive.rational.acts)) or "–"
        table.add_row(motive.hypothesis, percent(motive.probability.point), *ranges, errors)
    console.print(table)


def _print_changes(console: Console, solution: Solution) -> None:
    """Additionality of what the act buys, and what the act is worth, part by part."""
    table = plain_table("motive", "act", "additionality", "by itself", "by its effect", "cost", "together")
    for motive, play in _plays(solution):
        bought = [item for item in play.additionality if solution.buys in {None, item.choice}]
        changes = "; ".join(
            f"{item.choice} {amount(item.additionality.point)} ({percent(item.if_left)} to {percent(item.if_done)})"
            for item in bought
        )
        worth = play.worth
        parts = (worth.itself.point, worth.effect.point, worth.cost.point, worth.total)
        table.add_row(motive.hypothesis, play.act, changes or "–", *map(amount, parts))
    console.print(table)


def _conflicts(solution: Solution) -> list[str]:
    return [
        f"{motive.hypothesis}: the effect of {play.act} is bad for what this motive wants "
        f"({amount(play.worth.effect.point)}); only what the doing itself is worth could explain it."
        for motive, play in _plays(solution)
        if play.worth.goal_conflict
    ]


def _gains(solution: Solution) -> list[str]:
    """What each act's effect is worth to every actor; motives under which it is the same share one sentence."""
    said: dict[str, list[str]] = {}
    for motive, play in _plays(solution):
        gains = ", ".join(f"{actor} {amount(gain)}" for actor, gain in play.gains.items())
        said.setdefault(f"{play.act}: {gains}", []).append(motive.hypothesis)
    every = len(solution.motives)
    return [f"{words}." if len(names) == every else f"{words} ({', '.join(names)})." for words, names in said.items()]


def _print_regret(console: Console, found: Comparison) -> None:
    names = [item.option for item in found.standings]
    states = [name for name in found.responses if all(name in found.regret[option] for option in names)]
    if states:
        table = plain_table("regret if this alone holds", *names)
        for state in states:
            table.add_row(state, *(amount(found.regret[option][state]) for option in names))
        console.print(table)


def _turns(found: Comparison) -> Iterator[str]:
    for wire in found.trip_wires:
        ends = (("below", wire.below), ("above", wire.above))
        if turning := " or ".join(f"{side} {percent(end)}" for side, end in ends if end is not None):
            yield f"The choice turns if {wire.hypothesis} is {turning} (now {percent(wire.now)})."
    for turn in found.turns:
        yield f"{turn.to} becomes best where {turn.option} ({turn.term}) is {amount(turn.at)}, not {amount(turn.now)}."


def _information(found: Comparison) -> Iterator[str]:
    for item in sorted(found.observations, key=lambda item: -item.net):
        choices = "; ".join(
            f"{one.result} ({percent(one.probability)}): {', '.join(one.best)}" for one in item.findings
        )
        gain = f"worth {item.evsi:.3f}, {item.evppi:.3f} if certain, costs {item.cost:.3f}"
        yield f"{item.observation}: {gain}. {choices}."


def _ground(item: Grounded) -> str:
    source = f" “{item.quote}”" if item.quote else "" if item.claims else " (assumed)"
    claims = f" [{', '.join(item.claims)}]" if item.claims else ""
    return f"{item.reason}{source}{claims}"
