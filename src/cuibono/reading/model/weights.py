"""The weights: where they lie, and how a graph of theirs is opened.

They ship as `cuibono/data/model/`; another folder of the same files can be named instead.
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from cuibono.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

INSTALL = "pip install onnxruntime"


def weights_folder(path: str | Path | None = None) -> Path:
    """The folder of the weights: `path`, or the one that ships with the package.

    Raises `NotFoundError` where there are none.
    """
    if path is not None:
        folder = Path(path)
    else:
        with as_file(files("cuibono") / "data" / "model") as shipped:
            folder = shipped
    if not (folder / "vocab.txt").is_file():
        raise NotFoundError(
            f"no weights for the language model in {folder}; install a cuibono that ships them, make them with "
            "training/train.py, or name the folder they are in"
        )
    return folder


def vocabulary(folder: Path) -> list[str]:
    """The pieces of the vocabulary, in the order of their ids."""
    return (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()


def record(folder: Path) -> dict[str, object]:
    """What the training run wrote down beside the weights: labels, seed, data, scores."""
    path = folder / "reader.json"
    if not path.is_file():
        raise NotFoundError(f"{path} is missing; it says which labels the weights beside it give")
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def session(folder: Path, name: str, threads: int) -> InferenceSession:
    """The graph `name`, ready to run on `threads` threads.

    Raises `NotFoundError` where the file or onnxruntime is absent.
    """
    if threads < 1:
        raise UsageError(f"threads is {threads}; at least one must run the model")
    path = folder / name
    if not path.is_file():
        raise NotFoundError(f"{path} is missing; the language model cannot run without it")
    try:
        import onnxruntime
    except ImportError as absent:
        raise NotFoundError(f"onnxruntime is not installed, and the language model needs it: {INSTALL}") from absent
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # windows differ in shape; a plan kept for each shape only takes memory
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
