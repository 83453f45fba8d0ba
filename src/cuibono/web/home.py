"""Home: the cases there are, the demo, and a new case from files that are dropped on the page."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cuibono import verbs
from cuibono.errors import CuibonoError
from cuibono.web.asked import body_of, shelf_of
from cuibono.web.pages import page, twin
from cuibono.web.shelf import Shelf


class NewCase(BaseModel):
    """What a new case needs: a folder's name, and its question."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def home(request: Request) -> Response:
    """The cases that can be opened."""
    return page("home.html.j2", **_data(shelf_of(request)))


def home_twin(request: Request) -> Response:
    """The same as data."""
    return twin(_data(shelf_of(request)))


async def demo(request: Request) -> Response:
    """Make the demo case beside the others, where it is not there yet; answers with its address."""
    return twin({"address": await run_in_threadpool(_demo, shelf_of(request))})


async def new(request: Request) -> Response:
    """Make a case without documents; answers with its address, where documents can then be dropped."""
    shelf, asked = shelf_of(request), await body_of(request, NewCase)
    made = await run_in_threadpool(lambda: verbs.new(shelf.new_folder(asked.name), question=asked.question))
    return twin({"address": f"/case/{shelf.put(made.path)}/sources"}, 201)


ROUTES = (
    Route("/", home),
    Route("/home.json", home_twin),
    Route("/demo", demo, methods=["POST"]),
    Route("/cases", new, methods=["POST"]),
)


def _demo(shelf: Shelf) -> str:
    from cuibono.demonstration import demo as make

    path = shelf.new_folder("cuibono-demo")
    if not (path / "case.toml").is_file():
        make(path)
    return f"/case/{shelf.put(path)}/overview"


def _data(shelf: Shelf) -> dict[str, Any]:
    return {"home": str(shelf.home), "cases": [_case(shelf, slug, str(path)) for slug, path in shelf.cases()]}


def _case(shelf: Shelf, slug: str, path: str) -> dict[str, Any]:
    found = {"slug": slug, "path": path, "question": "", "sources": 0, "claims": 0, "error": ""}
    try:
        state = shelf.take(slug).view().state
    except CuibonoError as error:
        return {**found, "error": str(error).splitlines()[0]}
    return {**found, "question": state.question, "sources": len(state.sources), "claims": len(state.live_claims)}
