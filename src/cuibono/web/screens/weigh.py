"""Weigh: the posterior, how each number came about, how far it swings, what would flip it, what to collect next."""

from __future__ import annotations

from typing import Any

from cuibono.web.live import View
from cuibono.web.screen import Part, Query, Screen
from cuibono.weighing.compatibility import view as beside
from cuibono.weighing.readout import Contribution, Weight, plain

_ROWS = 40
"""The most rows of one list; the rest is counted, and stands in `cuibono weigh --json`."""


def data(view: View, query: Query) -> dict[str, Any]:
    """The shares with their priors; where the case cannot be weighed, why."""
    del query
    found: dict[str, Any] = {"hypotheses": len(view.state.hypotheses), "why": "", "shares": [], "warnings": []}
    if not view.state.hypotheses:
        return found
    posterior, why = view.weighing()
    if posterior is None:
        return {**found, "why": why}
    return {
        **found,
        "exclusive": posterior.exclusive,
        "shares": plain(posterior.shares),
        "stated": {id: float(prior) for id, prior in posterior.model.prior.stated.items()},
        "warnings": list(posterior.warnings),
    }


def contributions(view: View, query: Query) -> dict[str, Any]:
    """One balance of odds as a waterfall: its baseline, each piece of evidence, the total; `pair` chooses which."""
    balances = view.posterior.contributions
    names = {share.id: share.name for share in view.posterior.shares}
    number = int(query["pair"]) if query.get("pair", "").isdecimal() else 0
    chosen = balances[min(number, len(balances) - 1)] if balances else None
    return {
        "pairs": [
            {"target": names[item.target], "against": names.get(item.against, ""), "total": item.total}
            for item in balances
        ],
        "number": min(number, max(len(balances) - 1, 0)),
        "balance": waterfall(chosen) if chosen else None,
    }


def waterfall(balance: Contribution) -> dict[str, Any]:
    """Steps from the baseline to the total, the widest first; what is cut off is one step, so that they add up."""
    rows = sorted(balance.rows, key=lambda row: -abs(row.decibans))
    rest = rows[_ROWS:]
    kept = rows[:_ROWS]
    if rest:
        kept.append(Weight("evidence", "", f"{len(rest)} others together", sum(row.decibans for row in rest)))
    steps, at = [], balance.baseline
    for row in kept:
        steps.append({**_plain(row), "start": at, "end": at + row.decibans})
        at += row.decibans
    ends = [0.0, balance.baseline, balance.total, *(step["end"] for step in steps)]
    return {
        "baseline": balance.baseline,
        "total": balance.total,
        "steps": steps,
        "origins": [_plain(row) for row in sorted(balance.origins, key=lambda row: -abs(row.decibans))[:_ROWS]],
        "low": min(ends),
        "high": max(ends),
    }


def swings(view: View, query: Query) -> dict[str, Any]:
    """How far the leader swings when one number moves, and what to look for next."""
    del query
    posterior = view.posterior
    return {
        "leader": posterior.leader,
        "names": _names(view),
        "swings": [{**_plain(item), "span": item.span} for item in posterior.tornado[:20]],
        "collect": plain(posterior.collect[:12]),
    }


def without(view: View, query: Query) -> dict[str, Any]:
    """The answer without each piece of evidence, origin, source and analyst, by kind, what moves most first."""
    del query
    omissions = sorted(view.posterior.leave_one_out, key=lambda item: -item.shift)
    kinds = dict.fromkeys(item.kind for item in omissions)
    rows = {kind: [_plain(item) for item in omissions if item.kind == kind][:12] for kind in kinds}
    return {"names": _names(view), "without": rows}


def flips(view: View, query: Query) -> dict[str, Any]:
    """The smallest sets of changes that would put another hypothesis first."""
    del query
    return {"flips": plain(view.posterior.flips)}


def ach(view: View, query: Query) -> dict[str, Any]:
    """Every ACH ranking beside the posterior, and where and why they part."""
    del query
    found = beside(view.posterior)
    return {
        "names": found.names,
        "probabilities": found.probabilities,
        "rankings": plain(found.rankings),
        "disagreements": plain(found.disagreements),
    }


def _names(view: View) -> dict[str, str]:
    return {share.id: share.name for share in view.posterior.shares}


def _plain(record: object) -> dict[str, Any]:
    found = plain(record)
    assert isinstance(found, dict)  # noqa: S101 - every readout is a record
    return found


SCREEN = Screen(
    "weigh",
    "Weigh",
    "w",
    "Judge",
    data,
    "weigh.js",
    parts=(
        Part("contributions", contributions),
        Part("swings", swings),
        Part("ach", ach),
        Part("without", without),
        Part("flips", flips),
    ),
)
