"""What a request asks for: its case, and the JSON that it brings, checked."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError
from starlette.requests import Request

from cuibono.errors import UsageError
from cuibono.web.live import Live
from cuibono.web.shelf import Shelf
from cuibono.web.work import Works

_LARGEST = 4 * 1024 * 1024


class Change(BaseModel):
    """One thing to set: its target as in `Case.set`, its value, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    target: str
    to: JsonValue = None
    why: str = ""


class Turning(BaseModel):
    """Which entry to undo or redo; by default the analyst's last."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    entry: str | None = None


def shelf_of(request: Request) -> Shelf:
    """The cases that the workbench may open."""
    shelf: Shelf = request.app.state.shelf
    return shelf


def works_of(request: Request) -> Works:
    """The work in the background."""
    works: Works = request.app.state.works
    return works


def live_of(request: Request) -> Live:
    """The case that the address names; raises NotFoundError."""
    return shelf_of(request).take(request.path_params["case"])


async def body_of(request: Request, kind: Any) -> Any:
    """The request's JSON as a `kind`; raises UsageError that names each field that is wrong."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != "application/json":
        raise UsageError("the request must be application/json")
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > _LARGEST:
            raise UsageError(f"the request is larger than {_LARGEST // 1024 // 1024} MB")
    try:
        return TypeAdapter(kind).validate_json(bytes(raw))
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, item['loc'])) or 'the request'}: {item['msg']}" for item in error.errors()
        )
        raise UsageError(wrong) from None
