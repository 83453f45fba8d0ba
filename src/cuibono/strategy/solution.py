"""A solved game: how probable the act is under each motive, what it changes, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cuibono.strategy.additionality import Change
from cuibono.strategy.conflict import Worth
from cuibono.strategy.rational import Rational
from cuibono.strategy.rationality import Estimate


@dataclass(frozen=True, slots=True)
class Play:
    """One choice of the actor under one motive.

    `probability` is that of the choice once its move is reached, over rationality; `additionality` what the choice
    changes in the others' choices; `worth` what it is worth with this motive; `serves` by how much its effect on the
    outcomes serves each motive (below 0: hurts), `gains` the same for each actor's stated interests.
    """

    act: str
    probability: Estimate
    additionality: tuple[Change, ...]
    worth: Worth
    serves: Mapping[str, float]
    gains: Mapping[str, float]

    def to_dict(self) -> dict[str, object]:
        """The play by name."""
        return {
            "act": self.act,
            "probability": self.probability.to_dict(),
            "additionality": [change.to_dict() for change in self.additionality],
            "worth": self.worth.to_dict(),
            "serves": dict(self.serves),
            "gains": dict(self.gains),
        }


@dataclass(frozen=True, slots=True)
class Motive:
    """What the game says if one hypothesis is the only motive.

    `probability` is P(act | motive) with its range over rationality and utilities together; `over_rationality` and
    `over_utilities` are the ranges alone. `plays` has every choice of the actor, `choices` the probability of every
    choice of anybody once its move is reached, `outcomes` that of each end.
    """

    hypothesis: str
    probability: Estimate
    over_rationality: Estimate
    over_utilities: Estimate
    plays: tuple[Play, ...]
    choices: Mapping[str, float]
    outcomes: Mapping[str, float]
    rational: Rational

    def play(self, act: str) -> Play:
        """One choice of the actor, as `move/choice`; raises KeyError for another."""
        return {play.act: play for play in self.plays}[act]

    def to_dict(self) -> dict[str, object]:
        """The motive by name."""
        return {
            "hypothesis": self.hypothesis,
            "probability": self.probability.to_dict(),
            "over-rationality": self.over_rationality.to_dict(),
            "over-utilities": self.over_utilities.to_dict(),
            "plays": [play.to_dict() for play in self.plays],
            "choices": dict(self.choices),
            "outcomes": dict(self.outcomes),
            "rational": self.rational.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Order:
    """That one motive makes the act more probable than another, and whether that stands.

    It stands over rationality if it is so at every rationality from 1 to 20, over utilities if no corner of their
    ranges that was tried turns it round.
    """

    more: str
    less: str
    over_rationality: bool
    over_utilities: bool

    def to_dict(self) -> dict[str, object]:
        """The order by name."""
        return {
            "more": self.more,
            "less": self.less,
            "over-rationality": self.over_rationality,
            "over-utilities": self.over_utilities,
        }


@dataclass(frozen=True, slots=True)
class Solution:
    """A game solved under each motive alone; `exact` is False where it was cut at a horizon.

    `unmodelled` are the hypotheses without payoffs, of which the game says nothing.
    """

    act: Mapping[str, float]
    buys: str | None
    motives: tuple[Motive, ...]
    orders: tuple[Order, ...]
    unmodelled: tuple[str, ...]
    size: int
    exact: bool

    def __repr__(self) -> str:
        return f"Solution({', '.join(f'{item.hypothesis} {item.probability.point:.2f}' for item in self.motives)})"

    def _repr_html_(self) -> str:
        from cuibono.notebook import html_table

        rows = [
            (m.hypothesis, f"{m.probability.point:.2f}", f"{m.probability.low:.2f} to {m.probability.high:.2f}")
            for m in self.motives
        ]
        return html_table("The act under each motive", ("motive", "P(act | motive)", "range"), rows)

    def motive(self, hypothesis: str) -> Motive:
        """What the game says of one hypothesis; raises KeyError for one without payoffs."""
        return {motive.hypothesis: motive for motive in self.motives}[hypothesis]

    def to_dict(self) -> dict[str, object]:
        """The solution in the words of the vocabulary."""
        return {
            "act": dict(self.act),
            "buys": self.buys,
            "motives": [motive.to_dict() for motive in self.motives],
            "orders": [order.to_dict() for order in self.orders],
            "unmodelled": list(self.unmodelled),
            "size": self.size,
            "exact": self.exact,
        }
