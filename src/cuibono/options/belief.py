"""What is believed when choosing: a probability for each state, and how far it may be off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cuibono.case.records import NONE, NOT_HAPPENED
from cuibono.errors import ModelError

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Posterior

Array = NDArray[np.float64]
HALF = 1.645
"""How many standard deviations half of a 90 % range is."""

State = frozenset[str]
"""The hypotheses that hold; the empty set is "none of these"."""


@dataclass(frozen=True, slots=True)
class Belief:
    """A posterior over states.

    `probability`, `low` and `high` are arrays over states, the latter the ends between which each probability may lie;
    `draws` (draws, states) are posteriors under other readings of the ratings. Both may be missing.
    """

    states: tuple[State, ...]
    probability: Array
    low: Array | None = None
    high: Array | None = None
    draws: Array | None = None

    def __post_init__(self) -> None:
        p = self.probability
        if p.shape != (len(self.states),) or not np.isfinite(p).all() or (p < 0).any() or abs(p.sum() - 1) > 1e-6:
            raise ModelError(
                f"a belief needs one probability for each of its {len(self.states)} states, together 1; "
                f"got {p.size} that sum to {p.sum():.6g}"
            )
        if (self.low is None) != (self.high is None):
            raise ModelError("a belief needs both ends of its intervals or neither; give low and high")
        ends = (p, p) if self.low is None or self.high is None else (self.low, self.high)
        if not ((ends[0] <= p + 1e-9) & (p <= ends[1] + 1e-9)).all():
            raise ModelError(
                "an interval of the belief does not contain its probability; give low <= probability <= high"
            )
        if self.draws is not None and self.draws.shape[1:] != p.shape:
            raise ModelError(f"draws need {len(self.states)} columns, one for each state; got {self.draws.shape}")

    @classmethod
    def of(
        cls,
        probability: Mapping[str, float] | Mapping[State, float],
        low: Mapping[str, float] | Mapping[State, float] | None = None,
        high: Mapping[str, float] | Mapping[State, float] | None = None,
    ) -> Belief:
        """The belief in named hypotheses that exclude each other, or in sets of hypotheses that hold together.

        >>> belief = Belief.of({"bond": 0.7, "none": 0.3})
        >>> belief.holds("bond").tolist(), belief.chance_of("bond")
        ([True, False], 0.7)
        """
        point = _by_state(probability)
        ends = [None if row is None else _by_state(row) for row in (low, high)]
        lowest, highest = (None if row is None else _row(row, point) for row in ends)
        return cls(tuple(point), _row(point, point), lowest, highest)

    @classmethod
    def of_posterior(cls, posterior: Posterior, draws: int = 400, seed: int = 0) -> Belief:
        """What a weighed case believes.

        Each probability lies within the hypothesis' 90 % range; for co-existing motives, whose states are sets, it has
        no ends. A draw moves all log-odds at once, each by a normal error as wide as its range; the same seed
        gives the same draws.
        """
        space, probability = posterior.model.space, np.asarray(posterior.answer.states, dtype=np.float64)
        states = (*(space.motives(state) for state in range(space.size - 1)), frozenset({NOT_HAPPENED}))
        shares = {share.id: share for share in posterior.shares}
        told = [shares[name] for name in space.targets]
        ends = np.array([[share.low, share.probability, share.high] for share in told]).clip(1e-9, 1 - 1e-9)
        odds = np.log(ends) - np.log1p(-ends)
        spread = (odds[:, 2] - odds[:, 0]) / (2 * HALF)
        errors = np.random.default_rng(seed).normal(size=(draws, len(told))) * spread
        weights = np.log(np.maximum(probability, 1e-300)) + errors @ space.members().T
        drawn = np.exp(weights - weights.max(axis=1, keepdims=True))
        drawn /= drawn.sum(axis=1, keepdims=True)
        if not space.exclusive:
            return cls(states, probability, draws=drawn)
        low, high = (np.array([getattr(share, end) for share in told]) for end in ("low", "high"))
        return cls(states, probability, np.minimum(low, probability), np.maximum(high, probability), drawn)

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """The hypotheses that hold in some state, in the order in which they first come."""
        return tuple(dict.fromkeys(name for state in self.states for name in sorted(state)))

    def holds(self, hypothesis: str) -> NDArray[np.bool_]:
        """In which states a hypothesis holds; "none" holds in the empty one."""
        return np.array([holds_in(hypothesis, state) for state in self.states])

    def chance_of(self, hypothesis: str) -> float:
        """The probability that a hypothesis holds."""
        return float(self.probability[self.holds(hypothesis)].sum())

    def split(self) -> tuple[str, ...]:
        """The hypotheses, "none" included, that are neither certain nor impossible."""
        names = (*self.hypotheses, *([NONE] if frozenset() in self.states else []))
        return tuple(name for name in names if 0 < self.chance_of(name) < 1)

    def given(self, likelihood: Array) -> tuple[float, Array]:
        """The probability of an observation, and the posterior after it (as before where it is impossible)."""
        joint = self.probability * likelihood
        total = float(joint.sum())
        return total, joint / total if total > 0 else self.probability


def holds_in(hypothesis: str, state: State) -> bool:
    """Whether a hypothesis holds in a state; "none" holds in the empty one."""
    return hypothesis in state or (hypothesis == NONE and not state)


def label(state: Iterable[str]) -> str:
    """The name of a state in results: its hypotheses joined by +, or "none".

    >>> label({"spoil", "bond"}), label(())
    ('bond+spoil', 'none')
    """
    return "+".join(sorted(state)) or NONE


def _by_state(mapping: Mapping[str, float] | Mapping[State, float]) -> dict[State, float]:
    return {_state(name): share for name, share in mapping.items()}


def _state(name: str | State) -> State:
    if isinstance(name, frozenset):
        return name
    return frozenset() if name == NONE else frozenset({name})


def _row(shares: Mapping[State, float], states: Iterable[State]) -> Array:
    return np.array([shares.get(state, 0.0) for state in states], dtype=np.float64)
