"""Long work on a case: one piece at a time, in the background, telling how far it is, and stopping when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from threading import Event, Lock, Thread
from typing import Any, Literal

from cuibono.errors import CuibonoError, UsageError
from cuibono.verbs import Progress
from cuibono.web.live import Live


class StoppedError(CuibonoError):
    """The analyst asked the work to stop; the message says what of it was kept."""


@dataclass(frozen=True, slots=True)
class Work:
    """How far a piece of work is: `done` of `total` items; when it has ended, `message` says how."""

    kind: str
    status: Literal["running", "done", "failed", "stopped"]
    what: str = ""
    done: int = 0
    total: int = 0
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)


class Works:
    """The work on each case, by slug."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._now: dict[str, Work] = {}
        self._stop: dict[str, Event] = {}

    def of(self, slug: str) -> Work | None:
        """The work on a case, the last one where it has ended; `None` where there was none."""
        return self._now.get(slug)

    def start(self, live: Live, kind: str, job: Callable[[Progress], str]) -> Work:
        """Begin `job`, which reports its progress and returns a sentence; raises UsageError while another runs."""
        with self._lock:
            now = self._now.get(live.slug)
            if now is not None and now.status == "running":
                raise UsageError(f"this case is busy ({now.what or now.kind}); wait for it to end, or stop it")
            stop = self._stop[live.slug] = Event()
            work = self._now[live.slug] = Work(kind, "running")
        Thread(target=self._run, args=(live, kind, job, stop), name=f"cuibono {kind}", daemon=True).start()
        return work

    def stop(self, slug: str) -> None:
        """Ask the work on a case to stop; it does so before its next item."""
        if slug in self._stop:
            self._stop[slug].set()

    def _run(self, live: Live, kind: str, job: Callable[[Progress], str], stop: Event) -> None:
        def progress(what: str, done: int, total: int) -> None:
            if stop.is_set():
                raise StoppedError("stopped; the case is as it was")
            self._set(live, replace(self._now[live.slug], what=what, done=done, total=total))

        try:
            ended = Work(kind, "done", message=job(progress))
        except StoppedError as error:
            ended = Work(kind, "stopped", message=str(error))
        except CuibonoError as error:
            ended = Work(kind, "failed", message=str(error))
        except Exception as error:  # noqa: BLE001 - whatever fails in the background must be seen on the page
            ended = Work(kind, "failed", message=f"something unexpected went wrong ({error!r}); the case is as it was")
        self._set(live, ended)
        live.tell({"event": "changed"})

    def _set(self, live: Live, work: Work) -> None:
        self._now[live.slug] = work
        live.tell({"event": "work", **work.to_dict()})
