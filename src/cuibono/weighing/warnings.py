"""What a reader should know before trusting the numbers of a weighing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from cuibono.case.records import NONE, NOT_HAPPENED
from cuibono.weighing.shares import name_of

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Posterior

HALF = 0.5
"""A matrix of which less than this share is judged gets a warning."""


def warnings(posterior: Posterior) -> tuple[str, ...]:
    """Every warning: of the case's priors and links first, then of what the weighing itself shows."""
    found = [_nothing, _unrated, _coverage, _machine, _one_origin, _excluded, _gaps]
    return (*posterior.model.warnings, *(text for check in found for text in check(posterior)))


def _nothing(posterior: Posterior) -> Iterator[str]:
    if not posterior.model.evidence:
        yield "There is no evidence: every probability is its prior."
    elif not posterior.counts.rated:
        yield "Nothing is rated: every probability is its prior."


def _unrated(posterior: Posterior) -> Iterator[str]:
    model = posterior.model
    rated = np.asarray(model.cells.rated.any(axis=0))
    missing = [id for id, some in zip(model.space.ids, rated, strict=False) if not some]
    if missing and rated.any():
        names = ", ".join(f"“{name_of(model, id)}”" for id in missing)
        keeps = "keep their priors" if model.space.exclusive else "are moved by no evidence"
        yield f"Nobody rated {names}: they {keeps}, and rank after all that are rated, however probable."
    if model.space.exclusive and not rated[-2] and rated[:-2].any():
        yield "Nobody rated “None of these”: it keeps its prior."


def _coverage(posterior: Posterior) -> Iterator[str]:
    counts = posterior.counts
    judged = counts.rated + counts.na
    if counts.cells and 0 < judged < HALF * counts.cells:
        yield f"Only {judged} of {counts.cells} cells are judged; the ranges allow for the rest."


def _machine(posterior: Posterior) -> Iterator[str]:
    suggested = int(posterior.model.cells.suggested.sum())
    total = int((posterior.model.cells.rated | posterior.model.cells.na).sum())
    if suggested:
        yield f"{suggested} of {total} judged cells rest on the machine's suggestion alone."


def _one_origin(posterior: Posterior) -> Iterator[str]:
    counts = posterior.counts
    if counts.claims and counts.independent == 1 and len(posterior.model.evidence) > 1:
        only = posterior.origins[0]
        yield f"Everything that is reported goes back to one origin, “{only.name}”."


def _excluded(posterior: Posterior) -> Iterator[str]:
    model = posterior.model
    for share in posterior.shares:
        if share.probability == 0 and share.prior > 0:
            yield f"The evidence excludes “{share.name}”: a likelihood of 0 cannot be outweighed."
    if model.space.exclusive and len(model.space.ids) == 1 and not model.cells.rated[:, -2:].any():
        yield "There is one hypothesis, and no rating under “None of these” to compare it with."


def _gaps(posterior: Posterior) -> Iterator[str]:
    """Exclusive: a lead that goes away when only what is rated for both counts."""
    model = posterior.model
    if not model.space.exclusive or not posterior.contributions:
        return
    pair = posterior.contributions[0]
    if NOT_HAPPENED in (pair.target, pair.against) or NONE in (pair.target, pair.against):
        return
    columns = [model.space.targets.index(id) for id in (pair.target, pair.against)]
    both = np.asarray(model.cells.rated[:, columns].all(axis=1))
    by_id = {row.id: row.decibans for row in pair.rows if row.kind == "evidence"}
    common = sum(by_id[item.id] for item, known in zip(model.evidence, both.tolist(), strict=True) if known)
    rest = pair.total - sum(by_id.values())
    if pair.total > 0 > rest + common:
        first, second = (name_of(model, id) for id in (pair.target, pair.against))
        shared = int(both.sum())
        yield f"“{first}” leads only by cells not rated for both: on the {shared} that are, “{second}” is ahead."
