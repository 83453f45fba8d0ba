"""The options: how each response does under the whole posterior, where the choice turns, and what to find out first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cuibono.case.records import NOT_HAPPENED
from cuibono.options.comparison import Comparison, Standing
from cuibono.options.information import Worth
from cuibono.report.amounts import amount, between
from cuibono.report.charts import Bar, Probabilities, percent
from cuibono.report.charts.worths import Value, Worths
from cuibono.report.citations import Material
from cuibono.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    List,
    Paragraph,
    Runs,
    Section,
    Table,
    Text,
    quoted,
    text,
)
from cuibono.report.grounds import grounds
from cuibono.report.turns import turns
from cuibono.report.vocabulary import vocabulary

LEAST = 0.005
"""The regret below which there is none to be shown."""


def options(material: Material) -> Section | None:
    """The responses side by side, never one number alone; nothing where there are none."""
    found = material.comparison
    if found is None:
        return None
    names = {item.option: item.name for item in found.standings}
    blocks: list[Block] = [
        *_question(material),
        Paragraph(text(vocabulary().passages["options"])),
        List(tuple(_leaders(found, names))),
        _worths(found, names),
        _figure(found),
        _responses(material, found, names),
        _regret(material, found, names),
        Heading("Where the choice turns"),
        *turns(material, found, names),
        Heading("What to find out first"),
        *_information(material, found, names),
        *_reasons(material),
    ]
    return Section("options", "Options", tuple(blocks))


def _question(material: Material) -> tuple[Paragraph, ...]:
    decision = material.options.decision
    said = [f"{decision.unit[:1].upper()}{decision.unit[1:]}."] if decision.unit else []
    words = " ".join([*([decision.question] if decision.question else []), *said])
    return (Paragraph(quoted(words)),) if words else ()


def _named(ids: Iterable[str], names: dict[str, str]) -> str:
    return "; ".join(names.get(id, id) for id in ids)


def _leaders(found: Comparison, names: dict[str, str]) -> Iterator[Runs]:
    rules = (
        ("Highest expected value", found.best),
        ("Least regret at the worst", found.least_regret),
        ("Best in the worst case for the beliefs", found.cautious),
    )
    for rule, ids in rules:
        yield (Text(f"{rule}: "), Text(_named(ids, names), "quoted"), Text(", level." if len(ids) > 1 else "."))


def _worths(found: Comparison, names: dict[str, str]) -> Figure:
    """Expected value with its range, and beside it the most there may be to regret."""
    ranked = sorted(found.standings, key=lambda item: -item.expected)
    return Figure(
        caption="What each option is worth under the whole posterior, and the most there may be to regret.",
        chart=Worths(tuple(Value(item.name, item.expected, item.low, item.high, item.regret) for item in ranked)),
        alternative="; ".join(
            f"{item.name}: {amount(item.expected)} ({between(item.low, item.high)}), regret {amount(item.regret)}"
            for item in ranked
        )
        + ".",
        twin=_standings(found, names),
    )


def _standings(found: Comparison, names: dict[str, str]) -> Table:
    titles = ("Option", "Expected value", "Range", "Most regret", "Best in", "Can it be struck off?")
    rows = tuple(
        (
            quoted(item.name),
            text(amount(item.expected)),
            text(between(item.low, item.high)),
            text(amount(item.regret)),
            text(percent(item.stability)),
            _verdict(item, names),
        )
        for item in sorted(found.standings, key=lambda item: -item.expected)
    )
    columns = tuple(Column(title, number=0 < place < 5) for place, title in enumerate(titles))
    return Table("The options under the whole posterior", columns, rows, wide=True)


def _verdict(item: Standing, names: dict[str, str]) -> Runs:
    words = vocabulary().verdicts
    if item.struck_by:
        return (Text(words["struck"], "strong"), *quoted(_named(item.struck_by, names)))
    if item.dominated_by:
        return (Text(words["dominated"]), *quoted(_named(item.dominated_by, names)))
    return text(words["admissible" if item.admissible else "elsewhere" if item.ever_best else "never"])


def _figure(found: Comparison) -> Figure:
    ranked = sorted(found.standings, key=lambda item: -item.stability)
    rows = tuple((quoted(item.name), text(percent(item.stability))) for item in ranked)
    return Figure(
        caption="How often each option is the best when utilities and belief are drawn anew within their ranges.",
        chart=Probabilities(tuple(Bar(item.name, *[item.stability] * 3) for item in ranked)),
        alternative="; ".join(f"{item.name}: {percent(item.stability)}" for item in ranked) + ".",
        twin=Table("Share of draws", (Column("Option"), Column("Best in", number=True)), rows),
    )


def _responses(material: Material, found: Comparison, names: dict[str, str]) -> Table:
    columns = (Column("If this holds"), Column("Best is"), Column("Knowing it is worth", number=True))
    rows = tuple(
        (quoted(material.name(id)), quoted(_named(best, names)), text(amount(found.evppi.get(id, 0.0))))
        for id, best in found.responses.items()
    )
    return Table("The best option under each hypothesis", columns, rows, wide=True)


def _regret(material: Material, found: Comparison, names: dict[str, str]) -> Table:
    """What each option loses against the best one if a hypothesis alone holds; dark where it loses nothing."""
    states = [name for name in (*found.responses, NOT_HAPPENED) if any(name in row for row in found.regret.values())]
    rows = tuple(
        (
            quoted(material.name(state)),
            *(
                (Text(amount(row[state]), "strong" if row[state] < LEAST else "plain"),)
                for row in (found.regret[option] for option in names)
            ),
        )
        for state in dict.fromkeys(states)
    )
    columns = (Column("If this alone holds"), *(Column(name, number=True) for name in names.values()))
    return Table("Regret: what each option loses against the best one", columns, rows, wide=True)


def _information(material: Material, found: Comparison, names: dict[str, str]) -> Iterator[Block]:
    yield Paragraph((Text("To know everything is worth "), Text(amount(found.evpi), "strong"), Text(" (EVPI).")))
    if not found.observations:
        return
    told = {item.id: item.name for item in material.options.observations}
    titles = ("What is looked at", "If certain", "As it would come", "Cost", "Gain", "What would be chosen")
    columns = tuple(Column(title, number=0 < place < 5) for place, title in enumerate(titles))
    rows = tuple(
        (
            quoted(told.get(item.observation, item.observation)),
            *(text(f"{part:.3f}".replace("-", "−")) for part in (item.evppi, item.evsi, item.cost, item.net)),
            _chosen(item, names),
        )
        for item in sorted(found.observations, key=lambda item: -item.net)
    )
    yield Table("What finding out is worth", columns, rows, wide=True)


def _chosen(item: Worth, names: dict[str, str]) -> Runs:
    runs: list[Text] = []
    for finding in item.findings:
        runs += [Text(f"{'; ' if runs else ''}{finding.result} ({percent(finding.probability)}): ")]
        runs += [Text(_named(finding.best, names), "quoted")]
    return tuple(runs)


def _reasons(material: Material) -> Iterator[Table]:
    rows = tuple((quoted(item.name), grounds(material, item)) for item in material.options.options)
    if rows:
        yield Table("What the options rest on", (Column("Option"), Column("Why")), rows)
