"""What each piece of evidence and each origin adds to the odds of a hypothesis, in decibans, adding up exactly.

Exclusive: every hypothesis against the leader, the leader against the next. Co-existing: every hypothesis against "that it
is not so", and the leader without the next against the next without the leader. What several origins report is divided
between them by how much each report alone tells about the fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from cuibono.case.records import NOT_HAPPENED
from cuibono.weighing.elimination import log_sum
from cuibono.weighing.engine import Answer
from cuibono.weighing.model import Model
from cuibono.weighing.path import Path, follow
from cuibono.weighing.provenance import Relay
from cuibono.weighing.readout import Contribution, Diagnosticity, Weight
from cuibono.weighing.reports import speech
from cuibono.weighing.space import Array, Mask
from cuibono.weighing.survey import Survey, entropy

DECIBANS = 10 / log(10)
"""Decibans in a nat."""


@dataclass(frozen=True, slots=True, eq=False)
class Contrasts:
    """The contrasts of a weighing: names, sides (states, contrasts), and the path that their odds take."""

    pairs: tuple[tuple[str, str], ...]
    ones: Array
    others: Array
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
    sides = [np.array(part, dtype=float).reshape(-1, space.size).T for part in (ones, others)]
    path = follow(start, answer.log_likelihood, model.network.aside, sides[0], sides[1])
    return Contrasts(tuple(kept), sides[0], sides[1], path)


def contributions(model: Model, found: Contrasts, weights: Array) -> tuple[Contribution, ...]:
    """One contribution per contrast, from what each fact adds to it (facts, contrasts), in nats."""
    if not found.pairs:
        return ()
    weights = _exact(weights, found.path.end - found.path.begin) * DECIBANS
    ladder = _ladder(model, found)
    return tuple(
        _contribution(model, pair, weights[:, i], ladder[:, i] * DECIBANS) for i, pair in enumerate(found.pairs)
    )


def diagnosticity(model: Model, survey: Survey, found: Sequence[Contribution]) -> tuple[Diagnosticity, ...]:
    """How far each piece of evidence tells hypotheses apart; the leading pair is the first of the contributions."""
    leading = {row.id: row.decibans for row in found[0].rows if row.kind == "evidence"} if found else {}
    likely = np.clip(survey.likely, 0, 1)
    bits = np.maximum(entropy(likely) - survey.entropy, 0.0)
    return tuple(
        Diagnosticity(item.id, item.name, float(b), float(g), abs(leading.get(item.id, 0.0)))
        for item, b, g in zip(model.evidence, bits, np.maximum(survey.gained, 0.0), strict=True)
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
    return np.asarray(weights + np.where(whole > 0, size / np.where(whole > 0, whole, 1), 0) * rest)


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


def _contribution(model: Model, pair: tuple[str, str], weights: Array, ladder: Array) -> Contribution:
    moved = [
        Weight("act" if item.kind == "act" else "order", item.id, item.name, float(step))
        for item, step in zip(model.network.context, np.diff(ladder), strict=True)
        if abs(step) > 1e-12
    ]
    rows = [Weight("evidence", item.id, item.name, w) for item, w in zip(model.evidence, weights.tolist(), strict=True)]
    total = float(ladder[-1] + sum(weight.decibans for weight in rows))
    return Contribution(*pair, float(ladder[0]), (*moved, *rows), (*moved, *_by_origin(model, weights)), total)


def _by_origin(model: Model, weights: Array) -> list[Weight]:
    voices = model.provenance.voices
    total, assumed = np.zeros(len(voices)), 0.0
    for item, weight in zip(model.evidence, weights.tolist(), strict=True):
        division = shared(model, model.provenance.said[item.id])
        assumed += 0 if division else weight
        for voice, share in division.items():
            total[voice] += share * weight
    found = [Weight("origin", v.id, v.name, float(w)) for v, w in zip(voices, total, strict=True)]
    return [*found, Weight("origin", "", "The analyst's assumptions", assumed)] if assumed else found


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
