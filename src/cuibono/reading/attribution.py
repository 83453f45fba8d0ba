"""Attributions: who is said to say, know, believe or fear what.

Cues and the constructions that they take stand in `data/attribution.toml`; what a quotation says that no cue in its
sentence claims belongs to whoever speaks beside it in the paragraph, or spoke last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from cuibono.reading import actors as actor_names
from cuibono.reading import (
    clauses,
    complementing,
    constructions,
    nounphrases,
    quotations,
    retagging,
    saying,
    subjects,
    transcripts,
)
from cuibono.reading.actors import Actors
from cuibono.reading.clauses import Clause
from cuibono.reading.constructions import Reading
from cuibono.reading.nounphrases import Range
from cuibono.reading.parses import Parse, Parses
from cuibono.reading.quotations import Quotation
from cuibono.reading.saying import Cue, Frame
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import FINITE, Token
from cuibono.reading.transcripts import Label
from cuibono.reading.utterance import Utterance

Span = tuple[int, int]
Manner = Literal["said", "thought", "judged", "noun", "clause", "continued"]
"""How content and source belong together: by a word of saying, of thought, of judgement, by a noun, by a clause that a
verb without a list takes, or because a quotation goes on."""

_LONGEST_PARAGRAPH = 100
"""Sentences; a text on one line must not take the square of its length to follow its quotations."""

_SPEECH = frozenset({Frame.SAY, Frame.TELL, Frame.PASSIVE, Frame.CALL, Frame.OBJECT, Frame.PROMISE})
_SAID = frozenset({Frame.SAY, Frame.TELL, Frame.PASSIVE, Frame.ACCORDING})
_VERBAL = frozenset(Frame) - {Frame.NOUN, Frame.ACCORDING, Frame.VIEWPOINT, Frame.CITING, Frame.PASSIVE, Frame.HEARSAY}
_BEFORE_A_COLON = 9
"""Tokens between a verb of saying and the colon that announces what was said in the next paragraph."""

_BESIDE = 80
"""Characters between a quotation and a cue that may speak of it."""

_LEAST_QUOTED = 4
"""Words that a quotation must have to be somebody's statement and not a mere expression."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: the source's span and words, the cue's span, the content's span; code-point offsets.

    `source` is `None` where the words name nobody ("it is alleged that"); `who` is then empty. `resolved` is the actor
    that a pronoun, role or last name means, where that could be told. `anonymous` marks sources that cannot be
    asked again ("officials", "a person familiar with the matter"). `manner` is the kind of cue.
    """

    source: Span | None
    who: str
    cue: Span
    content: Span
    resolved: str | None = None
    anonymous: bool = False
    manner: Manner = "said"


def find(
    text: str, sentences: Sequence[Sentence], actors: Actors, parses: Parses | None = None
) -> tuple[Attribution, ...]:
    """The attributions of `text`, in order of the start of their content; nested ones each in their own right.

    With `parses`, verbs that no list of cues has attribute the clauses that they take.

    >>> from cuibono.reading import sentences
    >>> text = "Jane Doe said the talks failed. “We tried,” she added. “Nobody listened to us.”"
    >>> cut = sentences.split(text)
    >>> [(a.resolved, text[slice(*a.content)]) for a in find(text, cut, actor_names.find(text, cut))]
    [('Jane Doe', 'the talks failed'), ('Jane Doe', 'We tried'), ('Jane Doe', 'Nobody listened to us.')]
    """
    finder = _Finder(text, actors, parses, transcripts.find(text, sentences, actors))
    quoted = quotations.find(text, sentences)
    starts = [quotation.start for quotation in quoted]
    found: list[Attribution] = []
    for stretch in _stretches(sentences):
        inside = quoted[bisect_left(starts, stretch[0].start) : bisect_left(starts, stretch[-1].end)]
        found.extend(finder.paragraph(stretch[0].paragraph, stretch, inside))
    unique = {(item.content, item.cue): item for item in found if item.content[0] < item.content[1]}
    return tuple(sorted(unique.values(), key=lambda item: (item.content, item.cue)))


def _stretches(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences paragraph by paragraph; one of more than `_LONGEST_PARAGRAPH` in pieces."""
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        members = list(group)
        for first in range(0, len(members), _LONGEST_PARAGRAPH):
            yield members[first : first + _LONGEST_PARAGRAPH]


@dataclass(slots=True)
class _Finder:
    """Reads paragraph by paragraph and remembers who spoke last."""

    text: str
    actors: Actors
    parses: Parses | None = None
    labels: Mapping[int, Label] = field(default_factory=dict)
    announced: Attribution | None = None
    last: Attribution | None = None
    last_paragraph: int = -9
    last_person: str | None = None
    person_at: int = field(default=-(10**9))

    def paragraph(self, number: int, sentences: Sequence[Sentence], quoted: Sequence[Quotation]) -> list[Attribution]:
        found = list(self._labelled(number, sentences) or self._announced(sentences, quoted))
        for sentence in sentences:
            cued = list(self._sentence(sentence, quoted))
            found.extend(cued)
            found.extend(self._complements(sentence, cued))
        found.extend(self._quotations(number, sentences, quoted, found))
        if self.text[sentences[-1].end - 1] == ":":
            self.last_paragraph = number if found or self.announced else self.last_paragraph
        elif self.last is not None and self.last.cue[0] >= sentences[-1].start:
            self.last_paragraph = number
        return found

    def _labelled(self, number: int, sentences: Sequence[Sentence]) -> list[Attribution]:
        """What whoever opens a paragraph of a transcript says in it."""
        label = self.labels.get(number)
        if label is None:
            return []
        place = (label.start, label.end)
        who = self.text[slice(*place)]
        resolved = self._resolved(who, place[0])
        said = ((max(sentence.start, label.said), sentence.end) for sentence in sentences)
        return [Attribution(place, who, place, span, resolved) for span in said if span[0] < span[1]]

    def _announced(self, sentences: Sequence[Sentence], quoted: Sequence[Quotation]) -> list[Attribution]:
        """What the paragraph before announces with a colon, and no quotation marks enclose."""
        owner, self.announced = self.announced, None
        if owner is None or quoted:
            return []
        return [replace(owner, content=(s.start, s.end), manner="continued") for s in sentences]

    # ---- cues in sentences -----------------------------------------------------------------------------------------

    def _sentence(self, sentence: Sentence, quoted: Sequence[Quotation]) -> Iterator[Attribution]:
        tokens, parts = self._read(sentence)
        self._note_subject(tokens)
        readings: list[Reading] = []
        speaker: Range | None = None
        for cue in saying.find(tokens):
            reading = constructions.read(Utterance(tokens, parts, speaker), cue)
            if reading is None and cue.frames & {Frame.SAY, Frame.TELL}:
                self._note_announced(Utterance(tokens, parts, speaker), cue)
            if reading is not None:
                readings.append(reading)
                speaker = reading.source if cue.frames & {Frame.SAY, Frame.TELL} else speaker
        for reading in readings:
            if reading.source and self._acts(tokens[reading.source[1] - 1], sentence):
                continue
            shared = self._shared(reading, readings) if Frame.CITING in reading.cue.frames else reading
            for content in shared.contents:
                yield self._attribution(tokens, shared, content, quoted)

    def _note_announced(self, utterance: Utterance, cue: Cue) -> None:
        """Remember who is about to be quoted where a sentence ends with a colon: "On Monday Doe wrote:"."""
        tokens = utterance.tokens
        subject = subjects.before(utterance, cue) if tokens[-1].word == ":" else None
        if (
            subject is None
            or len(tokens) - cue.last > _BEFORE_A_COLON
            or not subjects.can_speak(utterance, subject, cue)
        ):
            return
        told = (len(tokens) - 1, len(tokens))
        self.announced = self.last = self._attribution(tokens, Reading(cue, subject, (told,)), told, ())

    def _read(self, sentence: Sentence) -> tuple[Sequence[Token], Sequence[Clause]]:
        """The tokens and clauses of a sentence, by the model's parts of speech where there are any."""
        tokens, parts = clauses.parse(self.text, sentence.start, sentence.end)
        parse = self._parse(sentence.start)
        better = retagging.retagged(tokens, parse) if parse.tokens else tokens
        return (better, clauses.split(better)) if better != tokens else (tokens, parts)

    def _parse(self, start: int) -> Parse:
        """The parse of the sentence that starts at `start`; an empty one where there is no model."""
        return self.parses.of(start) if self.parses else Parse()

    def _acts(self, last: Token, sentence: Sentence) -> bool:
        """Whether the model takes the last word of a source for a verb: "this helps" is nobody."""
        parse = self._parse(sentence.start)
        place = parse.at(last.start)
        return place is not None and parse.tokens[place].upos == "VERB"

    def _complements(self, sentence: Sentence, cued: Sequence[Attribution]) -> Iterator[Attribution]:
        """What verbs without a cue of their own attribute, where no cue has claimed it."""
        for report in complementing.find(self._parse(sentence.start)):
            if any(_overlap(item.content, report.content) or _overlap(item.cue, report.cue) for item in cued):
                continue
            who = self.text[slice(*report.source)]
            resolved = self._resolved(who, report.source[0])
            anonymous = resolved is None and actor_names.is_anonymous(who)
            yield Attribution(report.source, who, report.cue, report.content, resolved, anonymous, "clause")

    def _note_subject(self, tokens: Sequence[Token]) -> None:
        """Remember a person who is the subject of a sentence: "he" in the next one is likely to be them."""
        verb = next((k for k, token in enumerate(tokens) if token.tag in FINITE), None)
        subject = nounphrases.before(tokens, verb) if verb else None
        if subject is None:
            return
        start, end = tokens[subject[0]].start, tokens[subject[1] - 1].end
        people = [m for m in self.actors.within(start, end) if m.actor.type == "person" and m.end == end]
        if people:
            self.last_person, self.person_at = people[-1].actor.name, people[-1].start

    @staticmethod
    def _shared(citing: Reading, readings: Sequence[Reading]) -> Reading:
        """What is cited stands behind the report in the same sentence, if there is one."""
        verbs = (r for r in readings if r is not citing and r.cue.frames & {Frame.SAY, Frame.TELL})
        report = next(verbs, None)
        return Reading(citing.cue, citing.source, report.contents) if report else citing

    def _attribution(
        self, tokens: Sequence[Token], reading: Reading, content: Range, quoted: Sequence[Quotation]
    ) -> Attribution:
        cue = (tokens[reading.cue.first].start, tokens[reading.cue.last - 1].end)
        span = _fitted((tokens[content[0]].start, tokens[content[1] - 1].end), cue, tokens[-1].end, quoted)
        source = reading.source
        if source is None:
            return Attribution(None, "", cue, span, anonymous=True, manner=_manner(reading.cue.frames))
        place = (tokens[source[0]].start, tokens[source[1] - 1].end)
        if reading.cue.frames & _VERBAL:
            place = complementing.speaker(self._parse(tokens[0].start), tokens[reading.cue.head].start, place)
        who = self.text[slice(*place)]
        resolved = self._resolved(who, place[0])
        anonymous = resolved is None and actor_names.is_anonymous(who)
        made = Attribution(place, who, cue, span, resolved, anonymous, _manner(reading.cue.frames))
        self._remember(made, reading)
        return made

    def _remember(self, made: Attribution, reading: Reading) -> None:
        if made.source and reading.cue.frames & {Frame.SAY, Frame.TELL, Frame.PASSIVE}:
            self.last = made
        if made.source and reading.cue.frames & _SPEECH and made.resolved and self._is_person(made.resolved):
            self.last_person, self.person_at = made.resolved, made.source[0]

    def _resolved(self, who: str, position: int) -> str | None:
        """The actor that the source means; "he" is whoever spoke last, unless somebody was named as subject since."""
        name = self.actors.resolve(who, position)
        if who.lower() not in ("he", "she") or self.last_person is None or position - self.person_at > 3000:
            return name
        spoke_last = self.actors.named(self.last_person)
        if spoke_last is None or name is None:
            return name
        gender = "masculine" if who.lower() == "he" else "feminine"
        return self.last_person if spoke_last.gender in ("", gender) else name

    def _is_person(self, name: str) -> bool:
        actor = self.actors.named(name)
        return actor is not None and actor.type in ("person", "name")

    # ---- quotations that no cue claims -----------------------------------------------------------------------------

    def _quotations(
        self, number: int, sentences: Sequence[Sentence], quoted: Sequence[Quotation], found: Sequence[Attribution]
    ) -> Iterator[Attribution]:
        owner = self._inherited(number, sentences, quoted)
        speaking = [item for item in found if item.source]
        for quotation in quoted:
            beside = self._beside(quotation, speaking)
            owner = beside or owner
            owner = owner or self._before(quotation, sentences, speaking)
            owner = owner or self._named_after(quotation, sentences)
            if owner is None or len(self.text[quotation.start : quotation.end].split()) < _LEAST_QUOTED:
                continue
            self.last, self.last_paragraph = owner, number
            yield from self._pieces(quotation, sentences, owner, found)

    def _inherited(self, number: int, sentences: Sequence[Sentence], quoted: Sequence[Quotation]) -> Attribution | None:
        """Whoever spoke in the paragraph before, if this one opens with a quotation."""
        opens = bool(quoted) and quoted[0].start <= sentences[0].start + 1
        return self.last if opens and self.last and number - self.last_paragraph <= 1 else None

    @staticmethod
    def _beside(quotation: Quotation, speaking: Sequence[Attribution]) -> Attribution | None:
        """The attribution whose content lies in the quotation, or whose cue stands right after or before it."""
        outside = [item for item in speaking if not _within(item.cue, quotation)]
        inside = (item for item in outside if _overlap(item.content, (quotation.start, quotation.end)))
        near = (item for item in outside if abs(item.cue[0] - quotation.end) < _BESIDE)
        return next(inside, None) or next(near, None)

    @staticmethod
    def _before(
        quotation: Quotation, sentences: Sequence[Sentence], speaking: Sequence[Attribution]
    ) -> Attribution | None:
        """Whoever last said something in the paragraph, for a quotation that opens a later sentence."""
        opens = any(0 <= quotation.start - sentence.start <= 1 for sentence in sentences[1:])
        said = [item for item in speaking if item.cue[1] <= quotation.start and item.manner == "said"]
        return said[-1] if opens and said else None

    def _named_after(self, quotation: Quotation, sentences: Sequence[Sentence]) -> Attribution | None:
        """A person named in the sentence after a quotation that nobody has claimed: "That was how Doe put it."."""
        following = next((s for s in sentences if s.start >= quotation.end), None)
        if following is None or quotation.start > sentences[0].start + 1:
            return None
        people = [m for m in self.actors.within(following.start, following.end) if m.actor.type == "person"]
        if not people:
            return None
        place = (people[0].start, people[0].end)
        cue = (following.start, people[0].start) if following.start < people[0].start else place
        return Attribution(place, self.text[slice(*place)], cue, (quotation.start, quotation.end), people[0].actor.name)

    def _pieces(
        self, quotation: Quotation, sentences: Sequence[Sentence], owner: Attribution, found: Sequence[Attribution]
    ) -> Iterator[Attribution]:
        """The sentences of a quotation that no attribution to its owner covers yet."""
        for sentence in sentences:
            start, end = max(sentence.start, quotation.start), min(sentence.end, quotation.end)
            if end - start < 8:
                continue
            told = (item for item in found if not _within(item.cue, quotation))
            if not any(_overlap(item.content, (start, end)) for item in told):
                yield replace(owner, content=(start, end), manner="continued")


def _manner(frames: Set[Frame]) -> Manner:
    if frames & _SAID:
        return "said"
    if frames & {Frame.THINK, Frame.HOLD}:
        return "thought"
    return "noun" if frames & {Frame.NOUN, Frame.VIEWPOINT, Frame.CITING} else "judged"


def _fitted(content: Span, cue: Span, limit: int, quoted: Sequence[Quotation]) -> Span:
    """A content that neither leaves the quotation its cue stands in, nor stops in the middle of one that it opens."""
    start, end = content
    for quotation in quoted:
        if _within(cue, quotation):
            return max(start, quotation.start), min(end, quotation.end)
        if start <= quotation.start < end < quotation.end and quotation.end - end > 3:
            end = min(quotation.end, limit)
    return start, end


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and left[1] > right[0]


def _within(span: Span, quotation: Quotation) -> bool:
    return quotation.start <= span[0] and span[1] <= quotation.end
