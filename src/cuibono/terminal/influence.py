"""An influence net as the command line prints it: nodes, what drives what, and the course of things in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cuibono.report.amounts import amount
from cuibono.report.controls import visible
from cuibono.terminal.console import bullets, plain_console, plain_table, print_json

if TYPE_CHECKING:
    from cuibono.strategy.influence import InfluenceNet, InfluenceNode
    from cuibono.strategy.outlook import Outlook


def print_outlook(net: InfluenceNet, found: Outlook, *, as_json: bool) -> None:
    """Every node with its baseline, its influences and its probability, then drives and courses."""
    if as_json:
        print_json(found.to_dict())
        return
    console = plain_console()
    table = plain_table("node", "baseline", "influences", "probability", "parents as independent")
    for node, told in zip(net.nodes, found.nodes, strict=True):
        state = f" (given {'true' if told.given else 'false'})" if told.given is not None else ""
        table.add_row(
            visible(node.id if told.name == node.id else f"{told.name} [{node.id}]"),
            "table" if node.table else amount(node.baseline),
            visible(_influences(node)),
            f"{told.probability:.3f}{state}",
            "–" if told.propagated is None else f"{told.propagated:.3f}",
        )
    console.print(table)
    console.print("Probabilities are exact. The last column is what tools show that take parents as independent.")
    drives = [
        f"{drive.effect}: {drive.if_true:.2f} if {drive.cause} is true, {drive.if_false:.2f} if it is false."
        for drive in found.drives
    ]
    bullets(console, "What drives what", drives)
    courses = [
        f"{name}: "
        + ", ".join(f"{'before' if time is None else f'from {time:g}'} {share:.2f}" for time, share in steps)
        for name, steps in found.courses.items()
    ]
    bullets(console, "When", courses)


def _influences(node: InfluenceNode) -> str:
    """The arcs to a node: the parent with its strengths if true and if false, and the delay."""
    return "; ".join(
        arc.parent
        + ("" if node.table else f" {amount(arc.if_true or 0.0)}/{amount(arc.if_false)}")
        + (f" after {arc.delay:g}" if arc.delay else "")
        for arc in node.influences
    )
