"""A reader: whatever turns the text of a source into quoted claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cuibono.case.records import Claim, Source, Trim


class Reader(Protocol):
    """Turns one source's text into claims, by rules, by a model, or by asking a server.

    `name` and its version stand in every claim that it makes ("rules-1").
    """

    name: str

    def read(self, source: Source, text: str, question: str, trims: Sequence[Trim] = ()) -> tuple[Claim, ...]:
        """The claims of `text`, in order of their start; each quote is an exact slice of `text`, none from `trims`."""
        ...
