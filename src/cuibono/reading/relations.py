"""Relations: who supports, opposes or negotiates with whom, as far as the words between two names say so.

A cue of `data/relations.toml` must stand between two actors of one sentence, with little else in between, or before
both ("talks between A and B"). What is negated is left out, and so is what is merely near: a map of actors is worth
nothing if it invents an enemy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from cuibono.reading.actors import Actors, Mention
from cuibono.reading.sentences import Sentence
from cuibono.reading.verbs import inflect

Kind = Literal["supports", "opposes", "negotiates"]
KINDS: tuple[Kind, ...] = ("supports", "opposes", "negotiates")

_REACH = 48
"""The most characters between a cue and the actor on either side of it."""

_ACTING = frozenset({"person", "organisation", "country"})
_BREAK = re.compile(
    r"[.;:!?()\n—–]|,\s*(?:and|but|whose|as|although)\b|\b(?:that|who|which|because|while|if|said|says)\b"
)
_PLACE = re.compile(r"\b(?:in|from|near|at|across|outside|inside|into|through|over)\s+(?:the\s+)?$")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets|got)\s+(?:\w+ly\s+)?$")
_BY = re.compile(r"^\s+by\s+(?:the\s+)?")
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class Relation:
    """One actor's stand towards another, and where the text says so: `text[start:end]` has both names and the cue.

    Who negotiates does so with the other as well: there the two stand in the order of their names.
    """

    who: str
    kind: Kind
    whom: str
    cue: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    kind: Kind
    shape: Literal["verb", "noun", "between"]


def relations(text: str, sentences: Sequence[Sentence], actors: Actors) -> tuple[Relation, ...]:
    """The relations that these sentences of `text` state, in order.

    >>> from cuibono.reading import actors, sentences
    >>> text = "Russia armed the Taliban. The Taliban were attacked by Iran. Iran never attacked China."
    >>> parts = sentences.split(text)
    >>> [(r.who, r.kind, r.whom) for r in relations(text, parts, actors.find(text, parts))]
    [('Russia', 'supports', 'Taliban'), ('Iran', 'opposes', 'Taliban')]
    """
    return tuple(found for sentence in sentences for found in _within(text, sentence, actors))


def _within(text: str, sentence: Sentence, actors: Actors) -> Iterator[Relation]:
    mentions = [
        mention
        for mention in actors.within(sentence.start, sentence.end)
        # Where something happens is nobody who does it.
        if mention.actor.type in _ACTING
        and not _PLACE.search(text[max(sentence.start, mention.start - 16) : mention.start])
    ]
    if len({mention.actor.name for mention in mentions}) < 2:
        return
    for cue in _cues(text, sentence):
        pair = _around(text, cue, mentions)
        if pair is not None and pair[0].actor.name != pair[1].actor.name and not _negated(text, sentence, cue, pair):
            yield _relation(text, cue, *pair)


def _cues(text: str, sentence: Sentence) -> Iterator[_Cue]:
    known = _known()
    part = text[sentence.start : sentence.end].lower()
    words = [(word.start(), word.end()) for word in _WORD.finditer(part)]
    for number, (start, end) in enumerate(words):
        two = " ".join(part[start : words[number + 1][1]].split()) if number + 1 < len(words) else ""
        for said, last in ((two, number + 1), (part[start:end], number)):
            if said in known:
                kind, shape = known[said]
                yield _Cue(sentence.start + start, sentence.start + words[last][1], kind, shape)
                break


def _around(text: str, cue: _Cue, mentions: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """Who does it and to whom: the actors on either side, or both behind, swapped where the verb is passive."""
    before = [m for m in mentions if m.end <= cue.start]
    after = [m for m in mentions if m.start >= cue.end]
    if cue.shape == "between":
        return (after[0], after[1]) if len(after) > 1 and _joined(text, cue, *after[:2]) else None
    if (
        not before
        or not after
        or not _near(text, before[-1].end, cue.start)
        or not _near(text, cue.end, after[0].start)
    ):
        return None
    one, other = before[-1], after[0]
    if cue.shape == "verb" and _BY.match(text[cue.end : other.start] + " "):
        return (other, one) if _PASSIVE.search(text[one.end : cue.start]) else None
    is_passive = cue.shape == "verb" and bool(_PASSIVE.search(text[one.end : cue.start]))
    return None if is_passive and not text[: cue.end].endswith("ing") else (one, other)


def _near(text: str, start: int, end: int) -> bool:
    return end - start <= _REACH and _BREAK.search(text[start:end]) is None


def _joined(text: str, cue: _Cue, one: Mention, other: Mention) -> bool:
    """Whether the words run "talks between A and B"."""
    lead, link = text[cue.end : one.start].lower(), text[one.end : other.start].lower()
    return (
        re.fullmatch(r"\s+between\s+(?:the\s+)?", lead) is not None
        and re.fullmatch(r"(?:['’]s)?(?:\s+[\w-]+){0,3}\s+and\s+(?:the\s+)?", link) is not None
    )


def _negated(text: str, sentence: Sentence, cue: _Cue, pair: tuple[Mention, Mention]) -> bool:
    first = min(mention.start for mention in pair)
    around = text[min(first, cue.start) : cue.start].lower()
    before = text[max(sentence.start, first - 12) : first].lower()
    words = {*_WORD.findall(around), *_WORD.findall(before)}
    return bool(words & _negations()) or "n't" in around or "n’t" in around


def _relation(text: str, cue: _Cue, one: Mention, other: Mention) -> Relation:
    who, whom = one.actor.name, other.actor.name
    if cue.kind == "negotiates" and whom < who:
        who, whom = whom, who
    start, end = min(one.start, cue.start), max(one.end, other.end, cue.end)
    return Relation(who, cue.kind, whom, text[cue.start : cue.end], min(start, other.start), end)


@cache
def _known() -> dict[str, tuple[Kind, Literal["verb", "noun", "between"]]]:
    found: dict[str, tuple[Kind, Literal["verb", "noun", "between"]]] = {}
    for kind in KINDS:
        rows = _data()[kind]
        for word in rows["between"].split(","):
            found[" ".join(word.split())] = (kind, "between")
        for lemma in rows["verbs"].split():
            found.update(dict.fromkeys(inflect(lemma), (kind, "verb")))
        for phrase in rows["nouns"].split(","):
            found[" ".join(phrase.split())] = (kind, "noun")
    return found


@cache
def _negations() -> frozenset[str]:
    return frozenset(_data()["negation"]["words"].split())


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("cuibono.data").joinpath("relations.toml").read_text("utf-8"))
