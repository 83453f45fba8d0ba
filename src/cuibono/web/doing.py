"""Addresses that change a case: acts, their undoing, what they would do, and work in the background."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PureWindowsPath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cuibono.case.intake import discard
from cuibono.errors import UsageError
from cuibono.report.vocabulary import many
from cuibono.verbs import Progress
from cuibono.web.asked import Change, Turning, body_of, live_of, works_of
from cuibono.web.change import answer, compared
from cuibono.web.live import Live
from cuibono.web.pages import twin
from cuibono.web.voices import counted
from cuibono.web.work import StoppedError

_FILES = 1000
_FILE_BYTES = 100 * 1024 * 1024


async def act(request: Request) -> Response:
    """Set one thing, or several, all or none, which are undone as one; answers with what moved."""
    live = live_of(request)
    changes: list[Change] = await body_of(request, list[Change] | Change)
    asked = changes if isinstance(changes, list) else [changes]
    if not asked:
        raise UsageError("there is nothing to set; give a target and a value")
    return twin(await run_in_threadpool(_act, live, asked))


async def undo(request: Request) -> Response:
    """Take back an entry."""
    live, turning = live_of(request), await body_of(request, Turning)
    return twin(answer(await run_in_threadpool(live.undo, turning.entry)))


async def redo(request: Request) -> Response:
    """Bring back an entry."""
    live, turning = live_of(request), await body_of(request, Turning)
    return twin(answer(await run_in_threadpool(live.redo, turning.entry)))


async def preview(request: Request) -> Response:
    """What some changes would do to the answer and to the number of voices; nothing is written."""
    live = live_of(request)
    changes: list[Change] = await body_of(request, list[Change])
    return twin(await run_in_threadpool(_preview, live, changes))


async def read(request: Request) -> Response:
    """Begin to read the documents."""
    live = live_of(request)
    return twin(works_of(request).start(live, "read", lambda progress: _read(live, progress)).to_dict(), 202)


async def documents(request: Request) -> Response:
    """Take uploaded documents in, then read; each is known by its bare file name, wherever it says it comes from."""
    live = live_of(request)
    folder = Path(tempfile.mkdtemp(prefix="cuibono-"))
    try:
        await _store(request, folder)
        work = works_of(request).start(live, "add", lambda progress: _add(live, folder, progress))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return twin(work.to_dict(), 202)


async def work(request: Request) -> Response:
    """How far the work on the case is."""
    now = works_of(request).of(live_of(request).slug)
    return twin(None if now is None else now.to_dict())


async def stop(request: Request) -> Response:
    """Ask the work on the case to stop."""
    works_of(request).stop(live_of(request).slug)
    return twin({}, 202)


ROUTES = (
    Route("/acts", act, methods=["POST"]),
    Route("/undo", undo, methods=["POST"]),
    Route("/redo", redo, methods=["POST"]),
    Route("/preview", preview, methods=["POST"]),
    Route("/read", read, methods=["POST"]),
    Route("/documents", documents, methods=["POST"]),
    Route("/work.json", work),
    Route("/work/stop", stop, methods=["POST"]),
)


def _act(live: Live, changes: list[Change]) -> dict[str, Any]:
    if len(changes) == 1:
        return answer(live.act(changes[0].target, changes[0].to, changes[0].why))
    why = "; ".join(dict.fromkeys(change.why for change in changes if change.why))
    return answer(live.act_all([(change.target, change.to) for change in changes], why))


def _preview(live: Live, changes: list[Change]) -> dict[str, Any]:
    before, _ = live.view().weighing()
    after = live.case.preview([(change.target, change.to) for change in changes])
    return {**compared(before, after), "voices": counted(before or after, after)}


def _read(live: Live, progress: Progress) -> str:
    found = live.case.read(progress=progress)
    return f"{many(found.claims, 'claim')} found; the draft has {many(len(found.draft.evidence), 'piece')} of evidence"


def _add(live: Live, folder: Path, progress: Progress) -> str:
    try:
        added = live.case.add(folder, progress=progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = f"{many(len(added.sources), 'new source')}, {len(added.already)} known already, {len(added.unread)} unread"
    try:
        return f"{said}; {_read(live, progress)}" if added.sources else said
    except StoppedError:
        if discard(live.case.folder, added):
            raise
        raise StoppedError(f"stopped; {said}, and not read yet") from None


async def _store(request: Request, folder: Path) -> None:
    async with request.form(max_files=_FILES, max_fields=10) as form:
        for item in form.getlist("files"):
            if not isinstance(item, UploadFile):
                continue
            name = PureWindowsPath(Path(item.filename or "").name).name.strip().lstrip(".")[:200]
            if not name or "\0" in name:
                raise UsageError("a file without a name was sent; give it one, with an ending such as .txt or .pdf")
            if (item.size or 0) > _FILE_BYTES:
                raise UsageError(f"{name} is larger than {_FILE_BYTES // 1024 // 1024} MB; add it with: cuibono add")
            target = _free(folder, name)
            with target.open("xb") as file:
                await run_in_threadpool(shutil.copyfileobj, item.file, file)
    if not any(folder.iterdir()):
        raise UsageError("there is no file in the request; drop txt, html, md, pdf or docx files")


def _free(folder: Path, name: str) -> Path:
    target = folder / name
    number = 2
    while target.exists():
        target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return target
