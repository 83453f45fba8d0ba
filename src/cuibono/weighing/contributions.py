"""What each piece of evidence and each origin adds to the odds of a hypothesis, in decibans, adding up exactly.

Exclusive: every hypothesis against the leader, the leader against the next. Co-existing: every hypothesis against
"that it is not so", and the leader without the next against the next without the leader. What several origins report
is divided between them by how much each report alone tells about the fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from cuibono.case.records import NOT_HAPPENED
from cuibono.weighing.attribution import Attribution, entropy
from cuibono.weighing.elimination import log_sum
from cuibono.weighing.engine import Answer
from cuibono.weighing.model import Model
from cuibono.weighing.path import Path, follow
from cuibono.weighing.provenance import Relay
from cuibono.weighing.readout import Contribution, Diagnosticity, Weight
from cuibono.weighing.reports import speech
from cuibono.weighing.space import Array, Mask

DECIBANS = 10 / log(10)
"""Decibans in a nat."""

DUST = 1e-12
"""Weights smaller than this are rounding, and are 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Contrasts:
    """The contrasts of a weighing: names, sides (states, contrasts), and the path that their odds take."""

    pairs: tuple[tuple[str, str], ...]
    ones: Mask
    others: Mask
    path: Path


def contrasts(model: Model, answer: Answer, first: str, second: str) -> Contrasts:
    """The contrasts to explain, those with an impossible side left out; the leading pair comes first."""
    space, start = model.space, model.network.log_start
    possible = np.isfinite(start)
    pairs = _pairs(model, first, second)
    kept, ones, others = [], [], []
    for target, against in pairs:
        one, other = _sides(model, target, against)
        if (one & possible).any() and (other & possible).any():
            kept.append((target, against))
            ones.append(one)
            others.append(other)
    sides = [np.array(part, dtype=bool).reshape(-1, space.size).T for part in (ones, others)]
    path = follow(start, answer.log_likelihood, model.network.aside, sides[0], sides[1])
    return Contrasts(tuple(kept), sides[0], sides[1], path)


def contributions(model: Model, found: Contrasts, weights: Array) -> tuple[Contribution, ...]:
    """One contribution per contrast, from what each fact adds to it (facts, contrasts), in nats."""
    if not found.pairs:
        return ()
    weights = _exact(weights, found.path.end - found.path.begin) * DECIBANS
    origins = _by_origin(model, weights)
    ladder = _ladder(model, found) * DECIBANS
    return tuple(
        _contribution(model, pair, weights[:, i].tolist(), origins[:, i].tolist(), ladder[:, i])
        for i, pair in enumerate(found.pairs)
    )


def diagnosticity(model: Model, known: Attribution, found: Sequence[Contribution]) -> tuple[Diagnosticity, ...]:
    """How far each piece of evidence tells hypotheses apart; the leading pair is the first of the contributions."""
    leading = {row.id: row.decibans for row in found[0].rows if row.kind == "evidence"} if found else {}
    likely = np.clip(known.likely, 0, 1)
    bits = np.maximum(entropy(likely) - known.entropy, 0.0)
    return tuple(
        Diagnosticity(item.id, item.name, float(b), float(g), abs(leading.get(item.id, 0.0)))
        for item, b, g in zip(model.evidence, bits, np.maximum(known.gained, 0.0), strict=True)
    )


def _pairs(model: Model, first: str, second: str) -> list[tuple[str, str]]:
    targets = model.space.targets
    if model.space.exclusive:
        rest = [(id, first) for id in targets if id not in (first, second)]
        return [(first, second), *rest] if second else []
    pair = [(first, second)] if second and NOT_HAPPENED not in (first, second) else []
    return [*pair, *((id, "") for id in targets)]


def _sides(model: Model, target: str, against: str) -> tuple[Mask, Mask]:
    one = model.space.holds(target)
    if not against:
        return one, ~one
    other = model.space.holds(against)
    return one & ~other, other & ~one


def _exact(weights: Array, total: Array) -> Array:
    """The weights with what quadrature left over (below 1e-8) divided in proportion, so that they sum to the digit."""
    size = np.abs(weights)
    whole = size.sum(axis=0)
    rest = total - weights.sum(axis=0)
    exact = weights + np.where(whole > 0, size / np.where(whole > 0, whole, 1), 0) * rest
    return np.where(np.abs(exact) < DUST, 0.0, exact)


def _ladder(model: Model, found: Contrasts) -> Array:
    """The log odds of each contrast by the prior alone, then with each context added: an array (steps, contrasts)."""
    logs = model.network.log_prior
    steps = [logs]
    for item in model.network.context:
        logs = logs + item.logs
        steps.append(logs)
    with np.errstate(divide="ignore"):
        sides = [
            np.stack([log_sum(step[:, None] + np.log(side), 0) for step in steps])
            for side in (found.ones, found.others)
        ]
    return np.asarray(sides[0] - sides[1])


def _contribution(
    model: Model, pair: tuple[str, str], weights: list[float], origins: list[float], ladder: Array
) -> Contribution:
    moved = tuple(
        Weight(item.kind, item.id, item.name, float(step))
        for item, step in zip(model.network.context, np.diff(ladder), strict=True)
        if abs(step) > DUST
    )
    rows = tuple(Weight("evidence", item.id, item.name, w) for item, w in zip(model.evidence, weights, strict=True))
    names = [*((voice.id, voice.name) for voice in model.provenance.voices), ("", "The analyst's assumptions")]
    known = [Weight("origin", *name, w) for name, w in zip(names, origins, strict=True)]
    by_origin = known if known[-1].decibans else known[:-1]
    return Contribution(*pair, float(ladder[0]), moved + rows, (*moved, *by_origin), float(ladder[-1]) + sum(weights))


def _by_origin(model: Model, weights: Array) -> Array:
    """The facts' weights by voice, what nobody is heard to say coming last: an array (voices and one, contrasts)."""
    last = len(model.provenance.voices)
    total = np.zeros((last + 1, weights.shape[1]))
    for item, row in zip(model.evidence, weights, strict=True):
        for voice, share in (shared(model, model.provenance.said[item.id]) or {last: 1.0}).items():
            total[voice] += share * row
    return total


def shared(model: Model, said: Sequence[Relay]) -> dict[int, float]:
    """How a fact's weight is divided between its voices: in proportion to what each one's report alone tells of it."""
    place = model.provenance.place
    voices = sorted({place[relay.voice] for relay in said})
    if len(voices) <= 1:
        return dict.fromkeys(voices, 1.0)
    tells = []
    for v in voices:
        voice = model.provenance.voices[v]
        false, true = speech(voice, model.numbers.report) @ [1 - voice.band.value, voice.band.value]
        tells.append(
            abs(log(true / false)) * max(abs(r.strength) for r in said if place[r.voice] == v) * (1 - voice.copy)
        )
    whole = sum(tells)
    return {v: tell / whole if whole else 1 / len(voices) for v, tell in zip(voices, tells, strict=True)}
