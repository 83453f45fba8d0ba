"""What an act changed, in numbers for the bars and in one sentence for the ear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuibono.report.charts import percent
from cuibono.web.live import Turn
from cuibono.web.targets import reader_of_targets
from cuibono.weighing.posterior import Posterior
from cuibono.weighing.readout import Share, plain

_SEEN = 0.005
"""A probability that moves less than this looks the same on the screen."""


def answer(turn: Turn) -> dict[str, Any]:
    """An act's entry, the shares after it with those before, and the sentence that says what moved."""
    return {
        "entry": turn.entry.model_dump(mode="json", by_alias=True),
        "what": _words(turn),
        "version": turn.after.version,
        **compared(turn.before.weighing()[0], turn.after.weighing()[0]),
    }


def compared(before: Posterior | None, after: Posterior | None) -> dict[str, Any]:
    """The shares of a posterior beside those of an earlier one, and what moved in a sentence.

    Where either cannot be weighed there are no shares, and the sentence is empty.
    """
    if after is None:
        return {"shares": [], "sentence": ""}
    was = {share.id: share for share in before.shares} if before else {}
    return {"shares": [_share(share, was) for share in after.shares], "sentence": sentence(was, after.shares)}


def sentence(before: Mapping[str, Share], after: tuple[Share, ...]) -> str:
    """What moved most, and whether another hypothesis leads now.

    What looks the same in whole per cent is not worth a sentence of its own.
    """
    moved = [
        (abs(share.probability - before[share.id].probability), share, before[share.id])
        for share in after
        if share.id in before
    ]
    seen = [item for item in moved if item[0] >= _SEEN and percent(item[1].probability) != percent(item[2].probability)]
    moved = sorted(seen, key=lambda item: -item[0])
    if not moved:
        return "No probability moves by a point."
    parts = [f"{now.name} {percent(was.probability)} → {percent(now.probability)}" for _, now, was in moved[:2]]
    others = len(moved) - len(parts)
    tail = f"; {others} more {'moves' if others == 1 else 'move'} less" if others else ""
    leader = after[0]
    first = min(before.values(), key=lambda share: share.rank or len(before) + 1)
    lead = f" {leader.name} leads now." if leader.id != first.id else ""
    return f"{'; '.join(parts)}{tail}.{lead}"


def _words(turn: Turn) -> str:
    """What the act was about; what an act removes has its name in the view before."""
    target = turn.entry.target
    after = reader_of_targets(turn.after.state)(target)
    return after if turn.entry.to is not None else reader_of_targets(turn.before.state)(target)


def _share(share: Share, before: Mapping[str, Share]) -> dict[str, Any]:
    found = plain(share)
    was = before.get(share.id)
    return {**found, "before": None if was is None else plain(was)}  # type: ignore[dict-item]
