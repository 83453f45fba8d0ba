"""Responses side by side under the whole posterior: never one number alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cuibono.errors import UsageError
from cuibono.options.admissible import admissible, dominated_by
from cuibono.options.belief import Array, Belief, label
from cuibono.options.information import Finding, Worth, evpi, expected, reported, value
from cuibono.options.records import Observation, Options
from cuibono.options.regret import expected_ends, hurwicz, likely, regrets
from cuibono.options.stability import stability
from cuibono.options.tripwires import TripWire, Turn, trip_wires, turns
from cuibono.options.utilities import Utilities

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """How one option does.

    `expected` is its expected utility, `low` and `high` the ends over the ranges of the utilities and of the belief
    together. `regret` is the most it can be sorry for in a state that is probable enough, `mixed` Hurwicz's mean of
    its worst and best state. `dominated_by` are options that are nowhere worse, with all utilities in the middle;
    `struck_by` those of which that is so whatever lies within the ranges. `admissible` says whether some belief
    within its ends makes it best, `ever_best` whether any belief does. `stability` is in which share of draws it is
    best.
    """

    option: str
    name: str
    expected: float
    low: float
    high: float
    regret: float
    mixed: float
    dominated_by: tuple[str, ...]
    struck_by: tuple[str, ...]
    admissible: bool
    ever_best: bool
    stability: float

    def to_dict(self) -> dict[str, object]:
        """The standing by name."""
        return {
            "option": self.option,
            "name": self.name,
            "expected": self.expected,
            "low": self.low,
            "high": self.high,
            "regret": self.regret,
            "mixed": self.mixed,
            "dominated-by": list(self.dominated_by),
            "struck-by": list(self.struck_by),
            "admissible": self.admissible,
            "ever-best": self.ever_best,
            "stability": self.stability,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All options under one belief.

    `best` has the options with the highest expected utility (several if they tie), `least_regret` those with the
    least maximal regret, `cautious` those whose worst expectation over the belief's ends is highest. `values` and
    `regret` go by option and state, `responses` says which options are best if a hypothesis holds. `evpi` is what
    knowing the state is worth, `evppi` what knowing of one hypothesis is.
    """

    standings: tuple[Standing, ...]
    best: tuple[str, ...]
    least_regret: tuple[str, ...]
    cautious: tuple[str, ...]
    values: Mapping[str, Mapping[str, float]]
    regret: Mapping[str, Mapping[str, float]]
    responses: Mapping[str, tuple[str, ...]]
    evpi: float
    evppi: Mapping[str, float]
    observations: tuple[Worth, ...]
    trip_wires: tuple[TripWire, ...]
    turns: tuple[Turn, ...]

    def __repr__(self) -> str:
        return f"Comparison({', '.join(f'{item.option} {item.expected:.2f}' for item in self.standings)})"

    def _repr_html_(self) -> str:
        from cuibono.notebook import html_table

        rows = [
            (s.name, f"{s.expected:.2f}", f"{s.low:.2f} to {s.high:.2f}", f"{s.regret:.2f}", f"{s.stability:.0%}")
            for s in self.standings
        ]
        return html_table("Responses", ("option", "expected", "range", "most regret", "best in"), rows)

    def standing(self, option: str) -> Standing:
        """How one option does; raises KeyError for one that is not there."""
        return {item.option: item for item in self.standings}[option]

    def to_dict(self) -> dict[str, object]:
        """The comparison in the words of the vocabulary."""
        return {
            "options": [item.to_dict() for item in self.standings],
            "best": list(self.best),
            "least-regret": list(self.least_regret),
            "cautious": list(self.cautious),
            "values": {option: dict(row) for option, row in self.values.items()},
            "regret": {option: dict(row) for option, row in self.regret.items()},
            "responses": {name: list(best) for name, best in self.responses.items()},
            "value-of-information": {
                "evpi": self.evpi,
                "evppi": dict(self.evppi),
                "observations": [item.to_dict() for item in self.observations],
            },
            "trip-wires": [item.to_dict() for item in self.trip_wires],
            "turns": [item.to_dict() for item in self.turns],
        }


def compare(
    options: Options,
    belief: Belief,
    *,
    continuation: Mapping[str, Array] | None = None,
    from_game: Mapping[str, Array] | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> Comparison:
    """The options compared under a belief.

    `continuation` has what the game adds to an option in each state (by option id), `from_game` how probable the game
    makes an observation in each state (by observation id); `cuibono.options.game.read` gives both. `draws` and `seed`
    are for the stability. Raises UsageError where there is nothing to compare, or an option or observation needs the
    game.

    >>> told = {"utility": 0, "otherwise": 0, "reason": "an example"}
    >>> umbrella = {"id": "umbrella", "name": "Take it", **told, "utility": -0.1, "if": {"rain": 0}}
    >>> nothing = {"id": "nothing", "name": "Leave it", **told, "if": {"rain": -1}}
    >>> found = compare(Options.model_validate({"options": [umbrella, nothing]}), Belief.of({"rain": 0.3, "none": 0.7}))
    >>> found.best, found.trip_wires[0].below, round(found.evpi, 3)
    (('umbrella',), 0.1, 0.07)
    """
    _ready(options, continuation, from_game)
    utilities = Utilities.of(options.options, belief.states, continuation)
    names, table = utilities.options, utilities.middle
    standings = _standings(options, belief, utilities, stability(utilities, belief, draws, seed))
    splits = {name: belief.holds(name) for name in belief.split()}
    return Comparison(
        standings,
        _top(names, table @ belief.probability),
        _top(names, -np.array([item.regret for item in standings])),
        _top(names, expected_ends(table, belief)[0]),
        _by_state(names, belief, table),
        _by_state(names, belief, regrets(table)),
        {name: _top(names, table @ (belief.probability * holds)) for name, holds in splits.items()},
        evpi(table, belief),
        {name: value(table, belief, np.array([holds, ~holds])) for name, holds in splits.items()},
        tuple(_worth(item, utilities, belief, from_game or {}) for item in options.observations),
        trip_wires(utilities, belief),
        turns(utilities, belief),
    )


def _ready(options: Options, continuation: Mapping[str, Array] | None, from_game: Mapping[str, Array] | None) -> None:
    if not options.options:
        raise UsageError("there are no options to compare; write [[options]] into case.toml")
    lacking = [item.id for item in options.options if item.after and item.id not in (continuation or {})]
    lacking += [item.id for item in options.observations if item.act and item.id not in (from_game or {})]
    if lacking:
        raise UsageError(f"these need the game's answer: {', '.join(lacking)}; see cuibono.options.game.read")


def _top(names: tuple[str, ...], scores: Array) -> tuple[str, ...]:
    return tuple(name for name, score in zip(names, scores, strict=True) if score >= scores.max() - TOLERANCE)


def _by_state(names: tuple[str, ...], belief: Belief, table: Array) -> dict[str, dict[str, float]]:
    labels = [label(state) for state in belief.states]
    return {name: dict(zip(labels, row, strict=True)) for name, row in zip(names, table.tolist(), strict=True)}


def _standings(options: Options, belief: Belief, utilities: Utilities, shares: Array) -> tuple[Standing, ...]:
    """Every option's standing, in the order of the file."""
    table, names = utilities.middle, utilities.options
    expected_at = table @ belief.probability
    lowest, highest = expected_ends(utilities.lowest, belief)[0], expected_ends(utilities.highest, belief)[1]
    worst = regrets(table)[:, likely(belief)].max(axis=1)
    mixed = hurwicz(table, options.decision.optimism)
    beaten, struck = dominated_by(table, table), dominated_by(utilities.lowest, utilities.highest)
    within, ever = admissible(table, belief), admissible(table)
    return tuple(
        Standing(
            option.id,
            option.name,
            float(expected_at[place]),
            float(lowest[place]),
            float(highest[place]),
            float(worst[place]),
            float(mixed[place]),
            tuple(names[other] for other in beaten[place]),
            tuple(names[other] for other in struck[place]),
            within[place],
            ever[place],
            float(shares[place]),
        )
        for place, option in enumerate(options.options)
    )


def _worth(item: Observation, utilities: Utilities, belief: Belief, from_game: Mapping[str, Array]) -> Worth:
    table = utilities.middle
    fact = expected(item, belief.states, from_game.get(item.id))
    seen = reported(fact, item.reliability)
    findings = []
    for result, likelihood in (("yes", seen), ("no", 1 - seen)):
        probability, after = belief.given(likelihood)
        believed = {name: float(after[belief.holds(name)].sum()) for name in belief.split()}
        findings.append(Finding(result, probability, _top(utilities.options, table @ after), believed))
    evppi, evsi = (value(table, belief, np.array([row, 1 - row])) for row in (fact, seen))
    return Worth(item.id, evppi, evsi, item.cost, tuple(findings))
