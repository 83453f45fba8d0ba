"""What the network is punished for: each task's loss over a batch of labelled windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cuibono.reading.model.names import LABELS
from cuibono.reading.model.windows import Batch, Window, same_sentence
from data import Document
from network import Network

UNKNOWN = -100
WEIGHTS = {"upos": 0.5, "names": 1.0, "starts": 0.3, "arcs": 1.0, "relations": 1.0}


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The labels of tags and relations, in the order of the heads' outputs."""

    upos: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """The right answers for a batch; `UNKNOWN` where there is none, index 0 being the root.

    `upos`, `heads`, `relations`, `starts` are (windows, 1 + words); `names` (windows, 1 + words, labels) says which
    labels are allowed, all of them where nothing is known.
    """

    upos: Tensor
    heads: Tensor
    relations: Tensor
    starts: Tensor
    names: Tensor


def targets(windows: Sequence[Window], documents: Sequence[Document], long: int, alphabet: Alphabet) -> Targets:
    """The answers for `windows`, whose parts number the sentences of their document, padded to `long` words."""
    shape = (len(windows), long)
    upos, heads, relations, starts = (np.full(shape, UNKNOWN, np.int64) for _ in range(4))
    names = np.ones((*shape, len(LABELS)), bool)
    for row, (window, document) in enumerate(zip(windows, documents, strict=True)):
        for number, part in enumerate(window.parts):
            sentence = document.sentences[part.sentence]
            here = slice(1 + part.here.start, 1 + part.here.stop)
            own = slice(part.first, part.last)
            if document.running and sentence.upos is not None:
                starts[row, here] = 0
                starts[row, here.start] = 1 if number else UNKNOWN
            if sentence.names is not None:
                for word, allowed in enumerate(sentence.names[own]):
                    names[row, here.start + word] = [label in allowed for label in range(len(LABELS))]
            if sentence.upos is not None and part.first == 0 and part.last == len(sentence.words):
                upos[row, here] = _numbers(sentence.upos, alphabet.upos)
                heads[row, here] = [head and part.at + head for head in sentence.heads or ()]
                relations[row, here] = _numbers(sentence.relations or (), alphabet.relations)
    return Targets(*(torch.from_numpy(array) for array in (upos, heads, relations, starts, names)))


def _numbers(labels: Sequence[str], known: Sequence[str]) -> list[int]:
    return [known.index(label) if label in known else UNKNOWN for label in labels]


def losses(network: Network, scores: dict[str, Tensor], batch: Batch, wanted: Targets) -> dict[str, Tensor]:
    """The loss of every task that the batch has answers for."""
    found = {}
    if (wanted.upos >= 0).any():
        found["upos"] = functional.cross_entropy(scores["upos"].transpose(1, 2), wanted.upos, ignore_index=UNKNOWN)
        found["arcs"] = _arc_loss(scores["arcs"], batch, wanted.heads)
        found["relations"] = _relation_loss(network, scores, wanted)
    said = wanted.starts >= 0
    if said.any():
        found["starts"] = functional.binary_cross_entropy_with_logits(
            scores["starts"][said], wanted.starts[said].to(torch.float32)
        )
    labelled = ~wanted.names.all(dim=2)
    if labelled.any():
        found["names"] = _partial_loss(scores["names"][labelled], wanted.names[labelled])
    return found


def total(found: dict[str, Tensor]) -> Tensor:
    """The weighted sum of the tasks' losses."""
    return sum((WEIGHTS[task] * loss for task, loss in found.items()), torch.zeros(()))


def _partial_loss(logits: Tensor, allowed: Tensor) -> Tensor:
    """Minus the log of the probability that the label is one of those allowed (as in Tsuboi et al. 2008)."""
    kept = torch.logsumexp(logits.masked_fill(~allowed, -1e4), dim=1)
    return (torch.logsumexp(logits, dim=1) - kept).mean()


def _arc_loss(arcs: Tensor, batch: Batch, heads: Tensor) -> Tensor:
    possible = torch.from_numpy(same_sentence(batch.sentence))
    return functional.cross_entropy(arcs.masked_fill(~possible, -1e4).transpose(1, 2), heads, ignore_index=UNKNOWN)


def _relation_loss(network: Network, scores: dict[str, Tensor], wanted: Targets) -> Tensor:
    rows, words = ((wanted.heads >= 0) & (wanted.relations >= 0)).nonzero(as_tuple=True)
    dependents, heads = scores["dependents"][rows, words], scores["heads"][rows, wanted.heads[rows, words]]
    ones = torch.ones(len(rows), 1)
    left, right = torch.cat([dependents, ones], 1), torch.cat([heads, ones], 1)
    kinds, width, _ = network.bilinear.shape
    through = left @ network.bilinear.permute(1, 0, 2).reshape(width, kinds * width)
    logits = (through.view(-1, kinds, width) * right[:, None, :]).sum(dim=2)
    return functional.cross_entropy(logits, wanted.relations[rows, words])
