"""Train the network that judges which sentences say why.

    python training/answers.py --data DATA --news NEWS --out DIR

Three lessons: relations between clauses (`relations.py`), the project's own invented articles (`articles.py`), and real
news (`news.py`), on whose development part the learning curve is measured. What decided the result is recorded in
`answers.json`. After each lesson the network stands in `DIR/answers.pt`; `--resume` goes on from there.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

import relations
from articles import articles, kept
from cuibono.reading.model.answers import KINDS
from cuibono.reading.model.stretches import PAGE, Stretch
from cuibono.reading.model.wordpiece import WordPiece
from export import export_answers, packaged_minilm, sha256
from fitting import Descent
from news import LABELS, SENTENCES, digest, news
from pages import Page, Pages, page
from train import SEED, Reporter, settle
from weights import figures

OWN, NEWS = 2, 2
"""Passes over the own articles, and then over the real ones; each takes every other stretch of a page."""
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
PAGES_A_STEP = 2
WEIGHTS = (2.0, 1.0, 1.0, 1.0, 0.5)
"""How much each of KINDS counts."""
MASKED = 0.1
"""Share of the pieces of a page that are hidden, so that no single word is relied on."""


def main() -> None:
    """Read the arguments, train, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the converted corpora")
    parser.add_argument(
        "--news", type=Path, help="folder of the news collection's JSON files; own articles alone without"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights and their record")
    parser.add_argument("--minilm", type=Path, default=None, help="folder with MiniLM's model.safetensors, vocab.txt")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true", help="go on after the last lesson that --out holds")
    parser.add_argument("--limit", type=int, default=None, help="articles of each kind, for a trial run")
    given = parser.parse_args()
    settle(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    source = given.minilm or packaged_minilm()
    wordpiece = WordPiece((source / "vocab.txt").read_text(encoding="utf-8").splitlines())
    every = list(articles())
    own, apart = (
        [item for item in every if (item.question_id in kept(every)) == is_apart] for is_apart in (False, True)
    )
    real, dev = (list(news(given.news, part)) if given.news else [] for part in ("train", "dev"))
    real += news(given.news, "train", labels=SENTENCES) if given.news else ()
    own, real, check = ([page(item, wordpiece) for item in some][: given.limit] for some in (own, real, dev or apart))
    say = Reporter()
    network, checkpoint = Pages(source), given.out / "answers.pt"
    files, curve = relations.files(given.data), list[dict[str, Any]]()
    if given.resume:
        curve = _restore(network, torch.load(checkpoint, weights_only=True))
    else:
        relations.teach(network, given.data, wordpiece, SEED, say)
        torch.save(_state(network, curve), checkpoint)
    for name, learn, passes in (("own", own, OWN), ("news", real, NEWS)):
        if any(told["lesson"] == name for told in curve):
            continue
        for told in fit(network, learn, passes if learn else 0, wordpiece["[MASK]"]):
            curve.append({"lesson": name, **told, "dev": scores(network, check)})
            say(json.dumps(curve[-1]))
        torch.save(_state(network, curve), checkpoint)
    export_answers(network, given.out)
    record = {
        "seed": SEED,
        "kinds": KINDS,
        "starting_point": {"model": "all-MiniLM-L6-v2 (Apache-2.0)", "sha256": sha256(source / "model.safetensors")},
        "data": files | {f"{labels.name}, to learn from": digest("train", labels) for labels in (LABELS, SENTENCES)},
        "articles": {"own": len(own), "news": len(real)},
        "learning_curve": curve,
        "files": {"answers.onnx": sha256(given.out / "answers.onnx")},
    }
    (given.out / "answers.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    say("exported")


def _state(network: Pages, curve: list[dict[str, Any]]) -> dict[str, Any]:
    """What the next lesson needs to go on as if nothing had come between."""
    return {"network": network.state_dict(), "random": torch.get_rng_state(), "curve": json.dumps(curve)}


def _restore(network: Pages, state: Mapping[str, Any]) -> list[dict[str, Any]]:
    network.load_state_dict(state["network"])
    torch.set_rng_state(state["random"])
    curve: list[dict[str, Any]] = json.loads(state["curve"])
    return curve


def fit(network: Pages, learn: Sequence[Page], passes: int, mask: int) -> Iterator[dict[str, Any]]:
    """Pass over the pages, and say after each what the mean loss was."""
    shuffle, order = random.Random(SEED), list(learn)
    steps = passes * -(-len(order) // PAGES_A_STEP)
    heads = [parameter for name, parameter in network.named_parameters() if not name.startswith("encoder.")]
    descent = Descent(network.encoder, heads, (ENCODER_RATE, HEAD_RATE), steps)
    for number in range(passes):
        network.train()
        shuffle.shuffle(order)
        losses = []
        for first in range(0, len(order), PAGES_A_STEP):
            chosen = order[first : first + PAGES_A_STEP]
            for item in chosen:
                loss = lost(network, item.tiled(number), shuffle, mask)
                loss.backward()
                losses.append(loss.item())
            descent.step(network.parameters())
        yield {"pass": number + 1, "loss": round(float(np.mean(losses)), 4)}


def lost(network: Pages, item: Page, shuffle: random.Random, mask: int) -> Tensor:
    """The loss on one page: on what its sentences are, and on how those that state motives are tied to all."""
    states = network.marked([hidden(part, shuffle, mask) for part in item.stretches])
    wanted = torch.from_numpy(item.wanted[item.marks()])
    told = functional.binary_cross_entropy_with_logits(network.head(states), wanted, weight=torch.tensor(WEIGHTS))
    rows = item.once()
    places = np.array(item.marks())
    stated = [row for row in rows if item.wanted[places[row], 0]]
    if not stated:
        return told
    motives, others = network.sides(states)
    found = torch.einsum("mkq,oq->mok", motives[stated], others[rows])
    tied = torch.from_numpy(item.tied[np.ix_(places[stated], places[rows])])
    return told + functional.binary_cross_entropy_with_logits(found, tied)


def hidden(stretch: Stretch, shuffle: random.Random, mask: int) -> Stretch:
    """The stretch with some pieces of its sentences hidden."""
    marks = set(stretch.marks)
    ids = tuple(
        mask if kind == PAGE and place not in marks and shuffle.random() < MASKED else number
        for place, (number, kind) in enumerate(zip(stretch.ids, stretch.types, strict=True))
    )
    return Stretch(ids, stretch.types, stretch.marks, stretch.first, stretch.begins, stretch.ends)


@torch.no_grad()
def judged(network: Pages, item: Page) -> NDArray[np.float32]:
    """The log odds of every sentence, each from the stretch that judges it."""
    network.eval()
    odds = np.zeros_like(item.wanted)
    for part in item.stretches:
        found = network.head(network.marked([part])).numpy()
        odds[part.begins : part.ends] = found[part.begins - part.first : part.ends - part.first]
    return odds


def scores(network: Pages, check: Sequence[Page]) -> dict[str, str]:
    """How well each kind is told, over all sentences of the pages."""
    odds, wanted = np.concatenate([judged(network, item) for item in check]), np.concatenate([p.wanted for p in check])
    chance = 1 / (1 + np.exp(-odds.astype(float)))
    return {kind: figures(chance[:, column], wanted[:, column]) for column, kind in enumerate(KINDS)}


if __name__ == "__main__":
    main()
