"""Everything wrong with interests, game and payoffs, all at once, with place and remedy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from cuibono.case.records import NONE, NOT_HAPPENED
from cuibono.errors import Problem
from cuibono.strategy.complaints import listed, problem, shown, twice, unknown
from cuibono.strategy.grounds import unfounded
from cuibono.strategy.records import Agreement, Game, Grounded, Strategy
from cuibono.strategy.shape import course, shape


def check(
    strategy: Strategy,
    hypotheses: Collection[str],
    claims: Collection[str] | None = None,
    texts: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """All problems of a strategy, none if it can be solved.

    `hypotheses` are the ids of the case's hypotheses; with `claims` (ids) and `texts` (whole documents), claims and
    quotes that the case does not have are problems.
    """
    found = [
        *twice("outcomes", [item.id for item in strategy.outcomes]),
        *_one_status_quo(strategy),
        *_interests(strategy),
        *_grounds(strategy, claims, texts),
    ]
    if strategy.game is None:
        return (*found, *_gameless(strategy))
    found += _payoffs(strategy, {*hypotheses, NONE})
    found += _named(strategy)
    found += _players(strategy, strategy.game)
    for index, agreement in enumerate(strategy.agreements):
        found += _agreement(strategy, strategy.game, agreement, f"agreements[{index}]")
    found += twice("agreements", [item.id for item in strategy.agreements])
    wrong = shape(strategy, strategy.game)
    return (*found, *(wrong or course(strategy)))


def _one_status_quo(strategy: Strategy) -> Iterator[Problem]:
    marked = [index for index, item in enumerate(strategy.outcomes) if item.status_quo]
    for index in marked[1:]:
        first = strategy.outcomes[marked[0]].id
        yield problem(f"outcomes[{index}].status-quo", f"is marked a second time (first at {first!r})", "mark one")


def _interests(strategy: Strategy) -> Iterator[Problem]:
    outcomes = {item.id for item in strategy.outcomes}
    seen: dict[tuple[str, str], int] = {}
    for index, item in enumerate(strategy.interests):
        key = f"interests[{index}]"
        if item.outcome and item.outcome not in outcomes:
            yield unknown(f"{key}.outcome", item.outcome, "outcome", outcomes)
        subject = (item.actor, item.outcome or item.act or "")
        if subject in seen:
            yield problem(key, f"says again what {subject[1]} is worth to {subject[0]}", "keep one of the two")
        seen[subject] = index
        if item.act and strategy.game is None:
            remedy = "add [game] and [[moves]], or value outcomes"
            yield problem(f"{key}.act", "names a choice, but there is no game", remedy)


def _grounds(strategy: Strategy, claims: Collection[str] | None, texts: Collection[str] | None) -> Iterator[Problem]:
    tables: Mapping[str, Sequence[Grounded]] = {
        "interests": strategy.interests,
        "payoffs": strategy.payoffs,
        "costs": strategy.costs,
        "agreements": strategy.agreements,
    }
    for table, items in tables.items():
        yield from unfounded(table, items, claims, texts)


def _gameless(strategy: Strategy) -> Iterator[Problem]:
    for table in ("moves", "agreements", "payoffs", "costs"):
        if getattr(strategy, table):
            yield problem(table, "are there, but no [game]", "add [game] with players, actor and act")


def _payoffs(strategy: Strategy, hypotheses: Collection[str]) -> Iterator[Problem]:
    outcomes = {item.id for item in strategy.outcomes}
    if not strategy.payoffs:
        what = "are missing: no motive says what the outcomes are worth"
        yield problem("payoffs", what, "add [[payoffs]] for each motive")
    yield from twice("payoffs", [item.hypothesis for item in strategy.payoffs], "hypothesis")
    for index, item in enumerate(strategy.payoffs):
        key = f"payoffs[{index}]"
        if item.hypothesis == NOT_HAPPENED:
            yield problem(f"{key}.hypothesis", "is that it did not happen", "only what may move the actor has payoffs")
        elif item.hypothesis not in hypotheses:
            yield unknown(f"{key}.hypothesis", item.hypothesis, "hypothesis", hypotheses)
        for name in sorted(set(item.outcomes) - outcomes):
            yield unknown(f"{key}.outcomes", name, "outcome", outcomes)
        missing = outcomes & _ends(strategy) - set(item.outcomes)
        if missing and item.otherwise is None:
            remedy = "value each, or add otherwise = 0 for the rest"
            yield problem(f"{key}.outcomes", f"say nothing of: {listed(missing)}", remedy)


def _ends(strategy: Strategy) -> set[str]:
    """The outcomes to which some choice leads."""
    return {follow for move in strategy.moves for follow in move.choices.values()}


def _named(strategy: Strategy) -> Iterator[Problem]:
    """Costs, interests and payoffs name outcomes and choices that exist."""
    outcomes = {item.id for item in strategy.outcomes}
    for index, cost in enumerate(strategy.costs):
        if cost.outcome and cost.outcome not in outcomes:
            yield unknown(f"costs[{index}].outcome", cost.outcome, "outcome", outcomes)
    yield from twice("costs", [cost.outcome or cost.act or "" for cost in strategy.costs], "act")
    choices = _choices(strategy)
    acts = [(f"costs[{index}].act", item.act) for index, item in enumerate(strategy.costs)]
    acts += [(f"interests[{index}].act", item.act) for index, item in enumerate(strategy.interests)]
    acts += [(f"payoffs[{index}].acts", act) for index, item in enumerate(strategy.payoffs) for act in item.acts]
    for key, act in acts:
        if act and act not in choices:
            yield unknown(key, act, "choice", choices)


def _players(strategy: Strategy, game: Game) -> Iterator[Problem]:
    """Whoever moves, beside the actor, has an interest in every end that the game can come to."""
    outcomes = {item.id for item in strategy.outcomes}
    for player in {move.player: None for move in strategy.moves if move.player not in {None, game.actor}}:
        has = {item.outcome for item in strategy.interests if item.actor == player}
        if missing := (outcomes & _ends(strategy)) - has:
            what = f"do not say what {player} gets from: {listed(missing)}"
            yield problem("interests", what, f'add [[interests]] with actor = "{player}" for each')


def _agreement(strategy: Strategy, game: Game, agreement: Agreement, key: str) -> Iterator[Problem]:
    choices = _choices(strategy)
    if agreement.id in {item.id for item in strategy.outcomes} | {move.id for move in strategy.moves}:
        yield problem(f"{key}.id", f"is {agreement.id!r}, which is a move or an outcome as well", "rename one of them")
    if agreement.made_by is not None and agreement.made_by not in choices:
        yield unknown(f"{key}.made-by", agreement.made_by, "choice", choices)
    for name in agreement.broken_by:
        if name not in choices:
            yield unknown(f"{key}.broken-by", name, "choice", choices)
    for player, price in agreement.price.items():
        if player not in game.players:
            yield unknown(f"{key}.price", player, "player", game.players)
        if price.low < 0:
            yield problem(f"{key}.price.{player}", f"is {shown(price)}", "a price is 0 or more")


def _choices(strategy: Strategy) -> set[str]:
    return {f"{move.id}/{choice}" for move in strategy.moves for choice in move.choices}
