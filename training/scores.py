"""How well a reader reads: its answers beside the treebanks' and the name corpora's.

Attachment scores count every token, punctuation included, as in the CoNLL 2018 shared task; LAS compares universal
relations, without their subtypes. A name is right when both its ends and its type are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cuibono.reading.model.names import LABELS
from cuibono.reading.model.records import Sentence as Read
from data import NOTHING, Allowed, Sentence


def spaced(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words joined by blanks, and where each stands: gold tokens for a reader that reads text."""
    places, at = [], 0
    for word in words:
        places.append((at, at + len(word)))
        at += len(word) + 1
    return " ".join(words), places


def gold_names(names: Sequence[Allowed], places: Sequence[tuple[int, int]]) -> set[tuple[int, int, str]]:
    """The names that a corpus marks without doubt in a sentence whose words stand at `places`."""
    found: set[tuple[int, int, str]] = set()
    first = kind = None
    for number, allowed in enumerate([*names, NOTHING]):
        label = LABELS[min(allowed)] if len(allowed) == 1 else "O"
        if first is not None and not label.startswith("I-"):
            found.add((places[first][0], places[number - 1][1], str(kind)))
            first = None
        if label.startswith("B-"):
            first, kind = number, label[2:]
    return found


def score(pairs: Iterable[tuple[Sentence, Read]], kinds: Sequence[str]) -> dict[str, float]:
    """UPOS, UAS, LAS and, for names of `kinds`, typed and untyped F, all in percent; tokens are the gold ones."""
    count: Counter[str] = Counter()
    for gold, read in pairs:
        places = [(token.start, token.end) for token in read.tokens]
        if gold.upos and gold.heads and gold.relations:
            for token, upos, head, relation in zip(read.tokens, gold.upos, gold.heads, gold.relations, strict=True):
                count["words"] += 1
                count["upos"] += token.upos == upos
                count["uas"] += token.head == head - 1
                count["las"] += token.head == head - 1 and token.deprel.split(":")[0] == relation.split(":")[0]
        if gold.names is not None:
            allowed = dict(zip((start for start, _ in places), gold.names, strict=True))
            judged = {(n.start, n.end, n.type) for n in read.names if not _is_open(n.type, allowed[n.start])}
            _count_names(count, gold_names(gold.names, places), judged, kinds)
    return _percent(count, kinds)


def _is_open(kind: str, allowed: Allowed) -> bool:
    """Whether the corpus leaves it open if a name of `kind` begins here."""
    return len(allowed) > 1 and LABELS.index(f"B-{kind}") in allowed


def _count_names(
    count: Counter[str], wanted: set[tuple[int, int, str]], found: set[tuple[int, int, str]], kinds: Sequence[str]
) -> None:
    wanted = {name for name in wanted if name[2] in kinds}
    found = {name for name in found if name[2] in kinds}
    count["right untyped"] += len({name[:2] for name in wanted} & {name[:2] for name in found})
    for kind in kinds:
        count[f"wanted {kind}"] += sum(name[2] == kind for name in wanted)
        count[f"found {kind}"] += sum(name[2] == kind for name in found)
        count[f"right {kind}"] += sum(name[2] == kind for name in wanted & found)


def _percent(count: Counter[str], kinds: Sequence[str]) -> dict[str, float]:
    result = {}
    if count["words"]:
        result = {task: round(100 * count[task] / count["words"], 2) for task in ("upos", "uas", "las")}
    sums = {what: sum(count[f"{what} {kind}"] for kind in kinds) for what in ("wanted", "found", "right")}
    if sums["wanted"]:
        result["names"] = _f(sums["right"], sums["found"], sums["wanted"])
        result["names_untyped"] = _f(count["right untyped"], sums["found"], sums["wanted"])
        for kind in kinds:
            result[f"names_{kind}"] = _f(count[f"right {kind}"], count[f"found {kind}"], count[f"wanted {kind}"])
    return result


def _f(right: int, found: int, wanted: int) -> float:
    return round(200 * right / (found + wanted), 2) if found + wanted else 0.0
