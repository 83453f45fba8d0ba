"""Sections of the report as a screen shows them: the same words and pictures, citations leading into the Reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from cuibono.report.citations import Citations, Material
from cuibono.report.document import Section
from cuibono.report.material import gather
from cuibono.web.live import View


class Leading:
    """Where each citation stands on the page, and the place in the Reader that it leads to."""

    def __init__(self, slug: str, citations: Citations) -> None:
        self._slug = slug
        self._citations = citations
        self._count = 0

    def place(self, number: int) -> str:
        """The anchor of the next place that cites a claim."""
        self._count += 1
        return f"cited-{number}-{self._count}"

    def target(self, number: int) -> str:
        """The claim in its source."""
        claim = self._citations.cited[number]
        return f"/case/{self._slug}/reader?{urlencode({'source': claim.source, 'claim': claim.id})}"


def drawn(view: View, *makers: Callable[[Material], Section | None]) -> dict[str, Any]:
    """What the template `sections.html.j2` needs to lay out these sections of the report."""
    material = gather(view.contents, view.state, view.posterior)
    sections = tuple(section for make in makers if (section := make(material)) is not None)
    return {"sections": sections, "cited": Leading(view.slug, material.citations)}
