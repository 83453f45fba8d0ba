"""The workbench as one application: its screens, their JSON twins, and what may be done on them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext, suppress
from importlib.resources import files
from pathlib import Path
from threading import Lock
from traceback import print_exception

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cuibono.errors import CaseError, CuibonoError, NotFoundError, StorageError, VersionError
from cuibono.report.html import inks
from cuibono.web import doing, events, home
from cuibono.web.asked import live_of
from cuibono.web.guard import Guard, with_headers
from cuibono.web.pages import page, twin
from cuibono.web.repair import shown
from cuibono.web.screen import Part, Screen
from cuibono.web.screens import SCREENS
from cuibono.web.shelf import Shelf
from cuibono.web.studio import STUDIO
from cuibono.web.work import Works

_THREADS = 6
_LONG = Lock()
Answering = Callable[[Request], Response]


def app(shelf: Shelf, *, token: str, port: int) -> Starlette:
    """The application that serves the cases on `shelf` on a loopback `port`, to whoever has the `token`."""

    @asynccontextmanager
    async def lifespan(made: Starlette) -> AsyncIterator[None]:
        del made
        # Few threads: work that takes long shares two cores whatever their number, and each keeps memory of its own.
        current_default_thread_limiter().total_tokens = _THREADS
        tasks = [asyncio.create_task(events.watch(shelf)), asyncio.create_task(run_in_threadpool(_warm, shelf))]
        with STUDIO:
            yield
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    made = Starlette(
        routes=[*home.ROUTES, Mount("/case/{case}", routes=_of_a_case()), *_static()],
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers={CuibonoError: _refused, HTTPException: _missing, Exception: _failed},
        lifespan=lifespan,
    )
    made.state.shelf, made.state.works, made.state.closing = shelf, Works(), lambda: False
    return made


def _warm(shelf: Shelf) -> None:
    """Weigh the first case; let the collector of garbage pass over its records, which stay: each look is 50 ms."""
    shelf.warm()
    gc.collect()
    gc.freeze()


def _of_a_case() -> list[Route]:
    routes = [Route("/", lambda request: RedirectResponse(f"/case/{request.path_params['case']}/{SCREENS[0].slug}"))]
    for screen in SCREENS:
        routes += screen.routes
        parts: tuple[Screen | Part, ...] = (screen, *screen.parts)
        for part in parts:
            name = screen.slug if part is screen else f"{screen.slug}/{part.slug}"
            routes += [Route(f"/{name}.json", _twin_of(part)), Route(f"/{name}", _page_of(screen, part))]
    return [*routes, *doing.ROUTES, *events.ROUTES]


def _page_of(screen: Screen, part: Screen | Part) -> Answering:
    template = screen.template if part is screen else f"{screen.slug}-{part.slug}.html.j2"
    laid_out = (part.drawn if isinstance(part, Part) else None) or part.data

    def show(request: Request) -> Response:
        view, query = live_of(request).view(), request.query_params
        with _turn_of(part):
            data = laid_out(view, query)
        return page(template, screen=screen, screens=SCREENS, view=view, query=dict(query), **data)

    return show


def _twin_of(part: Screen | Part) -> Answering:
    def show(request: Request) -> Response:
        view = live_of(request).view()
        with _turn_of(part):
            data = part.data(view, request.query_params)
        return twin(data)

    return show


def _turn_of(part: Screen | Part) -> AbstractContextManager[object]:
    """What takes long is worked out one after the other: side by side it takes as long, and twice the memory."""
    return _LONG if isinstance(part, Part) else nullcontext()


def _static() -> list[Route | Mount]:
    folder = StaticFiles(directory=Path(str(files("cuibono.web").joinpath("static"))))
    return [Route("/static/inks.css", _inks), Mount("/static", folder)]


def _inks(request: Request) -> Response:
    """The sheet that draws the colours of pictures in the page's own."""
    del request
    return Response(inks(), media_type="text/css")


def _status(error: CuibonoError) -> int:
    match error:
        case NotFoundError():
            return 404
        case StorageError():
            return 507
        case CaseError() | VersionError():
            return 409
        case _:
            return 400


def _refused(request: Request, error: Exception) -> Response:
    """What went wrong, in the words of the error: on a page where a person reads, as data for a script."""
    status = _status(error) if isinstance(error, CuibonoError) else 500
    problems = error.problems if isinstance(error, CaseError) else ()
    if request.method != "GET" or request.url.path.endswith(".json"):
        return twin({"error": str(error), "problems": [str(problem) for problem in problems]}, status)
    try:
        live = live_of(request)
    except (KeyError, NotFoundError):
        return page("refused.html.j2", status, title="There is no such case here", error=str(error), problems=())
    return page("refused.html.j2", status, broken=live.slug, **shown(live.case.path, error))


def _failed(request: Request, error: Exception) -> Response:
    """A fault of the workbench itself: its traceback goes to the terminal, the page says that nothing is lost."""
    print_exception(error)
    said = f"The workbench failed here ({error!r}). What was saved is in the case's folder; the terminal says more."
    if request.method != "GET" or request.url.path.endswith(".json"):
        return with_headers(twin({"error": said, "problems": []}, 500))
    return with_headers(page("refused.html.j2", 500, title="Something went wrong", error=said, problems=()))


def _missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = "There is no such page here." if status == 404 else str(getattr(error, "detail", error))
    if request.method != "GET" or request.url.path.endswith(".json"):
        return twin({"error": said, "problems": []}, status)
    return page("refused.html.j2", status, title=said, error="", problems=())
