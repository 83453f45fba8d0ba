"""Outcomes, interests, games and payoffs as an analyst writes them into `case.toml`.

Every number may be a range, because nobody knows what an outcome is worth to a capital; every number of an actor
carries a reason, and claims or a quote where there are any. A choice is named by the move at which it is made:
`before/pay`.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from cuibono.case.records import Id, Probability, Record

ChoiceName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}/[a-z0-9][a-z0-9._-]{0,63}$")]
"""A choice at a move: the move's id, a slash, the choice's name."""

Reason = Annotated[str, Field(min_length=1, pattern=r"\S")]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Range(Record):
    """A number, or the two ends between which it lies; in a file `0.4` or `[0.3, 0.5]`.

    >>> Range.model_validate([0.25, 0.75]).middle
    0.5
    >>> Range.model_validate(1).width
    0.0
    """

    low: Finite
    high: Finite

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        ends = (
            list(value.values())
            if isinstance(value, dict)
            else value
            if isinstance(value, list | tuple)
            else [value] * 2
        )
        if len(ends) != 2 or not all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
            raise ValueError("is not a number or a range; write 0.4, or its two ends, [0.3, 0.5]")
        return {"low": ends[0], "high": ends[1]}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"has its ends the wrong way round; write [{self.high:g}, {self.low:g}]")
        return self

    @model_serializer
    def _write(self) -> float | list[float]:
        return self.low if self.low == self.high else [self.low, self.high]

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        number = {"type": "number"}
        pair = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
        return {"anyOf": [number, pair], "description": "a number, or the two ends between which it lies"}

    @classmethod
    def of(cls, low: float, high: float | None = None) -> Range:
        """The range from `low` to `high`, or the single number `low`."""
        return cls(low=low, high=low if high is None else high)

    @property
    def middle(self) -> float:
        """The number half-way between the ends."""
        return (self.low + self.high) / 2

    @property
    def width(self) -> float:
        """How far the ends are apart."""
        return self.high - self.low


class Grounded(Record):
    """A judgement with its reason, and the claims (by id) or the words of a document that it rests on."""

    reason: Reason
    claims: tuple[Id, ...] = ()
    quote: str = ""

    @property
    def is_assumption(self) -> bool:
        """Whether nothing but the analyst's word stands behind it."""
        return not self.claims and not self.quote


class Outcome(Record):
    """One way in which the story may end; `status-quo` marks the one against which gains and losses are told."""

    id: Id
    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    status_quo: Annotated[bool, Field(alias="status-quo")] = False
    note: str = ""


class Judgement(Grounded):
    """A grounded judgement about one outcome, or about the making of one choice."""

    outcome: Id | None = None
    act: ChoiceName | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.outcome is None) == (self.act is None):
            raise ValueError('needs either an outcome or an act, not both: outcome = "calm", or act = "before/pay"')
        return self


class Interest(Judgement):
    """What one outcome, or the making of one choice, is worth to one actor, on any scale of that actor's own.

    Only differences within one actor count: each player's scale is stretched so that the best and the worst end of the
    game are 1 apart.
    """

    actor: Id
    utility: Range


class Cost(Judgement):
    """What an outcome or an act costs the actor under explanation whatever the motive is.

    In units of a motive: 1 is the distance between the best and the worst end that a motive knows.
    """

    cost: Range

    @model_validator(mode="after")
    def _no_gain(self) -> Self:
        if self.cost.low < 0:
            raise ValueError("is below 0; a gain belongs to the motives that value it, under [[payoffs]]")
        return self


class Payoff(Grounded):
    """How the actor values the outcomes, and acts for their own sake, if this hypothesis is the motive.

    `otherwise` is the value of every outcome that is not listed; without it all that the game can reach must be
    listed. `weight` is how strong the motive is beside others that are present at the same time.
    """

    hypothesis: Id
    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    outcomes: Annotated[dict[Id, Range], Field(default_factory=dict)]
    acts: Annotated[dict[ChoiceName, Range], Field(default_factory=dict)]
    otherwise: Range | None = None


class Move(Record):
    """A point of the game where a player chooses, or chance does; `choices` says where each choice leads.

    A choice leads to another move or to an outcome, by id. `sees` is what the player knows on arriving: moves of one
    player with the same `sees` look alike to that player. Without it the player knows all that went before. At a
    move of chance, `chance` has the probability of each choice.
    """

    id: Id
    player: Id | None = None
    chance: Annotated[dict[Id, Range], Field(default_factory=dict)]
    choices: dict[Id, Id]
    sees: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.player is None) == (not self.chance):
            raise ValueError(
                'needs either a player or a chance, not both: player = "taliban", or chance = { rain = 0.3 }'
            )
        return self


class Agreement(Grounded):
    """A promise that somebody makes at a choice, whose breaking has a price.

    Whoever is named in `price` pays it, on their own scale, once in every course of the game in which the promise was
    made (`made-by`; always, where that is left out) and one of `broken-by` was chosen afterwards.
    """

    id: Id
    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    made_by: Annotated[ChoiceName | None, Field(alias="made-by")] = None
    broken_by: Annotated[tuple[ChoiceName, ...], Field(alias="broken-by", min_length=1)]
    price: dict[Id, Range]
    since: str = ""


class Game(Record):
    """Who plays, who is to be explained, and which choice is the act.

    `act` names one choice, or several with the probability that each of them is the one that was made ("done before
    the agreement: 0.8"). `buys` is the choice of others that the act is meant to bring about. `credibility` says how
    far the weighing believes the game (0 not at all), `use` whether it believes it at all. `horizon` cuts a game too
    large to solve after so many moves; every answer is then a range.
    """

    question: str = ""
    players: tuple[Id, ...]
    actor: Id
    act: ChoiceName | dict[ChoiceName, Probability]
    buys: Id | None = None
    start: Id | None = None
    credibility: Probability = 0.5
    use: bool = True
    horizon: Annotated[int, Field(ge=1)] | None = None
    note: str = ""

    @property
    def acts(self) -> dict[str, float]:
        """Each choice that may be the act, with the probability that it is the one that was made."""
        return {self.act: 1.0} if isinstance(self.act, str) else dict(self.act)


class Strategy(Record):
    """All that `case.toml` says about interests and the game; without a game only interests are told."""

    outcomes: tuple[Outcome, ...] = ()
    interests: tuple[Interest, ...] = ()
    game: Game | None = None
    moves: tuple[Move, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    payoffs: tuple[Payoff, ...] = ()
    costs: tuple[Cost, ...] = ()

    @property
    def start(self) -> str:
        """Id of the move with which the game begins: the one named, or the first."""
        if self.game is not None and self.game.start is not None:
            return self.game.start
        return self.moves[0].id
