"""Everything wrong with interests, game and payoffs, all at once, with place and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cuibono.case.records import NOT_HAPPENED
from cuibono.errors import Problem, UsageError
from cuibono.strategy.records import Game, Grounded, Move, Range, Strategy
from cuibono.strategy.strategic import own_sets
from cuibono.strategy.tree import LIMIT, Tree, grow, size

FILE = "case.toml"


def check(
    strategy: Strategy, hypotheses: Collection[str], claims: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """All problems of a strategy, none if it can be solved.

    `hypotheses` are the ids of the case's hypotheses; with `claims`, claims that the case does not have are problems.
    Which line a problem stands on is left to the reader of the file.
    """
    found = [
        *_twice("outcomes", [item.id for item in strategy.outcomes]),
        *_one_status_quo(strategy),
        *_interests(strategy),
        *_grounds(strategy, claims),
    ]
    if strategy.game is None:
        return (*found, *_gameless(strategy))
    shape = [*_moves(strategy), *_game(strategy, strategy.game)]
    found += shape
    found += _payoffs(strategy, hypotheses)
    found += _judged(strategy)
    found += _agreements(strategy, strategy.game)
    if not shape:
        found += _course(strategy, strategy.game)
    return tuple(found)


def _problem(key: str, what: str, remedy: str) -> Problem:
    return Problem(FILE, key, what, remedy)


def _listed(names: Iterable[str]) -> str:
    shown = sorted(names)
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "") or "none"


def _twice(table: str, ids: Sequence[str]) -> Iterator[Problem]:
    for name, count in Counter(ids).items():
        if count > 1:
            last = len(ids) - 1 - ids[::-1].index(name)
            yield _problem(f"{table}[{last}].id", f"is {name!r}, which {count} of them have", "give each its own id")


def _one_status_quo(strategy: Strategy) -> Iterator[Problem]:
    marked = [index for index, item in enumerate(strategy.outcomes) if item.status_quo]
    for index in marked[1:]:
        first = strategy.outcomes[marked[0]].id
        yield _problem(f"outcomes[{index}].status-quo", f"is marked a second time (first at {first!r})", "mark one")


def _interests(strategy: Strategy) -> Iterator[Problem]:
    outcomes = {item.id for item in strategy.outcomes}
    seen: dict[tuple[str, str], int] = {}
    for index, item in enumerate(strategy.interests):
        key = f"interests[{index}]"
        if item.outcome and item.outcome not in outcomes:
            yield _unknown(f"{key}.outcome", item.outcome, "outcome", outcomes)
        subject = (item.actor, item.outcome or item.act or "")
        if subject in seen:
            yield _problem(key, f"says again what {subject[1]} is worth to {subject[0]}", "keep one of the two")
        seen[subject] = index
        if item.act and strategy.game is None:
            yield _problem(
                f"{key}.act", "names a choice, but there is no game", "add [game] and [[moves]], or value outcomes"
            )


def _unknown(key: str, name: str, noun: str, known: Collection[str]) -> Problem:
    return _problem(key, f"is {name!r}, which is no {noun} here", f"correct it, or add it; there are: {_listed(known)}")


def _grounds(strategy: Strategy, claims: Collection[str] | None) -> Iterator[Problem]:
    if claims is None:
        return
    tables: Mapping[str, Sequence[Grounded]] = {
        "interests": strategy.interests,
        "payoffs": strategy.payoffs,
        "costs": strategy.costs,
        "agreements": strategy.agreements,
    }
    for table, items in tables.items():
        for index, item in enumerate(items):
            for name in item.claims:
                if name not in claims:
                    yield _problem(
                        f"{table}[{index}].claims",
                        f"names {name!r}, which is no claim here",
                        "correct the id, or take it out",
                    )


def _gameless(strategy: Strategy) -> Iterator[Problem]:
    for table in ("moves", "agreements", "payoffs", "costs"):
        if getattr(strategy, table):
            yield _problem(table, "are there, but no [game]", "add [game] with players, actor and act")


def _moves(strategy: Strategy) -> Iterator[Problem]:
    """What is wrong with the moves one by one, and with the way they lead on."""
    moves = {move.id: move for move in strategy.moves}
    outcomes = {item.id for item in strategy.outcomes}
    yield from _twice("moves", [move.id for move in strategy.moves])
    if not moves:
        yield _problem(
            "moves", "are missing: the game has a beginning but no choice", "add [[moves]] with their choices"
        )
        return
    for index, move in enumerate(strategy.moves):
        key = f"moves[{index}]"
        if move.id in outcomes:
            yield _problem(f"{key}.id", f"is {move.id!r}, which is an outcome as well", "rename one of them")
        if len(move.choices) < 2:
            who = move.player or "chance"
            only = next(iter(move.choices.values()), "")
            remedy = (
                f"give {who} another choice, or lead to {only!r} directly" if only else f"say what {who} can choose"
            )
            yield _problem(f"{key}.choices", f"leave {who} nothing to choose at {move.id!r}", remedy)
        for choice, follow in move.choices.items():
            if follow not in moves and follow not in outcomes:
                yield _unknown(f"{key}.choices.{choice}", follow, "move or outcome", [*moves, *outcomes])
        yield from _chance(key, move)
    if cycle := _cycle(strategy):
        yield _problem(
            "moves", f"go round in a circle: {' → '.join(cycle)}", "a game has to end: lead one of them to an outcome"
        )
        return
    if strategy.start in moves:
        for name in sorted(set(moves) - _reachable(strategy)):
            index = [move.id for move in strategy.moves].index(name)
            remedy = f"let a choice lead to it, or take it out; the game begins at {strategy.start!r}"
            yield _problem(f"moves[{index}]", f"{name!r} is never reached", remedy)


def _chance(key: str, move: Move) -> Iterator[Problem]:
    if not move.chance:
        return
    if set(move.chance) != set(move.choices):
        odd = _listed(set(move.chance) ^ set(move.choices))
        yield _problem(f"{key}.chance", f"and choices do not name the same: {odd}", "give each choice its probability")
    for choice, share in move.chance.items():
        if share.low < 0 or share.high > 1 or share.high == 0:
            yield _problem(
                f"{key}.chance.{choice}",
                f"is {_shown(share)}",
                "a probability is above 0 and at most 1; leave out what never happens",
            )
    low, high = (sum(getattr(share, end) for share in move.chance.values()) for end in ("low", "high"))
    if low > 1 + 1e-9 or high < 1 - 1e-9:
        total = f"{low:g}" if abs(low - high) < 1e-12 else f"between {low:g} and {high:g}"
        yield _problem(f"{key}.chance", f"sums to {total} at {move.id!r}", "make the probabilities sum to 1")


def _shown(share: Range) -> str:
    return f"{share.low:g}" if share.low == share.high else f"[{share.low:g}, {share.high:g}]"


def _cycle(strategy: Strategy) -> list[str]:
    """The moves of one circle, the first repeated at the end; empty if there is none."""
    follows = {move.id: [name for name in move.choices.values()] for move in strategy.moves}
    done: set[str] = set()
    for start in follows:
        way: list[str] = []
        stack = [(start, 0)]
        while stack:
            name, place = stack.pop()
            if place == 0:
                if name in way:
                    return [*way[way.index(name) :], name]
                if name in done or name not in follows:
                    continue
                way.append(name)
            if place < len(follows[name]):
                stack.append((name, place + 1))
                stack.append((follows[name][place], 0))
            else:
                done.add(way.pop())
    return []


def _reachable(strategy: Strategy) -> set[str]:
    moves = {move.id: move for move in strategy.moves}
    found: set[str] = set()
    stack = [strategy.start]
    while stack:
        name = stack.pop()
        if name in moves and name not in found:
            found.add(name)
            stack.extend(moves[name].choices.values())
    return found


def _game(strategy: Strategy, game: Game) -> Iterator[Problem]:
    """Who plays, where it begins, and which choice is the act."""
    yield from _twice("game.players", game.players)
    if game.actor not in game.players:
        yield _unknown("game.actor", game.actor, "player", game.players)
    if game.start is not None and game.start not in {move.id for move in strategy.moves}:
        yield _unknown("game.start", game.start, "move", [move.id for move in strategy.moves])
    for index, move in enumerate(strategy.moves):
        if move.player is not None and move.player not in game.players:
            yield _unknown(f"moves[{index}].player", move.player, "player", game.players)
    own = {f"{move.id}/{choice}" for move in strategy.moves if move.player == game.actor for choice in move.choices}
    for act in game.acts:
        if act not in own:
            yield _unknown("game.act", act, f"choice of {game.actor}", own)
    if abs(sum(game.acts.values()) - 1) > 1e-9:
        yield _problem(
            "game.act",
            f"has probabilities that sum to {sum(game.acts.values()):g}",
            "say how probable it is of each, in all 1",
        )
    others = {choice for move in strategy.moves if move.player not in {None, game.actor} for choice in move.choices}
    if game.buys is not None and game.buys not in others:
        yield _unknown("game.buys", game.buys, "choice of another player", others)
    yield from _sights(strategy)


def _sights(strategy: Strategy) -> Iterator[Problem]:
    """Moves that look alike to a player must offer the same choices."""
    first: dict[tuple[str, str], Move] = {}
    for index, move in enumerate(strategy.moves):
        if move.sees is None:
            continue
        if move.player is None:
            yield _problem(f"moves[{index}].sees", "is what chance sees", "chance sees nothing: take it out")
            continue
        like = first.setdefault((move.player, move.sees), move)
        if tuple(like.choices) != tuple(move.choices):
            what = f"looks like {like.id!r} to {move.player}, but offers other choices ({_listed(set(move.choices))})"
            yield _problem(
                f"moves[{index}].choices", what, f"offer the same in the same order: {', '.join(like.choices)}"
            )


def _payoffs(strategy: Strategy, hypotheses: Collection[str]) -> Iterator[Problem]:
    outcomes = {item.id for item in strategy.outcomes}
    if not strategy.payoffs:
        yield _problem(
            "payoffs", "are missing: no motive says what the outcomes are worth", "add [[payoffs]] for each motive"
        )
    yield from _twice("payoffs", [item.hypothesis for item in strategy.payoffs])
    for index, item in enumerate(strategy.payoffs):
        key = f"payoffs[{index}]"
        if item.hypothesis == NOT_HAPPENED:
            yield _problem(f"{key}.hypothesis", "is that it did not happen", "only what may move the actor has payoffs")
        elif item.hypothesis not in hypotheses:
            yield _unknown(f"{key}.hypothesis", item.hypothesis, "hypothesis", hypotheses)
        for name in sorted(set(item.outcomes) - outcomes):
            yield _unknown(f"{key}.outcomes", name, "outcome", outcomes)
        missing = outcomes & _ends(strategy) - set(item.outcomes)
        if missing and item.otherwise is None:
            yield _problem(
                f"{key}.outcomes",
                f"say nothing of: {_listed(missing)}",
                "value each, or add otherwise = 0 for the rest",
            )


def _ends(strategy: Strategy) -> set[str]:
    """The outcomes to which some choice leads."""
    return {follow for move in strategy.moves for follow in move.choices.values()}


def _judged(strategy: Strategy) -> Iterator[Problem]:
    """Costs, interests and payoffs name outcomes and choices that exist; whoever plays has interests in every end."""
    outcomes = {item.id for item in strategy.outcomes}
    choices = {f"{move.id}/{choice}" for move in strategy.moves for choice in move.choices}
    game = strategy.game
    for index, cost in enumerate(strategy.costs):
        if cost.outcome and cost.outcome not in outcomes:
            yield _unknown(f"costs[{index}].outcome", cost.outcome, "outcome", outcomes)
    yield from _twice("costs", [cost.outcome or cost.act or "" for cost in strategy.costs])
    named = [(f"costs[{index}].act", item.act) for index, item in enumerate(strategy.costs)]
    named += [(f"interests[{index}].act", item.act) for index, item in enumerate(strategy.interests)]
    named += [(f"payoffs[{index}].acts", act) for index, item in enumerate(strategy.payoffs) for act in item.acts]
    for key, act in named:
        if act and act not in choices:
            yield _unknown(key, act, "choice", choices)
    for player in game.players if game else ():
        has = {item.outcome for item in strategy.interests if item.actor == player}
        moves = any(move.player == player for move in strategy.moves)
        missing = (outcomes & _ends(strategy)) - has
        if moves and game and player != game.actor and missing:
            yield _problem(
                "interests",
                f"do not say what {player} gets from: {_listed(missing)}",
                f'add [[interests]] with actor = "{player}"',
            )


def _agreements(strategy: Strategy, game: Game) -> Iterator[Problem]:
    choices = {f"{move.id}/{choice}" for move in strategy.moves for choice in move.choices}
    taken = {item.id for item in strategy.outcomes} | {move.id for move in strategy.moves}
    yield from _twice("agreements", [item.id for item in strategy.agreements])
    for index, item in enumerate(strategy.agreements):
        key = f"agreements[{index}]"
        if item.id in taken:
            yield _problem(f"{key}.id", f"is {item.id!r}, which is a move or an outcome as well", "rename one of them")
        for name in (*([item.made_by] if item.made_by else []), *item.broken_by):
            if name not in choices:
                field = "made-by" if name == item.made_by else "broken-by"
                yield _unknown(f"{key}.{field}", name, "choice", choices)
        for player, price in item.price.items():
            if player not in game.players:
                yield _unknown(f"{key}.price", player, "player", game.players)
            if price.low < 0:
                yield _problem(f"{key}.price.{player}", f"is {_shown(price)}", "a price is 0 or more")


def _course(strategy: Strategy, game: Game) -> Iterator[Problem]:
    """What only the grown tree shows: forgotten moves, agreements that nobody can break. Not for trees too large to grow."""
    if size(strategy) > LIMIT:
        return
    tree = grow(strategy)
    for player in range(len(game.players)):
        yield from _forgets(strategy, tree, player)
    broken = {name for leaf in tree.leaves for name in leaf.broken}
    for index, item in enumerate(strategy.agreements):
        if item.id not in broken:
            yield _problem(
                f"agreements[{index}].broken-by",
                "is never chosen after it was made",
                "name a choice that can follow made-by",
            )


def _forgets(strategy: Strategy, tree: Tree, player: int) -> Iterator[Problem]:
    try:
        own_sets(tree, player)
    except UsageError as error:
        index = next(i for i, move in enumerate(strategy.moves) if move.sees and repr(move.sees) in str(error))
        yield _problem(
            f"moves[{index}].sees", f"lets a player forget: {error}", "let `sees` tell apart what follows own choices"
        )
