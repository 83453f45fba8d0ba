"""What it is worth to find something out before choosing.

Knowing everything is worth EVPI; knowing one fact EVPPI; a report of it, which may be unreliable, EVSI. Always
0 <= EVSI <= EVPPI <= EVPI. Sources: Howard, "Information value theory", IEEE SSC-2 (1966); Raiffa, "Decision Analysis"
(1968).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cuibono.options.belief import Array, Belief, State, holds_in
from cuibono.options.records import Observation


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of looking: how probable it is, and what would be believed and chosen then (options by id)."""

    result: str
    probability: float
    best: tuple[str, ...]
    belief: dict[str, float]

    def to_dict(self) -> dict[str, object]:
        """The finding by name."""
        return {
            "result": self.result,
            "probability": self.probability,
            "best": list(self.best),
            "belief": dict(self.belief),
        }


@dataclass(frozen=True, slots=True)
class Worth:
    """What an observation is worth: `evppi` if it came without error, `evsi` as it would come, `net` after its cost."""

    observation: str
    evppi: float
    evsi: float
    cost: float
    findings: tuple[Finding, ...]

    @property
    def net(self) -> float:
        """What is gained by looking, after the cost."""
        return self.evsi - self.cost

    def to_dict(self) -> dict[str, object]:
        """The worth by name."""
        return {
            "observation": self.observation,
            "evppi": self.evppi,
            "evsi": self.evsi,
            "cost": self.cost,
            "net": self.net,
            "findings": [finding.to_dict() for finding in self.findings],
        }


def evpi(utilities: Array, belief: Belief) -> float:
    """What it is worth to know the state.

    >>> evpi(np.array([[1.0, 0.0], [0.0, 1.0]]), Belief.of({"a": 0.75, "b": 0.25}))
    0.25
    """
    return _no_less_than_0(
        float(utilities.max(axis=0) @ belief.probability) - float((utilities @ belief.probability).max())
    )


def value(utilities: Array, belief: Belief, likelihoods: Array) -> float:
    """What it is worth to see a result before choosing: `likelihoods` (results, states) sum to 1 over the results."""
    with_it = (utilities @ (belief.probability * likelihoods).T).max(axis=0).sum()
    return _no_less_than_0(float(with_it) - float((utilities @ belief.probability).max()))


def expected(observation: Observation, states: Sequence[State], from_game: Array | None = None) -> Array:
    """How expected an observation is in each state, by noisy-or over the hypotheses that hold (Henrion 1989).

    A hypothesis whose probability is below `otherwise` works against it. With an act, `from_game` has the probability
    in each state, and only states in which a named hypothesis holds differ from it.

    >>> told = Observation.model_validate({"id": "x", "name": "X", "if": {"a": 0.6}, "otherwise": 0.2})
    >>> expected(told, [frozenset(), frozenset({"a"})]).round(3).tolist()
    [0.2, 0.6]
    """
    leak = observation.otherwise or 0.0
    unseen = np.full(len(states), 1 - leak)
    kept = np.ones(len(states))
    named = np.zeros(len(states), dtype=bool)
    for name, share in observation.if_.items():
        holds = np.array([holds_in(name, state) for state in states])
        named |= holds
        if share >= leak:
            unseen = np.where(holds, unseen * ((1 - share) / (1 - leak) if leak < 1 else 1.0), unseen)
        else:
            kept = np.where(holds, kept * share / leak, kept)
    told = (1 - unseen) * kept
    return np.asarray(told if from_game is None else np.where(named, told, from_game))


def reported(fact: Array, reliability: float) -> Array:
    """How expected the report of a fact is in each state: true with `reliability`, else a toss."""
    return np.asarray(reliability * fact + (1 - reliability) / 2)


def _no_less_than_0(number: float) -> float:
    # Below 0 only by rounding: looking can be ignored.
    return max(0.0, number)
