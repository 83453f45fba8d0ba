"""The question of a case: who did what to whom, as words that steer the reading."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.reading import words
from cuibono.reading.gazetteer import lexicon

_LEAD = re.compile(
    r"^\W*(?:(?:so|and|but|then)\W+)?(?:"
    r"why(?:\s+(?P<aux>[a-z]+n?['’]?t?))?"
    r"|what\s+(?:is|was|were|are)\s+(?:behind|the\s+(?:reasons?|motives?|point)\s+(?:for|of|behind))"
    r"|what\s+(?:could|might|would|may|can|had|has)?\s*(?:made|make|makes|drove|drives?|led|leads?|prompted|prompts?|motivated|motivates?|caused"
    r"|causes?|pushed|brought|possessed|explains?|explained)"
    r"|how\s+come|for\s+what\s+(?:reasons?|purpose)\s+(?P<aux2>[a-z]+)|what\s+for"
    r")\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_NAME = re.compile(r"^\W*[A-Z0-9]")
_TIME = re.compile(
    r"\b(?:in|on|since|by|during|before|after|until|this|last|next)\s+(?:(?:early|late|mid|spring|summer|autumn|winter"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|year|month|week"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d{1,4}(?:st|nd|rd|th|s)?)(?:[\s,–/-]+|$|(?=[?.])))+"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A why-question taken apart.

    `actors` are the names of who acted, the fullest first, as they are written; `act` and `objects` the stems of what
    was done and to whom; `stems` those of all content words.
    """

    text: str
    actors: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("cuibono.data").joinpath("question.toml").read_text("utf-8"))
    return {name: frozenset(value["words"].split()) for name, value in data.items()}


def parse(text: str) -> Question:
    """The parts of a question of any wording; a sentence without "why" is taken as the act itself.

    >>> question = parse("Why did Kamen Motors decide to buy shipyards in Aria?")
    >>> question.actors, question.act, question.objects
    (('Kamen Motors', 'KM'), ('buy',), ('shipyard', 'aria'))
    >>> parse("What made the minister resign?").actors
    ('minister',)
    """
    lead = _LEAD.match(text)
    body = _TIME.sub("", text[lead.end() :] if lead else text).strip(" ?!.\n\t")
    pieces = [match[0] for match in _WORD.finditer(body)]
    size = _subject(pieces)
    subject, rest = " ".join(pieces[:size]), " ".join(pieces[size:])
    deeds = [stem for stem in words.content(rest) if stem not in _light() and not stem.isdigit()]
    act = tuple(deeds[:1])
    objects = tuple(dict.fromkeys(stem for stem in deeds[1:] if stem not in act))
    stems = frozenset([*act, *objects, *words.content(subject)])
    return Question(text, _names(subject), act, objects, stems)


@cache
def _light() -> frozenset[str]:
    return frozenset(words.stem(word) for word in _vocabulary()["light"])


def _subject(pieces: list[str]) -> int:
    """How many of the first words name who acted; at least one is left for what was done."""
    size = next((place for place in range(len(pieces)) if not _continues(pieces, place)), len(pieces))
    return size if size < len(pieces) else min(1, len(pieces))


def _continues(pieces: list[str], place: int) -> bool:
    """Whether a word still belongs to the subject: a name, a role, a determiner, the first noun after one."""
    roles, determiners = _vocabulary()["role"], _vocabulary()["determiner"]
    piece, word = pieces[place], pieces[place].strip("“”\"'’,()").lower()
    after = pieces[place + 1] if place + 1 < len(pieces) else ""
    if word in ("of", "and", "&"):
        return place > 0 and bool(_NAME.match(after) or after.lower() in determiners | roles)
    if _NAME.match(piece) or place == 0:
        return word not in words.function_words() or word in determiners or piece.isupper()
    return word in roles | determiners or word.endswith(("'s", "’s")) or _only_determiners(pieces[:place], determiners)


def _only_determiners(pieces: list[str], determiners: frozenset[str]) -> bool:
    return all(piece.lower() in determiners or piece.endswith(("'s", "’s")) for piece in pieces)


def _names(subject: str) -> tuple[str, ...]:
    """The names in a subject, the fullest first: runs of capitals without titles, last names, initials.

    What does not begin with a given name may be a firm, which its first word names, or a family name that stands first.
    """
    found: list[str] = []
    for run in _runs(subject):
        found.append(" ".join(run))
        if len(run) > 1 and _is_body(run):
            found.append("".join(part[0] for part in run if _NAME.match(part)))
        elif len(run) > 1:
            found += [run[-1]] if run[0].lower() in lexicon().genders else [run[-1], run[0]]
    if not found:
        found = [word for word in words.words(subject) if word not in _vocabulary()["determiner"]]
    return tuple(dict.fromkeys(found))


def _is_body(run: list[str]) -> bool:
    """Whether a name of several words is an organisation's or a country's rather than a person's."""
    bodies = _vocabulary()["body"]
    return run[0].lower() in bodies or run[-1].lower() in bodies or len(run) > 3


def _runs(subject: str) -> list[list[str]]:
    """The runs of capitalised words in a subject, without the titles before a person's name."""
    runs: list[list[str]] = [[]]
    for piece in subject.split():
        bare = re.sub(r"['’]s?$", "", piece.strip("“”\"',()"))
        joins = bare.lower() in ("of", "&", "for") and bool(runs[-1])
        if joins or (_NAME.match(bare) and bare.lower() not in _vocabulary()["determiner"]):
            runs[-1].append(bare)
        else:
            runs.append([])
        if bare != piece:
            runs.append([])
    return [kept for run in runs if (kept := _untitled(run))]


def _untitled(run: list[str]) -> list[str]:
    titles = _vocabulary()["title"]
    while run and not _NAME.match(run[-1]):
        run = run[:-1]
    start = 0
    while start + 1 < len(run) and run[start].lower().rstrip(".") in titles and not _is_body(run[start + 1 :]):
        start += 1
    return run[start:]
