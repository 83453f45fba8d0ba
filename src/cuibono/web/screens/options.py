"""Options: the responses under the whole posterior, where the choice turns, and what would change it."""

from __future__ import annotations

from typing import Any

from cuibono.report.material import compared as responses
from cuibono.report.options import options
from cuibono.web.live import View
from cuibono.web.screen import Part, Query, Screen
from cuibono.web.sections import drawn as sections


def data(view: View, query: Query) -> dict[str, Any]:
    """How many responses there are to compare, and hypotheses to compare them under."""
    del query
    return {"options": len(view.file.options), "hypotheses": len(view.state.hypotheses)}


def compared(view: View, query: Query) -> dict[str, Any]:
    """The comparison of the responses; raises CuibonoError where they cannot be compared."""
    del query
    return {"comparison": responses(view.file, view.state, view.posterior).to_dict()}


def drawn(view: View, query: Query) -> dict[str, Any]:
    """The report's section on the options."""
    del query
    return sections(view, options)


SCREEN = Screen("options", "Options", "p", "Decide", data, parts=(Part("compared", compared, drawn),))
