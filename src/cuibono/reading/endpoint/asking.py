"""Asking several things at once: a bounded number of threads that do the waiting, and one that does everything else."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, NamedTuple, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class Done(NamedTuple, Generic[Job, Result]):
    """A job with its result, or with what went wrong."""

    job: Job
    result: Result | None
    error: BaseException | None


class Askers(Generic[Job, Result]):
    """At most `at_once` threads that call `ask` on one job after the other.

    `open` is how many jobs were put and have not come back. The threads end with `close` or with the process, and are
    never waited for: whoever breaks off need not sit out a time limit.
    """

    def __init__(self, ask: Callable[[Job], Result], at_once: int) -> None:
        self._ask, self._at_once = ask, at_once
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done[Job, Result]] = queue.SimpleQueue()
        self._started = 0
        self.open = 0

    def put(self, job: Job) -> None:
        """Have one more thing asked."""
        self.open += 1
        self._jobs.put(job)
        if self._started < min(self._at_once, self.open):
            self._started += 1
            threading.Thread(target=self._work, name="cuibono-endpoint", daemon=True).start()

    def next(self) -> Done[Job, Result]:
        """The next job that is done; waits for it. Call it as often as `open` says."""
        done = self._done.get()
        self.open -= 1
        return done

    def close(self) -> None:
        """Ask nothing more; jobs that wait are dropped."""
        with suppress(queue.Empty):
            while True:
                self._jobs.get_nowait()
        for _ in range(self._started):
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                self._done.put(Done(job, self._ask(job), None))
            except BaseException as error:  # noqa: BLE001 - whoever waits for the job must hear of it
                self._done.put(Done(job, None, error))
