"""What each origin feeds, and how far the evidence itself vouches for it."""

from __future__ import annotations

import numpy as np

from cuibono.weighing.model import Model
from cuibono.weighing.readout import OriginReadout
from cuibono.weighing.survey import Survey


def readouts(model: Model, survey: Survey) -> tuple[OriginReadout, ...]:
    """Every independent or perhaps copying origin, the one that feeds the most evidence first."""
    feeds: dict[str, dict[str, dict[str, None]]] = {
        voice.id: {"claims": {}, "evidence": {}, "sources": {}} for voice in model.provenance.voices
    }
    for evidence, group in model.provenance.relays.items():
        for relay in group:
            fed = feeds[relay.voice]
            fed["evidence"][evidence] = None
            fed["claims"].update({relay.claim: None} if relay.claim else {})
            fed["sources"].update({relay.source: None} if relay.source else {})
    found = []
    for v, voice in enumerate(model.provenance.voices):
        values = survey.hidden[v][:, -1]
        total = float(values.sum())
        after = values / total if total > 0 else np.exp(model.network.hidden[v])
        own = float(after[:2].sum())
        found.append(
            OriginReadout(
                id=voice.id,
                name=voice.name,
                claims=tuple(feeds[voice.id]["claims"]),
                evidence=tuple(feeds[voice.id]["evidence"]),
                sources=tuple(sorted(feeds[voice.id]["sources"])),
                letter=voice.letter,
                prior=voice.band.value,
                reliable=float(after[1]) / own if own > 0 else voice.band.value,
                goes_back_to=voice.parent or "",
                copy=voice.copy,
                copied=float(after[2]) if len(after) > 2 else 0.0,
            )
        )
    return tuple(sorted(found, key=lambda item: (-len(item.evidence), item.id)))
