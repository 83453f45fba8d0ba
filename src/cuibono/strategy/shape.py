"""Whether the moves make a game: it begins somewhere, everybody has a choice, it ends, and nobody forgets."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.errors import Problem, UsageError
from cuibono.strategy.complaints import listed, problem, shown, twice, unknown
from cuibono.strategy.records import Game, Move, Strategy
from cuibono.strategy.strategic import own_sets
from cuibono.strategy.tree import LIMIT, SMALLER, Tree, grow, size


def shape(strategy: Strategy, game: Game) -> tuple[Problem, ...]:
    """All problems of the moves and the players; only without them can the tree be grown."""
    if not strategy.moves:
        what = "are missing: there is a game, and nobody chooses"
        return (problem("moves", what, "add [[moves]] with their choices"),)
    return (*_moves(strategy), *_ways(strategy), *_players(strategy, game), *_act(strategy, game), *_sights(strategy))


def course(strategy: Strategy) -> Iterator[Problem]:
    """What only the grown tree shows: forgotten moves, and promises that nobody can break.

    A tree too large to grow is not looked at.
    """
    if size(strategy) > LIMIT:
        return
    tree = grow(strategy)
    for player in range(len(tree.players)):
        yield from _forgets(strategy, tree, player)
    broken = {name for leaf in tree.leaves for name in leaf.broken}
    for index, item in enumerate(strategy.agreements):
        if item.id not in broken:
            key, what = f"agreements[{index}].broken-by", "is never chosen after the agreement was made"
            yield problem(key, what, "name a choice that can follow made-by")


def too_large(strategy: Strategy) -> Iterator[Problem]:
    """That a sound game cannot be solved exactly, where it is too large and has no horizon."""
    if strategy.game is None or strategy.game.horizon is not None:
        return
    if (count := size(strategy)) > LIMIT:
        yield problem("moves", f"grow into {count:,} points, and {LIMIT:,} can be solved exactly", SMALLER)


def _moves(strategy: Strategy) -> Iterator[Problem]:
    """What is wrong with the moves one by one."""
    moves = {move.id for move in strategy.moves}
    outcomes = {item.id for item in strategy.outcomes}
    yield from twice("moves", [move.id for move in strategy.moves])
    for index, move in enumerate(strategy.moves):
        key = f"moves[{index}]"
        if move.id in outcomes:
            yield problem(f"{key}.id", f"is {move.id!r}, which is an outcome as well", "rename one of them")
        if len(move.choices) < 2:
            yield _no_choice(key, move)
        for choice, follow in move.choices.items():
            if follow not in moves and follow not in outcomes:
                yield unknown(f"{key}.choices.{choice}", follow, "move or outcome", [*moves, *outcomes])
        yield from _chance(key, move)


def _no_choice(key: str, move: Move) -> Problem:
    who = move.player or "chance"
    only = next(iter(move.choices.values()), None)
    remedy = (
        f"say what {who} can choose" if only is None else f"give {who} another choice, or lead to {only!r} directly"
    )
    return problem(f"{key}.choices", f"leave {who} nothing to choose at {move.id!r}", remedy)


def _ways(strategy: Strategy) -> Iterator[Problem]:
    """Circles, and moves to which nothing leads."""
    if cycle := _cycle(strategy):
        place = next(index for index, move in enumerate(strategy.moves) if move.id == cycle[0])
        what = f"goes round in a circle: {' → '.join(cycle)}"
        yield problem(f"moves[{place}]", what, "lead one of them to an outcome, so that it ends")
        return
    reachable = _reachable(strategy)
    for index, move in enumerate(strategy.moves):
        if move.id not in reachable and strategy.start in reachable:
            remedy = f"let a choice lead to it, or take it out; the game begins at {strategy.start!r}"
            yield problem(f"moves[{index}]", f"{move.id!r} is never reached", remedy)


def _chance(key: str, move: Move) -> Iterator[Problem]:
    if not move.chance:
        return
    if set(move.chance) != set(move.choices):
        odd = listed(set(move.chance) ^ set(move.choices))
        yield problem(f"{key}.chance", f"and choices do not name the same: {odd}", "give each choice its probability")
    for choice, share in move.chance.items():
        if share.low < 0 or share.high > 1 or share.high == 0:
            remedy = "a probability is above 0 and at most 1; leave out what never happens"
            yield problem(f"{key}.chance.{choice}", f"is {shown(share)}", remedy)
    low, high = (sum(getattr(share, end) for share in move.chance.values()) for end in ("low", "high"))
    if low > 1 + 1e-9 or high < 1 - 1e-9:
        total = f"{low:g}" if abs(low - high) < 1e-12 else f"between {low:g} and {high:g}"
        yield problem(f"{key}.chance", f"sums to {total} at {move.id!r}", "make the probabilities sum to 1")


def _cycle(strategy: Strategy) -> list[str]:
    """The moves of one circle, the first repeated at the end; empty if there is none."""
    follows = {move.id: list(move.choices.values()) for move in strategy.moves}
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


def _players(strategy: Strategy, game: Game) -> Iterator[Problem]:
    """Who plays, and where it begins."""
    if len(set(game.players)) < len(game.players):
        yield problem("game.players", "name somebody twice", "name every player once")
    if game.actor not in game.players:
        yield unknown("game.actor", game.actor, "player", game.players)
    if game.start is not None and game.start not in {move.id for move in strategy.moves}:
        yield unknown("game.start", game.start, "move", [move.id for move in strategy.moves])
    for index, move in enumerate(strategy.moves):
        if move.player is not None and move.player not in game.players:
            yield unknown(f"moves[{index}].player", move.player, "player", game.players)


def _act(strategy: Strategy, game: Game) -> Iterator[Problem]:
    """The act is a choice of the actor, and buys a choice of somebody else."""
    own = {f"{move.id}/{choice}" for move in strategy.moves if move.player == game.actor for choice in move.choices}
    for act in game.acts:
        if act not in own:
            yield unknown("game.act", act, f"choice of {game.actor}", own)
    total = sum(game.acts.values())
    if abs(total - 1) > 1e-9:
        yield problem("game.act", f"has probabilities that sum to {total:g}", "say how probable each is, in all 1")
    others = {choice for move in strategy.moves if move.player not in {None, game.actor} for choice in move.choices}
    if game.buys is not None and game.buys not in others:
        yield unknown("game.buys", game.buys, "choice of another player", others)


def _sights(strategy: Strategy) -> Iterator[Problem]:
    """Moves that look alike to a player must offer the same choices."""
    first: dict[tuple[str, str], Move] = {}
    for index, move in enumerate(strategy.moves):
        if move.sees is None:
            continue
        if move.player is None:
            yield problem(f"moves[{index}].sees", "is what chance sees", "chance sees nothing: take it out")
            continue
        like = first.setdefault((move.player, move.sees), move)
        if tuple(like.choices) != tuple(move.choices):
            what = f"looks like {like.id!r} to {move.player}, but offers other choices ({listed(set(move.choices))})"
            remedy = f"offer the same in the same order: {', '.join(like.choices)}"
            yield problem(f"moves[{index}].choices", what, remedy)


def _forgets(strategy: Strategy, tree: Tree, player: int) -> Iterator[Problem]:
    try:
        own_sets(tree, player)
    except UsageError as error:
        alike = [index for index, move in enumerate(strategy.moves) if move.sees and repr(move.sees) in str(error)]
        key = f"moves[{alike[-1]}].sees" if alike else "moves"
        yield problem(key, f"lets a player forget: {error}", "let `sees` tell apart what follows their own choices")
