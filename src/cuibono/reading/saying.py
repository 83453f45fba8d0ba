"""Saying: the words of a sentence that attribute something to somebody, and the construction that each takes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from cuibono.reading.phrases import Phrases
from cuibono.reading.tags import Tag, Token
from cuibono.reading.verbs import inflect

_VERBS = frozenset({Tag.VERB, Tag.PAST, Tag.PARTICIPLE, Tag.ING})
_GROUP = frozenset({Tag.AUXILIARY, Tag.MODAL, Tag.NEGATION, Tag.ADVERB, Tag.TO})


_IDLE = "idle"
_BEING = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "'re", "feel", "feels", "felt", "became"})
_INSERTED = 8
"""Tokens between "be" and a feeling, at most."""


class Frame(StrEnum):
    """The construction of a cue: what stands after it, and how."""

    SAY = "say"
    TELL = "tell"
    THINK = "think"
    HOLD = "hold"
    VIEW = "view"
    CALL = "call"
    OBJECT = "object"
    PROMISE = "promise"
    DIRECT = "direct"
    FAULT = "fault"
    LIKEN = "liken"
    SHOW = "show"
    FEELING = "feeling"
    HEARSAY = "hearsay"
    NOUN = "noun"
    ACCORDING = "according"
    VIEWPOINT = "viewpoint"
    CITING = "citing"
    PASSIVE = "passive"


_ALONE = frozenset({Frame.NOUN, Frame.VIEWPOINT, Frame.CITING, Frame.HEARSAY})
"""Frames of words that have no verb group."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a sentence: the half-open range of its tokens, its head, and the frames that it can take.

    `first` is where the verb group starts ("has also | said"), `head` its main word.
    """

    first: int
    last: int
    head: int
    frames: frozenset[Frame]


def find(tokens: Sequence[Token]) -> Iterator[Cue]:
    """The cues of one sentence, in order.

    >>> from cuibono.reading.tags import tag
    >>> [sorted(cue.frames) for cue in find(tag("According to aides, he has denied reports that they left."))]
    [[<Frame.ACCORDING: 'according'>], [<Frame.OBJECT: 'object'>], [<Frame.NOUN: 'noun'>]]
    """
    lexicon = _lexicon()
    words = [token.word for token in tokens]
    index = 0
    while index < len(tokens):
        hit = lexicon.phrases.at(words, index)
        if hit and hit.label == _IDLE:
            index = hit.last
            continue
        if hit:
            frame = Frame(hit.label)
            first = index if frame is Frame.ACCORDING else _group_start(tokens, index)
            yield Cue(first, hit.last, index, frozenset({frame}))
            index = hit.last
            continue
        frames = _frames(tokens, index)
        if frames:
            first = index if frames & _ALONE else _group_start(tokens, index)
            yield Cue(first, index + 1, index, frames)
        index += 1


def _frames(tokens: Sequence[Token], index: int) -> frozenset[Frame]:
    token, lexicon = tokens[index], _lexicon()
    if token.word in lexicon.citing and token.tag is not Tag.NOUN:
        return frozenset({Frame.CITING})
    if token.word in lexicon.hearsay_adverbs:
        return frozenset({Frame.HEARSAY})
    if token.word in lexicon.feeling and _follows_be(tokens, index):
        return frozenset({Frame.FEELING})
    verbal = _verb_frames(tokens, index)
    return _noun_frames(tokens, index) if verbal is None else verbal


def _verb_frames(tokens: Sequence[Token], index: int) -> frozenset[Frame] | None:
    """The frames of a verb; `None` where the token is none, or a participle that is no passive."""
    token, lexicon = tokens[index], _lexicon()
    if token.tag not in _VERBS:
        return None
    by = index + 1 < len(tokens) and tokens[index + 1].word == "by"
    passive = token.tag is Tag.PARTICIPLE and _is_passive(tokens, index)
    if token.word in lexicon.passive and (passive or (by and token.tag in (Tag.PAST, Tag.PARTICIPLE))):
        return frozenset({Frame.PASSIVE})
    if token.tag is Tag.PARTICIPLE and not _is_perfect(tokens, index):
        return None
    return lexicon.verbs.get(token.word, frozenset())


def _noun_frames(tokens: Sequence[Token], index: int) -> frozenset[Frame]:
    token, lexicon = tokens[index], _lexicon()
    if token.word in lexicon.viewpoint and _owned(tokens, index):
        return frozenset({Frame.VIEWPOINT, Frame.NOUN} if token.word in lexicon.nouns else {Frame.VIEWPOINT})
    if token.word in lexicon.nouns and token.tag is not Tag.NAME:
        return frozenset({Frame.NOUN})
    return frozenset()


def _owned(tokens: Sequence[Token], index: int) -> bool:
    """Whether a possessive stands before a noun: "in Moscow's view"."""
    return any(token.tag is Tag.POSSESSIVE for token in tokens[max(0, index - 2) : index])


def _is_passive(tokens: Sequence[Token], index: int) -> bool:
    for token in reversed(tokens[max(0, index - 4) : index]):
        if token.word in ("is", "are", "was", "were", "be", "been", "being", "'s", "'re"):
            return True
        if token.tag not in (Tag.ADVERB, Tag.NEGATION):
            return False
    return False


def _follows_be(tokens: Sequence[Token], index: int) -> bool:
    """Whether a form of "be" or "feel" stands before a feeling, an insertion between commas passed over."""
    before = tokens[max(0, index - _INSERTED) : index]
    mark = next((k for k in reversed(range(len(before))) if before[k].word in _BEING), None)
    if mark is None:
        return False
    between = before[mark + 1 :]
    inserted = len(between) > 2 and between[0].word == "," and between[-1].word == ","
    return inserted or all(token.tag in (Tag.ADVERB, Tag.NEGATION, Tag.AUXILIARY) for token in between)


def _is_perfect(tokens: Sequence[Token], index: int) -> bool:
    """Whether "have" governs a participle: "has said", "having been known"."""
    return any(
        token.word in ("have", "has", "had", "having", "'ve", "haven't", "hasn't", "hadn't", "'s", "'d")
        for token in tokens[max(0, index - 4) : index]
    )


def _group_start(tokens: Sequence[Token], head: int) -> int:
    """The first token of the verb group that ends at `head`: auxiliaries, adverbs, "is likely to"."""
    raising = _lexicon().raising
    first = head
    while first > 0:
        token = tokens[first - 1]
        if (
            token.tag in _GROUP
            or (token.word in raising and tokens[first].tag in (Tag.TO, Tag.ADVERB, Tag.ADJECTIVE))
            or (token.word in raising and tokens[first].word == "to")
            or (token.word == "enough" and tokens[first].tag is Tag.TO)
            or (token.tag is Tag.ADJECTIVE and tokens[first].word == "enough")
            or (tokens[first].word == "enough" and tokens[first - 2].tag is Tag.AUXILIARY)
        ):
            first -= 1
        else:
            break
    return first


def inverts(word: str) -> bool:
    """Whether a verb stands before its subject even without a quotation ("…, says Doe")."""
    return word in _lexicon().inverted


def takes_of(word: str) -> bool:
    """Whether a noun carries its content after "of" or "about" ("reports of")."""
    return word in _lexicon().of


def may_be_unowned(word: str) -> bool:
    """Whether a noun attributes something even where nobody is named ("amid fears that")."""
    return word in _lexicon().unowned


def is_hearsay(word: str) -> bool:
    """Whether a passive attributes something even where nobody is named ("is believed to")."""
    return word in _lexicon().hearsay


def is_light(word: str) -> bool:
    """Whether the subject of a verb holds what the noun after it says ("made the point that")."""
    return word in _lexicon().light


def takes_for(word: str) -> bool:
    """Whether a noun carries its content after "for" ("Norland's call for")."""
    return word in _lexicon().for_


def is_told(word: str) -> bool:
    """Whether a passive attributes a clause even where nobody is named ("was told that")."""
    return word in _lexicon().told


def is_faulted(word: str) -> bool:
    """Whether a passive carries its content after "of" or "for" ("was accused of")."""
    return word in _lexicon().faulted


def needs_somebody(word: str) -> bool:
    """Whether a verb attributes something only if somebody, or a report, is its subject ("shows that")."""
    return word in _lexicon().evidential


def speaks_itself(word: str) -> bool:
    """Whether a noun is its own source where nobody else is named ("reports that")."""
    return word in _lexicon().speaking


@dataclass(frozen=True, slots=True)
class _Lexicon:
    verbs: Mapping[str, frozenset[Frame]]
    phrases: Phrases
    nouns: frozenset[str]
    of: frozenset[str]
    for_: frozenset[str]
    light: frozenset[str]
    speaking: frozenset[str]
    viewpoint: frozenset[str]
    citing: frozenset[str]
    passive: frozenset[str]
    raising: frozenset[str]
    inverted: frozenset[str]
    unowned: frozenset[str]
    hearsay: frozenset[str]
    hearsay_adverbs: frozenset[str]
    faulted: frozenset[str]
    told: frozenset[str]
    feeling: frozenset[str]
    evidential: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("cuibono.data").joinpath("attribution.toml").read_text("utf-8"))
    verbs: dict[str, frozenset[Frame]] = {}
    for frame, lemmas in data["verbs"].items():
        for lemma in lemmas.split():
            for word in inflect(lemma):
                verbs[word] = verbs.get(word, frozenset()) | {Frame(frame)}
    return _Lexicon(
        verbs=verbs,
        phrases=Phrases(
            {**data["phrases"], "according": data["prepositions"]["phrases"], _IDLE: data["idle"]["phrases"]}
        ),
        nouns=frozenset(data["nouns"]["words"].split()),
        of=frozenset(data["nouns"]["of"].split()),
        for_=frozenset(data["nouns"]["for"].split()),
        light=frozenset(data["nouns"]["light"].split()),
        speaking=frozenset(data["nouns"]["speaking"].split()),
        viewpoint=frozenset(data["prepositions"]["viewpoint"].split()),
        citing=frozenset(data["citing"]["words"].split()),
        passive=frozenset(data["passive"]["words"].split()),
        raising=frozenset(data["raising"]["words"].split()),
        inverted=frozenset(data["inverted"]["words"].split()),
        unowned=frozenset(data["nouns"]["unowned"].split()),
        hearsay=frozenset(data["passive"]["hearsay"].split()),
        hearsay_adverbs=frozenset(data["hearsay"]["adverbs"].split()),
        faulted=frozenset(data["passive"]["faulted"].split()),
        told=frozenset(data["passive"]["told"].split()),
        feeling=frozenset(data["feeling"]["words"].split()),
        evidential=frozenset(form for lemma in data["evidential"]["verbs"].split() for form in inflect(lemma)),
    )
