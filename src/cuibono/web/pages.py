"""Pages: templates filled with data, everything in them escaped and shown with its acting characters by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse

from cuibono.report.charts import percent, signed, span
from cuibono.report.html import templates
from cuibono.report.vocabulary import many
from cuibono.web.studio import picture

if TYPE_CHECKING:
    from jinja2 import Environment


def page(name: str, status: int = 200, **data: Any) -> HTMLResponse:
    """The page that template `name` makes of `data`."""
    return HTMLResponse(_room().get_template(name).render(**data), status_code=status)


def twin(data: Any, status: int = 200) -> JSONResponse:
    """The same data as JSON."""
    return JSONResponse(data, status_code=status)


@cache
def _room() -> Environment:
    room = templates(_template)
    room.filters.update(percent=percent, signed=signed, plural=many)
    room.globals.update(span=span, picture=picture)
    return room


def _template(name: str) -> str | None:
    """A template of the workbench's own, or one that the report shares with it."""
    for package in ("cuibono.web", "cuibono.report"):
        found = files(package).joinpath("templates", name)
        if found.is_file():
            return found.read_text("utf-8")
    return None
