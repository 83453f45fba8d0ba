"""An errand: all excerpts of some documents taken to a server, each asked once, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cuibono.case.records import Source
from cuibono.errors import EndpointError
from cuibono.reading.endpoint import answer, excerpt, memory, prompt
from cuibono.reading.endpoint.answer import Answer, UnusableError
from cuibono.reading.endpoint.asking import Askers, Done
from cuibono.reading.endpoint.excerpt import Excerpt
from cuibono.reading.endpoint.exchange import Exchange
from cuibono.reading.endpoint.memory import Memory
from cuibono.reading.endpoint.prompt import Messages
from cuibono.reading.endpoint.response import CutShortError
from cuibono.reading.rounds import Progress

_HALVED = ""
"""What is kept in place of an answer about an excerpt that was too long, so that it is not tried again."""


@dataclass(slots=True)
class Document:
    """A source on its errand: what was answered about its excerpts, and why something was not, the first reason."""

    source: Source
    text: str
    answered: list[tuple[Excerpt, Answer]] = field(default_factory=list)
    failed: str = ""

    @property
    def answers(self) -> list[tuple[Excerpt, Answer]]:
        """The answers in the order of the text, in whatever order they came."""
        return sorted(self.answered, key=lambda pair: pair[0].start)


@dataclass(frozen=True, slots=True)
class _Job:
    document: Document
    excerpt: Excerpt
    messages: Messages
    key: str


class Errand:
    """Asks through `exchange` what `known` has no answer to, at most `at_once` things at a time."""

    def __init__(self, exchange: Exchange, known: Memory, at_once: int, progress: Progress | None = None) -> None:
        self._exchange, self._known, self._progress = exchange, known, progress
        self._askers: Askers[_Job, str] = Askers(self._ask, at_once)
        self._total = 0

    def run(self, documents: Iterable[Document], question: str, size: int) -> None:
        """Have every document answered, or failed; what is answered is kept at once."""
        try:
            for document in documents:
                for part in excerpt.cut(document.text, document.source.trim, size):
                    self._send(document, part, question)
            while self._askers.open:
                self._tell("asking")
                self._take(self._askers.next(), question)
            self._tell("asked")
        finally:
            self._askers.close()

    def _send(self, document: Document, part: Excerpt, question: str) -> None:
        """Have an excerpt asked about, unless it was before."""
        messages = prompt.messages(part.shown(document.text), question, document.source.published)
        key = memory.key(self._exchange.model, messages, answer.schema())
        self._total += 1
        known = self._known.find(key)
        if known == _HALVED:
            self._send_halves(document, part, question)
        elif known is not None and (kept := _parsed(known)):
            document.answered.append((part, kept))
        else:
            self._askers.put(_Job(document, part, messages, key))

    def _send_halves(self, document: Document, part: Excerpt, question: str) -> None:
        for half in part.halves(document.text):
            self._send(document, half, question)

    def _take(self, done: Done[_Job, str], question: str) -> None:
        job, error = done.job, done.error
        if done.result is not None:
            self._known.keep(job.key, done.result)
            job.document.answered.append((job.excerpt, answer.parse(done.result)))
        elif isinstance(error, CutShortError) and job.excerpt.halves(job.document.text):
            self._known.keep(job.key, _HALVED)
            self._send_halves(job.document, job.excerpt, question)
        elif isinstance(error, EndpointError):
            job.document.failed = job.document.failed or str(error)
        elif error is not None:
            raise error

    def _ask(self, job: _Job) -> str:
        return self._exchange.ask(job.messages, answer.parse)

    def _tell(self, what: str) -> None:
        if self._progress is not None:
            self._progress(f"{what} {self._exchange.model}", self._total - self._askers.open, self._total)


def _parsed(content: str) -> Answer | None:
    """An answer that was kept, unless somebody has broken it since."""
    try:
        return answer.parse(content)
    except UnusableError:
        return None
