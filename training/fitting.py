"""Fitting: the passes over the examples, and everything needed to go on after any of them as if never interrupted."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from cuibono.reading.model.windows import Batch, Window, batch
from cuibono.reading.model.wordpiece import WordPiece, case_class
from data import Document
from losses import Alphabet, Targets, losses, targets, total
from network import Network

ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
WINDOWS_A_STEP = 8
POOL = 20
"""Batches' worth of windows that are sorted by length together, so that little is padded."""
RECASED = 0.1
"""Share of windows read as if in lower case, in Title Case (as headlines are) or in CAPITALS."""
REWRITINGS = (str.lower, str.title, str.upper)
STEPS_A_LINE = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Example:
    """A window and the document that it was cut from."""

    window: Window
    document: Document


class Fitting:
    """A network being fitted to examples: the rate rises over a twelfth of the steps, then falls to nothing."""

    def __init__(
        self,
        network: Network,
        examples: Sequence[Example],
        wordpiece: WordPiece,
        alphabet: Alphabet,
        epochs: int,
        seed: int,
    ) -> None:
        self.network, self.examples, self.alphabet = network, examples, alphabet
        self.ends = wordpiece["[CLS]"], wordpiece["[SEP]"]
        self.epochs, self.epoch = epochs, 0
        self.shuffle = random.Random(seed)
        self.optimiser = _optimiser(network)
        self.steps = epochs * sum(1 for _ in _batches(examples, random.Random(seed)))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, lambda step: rise_and_fall(step, self.steps))

    def once(self, say: Callable[[str], None]) -> None:
        """One pass over all examples; `say` is told the mean losses now and then."""
        self.network.train()
        seen: defaultdict[str, list[float]] = defaultdict(list)
        for number, chosen in enumerate(_batches(self.examples, self.shuffle), start=1):
            for task, loss in self._step(chosen).items():
                seen[task].append(loss)
            if number % STEPS_A_LINE == 0:
                means = " ".join(f"{task} {np.mean(values):.3f}" for task, values in sorted(seen.items()))
                say(f"pass {self.epoch + 1}, step {self.schedule.last_epoch} of {self.steps}: {means}")
                seen.clear()
        self.epoch += 1

    def _step(self, chosen: Sequence[Example]) -> dict[str, float]:
        made = batch([_recased(example, self.shuffle) for example in chosen], *self.ends)
        found = losses(self.network, run(self.network, made), made, self._wanted(chosen, made))
        total(found).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad(set_to_none=True)
        return {task: loss.item() for task, loss in found.items()}

    def _wanted(self, chosen: Sequence[Example], made: Batch) -> Targets:
        windows, documents = [example.window for example in chosen], [example.document for example in chosen]
        return targets(windows, documents, made.first.shape[1], self.alphabet)

    def state(self) -> dict[str, Any]:
        """Everything that the next pass depends on."""
        return {
            "epoch": self.epoch,
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "shuffle": self.shuffle.getstate(),
            "torch": torch.get_rng_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.epoch = state["epoch"]
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.shuffle.setstate(state["shuffle"])
        torch.set_rng_state(state["torch"])


def run(network: Network, made: Batch) -> dict[str, Tensor]:
    """The network's scores; the encoder in bfloat16, the heads in full."""
    ids, mask, types, first = (torch.from_numpy(array) for array in (made.ids, made.mask, made.types, made.first))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = network.encode(ids, mask, types)
    return network.score([state.to(torch.float32) for state in states], first)


def _optimiser(network: Network) -> torch.optim.Optimizer:
    """AdamW: the pretrained weights move slowly, what starts from nothing (the heads, the case classes) faster."""
    slow, fast = [], []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            pretrained = name.startswith("encoder.") and not name.startswith("encoder.types")
            (slow if pretrained else fast).append(parameter)
    groups = [{"params": slow, "lr": ENCODER_RATE}, {"params": fast, "lr": HEAD_RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.99), fused=True)


class Descent:
    """AdamW on an encoder and what stands on it, each at its own rate; both rise, and then fall to nothing."""

    def __init__(
        self, encoder: nn.Module, others: Iterable[nn.Parameter], rates: tuple[float, float], steps: int
    ) -> None:
        slow = [parameter for parameter in encoder.parameters() if parameter.requires_grad]
        groups = [{"params": part, "lr": rate} for part, rate in zip((slow, [*others]), rates, strict=True)]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, lambda step: rise_and_fall(step, steps))

    def step(self, clipped: Iterable[nn.Parameter]) -> None:
        """Go down the slope found so far, that of `clipped` cut to length 1."""
        torch.nn.utils.clip_grad_norm_([*clipped], 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._optimiser.zero_grad(set_to_none=True)


def batches(examples: Sequence[T], size: int, length: Callable[[T], int], shuffle: random.Random) -> Iterator[list[T]]:
    """All examples once, in batches of like length and random order."""
    order = list(examples)
    shuffle.shuffle(order)
    made = []
    for first in range(0, len(order), POOL * size):
        pool = sorted(order[first : first + POOL * size], key=length)
        made += [pool[at : at + size] for at in range(0, len(pool), size)]
    shuffle.shuffle(made)
    yield from made


def rise_and_fall(step: int, steps: int) -> float:
    """The share of the full rate at a step: it rises over a twelfth of them, then falls to nothing."""
    warm = max(10, steps // 12)
    return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))


def _batches(examples: Sequence[Example], shuffle: random.Random) -> Iterator[list[Example]]:
    return batches(examples, WINDOWS_A_STEP, lambda example: len(example.window.ids), shuffle)


def _recased(example: Example, shuffle: random.Random) -> Window:
    """The example's window, now and then with other case classes."""
    window = example.window
    if shuffle.random() >= RECASED:
        return window
    rewrite = shuffle.choice(REWRITINGS)
    sentences = example.document.sentences
    words = [word for part in window.parts for word in sentences[part.sentence].words[part.first : part.last]]
    sizes = np.diff([*window.starts, len(window.ids)])
    types = [case_class(rewrite(word)) for word, size in zip(words, sizes, strict=True) for _ in range(size)]
    return Window(window.ids, types, window.starts, window.parts)
