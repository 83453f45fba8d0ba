"""How far the leader swings when one number does: a rating by a step, a prior or reliability within its band."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cuibono.case.records import Code
from cuibono.weighing.changes import batches, changeable, prior_odds, reliability, rerated
from cuibono.weighing.model import Model
from cuibono.weighing.readout import Swing
from cuibono.weighing.shares import name_of
from cuibono.weighing.space import Array, Indices
from cuibono.weighing.survey import Survey

SCALE = (Code.II, Code.I, Code.N, Code.C, Code.CC)
"""The codes from the least expected to the most."""

MOST = 40
"""How many swings are reported."""


def tornado(model: Model, survey: Survey, leader: str) -> tuple[Swing, ...]:
    """What moves the leader most, the widest swing first; at most `MOST`."""
    column = model.space.targets.index(leader)
    found = [*_ratings(model, survey, column), *_reliabilities(model, survey, column), *_priors(model, survey, column)]
    return tuple(sorted(found, key=lambda swing: -swing.span)[:MOST])


def steps(model: Model, facts: Indices, targets: Indices) -> tuple[Array, Array]:
    """The likelihoods of rated cells one step down and one step up, the same number at the end of the scale.

    A step is to the next code, or to the end of the cell's band where it has no code that all raters share.
    """
    ladder = np.array([model.numbers.codes[code].value for code in SCALE])
    place = np.array([SCALE.index(code) if code in SCALE else -1 for code in Code])
    code = model.cells.code[facts, targets]
    at = np.where(code >= 0, place[code], -1)
    coded = at >= 0
    low = np.where(coded, ladder[np.maximum(at - 1, 0)], model.cells.low[facts, targets])
    high = np.where(coded, ladder[np.minimum(at + 1, len(SCALE) - 1)], model.cells.high[facts, targets])
    return low, high


def _ratings(model: Model, survey: Survey, column: int) -> Iterator[Swing]:
    cells = changeable(model) & model.cells.rated
    if not model.space.exclusive:
        cells[:, model.space.count] = False
    places, ends = [], []
    for facts, targets in batches(cells):
        places.append(np.column_stack([facts, targets]))
        low, high = steps(model, facts, targets)
        ends.append([rerated(model, survey, facts, targets, values)[:, column] for values in (low, high)])
    if not places:
        return
    cell, moved = np.concatenate(places), np.concatenate(ends, axis=1)
    for k in np.argsort(-np.abs(moved[1] - moved[0]), kind="stable")[:MOST]:
        fact, target = cell[k]
        item, hypothesis = model.evidence[fact], model.space.targets[target]
        pair = steps(model, cell[k : k + 1, 0], cell[k : k + 1, 1])
        labels = code_name(model, float(pair[0][0])), code_name(model, float(pair[1][0]))
        who = model.space.targets[column]
        yield Swing("rating", item.id, item.name, hypothesis, who, *labels, float(moved[0, k]), float(moved[1, k]))


def _reliabilities(model: Model, survey: Survey, column: int) -> Iterator[Swing]:
    voices = model.provenance.voices
    bands = np.array([(voice.band.low, voice.band.high) for voice in voices]).reshape(-1, 2)
    moved = [reliability(model, survey, np.arange(len(voices)), end)[:, column].tolist() for end in bands.T]
    who = model.space.targets[column]
    for voice, low, high in zip(voices, *moved, strict=True):
        labels = f"{voice.band.low:.0%}", f"{voice.band.high:.0%}"
        yield Swing("reliability", voice.id, voice.name, "", who, *labels, low, high)


def _priors(model: Model, survey: Survey, column: int) -> Iterator[Swing]:
    for target, spread in zip(model.space.targets, model.prior.spread.tolist(), strict=True):
        factor = float(np.exp(spread))
        low, high = (float(prior_odds(model, survey, target, f)[column]) for f in (1 / factor, factor))
        labels = f"odds ÷ {factor:.2g}", f"odds × {factor:.2g}"
        who = model.space.targets[column]
        yield Swing("prior", target, name_of(model, target), "", who, *labels, low, high)


def code_name(model: Model, likelihood: float) -> str:
    """The code that stands for exactly this likelihood, else the number itself.

    A code is what a reader knows; a number is what is left where raters differ.
    """
    for code in SCALE:
        if abs(model.numbers.codes[code].value - likelihood) < 1e-9:
            return str(code)
    return f"{likelihood:.2f}"
