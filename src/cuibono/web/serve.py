"""Serving: the workbench on a loopback port, until Ctrl+C."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from cuibono.errors import UsageError
from cuibono.web.shelf import Shelf, recent_file

PORT = 8717
"""Tried first, so that bookmarks and what the browser keeps for the page last; the next free ones after it."""


def serve(
    case: Path | None = None,
    *,
    port: int | None = None,
    browser: bool = True,
    analyst: str | None = None,
    say: Callable[[str], object] = print,
) -> None:
    """Serve the workbench with `case` open, or its home page, until it is interrupted.

    Says its address, token included, once it answers, and opens the browser there unless told not to. Raises
    NotFoundError where `case` is no case, UsageError where the port is in use.
    """
    import uvicorn

    from cuibono.web.app import app

    shelf = Shelf((case.parent if case else Path.cwd()), recent_file(), analyst)
    path = f"/case/{shelf.put(case)}/overview" if case else "/"
    listener = _listen(port)
    number = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    settings = uvicorn.Config(
        app(shelf, token=token, port=number),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        lifespan="on",
    )
    address = f"http://127.0.0.1:{number}{path}?token={token}"
    say(f"The workbench is at {address}\nCtrl+C ends it; everything you did is saved.")
    if browser:
        threading.Timer(0.2, webbrowser.open, [address]).start()
    with listener:
        uvicorn.Server(settings).run(sockets=[listener])


def _listen(port: int | None) -> socket.socket:
    """A listening socket on the port, or on the first free one from `PORT` on."""
    for number in (port,) if port is not None else (*range(PORT, PORT + 20), 0):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", number))
        except OSError as error:
            found.close()
            refusal = error
        else:
            found.listen()
            return found
    raise UsageError(f"port {port} cannot be used ({refusal.strerror}); give another with --port, or none")
