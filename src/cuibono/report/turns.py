"""Where the choice turns: at which probability of a hypothesis, and at which utility, another option becomes best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cuibono.options.comparison import Comparison
from cuibono.options.tripwires import TripWire, Turn
from cuibono.report.amounts import amount
from cuibono.report.charts import percent
from cuibono.report.charts.crossings import Crossings
from cuibono.report.charts.stretches import Stretches, Strip
from cuibono.report.citations import Material
from cuibono.report.document import Block, Column, Figure, List, Paragraph, Runs, Table, Text, quoted, text
from cuibono.report.vocabulary import vocabulary


def turns(material: Material, found: Comparison, names: Mapping[str, str]) -> Iterator[Block]:
    """Trip-wires of probability as pictures and sentences, then utilities within whose range the choice turns."""
    wires = sorted((wire for wire in found.trip_wires if len(wire.stretches) > 1), key=_distance)
    inside = tuple(_turn(turn, names) for turn in found.turns)
    if not wires and not inside:
        yield Paragraph(text(vocabulary().passages["no-turn"]))
        return
    if wires:
        yield _crossings(material, wires[0], names)
        yield _strips(material, wires, names)
    yield List((*(_wire(material, wire, names) for wire in wires), *inside))


def _distance(wire: TripWire) -> float:
    """How far the probability is from where the choice turns."""
    return min(abs(wire.now - end) for end in (wire.below, wire.above) if end is not None)


def _crossings(material: Material, wire: TripWire, names: Mapping[str, str]) -> Figure:
    """The options' worth over the probability of the hypothesis that is nearest to turning the choice."""
    name = material.name(wire.hypothesis)
    rows = tuple(
        (quoted(names.get(id, id)), text(amount(absent)), text(amount(present)))
        for id, (absent, present) in wire.ends.items()
    )
    columns = (Column("Option"), Column("If it does not hold", number=True), Column("If it holds", number=True))
    return Figure(
        caption=f"What each option is worth as “{name}” goes from impossible to certain, all else in proportion.",
        chart=Crossings(
            tuple((names.get(id, id), *ends) for id, ends in wire.ends.items()),
            tuple((item.first, item.last, names.get(item.option, item.option)) for item in wire.stretches),
            wire.now,
        ),
        alternative=_said(wire, name, names),
        twin=Table("Expected value of each option", columns, rows),
    )


def _strips(material: Material, wires: list[TripWire], names: Mapping[str, str]) -> Figure:
    """For every hypothesis that can turn the choice, which option is best at which probability."""
    rows = tuple(
        (quoted(material.name(wire.hypothesis)), text(percent(wire.now)), quoted(_stretches(wire, names)))
        for wire in wires
    )
    return Figure(
        caption="The best option at every probability of each hypothesis that can turn the choice.",
        chart=Stretches(
            tuple(
                Strip(
                    material.name(wire.hypothesis),
                    wire.now,
                    tuple((item.first, item.last, item.option) for item in wire.stretches),
                )
                for wire in wires
            )
        ),
        alternative=" ".join(_said(wire, material.name(wire.hypothesis), names) for wire in wires),
        twin=Table("Where the choice turns", (Column("If"), Column("Now", number=True), Column("Best is")), rows),
    )


def _said(wire: TripWire, name: str, names: Mapping[str, str]) -> str:
    return f"{name}, now {percent(wire.now)}: {_stretches(wire, names)}."


def _stretches(wire: TripWire, names: Mapping[str, str]) -> str:
    parts = (
        f"“{names.get(item.option, item.option)}” from {percent(item.first)} to {percent(item.last)}"
        for item in wire.stretches
    )
    return "; ".join(parts)


def _wire(material: Material, wire: TripWire, names: Mapping[str, str]) -> Runs:
    head = (Text(material.name(wire.hypothesis), "quoted"), Text(f" (now {percent(wire.now)}): best is "))
    told: list[Text] = []
    for item in wire.stretches:
        ends = f"{percent(item.first)} to {percent(item.last)}"
        told += [
            Text("; " if told else ""),
            Text(f"“{names.get(item.option, item.option)}”", "quoted"),
            Text(f" from {ends}"),
        ]
    return (*head, *told, Text("."))


def _turn(turn: Turn, names: Mapping[str, str]) -> Runs:
    return (
        Text(f"“{names.get(turn.to, turn.to)}”", "quoted"),
        Text(" becomes best where "),
        Text(f"“{names.get(turn.option, turn.option)}” ({turn.term})", "quoted"),
        Text(f" is worth {amount(turn.at)} in place of {amount(turn.now)}."),
    )
