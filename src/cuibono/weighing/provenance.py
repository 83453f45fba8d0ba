"""Who says what on whose word: every counted claim followed to the voice that it goes back to.

A claim belongs to one origin; without one it is its source's own voice. An origin that surely goes back to another is
that other, and both are one voice; one that may (a copy probability between 0 and 1) is a voice that perhaps only
copies. What a voice says of a fact it says once, however many claims relay it.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cuibono.case.records import Claim, Evidence, Origin, Reliability, State
from cuibono.errors import CaseError, Problem
from cuibono.weighing.bands import Band, Bands
from cuibono.weighing.space import Array


@dataclass(frozen=True)
class Voice:
    """An origin with everything that surely goes back to it (`merged`, ids of origins).

    `parent` is the id of the voice that it may copy, with probability `copy`.
    """

    id: str
    name: str
    letter: Reliability
    band: Band
    deceptive: float = 0.0
    merged: tuple[str, ...] = ()
    parent: str | None = None
    copy: float = 0.0

    @cached_property
    def log_prior(self) -> Array:
        """The log prior of unreliable, reliable and, where it may copy, copy."""
        own = np.array([1 - self.band.value, self.band.value])
        values = own if self.parent is None else np.append(own * (1 - self.copy), self.copy)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(values))


@dataclass(frozen=True, slots=True)
class Relay:
    """One claim that passes on what a voice says of a fact.

    `strength` is how much of an assertion it is, -1 to 1, below 0 a denial; `origin` is the claim's own, before
    merging.
    """

    claim: str
    source: str
    origin: str
    voice: str
    strength: float


@dataclass(frozen=True)
class Provenance:
    """All voices, and by evidence id the claims that relay what they say; `owner` maps every claim to its origin."""

    voices: tuple[Voice, ...]
    relays: MutableMapping[str, tuple[Relay, ...]]
    owner: Mapping[str, str]
    warnings: tuple[str, ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Each voice's hidden variable, by id."""
        return {voice.id: i for i, voice in enumerate(self.voices)}

    @cached_property
    def by_id(self) -> Mapping[str, Voice]:
        """Voices by id."""
        return {voice.id: voice for voice in self.voices}

    @cached_property
    def said(self) -> Mapping[str, tuple[Relay, ...]]:
        """The relays that say anything at all, by evidence id."""
        return {id: tuple(relay for relay in group if relay.strength) for id, group in self.relays.items()}

    @cached_property
    def voice_of(self) -> Mapping[str, str]:
        """The voice of every origin that is heard, by id."""
        return {origin: voice.id for voice in self.voices for origin in (voice.id, *voice.merged)}


def trace(state: State, numbers: Bands) -> Provenance:
    """Follow every counted claim to its voice.

    Raises CaseError for origins that go round in a circle, or a claim that two origins list.
    """
    origins = {origin.id: origin for origin in state.origins}
    _refuse_circles(origins)
    owner, warnings = _owners(state, origins)
    voice_of = {id: _surely(id, origins) for id in origins}
    claims = {claim.id: claim for claim in state.claims}
    own = {own_voice(source): source for source in {claim.source for claim in state.claims}}
    own |= {origin.id: source for origin in state.origins if (source := _source_of(origin, claims))}
    said = _Said({claim.id: claim for claim in state.live_claims}, owner, voice_of, own, state.reliability, numbers)
    relays = {item.id: said.relays(item) or _named(item, voice_of) for item in state.evidence}
    voices = _voices(state, relays, origins, voice_of, own, numbers)
    return Provenance(voices, relays, owner, warnings)


def _refuse_circles(origins: Mapping[str, Origin]) -> None:
    settled: set[str] = set()
    for start in origins:
        path: list[str] = []
        at = start
        while at in origins and at not in settled and at not in path:
            path.append(at)
            at = origins[at].goes_back_to or ""
        if at in path:
            ring = " → ".join([*path[path.index(at) :], at])
            place = f"origins.{at}.goes-back-to"
            raise CaseError([Problem("case", place, f"goes round in a circle ({ring})", "cut one of these links")])
        settled.update(path)


def _owners(state: State, origins: Mapping[str, Origin]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Each claim's origin: the one that lists it, or its source's own voice, `source:` and its id."""
    owner: dict[str, str] = {}
    problems, warnings = [], []
    for origin in origins.values():
        for claim in origin.claims:
            if owner.setdefault(claim, origin.id) != origin.id:
                what = f"lists claim {claim}, which {owner[claim]} lists too"
                problems.append(Problem("case", f"origins.{origin.id}.claims", what, "keep it in one of them"))
        if origin.goes_back_to and origin.goes_back_to not in origins:
            what = f"“{origin.name}” goes back to {origin.goes_back_to}, which is not in the case"
            warnings.append(f"{what}: it is taken as its own origin.")
    if problems:
        raise CaseError(problems)
    for item in state.claims:
        owner.setdefault(item.id, own_voice(item.source))
    return owner, tuple(warnings)


def own_voice(source: str) -> str:
    """The id of the origin that a source is for what it says on nobody else's word."""
    return f"source:{source}"


def _surely(id: str, origins: Mapping[str, Origin]) -> str:
    """The origin that this one certainly goes back to, perhaps itself."""
    at = id
    while (parent := origins[at].goes_back_to) and parent in origins and origins[at].copy_probability == 1:
        at = parent
    return at


@dataclass(frozen=True, slots=True)
class _Said:
    """What it takes to tell what claims say: live claims, whose they are, which origins are a source's own voice."""

    live: Mapping[str, Claim]
    owner: Mapping[str, str]
    voice_of: Mapping[str, str]
    own: Mapping[str, str]
    letters: Mapping[str, Reliability]
    numbers: Bands

    def relays(self, item: Evidence) -> tuple[Relay, ...]:
        """The claims that count for a piece of evidence, those that say nothing sure enough included."""
        both = [*((id, False) for id in item.claims), *((id, True) for id in item.denied_by)]
        return tuple(self._relay(self.live[id], denied=denied) for id, denied in both if id in self.live)

    def _relay(self, claim: Claim, *, denied: bool) -> Relay:
        origin = self.owner[claim.id]
        level = self.numbers.certainty[claim.certainty.level]
        letter = self.letters.get(claim.source)
        heard = letter is None or self.own.get(origin) == claim.source
        faith = 1.0 if heard or letter is None else self.numbers.fidelity[letter]
        strength = (-abs(level) if denied else level) * faith
        return Relay(claim.id, claim.source, origin, self.voice_of.get(origin, origin), strength)


def _named(item: Evidence, voice_of: Mapping[str, str]) -> tuple[Relay, ...]:
    """What the origin that an assumption names says for it."""
    if item.origin is None or item.origin not in voice_of or not is_assumption(item):
        return ()
    return (Relay("", "", item.origin, voice_of[item.origin], 1.0),)


def is_assumption(item: Evidence) -> bool:
    """Whether no claim was ever listed for it; where those listed do not count, it is evidence that nobody reports."""
    return not item.claims and not item.denied_by


def _voices(
    state: State,
    relays: Mapping[str, tuple[Relay, ...]],
    origins: Mapping[str, Origin],
    voice_of: Mapping[str, str],
    own: Mapping[str, str],
    numbers: Bands,
) -> tuple[Voice, ...]:
    """The voices that say something, and those that they may copy, by id."""
    needed = {relay.voice for group in relays.values() for relay in group}
    queue = sorted(needed)
    while queue:
        origin = origins.get(queue.pop())
        parent = voice_of.get(origin.goes_back_to or "") if origin and origin.copy_probability > 0 else None
        if parent and parent not in needed:
            needed.add(parent)
            queue.append(parent)
    merged: dict[str, list[str]] = {}
    for id, voice in voice_of.items():
        merged.setdefault(voice, []).append(id)
    titles = {own_voice(source.id): source.title or source.name for source in state.sources}
    found = []
    for id in sorted(needed):
        origin = origins.get(id)
        if origin is None:
            letter = state.reliability.get(_source(id), "F")
            found.append(Voice(id, titles.get(id, _source(id)), letter, numbers.reliability[letter]))
            continue
        letter = origin.reliability or state.reliability.get(own.get(id, id), "F")
        parent = voice_of.get(origin.goes_back_to or "") if 0 < origin.copy_probability < 1 else None
        copy = origin.copy_probability if parent else 0.0
        band = numbers.reliability[letter]
        found.append(Voice(id, origin.name, letter, band, origin.deceptive, tuple(merged[id]), parent, copy))
    return tuple(found)


def _source(voice: str) -> str:
    return voice.removeprefix(own_voice(""))


def _source_of(origin: Origin, claims: Mapping[str, Claim]) -> str | None:
    """The source whose own voice the origin is: all its claims are that source's, on nobody else's word."""
    held = [claims[id] for id in origin.claims if id in claims]
    sources = {claim.source for claim in held}
    return sources.pop() if len(sources) == 1 and not any(claim.chain for claim in held) else None
