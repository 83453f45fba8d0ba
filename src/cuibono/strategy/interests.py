"""Who wants what: actors by outcomes, where interests converge and conflict, who wins and who loses.

Every actor's utilities are put on one scale from 0 (the actor's worst outcome) to 1 (the best), by the ends of the
ranges. An actor whose range for an outcome overlaps that of the status quo neither wins nor loses by it: it is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from cuibono.strategy.records import Interest, Range, Strategy

Standing = Literal["wins", "loses", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class Stake:
    """What an outcome is worth to an actor on that actor's scale from 0 to 1, and where that leaves the actor.

    `interest` is what the analyst wrote; without it nothing is known, and `utility` is `None`.
    """

    actor: str
    outcome: str
    utility: Range | None
    standing: Standing
    interest: Interest | None

    def to_dict(self) -> dict[str, object]:
        """The stake by name, with its reason and claims."""
        written = self.interest
        return {
            "actor": self.actor,
            "outcome": self.outcome,
            "utility": None if self.utility is None else [self.utility.low, self.utility.high],
            "standing": self.standing,
            "reason": written.reason if written else "",
            "claims": list(written.claims) if written else [],
            "quote": written.quote if written else "",
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """How far two actors want the same.

    `convergence` is the share of pairs of outcomes that both put in the same order, less the share they put in opposite
    orders (Kendall's tau-a), 1 to -1; pairs whose ranges overlap for either of them count for neither. `shared` are the
    outcomes better than the status quo for both, `contested` those better for one and worse for the other.
    """

    one: str
    other: str
    convergence: float
    shared: tuple[str, ...]
    contested: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The pair by name."""
        return {
            "actors": [self.one, self.other],
            "convergence": self.convergence,
            "shared": list(self.shared),
            "contested": list(self.contested),
        }


@dataclass(frozen=True, slots=True)
class Interests:
    """All stakes, actor by actor in the order of the outcomes, and every pair of actors."""

    actors: tuple[str, ...]
    outcomes: tuple[str, ...]
    stakes: tuple[Stake, ...]
    pairs: tuple[Pair, ...]
    status_quo: str | None = None

    def winners(self, outcome: str) -> tuple[str, ...]:
        """The actors who are better off than in the status quo."""
        return self._who(outcome, "wins")

    def losers(self, outcome: str) -> tuple[str, ...]:
        """The actors who are worse off than in the status quo."""
        return self._who(outcome, "loses")

    def level(self, actor: str) -> float | None:
        """Where on the actor's scale things stand now: the middle of the status quo, or .5 where none is marked."""
        usual = [stake for stake in self.stakes if stake.actor == actor and stake.outcome == self.status_quo]
        if not usual:
            return 0.5
        return None if usual[0].utility is None else usual[0].utility.middle

    def _who(self, outcome: str, standing: Standing) -> tuple[str, ...]:
        return tuple(stake.actor for stake in self.stakes if (stake.outcome, stake.standing) == (outcome, standing))

    def to_dict(self) -> dict[str, object]:
        """Stakes, pairs, and winners and losers of each outcome."""
        return {
            "stakes": [stake.to_dict() for stake in self.stakes],
            "pairs": [pair.to_dict() for pair in self.pairs],
            "outcomes": [
                {"outcome": name, "winners": list(self.winners(name)), "losers": list(self.losers(name))}
                for name in self.outcomes
            ],
        }


def stakes(strategy: Strategy) -> Interests:
    """The interests of a strategy that has passed its checks.

    Without an outcome marked `status-quo`, wins and losses are told against the middle of the actor's scale.

    >>> from cuibono.strategy.records import Outcome
    >>> told = [("a", "war", 0), ("a", "peace", 3), ("b", "war", 1), ("b", "peace", 0)]
    >>> rows = tuple(
    ...     Interest(actor=who, outcome=end, utility=Range.of(worth), reason="an example") for who, end, worth in told
    ... )
    >>> ends = (Outcome(id="war", name="War", status_quo=True), Outcome(id="peace", name="Peace"))
    >>> found = stakes(Strategy(outcomes=ends, interests=rows))
    >>> found.winners("peace"), found.losers("peace"), found.pairs[0].convergence
    (('a',), ('b',), -1.0)
    """
    outcomes = tuple(outcome.id for outcome in strategy.outcomes)
    written = {(item.actor, item.outcome): item for item in strategy.interests if item.outcome}
    actors = tuple(dict.fromkeys(actor for actor, _ in written))
    usual = next((outcome.id for outcome in strategy.outcomes if outcome.status_quo), None)
    stakes: list[Stake] = []
    for actor in actors:
        scale = _scaled({name: written[actor, name].utility for name in outcomes if (actor, name) in written})
        level = Range.of(0.5) if usual is None else scale.get(usual)
        for name in outcomes:
            standing = _standing(scale.get(name), level) if name != usual else "open"
            stakes.append(Stake(actor, name, scale.get(name), standing, written.get((actor, name))))
    of = {actor: [stake for stake in stakes if stake.actor == actor] for actor in actors}
    pairs = tuple(_pair(of[one], of[other]) for one, other in combinations(actors, 2))
    return Interests(actors, outcomes, tuple(stakes), pairs, usual)


def _scaled(utilities: dict[str, Range]) -> dict[str, Range]:
    low = min(item.low for item in utilities.values())
    span = max(item.high for item in utilities.values()) - low
    if span == 0:
        return dict.fromkeys(utilities, Range.of(0.5))
    return {name: Range.of((item.low - low) / span, (item.high - low) / span) for name, item in utilities.items()}


def _standing(utility: Range | None, level: Range | None) -> Standing:
    if utility is None or level is None:
        return "unknown"
    return {1: "wins", -1: "loses", 0: "open"}[_order(utility, level)]  # type: ignore[return-value]


def _order(one: Range, other: Range) -> int:
    """1 where every value of `one` is above every value of `other`, -1 where below, else 0."""
    return int(one.low > other.high) - int(one.high < other.low)


def _pair(mine: list[Stake], yours: list[Stake]) -> Pair:
    both = [(a, b) for a, b in zip(mine, yours, strict=True) if a.utility and b.utility]
    orders = [
        _order(a.utility, c.utility) * _order(b.utility, d.utility)
        for (a, b), (c, d) in combinations(both, 2)
        if a.utility and b.utility and c.utility and d.utility
    ]
    standings = [(a.outcome, {a.standing, b.standing}, a.standing == b.standing == "wins") for a, b in both]
    return Pair(
        mine[0].actor,
        yours[0].actor,
        sum(orders) / len(orders) if orders else 0.0,
        tuple(name for name, _, is_shared in standings if is_shared),
        tuple(name for name, both_standings, _ in standings if both_standings == {"wins", "loses"}),
    )
