"""A case as the workbench holds it: read again when its folder changes, weighed once, telling who listens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from cuibono.case.casefile import CaseFile
from cuibono.case.folder import Contents
from cuibono.case.journal import Entry
from cuibono.case.records import Rating, State
from cuibono.errors import CaseError, CuibonoError

if TYPE_CHECKING:
    from cuibono.verbs import Case
    from cuibono.weighing.posterior import Posterior

Listener = Callable[[dict[str, Any]], None]
"""Called, from any thread, with what happened: `{"event": "changed", "version": …}` or `{"event": "work", …}`."""


@dataclass(frozen=True, eq=False)
class View:
    """One moment of a case: what is on disk, its state, and what it comes to. A screen shows one view, nothing else."""

    slug: str
    case: Case
    contents: Contents
    state: State
    number: int

    @property
    def version(self) -> str:
        """What changes whenever the case does."""
        return f"{self.number}"

    @property
    def file(self) -> CaseFile:
        """The analyst's file, `case.toml`."""
        return self.contents.case

    @property
    def writable(self) -> bool:
        """Whether the folder of the case may be written to."""
        return os.access(self.case.path, os.W_OK)

    @cached_property
    def posterior(self) -> Posterior:
        """The case weighed; raises CuibonoError where it cannot be."""
        from cuibono.verbs import weighed

        return weighed(self.state, self.file)

    def weighing(self) -> tuple[Posterior | None, str]:
        """The posterior, or nothing and why it cannot be had."""
        try:
            return self.posterior, ""
        except CuibonoError as error:
            return None, str(error)

    def follow(self, now: View, entry: Entry) -> None:
        """Weigh the view `now` from this one, so that the screen moves at once: where `entry` changed a single cell, or
        nothing that is weighed."""
        if "posterior" not in self.__dict__ or not _one_more(self.contents, now.contents):
            return
        if _weighs_alike(self.state, now.state):
            now.__dict__["posterior"] = _about(now.state, self.posterior)
            now.posterior.__dict__["shares"] = self.posterior.shares
            return
        noun, _, cell = entry.target.partition("/")
        if noun != "rating":
            return
        of = (*cell.split("/", 1), entry.by)
        before, after = _rating(self.state, of), _rating(now.state, of)
        rating = after or before
        if rating is None:
            return
        now.__dict__["posterior"] = _about(now.state, self.posterior.reweigh(rating, erase=after is None))


class Turn(NamedTuple):
    """An act and what it changed: the journal's entry, and the views before and after."""

    entry: Entry
    before: View
    after: View


class Live:
    """A case that is open in the workbench; safe to ask from several threads."""

    def __init__(self, case: Case, slug: str) -> None:
        self.case = case
        self.slug = slug
        self._lock = RLock()
        self._view: View | None = None
        self._told: object = None
        self._listeners: list[Listener] = []

    def view(self) -> View:
        """The case as it is on disk now.

        Raises CaseError with all problems where it does not hold together, NotFoundError, VersionError.
        """
        with self._lock:
            contents = self.case.contents()
            kept = self._view
            if kept is None or kept.contents is not contents:
                state, problems = self.case.folder.state(contents)
                if problems:
                    raise CaseError(problems)
                number = 0 if kept is None else kept.number + 1
                self._view = kept = View(self.slug, self.case, contents, state, number)
            return kept

    def act(self, target: str, to: Any, why: str = "") -> Turn:
        """Set one thing, as `Case.set`; raises as it does, and then nothing has changed."""
        return self._turn(lambda: self.case.set(target, to, why))

    def act_all(self, changes: Iterable[tuple[str, Any]], why: str = "") -> Turn:
        """Set several things, all or none, as `Case.set_all`; the turn's entry is the last of them."""
        return self._turn(lambda: self.case.set_all(changes, why)[-1])

    def undo(self, entry: str | None = None) -> Turn:
        """Take back an entry, by default the analyst's last; raises as `Case.undo`."""
        return self._turn(lambda: self.case.undo(entry))

    def redo(self, entry: str | None = None) -> Turn:
        """Bring back what was undone; raises as `Case.redo`."""
        return self._turn(lambda: self.case.redo(entry))

    def look(self) -> None:
        """Tell listeners where the folder has changed since they were told."""
        with self._lock:
            try:
                now: object = self.case.contents()
            except CuibonoError as error:
                now = str(error)
            known, self._told = self._told, now
        if known is not None and (now is not known if isinstance(now, Contents) else now != known):
            self.tell({"event": "changed"})

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Call `listener` for whatever happens to the case, while in the block."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    @property
    def watched(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def tell(self, event: dict[str, Any]) -> None:
        """Tell everybody who listens."""
        for listener in tuple(self._listeners):
            listener(event)

    def _turn(self, act: Callable[[], Entry]) -> Turn:
        with self._lock:
            before = self.view()
            entry = act()
            after = self.view()
            before.follow(after, entry)
            self._told = after.contents
        self.tell({"event": "changed", "version": after.version})
        return Turn(entry, before, after)


def _one_more(before: Contents, now: Contents) -> bool:
    """Whether the second differs from the first by one journal entry alone."""
    return now.differs_in_journal(before) and len(now.journal.added_since(before.journal) or ()) == 1


_WEIGHED = (
    "act", "exclusive", "priors", "hypotheses", "evidence", "origins", "ratings", "sources", "claims", "reliability",
    "live_claims",
)  # fmt: skip
"""What of a state a weighing depends on; whether a claim that counts was accepted is not part of it."""


def _weighs_alike(before: State, now: State) -> bool:
    return all(getattr(before, part) == getattr(now, part) for part in _WEIGHED)


def _about(state: State, posterior: Posterior) -> Posterior:
    """The same numbers, as those of this state."""
    return replace(posterior, model=replace(posterior.model, state=state))


def _rating(state: State, of: tuple[str, ...]) -> Rating | None:
    return next((r for r in state.ratings if (r.evidence, r.hypothesis, r.analyst) == of), None)
