"""Train the reader's weights: `python training/train.py --data DATA --out DIR`.

From the converted corpora to int8 weights, one command. Everything that decides the result is recorded beside it in
`reader.json`: seed, versions, the sha256 of every file, their licences, the learning curve.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cuibono.reading.model import decoding, encoder
from cuibono.reading.model.names import LABELS, NAME_TYPES
from cuibono.reading.model.windows import Batch, pack
from cuibono.reading.model.wordpiece import CASE_CLASSES, WordPiece
from data import PEOPLE_PLACES_BODIES, Corpus, Document, corpus
from export import export, packaged_minilm, sha256
from fitting import Example, Fitting, run
from losses import Alphabet
from network import Network, Sizes, minilm
from scores import score, spaced

SEED = 20
EPOCHS = 5


def main() -> None:
    """Read the arguments, train, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the converted corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights and their record")
    parser.add_argument(
        "--minilm", type=Path, default=None, help="folder with MiniLM's model.safetensors and vocab.txt"
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=None, help="documents of each corpus, for a trial run")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    given = parser.parse_args()
    source = given.minilm or packaged_minilm()
    given.out.mkdir(parents=True, exist_ok=True)
    settle(given.threads)
    train(given, source)


def settle(threads: int) -> None:
    """Make the run repeatable: the same machine and seed give the same weights, bit by bit."""
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(mode=True)
    random.seed(SEED)
    torch.manual_seed(SEED)


def train(given: argparse.Namespace, source: Path) -> None:
    """The whole run, from the corpora to the exported weights."""
    wordpiece = WordPiece((source / "vocab.txt").read_text(encoding="utf-8").splitlines())
    learn, check = corpus(given.data, "train", given.limit), corpus(given.data, "dev", given.limit)
    alphabet = _alphabet(learn)
    examples = [Example(w, d) for d in learn.documents for w in pack([s.words for s in d.sentences], wordpiece)]
    network = Network(
        minilm(source / "model.safetensors", CASE_CLASSES),
        Sizes(len(alphabet.upos), len(LABELS), len(alphabet.relations)),
    )
    network.encoder.words.weight.requires_grad = False
    record = _record(given, source, learn, check)
    fitting = Fitting(network, examples, wordpiece, alphabet, given.epochs, SEED)
    curve: list[dict[str, Any]] = []
    if given.resume:
        fitting.restore(torch.load(given.out / "checkpoint.pt", weights_only=True))
        curve = json.loads((given.out / "checkpoint.json").read_text(encoding="utf-8"))["learning_curve"]
    say = Reporter()
    while fitting.epoch < given.epochs:
        fitting.once(say)
        curve.append({"epoch": fitting.epoch, "seconds": say.seconds(), "dev": evaluate(fitting, check, wordpiece)})
        say(json.dumps(curve[-1]))
        record |= {"learning_curve": curve, "upos": alphabet.upos, "relations": alphabet.relations}
        (given.out / "checkpoint.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
        torch.save(fitting.state(), given.out / "checkpoint.pt")
    export(network, source, given.out, record)
    say("exported")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Prints a line with the seconds since the start."""

    began: float = field(default_factory=time.monotonic)

    def seconds(self) -> int:
        """Whole seconds since the start."""
        return round(time.monotonic() - self.began)

    def __call__(self, line: str) -> None:
        print(f"{self.seconds():>6} s  {line}", flush=True)


def _alphabet(learn: Corpus) -> Alphabet:
    """The tags and relations seen at least three times."""
    sentences = [sentence for document in learn.documents for sentence in document.sentences]
    tags = Counter(tag for sentence in sentences for tag in sentence.upos or ())
    relations = Counter(relation for sentence in sentences for relation in sentence.relations or ())
    return Alphabet(
        tuple(sorted(tag for tag, count in tags.items() if count >= 3)),
        tuple(sorted(relation for relation, count in relations.items() if count >= 3)),
    )


def evaluate(fitting: Fitting, check: Corpus, wordpiece: WordPiece) -> dict[str, dict[str, float]]:
    """Scores on the development parts, EWT and GUM apart, decoded as the shipped reader decodes."""
    network = fitting.network.eval()
    grammar = decoding.Grammar(fitting.alphabet.upos, fitting.alphabet.relations, network.forms())

    def scores_of(made: Batch) -> encoder.Outputs:
        with torch.no_grad():
            return {name: array.numpy() for name, array in run(network, made).items()}

    result = {}
    for name, kinds, chosen in _parts(check):
        sentences = [sentence for document in chosen for sentence in document.sentences]
        every = encoder.score([sentence.words for sentence in sentences], wordpiece, scores_of)
        read = [decoding.sentence(*spaced(s.words), parts, grammar) for s, parts in zip(sentences, every, strict=True)]
        result[name] = score(zip(sentences, read, strict=True), kinds)
    return result


def _parts(check: Corpus) -> list[tuple[str, Sequence[str], list[Document]]]:
    parsed = [document for document in check.documents if document.sentences[0].heads is not None]
    gum = [document for document in parsed if document.id.startswith("GUM_")]
    ewt = [document for document in parsed if not document.id.startswith("GUM_")]
    return [("ewt", PEOPLE_PLACES_BODIES, ewt), ("gum", NAME_TYPES, gum)]


def _record(given: argparse.Namespace, source: Path, learn: Corpus, check: Corpus) -> dict[str, Any]:
    """What decided the run."""
    return {
        "seed": SEED,
        "epochs": given.epochs,
        "threads": given.threads,
        "limit": given.limit,
        "versions": {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__},
        "machine": platform.machine(),
        "data": dict(sorted((learn.files | check.files).items())),
        "starting_point": {"model": "all-MiniLM-L6-v2 (Apache-2.0)", "sha256": sha256(source / "model.safetensors")},
    }


if __name__ == "__main__":
    main()
