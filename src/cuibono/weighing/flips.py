"""The smallest set of changes that puts another hypothesis first: evidence or origins left out, ratings a step off.

Every set reported has been weighed. Single changes are all weighed, so it is known whether one is enough. Evidence
left out of exclusive hypotheses is exact beyond that too (see `removals`). Elsewhere pairs are all tried out where
they are few, and otherwise the changes that do most are taken together; then the set works, and the number that is
known not to do is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from cuibono.weighing.changes import batches, changeable, rerated, retold
from cuibono.weighing.engine import Answer, resolve
from cuibono.weighing.model import Model, chances
from cuibono.weighing.omissions import Omitted
from cuibono.weighing.provenance import Relay
from cuibono.weighing.readout import Change, Flip, Part
from cuibono.weighing.removals import fewest_facts
from cuibono.weighing.sensitivity import code_name, steps
from cuibono.weighing.shares import TIE, eligible, name_of
from cuibono.weighing.space import Array, Indices
from cuibono.weighing.survey import Survey

PAIRS = 150
"""If there are at most so many sets of two, all are weighed to see whether two are enough."""

WORK = 1 << 28
"""How many numbers (facts by states) may be looked at for one kind of change."""

CANDIDATES = 40
"""How many single rating steps are kept for each rival."""

PRUNED = 20
"""Sets of at most this size are tried without each of their members."""

NAMED = 5
"""How many changes a sentence names."""


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Changes of one kind: what each does alone (changes, targets), and what several do together.

    `fewest` is the smallest set, empty if none is enough, where that is known without trying.
    """

    kind: Part
    changes: tuple[Change, ...]
    alone: Array
    together: Callable[[Sequence[int]], Array]
    fewest: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """The targets that may rank first (`rivals`, columns, the leader among them), and their probabilities now."""

    now: Array
    rivals: Indices
    leader: int

    def winner(self, after: Array) -> int | None:
        """The rival that is then before the leader or level with it."""
        others = self.rivals[self.rivals != self.leader]
        best = int(others[after[others].argmax()])
        return best if after[best] >= after[self.leader] - TIE else None


class Tries:
    """How many sets may still be weighed: as many as the work allows, and at least a few."""

    def __init__(self, model: Model) -> None:
        self.left = min(400, max(4, WORK // max(1, len(model.evidence) * model.space.size)))

    def wins(self, moves: Moves, race: Race, chosen: Sequence[int]) -> bool:
        """Whether these changes together put another first."""
        self.left -= 1
        return race.winner(moves.together(chosen)) is not None


def flips(model: Model, answer: Answer, survey: Survey, origins: Omitted) -> tuple[Flip, ...]:
    """The smallest set of each kind of change; nothing where there is only one hypothesis to rank."""
    now = survey.probabilities(survey.base)
    rivals = np.flatnonzero(eligible(model))
    if len(rivals) < 2:
        return ()
    race = Race(now, rivals, int(rivals[now[rivals].argmax()]))
    moves = (
        _evidence(model, answer, survey),
        _origins(model, answer, origins),
        _ratings(model, answer, survey, race),
    )
    return tuple(_flip(model, item, race) for item in moves if item.changes)


def _flip(model: Model, moves: Moves, race: Race) -> Flip:
    level = race.winner(race.now)
    if level is not None:
        sentence = f"“{name_of(model, model.space.targets[level])}” is level with the leader already."
        return Flip(moves.kind, (), model.space.targets[level], 0, exact=True, sentence=sentence)
    found, at_least, exact = _smallest(moves, race, Tries(model))
    head = race.winner(moves.together(found)) if found else None
    if found is None or head is None:
        leader = name_of(model, model.space.targets[race.leader])
        sentence = (
            f"No change of this kind puts another hypothesis before “{leader}”{'.' if exact else ', as far as tried.'}"
        )
        return Flip(moves.kind, (), "", at_least, exact, sentence)
    changes = tuple(moves.changes[i] for i in found)
    target = model.space.targets[head]
    return Flip(moves.kind, changes, target, at_least, exact, _sentence(model, changes, target, exact=exact))


def _smallest(moves: Moves, race: Race, tries: Tries) -> tuple[tuple[int, ...] | None, int, bool]:
    """The set found, the least number of changes that may do, and whether the set is the smallest, or none exists."""
    enough = [i for i, row in enumerate(moves.alone) if race.winner(row) is not None]
    if enough:
        return (max(enough, key=lambda i: moves.alone[i][race.rivals].max() - moves.alone[i][race.leader]),), 1, True
    if moves.fewest is not None:
        return moves.fewest or None, max(len(moves.fewest), 2), True
    count = len(moves.changes)
    pairs = count * (count - 1) // 2 <= min(PAIRS, tries.left)
    for pair in combinations(range(count), 2) if pairs else ():
        if tries.wins(moves, race, pair):
            return pair, 2, True
    at_least = 3 if pairs else 2
    found = _greedy(moves, race, tries)
    if found is None:
        return None, at_least, count < at_least
    found = _pruned(moves, race, found, tries)
    return found, at_least, len(found) == at_least


def _greedy(moves: Moves, race: Race, tries: Tries) -> tuple[int, ...] | None:
    """For some rival the changes that do most for it, as many as it takes; the nearest rival is tried first."""
    orders = []
    for rival in race.rivals[race.rivals != race.leader].tolist():
        with np.errstate(divide="ignore", invalid="ignore"):
            gap = float(np.log(race.now[race.leader] / race.now[rival]))
            gain = np.nan_to_num(np.log(moves.alone[:, rival] / moves.alone[:, race.leader]) + gap)
        order = [int(i) for i in np.argsort(-gain, kind="stable") if gain[i] > 0]
        if order and np.isfinite(gap):
            orders.append((int(np.searchsorted(np.cumsum(gain[order]), gap)) + 1, order))
    for size, order in sorted(orders, key=lambda item: item[0]):
        while tries.left:
            if tries.wins(moves, race, order[:size]):
                return tuple(order[:size])
            if size >= len(order):
                break
            size = min(len(order), size + max(1, size // 4))  # noqa: PLW2901 - the set grows until it is enough
    return None


def _pruned(moves: Moves, race: Race, found: tuple[int, ...], tries: Tries) -> tuple[int, ...]:
    """The set without the members that it can do without, the least helpful tried first."""
    for i in reversed(found if len(found) <= PRUNED else ()):
        left = tuple(j for j in found if j != i)
        if left and tries.left and tries.wins(moves, race, left):
            found = left
    return found


def _evidence(model: Model, answer: Answer, survey: Survey) -> Moves:
    changes = tuple(Change("evidence", item.id, item.name) for item in model.evidence)

    def together(chosen: Sequence[int]) -> Array:
        silent: dict[str, tuple[Relay, ...]] = {model.evidence[j].id: () for j in chosen}
        return model.space.totals(retold(model, answer, silent).states)

    fewest = fewest_facts(model, answer) if model.space.exclusive else None
    return Moves("evidence", changes, survey.probabilities(survey.without), together, fewest)


def _origins(model: Model, answer: Answer, origins: Omitted) -> Moves:
    changes = tuple(Change("origin", id, name) for id, name in zip(origins.ids, origins.names, strict=True))

    def together(chosen: Sequence[int]) -> Array:
        gone = {origins.ids[i] for i in chosen}
        left = {
            id: tuple(relay for relay in group if relay.voice not in gone)
            for id, group in model.provenance.relays.items()
            if any(relay.voice in gone for relay in group)
        }
        return model.space.totals(retold(model, answer, left).states)

    return Moves("origin", changes, origins.after, together)


def _ratings(model: Model, answer: Answer, survey: Survey, race: Race) -> Moves:
    """Every rated cell a step down or up; of all these, for each rival, those that help it most."""
    cells = changeable(model) & model.cells.rated
    if not model.space.exclusive:
        cells[:, model.space.count] = False
    lots = [(facts, targets, *steps(model, facts, targets)) for facts, targets in batches(cells)]
    ends = [(facts, targets, values) for facts, targets, low, high in lots for values in (low, high)]
    if not ends:
        return Moves("rating", (), np.zeros((0, 0)), lambda _: race.now)
    place = np.concatenate([np.column_stack(lot[:2]) for lot in ends])
    value = np.concatenate([lot[2] for lot in ends])
    alone = np.concatenate([rerated(model, survey, *lot) for lot in ends])
    odds = alone[:, race.rivals] / np.maximum(alone[:, [race.leader]], 1e-300)
    few = len(odds) <= CANDIDATES
    best = np.arange(len(odds)) if few else np.unique(np.argpartition(-odds, CANDIDATES, axis=0)[:CANDIDATES])
    place, value = place[best], value[best]

    def together(chosen: Sequence[int]) -> Array:
        cell = place[list(chosen)]
        rated = model.cells.value.copy()
        rated[cell[:, 0], cell[:, 1]] = value[list(chosen)]
        network = model.network
        chance = chances(model.space, rated, network.prior, model.relevance, network.aside)
        return model.space.totals(resolve(network.with_chance(chance), answer, np.unique(cell[:, 0])).states)

    targets = model.space.targets
    changes = tuple(
        Change("rating", model.evidence[j].id, model.evidence[j].name, targets[t], code_name(model, v))
        for (j, t), v in zip(place.tolist(), value.tolist(), strict=True)
    )
    return Moves("rating", changes, alone[best], together)


def _sentence(model: Model, changes: tuple[Change, ...], head: str, *, exact: bool) -> str:
    named = [_words(model, change) for change in changes[:NAMED]]
    more = len(changes) - len(named)
    parts = [*named, f"{more} more"] if more else named
    what = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    verb = "Rating" if changes[0].kind == "rating" else "Leaving out"
    sure = "" if exact else " A smaller set may do it."
    return f"{verb} {what} would put “{name_of(model, head)}” first.{sure}"


def _words(model: Model, change: Change) -> str:
    if change.kind == "rating":
        return f"“{change.name}” {change.to} under “{name_of(model, change.hypothesis)}”"
    return f"“{change.name}”"
