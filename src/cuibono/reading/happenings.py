"""Happenings: the words of a sentence that an expression of time dates.

A date belongs to the clause around it; one that leads a clause, set off by marks ("and, in May, they left"), to the
clause that it leads; and what is said to have been the case "when" right behind it, to it as well.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.reading import clauses
from cuibono.reading.dates import DateMention
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import Tag, Token

_MARKS = frozenset({",", ";", ":", "(", "–", "—", "--", "-"})
_BEFORE_DATE = frozenset({Tag.PREPOSITION, Tag.DETERMINER})
_ALSO_BEFORE_DATE = frozenset({"since", "until", "till", "after", "before", "as"})
_OPENING = frozenset({Tag.SUBORDINATOR, Tag.RELATIVE, Tag.COORDINATOR})
_NEAR = 3
"""Tokens that may stand between a date and the "when" which goes back to it ("the 2011 revolt, when …")."""
_OUTSIDE = ',;:—–-"“”)('

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Happening:
    """The stretch of a sentence that one expression of time dates."""

    start: int
    end: int
    mention: DateMention


def find(text: str, cut: Sequence[Sentence], mentions: Sequence[DateMention]) -> Iterator[Happening]:
    """What each of `mentions` dates, in their order; several in one clause share it out between them.

    >>> from cuibono.reading import dates, sentences
    >>> text = "The odd thing is that, in May 2011, they left Boria in June, when it froze."
    >>> cut = sentences.split(text)
    >>> for item in find(text, cut, dates.find(text, cut, None)):
    ...     print(item.mention.text, "|", text[item.start : item.end])
    May 2011 | in May 2011, they left Boria in June
    June | they left Boria in June
    June | when it froze.
    """
    starts = [mention.start for mention in mentions]
    for sentence in cut:
        inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside:
            yield from _in_sentence(text, sentence, inside)


def _in_sentence(text: str, sentence: Sentence, inside: Sequence[DateMention]) -> Iterator[Happening]:
    tokens, parts = clauses.parse(text, sentence.start, sentence.end)
    spans = [(tokens[clause.first].start, tokens[clause.last - 1].end) for clause in parts]
    reached = sentence.start
    for number, mention in enumerate(inside):
        at = next((place for place, span in enumerate(spans) if mention.start < span[1]), len(spans) - 1)
        (start, end), behind = spans[at], spans[at + 1] if at + 1 < len(spans) else None
        following = inside[number + 1].start if number + 1 < len(inside) else sentence.end
        leads = behind is not None and not parts[at + 1].opener and _is_last(text, mention, end)
        lead = _lead(tokens, mention) if leads else None
        if behind is not None and lead is not None:
            yield Happening(*_trimmed(text, max(lead, reached), behind[1]), mention)
            reached = mention.end
            continue
        stop = _shared(tokens, mention, following) if following < end else max(end, mention.end)
        yield Happening(*_trimmed(text, max(start, reached), stop), mention)
        reached = stop
        if behind is not None and following >= behind[1] and _goes_back(tokens, mention, behind):
            yield Happening(*_trimmed(text, *behind), mention)


def _is_last(text: str, mention: DateMention, end: int) -> bool:
    """Whether a clause has nothing but marks after a date."""
    return not text[mention.end : end].strip(" \n" + _OUTSIDE)


def _lead(tokens: Sequence[Token], mention: DateMention) -> int | None:
    """Where the phrase of a date begins that a mark or an opener sets off from what stands before it."""
    first = place = bisect_left(tokens, mention.start, key=lambda token: token.start)
    while place > 0 and (tokens[place - 1].tag in _BEFORE_DATE or tokens[place - 1].word in _ALSO_BEFORE_DATE):
        place -= 1
    before = tokens[place - 1] if place > 0 else None
    after = next((token for token in tokens[first:] if token.start >= mention.end), None)
    if before is None or after is None or after.word not in _MARKS:
        return None
    return tokens[place].start if before.word in _MARKS or before.tag in _OPENING else None


def _shared(tokens: Sequence[Token], mention: DateMention, following: int) -> int:
    """Where the words of a date end that has another after it in the same clause: at the first mark, else with it."""
    first = bisect_left(tokens, mention.end, key=lambda token: token.start)
    last = bisect_left(tokens, following, key=lambda token: token.start)
    return next((token.start for token in tokens[first:last] if token.word in _MARKS), mention.end)


def _goes_back(tokens: Sequence[Token], mention: DateMention, behind: Span) -> bool:
    """Whether the clause behind a date opens with the "when" that goes back to it."""
    last = bisect_right(tokens, behind[0], key=lambda token: token.start) - 1
    between = [token for token in tokens[:last] if token.start >= mention.end and token.word not in _MARKS]
    return tokens[last].word == "when" and len(between) <= _NEAR


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in _OUTSIDE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _OUTSIDE):
        end -= 1
    return start, end
