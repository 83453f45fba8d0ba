"""The first lesson: what causes, purposes and conditions look like, from public corpora that label them.

`motive_unified` says which relations a sentence holds (BECAUSE, Dunietz et al. 2017; Causal News Corpus, Tan et al.
2022; SemEval-2010 task 8, Hendrickx et al. 2010); `discourse_pairs` which relation joins two stretches of text (GUM's
discourse trees, Zeldes et al.).
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cuibono.reading.model.answers import pieces
from cuibono.reading.model.stretches import PAGE, QUESTION, Stretch
from cuibono.reading.model.wordpiece import WordPiece
from fitting import Descent, batches
from network import HIDDEN
from pages import Pages

FILES = ("motive_unified", "discourse_pairs")
KINDS = ("CAUSE", "NONCAUSAL", "PURPOSE", "CONCESSION", "CONTRAST", "CONDITION", "MOTIVE")
LONGEST, LONGEST_HALF = 120, 60
PASSES, BATCH = 3, 32
ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
WEIGHT = 4.0
"""How much the relations in one sentence count beside those of two, which have many more labels to tell apart."""


@dataclass(frozen=True, slots=True)
class Example:
    """Pieces of one text or two, each with its mark, and the label: the relations in it, or the number of theirs."""

    stretch: Stretch
    held: tuple[float, ...] = ()
    joined: int = -1


def files(data: Path) -> dict[str, str]:
    """The hashes of the files that are learned from."""
    return {f"{name}/train.jsonl": hashlib.sha256(_content(data, name)).hexdigest() for name in FILES}


def teach(network: Pages, data: Path, wordpiece: WordPiece, seed: int, say: Callable[[str], None]) -> None:
    """Fit the encoder to the relations of both corpora."""
    examples = [*_unified(data, wordpiece), *_pairs(data, wordpiece)]
    shuffle = random.Random(seed)
    held, joined = nn.Linear(HIDDEN, len(KINDS)), _Joined(1 + max(example.joined for example in examples))
    steps = PASSES * len(list(_batches(examples, random.Random(seed))))
    heads = [*held.parameters(), *joined.parameters()]
    descent = Descent(network.encoder, heads, (ENCODER_RATE, HEAD_RATE), steps)
    network.train()
    for number in range(PASSES):
        losses = []
        for batch in _batches(examples, shuffle):
            loss = _loss(network, held, joined, batch)
            loss.backward()
            descent.step(network.encoder.parameters())
            losses.append(loss.item())
        say(f"relations, pass {number + 1}: {np.mean(losses):.3f}")


class _Joined(nn.Module):
    """The relation between two marked texts."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.inner, self.outer = nn.Linear(2 * HIDDEN, 256), nn.Linear(256, kinds)

    def forward(self, states: Tensor) -> Tensor:
        scores: Tensor = self.outer(functional.gelu(self.inner(states)))
        return scores


def _loss(network: Pages, held: nn.Linear, joined: _Joined, batch: Sequence[Example]) -> Tensor:
    states = network.marked([example.stretch for example in batch])
    ends = np.cumsum([len(example.stretch.marks) for example in batch])
    firsts = [int(end) - len(example.stretch.marks) for end, example in zip(ends, batch, strict=True)]
    single = [place for place, example in enumerate(batch) if example.joined < 0]
    pairs = [place for place, example in enumerate(batch) if example.joined >= 0]
    loss = torch.zeros(())
    if single:
        wanted = torch.tensor([batch[place].held for place in single])
        found = held(states[[firsts[place] for place in single]])
        lost = functional.binary_cross_entropy_with_logits(found, wanted)
        loss = loss + WEIGHT * lost * len(single) / len(batch)
    if pairs:
        both = torch.cat([states[[firsts[place] + half for place in pairs]] for half in (0, 1)], dim=1)
        wanted = torch.tensor([batch[place].joined for place in pairs])
        loss = loss + functional.cross_entropy(joined(both), wanted) * len(pairs) / len(batch)
    return loss


def _batches(examples: Sequence[Example], shuffle: random.Random) -> Iterator[list[Example]]:
    return batches(examples, BATCH, lambda example: len(example.stretch.ids), shuffle)


def _unified(data: Path, wordpiece: WordPiece) -> Iterator[Example]:
    for row in _rows(data, FILES[0]):
        told = {relation["type"] for relation in row["rels"]}
        stretch = _stretch([pieces(" ".join(row["text"].split()), LONGEST, wordpiece)], wordpiece)
        yield Example(stretch, held=tuple(float(kind in told) for kind in KINDS))


def _pairs(data: Path, wordpiece: WordPiece) -> Iterator[Example]:
    rows = list(_rows(data, FILES[1]))
    kinds = sorted({row["label"] for row in rows})
    for row in rows:
        halves = (row["child"], row["parent"]) if row["child_first"] else (row["parent"], row["child"])
        stretch = _stretch([pieces(half, LONGEST_HALF, wordpiece) for half in halves], wordpiece)
        yield Example(stretch, joined=2 * kinds.index(row["label"]) + row["child_first"])


def _rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, _content(data, name).decode("utf-8").splitlines())


def _content(data: Path, name: str) -> bytes:
    return (data / name / "train.jsonl").read_bytes()


def _stretch(texts: Sequence[Sequence[int]], wordpiece: WordPiece) -> Stretch:
    mark, end = wordpiece["[CLS]"], wordpiece["[SEP]"]
    ids, marks = [mark, end], []
    for text in texts:
        marks.append(len(ids))
        ids += [mark, *text]
    types = (QUESTION, QUESTION, *(PAGE for _ in ids[2:]))
    return Stretch(tuple(ids), types, tuple(marks), 0, 0, len(marks))
