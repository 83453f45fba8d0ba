"""A round of reading: all sources of a case read by one reader, with what came of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from cuibono.case.readings import Reading
from cuibono.case.records import Claim, Source
from cuibono.reading.reader import Reader

Progress = Callable[[str, int, int], None]


class Round(NamedTuple):
    """The claims of all sources, those of one source together, and how each source was read."""

    claims: tuple[Claim, ...]
    readings: tuple[Reading, ...]


@runtime_checkable
class TogetherReader(Protocol):
    """A reader that is better off with all sources at once, such as one that waits for a server."""

    def read_together(
        self, sources: Sequence[Source], texts: Mapping[str, str], question: str, progress: Progress | None = None
    ) -> Round:
        """The claims of all sources; one that cannot be read is told in its `Reading` and has no claims."""
        ...


def read(
    reader: Reader,
    sources: Sequence[Source],
    texts: Mapping[str, str],
    question: str,
    progress: Progress | None = None,
    before: Sequence[Claim] = (),
) -> Round:
    """All `sources` read, `texts` by their ids, what `Source.trim` says left out.

    A source whose reading failed keeps the claims that it had `before`.
    """
    if isinstance(reader, TogetherReader):
        found = reader.read_together(sources, texts, question, progress)
    else:
        found = _one_by_one(reader, sources, texts, question, progress)
    failed = {reading.source for reading in found.readings if reading.failed}
    return found._replace(claims=(*found.claims, *(claim for claim in before if claim.source in failed)))


def _one_by_one(
    reader: Reader, sources: Sequence[Source], texts: Mapping[str, str], question: str, progress: Progress | None
) -> Round:
    claims: list[Claim] = []
    readings: list[Reading] = []
    for number, source in enumerate(sources):
        if progress is not None:
            progress(f"reading {source.name}", number, len(sources))
        found = reader.read(source, texts.get(source.id, ""), question, source.trim)
        readings.append(Reading(source=source.id, reader=reader.name, claims=len(found)))
        claims += found
    return Round(tuple(claims), tuple(readings))
