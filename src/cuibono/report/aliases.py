"""What else a person or a body is called in the sources, so that a name that must not appear does not by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cuibono.reading import actors, sentences
from cuibono.reading.gazetteer import known, lexicon


def aliases(names: Sequence[str], texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each name, what the reader takes for the same actor in any of the texts, and a person's last name.

    >>> aliases(["Jane Doe"], {"a": "Minister Jane Doe left. Doe was tired."})
    {'Jane Doe': ('Doe',)}
    """
    plain = [" ".join(name.partition("=")[0].split()) for name in names]
    found = {name: dict.fromkeys(_last(name)) for name in plain}
    for text in texts.values():
        people = actors.find(text, sentences.split(text))
        for name in plain:
            actor = people.named(name)
            if actor is not None:
                found[name] |= dict.fromkeys((actor.name, *actor.aliases))
    return {name: tuple(other for other in others if other != name) for name, others in found.items()}


def _last(name: str) -> tuple[str, ...]:
    """The last word of what looks like a person's name."""
    words = name.split()
    is_person = 2 <= len(words) <= 4 and known(name) is None and not {words[-1], words[-1].title()} & lexicon().heads
    return (words[-1],) if is_person and len(words[-1]) > 2 and known(words[-1]) is None else ()
