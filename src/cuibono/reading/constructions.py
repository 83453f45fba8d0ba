"""Constructions: from a cue in a sentence to whose words follow, and which words those are.

Everything here is about the tokens of one sentence; a `Reading` has half-open token ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.reading import nounphrases, saying
from cuibono.reading.clauses import Clause
from cuibono.reading.nounphrases import Range
from cuibono.reading.saying import Cue, Frame
from cuibono.reading.tags import FINITE, NOMINAL, VERBAL, Tag, Token

_QUOTES = frozenset({"“", "”", '"', "«", "»", "‘", "’"})
_PAUSES = _QUOTES | {",", "—", "–", "-", "?", "!", "--"}
_CLOSING = _QUOTES | {",", ".", ";", ":", "!", "?", "—", "–", "-", ")", "(", "…"}
_WH = frozenset({"how", "why", "what", "whether", "if", "where", "when", "who", "which"})
_EVIDENTIAL = frozenset(
    "show shows showed shown showing suggest suggests suggested suggesting indicate indicates indicated indicating demonstrate "
    "demonstrates demonstrated prove proves proved proven imply implies implied implying reveal reveals revealed "
    "find finds found confirm confirms confirmed determine determines determined underline underlines underscore underscores recall "
    "remember remembers dream discover continue continues continued notice".split()
)
"""Verbs whose subject must be somebody, or a report, for them to attribute anything."""

_PARTICIPLES = frozenset({Tag.PAST, Tag.PARTICIPLE, Tag.ING})
_FIRST_AND_SECOND = frozenset({"i", "we", "you", "me", "us"})
_POINTING = frozenset({"this", "that", "these", "those", "which", "it", "there", "what"})
_ENDS_CONTENT = frozenset(
    {"but", "while", "although", "though", "whereas", "which", "who", "because", "so", "as", "and", "when"}
)
_ADVERBIAL = frozenset(
    {"as", "while", "although", "though", "when", "because", "after", "since", "even", "before", "whereas", "once"}
)
_UNOWNED = frozenset(
    "allegation allegations accusation accusations rumour rumours rumor rumors fears concerns claims suspicion suspicions speculation".split()
)
_HEARSAY = frozenset("believed thought said reported alleged known understood rumored rumoured".split())
_LONG = 12
"""Tokens after a cue within which its "that" or its clause must begin."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cue attributes: its source (`None`: nobody is named) and one or more contents."""

    cue: Cue
    source: Range | None
    contents: tuple[Range, ...]


def read(tokens: Sequence[Token], parts: Sequence[Clause], cue: Cue, speaker: Range | None = None) -> Reading | None:
    """What `cue` attributes to whom in its sentence, or `None` if it attributes nothing.

    `speaker` is the source of the last verb of saying before it in the sentence: a participle ("adding that") shares it.
    """
    sentence = _Sentence(tokens, parts, speaker)
    if Frame.ACCORDING in cue.frames:
        return sentence.according(cue)
    if Frame.CITING in cue.frames:
        return sentence.citing(cue)
    if Frame.PASSIVE in cue.frames:
        return sentence.passive(cue)
    if Frame.VIEWPOINT in cue.frames:
        found = sentence.viewpoint(cue)
        if found:
            return found
    if Frame.NOUN in cue.frames:
        return sentence.noun(cue)
    return None if Frame.VIEWPOINT in cue.frames else sentence.verb(cue)


@dataclass(frozen=True, slots=True)
class _Sentence:
    tokens: Sequence[Token]
    parts: Sequence[Clause]
    speaker: Range | None

    # ---- verbs: "X said that Y", "Y, X said", "Y, said X" ----------------------------------------------------------

    def verb(self, cue: Cue) -> Reading | None:
        inverted = self._inverted(cue)
        source = inverted or self._subject(cue)
        if source is None or not self._can_speak(source, cue):
            return None
        right = list(self._right(cue, inverted[1] if inverted else cue.last))
        contents = [*self._left(cue, source, bool(right)), *right]
        if not contents and not inverted:
            contents = list(self._antecedent(cue, source))
        return Reading(cue, source, tuple(contents)) if contents else None

    def _inverted(self, cue: Cue) -> Range | None:
        """The subject after the verb in "Y, said X" and "Said X: …"."""
        head = self.tokens[cue.head]
        pause = cue.first == 0 or self.tokens[cue.first - 1].word in _PAUSES
        if Frame.SAY not in cue.frames or head.tag not in FINITE or not pause or cue.first != cue.head:
            return None
        adjectives = 0
        while cue.last + adjectives < len(self.tokens) and self.tokens[cue.last + adjectives].tag in _PARTICIPLES:
            adjectives += 1  # "says retired general Jane Doe"
        found = nounphrases.after(self.tokens, cue.last + adjectives)
        if found is None or self.tokens[found[0]].tag not in (
            Tag.NAME,
            Tag.DETERMINER,
            Tag.NOUN,
            Tag.PRONOUN,
            Tag.NUMBER,
        ):
            return None
        quoted = cue.first > 0 and any(t.word in _QUOTES for t in self.tokens[max(0, cue.first - 2) : cue.first])
        if not quoted and not saying.inverts(head.word):
            return None
        following = self.tokens[found[1]].tag if found[1] < len(self.tokens) else Tag.MARK
        return None if following in FINITE | {Tag.SUBORDINATOR} else found

    def _subject(self, cue: Cue) -> Range | None:
        tokens, first = self.tokens, cue.first
        previous = tokens[first - 1] if first else None
        if previous is None or previous.tag in (Tag.COORDINATOR, Tag.PREPOSITION):
            return self.speaker if previous is None else self._main_subject(cue)
        if previous.tag is Tag.RELATIVE or previous.word in ("who", "which"):
            end = first - 1 if first < 2 or tokens[first - 2].word != "," else first - 2
            return nounphrases.before(tokens, end)
        if previous.tag is Tag.MARK:
            participle = tokens[cue.head].tag is Tag.ING
            inserted = None if participle and previous.word == "," else self._over_insertion(first - 1)
            return inserted or (self.speaker if participle else None) or self._main_subject(cue)
        found = nounphrases.before(tokens, first)
        if found and tokens[first].tag is Tag.TO and not self._is_determined(found):
            return None
        return found or self._main_subject(cue)

    def _is_determined(self, phrase: Range) -> bool:
        """Whether a noun phrase is more than one bare singular noun ("hard to say", "needless to say")."""
        first, last = phrase
        token = self.tokens[first]
        return last - first > 1 or token.tag in (Tag.NAME, Tag.PRONOUN) or token.word.endswith("s")

    def _over_insertion(self, mark: int) -> Range | None:
        """The noun phrase before an inserted apposition: "Jane Doe, a senator, said"."""
        tokens = self.tokens
        opening = "(" if tokens[mark].word == ")" else tokens[mark].word
        for index in range(mark - 2, max(-1, mark - 40), -1):
            if tokens[index].word == opening:
                inserted = tokens[index + 1]
                apposed = inserted.tag in (
                    Tag.DETERMINER,
                    Tag.NOUN,
                    Tag.NAME,
                    Tag.RELATIVE,
                    Tag.POSSESSIVE,
                    Tag.NUMBER,
                    Tag.ADVERB,
                )
                if apposed or inserted.tag in (Tag.ING, Tag.PARTICIPLE, Tag.PAST, Tag.PREPOSITION) or opening != ",":
                    return nounphrases.before(tokens, index)
                return None
        return None

    def _main_subject(self, cue: Cue) -> Range | None:
        """The subject of the clause that a cue without one of its own shares: the nearest before it, else the first."""
        index = next((k for k in range(cue.first - 1, -1, -1) if self._starts_group(k)), None)
        while index is not None:
            found = nounphrases.before(self.tokens, index)
            if found:
                return found
            index = next((k for k in range(index - 1, -1, -1) if self._starts_group(k)), None)
        following = next((k for k in range(cue.last, len(self.tokens)) if self._starts_group(k)), None)
        comma = any(token.word == "," for token in self.tokens[cue.last : following or cue.last])
        return nounphrases.before(self.tokens, following) if following and comma and cue.first == 0 else None

    def _starts_group(self, index: int) -> bool:
        tokens = self.tokens
        return tokens[index].tag in FINITE and (
            index == 0 or tokens[index - 1].tag not in FINITE | {Tag.ADVERB, Tag.TO, Tag.NEGATION}
        )

    def _can_speak(self, source: Range, cue: Cue) -> bool:
        """Whether a subject can say or think: not the reader, not a pointing word, and no thing for "shows that"."""
        head = self.tokens[source[1] - 1]
        first = self.tokens[source[0]]
        if source[1] - source[0] == 1 and (head.word in _FIRST_AND_SECOND or head.word in _POINTING):
            return False
        if self.tokens[cue.head].word not in _EVIDENTIAL:
            return True
        words = {token.word for token in self.tokens[source[0] : source[1]]}
        named = any(token.tag is Tag.NAME for token in self.tokens[source[0] : source[1]])
        return (
            named
            or first.word in ("he", "she", "they")
            or any(saying.speaks_itself(word) for word in words)
            or bool(
                words
                & {
                    "officials",
                    "analysts",
                    "experts",
                    "researchers",
                    "authorities",
                    "sources",
                    "critics",
                    "scientists",
                    "scholars",
                    "authors",
                }
            )
        )

    def _left(self, cue: Cue, source: Range, goes_on: bool) -> Iterator[Range]:
        """The content before a pause, "Y, X said"; a mere "while …" is none where more follows (`goes_on`)."""
        if not cue.frames & {Frame.SAY, Frame.TELL, Frame.THINK}:
            return
        edge = min(source[0], cue.first)
        if edge < 2 or self.tokens[edge - 1].word not in _PAUSES or not self._nothing_follows(cue, source):
            return
        last = self._stripped_end(edge)
        first = self._stripped_start(self._left_limit(edge))
        if any(token.word in _QUOTES for token in self.tokens[max(0, edge - 2) : edge]):
            if last > first:
                yield (first, last)
        elif last - first >= 2 and any(token.tag in FINITE for token in self.tokens[first:last]):
            if not (goes_on and self._is_adverbial(first)):
                yield (first, last)

    def _is_adverbial(self, index: int) -> bool:
        opener = next((clause.opener for clause in self.parts if clause.first <= index < clause.last), "")
        return opener in _ADVERBIAL or self.tokens[index].word in _ADVERBIAL

    def _left_limit(self, edge: int) -> int:
        """Where the content left of `edge` starts: at the last semicolon, else with the sentence."""
        return next((k + 1 for k in range(edge - 2, -1, -1) if self.tokens[k].word == ";"), 0)

    def _nothing_follows(self, cue: Cue, source: Range) -> bool:
        """Whether no complement stands right after the cue (and its inverted subject, and whoever is told)."""
        index = max(cue.last, source[1])
        if Frame.TELL in cue.frames:
            told = nounphrases.after(self.tokens, index)
            index = told[1] if told else index
        if index >= len(self.tokens):
            return True
        token = self.tokens[index]
        if token.tag is Tag.MARK:
            return token.word not in _QUOTES | {":"} or index >= len(self.tokens) - 2
        if token.tag in (Tag.PREPOSITION, Tag.ADVERB, Tag.COORDINATOR, Tag.ING) or token.word in (
            "as",
            "when",
            "after",
            "who",
        ):
            return not any(t.word == "that" and t.tag is Tag.SUBORDINATOR for t in self.tokens[index : index + _LONG])
        calendar = nounphrases.is_time(token)
        return calendar and not self._finite_within(index + 1, 6)

    def _right(self, cue: Cue, index: int) -> Iterator[Range]:
        """The contents after the cue."""
        after_all = self._as_they_say(cue)
        start = after_all or self._right_start(cue, index)
        if start is None:
            return
        clausal = self._is_clausal(start, cue)
        end = self._complement_end(cue, start) if clausal else self._clause_end(start)
        end = len(self.tokens) if after_all else end
        yield from self._conjuncts(start, self._stripped_end(end), clausal)

    def _as_they_say(self, cue: Cue) -> int | None:
        """The start of what follows "As X has said,"."""
        opening = self.tokens[:3]
        if not cue.frames & {Frame.SAY, Frame.TELL, Frame.THINK} or not any(token.word == "as" for token in opening):
            return None
        comma = next((k for k in range(cue.last, len(self.tokens)) if self.tokens[k].word == ","), None)
        if comma is None or any(token.tag in FINITE for token in self.tokens[cue.last : comma]):
            return None
        verbs = sum(token.tag in FINITE for token in self.tokens[: cue.first])
        return None if verbs else comma + 1

    def _complement_end(self, cue: Cue, start: int) -> int:
        """The end of a complement clause: of the sentence, or of the "as …" or "while …" that the cue stands in."""
        if cue.first > 12 or not self._is_adverbial(0):
            return len(self.tokens)
        after = (clause for clause in self.parts if clause.first > start and self.tokens[clause.first - 1].word == ",")
        main = next((clause for clause in after if clause.opener == ""), None)
        return main.first if main else len(self.tokens)

    def _right_start(self, cue: Cue, index: int) -> int | None:
        tokens = self.tokens
        if Frame.TELL in cue.frames and index < len(tokens) and tokens[index].tag is not Tag.MARK:
            told = nounphrases.after(tokens, index)
            if told and (Frame.SAY not in cue.frames or not self._finite_within(told[1], 3)):
                index = told[1]
        that = self._that(index)
        if that is not None:
            return that
        if cue.frames & {Frame.SAY, Frame.TELL, Frame.THINK}:
            quoted = self._quote_start(index)
            if quoted is not None:
                return quoted
            bare = self._bare_clause(index, cue)
            if bare is not None:
                return bare
        if index < len(tokens) and tokens[index].word in _WH and tokens[index].tag is not Tag.MARK:
            return index
        return self._object_start(cue, index)

    def _that(self, index: int) -> int | None:
        """The token after "that", if it comes before any other verb."""
        for k in range(index, min(len(self.tokens), index + _LONG)):
            token = self.tokens[k]
            if token.word == "that" and token.tag in (Tag.SUBORDINATOR, Tag.RELATIVE, Tag.DETERMINER, Tag.PRONOUN):
                return k + 1 if token.tag is Tag.SUBORDINATOR or k == index else None
            if token.tag in FINITE or token.word in (".", ";", "“", '"'):
                return None
        return None

    def _quote_start(self, index: int) -> int | None:
        """The first token of a quotation or of what follows a colon or a pause right after the cue."""
        tokens = self.tokens
        for k in range(index, min(len(tokens), index + 8)):
            word = tokens[k].word
            if word in ("“", '"', "«", "‘", ":") and k + 2 < len(tokens) and word != "”":
                return self._stripped_start(k)
            if word == "," and k == index and k + 1 < len(tokens):
                if tokens[k + 1].word in ("“", '"', "«", "‘"):
                    return self._stripped_start(k + 1)
                return (
                    k + 1
                    if self._finite_within(k + 1, _LONG) and tokens[k + 1].tag in NOMINAL | {Tag.DETERMINER}
                    else None
                )
            if tokens[k].tag in FINITE or word in (".", ";"):
                return None
        return None

    def _bare_clause(self, index: int, cue: Cue) -> int | None:
        """The start of a clause without "that" right after the cue, a day of the week passed over."""
        tokens = self.tokens
        while index < len(tokens) and nounphrases.is_time(tokens[index]):
            index += 1
        if index >= len(tokens):
            return None
        token = tokens[index]
        opens = token.tag in NOMINAL | {Tag.DETERMINER, Tag.POSSESSIVE, Tag.ADJECTIVE, Tag.ADVERB, Tag.ING}
        if Frame.SAY in cue.frames and token.word in ("although", "while", "unless", "once", "even"):
            opens = True
        if not opens or token.word.endswith(("self", "selves")):
            return None
        reach = _LONG if Frame.SAY in cue.frames else self._to_mark(index + 1)
        return index if self._finite_within(index + 1, reach) else None

    def _to_mark(self, index: int) -> int:
        """How many tokens, at most `_LONG`, stand before the next punctuation mark."""
        ahead = self.tokens[index : index + _LONG]
        return next((k for k, token in enumerate(ahead) if token.tag is Tag.MARK), len(ahead))

    def _object_start(self, cue: Cue, index: int) -> int | None:
        tokens = self.tokens
        if index >= len(tokens):
            return None
        token = tokens[index]
        if Frame.PROMISE in cue.frames and token.tag is Tag.TO:
            return index
        nominal = token.tag in NOMINAL | {Tag.DETERMINER, Tag.POSSESSIVE, Tag.ADJECTIVE, Tag.ING}
        if not nominal and token.word not in _QUOTES:
            return None
        if Frame.VIEW in cue.frames and any(t.word == "as" for t in tokens[index : index + 30]):
            return index
        if Frame.CALL in cue.frames:
            named = self.tokens[index : self._stripped_end(self._clause_end(index))]
            plain = all(token.tag in (Tag.DETERMINER, Tag.NAME) for token in named)
            return None if len(named) < 2 or plain else index
        return index if Frame.OBJECT in cue.frames else None

    def _is_clausal(self, start: int, cue: Cue) -> bool:
        """Whether the content that starts here is a clause of its own and not an object."""
        if self.tokens[start - 1].word == "that" or self.tokens[start].word in _WH:
            return True
        clausal = bool(cue.frames & {Frame.SAY, Frame.TELL, Frame.THINK})
        return clausal and (
            not cue.frames & {Frame.OBJECT, Frame.CALL, Frame.VIEW} or self._finite_within(start, _LONG)
        )

    def _antecedent(self, cue: Cue, source: Range) -> Iterator[Range]:
        """The noun before a relative clause that lacks its object: "low inflation, which X is likely to cite"."""
        edge = min(source[0], cue.first)
        if not cue.frames & {Frame.OBJECT, Frame.VIEW, Frame.CALL} or edge < 2:
            return
        if self.tokens[edge - 1].word not in ("which", "that"):
            return
        end = edge - 2 if self.tokens[edge - 2].word == "," else edge - 1
        found = nounphrases.before(self.tokens, end)
        if found:
            yield found

    def _conjuncts(self, start: int, end: int, clausal: bool) -> Iterator[Range]:
        """One content, or one for each "… and that …"."""
        cuts = [
            k
            for k in range(start + 2, end - 2)
            if clausal
            and self.tokens[k].word in ("and", "but")
            and self.tokens[k + 1].word == "that"
            and self._finite_within(k + 2, _LONG)
        ]
        for first, last in zip([start, *(cut + 2 for cut in cuts)], [*cuts, end], strict=True):
            if last > first and any(token.tag is not Tag.MARK for token in self.tokens[first:last]):
                yield (first, last)

    # ---- nouns and prepositions ------------------------------------------------------------------------------------

    def noun(self, cue: Cue) -> Reading | None:
        tokens, index = self.tokens, cue.last
        source = self._possessor(cue.head)
        word = tokens[cue.head].word
        if source is None and index < len(tokens) and tokens[index].word in ("by", "from"):
            source = nounphrases.after(tokens, index + 1)
            index = source[1] if source else index
        if index >= len(tokens) or cue.head == 0 and source is None and not saying.speaks_itself(word):
            return None
        start = self._noun_content(word, index)
        if start is None:
            return None
        if source is None and saying.speaks_itself(word):
            source = nounphrases.before(tokens, cue.last)
        if source is None and word not in _UNOWNED:
            return None
        end = len(tokens) if tokens[start - 1].word == "that" else self._clause_end(start)
        end = self._stripped_end(end)
        return Reading(cue, source, ((start, end),)) if end > start else None

    def _noun_content(self, word: str, index: int) -> int | None:
        if self.tokens[index].word in ("during", "over", "in", "from", "on") and self._to_mark(index) > 2:
            ahead = range(index + 1, min(len(self.tokens) - 1, index + 8))
            index = next(
                (k for k in ahead if self.tokens[k].word in ("of", "that") and self.tokens[k - 1].tag is Tag.NOUN),
                index,
            )
        following = self.tokens[index]
        if following.word == "that" and following.tag is Tag.SUBORDINATOR and self._finite_within(index + 1, 15):
            return index + 1
        if following.word in ("of", "about") and saying.takes_of(word) and index + 1 < len(self.tokens):
            return index + 1
        return None

    def _possessor(self, head: int) -> Range | None:
        """Whose a noun is: "officials' long-held | allegations", "its | fear"."""
        for k in range(head - 1, max(-1, head - 5), -1):
            token = self.tokens[k]
            if token.word in ("'s", "'"):
                return nounphrases.before(self.tokens, k)
            if token.tag is Tag.POSSESSIVE:
                return (k, k + 1) if token.word not in ("my", "our", "your") else None
            if token.tag not in (Tag.NOUN, Tag.ADJECTIVE, Tag.ADVERB, Tag.NAME, Tag.MARK, Tag.ING) or token.word == ",":
                return None
        return None

    def according(self, cue: Cue) -> Reading | None:
        source = nounphrases.after(self.tokens, cue.last)
        if source is None or (source[1] - source[0] == 1 and self.tokens[source[0]].word in _FIRST_AND_SECOND):
            return None
        before_it = self._stripped_end(cue.first)
        if any(token.tag in VERBAL for token in self.tokens[:before_it]):
            first = self._stripped_start(self._left_limit(cue.first))
            return Reading(cue, source, ((first, before_it),))
        return self._after_comma(cue, source)

    def _after_comma(self, cue: Cue, source: Range) -> Reading | None:
        comma = next((k for k in range(source[1], len(self.tokens)) if self.tokens[k].word == ","), None)
        if comma is None:
            return None
        first, last = self._stripped_start(comma), self._stripped_end(len(self.tokens))
        return Reading(cue, source, ((first, last),)) if last > first else None

    def viewpoint(self, cue: Cue) -> Reading | None:
        """ "In X's view, Y", "from X's viewpoint, Y"."""
        source = self._possessor(cue.head)
        before_source = self.tokens[source[0] - 1].word if source and source[0] else ""
        if source is None or before_source not in ("in", "from", "by", "to"):
            return None
        comma = self._after_comma(cue, (source[0], cue.last))
        return Reading(cue, source, comma.contents) if comma else None

    def citing(self, cue: Cue) -> Reading | None:
        """ "Citing X, Y": the content is the clause that the phrase belongs to."""
        source = nounphrases.after(self.tokens, cue.last)
        if source is None:
            return None
        if cue.first <= 1:
            return self._after_comma(cue, source)
        last = self._stripped_end(cue.first)
        return Reading(cue, source, ((self._stripped_start(0), last),)) if last > 2 else None

    # ---- passives --------------------------------------------------------------------------------------------------

    def passive(self, cue: Cue) -> Reading | None:
        tokens, index = self.tokens, cue.last
        if index >= len(tokens):
            return None
        source = nounphrases.after(tokens, index + 1) if tokens[index].word in ("by", "in") else None
        if source:
            index = source[1]
        word = tokens[cue.head].word
        hearsay = word in _HEARSAY
        if source is None and not hearsay:
            return None
        following = tokens[index] if index < len(tokens) else None
        if following is not None and following.word == "that":
            return Reading(cue, source, ((index + 1, self._stripped_end(len(tokens))),))
        if following is not None and following.word in ("as", "to"):
            subject = nounphrases.before(tokens, cue.first)
            first = subject[0] if subject else index
            return Reading(cue, source, ((first, self._stripped_end(self._clause_end(index))),))
        return self._told(cue, source) if source and not hearsay else None

    def _told(self, cue: Cue, source: Range) -> Reading | None:
        """ "Y, I was told by X": the content stands before the pause."""
        subject = nounphrases.before(self.tokens, cue.first)
        edge = subject[0] if subject else cue.first
        if edge < 3 or self.tokens[edge - 1].word not in _PAUSES:
            return None
        last = self._stripped_end(edge)
        return Reading(cue, source, ((self._stripped_start(0), last),)) if last > 2 else None

    # ---- ranges ----------------------------------------------------------------------------------------------------

    def _finite_within(self, index: int, reach: int) -> bool:
        """Whether a finite verb stands within `reach` tokens, before the end of the sentence or a semicolon."""
        for token in self.tokens[index : index + reach]:
            if token.tag in FINITE:
                return True
            if token.word in (";", ":"):
                return False
        return False

    def _clause_end(self, start: int) -> int:
        """The end of the clause at `start`, complements and infinitives included."""
        at = next(
            (k for k, clause in enumerate(self.parts) if clause.first <= start < clause.last), len(self.parts) - 1
        )
        end = self.parts[at].last
        for clause in self.parts[at + 1 :]:
            if clause.opener in _ENDS_CONTENT or (self.tokens[clause.first - 1].tag is Tag.MARK and end - start >= 3):
                break
            end = clause.last
        return end

    def _stripped_start(self, index: int) -> int:
        while index < len(self.tokens) and (self.tokens[index].word in _CLOSING or self.tokens[index].tag is Tag.MARK):
            index += 1
        return index

    def _stripped_end(self, index: int) -> int:
        while index > 0 and self.tokens[index - 1].word in _CLOSING:
            index -= 1
        return index
