"""The network that reads a question and a page: three layers of MiniLM's encoder, and what it makes of each mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from articles import Article, Places, among
from cuibono.reading import sentences
from cuibono.reading.model import stretches
from cuibono.reading.model.answers import KINDS, TIES, pieces
from cuibono.reading.model.stretches import LONGEST_QUESTION, LONGEST_SENTENCE, Stretch
from cuibono.reading.model.wordpiece import WordPiece
from cuibono.reading.sentences import Sentence
from network import HIDDEN, minilm

LAYERS = 3
HEAD_DROPOUT = 0.1
TIE = 96
RARE = -2.0
"""Log odds of a tie to begin with."""


class Pages(nn.Module):
    """Stretches of pages to log odds, one row for every mark."""

    def __init__(self, source: Path) -> None:
        super().__init__()
        self.encoder = minilm(source / "model.safetensors", types=2)
        self.encoder.layers = self.encoder.layers[:LAYERS]
        self.encoder.words.weight.requires_grad = False
        self.head = nn.Linear(HIDDEN, len(KINDS))
        self.motive, self.other = nn.Linear(HIDDEN, TIE), nn.Linear(HIDDEN, TIE)
        self.form = nn.Parameter(torch.randn(len(TIES), TIE, TIE) * 0.02)
        self.usual = nn.Parameter(torch.full((len(TIES), 1), RARE))

    def forward(self, words: Tensor, mask: Tensor, types: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The odds of one stretch from the vectors of its pieces, and both sides of its ties: what is exported."""
        states = self.encoder.states(words, mask, types)[-1][0, marks]
        return self.head(states), *self.sides(states)

    def sides(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """What ties sentences: as motives, (marks, TIES, 97), and as what is tied to them, (marks, 97).

        The log odds of a tie are the dot product of the two.
        """
        told = torch.einsum("mp,kpq->mkq", functional.gelu(self.motive(states)), self.form)
        others = functional.gelu(self.other(states))
        usual = torch.zeros_like(told[:, :, :1]) + self.usual
        return torch.cat([told, usual], dim=2), torch.cat([others, torch.ones_like(others[:, :1])], dim=1)

    def marked(self, batch: Sequence[Stretch]) -> Tensor:
        """The states of all marks of a batch, in order, shape (marks, 384)."""
        length = max(len(stretch.ids) for stretch in batch)
        ids, types, mask = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(3))
        for row, stretch in enumerate(batch):
            ids[row, : len(stretch.ids)] = torch.tensor(stretch.ids)
            types[row, : len(stretch.ids)] = torch.tensor(stretch.types)
            mask[row, : len(stretch.ids)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.encoder(ids, mask, types)[-1]
        every = [states[row, list(stretch.marks)] for row, stretch in enumerate(batch)]
        return functional.dropout(torch.cat(every).float(), HEAD_DROPOUT, self.training)


@dataclass(frozen=True, slots=True)
class Page:
    """An article as the network reads it: its stretches, and the labels of its sentences.

    `wanted`, (sentences, KINDS), is what holds of each; `tied`, (sentences, sentences, TIES), what each that states a
    motive has to do with each other one.
    """

    question_id: str
    stretches: tuple[Stretch, ...]
    wanted: NDArray[np.float32]
    tied: NDArray[np.float32]

    def marks(self) -> list[int]:
        """The sentence of every mark."""
        return [part.first + place for part in self.stretches for place in range(len(part.marks))]

    def tiled(self, number: int) -> Page:
        """The page by every other stretch, the even or the odd ones: what it lacks stands in their margins."""
        return replace(self, stretches=self.stretches[number % 2 :: 2] or self.stretches)

    def once(self) -> list[int]:
        """The numbers of marks that stand for a sentence, one for each sentence."""
        return list({place: number for number, place in enumerate(self.marks())}.values())


def page(item: Article, wordpiece: WordPiece) -> Page:
    """The stretches and labels of an article; its furniture is left out, as the reader leaves it out."""
    cut = sentences.split(item.text, item.trims)
    asked = pieces(item.question, LONGEST_QUESTION, wordpiece)
    told = [pieces(item.text[place.start : place.end], LONGEST_SENTENCE, wordpiece) for place in cut]
    labels = [_kinds(item, place.start, place.end) for place in cut]
    wanted = np.array(labels, np.float32).reshape(-1, len(KINDS))
    cuts = stretches.cut(asked, told, wordpiece["[CLS]"], wordpiece["[SEP]"])
    return Page(item.question_id, tuple(cuts), wanted, _ties(item, cut))


def _kinds(item: Article, start: int, end: int) -> tuple[bool, ...]:
    """What holds of a sentence, in the order of KINDS."""
    own = [told for told in item.hypotheses if told.on_question]
    return tuple(
        among(start, end, places)
        for places in (
            _all(told.stated for told in own),
            _all(told.stated for told in item.hypotheses if not told.on_question),
            _all(told.supported for told in own),
            _all(told.opposed for told in own),
            (*item.occurred, *item.denied),
        )
    )


def _ties(item: Article, cut: Sequence[Sentence]) -> NDArray[np.float32]:
    """For every two sentences whether the first states a motive that the second states again, supports or opposes."""
    tied = np.zeros((len(cut), len(cut), len(TIES)), np.float32)
    for told in item.hypotheses:
        if told.on_question:
            ways = (told.stated, told.supported, told.opposed)
            held = np.array([[among(place.start, place.end, way) for way in ways] for place in cut], bool).reshape(
                -1, 3
            )
            tied = np.maximum(tied, held[:, None, :1] & held[None])
    tied[range(len(cut)), range(len(cut)), 0] = 0
    return tied


def _all(every: Iterable[Places]) -> Places:
    return tuple(place for places in every for place in places)
