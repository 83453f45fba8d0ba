"""What to look for next: every open question of a case, by how far its answer is expected to move the leader.

Open are: whether a reported fact is true, whether an origin can be trusted or only repeats another, which of two
events came first, and cells that nobody rated. Of the last nobody knows what the rating will be: each code counts
alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cuibono.weighing.changes import batches, changeable, rerated
from cuibono.weighing.model import Model
from cuibono.weighing.ordering import needed
from cuibono.weighing.readout import Part, Question
from cuibono.weighing.sensitivity import SCALE
from cuibono.weighing.shares import name_of
from cuibono.weighing.space import Array
from cuibono.weighing.survey import Survey

MOST = 12
"""How many questions are reported."""

LEAST = 5e-4
"""A question that moves the leader by less is not asked."""

COLUMNS = 3
"""Unrated cells are looked at under this many of the leading hypotheses."""


def questions(model: Model, survey: Survey, ranked: Sequence[str]) -> tuple[Question, ...]:
    """The open questions, the one that moves the leader most first; `ranked` are the ids by rank."""
    column = model.space.targets.index(ranked[0])
    found = [
        *_facts(model, survey, column),
        *_origins(model, survey, column),
        *_orders(model, survey, column),
        *_cells(model, survey, column, ranked[:COLUMNS]),
    ]
    telling = [question for question in found if question.shift >= LEAST]
    return tuple(sorted(telling, key=lambda question: (-question.shift, -question.bits))[:MOST])


def _facts(model: Model, survey: Survey, column: int) -> Iterator[Question]:
    answers = np.stack([survey.base - survey.true, survey.true], axis=1)
    bits, shift = _told(model, survey, answers, column)
    for item, b, s in zip(model.evidence, bits.tolist(), shift.tolist(), strict=True):
        yield _question(
            model, "evidence", item.id, item.name, b, s, column, f"Find out whether it is so: “{item.name}”"
        )


def _origins(model: Model, survey: Survey, column: int) -> Iterator[Question]:
    for v, voice in enumerate(model.provenance.voices):
        values = survey.hidden[v]
        if 0 < voice.band.value < 1:
            bits, shift = _told(model, survey, values[None], column)
            what = f"Find out how far “{voice.name}” can be trusted"
            yield _question(model, "origin", voice.id, voice.name, float(bits[0]), float(shift[0]), column, what)
        if voice.parent:
            answers = np.stack([values[:2].sum(axis=0), values[2]])
            bits, shift = _told(model, survey, answers[None], column)
            parent = model.provenance.by_id[voice.parent].name
            what = f"Find out whether “{voice.name}” only repeats “{parent}”"
            yield _question(model, "copy", voice.id, voice.name, float(bits[0]), float(shift[0]), column, what)


def _orders(model: Model, survey: Survey, column: int) -> Iterator[Question]:
    """Which of two events came first: where the dates leave it open, and where there are none."""
    posterior = survey.answer.states
    for hypothesis, need, first, second, p in needed(model.state, model.numbers):
        held = model.space.holds(hypothesis.id)
        known = p is not None
        yes = np.where(held, 1.0, p) if p is not None else np.full(len(held), 0.5)
        no = np.where(held, 0.0, 1 - p) if p is not None else np.where(held, 0.0, 0.5)
        joint = np.stack([posterior * yes, posterior * no])
        mass = joint.sum(axis=1)
        now = model.space.totals(posterior)
        after = np.stack([model.space.totals(row / m) if m > 0 else now for row, m in zip(joint, mass, strict=True)])
        shares = mass / mass.sum()
        bits, shift = _moved(model, now, after[None], shares[None], column)
        what = f"Find out whether “{first.name}” came before “{second.name}”" + (
            "" if known else ", of which no date is known"
        )
        yield _question(model, "date", hypothesis.id, need, float(bits[0]), float(shift[0]), column, what)


def _cells(model: Model, survey: Survey, column: int, ranked: Sequence[str]) -> Iterator[Question]:
    cells = changeable(model) & ~model.cells.rated & ~model.cells.na
    cells &= np.isin(model.space.targets, ranked)
    if not model.space.exclusive:
        cells[:, model.space.count] = False
    now = survey.probabilities(survey.base)
    values = [model.numbers.codes[code].value for code in SCALE]
    for facts, targets in batches(cells):
        after = np.stack(
            [rerated(model, survey, facts, targets, np.full(len(facts), value)) for value in values], axis=1
        )
        bits, shift = _moved(model, now, after, np.full(after.shape[:2], 1 / len(values)), column)
        best = np.argsort(-shift, kind="stable")[:MOST]
        for k in best:
            item, target = model.evidence[facts[k]], model.space.targets[targets[k]]
            what = f"Judge how expected it is under “{name_of(model, target)}”: “{item.name}”"
            yield _question(model, "rating", item.id, item.name, float(bits[k]), float(shift[k]), column, what)


def _told(model: Model, survey: Survey, answers: Array, column: int) -> tuple[Array, Array]:
    """Bits and shift of answers given as sums (questions, answers, targets and all)."""
    shares = np.maximum(answers[:, :, -1], 0.0)
    total = shares.sum(axis=1, keepdims=True)
    return _moved(
        model,
        survey.probabilities(survey.base),
        np.clip(survey.probabilities(answers), 0.0, 1.0),
        np.divide(shares, total, out=np.zeros_like(shares), where=total > 0),
        column,
    )


def _moved(model: Model, now: Array, after: Array, shares: Array, column: int) -> tuple[Array, Array]:
    """Expected bits and expected shift of one target, for probabilities `after` (questions, answers, targets)."""
    shift = (shares * np.abs(after[:, :, column] - now[column])).sum(axis=1)
    if model.space.exclusive:
        gain = _relative(after, now).sum(axis=2)
    else:
        motives = slice(0, model.space.count)
        one, none = after[:, :, motives], 1 - after[:, :, motives]
        gain = (_relative(one, now[motives]) + _relative(none, 1 - now[motives])).sum(axis=2)
    return np.maximum((shares * gain).sum(axis=1), 0.0), shift


def _relative(after: Array, now: Array) -> Array:
    """The terms of the Kullback-Leibler divergence, in bits."""
    some = (after > 0) & (now > 0)
    return np.asarray(np.where(some, after * np.log2(np.where(some, after / np.where(now > 0, now, 1), 1)), 0.0))


def _question(
    model: Model, kind: Part, id: str, name: str, bits: float, shift: float, column: int, what: str
) -> Question:
    leader = name_of(model, model.space.targets[column])
    points = f"{100 * shift:.0f}" if shift >= 0.01 else f"{100 * shift:.1f}"
    sentence = f"{what}. The answer is expected to move “{leader}” by {points} points."
    return Question(kind, id, name, bits, shift, sentence)
