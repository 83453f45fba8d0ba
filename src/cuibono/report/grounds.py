"""What a judgement rests on: its reason with footnotes for the claims, and the words quoted; else an assumption."""

from __future__ import annotations

from cuibono.report.citations import Material
from cuibono.report.document import Runs, Text
from cuibono.strategy.records import Grounded


def grounds(material: Material, judgement: Grounded) -> Runs:
    """The reason of a judgement, and what stands behind it."""
    reason = Text(judgement.reason, "quoted")
    cites = material.citations.cite(judgement.claims)
    words = (Text(" "), Text(f"“{judgement.quote}”", "quoted")) if judgement.quote else ()
    if judgement.is_assumption:
        return (reason, Text(" (assumed)", "quiet"))
    return (reason, *cites, *words)
