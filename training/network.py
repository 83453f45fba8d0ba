"""The network: MiniLM's encoder with heads for parts of speech, names, sentence starts and the dependency parse.

The encoder is BERT's (Devlin et al. 2019) at MiniLM's size (Wang et al. 2020): 6 layers of 384. The parse heads are
biaffine (Dozat and Manning 2017); every task reads its own mixture of the layers (Peters et al. 2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, INNER, HEADS, LAYERS = 384, 1536, 12, 6
VOCABULARY, POSITIONS = 30522, 512
ARC, RELATION = 256, 128
DROPOUT, HEAD_DROPOUT = 0.1, 0.2
OUTPUTS = ("upos", "names", "starts", "arcs", "dependents", "heads")


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.attended, self.attended_norm = nn.Linear(HIDDEN, HIDDEN), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner, self.outer = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.outer_norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = states.shape
        query, key, value = (
            part(states).view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        if torch.onnx.is_in_onnx_export():  # spelt out, so that the exported graph can be fused
            weights = torch.softmax(query @ key.transpose(-1, -2) / (HIDDEN // HEADS) ** 0.5 + bias, dim=-1)
            mixed = weights @ value
        else:
            dropout = DROPOUT if self.training else 0.0
            mixed = functional.scaled_dot_product_attention(query, key, value, bias.to(query.dtype), dropout)
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))
        states = self.attended_norm(states + functional.dropout(mixed, DROPOUT, self.training))
        inner = self.outer(functional.gelu(self.inner(states)))
        return self.outer_norm(states + functional.dropout(inner, DROPOUT, self.training))


class Encoder(nn.Module):
    """Pieces to one state per piece and layer."""

    def __init__(self, types: int) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.types, self.norm = nn.Embedding(types, HIDDEN), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> list[Tensor]:
        return self.states(self.words(ids), mask, types)

    def states(self, words: Tensor, mask: Tensor, types: Tensor) -> list[Tensor]:
        """The states of every layer, from the word embeddings of the pieces."""
        states = words + self.types(types) + self.positions.weight[: words.shape[1]]
        states = functional.dropout(self.norm(states), DROPOUT, self.training)
        bias = (1.0 - mask[:, None, None, :].to(torch.float32)) * -10000.0
        every = [states]
        for layer in self.layers:
            every.append(layer(every[-1], bias))
        return every


_RENAMED = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer_norm": "output.LayerNorm",
}
_EMBEDDINGS = {"words": "word_embeddings", "positions": "position_embeddings", "norm": "LayerNorm"}


def minilm(path: Path, types: int) -> Encoder:
    """The encoder with the weights of all-MiniLM-L6-v2 (a safetensors file); every type starts as BERT's type 0."""
    from safetensors.torch import load_file

    stored: Mapping[str, Tensor] = load_file(path)
    encoder = Encoder(types)
    state = {}
    for name in encoder.state_dict():
        if name == "types.weight":
            state[name] = stored["embeddings.token_type_embeddings.weight"][:1].repeat(types, 1)
        elif name.startswith("layers."):
            _, number, part, kind = name.split(".")
            state[name] = stored[f"encoder.layer.{number}.{_RENAMED[part]}.{kind}"]
        else:
            part, kind = name.split(".")
            state[name] = stored[f"embeddings.{_EMBEDDINGS[part]}.{kind}"]
    encoder.load_state_dict(state)
    return encoder


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many labels each head has."""

    upos: int
    names: int
    relations: int


class Mixture(nn.Module):
    """A learned weighted mean of the encoder's layers; the upper ones start ahead."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor([0.0] * 4 + [1.0] * (LAYERS - 3)))

    def forward(self, states: list[Tensor]) -> Tensor:
        shares = torch.softmax(self.weights, dim=0)
        return sum((share * state for share, state in zip(shares, states, strict=True)), torch.zeros(()))


class Network(nn.Module):
    """Everything that is trained."""

    def __init__(self, encoder: Encoder, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = encoder
        self.mixtures = nn.ModuleDict({task: Mixture() for task in ("upos", "names", "parse")})
        self.upos, self.starts = nn.Linear(HIDDEN, sizes.upos), nn.Linear(HIDDEN, 1)
        self.names = nn.Linear(HIDDEN, sizes.names)
        self.arc_dependent, self.arc_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.relation_dependent, self.relation_head = nn.Linear(HIDDEN, RELATION), nn.Linear(HIDDEN, RELATION)
        self.arc = nn.Parameter(torch.randn(ARC, ARC) * 0.02)
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.bilinear = nn.Parameter(torch.randn(sizes.relations, RELATION + 1, RELATION + 1) * 0.02)

    def encode(self, ids: Tensor, mask: Tensor, types: Tensor) -> list[Tensor]:
        """The states of every layer."""
        return self.encoder(ids, mask, types)

    def score(self, states: list[Tensor], first: Tensor) -> dict[str, Tensor]:
        """The heads' outputs for the root (index 0) and every word; `first` says at which piece each stands."""
        index = first[:, :, None].expand(-1, -1, HIDDEN)
        words = {task: self._drop(torch.gather(mixture(states), 1, index)) for task, mixture in self.mixtures.items()}
        dependent, head, relation_dependent, relation_head = (
            self._drop(functional.gelu(part(words["parse"])))
            for part in (self.arc_dependent, self.arc_head, self.relation_dependent, self.relation_head)
        )
        arcs = dependent @ self.arc @ head.transpose(1, 2) + (head @ self.arc_bias)[:, None, :]
        return {
            "upos": self.upos(words["upos"]),
            "names": self.names(words["names"]),
            "starts": self.starts(words["upos"])[:, :, 0],
            "arcs": arcs,
            "dependents": relation_dependent,
            "heads": relation_head,
        }

    def forms(self) -> NDArray[np.float32]:
        """The relations' bilinear forms as the shipped reader wants them, (r + 1, relations, r + 1)."""
        return np.ascontiguousarray(self.bilinear.detach().numpy().transpose(1, 0, 2))

    def _drop(self, states: Tensor) -> Tensor:
        return functional.dropout(states, HEAD_DROPOUT, self.training)

    def forward(self, words: Tensor, mask: Tensor, types: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """What is exported: `OUTPUTS` in order, from the pieces' word embeddings, which the shipped graphs share."""
        scores = self.score(self.encoder.states(words, mask, types), first)
        return tuple(scores[name] for name in OUTPUTS)


class Embedding(nn.Module):
    """MiniLM as it is: the mean of the last layer's states, of length 1."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        last = self.encoder.states(words, mask, torch.zeros_like(mask))[-1]
        shown = mask[:, :, None].to(torch.float32)
        mean = (last * shown).sum(1) / shown.sum(1)
        return mean / torch.sqrt((mean * mean).sum(1, keepdim=True))
