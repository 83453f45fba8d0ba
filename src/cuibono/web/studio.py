"""The studio: pictures and reports are made in a process of their own, which ends when nobody needs it for a while.

What draws pictures takes several times the memory of all the rest of the workbench; so the server stays small, and a
picture that takes long does not hold up an edit.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import active_children, get_context, parent_process
from threading import Lock, Thread, Timer
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from cuibono.errors import CaseError, CuibonoError, UsageError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from markupsafe import Markup

    from cuibono.report.charts import Chart
    from cuibono.report.document import Figure

P = ParamSpec("P")
R = TypeVar("R")
_IDLE = 60.0


class Studio:
    """One helper process, begun when it is first needed; safe to ask from several threads.

    As a context it begins no other helper once it is left: nobody waits for what is still asked for.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._end: Timer | None = None
        self._is_left = False

    def __enter__(self) -> Studio:
        with self._lock:
            self._is_left = False
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_left = True
        for child in active_children():
            child.terminate()
        self.close()

    def ask(self, work: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """What `work` makes of the arguments, in the helper process; raises what it raises.

        A helper that has ended is begun once more; raises CuibonoError where it ends again, or the studio was left.
        """
        for _ in range(2):
            try:
                return self._begun().submit(work, *args, **named).result()
            except BrokenProcessPool:
                self.close()
        raise CuibonoError("the process that draws pictures and reports ends again and again: is there memory enough?")

    def close(self) -> None:
        """End the helper process, once it has done what it is at."""
        with self._lock:
            pool, end = self._pool, self._end
            self._pool = self._end = None
        if end is not None:
            end.cancel()
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def _begun(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._is_left:
                raise CuibonoError("the workbench has ended; start it again with: cuibono serve CASE")
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin)
            if self._end is not None:
                self._end.cancel()
            self._end = Timer(_IDLE, self.close)
            self._end.daemon = True
            self._end.start()
            return self._pool


STUDIO = Studio()
"""The workbench's own."""


def picture(figure: Figure, width: int) -> Markup:
    """A figure's chart, `width` pixels wide, in the page's colours; drawn once."""
    from markupsafe import Markup

    return Markup(_drawn(figure.chart, width))  # noqa: S704 - only known elements are left in it


def document(path: str, analyst: str, form: str, wishes: dict[str, Any]) -> bytes:
    """The report of the case in the folder `path`, as `Case.document` makes it."""
    return STUDIO.ask(_document, path, analyst, form, wishes)


@lru_cache(maxsize=256)
def _drawn(chart: Chart, width: int) -> str:
    return STUDIO.ask(_draw, chart, width)


def _begin() -> None:
    """Leave Ctrl+C to the server, and end when the server does, even where it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(0)


def _draw(chart: Chart, width: int) -> str:
    from cuibono.report.charts import svg
    from cuibono.report.svg import inline

    return inline(svg(chart, width))


def _document(path: str, analyst: str, form: str, wishes: dict[str, Any]) -> bytes:
    from cuibono.verbs import Case

    try:
        return Case(path, analyst).document(form, **wishes)
    except CaseError as error:  # its problems do not travel between processes; its words do
        raise UsageError(str(error)) from None
