"""The language model itself, where its weights are; and what is said where they are not."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from cuibono.errors import CuibonoError, NotFoundError, UsageError
from cuibono.reading.model import Embedder, Reader
from cuibono.reading.model.weights import session, weights_folder

TEXT = "The minister did not resign on Monday. Anna Schmidt, who lives in Vienna, asked why."
SENTENCES = [(0, 38), (39, len(TEXT))]


@pytest.fixture(scope="module")
def folder() -> Path:
    """The weights that ship, or those that CUIBONO_WEIGHTS names."""
    pytest.importorskip("onnxruntime")
    try:
        found = weights_folder(os.environ.get("CUIBONO_WEIGHTS"))
    except NotFoundError as absent:
        pytest.skip(str(absent))
    if not (found / "reader.onnx").is_file():
        pytest.skip(f"{found} holds no reader")
    return found


def test_absent_weights_are_said(tmp_path: Path) -> None:
    """The error names the folder that was looked in and what would help."""
    with pytest.raises(NotFoundError, match=r"training/train\.py") as raised:
        Reader(tmp_path)
    assert str(tmp_path) in str(raised.value)


def test_absent_runtime_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without onnxruntime the error says what to install."""
    (tmp_path / "reader.onnx").touch()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(CuibonoError, match=r"pip install onnxruntime"):
        session(tmp_path, "reader.onnx", 1)


def test_no_threads_is_refused(tmp_path: Path) -> None:
    """A model that nothing runs is a slip."""
    with pytest.raises(UsageError, match="at least one"):
        session(tmp_path, "reader.onnx", 0)


def test_weights_are_those_of_their_record(folder: Path) -> None:
    """Every weight file has the hash that the record and the model card beside it state."""
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    stated = json.loads((folder / "reader.json").read_text(encoding="utf-8"))["files"]
    assert {"reader.onnx", "embed.onnx", "pieces.npy", "vocab.txt"} <= stated.keys()
    for name, digest in stated.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
        assert digest in card


def test_sentences_are_read(folder: Path) -> None:
    """Verbs, negation, subject, a person, a place and a day are found, each at its exact place."""
    first, second = Reader(folder).read(TEXT, SENTENCES)
    by_text = {token.text: token for token in first.tokens}
    assert by_text["resign"].upos == "VERB"
    assert first.tokens[by_text["minister"].head].text == "resign"
    assert by_text["minister"].deprel == "nsubj"
    assert {(TEXT[name.start : name.end], name.type) for name in second.names} >= {
        ("Anna Schmidt", "PER"),
        ("Vienna", "LOC"),
    }
    assert any("Monday" in TEXT[name.start : name.end] and name.type == "TIME" for name in first.names)
    assert all(TEXT[token.start : token.end] == token.text for token in (*first.tokens, *second.tokens))


@pytest.mark.parametrize(
    "text", ["", "   ", "!!!", "Ω" * 5000, "word " * 2000, "مرحبا بالعالم", "\x00\ufffd", "a|b|c\n" * 300]
)
def test_anything_can_be_read(folder: Path, text: str) -> None:
    """Whatever stands there is read into tokens with heads inside the sentence; nothing is raised."""
    (read,) = Reader(folder).read(text, [(0, len(text))])
    assert all(-1 <= token.head < len(read.tokens) for token in read.tokens)
    assert "".join(token.text for token in read.tokens) == "".join(text.split())


def test_the_neighbours_do_not_matter_much(folder: Path) -> None:
    """The same sentence twice in one text is tagged alike, and a second reading gives the very same answer."""
    reader = Reader(folder)
    assert list(reader.read(TEXT, SENTENCES)) == list(reader.read(TEXT, SENTENCES))


def test_like_meanings_are_near(folder: Path) -> None:
    """A paraphrase is nearer than another topic, rows have length 1, and order does not matter."""
    texts = ["They wanted revenge for the attack.", "It was retaliation for the strike.", "Bread prices fell in June."]
    embedder = Embedder(folder)
    vectors = embedder.embed(texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert embedder.embed([]).shape == (0, 384)
