"""Server-sent events: a page learns at once that its case has changed, whoever changed it, and how far work is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from cuibono.errors import CuibonoError
from cuibono.web.asked import live_of
from cuibono.web.live import Live
from cuibono.web.shelf import Shelf

_LOOK_EVERY = 1.0
_PATIENCE = 0.5
_SIGN_OF_LIFE = 30
"""After so many waits in which nothing happened, a line that says nothing keeps the connection."""


async def events(request: Request) -> Response:
    """What happens to the case, as it happens."""
    return StreamingResponse(_stream(request, live_of(request)), media_type="text/event-stream")


async def watch(shelf: Shelf) -> None:
    """Look at the folders of all cases that somebody listens to, again and again."""
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        for live in shelf.opened:
            if live.watched:
                await run_in_threadpool(live.look)


ROUTES = (Route("/events", events),)


async def _stream(request: Request, live: Live) -> AsyncIterator[str]:
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[dict[str, Any]]()

    def hear(event: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, event)

    with live.listening(hear):
        yield f"retry: 2000\n{_line({'event': 'changed', 'version': await run_in_threadpool(_version, live)})}"
        silent = 0
        while not (_closing(request) or await request.is_disconnected()):
            try:
                event = await asyncio.wait_for(queue.get(), _PATIENCE)
            except TimeoutError:
                silent += 1
                if silent % _SIGN_OF_LIFE == 0:
                    yield ": here\n\n"
                continue
            yield _line(event)


def _version(live: Live) -> str:
    """The version from which on changes are told: a page that shows an older one then renews itself."""
    live.look()
    try:
        return live.view().version
    except CuibonoError:
        return ""


def _line(event: dict[str, Any]) -> str:
    return f"data: {json.dumps(event, ensure_ascii=True)}\n\n"


def _closing(request: Request) -> bool:
    """Whether the server is about to end: it waits for all that is under way."""
    return bool(request.app.state.closing())
