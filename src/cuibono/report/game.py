"""The game as it is written: who chooses what where, how probable that is, and what its numbers rest on."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.report.amounts import between
from cuibono.report.charts import percent
from cuibono.report.citations import Material
from cuibono.report.document import Block, Column, Heading, List, Paragraph, Runs, Table, Text, quoted, text
from cuibono.report.grounds import grounds
from cuibono.report.vocabulary import vocabulary
from cuibono.strategy.records import Grounded, Payoff, Range
from cuibono.strategy.solution import Motive, Solution


def game(material: Material, solution: Solution) -> Iterator[Block]:
    """The game, choice by choice, with how probable each is under each motive once its move is reached."""
    told = material.strategy
    if not told.moves:
        return
    rows = tuple(
        (
            quoted(move.id),
            quoted(move.player or "chance"),
            (Text(choice, "strong" if f"{move.id}/{choice}" in solution.act else "quoted"),),
            quoted(follow),
            *(text(_share(motive, f"{move.id}/{choice}")) for motive in solution.motives),
        )
        for move in told.moves
        for choice, follow in move.choices.items()
    )
    titles = ("At", "Who", "Chooses", "Leads to")
    columns = (*map(Column, titles), *(Column(motive.hypothesis, number=True) for motive in solution.motives))
    yield Heading("The game")
    yield Paragraph(text(vocabulary().passages["game"]))
    ends = [(outcome.id, outcome.name) for outcome in told.outcomes]
    motives = [(motive.hypothesis, material.name(motive.hypothesis)) for motive in solution.motives]
    yield List(tuple((Text(id, "strong"), Text(": "), *quoted(name)) for id, name in (*ends, *motives)))
    yield Table("Every choice, and how probable it is under each motive once its move is reached", columns, rows, True)


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
