"""Everything wrong with options and observations, all at once, with place and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from cuibono.case.records import NONE, NOT_HAPPENED
from cuibono.errors import Problem
from cuibono.options.records import Options
from cuibono.strategy.records import Strategy

FILE = "case.toml"


def check(
    options: Options,
    hypotheses: Collection[str],
    strategy: Strategy | None = None,
    claims: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """All problems of the options of a case, none if they can be compared.

    `hypotheses` are the ids of the case's hypotheses, "none" and "did-not-happen" being known anyway; `strategy` is needed
    where options or observations refer to the game.
    """
    known = {*hypotheses, NONE, NOT_HAPPENED}
    found = [*_twice("options", [item.id for item in options.options])]
    found += _twice("observations", [item.id for item in options.observations])
    if len(options.options) == 1:
        found.append(_problem("options", "are one alone", "add what else could be done, if only to wait"))
    for index, item in enumerate(options.options):
        key = f"options[{index}]"
        found += _unknown(f"{key}.if", item.if_, known)
        found += _unknown(f"{key}.if-both", {name for pair in item.if_both for name in pair.split("+")}, known)
        missing = sorted(set(hypotheses) - {NONE, NOT_HAPPENED} - set(item.if_))
        if missing and item.otherwise is None:
            remedy = "say what each adds, or add otherwise = 0 for the rest"
            found.append(
                _problem(f"{key}.if", f"does not say what {item.id!r} is worth if: {', '.join(missing)}", remedy)
            )
        for name in item.claims:
            if claims is not None and name not in claims:
                found.append(
                    _problem(
                        f"{key}.claims", f"names {name!r}, which is no claim here", "correct the id, or take it out"
                    )
                )
    for index, observation in enumerate(options.observations):
        found += _unknown(f"observations[{index}].if", observation.if_, known)
    found += _game(options, strategy)
    return tuple(found)


def _problem(key: str, what: str, remedy: str) -> Problem:
    return Problem(FILE, key, what, remedy)


def _twice(table: str, ids: Sequence[str]) -> Iterator[Problem]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield _problem(table, f"have {count} with the id {name!r}", "give each its own id")


def _unknown(key: str, names: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for name in sorted(set(names) - set(known)):
        yield _problem(key, f"names {name!r}, which is no hypothesis here", f"there are: {', '.join(sorted(known))}")


def _game(options: Options, strategy: Strategy | None) -> Iterator[Problem]:
    """References to the game lead to choices in it, and whoever decides has interests."""
    named = [(f"options[{index}].after", item.after) for index, item in enumerate(options.options) if item.after]
    named += [(f"observations[{index}].act", item.act) for index, item in enumerate(options.observations) if item.act]
    if not named:
        return
    if strategy is None or strategy.game is None:
        for key, _ in named:
            yield _problem(
                key, "names a choice, but there is no game", "add [game] and [[moves]], or give the numbers here"
            )
        return
    choices = {f"{move.id}/{choice}" for move in strategy.moves for choice in move.choices}
    for key, act in named:
        if act not in choices:
            yield _problem(
                key, f"is {act!r}, which is no choice of the game", f"there are: {', '.join(sorted(choices))}"
            )
    has_after = any(item.after for item in options.options)
    by = options.decision.by
    if has_after and (by is None or not any(item.actor == by and item.outcome for item in strategy.interests)):
        what = "is missing" if by is None else f"is {by!r}, who has no interests in the outcomes"
        yield _problem("decision.by", what, "name the one who decides, and what the outcomes are worth to them")
