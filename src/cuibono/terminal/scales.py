"""Scales of belief, reliability and confidence as the terminal shows them, and one step of one on another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cuibono.terminal.console import plain_console, plain_table, print_json

if TYPE_CHECKING:
    from cuibono.weighing.scales import Scale


def print_scales(scales: Iterable[Scale], *, as_json: bool) -> None:
    """Every scale: what it measures, and its source."""
    if as_json:
        print_json([scale.model_dump(mode="json") for scale in scales])
        return
    table = plain_table("scale", "measures", "title", "source")
    for scale in scales:
        table.add_row(scale.id, scale.measures, scale.title, scale.source)
    plain_console().print(table)


def print_scale(scale: Scale, *, as_json: bool) -> None:
    """One scale's steps: names, the number published for each, and the range read as it."""
    if as_json:
        print_json(scale.model_dump(mode="json"))
        return
    table = plain_table("step", "also", "value", "range")
    for step in scale.steps:
        value = "cannot be judged" if step.unjudged else "" if step.value is None else f"{step.value:g}"
        reach = "" if step.low is None or step.high is None else f"{step.low:g}–{step.high:g}"
        table.add_row(step.name, ", ".join(step.also), value, reach)
    console = plain_console()
    console.print(f"{scale.title}: {scale.measures}, in per cent", style="bold")
    console.print(table)
    console.print(f"Source: {scale.source}")


def print_converted(name: str, source: str, target: str, found: str, *, as_json: bool) -> None:
    """One step of a scale on another."""
    if as_json:
        print_json({"scale": source, "step": name, "to": target, "found": found})
    else:
        plain_console().print(f"{name} ({source}) is {found} ({target})")
