"""The texts that the reader learns from: converted corpora to labelled documents.

Every corpus labels something else, and some label a thing only in part. What a corpus does not say is left open: a
sentence without a parse has no heads, and a word's name label is the *set* of labels that the corpus allows there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cuibono.reading.model.names import LABELS, NAME_TYPES
from cuibono.reading.model.tokens import tokens

Allowed = frozenset[int]
Row = dict[str, Any]
"""One JSON object of a corpus, in the format that its README describes."""

OUTSIDE = LABELS.index("O")
ANYTHING = frozenset(range(len(LABELS)))
LONGEST_TIME = 6
"""Tokens; a longer mention of a time carries a clause of its own, and where its time ends is left open."""


def labels_of(*kinds: str, outside: bool = False) -> Allowed:
    """The labels of names of `kinds`, and O if `outside`."""
    own = {number for number, label in enumerate(LABELS) if label[2:] in kinds}
    return frozenset(own | {OUTSIDE}) if outside else frozenset(own)


NOTHING = labels_of(outside=True)
PEOPLE_PLACES_BODIES = ("PER", "LOC", "ORG")
NO_SUCH_NAME = labels_of(*(kind for kind in NAME_TYPES if kind not in PEOPLE_PLACES_BODIES), outside=True)
"""What a word may be that a corpus of persons, places and organisations leaves unmarked."""
NO_TIME = ANYTHING - labels_of("TIME")

_GUM_TYPES = {"person": "PER", "place": "LOC", "organization": "ORG", "event": "EVT"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words and what its corpus says about them; an absent layer is None."""

    words: tuple[str, ...]
    upos: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None
    relations: tuple[str, ...] | None = None
    names: tuple[Allowed, ...] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Sentences in reading order; `running` where a sentence follows on its predecessor in one text."""

    id: str
    sentences: tuple[Sentence, ...]
    running: bool = True


@dataclass(slots=True)
class Corpus:
    """The documents of all training corpora of one split, and the files they came from."""

    documents: list[Document] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


LICENCES = {
    "parse_ewt": "CC BY-SA 4.0; UD English EWT (universaldependencies.org), by Silveira et al. 2014. "
    "The licence is that of the treebank; the web texts under it are their authors'",
    "parse_gum": "texts CC BY 2.5 (Wikinews: news, interviews), CC BY 4.0 (academic, court), CC BY-SA 3.0 (Wikipedia, "
    "Wikivoyage); annotations CC BY 4.0; GUM v11 (gucorpling.org/gum), by Zeldes et al. Its non-commercial genres "
    "are left out",
    "ner_gum": "as parse_gum",
    "ner_uner_ewt": "CC BY-SA 4.0; Universal NER, English EWT (universalner.org), by Mayhew et al. 2024",
    "ner_wikigold": "CC BY 4.0; WikiGold, by Balasuriya et al. 2009",
    "temporal_wikiwars": "CC BY-SA 3.0, which allows later versions; WikiWars, by Mazur and Dale 2010, on Wikipedia",
    "temporal_meantime": "CC BY 4.0; MEANTIME English, by Minard et al. 2016, on Wikinews (CC BY 2.5)",
}
"""What each corpus may be used under; whatever is added here must let weights trained on it be shared."""


def corpus(folder: Path, split: str, limit: int | None = None) -> Corpus:
    """All documents of `split`; `limit` keeps that many of each corpus, for a trial run."""
    made = Corpus()
    for read in (_ewt, _gum, _wikigold, _wikiwars, _meantime):
        made.documents += list(read(folder, split, made.files))[:limit]
    return made


def _rows(folder: Path, name: str, split: str, files: dict[str, str]) -> list[Row]:
    path = folder / name / f"{split}.jsonl"
    if not path.exists():
        return []
    content = path.read_bytes()
    files[f"{name}/{split}.jsonl"] = hashlib.sha256(content).hexdigest()
    return [json.loads(line) for line in content.decode("utf-8").splitlines()]


def _words(row: Row) -> tuple[str, ...]:
    return tuple(row["text"][start:end] for start, end in row["toks"])


def _treebank(row: Row, names: Iterable[tuple[Allowed, ...] | None]) -> Document:
    sentences = tuple(
        Sentence(tuple(s["tokens"]), tuple(s["upos"].split()), tuple(s["head"]), tuple(s["rel"].split()), found)
        for s, found in zip(row["sents"], names, strict=True)
    )
    return Document(row["id"], sentences)


def _ewt(folder: Path, split: str, files: dict[str, str]) -> Iterator[Document]:
    """EWT's parses, with Universal NER's names where its sentence has the same words."""
    named = {_words(row): _marked(row, NO_SUCH_NAME) for row in _rows(folder, "ner_uner_ewt", split, files)}
    for row in _rows(folder, "parse_ewt", split, files):
        yield _treebank(row, [named.get(tuple(sentence["tokens"])) for sentence in row["sents"]])


def _gum(folder: Path, split: str, files: dict[str, str]) -> Iterator[Document]:
    """GUM's parses, with the names and times of its entity layer."""
    mentions = {row["id"]: _gum_names(row) for row in _rows(folder, "ner_gum", split, files)}
    for row in _rows(folder, "parse_gum", split, files):
        left = iter(mentions[row["id"]])
        yield _treebank(row, [tuple(next(left) for _ in sentence["tokens"]) for sentence in row["sents"]])


def _gum_names(row: Row) -> list[Allowed]:
    found = []
    for entity in row["ents"]:
        if entity["t0"] == "time":
            found.append((entity["s"], entity["e"], "TIME"))
        elif entity.get("named") and "ns" in entity:
            found.append((entity["ns"], entity["ne"], _GUM_TYPES.get(entity["t0"], "MISC")))
    return _label(row["toks"], found, NOTHING)


def _wikigold(folder: Path, split: str, files: dict[str, str]) -> Iterator[Document]:
    """WikiGold's persons, places and organisations; its other names follow other rules than GUM's and are left open."""
    rows = _rows(folder, "ner_wikigold", split, files)
    for first in range(0, len(rows), 20):
        some = rows[first : first + 20]
        sentences = tuple(Sentence(_words(row), names=_marked(row, NO_SUCH_NAME)) for row in some)
        yield Document(some[0]["id"], sentences, running=False)


def _marked(row: Row, otherwise: Allowed) -> tuple[Allowed, ...]:
    found = [(e["s"], e["e"], e["t"]) for e in row["ents"] if e["t"] in PEOPLE_PLACES_BODIES]
    return tuple(_label(row["toks"], found, otherwise))


def _wikiwars(folder: Path, split: str, files: dict[str, str]) -> Iterator[Document]:
    for row in _rows(folder, "temporal_wikiwars", split, files):
        times = [(t["s"], t["e"], "TIME") for t in row["timex3"]]
        yield Document(row.get("id", row["text"][:40].strip()), tuple(_timed(row["text"], times, len(row["text"]))))


def _meantime(folder: Path, split: str, files: dict[str, str]) -> Iterator[Document]:
    """MEANTIME's times; only the headline and the first sentences are annotated, so reading stops at the last mark."""
    for row in _rows(folder, "temporal_meantime", split, files):
        times = [(t["s"], t["e"], "TIME") for t in row["timex"] if t["s"] is not None]
        last = max(mark["e"] or 0 for mark in (*row["timex"], *row["events"]))
        end = row["text"].find("\n", last)
        yield Document(row["id"], tuple(_timed(row["text"], times, end if end >= 0 else len(row["text"]))))


def _timed(text: str, times: list[tuple[int, int, str]], end: int) -> Iterator[Sentence]:
    """The lines of `text` up to `end` as sentences of which only the times are known."""
    at = 0
    for line in text[:end].splitlines(keepends=True):
        found = tokens(text, at, at + len(line))
        at += len(line)
        if found:
            yield Sentence(tuple(text[a:b] for a, b in found), names=tuple(_label(found, times, NO_TIME)))


def _label(places: Sequence[Sequence[int]], found: list[tuple[int, int, str]], otherwise: Allowed) -> list[Allowed]:
    """What each token at `places` may be, the longest names first; a token that a name cuts in two is left open."""
    result = [otherwise] * len(places)
    free = [True] * len(places)
    for start, end, kind in sorted(found, key=lambda name: (name[0] - name[1], name[0])):
        inside = [number for number, (a, b) in enumerate(places) if a < end and b > start]
        if not inside or not all(free[number] for number in inside):
            continue
        exact = places[inside[0]][0] == start and places[inside[-1]][1] == end
        known = exact and not (kind == "TIME" and len(inside) > LONGEST_TIME)
        for number in inside:
            free[number] = False
            prefix = "B" if number == inside[0] else "I"
            result[number] = frozenset({LABELS.index(f"{prefix}-{kind}")}) if known else otherwise | labels_of(kind)
    return result
