"""The draft of a case: hypotheses, evidence, origins and ratings proposed from claims alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cuibono.case.records import Claim, Draft, Source


def draft(question: str, sources: Sequence[Source], texts: Mapping[str, str], claims: Sequence[Claim]) -> Draft:
    """What the machine proposes for `question`; `texts` are the stored texts by source id. Same input, same draft."""
    del question, sources, texts, claims
    return Draft()
