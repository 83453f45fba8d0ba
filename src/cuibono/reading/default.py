"""The default: which reader a case is read with where nobody names one."""

from __future__ import annotations

from importlib.util import find_spec

from cuibono.errors import NotFoundError
from cuibono.reading.meaning import Embeds
from cuibono.reading.model import weights
from cuibono.reading.modelled import ModelReader
from cuibono.reading.reader import Reader
from cuibono.reading.rules import RuleReader


def reader() -> Reader:
    """The reader over the language model; the rules alone where its runtime or its weights are not installed.

    Every claim says which reader made it.
    """
    return ModelReader() if _is_there() else RuleReader()


def embedder(reader: Reader) -> Embeds | None:
    """What compares motives by meaning in the draft of what `reader` read; `None` for the rules alone."""
    if isinstance(reader, ModelReader):
        return reader.embedder
    if isinstance(reader, RuleReader) or not _is_there():
        return None
    return ModelReader().embedder


def _is_there() -> bool:
    """Whether the language model can run here: some processors have no onnxruntime."""
    try:
        weights.weights_folder()
    except NotFoundError:
        return False
    return find_spec("onnxruntime") is not None
