"""Cases drawn from stated worlds: a truth, facts, origins reliable or not, reports that repeat them, and ratings.

A `World` says how cases come about and what the analyst gets wrong about them; `draw` makes one `Case`: the truth, and
what the analyst sees. In every world a reliable origin is right but for an error of .02, and an unreliable one guesses,
unless the world says that it deceives. Facts are as probable as their codes' likelihoods say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cuibono.case.records import Code, Reliability
from cuibono.weighing.bands import bands

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CODES = (Code.II, Code.I, Code.N, Code.C, Code.CC)
LETTERS: tuple[Reliability, ...] = ("A", "B", "C", "D", "E")
VALUES = np.array([bands().codes[code].value for code in CODES])
TRUST = np.array([bands().reliability[letter].value for letter in LETTERS])
ERROR, GUESS = bands().report.error, bands().report.guess

OFTEN = (0.12, 0.23, 0.3, 0.23, 0.12)
"""How often a cell is II, I, N, C, CC."""


@dataclass(frozen=True, slots=True)
class World:
    """What cases are drawn from, and what the analyst gets wrong.

    `outlets` repeat each assertion (0: a heavy-tailed number, 1 to 30). `reliability_error` is the standard deviation,
    in log odds, of an origin's true reliability about its letter's; `rating_error` the share of cells rated a step off;
    `bias` the share of a favourite's cells rated a step too kindly; `deceptive` the share of unreliable origins that
    say the opposite of what is so. Of the further reports of an assertion `independent` have an origin of their own, of
    which `overlooked` are taken for repeats; of the others `mistaken` are taken for new. In a `fickle` world an origin
    is reliable or not anew in every statement.
    """

    name: str
    hypotheses: int = 4
    facts: int = 12
    origins: int = 6
    corroborated: float = 0.3
    outlets: int = 0
    reliability_error: float = 0.0
    rating_error: float = 0.0
    bias: float = 0.0
    deceptive: float = 0.0
    independent: float = 0.0
    mistaken: float = 0.0
    overlooked: float = 0.0
    fickle: bool = False

    @property
    def copied(self) -> float:
        """The probability that a report taken for an origin of its own is a copy after all."""
        wrong, known = self.mistaken * (1 - self.independent), self.independent * (1 - self.overlooked)
        return wrong / (wrong + known) if wrong else 0.0


class Report(NamedTuple):
    """One report: of which fact, from which origin, what it says, and the outlet's own letter (a place in `LETTERS`).

    `new` marks one that has an origin of its own, `marked` one that the analyst takes for such.
    """

    fact: int
    origin: int
    says: bool
    outlet: int
    new: bool = False
    marked: bool = False


@dataclass(frozen=True, eq=False)
class Case:
    """One case: its truth (a column, "none of these" last), priors, codes as rated, letters of origins, reports."""

    truth: int
    priors: Floats
    codes: Ints
    letters: Ints
    reports: tuple[Report, ...]

    def letter(self, report: Report) -> int:
        """The letter by which the analyst judges a report: its origin's, or the outlet's if that is taken for one."""
        return report.outlet if report.marked else int(self.letters[report.origin])

    @cached_property
    def once(self) -> Case:
        """The same case with one report of each assertion, as far as the analyst knows which repeat one."""
        kept = {(r.fact, i if r.marked else -1 - r.origin): r for i, r in enumerate(self.reports)}
        return replace(self, reports=tuple(kept.values()))


class Speaker(NamedTuple):
    """Whether an origin is reliable in this case, and whether it lies if it is not."""

    reliable: bool
    lies: bool

    def says(self, fact: bool, rng: np.random.Generator) -> bool:
        """What it says of a fact."""
        if self.reliable:
            return fact ^ bool(rng.uniform() < ERROR)
        if self.lies:
            return not fact ^ bool(rng.uniform() < ERROR)
        return bool(rng.uniform() < GUESS)


def draw(world: World, rng: np.random.Generator) -> Case:
    """One case of a world; worlds that differ only in what repeats what draw the same assertions from the same seed."""
    rng, repeats = rng.spawn(2)
    states = world.hypotheses + 1
    priors = np.append(rng.dirichlet(np.full(world.hypotheses, 3.0)) * 0.9, 0.1)
    truth = int(rng.choice(states, p=priors))
    codes = rng.choice(5, (world.facts, states), p=OFTEN)
    facts = rng.uniform(size=world.facts) < VALUES[codes[:, truth]]
    letters = rng.integers(len(LETTERS), size=world.origins)
    codes = _rated(world, codes, rng)
    return Case(truth, priors, codes, letters, tuple(_reports(world, facts, letters, rng, repeats)))


def _rated(world: World, codes: Ints, rng: np.random.Generator) -> Ints:
    """The codes as the analyst gives them."""
    off = rng.uniform(size=codes.shape) < world.rating_error
    rated = codes + np.where(off, rng.choice([-1, 1], codes.shape), 0)
    favourite = rng.integers(world.hypotheses)
    rated[:, favourite] += rng.uniform(size=len(codes)) < world.bias
    return np.clip(rated, 0, len(CODES) - 1)


def _reports(
    world: World, facts: Bools, letters: Ints, rng: np.random.Generator, repeats: np.random.Generator
) -> Iterator[Report]:
    speakers = [_speaker(world, letter, rng) for letter in letters]
    for fact, true in enumerate(facts.tolist()):
        count = 1 + int(rng.uniform() < world.corroborated)
        for origin in rng.choice(world.origins, count, replace=False).tolist():
            speaker = _speaker(world, letters[origin], rng) if world.fickle else speakers[origin]
            said = speaker.says(true, rng)
            yield Report(fact, origin, said, int(letters[origin]))
            for _ in range(_outlets(world, repeats) - 1):
                yield _further(world, Report(fact, origin, said, int(repeats.integers(len(LETTERS)))), true, repeats)


def _further(world: World, report: Report, true: bool, rng: np.random.Generator) -> Report:
    """A further report of an assertion: a repeat or one with its own origin, each perhaps taken for the other."""
    if rng.uniform() < world.independent:
        says = _speaker(world, report.outlet, rng).says(true, rng)
        return report._replace(says=says, new=True, marked=bool(rng.uniform() >= world.overlooked))
    return report._replace(marked=bool(rng.uniform() < world.mistaken))


def _speaker(world: World, letter: int, rng: np.random.Generator) -> Speaker:
    trust = TRUST[letter]
    odds = trust / (1 - trust) * np.exp(world.reliability_error * rng.standard_normal())
    return Speaker(bool(rng.uniform() < odds / (1 + odds)), bool(rng.uniform() < world.deceptive))


def _outlets(world: World, rng: np.random.Generator) -> int:
    return world.outlets or min(30, int(rng.zipf(1.6)))


@dataclass(frozen=True, slots=True)
class Motives:
    """One case of motives that may co-exist: which were there, priors of each alone, codes ("none" last), reports."""

    truth: Bools
    priors: Floats
    codes: Ints
    letters: Ints
    reports: tuple[Report, ...]


def draw_motives(world: World, rng: np.random.Generator) -> Motives:
    """One case whose motives are drawn each alone, given that the act was done; facts are a noisy-OR of them."""
    act = bands().act
    priors = rng.uniform(0.15, 0.45, world.hypotheses)
    while True:
        truth = rng.uniform(size=world.hypotheses) < priors
        if rng.uniform() < 1 - (1 - act.leak) * (1 - act.strength) ** truth.sum():
            break
    codes = rng.choice(len(CODES), (world.facts, world.hypotheses + 1), p=OFTEN)
    facts = rng.uniform(size=world.facts) < noisy_or(VALUES[codes], truth)
    letters = rng.integers(len(LETTERS), size=world.origins)
    return Motives(truth, priors, codes, letters, tuple(_reports(world, facts, letters, rng, rng)))


def noisy_or(likelihoods: Floats, truth: Bools) -> Floats:
    """P(fact | motives) from the likelihoods under each motive alone and, in the last column, under none of them.

    A motive above none of these brings the fact about by itself, one below it prevents it (Henrion 1989).
    """
    leak = likelihoods[:, -1:]
    alone = likelihoods[:, :-1]
    fails = np.where(alone > leak, (1 - alone) / (1 - leak), 1.0)
    allows = np.where(alone < leak, alone / leak, 1.0)
    chance: Floats = (1 - (1 - leak[:, 0]) * fails[:, truth].prod(axis=1)) * allows[:, truth].prod(axis=1)
    return chance
