"""Noun phrases: the words before a verb that are its subject, and those after a preposition or an inverted verb."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.reading.tags import FINITE, Tag, Token

Range = tuple[int, int]
"""A half-open range of tokens."""

_INNER = frozenset({Tag.NOUN, Tag.NAME, Tag.NUMBER, Tag.ADJECTIVE, Tag.POSSESSIVE})
_LINKS = frozenset(
    {
        "of",
        "for",
        "in",
        "at",
        "from",
        "on",
        "with",
        "by",
        "to",
        "within",
        "inside",
        "near",
        "about",
        "over",
        "among",
        "after",
        "before",
        "during",
        "under",
        "against",
        "behind",
        "around",
    }
)
_CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "yesterday",
        "today",
        "week",
        "month",
        "year",
        "night",
        "morning",
        "afternoon",
        "evening",
    ]
)
_OCCASION = frozenset(
    {
        "statement",
        "interview",
        "email",
        "e-mail",
        "speech",
        "tweet",
        "letter",
        "conference",
        "briefing",
        "report",
        "article",
    }
)
_LONGEST = 30
"""Tokens of a noun phrase that are looked at."""


def before(tokens: Sequence[Token], end: int) -> Range | None:
    """The noun phrase that ends right before token `end`, or `None`.

    >>> from cuibono.reading.tags import tag
    >>> tokens = tag("On Monday a spokesman for the ministry said little.")
    >>> first, last = before(tokens, 7)
    >>> [token.word for token in tokens[first:last]]
    ['a', 'spokesman', 'for', 'the', 'ministry']
    """
    end = _without_time(tokens, end)
    if end <= 0:
        return None
    if tokens[end - 1].tag is Tag.PRONOUN:
        return (end - 1, end)
    if tokens[end - 1].tag in (Tag.PREPOSITION, Tag.COORDINATOR) or is_time(tokens[end - 1]):
        return None
    first = end
    floor = max(0, end - _LONGEST)
    while first > floor and _continues(tokens, first - 1, end):
        first -= 1
    while first < end and not _may_start(tokens[first]):
        first += 1
    return (first, end) if first < end else None


def is_time(token: Token) -> bool:
    """Whether a token names a day, a month or a part of the day."""
    return token.word in _CALENDAR


def _without_time(tokens: Sequence[Token], end: int) -> int:
    """`end` moved before "on Wednesday" or "last week"."""
    if end >= 2 and tokens[end - 1].word in _CALENDAR:
        if tokens[end - 2].tag is Tag.PREPOSITION or tokens[end - 2].word in ("last", "this", "that"):
            return end - 2
        if (
            end >= 3
            and tokens[end - 2].tag in (Tag.NAME, Tag.NOUN)
            and tokens[end - 1].word not in ("week", "month", "year")
        ):
            return end - 1
    return end


def _continues(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the token at `at` belongs to a noun phrase that goes on right after it."""
    token = tokens[at]
    before, after = (tokens[at - 1].tag if at else None), (tokens[at + 1].tag if at + 1 < end else None)
    started = after is Tag.DETERMINER
    if token.tag is Tag.DETERMINER:
        return not started or token.word in ("both", "all", "half")
    if token.tag in _INNER:
        return not started or token.tag is Tag.POSSESSIVE
    if token.tag is Tag.ADVERB:
        return after is not None and not started and before is Tag.DETERMINER
    if token.tag is Tag.ING:
        return after in (Tag.NOUN, Tag.NAME) and before in _INNER | {None}
    return (before in _INNER | {Tag.PRONOUN} or _counts(tokens, at - 1)) and _links(tokens, at, end)


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that says how many stands for those whom it counts: "many | in the town"."""
    return at >= 0 and tokens[at].word in ("many", "some", "few", "most", "several", "others", "all", "none", "those")


def _links(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a preposition, "and" or a mark at `at` joins what stands on its sides into one noun phrase."""
    token = tokens[at]
    if token.tag is Tag.PREPOSITION:
        return token.word in _LINKS and not _dated(tokens, at)
    if token.tag is Tag.COORDINATOR:
        return token.word in ("and", "or") and _coordinates(tokens, at)
    return token.word in ("-", "&", "%", "$", ".") and at + 1 < end


def _dated(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].word in _CALENDAR


def _coordinates(tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands left of "and" is a noun phrase from the start of its clause, so that "and" joins nouns."""
    index = at - 1
    floor = max(-1, at - 8)
    while index > floor and tokens[index].tag in _INNER | {Tag.DETERMINER, Tag.ADVERB}:
        index -= 1
    return (
        index < 0 or tokens[index].tag in (Tag.MARK, Tag.SUBORDINATOR, Tag.COORDINATOR) or tokens[index].word == "both"
    )


def _may_start(token: Token) -> bool:
    return token.tag in _INNER | {Tag.DETERMINER, Tag.ING} and token.word not in ("'s", "'")


def after(tokens: Sequence[Token], first: int) -> Range | None:
    """The noun phrase that starts at token `first`, or `None`; what only says when or on what occasion is left out.

    >>> from cuibono.reading.tags import tag
    >>> tokens = tag("said an aide to the mayor in a statement")
    >>> start, end = after(tokens, 1)
    >>> [token.word for token in tokens[start:end]]
    ['an', 'aide', 'to', 'the', 'mayor']
    """
    if first < len(tokens) and tokens[first].tag is Tag.PRONOUN and tokens[first].word != "one":
        return (first, first + 1)
    last = first
    while last < min(len(tokens), first + _LONGEST) and _goes_on(tokens, first, last):
        last += 1
    counted = last > first and tokens[first].tag is Tag.DETERMINER and _counts(tokens, first)
    while last > first + counted and tokens[last - 1].tag in (
        Tag.PREPOSITION,
        Tag.COORDINATOR,
        Tag.DETERMINER,
        Tag.ADVERB,
    ):
        last -= 1
    return (first, last) if last > first else None


def _goes_on(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a noun phrase that starts at `first` holds the token at `at`."""
    token = tokens[at]
    if token.tag is Tag.DETERMINER and at > first and tokens[at - 1].tag is Tag.NAME:
        return False  # "according to Doe | the house was sold"
    if token.tag in _INNER | {Tag.DETERMINER, Tag.ADVERB}:
        return not is_time(token) or at == first
    if token.tag in (Tag.ING, Tag.PARTICIPLE):
        return at > first and tokens[at - 1].tag is Tag.DETERMINER
    if token.tag is Tag.PREPOSITION:
        return at > first and token.word in _LINKS and not _occasional(tokens, at)
    if token.tag is Tag.MARK:
        return token.word in ("&", "-") or _is_initial(tokens, at)
    following = tokens[at + 1].tag if at + 1 < len(tokens) else None
    return token.word == "and" and following in _INNER | {Tag.DETERMINER} and not _verb_soon(tokens, at + 1)


def _is_initial(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop belongs to an initial: "George W. Bush"."""
    if tokens[at].word != "." or not 0 < at < len(tokens) - 1 or tokens[at + 1].tag is not Tag.NAME:
        return False
    return tokens[at - 1].end - tokens[at - 1].start == 1 and tokens[at - 1].end == tokens[at].start


def _occasional(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition only says when, or on what occasion: "in a statement", "on Monday"."""
    ahead = [token.word for token in tokens[at + 1 : at + 6]]
    near = next((k for k, word in enumerate(ahead) if word in _CALENDAR | _OCCASION), None)
    return near is not None and not any(t.tag in (Tag.MARK, Tag.PREPOSITION) for t in tokens[at + 1 : at + 1 + near])


def _verb_soon(tokens: Sequence[Token], at: int) -> bool:
    return any(token.tag in FINITE for token in tokens[at : at + 5])
