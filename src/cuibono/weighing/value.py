"""What it is worth to find something out: the states of the world after each answer, and what a decision gains by them.

An answer may be a fact itself, or a report of it by an origin, new or known, which goes through the same model: what
an origin has said already it cannot say again, and an origin that is known to be doubtful adds little. For utilities
0 <= value of a report <= value of the fact <= value of knowing the state (Howard 1966; Raiffa 1968).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cuibono.case.records import Reliability
from cuibono.errors import ModelError, NotFoundError
from cuibono.weighing.chance import Chance, Table
from cuibono.weighing.changes import retold
from cuibono.weighing.elimination import log_sum
from cuibono.weighing.engine import Answer, resolve, solve
from cuibono.weighing.model import Model
from cuibono.weighing.provenance import Relay, Voice
from cuibono.weighing.space import Array, Mask

NEW = "new"
"""The id of an origin that has not been heard before."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One answer: how probable it is, and the probabilities of the states if it is the one."""

    probability: float
    states: Array


def if_known(model: Model, answer: Answer, evidence: str) -> tuple[Outcome, ...]:
    """The outcomes of learning for certain whether a piece of evidence is true: yes, then no."""
    fact = _place(model, evidence)
    variable = next((node.variable for node in model.network.nodes if node.fact == fact), None)
    if variable is not None:
        true = _true_of_node(model, answer, variable)
        return _outcomes(model, answer, [true, 1 - true])
    here = np.array([fact])
    network = model.network
    certain = resolve(network.with_chance(_set_true(network.chance, fact)), answer, here).log_likelihood
    chance = np.concatenate([network.chance.rows(here).block(a, b)[0][0] for a, b in model.space.chunks(1 << 16)])
    possible = np.isfinite(answer.log_likelihood)
    ratio = np.where(possible, certain, 0.0) - np.where(possible, answer.log_likelihood, 0.0)
    true = np.clip(chance * np.exp(ratio), 0.0, 1.0)
    return _outcomes(model, answer, [true, 1 - true])


def if_reported(
    model: Model, answer: Answer, evidence: str, by: str | None = None, letter: Reliability = "B"
) -> tuple[Outcome, ...]:
    """The outcomes of asking an origin about a piece of evidence: it says so, then it denies it.

    `by` is the id of an origin of the case; without it, a new one of the given reliability is asked. One outcome
    alone if that origin has spoken already. Raises NotFoundError for an unknown id.
    """
    _place(model, evidence)
    voice = NEW if by is None else model.provenance.voice_of.get(by)
    if voice is None:
        raise NotFoundError(f"no origin {by!r} is heard in this case; known: {', '.join(model.provenance.voice_of)}")
    relays = model.provenance.relays[evidence]
    if any(relay.voice == voice and relay.strength for relay in relays):
        return (Outcome(1.0, answer.states),)
    asked = model if by is not None else _with_voice(model, letter)
    told = [retold(asked, answer, {evidence: (*relays, Relay("", NEW, voice, voice, s))}) for s in (1.0, -1.0)]
    live = ~model.network.aside
    masses = np.array([_evidence_mass(model, item, live) for item in told])
    total = log_sum(masses, 0)
    if not np.isfinite(total):
        return (Outcome(1.0, answer.states),)
    shares = np.exp(masses - total)
    return tuple(Outcome(float(p), item.states) for p, item in zip(shares, told, strict=True))


def information(outcomes: Sequence[Outcome], states: Array) -> float:
    """How many bits the answer is expected to teach about the state, of which `states` are the probabilities now."""
    total = 0.0
    for outcome in outcomes:
        some = (outcome.states > 0) & (states > 0)
        total += outcome.probability * float(outcome.states[some] @ np.log2(outcome.states[some] / states[some]))
    return max(total, 0.0)


def worth(outcomes: Sequence[Outcome], states: Array, utility: Array) -> float:
    """How much better the best option is expected to be with the answer than without, in units of `utility`.

    `utility` is an array (options, states).

    >>> yes, no = Outcome(0.5, np.array([1.0, 0.0])), Outcome(0.5, np.array([0.0, 1.0]))
    >>> worth([yes, no], np.array([0.5, 0.5]), np.array([[10.0, 0.0], [4.0, 4.0]]))
    2.0
    """
    informed = sum(outcome.probability * float((utility @ outcome.states).max()) for outcome in outcomes)
    return max(informed - float((utility @ states).max()), 0.0)


def worth_of_certainty(states: Array, utility: Array) -> float:
    """How much better the best option is expected to be if the state were known: the most that any answer is worth."""
    return float(utility.max(axis=0) @ states) - float((utility @ states).max())


def _place(model: Model, evidence: str) -> int:
    for fact, item in enumerate(model.evidence):
        if item.id == evidence:
            return fact
    raise NotFoundError(f"there is no evidence {evidence!r}; known: {', '.join(item.id for item in model.evidence)}")


def _true_of_node(model: Model, answer: Answer, variable: int) -> Array:
    """How probable a fact that hangs together with others is in each state, given all that is told."""
    hidden = list(model.network.hidden)
    hidden[variable] = np.array([-np.inf, hidden[variable][1]])
    try:
        certain = solve(replace(model.network, hidden=tuple(hidden))).log_likelihood
    except ModelError:
        return np.zeros(len(answer.states))
    possible = np.isfinite(answer.log_likelihood)
    ratio = np.where(possible, certain, -np.inf) - np.where(possible, answer.log_likelihood, 0.0)
    true: Array = np.clip(np.exp(ratio), 0.0, 1.0)
    return true


def _set_true(chance: Chance, fact: int) -> Chance:
    if isinstance(chance, Table):
        return Table(_row(chance.values, fact))
    leak, alone, unhappened = (_row(part, fact) for part in (chance.leak, chance.alone, chance.unhappened))
    return replace(chance, leak=leak, alone=alone, unhappened=unhappened)


def _row(values: Array, fact: int) -> Array:
    found = values.copy()
    found[fact] = 1.0
    return found


def _outcomes(model: Model, answer: Answer, chances: Sequence[Array]) -> tuple[Outcome, ...]:
    """The outcomes of an answer with these chances in each state; states that nobody rated keep their share."""
    live = np.where(model.network.aside, 0.0, answer.states)
    kept = np.where(model.network.aside, answer.states, 0.0)
    if not live.any():
        return (Outcome(1.0, answer.states),)
    found = []
    for chance in chances:
        joint = live * chance
        mass = float(joint.sum())
        if mass > 0:
            found.append(Outcome(mass / float(live.sum()), kept + joint / mass * live.sum()))
    return tuple(found)


def _with_voice(model: Model, letter: Reliability) -> Model:
    voice = Voice(NEW, "a new origin", letter, model.numbers.reliability[letter])
    return replace(model, provenance=replace(model.provenance, voices=(*model.provenance.voices, voice)))


def _evidence_mass(model: Model, answer: Answer, live: Mask) -> float:
    logs = (model.network.log_start + answer.log_likelihood)[live]
    return float(log_sum(logs, 0)) if len(logs) else 0.0
