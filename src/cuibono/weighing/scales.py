"""Other people's scales of belief, reliability and confidence, as tables: from a name to its number, and back.

Numbers are per cent, 0 to 100, as the owners publish them; the tables and their sources are `data/scales.toml`. Scales
disagree (42 is "roughly even" on one and "unlikely" on another), so a conversion names both. What "cannot be
judged" (F, 6) has no number on any scale: it is neither zero nor the middle.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from cuibono.case.records import Record
from cuibono.errors import NotFoundError, UsageError

Measure = Literal["belief", "reliability", "analysis"]


class Step(Record):
    """One step of a scale: its names, the number published for it, and the range that is read as it.

    `value` is `None` where the step has none: it cannot be judged (`unjudged`), or its owner publishes only a range.
    `published` is the number under which the owner files it nevertheless.
    """

    name: str
    also: tuple[str, ...] = ()
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unjudged: bool = False
    published: float | None = None

    def holds(self, value: float) -> bool:
        """Whether `value` is in this step's range, ends included."""
        return self.low is not None and self.high is not None and self.low <= value <= self.high

    @property
    def extremity(self) -> float:
        """How far the middle of the range is from even."""
        return abs((self.low or 0) + (self.high or 0) - 100) / 2


class Scale(Record):
    """A published scale: what it measures, where it stands, and its steps in the owner's order."""

    id: str
    title: str
    measures: Measure
    source: str
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step:
        """The step of this name or synonym, case and spacing ignored; raises NotFoundError with the known names."""
        wanted = _plain(name)
        for step in self.steps:
            if wanted in map(_plain, (step.name, *step.also)):
                return step
        known = ", ".join(step.name for step in self.steps)
        raise NotFoundError(f'"{name}" is not on {self.title}; its steps are {known}')

    def value(self, name: str) -> float | None:
        """The published number of a step, 0 to 100; `None` where it cannot be judged.

        >>> scale("stix-dni").value("likely"), scale("misp-credibility").value("6")
        (70.0, None)
        """
        return self.step(name).value

    def name(self, value: float | None) -> str:
        """The name of the step that a number from 0 to 100 falls in; `None` gives the step that cannot be judged.

        An end that two steps share belongs to the one nearer to even. Raises UsageError where the scale has no such
        range (STIX takes whole numbers, MISP publishes no ranges for the Admiralty code).

        >>> scale("stix-dni").name(42), scale("icd203").name(42), scale("stix-admiralty-credibility").name(None)
        ('Roughly Even Chance / Roughly Even Odds', 'unlikely', '6')
        """
        if value is None:
            holding = [step for step in self.steps if step.unjudged]
        else:
            holding = [step for step in self.steps if step.holds(round(value, 9))]
        if not holding:
            what = "cannot be judged" if value is None else f"{value:g}"
            raise UsageError(f"{self.title} has no step for {what}; {self._ways()}")
        return min(holding, key=lambda step: step.extremity).name

    def _ways(self) -> str:
        ranges = [f"{s.low:g}–{s.high:g} {s.name}" for s in self.steps if s.low is not None and s.high is not None]
        if ranges:
            return f"it has {', '.join(ranges)}"
        return f"its owner publishes no ranges, only {', '.join(step.name for step in self.steps)}"


def scale(id: str) -> Scale:
    """The scale of this id; raises NotFoundError with the known ids.

    >>> scale("misp-reliability").measures
    'reliability'
    """
    known = scales()
    if id not in known:
        raise NotFoundError(f"there is no scale {id!r}; there are {', '.join(known)}")
    return known[id]


@cache
def scales() -> dict[str, Scale]:
    """Every scale, by id, in the order of the data file."""
    found = [Scale.model_validate(row) for row in tables()["scale"]]
    return {item.id: item for item in found}


def convert(name: str, source: str, target: str) -> str:
    """The step of scale `target` that holds the number published for step `name` of scale `source`.

    What cannot be judged stays that. Raises UsageError where the scales measure different things, where the step has
    no published number, or where the target has no step for it; NotFoundError for unknown scales and steps.

    >>> convert("2", "misp-credibility", "stix-admiralty-credibility")
    '2'
    >>> convert("likely", "misp-estimative-language", "stix-dni")
    'Roughly Even Chance / Roughly Even Odds'
    """
    given, wanted = scale(source), scale(target)
    if given.measures != wanted.measures:
        raise UsageError(
            f"{given.title} measures {given.measures}, {wanted.title} measures {wanted.measures}; "
            "neither follows from the other, so judge it anew"
        )
    step = given.step(name)
    if step.value is None and not step.unjudged:
        raise UsageError(f'{given.title} publishes a range and no number for "{step.name}"; choose a number in it')
    return wanted.name(step.value)


@cache
def tables() -> dict[str, list[dict[str, object]]]:
    """The scales' data file as it stands, by table name; not to be changed."""
    return tomllib.loads(files("cuibono.data").joinpath("scales.toml").read_text("utf-8"))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
