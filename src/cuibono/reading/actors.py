"""Actors: who is in the story, under which names, and which of them a pronoun or a role means.

Names are runs of capitals; their types come from titles, given names, the nouns that organisations end in
(`data/actors.toml`) and the names of states (`data/nations.toml`). A last name, an acronym, a pronoun or a role goes
back to the last actor before it that fits.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cuibono.reading import capitals, identity, naming
from cuibono.reading.capitals import Run
from cuibono.reading.gazetteer import Gender, Type, known, lexicon
from cuibono.reading.identity import Actor
from cuibono.reading.parses import Parses
from cuibono.reading.sentences import Sentence
from cuibono.reading.tags import tag

__all__ = ["Actor", "Actors", "Mention", "find", "is_anonymous"]

_LOOK_BACK = 200
"""Mentions before a pronoun or role that are looked at."""

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
_HEAD_ENDS = re.compile(r",|\s(?:of|in|at|for|on|with|from|who|whose|near|inside|close|familiar|to|by)\s")


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
        aliased = self._by_alias.get(re.sub(r"^(?:the|a|an)\s+|['’]s?$", "", plain))
        return aliased.name if aliased else self._role(plain, position)

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
        nouns, vocabulary = set(re.findall(r"[a-z-]+", plain)), lexicon()
        roles = sorted(nouns & vocabulary.person_roles)
        if roles:
            return self._last(position, ("person",), "", roles[0])
        roles = sorted(nouns & vocabulary.organisation_roles)
        if roles:
            named = self._last(position, ("organisation",), "", roles[0])
            return named or self._last(position, ("organisation",), "", "")
        return self._most_named(position) if nouns & vocabulary.country_roles and len(nouns) == 2 else None

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


def find(text: str, sentences: Sequence[Sentence], parses: Parses | None = None) -> Actors:
    """The actors of `text`, in order of their first mention, and every place that names them.

    With `parses`, the model decides what is a name and of what type.
    """
    runs: list[Run] = []
    for sentence in sentences:
        if not _shouts(text, sentence):
            runs.extend(capitals.find(text, tag(text, sentence.start, sentence.end)))
    if parses:
        runs = naming.checked(text, runs, parses)
    names = {run.name for run in runs if run.certain}
    names |= {name.rsplit(maxsplit=1)[-1] for name in names}
    runs = [run for run in runs if run.certain or run.name in names or known(run.name)]
    actors = identity.actors(runs)
    mentions = tuple(Mention(run.start, run.end, actors[run.name]) for run in runs)
    return Actors(tuple(dict.fromkeys(mention.actor for mention in mentions)), mentions)


def is_anonymous(words: str) -> bool:
    """Whether a source without a name is of a kind that cannot be asked again.

    >>> is_anonymous("a person familiar with the matter"), is_anonymous("the White House")
    (True, False)
    """
    head = re.findall(r"[^\W\d_]+", _HEAD_ENDS.split(words.lower() + " ", maxsplit=1)[0])
    return bool(head) and head[-1] in lexicon().anonymous


def _shouts(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is set in capitals, so that capitals mean nothing."""
    words = [word for word in text[sentence.start : sentence.end].split() if word[:1].isalpha()]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)
