"""The interests: what each outcome is worth to each actor, who wins and who loses, and who wants the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cuibono.report.amounts import amount, between
from cuibono.report.charts.accord import Accord
from cuibono.report.charts.stakes import Cell, Stakes
from cuibono.report.citations import Material
from cuibono.report.document import Column, Figure, List, Paragraph, Runs, Section, Style, Table, Text, quoted, text
from cuibono.report.grounds import grounds
from cuibono.report.vocabulary import vocabulary
from cuibono.strategy.interests import Interests, Pair, Stake

MOST_DRAWN = 12
"""The most actors whose agreement is drawn; that of more is told in its table alone."""


def interests(material: Material) -> Section | None:
    """Actors by outcomes, winners and losers of each outcome, and pairs of actors; nothing without interests."""
    found = material.interests
    if found is None or not found.stakes:
        return None
    outcomes = material.strategy.outcomes
    names = {item.id: f"{item.name}{' (status quo)' if item.status_quo else ''}" for item in outcomes}
    pairs = (_accord(found, names),) if found.pairs else ()
    return Section(
        "interests",
        "Interests",
        (
            Paragraph(text(vocabulary().passages["interests"])),
            List(tuple(_standings(found, outcome, names) for outcome in found.outcomes)),
            _picture(found, names),
            *pairs,
            _reasons(material, found.stakes, names),
        ),
    )


def _standings(found: Interests, outcome: str, names: Mapping[str, str]) -> Runs:
    sides = (("better for ", found.winners(outcome)), ("worse for ", found.losers(outcome)))
    told: list[Text] = []
    for words, actors in sides:
        if actors:
            told += [Text("; " if told else ": "), Text(words), Text(", ".join(actors), "quoted")]
    return (Text(names.get(outcome, outcome), "quoted"), *(told or [Text(": nobody clearly wins or loses")]), Text("."))


def _picture(found: Interests, names: Mapping[str, str]) -> Figure:
    """Actors by outcomes: ranges, and who wins and loses."""
    cells = {(stake.actor, stake.outcome): stake for stake in found.stakes}
    rows = tuple(
        (actor, tuple(_mark(cells[actor, outcome]) for outcome in found.outcomes), found.level(actor))
        for actor in found.actors
    )
    told = [
        f"{actor}: " + ", ".join(f"{outcome} {_words(cells[actor, outcome])}" for outcome in found.outcomes) + "."
        for actor in found.actors
    ]
    return Figure(
        caption="What each outcome is worth to each actor, and who would be better or worse off than now.",
        chart=Stakes(tuple(names.get(outcome, outcome) for outcome in found.outcomes), rows),
        alternative=" ".join(told),
        twin=_grid(found, names),
    )


def _mark(stake: Stake) -> Cell:
    worth = stake.utility
    return Cell(None if worth is None else worth.low, None if worth is None else worth.high, stake.standing)


def _words(stake: Stake) -> str:
    worth = between(stake.utility.low, stake.utility.high) if stake.utility else ""
    return f"{worth} {vocabulary().standings[stake.standing]}".strip()


def _accord(found: Interests, names: Mapping[str, str]) -> Figure | Table:
    """Who wants the same as whom, drawn where there is room for it."""
    twin = _pairs(found.pairs, names)
    if len(found.actors) > MOST_DRAWN:
        return twin
    values = tuple((pair.one, pair.other, pair.convergence) for pair in found.pairs)
    return Figure(
        caption="Where interests converge (1) and conflict (−1).",
        chart=Accord(found.actors, values),
        alternative="; ".join(f"{one} and {other} {amount(value)}" for one, other, value in values) + ".",
        twin=twin,
    )


def _grid(found: Interests, names: Mapping[str, str]) -> Table:
    cells = {(stake.actor, stake.outcome): stake for stake in found.stakes}
    columns = (Column("Actor"), *(Column(names.get(outcome, outcome)) for outcome in found.outcomes))
    rows = tuple(
        (quoted(actor), *(_cell(cells[actor, outcome]) for outcome in found.outcomes)) for actor in found.actors
    )
    return Table("What each outcome is worth to each actor, from 0 (worst) to 1 (best)", columns, rows, wide=True)


def _cell(stake: Stake) -> Runs:
    worth = between(stake.utility.low, stake.utility.high) if stake.utility else "–"
    style: Style = "strong" if stake.standing in {"wins", "loses"} else "quiet"
    return (Text(f"{worth} "), Text(vocabulary().standings[stake.standing], style))


def _pairs(pairs: Sequence[Pair], names: Mapping[str, str]) -> Table:
    titles = ("Actors", "Convergence", "Better for both", "Better for one, worse for the other")
    rows = tuple(
        (
            quoted(f"{pair.one} and {pair.other}"),
            text(amount(pair.convergence)),
            *(
                quoted("; ".join(names.get(name, name) for name in side) or "–")
                for side in (pair.shared, pair.contested)
            ),
        )
        for pair in sorted(pairs, key=lambda pair: -pair.convergence)
    )
    columns = tuple(Column(title, number=title == "Convergence") for title in titles)
    return Table("Where interests converge (1) and conflict (−1)", columns, rows, wide=True)


def _reasons(material: Material, stakes: Sequence[Stake], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            quoted(stake.actor),
            quoted(names.get(stake.outcome, stake.outcome)),
            text(between(stake.interest.utility.low, stake.interest.utility.high)),
            grounds(material, stake.interest),
        )
        for stake in stakes
        if stake.interest
    )
    columns = (Column("Actor"), Column("Outcome"), Column("As written", number=True), Column("Why"))
    return Table("What the interests rest on", columns, rows, wide=True)
