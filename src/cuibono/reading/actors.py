"""Actors: who is in the story, under which names, and which of them a pronoun or a role means.

Names are runs of capitals; their types come from titles, given names, the nouns that organisations end in
(`data/actors.toml`) and the names of states (`data/nations.toml`). A last name, an acronym, a pronoun or a role goes back to
the last actor before it that fits.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import Tag, Token, tag
from cuibono.reading.verbs import Form, form

Type = Literal["person", "organisation", "country", "place", "name"]
Gender = Literal["masculine", "feminine", ""]

_LOOK_BACK = 200
"""Mentions before a pronoun or role that are looked at."""
_LONGEST_NAME = 8
_PRONOUNS: Mapping[str, tuple[tuple[Type, ...], Gender]] = {
    "he": (("person",), "masculine"),
    "him": (("person",), "masculine"),
    "his": (("person",), "masculine"),
    "she": (("person",), "feminine"),
    "her": (("person",), "feminine"),
    "it": (("organisation", "country"), ""),
    "its": (("organisation", "country"), ""),
    "they": (("organisation", "country", "name"), ""),
    "their": (("organisation", "country", "name"), ""),
}
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,6}")
_CONNECTORS = frozenset(
    {"of", "for", "and", "&", "the", "de", "la", "bin", "al", "von", "van", "der", "du", "el", "on"}
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_HEAD_ENDS = re.compile(r",|\s(?:of|in|at|for|on|with|from|who|whose|near|inside|close|familiar|to|by)\s")


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor: the fullest name in the text, its type, all its names, and what is known of a person."""

    name: str
    type: Type
    aliases: tuple[str, ...] = ()
    gender: Gender = ""
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an actor is named."""

    start: int
    end: int
    actor: Actor


@dataclass(frozen=True)
class Actors:
    """The actors of one text, and every place that names one, in order."""

    all: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _by_alias: Mapping[str, Actor] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, Actor] = {}
        for actor in self.all:
            for alias in (actor.name, *actor.aliases):
                names.setdefault(alias.lower(), actor)
        object.__setattr__(self, "_starts", tuple(mention.start for mention in self.mentions))
        object.__setattr__(self, "_by_alias", names)

    def resolve(self, words: str, position: int) -> str | None:
        """The name of the actor that `words`, standing at `position`, mean; `None` if that cannot be told.

        `words` may be a name with or without a title, a pronoun ("she") or a role ("the ministry").

        >>> from cuibono.reading import sentences
        >>> text = "Defense Secretary Jane Doe flew to Oslo. She left early, the secretary said. Doe slept."
        >>> found = find(text, sentences.split(text))
        >>> [found.resolve(words, text.index(words)) for words in ("She", "the secretary", "early")]
        ['Jane Doe', 'Jane Doe', None]
        """
        plain = words.strip().lower()
        if plain in _PRONOUNS:
            types, gender = _PRONOUNS[plain]
            return self._last(position, types, gender, "")
        inside = self._named_in(words, position)
        if inside is not None:
            return inside.name
        known = self._by_alias.get(re.sub(r"^(?:the|a|an)\s+|['’]s?$", "", plain))
        return known.name if known else self._role(plain, position)

    def named(self, name: str) -> Actor | None:
        """The actor of this name or alias, whatever its case."""
        return self._by_alias.get(name.lower())

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie in `text[start:end]`, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= end)

    def _named_in(self, words: str, position: int) -> Actor | None:
        """The actor that the head of a noun phrase names: a person anywhere in it, else a name that ends it."""
        inside = self.within(position, position + len(words))
        head = _HEAD_ENDS.search(words)
        head_end = position + (head.start() if head else len(words))
        for mention in inside:
            if mention.actor.type == "person" and mention.end <= head_end and not self._owns(words, position, mention):
                return mention.actor
        for mention in reversed(inside):
            if mention.start < head_end <= mention.end and not self._owns(words, position, mention):
                return mention.actor
        return None

    @staticmethod
    def _owns(words: str, position: int, mention: Mention) -> bool:
        after = words[mention.end - position :]
        return after[:1] in ("'", "’") and after[2:].strip() != ""

    def _role(self, plain: str, position: int) -> str | None:
        """The last actor that a singular role with "the" can mean."""
        if not plain.startswith(("the ", "this ", "that ", "his ", "her ", "their ")) or len(plain.split()) > 3:
            return None
        nouns, lexicon = set(re.findall(r"[a-z-]+", plain)), _lexicon()
        if nouns & lexicon.person_roles:
            return self._last(position, ("person",), "", next(iter(sorted(nouns & lexicon.person_roles))))
        if nouns & lexicon.organisation_roles:
            head = next(iter(sorted(nouns & lexicon.organisation_roles)))
            return self._last(position, ("organisation",), "", head) or self._last(position, ("organisation",), "", "")
        if nouns & lexicon.country_roles and len(nouns) == 2:
            return self._most_named(position)
        return None

    def _most_named(self, position: int) -> str | None:
        """The state that the text has named most often up to `position`."""
        at = bisect_left(self._starts, position)
        named = Counter(m.actor.name for m in self.mentions[max(0, at - _LOOK_BACK) : at] if m.actor.type == "country")
        return named.most_common(1)[0][0] if named else None

    def _last(self, position: int, types: tuple[Type, ...], gender: Gender, role: str) -> str | None:
        at = bisect_left(self._starts, position)
        for mention in reversed(self.mentions[max(0, at - _LOOK_BACK) : at]):
            actor = mention.actor
            if actor.type not in types or (gender and actor.gender and actor.gender != gender):
                continue
            if role and role not in actor.roles and role not in actor.name.lower():
                continue
            return actor.name
        return None


# ---- finding names -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """A run of capitals, without its titles; `certain` that it is a name and not the first word of a sentence."""

    start: int
    end: int
    name: str
    titles: frozenset[str]
    certain: bool
    personal: bool
    acronym: str = ""


def find(text: str, sentences: Sequence[Sentence]) -> Actors:
    """The actors of `text`, in order of their first mention, and every place that names them."""
    runs: list[_Run] = []
    for sentence in sentences:
        if not _shouts(text, sentence):
            runs.extend(_runs(text, tag(text, sentence.start, sentence.end)))
    known = {run.name for run in runs if run.certain}
    known |= {name.split()[-1] for name in known}
    runs = [run for run in runs if run.certain or run.name in known or _gazetteer(run.name)]
    actors = _actors(runs)
    mentions = tuple(Mention(run.start, run.end, actors[run.name]) for run in runs if run.name in actors)
    return Actors(tuple(dict.fromkeys(mention.actor for mention in mentions)), mentions)


def _shouts(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is set in capitals, so that capitals mean nothing."""
    words = [word for word in text[sentence.start : sentence.end].split() if word[:1].isalpha()]
    capital = sum(word[0].isupper() for word in words)
    return len(words) >= 4 and (capital > 0.8 * len(words))


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[_Run]:
    index = 0
    while index < len(tokens):
        if not _is_part(tokens[index]):
            index += 1
            continue
        last = _run_end(text, tokens, index)
        yield from _parts(text, tokens, index, last)
        index = last


def _run_end(text: str, tokens: Sequence[Token], first: int) -> int:
    """The end of the run of capitals from `first`, "Bank of England" and "Simon de Pury" included."""
    last = first + 1
    while last < len(tokens) and last - first < _LONGEST_NAME:
        if _is_part(tokens[last]) and _adjoin(text, tokens[last - 1], tokens[last]):
            last += 1
        elif _is_initial(tokens, last):
            last += 2
        elif _connects(text, tokens, first, last):
            last += 2
        else:
            break
    return last


def _is_part(token: Token) -> bool:
    """Whether a capital may stand in a name: no month or weekday, no adjective like "British-led"."""
    if token.tag is not Tag.NAME or token.word in _CALENDAR:
        return False
    tail = token.word.rpartition("-")[2]
    return "-" not in token.word or not form(tail) & (Form.PARTICIPLE | Form.ING)


def _is_initial(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop at `at` belongs to an initial: "George W. Bush"."""
    if tokens[at].word != "." or tokens[at - 1].end - tokens[at - 1].start != 1 or at + 1 >= len(tokens):
        return False
    return tokens[at].start == tokens[at - 1].end and _is_part(tokens[at + 1])


def _adjoin(text: str, left: Token, right: Token) -> bool:
    return text[left.end : right.start].strip(" .") == "" and right.start - left.end <= 2


def _connects(text: str, tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a small word at `at` stands inside a name."""
    word = tokens[at].word
    if word not in _CONNECTORS or at + 1 >= len(tokens) or not _is_part(tokens[at + 1]):
        return False
    if word in ("of", "for", "on", "and", "&"):
        heads = _lexicon().heads
        named = any(text[token.start : token.end] in heads for token in tokens[first:at])
        return named if word != "&" else True
    return word != "the"


def _parts(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[_Run]:
    """The names in a run of capitals: what stands before its titles, and what follows them."""
    titles, strong = _lexicon().titles, _lexicon().titles - _lexicon().weak
    whole = text[tokens[first].start : tokens[last - 1].end]
    if _gazetteer(whole) or _is_organisation(whole.split()):
        yield _run(text, tokens, first, last, frozenset())
        return
    cut = max((k + 1 for k in range(first, last) if tokens[k].word.rstrip(".") in titles), default=first)
    if cut >= last:  # titles only, or a name that ends in one: "White House Press Secretary"
        begun = next((k for k in range(first, last) if tokens[k].word.rstrip(".") in titles), last)
        if begun > first:
            yield _run(text, tokens, first, begun, frozenset())
        return
    before = {tokens[k].word.rstrip(".") for k in range(first, cut)} & strong
    before |= {token.word for token in tokens[max(0, first - 1) : first]} & strong
    begun = next((k for k in range(first, cut) if tokens[k].word.rstrip(".") in titles), first)
    if begun > first and _gazetteer(text[tokens[first].start : tokens[begun - 1].end]):
        yield _run(text, tokens, first, begun, frozenset())
    yield _run(text, tokens, cut, last, frozenset(before))


def _run(text: str, tokens: Sequence[Token], first: int, last: int, titles: frozenset[str]) -> _Run:
    name = " ".join(text[tokens[first].start : tokens[last - 1].end].split())
    opens = all(token.tag is Tag.MARK for token in tokens[max(0, first - 2) : first])
    acronym = ""
    if last + 2 < len(tokens) and tokens[last].word == "(" and tokens[last + 2].word == ")":
        candidate = text[tokens[last + 1].start : tokens[last + 1].end]
        acronym = candidate if _ACRONYM.fullmatch(candidate) else ""
    certain = not opens or last - first > 1 or bool(titles)
    return _Run(
        tokens[first].start, tokens[last - 1].end, name, titles, certain, _acts_personally(tokens, last), acronym
    )


def _acts_personally(tokens: Sequence[Token], last: int) -> bool:
    """Whether what follows a name is what follows people: an apposition, an age, or a verb of speech."""
    following = [token.word for token in tokens[last : last + 3]]
    if len(following) < 2:
        return False
    if following[0] == ",":
        return (
            following[1] in ("a", "an", "who", "whose") or following[1] in _lexicon().titles or following[1].isdigit()
        )
    return following[0] in ("said", "says", "told", "tells", "wrote", "writes", "tweeted", "added", "adds")


def _is_organisation(parts: Sequence[str]) -> bool:
    heads = _lexicon().heads
    return len(parts) > 1 and (parts[-1] in heads or parts[0] in heads)


# ---- from names to actors ------------------------------------------------------------------------------------------


def _actors(runs: Sequence[_Run]) -> dict[str, Actor]:
    """The actor of every name; names of one person, and an organisation and its acronym, share one."""
    titles: dict[str, set[str]] = {}
    acronyms: dict[str, str] = {}
    personal = {run.name for run in runs if run.personal} | {run.name for run in runs if " " not in run.name}
    for run in runs:
        titles.setdefault(run.name, set()).update(run.titles)
        if run.acronym:
            acronyms.setdefault(run.acronym, run.name)
    full = {name: _typed(name, titles[name], personal) for name in titles}
    people = [name for name in full if full[name] == "person" and " " in name]
    by_last = _unique(people, -1)
    by_first = _unique(people, 0)
    owner = {name: _owner(name, full, by_last, by_first, acronyms) for name in titles}
    groups: dict[str, list[str]] = {}
    for name, chief in owner.items():
        groups.setdefault(chief, []).append(name)
    built = {chief: _actor(chief, names, full, titles) for chief, names in groups.items()}
    return {name: built[chief] for name, chief in owner.items()}


def _unique(people: Sequence[str], at: int) -> dict[str, str]:
    """People by their last (or first) word, the first of two; of "Jane Doe" and "Jane R. Doe" the longer."""
    counted = Counter(name.split()[at] for name in people)
    chosen: dict[str, str] = {}
    for name in people:
        word = name.split()[at]
        same = word in chosen and chosen[word].split()[0] == name.split()[0]
        if counted[word] <= 2 and (word not in chosen or (same and len(name) > len(chosen[word]))):
            chosen[word] = name
    return chosen


def _owner(
    name: str,
    full: Mapping[str, Type],
    by_last: Mapping[str, str],
    by_first: Mapping[str, str],
    acronyms: Mapping[str, str],
) -> str:
    known = _gazetteer(name)
    if known:
        return known[0]
    if name in acronyms:
        return acronyms[name]
    last = name.split()[-1]
    if " " in name:
        return (
            by_last.get(last, name)
            if full[name] == "person" and name.split()[0] == by_last.get(last, name).split()[0]
            else name
        )
    return by_last.get(name) or by_first.get(name) or name


def _actor(chief: str, names: Sequence[str], full: Mapping[str, Type], titles: Mapping[str, set[str]]) -> Actor:
    known = _gazetteer(chief)
    roles = frozenset(title for name in names for title in titles[name])
    kind = known[1] if known else full.get(chief, "name")
    if kind == "name" and roles:
        kind = "person"
    return Actor(
        chief,
        kind,
        tuple(name for name in names if name != chief),
        _gender(chief, roles) if kind == "person" else "",
        roles,
    )


def _typed(name: str, titles: set[str], personal: AbstractSet[str]) -> Type:
    """The type of a name; `personal` are names that act like people, and single capitalised words."""
    lexicon = _lexicon()
    parts = name.split()
    if known := _gazetteer(name):
        return known[1]
    if _is_organisation(parts) or _ACRONYM.fullmatch(name):
        return "organisation"
    if titles or (len(parts) in (2, 3, 4) and parts[0].lower() in lexicon.genders):
        return "person"
    alone = name in personal or parts[-1] in personal or parts[0] in personal
    return "person" if 2 <= len(parts) <= 3 and alone and _looks_personal(parts) else "name"


def _looks_personal(parts: Sequence[str]) -> bool:
    """Two or three plain capitalised words, a middle initial allowed."""
    return all(re.fullmatch(r"[^\W\d_]\.?|[^\W\d_][\w’'-]+", part) and not part.isupper() for part in parts)


def _gender(name: str, titles: frozenset[str]) -> Gender:
    lexicon = _lexicon()
    if titles & lexicon.masculine:
        return "masculine"
    if titles & lexicon.feminine:
        return "feminine"
    return lexicon.genders.get(name.split()[0].lower(), "")


# ---- vocabulary ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lexicon:
    masculine: frozenset[str]
    feminine: frozenset[str]
    titles: frozenset[str]
    weak: frozenset[str]
    person_roles: frozenset[str]
    organisation_roles: frozenset[str]
    country_roles: frozenset[str]
    heads: frozenset[str]
    anonymous: frozenset[str]
    genders: Mapping[str, Gender]


def is_anonymous(words: str) -> bool:
    """Whether a source without a name is of a kind that cannot be asked again.

    >>> is_anonymous("a person familiar with the matter"), is_anonymous("the White House")
    (True, False)
    """
    head = re.findall(r"[^\W\d_]+", _HEAD_ENDS.split(words.lower() + " ")[0])
    return bool(head) and head[-1] in _lexicon().anonymous


def _gazetteer(name: str) -> tuple[str, Type] | None:
    """The full name and the type of a known state or institution."""
    return _known_names().get(name)


@cache
def _known_names() -> dict[str, tuple[str, Type]]:
    nations = tomllib.loads(files("cuibono.data").joinpath("nations.toml").read_text("utf-8"))["nation"]
    names: dict[str, tuple[str, Type]] = {}
    for nation, others in nations.items():
        names.update({name: (nation, "country") for name in (nation, *others)})
    for row in _data()["institution"]:
        names.update({name: (row["name"], row["type"]) for name in (row["name"], *row["also"])})
    for place in re.split(r",\s*|\n", _data()["places"]["names"].strip()):
        names.setdefault(place, (place, "place"))
    return names


@cache
def _lexicon() -> _Lexicon:
    data = _data()
    titles, roles, names = data["titles"], data["roles"], data["names"]
    words = {key: frozenset(titles[key].split()) for key in titles}
    genders: dict[str, Gender] = dict.fromkeys(names["masculine"].split(), "masculine")
    for name in names["feminine"].split():
        genders[name] = "" if name in genders else "feminine"
    return _Lexicon(
        masculine=words["masculine"] | {"spokesman", "chairman", "businessman"},
        feminine=words["feminine"] | {"spokeswoman", "chairwoman", "businesswoman"},
        titles=words["masculine"] | words["feminine"] | words["any"] | words["weak"],
        weak=words["weak"],
        person_roles=frozenset(roles["person"].split()),
        organisation_roles=frozenset(roles["organisation"].split()),
        country_roles=frozenset(roles["country"].split()),
        heads=frozenset(data["organisations"]["heads"].split()),
        anonymous=frozenset(data["anonymous"]["people"].split()),
        genders=genders,
    )


@cache
def _data() -> dict[str, Any]:
    return dict(tomllib.loads(files("cuibono.data").joinpath("actors.toml").read_text("utf-8")))
