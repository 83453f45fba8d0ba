"""What was probable before the evidence: stated priors, what stands in for the others, and the act as a condition.

"It did not happen" comes first (1 - P(act happened)); all other priors are *given that it happened*. Exclusive
hypotheses and "none of these" then sum to 1. Co-existing motives are each stated alone; that the act was done makes
it improbable that none was there, by a leaky noisy-OR whose leak is set so that "none of these" gets its stated
prior.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite, log

import numpy as np

from cuibono.case.records import NONE, NOT_HAPPENED, State
from cuibono.errors import CaseError, ModelError, Problem
from cuibono.weighing.bands import Bands
from cuibono.weighing.baserates import half_width
from cuibono.weighing.network import Context
from cuibono.weighing.space import Array, Space

Act = Callable[[frozenset[str]], float]
"""P(the act | exactly these motives), as a game gives it."""

FILE = "case.toml"
SLACK = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """The prior over states: `logs` (states) sums to 1 when raised; `act` is the condition on it.

    `spread` is by how much each target's prior may be off, in log odds. `stated` holds the priors given, by target;
    `warnings` ask for what was not.
    """

    logs: Array
    act: Context
    spread: Array
    stated: Mapping[str, float]
    warnings: tuple[str, ...]


def prior(state: State, space: Space, numbers: Bands, act: Act | None = None) -> Prior:
    """The prior of a case; raises CaseError with the place and the remedy for priors that cannot be."""
    stated = _stated(state, space)
    unhappened = stated.get(NOT_HAPPENED, numbers.priors.did_not_happen)
    if space.exclusive:
        happened, leak = _exclusive(space, stated, numbers), None
    else:
        happened, leak = _coexisting(space, stated, numbers)
    none = float(np.exp(happened[space.none])) if leak is None else leak
    with np.errstate(divide="ignore"):
        logs = np.append(happened + np.log1p(-unhappened), np.log(unhappened))
    counted = {h.id: half_width(h.base_rate) for h in state.hypotheses if h.prior is None and h.base_rate}
    spread = np.array([counted.get(id, log(_doubt(id in stated, numbers))) for id in space.targets])
    return Prior(logs, _act(space, happened, leak, numbers, act), spread, stated, _warnings(space, stated, none))


def _stated(state: State, space: Space) -> dict[str, float]:
    problems: list[Problem] = []
    found: dict[str, float] = {}
    given = [("priors." + id, id, p) for id, p in state.priors.items()]
    given += [
        (f"hypotheses[{i}].prior", h.id, h.stated) for i, h in enumerate(state.hypotheses) if h.stated is not None
    ]
    if state.act.happened is not None:
        given.append(("act.happened", NOT_HAPPENED, 1 - state.act.happened))
    for key, id, p in given:
        if id not in space.targets:
            known = ", ".join(space.targets)
            problems.append(Problem(FILE, key, f"names no hypothesis ({id})", f"use one of {known}, or remove it"))
        elif not isfinite(p) or not 0 <= p <= 1:
            problems.append(Problem(FILE, key, f"is {p}", "give a probability from 0 to 1"))
        elif abs(found.setdefault(id, p) - p) > SLACK:
            problems.append(Problem(FILE, key, f"says {p:g} and another place {found[id]:g}", "state it in one place"))
    if problems:
        raise CaseError(problems)
    return found


def _exclusive(space: Space, stated: Mapping[str, float], numbers: Bands) -> Array:
    """Log priors of the hypotheses and none, given that it happened."""
    ids = (*space.ids, NONE)
    total = sum(stated[id] for id in ids if id in stated)
    open_ids = [id for id in space.ids if id not in stated]
    rest = 1 - total
    if rest < -SLACK or (rest > SLACK and not open_ids and NONE in stated):
        remedy = "change them to sum to 1 (given that it happened), or leave one out and it takes the rest"
        raise CaseError([Problem(FILE, "priors", f"of exclusive hypotheses sum to {total:g}", remedy)])
    rest = max(rest, 0.0)
    none = stated.get(NONE, rest * numbers.priors.none if open_ids else rest)
    share = (rest - (0 if NONE in stated else none)) / max(len(open_ids), 1)
    with np.errstate(divide="ignore"):
        return np.log([*(stated.get(id, share) for id in space.ids), none])


def _coexisting(space: Space, stated: Mapping[str, float], numbers: Bands) -> tuple[Array, float]:
    """Log priors of the motive sets before the act, and the leak of the act."""
    leak, strength = numbers.act.leak, numbers.act.strength
    default, none = numbers.priors.motive, stated.get(NONE)
    open_ids = [id for id in space.ids if id not in stated]
    if none is not None and open_ids:
        default = _default_motive(space, stated, none, numbers)
    motives = _motives(space, stated, default, numbers)
    if none is not None and (not open_ids or abs(_none_after_act(space, motives, leak, strength) - none) > SLACK):
        leak = _leak(space, motives, none, strength)
    with np.errstate(divide="ignore"):
        logs = np.zeros(1)
        for part in space.lattice.parts:
            shares = motives[list(part)]
            no, yes = np.log1p(-min(float(shares.sum()), 1.0)), np.log(shares)
            logs = np.concatenate([logs + value for value in (no, *yes)])
    return logs, leak


def _motives(space: Space, stated: Mapping[str, float], default: float, numbers: Bands) -> Array:
    """Each motive's prior: as stated, else the default, or in a group an equal share of the rest if that is less."""
    found = np.array([stated.get(id, default) for id in space.ids], dtype=float)
    for part in space.lattice.parts:
        missing = [column for column in part if space.ids[column] not in stated]
        total = sum(stated.get(space.ids[column], 0.0) for column in part)
        if total > 1 + SLACK:
            names = ", ".join(space.ids[column] for column in part)
            what = f"of {names}, which exclude each other, sum to {total:g}"
            raise CaseError([Problem(FILE, "priors", what, "lower them to sum to 1 at most; what is left is for none")])
        if missing and len(part) > 1:
            found[missing] = min(default, max(1 - total, 0.0) * (1 - numbers.priors.none) / len(missing))
    return found


def _chances(space: Space, motives: Array) -> Array:
    """P(some motive of it), for each part."""
    return np.array([min(float(motives[list(part)].sum()), 1.0) for part in space.lattice.parts])


def _none_after_act(space: Space, motives: Array, leak: float, strength: float) -> float:
    """P(no listed motive | the act)."""
    some = _chances(space, motives)
    act = 1 - (1 - leak) * float(np.prod(1 - some * strength))
    return leak * float(np.prod(1 - some)) / act if act > 0 else 1.0


def _default_motive(space: Space, stated: Mapping[str, float], none: float, numbers: Bands) -> float:
    """The prior of every motive that states none, so that "none of these" has its own; by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        motives = _motives(space, stated, middle, numbers)
        more = _none_after_act(space, motives, numbers.act.leak, numbers.act.strength) > none
        low, high = (middle, high) if more else (low, middle)
    return min(max((low + high) / 2, 1e-6), 1 - 1e-6)


def _leak(space: Space, motives: Array, none: float, strength: float) -> float:
    """The leak that gives "none of these" its stated prior once the act is known."""
    some = _chances(space, motives)
    empty, quiet = float(np.prod(1 - some)), float(np.prod(1 - some * strength))
    if none > empty + SLACK:
        what = f"is {none:g}, but the motives' own priors leave at most {empty:.3g} for it"
        raise CaseError(
            [Problem(FILE, "priors.none", what, "lower it, or lower the motives' priors, or leave one out")]
        )
    return min(1.0, none * (1 - quiet) / (empty - none * quiet)) if none > 0 else 0.0


def _act(space: Space, happened: Array, leak: float | None, numbers: Bands, act: Act | None) -> Context:
    """What it tells that the act was done, in each state: it changes why, not whether, it happened."""
    states = space.size - 1
    if act is not None:
        chances = np.array([act(space.motives(s)) for s in range(states)], dtype=float)
        if not ((chances >= 0) & (chances <= 1)).all():
            raise ModelError(
                "the act's probability under a set of motives is not from 0 to 1; check the game that gave it"
            )
    elif leak is None:
        chances = np.ones(states)
    else:
        motives = space.members(0, states)[:, : space.count].sum(axis=1)
        chances = 1 - (1 - leak) * (1 - numbers.act.strength) ** motives
    total = float(np.exp(happened) @ chances)
    if total <= 0:
        raise ModelError(
            "under the stated priors no motive could have led to the act; give some motive, or “none of these”, a "
            "prior above 0"
        )
    with np.errstate(divide="ignore"):
        logs = np.append(np.log(chances) - np.log(total), 0.0)
    return Context("act", "act", "That it was done", logs)


def _target(id: str) -> str:
    return f"priors/{id}" if id in (NONE, NOT_HAPPENED) else f"hypothesis/{id}/prior"


def _doubt(stated: bool, numbers: Bands) -> float:
    return numbers.priors.stated_odds if stated else numbers.priors.unstated_odds


def _warnings(space: Space, stated: Mapping[str, float], none: float) -> tuple[str, ...]:
    found = []
    missing = [id for id in space.targets if id not in stated]
    if missing:
        names = ", ".join(missing[:6]) + (", …" if len(missing) > 6 else "")
        found.append(
            f"No prior is stated for {names}: defaults stand in. How often is it so in cases like this one? "
            f"Say it with: cuibono set CASE {_target(missing[0])} 0.2"
        )
    if none == 0:
        found.append("The priors leave nothing for “none of these”: no evidence can ever bring it back.")
    parts = [[*space.ids]] if space.exclusive else [[space.ids[c] for c in part] for part in space.lattice.parts]
    for part in parts:
        idle = [id for id in part if id not in stated]
        if len(part) > 1 and idle and sum(stated.get(id, 0.0) for id in part) >= 1 - SLACK:
            found.append(
                f"The priors stated leave nothing for {', '.join(idle)}: no evidence can ever bring that back."
            )
    found += [
        f"The prior of {id} is {stated[id]:g}: no evidence can change it."
        for id in space.ids
        if stated.get(id) in (0, 1)
    ]
    if not space.ids:
        found.append("There are no hypotheses to weigh.")
    return tuple(found)
