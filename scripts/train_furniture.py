"""Fit the weights of page outlines to labelled pages, and write `data/furniture-weights.toml`.

    python scripts/train_furniture.py WCXB [--pages N] [-o FILE]

WCXB is a checkout of the Web Content eXtraction Benchmark (Foley 2026, CC BY 4.0, github.com/Murrough-Foley/
web-content-extraction-benchmark). Only article pages of its development part are used, and of these the ones whose
labels can be found again in the visible text. Each page is taken whole, as the article with its insets alone, and with
a few lines around it.

The likelihood of the labels under a linear chain is maximised by L-BFGS with an L2 penalty; furniture may be before,
amid or after the article as suits the chain (hidden states). A wrong part is given a nat more than its weight, so that
the right one must win by a margin (softmax margin, Gimpel and Smith 2010).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from cuibono.reading import html
from cuibono.reading.lines import Line, read
from cuibono.reading.marks import marks, steps
from cuibono.reading.outline import Part

WEIGHTS = Path(__file__).parents[1] / "src" / "cuibono" / "data" / "furniture-weights.toml"
HEAD = """\
# How much each mark of a line (see `cuibono.reading.marks`) speaks for its being furniture rather than body, in nats:
# one number, or three where it matters whether that is before, amid or after the article. Steps are from the part of
# the line above to the part of the line. Fitted by scripts/train_furniture.py to the articles of the development part
# of WCXB (Foley 2026, Web Content eXtraction Benchmark, CC BY 4.0); no text of it is in here.
"""
PLACED = (
    "bias",
    "prose",
    "ahead:",
    "behind:",
    "not prose:",
    "run:",
    "prose ahead:",
    "core",
    "before core:",
    "after core:",
    "first",
)
"""The marks that weigh differently before, amid and after the article."""
ALLOWED = np.array([[1, 1, 0, 0], [0, 1, 1, 1], [0, 1, 1, 1], [0, 0, 0, 1]], bool)
NEVER = -1e6
RAREST, LONGEST, PENALTY, ROUNDS = 20, 500, 2.0, 80
BODY, FURNITURE, EITHER = "B", "F", "-"


class Example(NamedTuple):
    """A page's lines with their marks, and for each the parts that its label allows."""

    marks: list[tuple[str, ...]]
    steps: list[tuple[str, ...]]
    free: np.ndarray
    gold: np.ndarray


def pages(folder: Path, limit: int | None) -> Iterator[tuple[list[str], list[str]]]:
    """The visible lines of each article page with their labels."""
    files = json.loads((folder / "metadata.json").read_text("utf-8"))["files"]
    chosen = [id for id, item in sorted(files.items()) if item["split"] == "dev" and item["page_type"] == "article"]
    for id in chosen[:limit]:
        truth = json.loads((folder / "dev" / "ground-truth" / f"{id}.json").read_text("utf-8"))["ground_truth"]
        raw = gzip.decompress((folder / "dev" / "html" / f"{id}.html.gz").read_bytes())
        tree = html.parse(raw.decode("utf-8", "replace"))
        if tree is None or not truth.get("main_content"):
            continue
        lines = list(html.blocks(tree))
        labels = label(lines, truth)
        if labels:
            yield lines, labels


def label(lines: Sequence[str], truth: dict[str, Any]) -> list[str]:
    """Body, furniture or either for each line; empty where the truth cannot be found again, or is no prose."""
    main = [line for line in truth["main_content"].split("\n") if line.strip()]
    labels = [EITHER if said is None else BODY if said else FURNITURE for said in found(lines, main)]
    title = key(truth.get("title") or "")
    labels = [
        EITHER if mark == FURNITURE and key(line) == title else mark for line, mark in zip(lines, labels, strict=True)
    ]
    body = [line.split() for line, mark in zip(lines, labels, strict=True) if mark == BODY]
    count = sum(map(len, body))
    prose = sum(len(words) for words in body if len(words) >= 15)
    if count < 150 or prose < 0.75 * count or not 0.95 <= count / sum(len(line.split()) for line in main) <= 1.15:
        return []
    first = labels.index(BODY)
    above = (
        at for at in range(first - 1, max(-1, first - 12), -1) if labels[at] == EITHER and len(lines[at].split()) >= 3
    )
    if (headline := next(above, None)) is not None:
        labels[headline] = BODY
    return labels


def found(lines: Sequence[str], main: Sequence[str]) -> Iterator[bool | None]:
    """Whether each line is main text: a short one only in its turn, a long one anywhere; None without letters."""
    known, position = {key(line) for line in main}, 0
    whole = "\n" + "\n".join(map(key, main)) + "\n"
    for line in lines:
        own = key(line)
        at = (
            whole.find(f"\n{own}\n", max(0, position - 1))
            if own in known
            else whole.find(own)
            if len(own) >= 25
            else -1
        )
        if not own:
            yield None
        elif own in known:
            in_turn = 0 <= at < position + 3000
            position = max(position, at + len(own) + 1) if in_turn else position
            yield in_turn or len(own) > 40
        elif at >= 0:
            position = max(position, at + len(own))
            yield True
        else:
            parts = [part for part in known if len(part) >= 30 and part in own]
            yield sum(map(len, parts)) >= 0.6 * len(own)


def key(line: str) -> str:
    return re.sub(r"\W+", "", line).lower()


def examples(labelled: Iterable[tuple[list[str], list[str]]]) -> Iterator[Example]:
    chance = random.Random(0)  # noqa: S311 - which lines around an article are taken is no secret
    for lines, labels in labelled:
        first, last = labels.index(BODY), len(labels) - labels[::-1].index(BODY)
        top, bottom = max(0, first - chance.randint(0, 6)), last + chance.randint(0, 12)
        for part in (slice(None), slice(first, last), slice(top, bottom)):
            read_lines = read("\n".join(lines[part]))
            if 0 < len(read_lines) <= LONGEST:
                yield example(read_lines, labels[part])


def example(lines: Sequence[Line], labels: Sequence[str]) -> Example:
    free = np.ones((len(lines), 4), bool)
    free[[bool(line.reason) for line in lines], Part.BODY] = False
    gold = free.copy()
    for at, line in enumerate(lines):
        if labels[line.first] == FURNITURE:
            gold[at, Part.BODY] = False
        elif labels[line.first] == BODY and not line.reason:
            gold[at] = [False, True, False, False]
    return Example(marks(lines), [tuple(steps(line)) for line in lines], free, gold)


class Batch:
    """Pages of about one length, padded, with their marks as sparse matrices."""

    def __init__(self, members: Sequence[Example], line_index: dict[str, int], step_index: dict[str, int]) -> None:
        lengths = [len(item.marks) for item in members]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        self.rows = np.full((len(members), max(lengths)), -1)
        for at, length in enumerate(lengths):
            self.rows[at, :length] = np.arange(offsets[at], offsets[at + 1])
        self.seen = matrix([row for item in members for row in item.marks], line_index)
        self.moves = matrix([row for item in members for row in item.steps], step_index)
        self.free = np.vstack([item.free for item in members])
        self.gold = np.vstack([item.gold for item in members])
        is_body = self.gold[:, Part.BODY] & ~self.gold[:, Part.BEFORE]
        is_furniture = ~self.gold[:, Part.BODY]
        self.margin = np.where(is_body[:, None], [1.0, 0, 1, 1], np.where(is_furniture[:, None], [0.0, 1, 0, 0], 0.0))

    def expected(
        self, scores: np.ndarray, moves: np.ndarray, allowed: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """The log partition sum, and how often each part and each step is expected (forward-backward)."""
        valid = self.rows >= 0
        at = np.maximum(self.rows, 0)
        line = np.where(valid[..., None], np.where(allowed, scores, NEVER)[at], 0.0)
        step = np.where(ALLOWED, np.where(valid[..., None], moves[at], 0.0).reshape(*valid.shape, 4, 4), NEVER)
        forward, backward = np.zeros_like(line), np.zeros_like(line)
        forward[:, 0] = line[:, 0] + np.array([0, 0, NEVER, NEVER])
        for place in range(1, valid.shape[1]):
            came = log_sum(forward[:, place - 1, :, None] + step[:, place], 1) + line[:, place]
            forward[:, place] = np.where(valid[:, place, None], came, forward[:, place - 1])
        for place in range(valid.shape[1] - 2, -1, -1):
            goes = log_sum(step[:, place + 1] + (line[:, place + 1] + backward[:, place + 1])[:, None, :], 2)
            backward[:, place] = np.where(valid[:, place + 1, None], goes, 0.0)
        total = log_sum(forward[:, -1], 1)
        node = np.exp(forward + backward - total[:, None, None])
        edge = np.zeros_like(step)
        ahead = (line + backward)[:, 1:, None, :]
        edge[:, 1:] = np.exp(forward[:, :-1, :, None] + step[:, 1:] + ahead - total[:, None, None, None])
        nodes, edges = np.zeros_like(scores), np.zeros_like(moves)
        nodes[self.rows[valid]], edges[self.rows[valid]] = node[valid], edge[valid].reshape(-1, 16)
        return float(total.sum()), nodes, edges


def log_sum(values: np.ndarray, axis: int) -> np.ndarray:
    top = values.max(axis, keepdims=True)
    return np.squeeze(top + np.log(np.exp(values - top).sum(axis, keepdims=True)), axis)


def matrix(rows: Sequence[Iterable[str]], index: dict[str, int]) -> sparse.csr_matrix:
    pairs = [(at, index[mark]) for at, row in enumerate(rows) for mark in row if mark in index]
    places, columns = zip(*pairs, strict=True)
    return sparse.csr_matrix((np.ones(len(pairs)), (places, columns)), shape=(len(rows), len(index)))


def indexed(rows: Iterable[Iterable[str]]) -> dict[str, int]:
    counted = Counter(mark for row in rows for mark in row)
    return {mark: at for at, mark in enumerate(sorted(mark for mark, count in counted.items() if count >= RAREST))}


def fit(data: list[Example]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The weights of lines by mark (part by part) and of steps by mark (part by part)."""
    line_index, step_index = (
        indexed(row for item in data for row in item.marks),
        indexed(row for item in data for row in item.steps),
    )
    placed = np.array(
        [mark in PLACED or mark.startswith(tuple(p for p in PLACED if p[-1] == ":")) for mark in line_index]
    )
    batches = [Batch(group, line_index, step_index) for group in grouped(data)]
    lines, extra, moves = len(line_index), int(placed.sum()), len(step_index)

    def unpacked(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        scores = np.zeros((lines, 4))
        scores[:, [Part.BEFORE, Part.INSET, Part.AFTER]] = values[:lines, None]
        scores[placed] += np.insert(values[lines : lines + 2 * extra].reshape(-1, 2), [1, 1], 0, axis=1)
        return scores, values[lines + 2 * extra :].reshape(moves, 16)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores, steps_ = unpacked(values)
        total, line_slope, step_slope = (
            0.5 * PENALTY * float(values @ values),
            np.zeros((lines, 4)),
            np.zeros((moves, 16)),
        )
        for batch in batches:
            row, move = batch.seen @ scores, batch.moves @ steps_
            gold, gold_nodes, gold_edges = batch.expected(row, move, batch.gold)
            free, free_nodes, free_edges = batch.expected(row + batch.margin, move, batch.free)
            total += free - gold
            line_slope += batch.seen.T @ (free_nodes - gold_nodes)
            step_slope += batch.moves.T @ (free_edges - gold_edges)
        outside = line_slope[:, [Part.BEFORE, Part.INSET, Part.AFTER]].sum(1)
        ends = line_slope[placed][:, [Part.BEFORE, Part.AFTER]].ravel()
        return total, np.concatenate([outside, ends, step_slope.ravel()]) + PENALTY * values

    start = np.zeros(lines + 2 * extra + 16 * moves)
    for at, mark in enumerate(mark for mark, is_placed in zip(line_index, placed, strict=True) if is_placed):
        start[lines + 2 * at] = mark.startswith("before core:")
        start[lines + 2 * at + 1] = mark.startswith("after core:")
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    scores, steps_ = unpacked(best.x)
    return dict(zip(line_index, scores, strict=True)), dict(zip(step_index, steps_.reshape(-1, 4, 4), strict=True))


def grouped(data: Sequence[Example]) -> Iterator[list[Example]]:
    group: list[Example] = []
    for item in sorted(data, key=lambda item: len(item.marks)):
        if group and (len(group) == 64 or len(item.marks) > 1.3 * len(group[0].marks) + 20):
            yield group
            group = []
        group.append(item)
    yield group


def written(lines: dict[str, np.ndarray], moves: dict[str, np.ndarray]) -> str:
    out = [HEAD, "[line]"]
    for mark, weights in lines.items():
        before, inset, after = (round(float(weights[part]), 2) + 0.0 for part in (Part.BEFORE, Part.INSET, Part.AFTER))
        if before == inset == after:
            out += [f'"{mark}" = {inset}'] if inset else []
        else:
            out.append(f'"{mark}" = [{before}, {inset}, {after}]')
    for mark, table in moves.items():
        out.append(f'\n[step."{mark}"]')
        for start, end in np.argwhere(ALLOWED):
            if value := round(float(table[start, end]), 2):
                out.append(f"{Part(start).name.lower()}-{Part(end).name.lower()} = {value}")
    return "\n".join([*out, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, help="take only the first N pages")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    data = list(examples(pages(options.folder, options.pages)))
    print(f"{len(data)} examples of {sum(len(item.marks) for item in data)} lines")
    options.output.write_text(written(*fit(data)), "utf-8")


if __name__ == "__main__":
    main()
