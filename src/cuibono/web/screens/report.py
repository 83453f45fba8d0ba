"""Report: a live preview of what is handed in, with its length, its marking, and the names that are left out."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cuibono.errors import UsageError
from cuibono.report import FORMS, LENGTHS
from cuibono.report.marking import markings
from cuibono.web.asked import live_of
from cuibono.web.live import View
from cuibono.web.screen import Query, Screen
from cuibono.web.studio import document

_MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
"""The report carries its own sheet within; in the preview nothing of it runs, and its links lead nowhere."""


def data(view: View, query: Query) -> dict[str, Any]:
    """What can be chosen, and what is: length, marking, names to leave out; and the address of each form."""
    chosen = _chosen(query)
    return {
        "hypotheses": len(view.state.hypotheses),
        "lengths": list(LENGTHS),
        "markings": list(markings()),
        "forms": [form for form in FORMS if form in _MEDIA],
        **chosen,
        "standing": {"marking": view.file.report.marking or "", "redact": list(view.file.report.redact)},
    }


def preview(request: Request) -> Response:
    """The report as it would be handed in, as a page in which nothing runs."""
    page = _document(request, ".html")
    return Response(page, media_type=_MEDIA[".html"], headers={"Content-Security-Policy": _PREVIEW_POLICY})


def download(request: Request) -> Response:
    """The report in one form, to be kept."""
    form = f".{request.path_params['form']}"
    if form not in _MEDIA:
        raise UsageError(f"there is no report as {form}; there are {', '.join(_MEDIA)}")
    name = re.sub(r"[^a-z0-9-]+", "-", live_of(request).slug.lower()) + form
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_document(request, form), media_type=_MEDIA[form], headers=headers)


def _document(request: Request, form: str) -> bytes:
    chosen, case = _chosen(request.query_params), live_of(request).case
    wishes = {"length": chosen["length"], "marking": chosen["marking"] or None, "redact": chosen["redact"]}
    return document(str(case.path), case.analyst, form, wishes)


def _chosen(query: Query) -> dict[str, Any]:
    length = query.get("length", "full")
    return {
        "length": length if length in LENGTHS else "full",
        "marking": query.get("marking", ""),
        "redact": [name.strip() for name in query.get("redact", "").split(";") if name.strip()],
    }


SCREEN = Screen(
    "report",
    "Report",
    "e",
    "Tell",
    data,
    "report.js",
    (Route("/report/preview", preview), Route("/report/file.{form}", download)),
)
