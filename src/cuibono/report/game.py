"""The game as it is written: who chooses what where, how probable that is, and what its numbers rest on."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.report.amounts import between
from cuibono.report.charts import percent
from cuibono.report.charts.branches import Branch, Branches
from cuibono.report.citations import Material
from cuibono.report.document import Block, Column, Figure, Heading, List, Paragraph, Runs, Table, Text, quoted, text
from cuibono.report.grounds import grounds
from cuibono.report.vocabulary import vocabulary
from cuibono.strategy.records import Grounded, Move, Payoff, Range, Strategy
from cuibono.strategy.solution import Motive, Solution

MOST_DRAWN = 120
"""The most choices of a game that is drawn; a larger one is told in its table alone."""


def game(material: Material, solution: Solution) -> Iterator[Block]:
    """The game, choice by choice, with how probable each is under each motive once its move is reached."""
    told = material.strategy
    if not told.moves:
        return
    yield Heading("The game")
    yield Paragraph(text(vocabulary().passages["game"]))
    ends = [(outcome.id, outcome.name) for outcome in told.outcomes]
    motives = [(motive.hypothesis, material.name(motive.hypothesis)) for motive in solution.motives]
    yield List(tuple((Text(id, "strong"), Text(": "), *quoted(name)) for id, name in (*ends, *motives)))
    choices = sum(len(move.choices) for move in told.moves)
    yield _tree(material, solution) if choices <= MOST_DRAWN else _choices(told, solution)


def _tree(material: Material, solution: Solution) -> Figure:
    """The game drawn as a tree, as it is played under the modelled motive that is the most probable one."""
    told = material.strategy
    shares = {share.id: share.probability for share in material.posterior.shares}
    motive = max(solution.motives, key=lambda motive: shares.get(motive.hypothesis, 0.0))
    branches = tuple(_branches(told, solution, motive))
    who = [f"At {move.id}, {_decides(move)}: {_told(move, solution, motive)}." for move in told.moves]
    return Figure(
        caption=f"The game as it is played if the motive is “{material.name(motive.hypothesis)}”.",
        chart=Branches(branches),
        alternative=" ".join(who),
        twin=_choices(told, solution),
    )


def _branches(told: Strategy, solution: Solution, motive: Motive) -> Iterator[Branch]:
    """Every choice once, after the one that it follows; a move reached again is not drawn again."""
    moves = {move.id: move for move in told.moves}
    yield Branch(-1, "", told.start, _who(moves.get(told.start)), None, False, False)
    count, seen = 1, {told.start}
    stack = [(0, told.start, choice) for choice in reversed(moves[told.start].choices)]
    while stack:
        before, move, choice = stack.pop()
        follow, name = moves[move].choices[choice], f"{move}/{choice}"
        again = follow in seen
        who = "" if again else _who(moves.get(follow))
        by_chance = moves[move].player is None
        leads = f"→ {follow}" if again else follow
        yield Branch(before, choice, leads, who, motive.choices.get(name), name in solution.act, by_chance)
        if follow in moves and not again:
            seen.add(follow)
            stack += [(count, follow, further) for further in reversed(moves[follow].choices)]
        count += 1


def _who(move: Move | None) -> str:
    return "" if move is None else move.player or "chance"


def _decides(move: Move) -> str:
    return f"{move.player} chooses" if move.player else "chance decides"


def _told(move: Move, solution: Solution, motive: Motive) -> str:
    parts = []
    for choice, follow in move.choices.items():
        name = f"{move.id}/{choice}"
        act = ", the act," if name in solution.act else ""
        parts.append(f"{choice}{act} {_share(motive, name)} leads to {follow}")
    return "; ".join(parts)


def _choices(told: Strategy, solution: Solution) -> Table:
    """Every choice with how probable it is under each motive."""
    rows = tuple(
        (
            quoted(move.id),
            quoted(_who(move)),
            (Text(choice, "strong" if f"{move.id}/{choice}" in solution.act else "quoted"),),
            quoted(follow),
            *(text(_share(motive, f"{move.id}/{choice}")) for motive in solution.motives),
        )
        for move in told.moves
        for choice, follow in move.choices.items()
    )
    titles = ("At", "Who", "Chooses", "Leads to")
    columns = (*map(Column, titles), *(Column(motive.hypothesis, number=True) for motive in solution.motives))
    caption = "Every choice, and how probable it is under each motive once its move is reached"
    return Table(caption, columns, rows, wide=True)


def reasons(material: Material) -> Iterator[Table]:
    """Every payoff, cost and price of the game and every interest in a choice, with its reason; nothing without any."""
    told = material.strategy
    rows: list[tuple[str, str, Grounded]] = []
    rows += [(material.name(item.hypothesis), _payoff(item), item) for item in told.payoffs]
    rows += [(f"Cost of {item.outcome or item.act}", _values({"": item.cost}), item) for item in told.costs]
    rows += [(f"Price of breaking {item.name}", _values(item.price), item) for item in told.agreements]
    rows += [(f"{item.act} to {item.actor}", _values({"": item.utility}), item) for item in told.interests if item.act]
    if rows:
        columns = (Column("Of what"), Column("Worth"), Column("Why"))
        yield Table("What the game rests on", columns, tuple(_reason(material, *row) for row in rows), wide=True)


def _share(motive: Motive, choice: str) -> str:
    return percent(motive.choices[choice]) if choice in motive.choices else "–"


def _reason(material: Material, what: str, worth: str, judgement: Grounded) -> tuple[Runs, ...]:
    return (quoted(what), quoted(worth), grounds(material, judgement))


def _payoff(item: Payoff) -> str:
    rest = {} if item.otherwise is None else {"otherwise": item.otherwise}
    return _values({**item.outcomes, **item.acts, **rest})


def _values(values: dict[str, Range]) -> str:
    return "; ".join(f"{name} {between(worth.low, worth.high)}".strip() for name, worth in values.items()) or "–"
