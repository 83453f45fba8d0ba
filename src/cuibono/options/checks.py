"""Everything wrong with options and observations, all at once, with place and remedy."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cuibono.case.records import NONE, NOT_HAPPENED
from cuibono.errors import Problem
from cuibono.options.records import Option, Options
from cuibono.strategy.complaints import listed, problem, twice, unknown
from cuibono.strategy.grounds import unfounded
from cuibono.strategy.records import Strategy


def check(
    options: Options,
    hypotheses: Collection[str],
    strategy: Strategy | None = None,
    claims: Collection[str] | None = None,
    texts: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """All problems of the options of a case, none if they can be compared.

    `hypotheses` are the ids of the case's hypotheses, "none" and "did-not-happen" being known anyway; `strategy` is
    needed where options or observations refer to the game; `claims` and `texts` are those of `strategy.check`.
    """
    known = {*hypotheses, NONE, NOT_HAPPENED}
    found = [
        *twice("options", [item.id for item in options.options]),
        *twice("observations", [item.id for item in options.observations]),
    ]
    if len(options.options) == 1:
        found.append(problem("options", "are one alone", "add what else could be done, if only to wait"))
    for index, option in enumerate(options.options):
        found += _option(option, f"options[{index}]", known)
    found += unfounded("options", options.options, claims, texts)
    for index, observation in enumerate(options.observations):
        key = f"observations[{index}].if"
        found += [unknown(key, name, "hypothesis", known) for name in observation.if_ if name not in known]
    return (*found, *_game(options, strategy))


def _option(option: Option, key: str, known: set[str]) -> Iterator[Problem]:
    for name in option.if_:
        if name not in known:
            yield unknown(f"{key}.if", name, "hypothesis", known)
    for name in sorted({name for pair in option.if_both for name in pair.split("+")} - known):
        yield unknown(f"{key}.if-both", name, "hypothesis", known)
    missing = known - {NONE, NOT_HAPPENED, *option.if_}
    if missing and option.otherwise is None:
        what = f"does not say what {option.id!r} is worth if: {listed(missing)}"
        yield problem(f"{key}.if", what, "say what each adds, or add otherwise = 0 for the rest")


def _game(options: Options, strategy: Strategy | None) -> Iterator[Problem]:
    """References to the game lead to choices in it, and whoever decides has interests."""
    named = [(f"options[{index}].after", item.after) for index, item in enumerate(options.options) if item.after]
    named += [(f"observations[{index}].act", item.act) for index, item in enumerate(options.observations) if item.act]
    if not named:
        return
    if strategy is None or strategy.game is None:
        for key, _ in named:
            remedy = "add [game] and [[moves]], or give the numbers here"
            yield problem(key, "names a choice, but there is no game", remedy)
        return
    choices = {f"{move.id}/{choice}" for move in strategy.moves for choice in move.choices}
    for key, act in named:
        if act not in choices:
            yield unknown(key, act, "choice", choices)
    has_after = any(item.after for item in options.options)
    by = options.decision.by
    if has_after and (by is None or not any(item.actor == by and item.outcome for item in strategy.interests)):
        what = "is missing" if by is None else f"is {by!r}, who has no interests in the outcomes"
        yield problem("decision.by", what, "name the one who decides, and what the outcomes are worth to them")
