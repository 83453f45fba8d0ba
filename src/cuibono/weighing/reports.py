"""How probable the reports of a fact are, whether it is true or not and whatever its voices are.

For a fact x and a voice of value r (Bovens & Hartmann 2003, ch. 3; a relay passes a statement on, or makes it up):

    P(says so | x, reliable)   = 1 - error if x else error
    P(says so | x, unreliable) = (1 - deceptive) guess + deceptive (error if x else 1 - error)
    P(reports | x, r) = sum over s of P(s | x, r) prod over relays of [fidelity (s as relayed) + (1 - fidelity) / 2]

A voice that copies says what the other one says. What a voice affirms and what it denies are two statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_letters

import numpy as np

from cuibono.weighing.bands import Report
from cuibono.weighing.network import Factor, Scope
from cuibono.weighing.provenance import Relay, Voice
from cuibono.weighing.space import Array

TABLE = 128
"""Report tables with more values than this are left to elimination."""

Voices = Sequence[Voice]
Places = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one voice says of one fact, for it and against it: how faithfully each source relays it, 0 to 1."""

    affirms: dict[str, float] = field(default_factory=dict)
    denies: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """The reports of a fact: `table` over the voices in `scope`, or else `factors` that say the same.

    The factors bring `added` hidden variables of two values, the fact itself being the first where it had none yet.
    """

    scope: Scope = ()
    table: Array = field(default_factory=lambda: np.ones(2))
    factors: tuple[Factor, ...] = ()
    added: int = 0


def statements(relays: Iterable[Relay]) -> dict[str, Statement]:
    """What each voice says of a fact; a source that relays one voice twice counts once, at its most faithful."""
    found: dict[str, Statement] = {}
    for relay in relays:
        if relay.strength:
            statement = found.setdefault(relay.voice, Statement())
            side = statement.affirms if relay.strength > 0 else statement.denies
            key = f"{relay.origin} {relay.source}"
            side[key] = max(side.get(key, 0.0), abs(relay.strength))
    return found


def report(
    said: Mapping[str, Statement],
    voices: Voices,
    place: Places,
    numbers: Report,
    fact: int,
    first: int,
    variable: int | None = None,
) -> Reports:
    """The reports of a fact as a table where that is small and the fact is no hidden variable, else as factors.

    New hidden variables are numbered from `first`; `variable` is the fact's own, where it has one.
    """
    simple = all(voices[place[id]].parent is None for id in said)
    if variable is None and simple and 2 ** len(said) <= TABLE:
        return _plain(said, voices, place, numbers)
    mine = variable is None
    known = first if variable is None else variable
    factors, added = _factors(said, voices, place, numbers, fact, known, first + mine)
    scope = tuple(sorted({v for factor in factors for v in factor.scope if v < len(voices)}))
    size = np.prod([len(voices[v].log_prior) for v in scope], dtype=float)
    if mine and size <= TABLE:
        return Reports(scope, _contracted(factors, (known, *scope)))
    return Reports(factors=factors, added=added + mine)


def vouched(found: Reports, numbers: Report, reliability: float, fact: int, variable: int | None) -> Reports:
    """The reports with the analyst's own word added: that of an origin which reports nothing else, summed out.

    `variable` is the fact's hidden variable, where it has one.
    """
    word = _speech(numbers, 0.0) @ [1 - reliability, reliability]
    if variable is not None:
        return replace(found, factors=(*found.factors, Factor((variable,), word, fact)))
    return replace(found, table=found.table * word.reshape(2, *(1,) * (found.table.ndim - 1)))


def speech(voice: Voice, numbers: Report) -> Array:
    """P(the voice says so | fact, value): an array (fact false or true, unreliable or reliable)."""
    return _speech(numbers, voice.deceptive)


def _speech(numbers: Report, lie: float) -> Array:
    error = numbers.error
    guess = (1 - lie) * numbers.guess
    return np.array([[guess + lie * (1 - error), error], [guess + lie * error, 1 - error]])


def _plain(said: Mapping[str, Statement], voices: Voices, place: Places, numbers: Report) -> Reports:
    scope = tuple(sorted(place[id] for id in said))
    table = np.ones(2)
    for v in scope:
        says, statement = speech(voices[v], numbers), said[voices[v].id]
        heard = _relayed(says, statement.affirms.values()) * _relayed(1 - says, statement.denies.values())
        table = table[..., None] * heard.reshape(2, *(1,) * (table.ndim - 1), 2)
    return Reports(scope, table)


def _relayed(said: Array, fidelities: Iterable[float]) -> Array:
    """P(what the relays report | what was said with probability `said`)."""
    passed, made_up = 1.0, 1.0
    for fidelity in fidelities:
        passed *= fidelity + (1 - fidelity) / 2
        made_up *= (1 - fidelity) / 2
    return np.asarray(said * passed + (1 - said) * made_up)


def _factors(
    said: Mapping[str, Statement],
    voices: Voices,
    place: Places,
    numbers: Report,
    fact: int,
    variable: int,
    first: int,
) -> tuple[tuple[Factor, ...], int]:
    """The reports over the fact, the voices, and what each voice that has to do with copying says (new variables)."""
    factors: list[Factor] = []
    count = 0
    entangled = _entangled(said, voices, place)
    for affirms in (True, False):
        heard = {id: list((s.affirms if affirms else s.denies).values()) for id, s in said.items()}
        if not any(heard.values()):
            continue
        number: dict[str, int] = {}
        for id in entangled:
            number[id] = first + count
            count += 1
            factors.append(_spoken(voices, place, numbers, variable, number, id, affirms))
        for id, fidelities in heard.items():
            if fidelities and id in number:
                factors.append(Factor((number[id],), _relayed(np.array([0.0, 1.0]), fidelities), fact))
            elif fidelities:
                says = speech(voices[place[id]], numbers)
                table = _relayed(says if affirms else 1 - says, fidelities)
                factors.append(_ordered((variable, place[id]), table, fact))
    return tuple(factors), count


def _entangled(said: Mapping[str, Statement], voices: Voices, place: Places) -> list[str]:
    """The voices that may copy, or may be copied, for this fact; those copied come first."""
    found: list[str] = []

    def add(id: str) -> None:
        parent = voices[place[id]].parent
        if parent is not None:
            add(parent)
        if id not in found:
            found.append(id)

    for id in said:
        if voices[place[id]].parent is not None:
            add(id)
    return found


def _spoken(
    voices: Voices, place: Places, numbers: Report, variable: int, number: Mapping[str, int], voice: str, affirms: bool
) -> Factor:
    """P(what the voice says | the fact, its value, what the voice that it may copy says)."""
    speaker = voices[place[voice]]
    says = speech(speaker, numbers)
    own = np.stack([1 - says, says] if affirms else [says, 1 - says], axis=-1)
    if speaker.parent is None:
        return _ordered((variable, place[voice], number[voice]), own)
    table = np.empty((2, 3, 2, 2))
    table[:, :2] = own[:, :, None, :]
    table[:, 2] = np.eye(2)
    return _ordered((variable, place[voice], number[speaker.parent], number[voice]), table)


def _ordered(scope: Scope, table: Array, fact: int = -1) -> Factor:
    """The factor with its variables in ascending order."""
    order = sorted(range(len(scope)), key=lambda axis: scope[axis])
    return Factor(tuple(scope[axis] for axis in order), table.transpose(order), fact)


def _contracted(factors: Sequence[Factor], kept: Scope) -> Array:
    """The table over `kept` that the factors amount to once all else is summed out."""
    short = {v: i for i, v in enumerate(sorted({v for factor in factors for v in factor.scope}))}
    letters = np.array([*ascii_letters])
    terms = ["".join(letters[[short[v] for v in scope]]) for scope in (*(f.scope for f in factors), kept)]
    formula = f"{','.join(terms[:-1])}->{terms[-1]}"
    return np.asarray(np.einsum(formula, *(factor.table for factor in factors), optimize="greedy"))
