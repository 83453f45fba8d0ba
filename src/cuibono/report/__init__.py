"""One document model, and the forms that are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cuibono.errors import UsageError

if TYPE_CHECKING:
    from cuibono.case.records import State
    from cuibono.options.comparison import Comparison
    from cuibono.options.records import Options
    from cuibono.strategy.interests import Interests
    from cuibono.strategy.records import Strategy
    from cuibono.strategy.solution import Solution
    from cuibono.weighing.posterior import Posterior

FORMS = (".html", ".htm", ".md")
"""The endings of the forms that there are."""


def write(
    state: State,
    posterior: Posterior,
    texts: Mapping[str, str],
    suffix: str,
    *,
    interests: Interests | None = None,
    solution: Solution | None = None,
    comparison: Comparison | None = None,
    strategy: Strategy | None = None,
    options: Options | None = None,
) -> bytes:
    """The report of a weighed case in the form that a file ending names, upper or lower case; UTF-8.

    `texts` are the sources' stored texts by id; for the others see `build`. The same case gives the same
    bytes. Raises UsageError for a form that is not known.
    """
    if suffix.lower() not in FORMS:
        raise UsageError(
            f"there is no report as {suffix or 'a file without an ending'!r}; give one of {', '.join(FORMS)}"
        )
    from cuibono.report.build import build

    report = build(
        state,
        posterior,
        texts,
        interests=interests,
        solution=solution,
        comparison=comparison,
        strategy=strategy,
        options=options,
    )
    if suffix.lower() == ".md":
        from cuibono.report.markdown import markdown

        return markdown(report).encode()
    from cuibono.report.html import html

    return html(report).encode()
