"""Constructions: from a cue in a sentence to whose words follow, and which words those are.

Everything here is about the tokens of one sentence; a `Reading` has half-open token ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.reading import complements, nounphrases, saying, subjects
from cuibono.reading.nounphrases import Range
from cuibono.reading.saying import Cue, Frame
from cuibono.reading.tags import FINITE, NOMINAL, VERBAL, Tag
from cuibono.reading.utterance import PAUSES, Utterance

_OPENERS = frozenset({Tag.RELATIVE, Tag.SUBORDINATOR, Tag.COORDINATOR})
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
    if Frame.HEARSAY in cue.frames:
        return _hearsay(utterance, cue)
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
    if Frame.SHOW in cue.frames and not right and _is_report(utterance, subject):
        right = list(complements.shown(utterance, cue.last))
    contents = [*complements.left(utterance, cue, subject, bool(right)), *right]
    if not contents and not inverted:
        contents = list(complements.antecedent(utterance, cue, subject))
    return Reading(cue, subject, tuple(contents)) if contents else None


def _is_report(utterance: Utterance, subject: Range) -> bool:
    return any(saying.speaks_itself(token.word) for token in utterance.tokens[slice(*subject)])


def _hearsay(utterance: Utterance, cue: Cue) -> Reading | None:
    """The clause in which "reportedly" stands: nobody says whose word it is."""
    clause = next(clause for clause in utterance.clauses if clause.first <= cue.first < clause.last)
    verb = any(token.tag in VERBAL for token in utterance.tokens[clause.first : clause.last])
    return _made(cue, None, utterance.trimmed(clause.first, utterance.object_end(cue.first))) if verb else None


# ---- nouns: "reports that Y", "X's fear of Y" ------------------------------------------------------------------------


def _noun(utterance: Utterance, cue: Cue) -> Reading | None:
    word, index = utterance.tokens[cue.head].word, cue.last
    source = _possessor(utterance, cue.head)
    if source is None and _has_holder(utterance, index):
        source = nounphrases.after(utterance.tokens, index + 1)
        index = source[1] if source else index
    start = _noun_content(utterance, word, index)
    if start is None:
        return None
    if source is None and utterance.word(start - 1) == "that":
        source = _of_light_verb(utterance, cue.head)
    if source is None and saying.speaks_itself(word):
        source = nounphrases.before(utterance.tokens, cue.last)
    if source is None and not saying.may_be_unowned(word):
        return None
    end = len(utterance.tokens) if utterance.word(start - 1) == "that" else utterance.object_end(start)
    return _made(cue, source, utterance.trimmed(start, end))


def _of_light_verb(utterance: Utterance, head: int) -> Range | None:
    """Who makes the point that a noun says: "Roe made the | point", "Roe is of the | opinion"."""
    first = head
    while first > 0 and utterance.tokens[first - 1].tag in _MODIFIERS | {Tag.DETERMINER}:
        first -= 1
    if utterance.word(first - 1) in ("of", "under", "to"):
        first -= 1
    if not saying.is_light(utterance.word(first - 1)):
        return None
    verb = first - 1
    while verb > 0 and utterance.tokens[verb - 1].tag in (Tag.AUXILIARY, Tag.MODAL, Tag.ADVERB, Tag.NEGATION):
        verb -= 1
    found = nounphrases.before(utterance.tokens, verb)
    plain = found is not None and utterance.word(found[0]) not in ("it", "this", "that", "there", "i", "we", "you")
    return found if plain else None


def _has_holder(utterance: Utterance, index: int) -> bool:
    """Whether a preposition after a noun says whose it is: "fear among voters", "fears in Moscow"."""
    if utterance.word(index) in ("by", "from", "among", "amongst", "within"):
        return True
    named = index + 1 < len(utterance.tokens) and utterance.tokens[index + 1].tag is Tag.NAME
    return utterance.word(index) == "in" and named and not nounphrases.is_time(utterance.tokens[index + 1])


def _noun_content(utterance: Utterance, word: str, index: int) -> int | None:
    """Where the content of a noun starts: after its "that" or "of", a phrase of time passed over."""
    tokens = utterance.tokens
    if utterance.word(index) in ("during", "over", "in", "from", "on") and utterance.to_mark(index) > 2:
        ahead = range(index + 1, min(len(tokens), index + 8))
        index = next((k for k in ahead if tokens[k].word in ("of", "that") and tokens[k - 1].tag is Tag.NOUN), index)
    if index + 1 >= len(tokens):
        return None
    if utterance.word(index) in ("is", "was", "remains", "goes") and utterance.word(index + 1) == "that":
        return index + 2 if utterance.speaks_within(index + 2, 15) else None
    if (
        tokens[index].word == "that"
        and (tokens[index].tag is Tag.SUBORDINATOR or tokens[index + 1].tag not in FINITE)
        and utterance.speaks_within(index + 1, 15)
    ):
        return index + 1
    if tokens[index].word == "for":
        return index + 1 if saying.takes_for(word) else None
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
    if before and utterance.word(before[1]) == "," and utterance.tokens[before[1] - 1].tag in _OPENERS:
        return _made(cue, source, utterance.after_comma(source[1]))  # "…, which, according to X, …"
    if before and any(token.tag in VERBAL for token in utterance.tokens[slice(*before)]):
        return _made(cue, source, before)
    if not before and utterance.word(source[1]) != "," and utterance.speaks_within(source[1]):
        return _made(cue, source, utterance.trimmed(source[1], len(utterance.tokens)))
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
    faulted = saying.is_faulted(tokens[cue.head].word) and utterance.word(index) in ("of", "for")
    clausal = (hearsay or saying.is_told(tokens[cue.head].word)) and utterance.word(index) not in (
        "as",
        "to",
        "by",
        ",",
    )
    if source is None and not hearsay and not faulted and not clausal:
        return None
    if utterance.word(index) == "that":
        return _made(cue, source, utterance.trimmed(index + 1, len(tokens)))
    bare = clausal and index < len(tokens) and tokens[index].tag in NOMINAL | {Tag.DETERMINER, Tag.POSSESSIVE}
    if bare and utterance.speaks_within(index + 1, utterance.to_mark(index + 1)):
        return _made(cue, source, utterance.trimmed(index, len(tokens)))
    subject = nounphrases.before(tokens, cue.first - 1 if utterance.word(cue.first - 1) == "," else cue.first)
    if utterance.word(index) in ("as", "to") or faulted:
        return _made(cue, source, utterance.trimmed(subject[0] if subject else index, utterance.object_end(index)))
    edge = subject[0] if subject else cue.first
    told = source is not None and not hearsay and edge > 2 and utterance.word(edge - 1) in PAUSES
    return _made(cue, source, utterance.up_to(edge)) if told else None
