"""Linchpins: the evidence, assumptions, origins and sources on which the answer hangs.

Heuer (1999, chapter 8) asks which few items drive the conclusion and says to doubt these first. Here a linchpin is what
puts another hypothesis first when it alone is left out; where nothing does that alone, the members of the smallest sets
that do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuibono.weighing.provenance import is_assumption
from cuibono.weighing.readout import Flip, Omission, Part
from cuibono.weighing.shares import name_of

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Posterior


@dataclass(frozen=True, slots=True)
class Linchpin:
    """One thing on which the answer hangs: `leader` would be first without it, or without it and `others` more.

    `assumption` marks evidence that no claim reports: it stands on the analyst's word.
    """

    kind: Part
    id: str
    name: str
    leader: str
    others: int
    assumption: bool
    sentence: str


def linchpins(posterior: Posterior) -> tuple[Linchpin, ...]:
    """What the answer hangs on: what does it alone if anything does, else the smallest sets of evidence and origins."""
    without = [item for item in posterior.leave_one_out if item.flips and item.kind != "analyst"]
    single = tuple(_alone(posterior, item) for item in without)
    return single or tuple(item for flip in posterior.flips for item in _together(posterior, flip))


def _alone(posterior: Posterior, item: Omission) -> Linchpin:
    assumed = _assumed(posterior, item.kind, item.id)
    leader = name_of(posterior.model, item.leader)
    sentence = f"Without {_called(item.kind, item.name, assumed)} alone, “{leader}” would be first."
    return Linchpin(item.kind, item.id, item.name, item.leader, 0, assumed, sentence)


def _together(posterior: Posterior, flip: Flip) -> Iterator[Linchpin]:
    """The members of a set of things left out; a rating moved is no linchpin of its own."""
    if not flip.leader or flip.kind == "rating":
        return
    leader, others = name_of(posterior.model, flip.leader), len(flip.changes) - 1
    for change in flip.changes:
        assumed = _assumed(posterior, change.kind, change.id)
        what = _called(change.kind, change.name, assumed)
        sentence = f"Without {what} and {others} more, “{leader}” would be first."
        yield Linchpin(change.kind, change.id, change.name, flip.leader, others, assumed, sentence)


def _assumed(posterior: Posterior, kind: Part, id: str) -> bool:
    return kind == "evidence" and any(item.id == id and is_assumption(item) for item in posterior.model.evidence)


def _called(kind: Part, name: str, assumed: bool) -> str:
    return f"the {'assumption' if assumed else kind} “{name}”"
