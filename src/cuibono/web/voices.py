"""Voices: how many independent ones are counted before and after a change, and what would be counted twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuibono.weighing.posterior import Posterior
from cuibono.weighing.provenance import Provenance


def counted(before: Posterior, after: Posterior) -> dict[str, Any]:
    """The independent origins before and after, doubtful ones also counted in part, and a warning in words for each
    origin whose one report the change would count several times."""
    return {
        "before": {"independent": before.counts.independent, "effective": before.counts.effective},
        "after": {"independent": after.counts.independent, "effective": after.counts.effective},
        "warnings": [
            doubled(name, apart, before.titles)
            for name, apart in parted(before.model.provenance, after.model.provenance)
        ],
    }


def parted(before: Provenance, after: Provenance) -> tuple[tuple[str, dict[str, frozenset[str]]], ...]:
    """The voices of `before` whose claims belong to several voices in `after`: name, and the sources by new voice."""
    now = {relay.claim: relay for group in after.relays.values() for relay in group if relay.claim}
    apart: dict[str, dict[str, set[str]]] = {}
    for group in before.relays.values():
        for relay in group:
            if relay.claim in now:
                voice = now[relay.claim].voice
                apart.setdefault(relay.voice, {}).setdefault(voice, set()).add(relay.source)
    found = sorted((id, voices) for id, voices in apart.items() if len(voices) > 1)
    return tuple(
        (before.by_id[id].name, {voice: frozenset(sources) for voice, sources in voices.items()})
        for id, voices in found
    )


def doubled(name: str, apart: Mapping[str, frozenset[str]], titles: Mapping[str, str]) -> str:
    """Why counting a voice's claims apart is double counting, unless each of them knows on its own.

    >>> doubled("officials", {"o1": frozenset({"a"}), "o2": frozenset({"b"})}, {"a": "The Wire", "b": "The Post"})
    'Double counting: until now “officials” counts once, though “The Post” and “The Wire” relay it. Counted apart, one \
report counts 2 times and the answer looks surer than it is. Do this only if each has its own access to the facts.'
    """
    sources = sorted({f"“{titles.get(id, id)}”" for ids in apart.values() for id in ids})
    few = [*sources[:4], f"{len(sources) - 4} more"] if len(sources) > 5 else sources
    said = few[0] if len(few) == 1 else f"{', '.join(few[:-1])} and {few[-1]}"
    relay = "relays" if len(sources) == 1 else "relay"
    return (
        f"Double counting: until now “{name}” counts once, though {said} {relay} it. Counted apart, one report "
        f"counts {len(apart)} times and the answer looks surer than it is. Do this only if each has its own access to "
        "the facts."
    )
