"""Serving: the workbench on a loopback port, until Ctrl+C."""

from __future__ import annotations

import ctypes
import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cuibono.errors import UsageError
from cuibono.web.shelf import Shelf, recent_file

if TYPE_CHECKING:
    import uvicorn

_M_ARENA_MAX = -8
PORT = 8717
"""Tried first, so that bookmarks and what the browser keeps for the page last; the next free ones after it."""
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def serve(
    case: Path | None = None,
    *,
    port: int | None = None,
    browser: bool = True,
    analyst: str | None = None,
    say: Callable[[str], object] = print,
) -> None:
    """Serve the workbench with `case` open, or its home page, until it is interrupted.

    Says its address, token included, once it listens there, and opens the browser unless told not to; one that does
    not start changes nothing. Raises NotFoundError where `case` is no case, UsageError where the port is in use.
    """
    _share_memory()
    shelf = Shelf((case.parent if case else Path.cwd()), recent_file(), analyst)
    path = f"/case/{shelf.put(case)}/overview" if case else "/"
    token = secrets.token_urlsafe(24)
    with listen(port) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}{path}?token={token}"
        say(f"The workbench is at {address}\nCtrl+C ends it; everything you did is saved.")
        if browser:
            threading.Timer(0.2, _open, [address]).start()
        with suppress(KeyboardInterrupt):
            server(shelf, listener, token).run(sockets=[listener])
    say("\nThe workbench has ended.")


def _share_memory() -> None:
    """Have all threads take memory from one store: glibc gives each its own, and what one frees no other can use."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _open(address: str) -> None:
    """Open the browser, if there is a screen for one: the address that was said is enough.

    Without a screen `webbrowser` would start a browser in the terminal, over what stands there.
    """
    seen = sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in _SCREENS)
    if seen:
        with suppress(webbrowser.Error, OSError):
            webbrowser.open(address)


def server(shelf: Shelf, listener: socket.socket, token: str) -> uvicorn.Server:
    """The server of the cases on `shelf` at the port of `listener`; `run(sockets=[listener])` runs it."""
    import uvicorn

    from cuibono.web.app import app

    made = app(shelf, token=token, port=listener.getsockname()[1])
    settings = uvicorn.Config(
        made,
        log_level="critical",  # what is cut off at the end is no error; faults are told by the application
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        lifespan="on",
    )
    running = uvicorn.Server(settings)
    made.state.closing = lambda: running.should_exit
    return running


def listen(port: int | None = None) -> socket.socket:
    """A socket that listens on the port, 0 for any, or on the first free one from `PORT` on; raises UsageError."""
    for number in (port,) if port is not None else (*range(PORT, PORT + 20), 0):
        # Named as TCP, or else asyncio leaves small answers waiting 40 ms for the acknowledgement of the one before.
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
