"""Dates: expressions of time in a text, resolved to intervals of days against the publication date.

What the words alone fix ("May 2018", "the 1980s", "9/11") is resolved always; what is said from the day of writing
("Monday", "last September", "two days ago") only where that day is known; what hangs on a date named before ("at the
time", "two days later") on the last one in the same or the previous paragraph. Otherwise the interval is `None`: the
text does not say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from cuibono.case.records import Interval
from cuibono.reading import clauses, timewords
from cuibono.reading.expressions import Rule, rules
from cuibono.reading.sentences import Sentence
from cuibono.reading.setting import Match, Setting
from cuibono.reading.tags import Tag

_TRIGGER = re.compile(
    r"\d|minute|hour|day|week|month|year|decade|centur|quarter|night|morning|evening|afternoon|dawn|dusk|noon|sun|autumn|"
    r"spring|summer|winter|fall|recent|lately|time|after|thus|then|until|till|so far|to date|ties\b|war\b|hallow|"
    r"christmas|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)
_AMBIGUOUS_MONTH = re.compile(r"(?:may|march|april|june|august)", re.IGNORECASE)
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|to|through|late|early|mid|last|next|this|between|and|for|before|after|during|on|"
    r"every|each|that|per|via)|[-–(,/])\s*$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:[$€£¥#]|\bNo\.?|\bpage|\bsection|\barticle|\babout|\bsome|\bnearly|\bover)\s*$", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[\s-]*([^\W\d_]+|%)")
_LINK = re.compile(r"\s*(?:to|until|till|through|and|-|–|—)\s*(?:the\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_SOFTENED = re.compile(r"\b(?:about|around|at least|roughly|the|perhaps|maybe)\s*$")
_BREAK = re.compile(r"[;:()]|\b(?:said|says|told|tells)\b|,[^,]*\w\wed (?:\w+ ){0,2}$")
"""Before it stands another clause: at a mark, and where somebody "said", or "announced", it then."""
_UNTIL = re.compile(r"\b(?:until|till|to)(?:\s+after)?\s+(?:the\s+)?$")
_SPENT = re.compile(r"\s+(?:(?:well|also|never|not)\s+)*(?:have|not)\b|n[o’']t\b")
_PAST_TAGS = frozenset({Tag.PAST, Tag.PARTICIPLE})
_PAST_AUXILIARIES = frozenset({"was", "were", "had", "did"})
_AHEAD = {"ahead": "words", "modals": "modals", "postponed": "postponed"}
_LEAD = 40
"""Characters before an expression that may hold the words which open or close its interval."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time: its span, its words, and the days it means; `None` where the text does not say."""

    start: int
    end: int
    text: str
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    match: Match
    rule: Rule


def find(text: str, sentences: Sequence[Sentence], published: date | None) -> tuple[DateMention, ...]:
    """The expressions of time in `text`, in order; without `published`, relative ones have no interval.

    >>> from cuibono.reading import sentences
    >>> text = "It began in March and, since last September, has grown. They left two days ago."
    >>> [(d.text, d.interval and d.interval.iso) for d in find(text, sentences.split(text), date(2019, 11, 19))]
    [('March', '2019-03-01/2019-03-31'), ('last September', '2019-09-01/..'), ('two days ago', '2019-11-17')]
    """
    mentions: list[DateMention] = []
    anchor: Interval | None = None
    anchored_in = -1
    for sentence in sentences:
        if sentence.paragraph > anchored_in + 1:
            anchor = None
        found = list(_found(text, sentence))
        for index, item in enumerate(found):
            setting = Setting(
                published, anchor, _looks_ahead(text, sentence, item.match), _is_told(text, sentence, item.match)
            )
            bare = _resolved(item, setting)
            if bare and bare.first and bare.last:
                anchor, anchored_in = bare, sentence.paragraph
            mentions.append(_mention(text, sentence, item.match, bare, found[index - 1] if index else None))
    return tuple(_joined(text, mentions))


def _found(text: str, sentence: Sentence) -> Iterator[_Found]:
    """The expressions of one sentence, the longest at each place, none overlapping."""
    if not _TRIGGER.search(text, sentence.start, sentence.end):
        return
    every = [
        _Found(match, rule)
        for rule in rules()
        for match in rule.pattern.finditer(text, sentence.start, sentence.end)
        if _is_time(text, sentence, match)
    ]
    every.sort(key=lambda item: (item.match.start(), -item.match.end()))
    reached = sentence.start
    for item in every:
        if item.match.start() >= reached:
            reached = item.match.end()
            yield item


def _is_time(text: str, sentence: Sentence, match: Match) -> bool:
    """Whether a match that could also be a count, a name or a verb is an expression of time."""
    groups = match.groupdict()
    before = text[max(0, match.start() - _LEAD) : match.start()]
    month = groups.get("month")
    if month and _AMBIGUOUS_MONTH.fullmatch(month) and match[0] == month:
        following = _NEXT_WORD.match(text, match.end())
        named = following is not None and following[1][:1].isupper() and following.start(1) == match.end() + 1
        opens = match.start() <= sentence.start + 1 and month.lower() != "may" and not named
        return _BEFORE_MONTH.search(before) is not None or opens
    if month and not month[0].isupper():
        return False
    if groups.get("year") and match[0] == groups["year"]:
        following = _NEXT_WORD.match(text, match.end())
        counted = following is not None and following[1].lower() in _lists()["counted"]
        return not counted and not _MONEY.search(before)
    weekday = groups.get("weekday")
    return not weekday or weekday[0].isupper()


def _resolved(item: _Found, setting: Setting) -> Interval | None:
    try:
        return item.rule.days(item.match, setting)
    except (ValueError, OverflowError):  # a day that no calendar has: the words say it, but it means nothing
        return None


def _looks_ahead(text: str, sentence: Sentence, match: Match) -> bool:
    clause = text[max(sentence.start, match.start() - 80) : match.start()].lower()
    words = _BREAK.split(clause)[-1]
    if _has(words, "ahead") or (_UNTIL.search(words) and _has(words, "postponed")):
        return True
    return any(not _SPENT.match(words, found.end()) for found in _any_of("modals").finditer(words))


def _is_told(text: str, sentence: Sentence, match: Match) -> bool:
    """Whether the clause of a month without a year has a verb in the past, or has gone on since then."""
    if not match.groupdict().get("month") or match["year"]:
        return False
    if text[sentence.start : match.start()].lower().endswith(("since ", "since the ")):
        return True
    tokens, parts = clauses.parse(text, sentence.start, sentence.end)
    around = next((part for part in parts if match.start() < tokens[part.last - 1].end), parts[-1])
    inside = tokens[around.first : around.last]
    return any(token.tag in _PAST_TAGS or token.word in _PAST_AUXILIARIES for token in inside)


def _has(words: str, name: str) -> bool:
    return _any_of(name).search(words) is not None


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, _lists()[name])) + r")(?!\w)")


def _mention(
    text: str, sentence: Sentence, match: Match, bare: Interval | None, previous: _Found | None
) -> DateMention:
    """The mention with its interval opened or closed by the words before it: "since", "until", "by"."""
    floor = max(sentence.start, match.start() - _LEAD, previous.match.end() if previous else 0)
    before = " ".join(_SOFTENED.sub("", text[floor : match.start()].lower()).split())
    interval = bare
    if bare and bare.last and _ends_with(before, "up_to_then"):
        interval = Interval(last=bare.last)
    # "The lowest since 2008" names the time when it last was as low.
    elif bare and bare.first and _ends_with(before, "from_then_on") and not timewords.has_superlative(before):
        interval = Interval(first=bare.first)
    return DateMention(match.start(), match.end(), match[0], interval)


def _ends_with(words: str, name: str) -> bool:
    return any(words.endswith(ending) and not words[: -len(ending)][-1:].isalnum() for ending in _lists()[name])


def _joined(text: str, mentions: Sequence[DateMention]) -> Iterator[DateMention]:
    """The mentions, with "from A to B" and "between A and B" made one stretch."""
    index = 0
    while index < len(mentions):
        first = mentions[index]
        second = mentions[index + 1] if index + 1 < len(mentions) else None
        if second and _is_range(text, first, second):
            yield _range(text, first, second)
            index += 2
        else:
            yield first
            index += 1


def _is_range(text: str, first: DateMention, second: DateMention) -> bool:
    link = _LINK.fullmatch(text, first.end, second.start)
    if not link or not first.interval or not second.interval:
        return False
    opened = _BETWEEN.search(text, max(0, first.start - 14), first.start) is not None
    return opened or link[0].strip() in ("-", "–", "—")


def _range(text: str, first: DateMention, second: DateMention) -> DateMention:
    low = first.interval.first if first.interval else None
    high = second.interval.last if second.interval else None
    ordered = low is not None and high is not None and low <= high
    return DateMention(
        first.start,
        second.end,
        text[first.start : second.end],
        Interval(first=low, last=high) if ordered else first.interval,
    )


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(files("cuibono.data").joinpath("dates.toml").read_text("utf-8"))
    split = {
        "from_then_on": data["opening"]["from_then_on"].split(","),
        "up_to_then": data["opening"]["up_to_then"].split(","),
        **{name: data["ahead"][key].split(",") for name, key in _AHEAD.items()},
        "counted": data["counted"]["words"].split(),
    }
    return {key: tuple(word.strip() for word in words) for key, words in split.items()}
