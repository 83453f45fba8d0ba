"""Complements: what is said or thought, before and after the verb that says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cuibono.reading import nounphrases
from cuibono.reading.nounphrases import Range
from cuibono.reading.saying import Cue, Frame
from cuibono.reading.tags import FINITE, NOMINAL, Tag
from cuibono.reading.utterance import FAR, PAUSES, QUOTES, Utterance

_CLAUSAL = frozenset({Frame.SAY, Frame.TELL, Frame.THINK})
_OBJECTS = frozenset({Frame.OBJECT, Frame.CALL, Frame.VIEW})
_OPENING = frozenset({"“", '"', "«", "‘"})
_WH = frozenset({"how", "why", "what", "whether", "if", "where", "when", "who", "which"})
_PHRASAL = NOMINAL | {Tag.DETERMINER, Tag.POSSESSIVE, Tag.ADJECTIVE, Tag.ING}
_BEFORE_A_QUESTION = frozenset({"about", "over", "on", "of", "as", "to", "at", "exactly", "just", "precisely"})
_UNSPECIFIC = frozenset(
    {"what", "all", "everything", "nothing", "something", "anything", "thing", "things", "word", "words", "reason"}
)
_CONCESSIVE = frozenset({"although", "while", "unless", "once", "even"})


def left(utterance: Utterance, cue: Cue, subject: Range, goes_on: bool) -> Iterator[Range]:
    """The content before a pause, "Y, X said"; a mere "while …" is none where more follows (`goes_on`)."""
    edge = min(subject[0], cue.first)
    if not cue.frames & _CLAUSAL or edge < 2 or utterance.word(edge - 1) not in PAUSES:
        return
    found = utterance.up_to(edge) if _nothing_follows(utterance, cue, subject) else None
    if found is None:
        return
    quoted = any(token.word in QUOTES for token in utterance.tokens[max(0, edge - 2) : edge])
    finite = any(token.tag in FINITE for token in utterance.tokens[slice(*found)])
    if quoted or (finite and not (goes_on and utterance.is_adverbial(found[0]))):
        yield found
    elif not goes_on and cue.first == cue.head and _resumes(utterance, max(cue.last, subject[1])):
        yield found[0], len(utterance.tokens)


def right(utterance: Utterance, cue: Cue, index: int) -> Iterator[Range]:
    """The contents after `index`, where the cue (and an inverted subject) ends."""
    everything = _as_they_say(utterance, cue)
    start = everything or _start(utterance, cue, index)
    if start is None:
        return
    if everything:
        end, clausal = len(utterance.tokens), True
    else:
        clausal = _is_clausal(utterance, cue, start)
        end = _clause_end(utterance, cue, start) if clausal else utterance.object_end(start)
    yield from _conjuncts(utterance, start, end, clausal)


def shown(utterance: Utterance, index: int) -> Iterator[Range]:
    """The noun that a report shows or suggests: "polls show | growing support"."""
    if index < len(utterance.tokens) and utterance.tokens[index].tag in _PHRASAL:
        found = utterance.trimmed(index, utterance.object_end(index))
        if found:
            yield found


def antecedent(utterance: Utterance, cue: Cue, subject: Range) -> Iterator[Range]:
    """The noun before a relative clause that lacks its object: "the strike, which X may condemn"."""
    edge = min(subject[0], cue.first)
    if not cue.frames & _OBJECTS or utterance.word(edge - 1) not in ("which", "that"):
        return
    found = nounphrases.before(utterance.tokens, edge - 2 if utterance.word(edge - 2) == "," else edge - 1)
    if found:
        yield found


def _nothing_follows(utterance: Utterance, cue: Cue, subject: Range) -> bool:
    """Whether no complement stands right after the cue (and its inverted subject, and whoever is told)."""
    index = max(cue.last, subject[1])
    if Frame.TELL in cue.frames:
        told = nounphrases.after(utterance.tokens, index)
        index = told[1] if told else index
    if index >= len(utterance.tokens):
        return True
    token = utterance.tokens[index]
    if token.tag is Tag.MARK:
        return token.word not in QUOTES | {":"} or (token.word != ":" and index >= len(utterance.tokens) - 2)
    aside = token.tag in (Tag.PREPOSITION, Tag.ADVERB, Tag.COORDINATOR, Tag.ING)
    if aside or token.word in ("as", "when", "after", "who"):
        ahead = utterance.tokens[index : index + FAR]
        return not any(t.word == "that" and t.tag is Tag.SUBORDINATOR for t in ahead)
    return nounphrases.is_time(token) and not utterance.speaks_within(index + 1, 6)


def _resumes(utterance: Utterance, index: int) -> bool:
    """Whether the verb of what is said follows only after a pause: "the mine, X said, | is lost"."""
    tokens = utterance.tokens
    pause = next((k for k in range(index, len(tokens)) if tokens[k].tag is Tag.MARK), len(tokens))
    return pause + 1 < len(tokens) and tokens[pause].word in PAUSES and tokens[pause + 1].tag in FINITE


def _as_they_say(utterance: Utterance, cue: Cue) -> int | None:
    """The start of what follows "As X has said,"."""
    if not cue.frames & _CLAUSAL or not any(token.word == "as" for token in utterance.tokens[:3]):
        return None
    rest = utterance.after_comma(cue.last)
    if rest is None or any(token.tag in FINITE for token in utterance.tokens[: cue.first]):
        return None
    return None if any(token.tag in FINITE for token in utterance.tokens[cue.last : rest[0]]) else rest[0]


def _start(utterance: Utterance, cue: Cue, index: int) -> int | None:
    """Where the content after a cue starts: after "that", at a quotation, at a bare clause, or at an object."""
    index = _past_the_told(utterance, cue, index)
    that = _after_that(utterance, index)
    if that is not None:
        return that
    if Frame.FEELING in cue.frames:
        return None
    if cue.frames & _CLAUSAL:
        found = _at_embedded(utterance, cue, index)
        if found is not None:
            return found
        found = _at_quotation(utterance, index)
        found = _at_bare_clause(utterance, cue, index) if found is None else found
        if found is not None:
            return found
    asked = _at_question(utterance, index)
    if asked is not None:
        return asked
    return _at_object(utterance, cue, index)


def _at_question(utterance: Utterance, index: int) -> int | None:
    """The question word after a cue, a preposition or "exactly" passed over: "spoke about exactly | what …"."""
    while utterance.word(index) in _BEFORE_A_QUESTION:
        index += 1
    return index if utterance.word(index) in _WH else None


def _past_the_told(utterance: Utterance, cue: Cue, index: int) -> int:
    if Frame.TELL not in cue.frames or index >= len(utterance.tokens) or utterance.tokens[index].tag is Tag.MARK:
        return index
    told = nounphrases.after(utterance.tokens, index)
    clause = Frame.SAY in cue.frames and told is not None and utterance.speaks_within(told[1], 3)
    return told[1] if told and not clause else index


def _after_that(utterance: Utterance, index: int) -> int | None:
    """The token after "that", if it comes before any other verb."""
    for k in range(index, min(len(utterance.tokens), index + FAR)):
        token = utterance.tokens[k]
        if token.word == "that" and (token.tag is Tag.SUBORDINATOR or k == index):
            return k + 1
        if token.tag in FINITE or token.word in (".", ";", "that", *_OPENING):
            return None
    return None


def _at_quotation(utterance: Utterance, index: int) -> int | None:
    """The first word of a quotation, or of what follows a colon or a pause, shortly after the cue."""
    tokens = utterance.tokens
    if utterance.word(index) == "," and utterance.word(index + 1) not in _OPENING:
        if index + 1 >= len(tokens) or tokens[index + 1].tag not in NOMINAL | {Tag.DETERMINER}:
            return None
        return index + 1 if utterance.speaks_within(index + 1) else None
    for k in range(index, min(len(tokens) - 2, index + 8)):
        if tokens[k].word in _OPENING | {":"}:
            found = utterance.trimmed(k, len(tokens))
            return found[0] if found else None
        if tokens[k].tag in FINITE or tokens[k].word in (".", ";"):
            return None
    return None


def _at_embedded(utterance: Utterance, cue: Cue, index: int) -> int | None:
    """The verb after a cue inside a relative clause: "a man who police say | planned it", "papers they say | exist"."""
    if index >= len(utterance.tokens) or utterance.tokens[index].tag not in FINITE or not cue.first:
        return None
    subject = nounphrases.before(utterance.tokens, cue.first)
    edge = subject[0] - 1 if subject else -1
    if edge < 1 or utterance.word(edge) in _UNSPECIFIC or utterance.word(edge - 1) in _UNSPECIFIC:
        return None
    token = utterance.tokens[edge]
    return index if token.tag in (Tag.NOUN, Tag.NAME, Tag.RELATIVE) or token.word in ("which", "that", "who") else None


def _at_bare_clause(utterance: Utterance, cue: Cue, index: int) -> int | None:
    """The start of a clause without "that", a day of the week passed over."""
    tokens = utterance.tokens
    while index < len(tokens) and nounphrases.is_time(tokens[index]):
        index += 1
    if index >= len(tokens) or tokens[index].word.endswith(("self", "selves")):
        return None
    says = Frame.SAY in cue.frames
    opens = tokens[index].tag in _PHRASAL | {Tag.ADVERB} or (says and tokens[index].word in _CONCESSIVE)
    reach = FAR if says else utterance.to_mark(index + 1)
    return index if opens and utterance.speaks_within(index + 1, reach) else None


def _at_object(utterance: Utterance, cue: Cue, index: int) -> int | None:
    if index >= len(utterance.tokens):
        return None
    directed = _at_directed(utterance, cue)
    if directed is not None:
        return directed
    token = utterance.tokens[index]
    if Frame.VIEW in cue.frames and token.word == "as" and utterance.word(index + 1) in _OPENING:
        return index + 1
    promised = Frame.PROMISE in cue.frames and token.tag is Tag.TO
    phrase = token.tag in _PHRASAL or token.word in QUOTES
    return index if promised or (phrase and _takes(utterance, cue, index)) else None


def _takes(utterance: Utterance, cue: Cue, index: int) -> bool:
    """Whether the noun phrase at `index` is a content by the frames of the cue and what follows."""
    ahead = {token.word for token in utterance.tokens[index : index + FAR]}
    seen = Frame.VIEW in cue.frames and any(token.word == "as" for token in utterance.tokens[index : index + 30])
    likened = Frame.LIKEN in cue.frames and bool(ahead & {"to", "with"})
    faulted = Frame.FAULT in cue.frames and _is_for_doing(utterance, index)
    if seen or likened or faulted:
        return True
    return _calls_something(utterance, index) if Frame.CALL in cue.frames else Frame.OBJECT in cue.frames


def _at_directed(utterance: Utterance, cue: Cue) -> int | None:
    """Where what somebody is told to do or told of starts: "urged them | to leave", "asked Boria for | a meeting"."""
    if not cue.frames & {Frame.DIRECT, Frame.TELL}:
        return None
    told = nounphrases.after(utterance.tokens, cue.last)
    if told is None or told[1] >= len(utterance.tokens):
        return None
    if Frame.DIRECT in cue.frames and utterance.tokens[told[1]].tag is Tag.TO:
        return told[1]
    inside = range(told[0] + 1, told[1] + 1) if Frame.TELL in cue.frames else ()
    return next((k + 1 for k in inside if utterance.word(k) in ("of", "about", "against", "for")), None)


def _is_for_doing(utterance: Utterance, index: int) -> bool:
    """Whether a "for" with what somebody did follows: "attacked them for leaving"."""
    ahead = utterance.tokens[index : index + FAR]
    return any(token.word == "for" and after.tag is Tag.ING for token, after in pairwise(ahead))


def _calls_something(utterance: Utterance, index: int) -> bool:
    """Whether more than a name follows: "called the move a mistake", but not "called the Sea Org"."""
    named = utterance.trimmed(index, utterance.object_end(index))
    words = utterance.tokens[slice(*named)] if named else ()
    return len(words) >= 2 and any(token.tag not in (Tag.DETERMINER, Tag.NAME) for token in words)


def _is_clausal(utterance: Utterance, cue: Cue, start: int) -> bool:
    """Whether the content that starts here is a clause of its own and not an object."""
    if utterance.word(start - 1) == "that" or utterance.word(start) in _WH:
        return True
    return bool(cue.frames & _CLAUSAL) and (not cue.frames & _OBJECTS or utterance.speaks_within(start))


def _clause_end(utterance: Utterance, cue: Cue, start: int) -> int:
    """The end of a complement clause: of the sentence, or of the "as …" or "while …" that the cue stands in."""
    if cue.first <= FAR and utterance.is_adverbial(0):
        for clause in utterance.clauses:
            if clause.first > start and clause.opener == "" and utterance.word(clause.first - 1) == ",":
                return clause.first
    return len(utterance.tokens)


def _conjuncts(utterance: Utterance, start: int, end: int, clausal: bool) -> Iterator[Range]:
    """One content, or one for each "… and that …"."""
    cuts = [k for k in range(start + 2, end - 2) if clausal and _adds_that(utterance, k)]
    for first, last in zip([start, *(cut + 2 for cut in cuts)], [*cuts, end], strict=True):
        found = utterance.trimmed(first, last)
        if found:
            yield found


def _adds_that(utterance: Utterance, index: int) -> bool:
    joined = utterance.word(index) in ("and", "but") and utterance.word(index + 1) == "that"
    return joined and utterance.speaks_within(index + 2)
