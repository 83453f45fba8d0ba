"""The possible responses and what could be found out first, as an analyst writes them into `case.toml`."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from cuibono.case.records import Id, Probability, Record
from cuibono.strategy.records import ChoiceName, Grounded, Range

Pair = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}\+[a-z0-9][a-z0-9._-]{0,63}$")]
"""Two hypotheses that hold together: `bond+spoil`."""

ZERO = Range.of(0.0)


class Option(Grounded):
    """A response, and what it is worth: `utility` in any case, and what each hypothesis adds if it holds.

    Utilities are on one scale for all options of a case; only differences count. `if` has what is added where a
    hypothesis holds, `otherwise` the same for the motives not named; without it all must be. "none" and
    "did-not-happen" add nothing unless they are named. `if-both` adds where two hold together. With `after` (a choice
    in the game, `move/choice`) what the game goes on to bring to the one who decides is added as well.
    """

    id: Id
    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    utility: Range = ZERO
    if_: Annotated[dict[Id, Range], Field(alias="if", default_factory=dict)]
    if_both: Annotated[dict[Pair, Range], Field(alias="if-both", default_factory=dict)]
    otherwise: Range | None = None
    after: ChoiceName | None = None


class Observation(Record):
    """Something that could be found out before choosing, and how expected it is.

    `if` has the probability that it is so where a hypothesis holds alone, `otherwise` where none of those named holds;
    hypotheses that hold together work like independent causes (noisy-or). With `act` (a choice in the game) the
    game says how expected it is wherever none of those named in `if` holds. `reliability` is the probability that the
    report of it depends on the truth at all; else it is a toss. `cost` is what finding out costs, on the scale of the
    utilities.
    """

    id: Id
    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    if_: Annotated[dict[Id, Probability], Field(alias="if", default_factory=dict)]
    otherwise: Probability | None = None
    act: ChoiceName | None = None
    reliability: Probability = 1.0
    cost: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    note: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.act is None and self.otherwise is None:
            raise ValueError("does not say how expected it is otherwise; add otherwise = 0.1, or an act of the game")
        if self.act is not None and self.otherwise is not None:
            raise ValueError("has both otherwise and an act of the game; keep one of the two")
        return self


class Decision(Record):
    """Who decides, and in what the utilities are told; `optimism` is Hurwicz's weight of the best case."""

    question: str = ""
    by: Id | None = None
    unit: str = ""
    optimism: Probability = 0.5


class Options(Record):
    """All that `case.toml` says about what to do."""

    decision: Decision = Decision()
    options: tuple[Option, ...] = ()
    observations: tuple[Observation, ...] = ()
