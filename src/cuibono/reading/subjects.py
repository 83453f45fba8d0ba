"""Subjects: whose the verb of saying or thinking is."""

from __future__ import annotations

from cuibono.reading import nounphrases, saying
from cuibono.reading.gazetteer import lexicon
from cuibono.reading.nounphrases import Range
from cuibono.reading.saying import Cue, Frame
from cuibono.reading.tags import FINITE, NOMINAL, Tag
from cuibono.reading.utterance import PAUSES, QUOTES, Utterance

_PARTICIPLES = frozenset({Tag.PAST, Tag.PARTICIPLE, Tag.ING})
_APPOSED = NOMINAL | _PARTICIPLES | {Tag.DETERMINER, Tag.RELATIVE, Tag.POSSESSIVE, Tag.ADVERB, Tag.PREPOSITION}
_FIRST_AND_SECOND = frozenset({"i", "we", "you", "me", "us"})
_DASHES = frozenset({"—", "–", "-", "--"})
_POINTING = frozenset({"this", "that", "these", "those", "which", "it", "there", "what"})


def inverted(utterance: Utterance, cue: Cue) -> Range | None:
    """The subject after its verb: "…, said X", "Said X: …"."""
    tokens = utterance.tokens
    pause = cue.first == 0 or utterance.word(cue.first - 1) in PAUSES
    if Frame.SAY not in cue.frames or tokens[cue.head].tag not in FINITE or not pause or cue.first != cue.head:
        return None
    quoted = any(token.word in QUOTES for token in tokens[max(0, cue.first - 2) : cue.first])
    if not quoted and (utterance.word(cue.first - 1) in _DASHES or not saying.inverts(tokens[cue.head].word)):
        return None
    first = cue.last
    while first < len(tokens) and tokens[first].tag in _PARTICIPLES:
        first += 1  # "says retired general Jane Doe"
    found = nounphrases.after(tokens, first)
    if found is None or tokens[found[0]].tag not in NOMINAL | {Tag.DETERMINER}:
        return None
    following = tokens[found[1]].tag if found[1] < len(tokens) else Tag.MARK
    return None if following in FINITE | {Tag.SUBORDINATOR} else found


def before(utterance: Utterance, cue: Cue) -> Range | None:
    """The subject before its verb, over appositions and relative pronouns; a participle shares the main clause's."""
    tokens, first = utterance.tokens, cue.first
    if first == 0:
        return utterance.speaker
    previous = tokens[first - 1]
    if previous.tag in (Tag.COORDINATOR, Tag.PREPOSITION):
        return _of_main_clause(utterance, cue)
    if previous.tag is Tag.RELATIVE or previous.word in ("who", "which"):
        return nounphrases.before(tokens, first - 2 if utterance.word(first - 2) == "," else first - 1)
    if previous.tag is Tag.MARK:
        participle = tokens[cue.head].tag is Tag.ING and utterance.word(cue.last) != ":"
        inserted = None if participle and previous.word == "," else _over_insertion(utterance, first - 1)
        return inserted or (utterance.speaker if participle else None) or _of_main_clause(utterance, cue)
    found = nounphrases.before(tokens, first)
    if found and tokens[first].tag is Tag.TO and not _is_determined(utterance, found):
        return None
    return found or _of_main_clause(utterance, cue)


def can_speak(utterance: Utterance, subject: Range, cue: Cue) -> bool:
    """Whether a subject can say or think: not the reader, no pointing word, and no thing that merely "shows that"."""
    words = [token.word for token in utterance.tokens[slice(*subject)]]
    evidential = saying.needs_somebody(utterance.tokens[cue.head].word)
    if words == ["it"]:  # "the bank …. It said"
        return not evidential and bool(cue.frames & {Frame.SAY, Frame.OBJECT})
    if len(words) == 1 and words[0] in _FIRST_AND_SECOND | _POINTING:
        return False
    if not evidential:
        return True
    if words[0] in ("he", "she", "they") or any(token.tag is Tag.NAME for token in utterance.tokens[slice(*subject)]):
        return True
    return any(saying.speaks_itself(word) or word in lexicon().anonymous for word in words)


def _is_determined(utterance: Utterance, phrase: Range) -> bool:
    """Whether a noun phrase is more than one bare singular noun ("hard to say", "needless to say")."""
    first, last = phrase
    token = utterance.tokens[first]
    return last - first > 1 or token.tag in (Tag.NAME, Tag.PRONOUN) or token.word.endswith("s")


def _over_insertion(utterance: Utterance, mark: int) -> Range | None:
    """The noun phrase before an insertion that ends at `mark`: "Jane Doe, a senator, said"."""
    opening = "(" if utterance.word(mark) == ")" else utterance.word(mark)
    opened = next((k for k in range(mark - 2, max(-1, mark - 40), -1) if utterance.word(k) == opening), None)
    if opened is None:  # "Jane Doe of the trade union, says": the comma is one too many
        found = nounphrases.before(utterance.tokens, mark)
        return found if found and found[0] <= 1 and opening == "," else None
    if opening == "," and utterance.tokens[opened + 1].tag not in _APPOSED:
        return None
    described = nounphrases.before(utterance.tokens, opened)
    named = all(token.tag is Tag.NAME for token in utterance.tokens[opened + 1 : mark])
    return (described[0], mark) if described and named and opening == "," else described


def _of_main_clause(utterance: Utterance, cue: Cue) -> Range | None:
    """The nearest subject before a cue without one of its own."""
    for index in range(cue.first - 1, -1, -1):
        if _starts_predicate(utterance, index):
            inserted = utterance.word(index - 1) in (")", ",", "—", "–")
            found = _over_insertion(utterance, index - 1) if inserted else nounphrases.before(utterance.tokens, index)
            if found:
                return found
    return None


def _starts_predicate(utterance: Utterance, index: int) -> bool:
    if utterance.tokens[index].tag not in FINITE:
        return False
    return index == 0 or utterance.tokens[index - 1].tag not in FINITE | {Tag.ADVERB, Tag.TO, Tag.NEGATION}
