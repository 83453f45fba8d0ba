"""Analysts as the terminal shows them: what each makes of the evidence, where they differ, how steady each is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cuibono.report.controls import visible
from cuibono.report.vocabulary import many
from cuibono.terminal.console import bullets, plain_console, plain_table, print_json, shortened

if TYPE_CHECKING:
    from rich.table import Table

    from cuibono.weighing.analysts import Comparison, Noise
    from cuibono.weighing.panel import Panel

CELLS = 12
"""How many cells on which people differ are printed."""


def print_panel(panel: Panel, case: Path, *, as_json: bool) -> None:
    """Who makes what of the evidence: the answers, the cells that need a talk, the pools, and how steady people are."""
    if as_json:
        print_json(panel.to_dict())
        return
    console = plain_console()
    if panel.opinions:
        console.print("\nWhat they hold, all in all", style="bold")
        console.print(_opinions(panel))
    if not panel.members:
        console.print(f"No person has rated anything yet; begin with: cuibono rate {case} EVIDENCE HYPOTHESIS CODE")
        return
    console.print(_members(panel))
    if panel.others:
        console.print(f"{panel.others} more analysts are compared cell by cell only.")
    console.print(_agreed(panel))
    if panel.spread:
        console.print(_answers(panel))
    differing = [cell for cell in panel.cells if cell.verdict not in {"one", "same"}]
    bullets(console, "Where they differ, the most in need of a talk first", shortened(map(_cell, differing), CELLS))
    steady = [_steady(member.name, member.noise) for member in panel.members if member.noise.pairs]
    bullets(console, "How steady they are with themselves", steady)


def _members(panel: Panel) -> Table:
    table = plain_table("analyst", "rated", "first, alone", "first, without", "without them")
    for member in panel.members:
        alone = f"{member.leader} {member.own[member.leader]:.0%}"
        without = f"{member.without_leader} {member.without[member.without_leader]:.0%}"
        moved = f"{member.moves} {100 * member.shift:+.0f} points"
        table.add_row(*map(visible, (member.name, f"{member.rated}/{member.cells}", alone, without, moved)))
    return table


def _agreed(panel: Panel) -> str:
    counts = [f"{count} {verdict}" for verdict, count in panel.verdicts.items() if count]
    alpha = panel.agreement.alpha
    measure = "" if alpha is None else f" Krippendorff's alpha over the shared ones: {alpha:.2f} (1 is full agreement)."
    return f"{many(panel.agreement.cells, 'cell')} rated by people: {', '.join(counts)}.{measure}"


def _answers(panel: Panel) -> Table:
    """Each hypothesis: everybody together, from whom to whom, and the pools."""
    pools = [pool for pool in panel.pools if pool.of == "own posteriors"]
    table = plain_table("hypothesis", "together", "across analysts", *(f"{pool.how} pool" for pool in pools))
    for item in panel.spread:
        pooled = [f"{pool.probabilities[item.hypothesis]:.0%}" for pool in pools]
        across = f"{item.low:.0%}–{item.high:.0%}"
        table.add_row(visible(f"{item.name} [{item.hypothesis}]"), f"{item.probability:.0%}", across, *pooled)
    return table


def _opinions(panel: Panel) -> Table:
    """What people stated outright, and the pools of it."""
    pools = [pool for pool in panel.pools if pool.of == "opinions"]
    heads = [f"{pool.how} pool{', coherent' if pool.coherent else ''}" for pool in pools]
    table = plain_table("hypothesis", *map(visible, panel.opinions), *heads)
    given = [*panel.opinions.values(), *(pool.probabilities for pool in pools)]
    for id in dict.fromkeys(id for said in given for id in said):
        table.add_row(visible(id), *(f"{said[id]:.0%}" if id in said else "" for said in given))
    return table


def _cell(cell: Comparison) -> str:
    said = ", ".join(f"{r.analyst} {r.code or f'{r.likelihood:.2f}'}" for r in cell.ratings)
    return f"{cell.evidence} × {cell.hypothesis}: {said} ({cell.verdict})"


def _steady(name: str, noise: Noise) -> str:
    steps = "" if noise.steps is None else f"; one rating is off by {noise.steps:.2f} steps, drift {noise.drift:+.2f}"
    return f"{name} rated {many(noise.pairs, 'cell')} again, {noise.same} the same{steps}"
