"""Constructions: from a cue in a sentence to whose words follow, and which words those are.

Everything here is about the tokens of one sentence; a `Reading` has half-open token ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.reading import complements, nounphrases, saying, subjects
from cuibono.reading.nounphrases import Range
from cuibono.reading.saying import Cue, Frame
from cuibono.reading.tags import VERBAL, Tag
from cuibono.reading.utterance import PAUSES, Utterance

_MODIFIERS = frozenset({Tag.NOUN, Tag.ADJECTIVE, Tag.ADVERB, Tag.NAME, Tag.ING})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cue attributes: its source (`None`: nobody is named) and one or more contents."""

    cue: Cue
    source: Range | None
    contents: tuple[Range, ...]


def read(utterance: Utterance, cue: Cue) -> Reading | None:
    """What `cue` attributes to whom in its sentence, or `None` if it attributes nothing."""
    if Frame.ACCORDING in cue.frames:
        return _according(utterance, cue)
    if Frame.CITING in cue.frames:
        return _citing(utterance, cue)
    if Frame.PASSIVE in cue.frames:
        return _passive(utterance, cue)
    if cue.frames & {Frame.VIEWPOINT, Frame.NOUN}:
        seen = _viewpoint(utterance, cue) if Frame.VIEWPOINT in cue.frames else None
        return seen or (_noun(utterance, cue) if Frame.NOUN in cue.frames else None)
    return _verb(utterance, cue)


def _made(cue: Cue, source: Range | None, content: Range | None) -> Reading | None:
    return Reading(cue, source, (content,)) if content else None


def _verb(utterance: Utterance, cue: Cue) -> Reading | None:
    """ "X said that Y", "Y, X said", "Y, said X"."""
    inverted = subjects.inverted(utterance, cue)
    subject = inverted or subjects.before(utterance, cue)
    if subject is None or not subjects.can_speak(utterance, subject, cue):
        return None
    right = list(complements.right(utterance, cue, inverted[1] if inverted else cue.last))
    contents = [*complements.left(utterance, cue, subject, bool(right)), *right]
    if not contents and not inverted:
        contents = list(complements.antecedent(utterance, cue, subject))
    return Reading(cue, subject, tuple(contents)) if contents else None


# ---- nouns: "reports that Y", "X's fear of Y" ------------------------------------------------------------------------


def _noun(utterance: Utterance, cue: Cue) -> Reading | None:
    word, index = utterance.tokens[cue.head].word, cue.last
    source = _possessor(utterance, cue.head)
    if source is None and utterance.word(index) in ("by", "from"):
        source = nounphrases.after(utterance.tokens, index + 1)
        index = source[1] if source else index
    start = _noun_content(utterance, word, index)
    if start is None:
        return None
    if source is None and saying.speaks_itself(word):
        source = nounphrases.before(utterance.tokens, cue.last)
    if source is None and not saying.may_be_unowned(word):
        return None
    end = len(utterance.tokens) if utterance.word(start - 1) == "that" else utterance.object_end(start)
    return _made(cue, source, utterance.trimmed(start, end))


def _noun_content(utterance: Utterance, word: str, index: int) -> int | None:
    """Where the content of a noun starts: after its "that" or "of", a phrase of time passed over."""
    tokens = utterance.tokens
    if utterance.word(index) in ("during", "over", "in", "from", "on") and utterance.to_mark(index) > 2:
        ahead = range(index + 1, min(len(tokens), index + 8))
        index = next((k for k in ahead if tokens[k].word in ("of", "that") and tokens[k - 1].tag is Tag.NOUN), index)
    if index + 1 >= len(tokens):
        return None
    if (
        tokens[index].word == "that"
        and tokens[index].tag is Tag.SUBORDINATOR
        and utterance.speaks_within(index + 1, 15)
    ):
        return index + 1
    return index + 1 if tokens[index].word in ("of", "about") and saying.takes_of(word) else None


def _possessor(utterance: Utterance, head: int) -> Range | None:
    """Whose a noun is: "traders' old | complaints", "its | fear"."""
    for k in range(head - 1, max(-1, head - 5), -1):
        token = utterance.tokens[k]
        if token.word in ("'s", "'"):
            return nounphrases.before(utterance.tokens, k)
        if token.tag is Tag.POSSESSIVE:
            return (k, k + 1) if token.word not in ("my", "our", "your") else None
        if token.tag not in _MODIFIERS and token.word != "-":
            return None
    return None


# ---- prepositions: "according to X", "in X's view", "citing X" -------------------------------------------------------


def _according(utterance: Utterance, cue: Cue) -> Reading | None:
    source = nounphrases.after(utterance.tokens, cue.last)
    if source is None or utterance.tokens[source[0]].word in ("me", "us", "you"):
        return None
    before = utterance.up_to(cue.first)
    if before and any(token.tag in VERBAL for token in utterance.tokens[slice(*before)]):
        return _made(cue, source, before)
    return _made(cue, source, utterance.after_comma(source[1]))


def _viewpoint(utterance: Utterance, cue: Cue) -> Reading | None:
    source = _possessor(utterance, cue.head)
    if source is None or utterance.word(source[0] - 1) not in ("in", "from", "by", "to"):
        return None
    return _made(cue, source, utterance.after_comma(cue.last))


def _citing(utterance: Utterance, cue: Cue) -> Reading | None:
    """ "Citing X, Y": the content is the clause that the phrase belongs to."""
    source = nounphrases.after(utterance.tokens, cue.last)
    if source is None:
        return None
    return _made(cue, source, utterance.after_comma(source[1]) if cue.first <= 1 else utterance.up_to(cue.first))


# ---- passives: "is seen by X as", "is believed to", "Y, I was told by X" ---------------------------------------------


def _passive(utterance: Utterance, cue: Cue) -> Reading | None:
    tokens, index = utterance.tokens, cue.last
    source = nounphrases.after(tokens, index + 1) if utterance.word(index) in ("by", "in") else None
    index = source[1] if source else index
    hearsay = saying.is_hearsay(tokens[cue.head].word)
    if source is None and not hearsay:
        return None
    if utterance.word(index) == "that":
        return _made(cue, source, utterance.trimmed(index + 1, len(tokens)))
    subject = nounphrases.before(tokens, cue.first)
    if utterance.word(index) in ("as", "to"):
        return _made(cue, source, utterance.trimmed(subject[0] if subject else index, utterance.object_end(index)))
    edge = subject[0] if subject else cue.first
    told = source is not None and not hearsay and edge > 2 and utterance.word(edge - 1) in PAUSES
    return _made(cue, source, utterance.up_to(edge)) if told else None
