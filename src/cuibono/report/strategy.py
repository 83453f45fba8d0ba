"""The game: how probable it makes the act under each motive, what the act would change, and what it would be worth."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.report.amounts import amount, between
from cuibono.report.charts import Bar, Probabilities, percent, span
from cuibono.report.citations import Material
from cuibono.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    List,
    Note,
    Paragraph,
    Runs,
    Section,
    Table,
    Text,
    quoted,
    text,
)
from cuibono.report.game import game, reasons
from cuibono.report.grounds import grounds
from cuibono.report.served import served
from cuibono.report.vocabulary import vocabulary
from cuibono.strategy.additionality import Change
from cuibono.strategy.rationality import Estimate
from cuibono.strategy.solution import Motive, Order, Play, Solution

LEAST = 0.01
"""The part of a motive's whole span below which a worth is none."""


def strategy(material: Material) -> Section | None:
    """Whether an actor with each motive would have done it, by the case's game; nothing where there is none."""
    solution = material.solution
    if solution is None:
        return None
    blocks: list[Block] = [
        *_question(material),
        Paragraph(text(vocabulary().passages["strategy"])),
        _standing(material),
        _figure(material, solution),
        *_orders(material, solution),
        *_limits(material, solution),
        Heading("What the act would change"),
        List(tuple(_bought(material, solution))),
        _changes(material, solution),
        Heading("Whether it would serve the motive"),
        *_conflicts(material, solution),
        _worth(material, solution),
        *served(material, solution),
        *game(material, solution),
        *reasons(material),
    ]
    return Section("strategy", "Strategy", tuple(blocks))


def _question(material: Material) -> tuple[Paragraph, ...]:
    played = material.strategy.game
    return (Paragraph(quoted(played.question)),) if played and played.question else ()


def _standing(material: Material) -> Note:
    """How far the weighing believes the game, and how that is changed."""
    played, words = material.strategy.game, vocabulary().passages
    if played is None:
        return Note("info", text(words["model"]))
    weighed = words["in-use"].format(credibility=percent(played.credibility)) if played.use else words["switched-off"]
    return Note("info", text(f"{words['model']} {weighed}"))


def _figure(material: Material, solution: Solution) -> Figure:
    motives = sorted(solution.motives, key=lambda motive: -motive.probability.point)
    shares = [(material.name(motive.hypothesis), motive.probability) for motive in motives]
    return Figure(
        caption="Probability of the act if this were the only motive, over rationality and utilities together.",
        chart=Probabilities(tuple(Bar(name, share.point, share.low, share.high) for name, share in shares)),
        alternative="; ".join(f"{name}: {_chance(share)}" for name, share in shares) + ".",
        twin=_table(material, motives),
    )


def _table(material: Material, motives: list[Motive]) -> Table:
    titles = ("P(act | motive)", "Range", "Over rationality", "Over utilities", "Without errors")
    rows = tuple(
        (
            quoted(material.name(motive.hypothesis)),
            text(percent(motive.probability.point)),
            *(
                text(span(part.low, part.high))
                for part in (motive.probability, motive.over_rationality, motive.over_utilities)
            ),
            text(" or ".join(map(percent, motive.rational.acts)) or "–"),
        )
        for motive in motives
    )
    return Table("The act under each motive", (Column("Motive"), *(Column(name, number=True) for name in titles)), rows)


def _chance(share: Estimate) -> str:
    return percent(share.point) + (f" ({span(share.low, share.high)})" if share.low < share.high else "")


def _orders(material: Material, solution: Solution) -> tuple[Block, ...]:
    """Which motives make the act more probable than others, whatever rationality and utilities are."""
    firm = [order for order in solution.orders if order.over_rationality and order.over_utilities]
    if not firm:
        return (Paragraph(text(vocabulary().passages["no-order"])),)
    stands = Paragraph(text(vocabulary().passages["order"]))
    return (stands, List(tuple(_order(material, order) for order in firm)))


def _order(material: Material, order: Order) -> Runs:
    more, less = (Text(f"“{material.name(id)}”", "quoted") for id in (order.more, order.less))
    return (more, Text(" makes the act more probable than "), less, Text("."))


def _limits(material: Material, solution: Solution) -> Iterator[Note]:
    if not solution.exact:
        yield Note("warning", text(vocabulary().passages["cut"]))
    if solution.unmodelled:
        names = "; ".join(material.name(id) for id in solution.unmodelled)
        yield Note("info", (Text("The game says nothing of "), Text(names, "quoted"), Text(".")))


def _plays(solution: Solution) -> Iterator[tuple[Motive, Play]]:
    """Under each motive, the choices that may be the act."""
    return ((motive, motive.play(act)) for motive in solution.motives for act in solution.act)


def _bought(material: Material, solution: Solution) -> Iterator[Runs]:
    """In sentences: what each act changes, and which motives value that, which the doing itself."""
    lead = max(solution.motives, key=lambda motive: motive.probability.point)
    for act in solution.act:
        for change in lead.play(act).additionality:
            if solution.buys in {None, change.choice}:
                shares = f"with {percent(change.if_done)} in place of {percent(change.if_left)}"
                yield (
                    Text(act, "strong"),
                    Text(": afterwards "),
                    Text(f"{change.player} chooses “{change.choice}”", "quoted"),
                    Text(f" {shares}; the act adds {amount(change.additionality.point)}."),
                )
    rests = {item.hypothesis: item for item in material.strategy.payoffs}
    for motive in solution.motives:
        worth = motive.play(next(iter(solution.act))).worth
        what = "by the doing itself" if worth.itself.point > worth.effect.point else "by what it changes"
        if max(worth.itself.point, worth.effect.point) < LEAST:
            what = "neither by the doing nor by what it changes"
        head = (Text(f"“{material.name(motive.hypothesis)}”", "quoted"), Text(f" gains {what}: "))
        yield (*head, *grounds(material, rests[motive.hypothesis]))


def _changes(material: Material, solution: Solution) -> Table:
    titles = ("Motive", "The act", "What others do", "With it", "Without it", "Additionality", "Range")
    under: dict[tuple[Runs, ...], list[str]] = {}
    for motive, play in _plays(solution):
        for change in play.additionality:
            if solution.buys in {None, change.choice}:
                under.setdefault(_change(play.act, change), []).append(material.name(motive.hypothesis))
    # What others do often hangs on the act alone; then one row says it for every motive.
    every = len(solution.motives)
    rows = tuple(
        (quoted("; ".join(names)) if len(names) < every else text("every"), *row) for row, names in under.items()
    )
    columns = tuple(Column(title, number=place > 2) for place, title in enumerate(titles))
    return Table("What others do with the act and without it", columns, rows, wide=True)


def _change(act: str, change: Change) -> tuple[Runs, ...]:
    return (
        quoted(act),
        quoted(f"{change.player}: {change.choice}"),
        text(percent(change.if_done)),
        text(percent(change.if_left)),
        text(amount(change.additionality.point)),
        text(between(change.additionality.low, change.additionality.high)),
    )


def _conflicts(material: Material, solution: Solution) -> tuple[Block, ...]:
    found = [(motive, play) for motive, play in _plays(solution) if play.worth.goal_conflict]
    if not found:
        return (Paragraph(text(vocabulary().passages["no-conflict"])),)
    rests = {item.hypothesis: item for item in material.strategy.payoffs}
    items = (
        (
            Text(f"“{material.name(motive.hypothesis)}”", "quoted"),
            Text(": the effect of "),
            Text(play.act, "quoted"),
            Text(" is bad for what this motive wants ("),
            Text(amount(play.worth.effect.point), "strong"),
            Text("); only what the doing itself is worth could explain it. "),
            *grounds(material, rests[motive.hypothesis]),
        )
        for motive, play in found
    )
    return (List(tuple(items)),)


def _worth(material: Material, solution: Solution) -> Table:
    titles = ("Motive", "The act", "By itself", "By its effect", "Cost", "Together", "Goal conflict")
    rows = tuple(
        (
            quoted(material.name(motive.hypothesis)),
            quoted(play.act),
            *(text(amount(part.point)) for part in (play.worth.itself, play.worth.effect, play.worth.cost)),
            text(amount(play.worth.total)),
            (Text("yes", "strong"),) if play.worth.goal_conflict else text("no"),
        )
        for motive, play in _plays(solution)
    )
    columns = tuple(Column(title, number=1 < place < 6) for place, title in enumerate(titles))
    return Table("What the act is worth; 1 is a motive's best against its worst", columns, rows, wide=True)
