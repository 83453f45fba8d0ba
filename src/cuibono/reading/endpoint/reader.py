"""The endpoint reader: claims by a language model behind an endpoint, each checked against the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cuibono.case.readings import Reading
from cuibono.case.records import Claim, Source, Trim
from cuibono.errors import EndpointError, UsageError
from cuibono.reading import question as questions
from cuibono.reading.endpoint import address, claims, excerpt, memory
from cuibono.reading.endpoint.address import Address
from cuibono.reading.endpoint.claims import Taken
from cuibono.reading.endpoint.errand import Document, Errand
from cuibono.reading.endpoint.exchange import Exchange
from cuibono.reading.endpoint.manners import Manners
from cuibono.reading.endpoint.memory import Memory
from cuibono.reading.rounds import Progress, Round


class EndpointReader:
    """Reads by asking `model` at `endpoint`; answers are kept in the case `folder`, so that nothing is asked twice.

    The key is taken from the environment variable `key_variable`, and is neither kept nor shown. Documents are sent in
    excerpts of at most `size` characters, and not before something is read. Raises UsageError where they had better not
    be sent to that address (`plain_http` insists), or where an argument makes no sense.
    """

    def __init__(
        self,
        endpoint: str,
        model: str,
        *,
        folder: str | Path | None = None,
        key_variable: str = address.KEY_VARIABLE,
        plain_http: bool = False,
        manners: Manners | None = None,
        size: int = excerpt.SIZE,
    ) -> None:
        if not model.isprintable() or not model.strip() or len(model) > 200:
            raise UsageError("an endpoint needs the name of a model; give one, such as --model llama3.1:8b")
        if size < excerpt.LEAST:
            raise UsageError(f"an excerpt of {size} characters is too short to read; choose {excerpt.LEAST} or more")
        self.model = model.strip()
        self.name = f"endpoint:{self.model}"
        self.address = Address.parse(endpoint, plain_http=plain_http)
        self._key = address.key(key_variable)
        self._manners, self._size = manners or Manners(), size
        self._known = Memory(Path(folder) / ".cuibono" / memory.NAME if folder else None)

    def read(self, source: Source, text: str, question: str, trims: Sequence[Trim] = ()) -> tuple[Claim, ...]:
        """The claims of `text`, in order of their start; raises EndpointError where the server does not answer."""
        trimmed = source.model_copy(update={"trim": tuple(trims)})
        return self.read_together([trimmed], {source.id: text}, question).claims

    def read_together(
        self, sources: Sequence[Source], texts: Mapping[str, str], question: str, progress: Progress | None = None
    ) -> Round:
        """The claims of all sources; a source that failed has none, and its `Reading` says why.

        Raises EndpointError where no source could be read at all; what was answered is kept all the same.
        """
        documents = [Document(source, texts.get(source.id, "")) for source in sources]
        exchange = Exchange(self.address, self.model, self._key, self._manners)
        try:
            Errand(exchange, self._known, self._manners.at_once, progress).run(documents, question, self._size)
        finally:
            exchange.close()
        failed = [document.failed for document in documents if document.failed]
        if failed and len(failed) == len(documents):
            raise EndpointError(f"nothing was read: {failed[0]}")
        actors = questions.parse(question).actors
        taken = [self._taken(document, actors) for document in documents]
        return Round(
            tuple(claim for one in taken for claim in one.claims),
            tuple(self._reading(document, one) for document, one in zip(documents, taken, strict=True)),
        )

    def _taken(self, document: Document, actors: Sequence[str]) -> Taken:
        answers = [] if document.failed else document.answers
        return claims.take(document.source, document.text, answers, self.name, actors)

    def _reading(self, document: Document, taken: Taken) -> Reading:
        return Reading(
            source=document.source.id,
            reader=self.name,
            claims=len(taken.claims),
            refused={reason.value: count for reason, count in sorted(taken.refused.items())},
            failed=document.failed,
        )
