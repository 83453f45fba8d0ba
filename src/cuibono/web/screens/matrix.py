"""Matrix: how expected each piece of evidence is under each hypothesis, rated cell by cell.

Hypotheses are rows unless asked otherwise: that way round misled fewer analysts than the classic one (Dhami, Belton &
De Werd 2024).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cuibono.case.records import ALWAYS, MACHINE, Code, Evidence, Rating, State
from cuibono.errors import CuibonoError, NotFoundError
from cuibono.report.vocabulary import vocabulary
from cuibono.web.asked import live_of
from cuibono.web.live import View
from cuibono.web.pages import twin
from cuibono.web.screen import Query, Screen
from cuibono.weighing.bands import bands
from cuibono.weighing.readout import plain
from cuibono.weighing.shares import NAMES

Cells = dict[str, dict[str, dict[str, Any]]]
_KEYS = {"1": "II", "2": "I", "3": "N", "4": "C", "5": "CC", "0": "NA"}


def data(view: View, query: Query) -> dict[str, Any]:
    """The grid: hypotheses with their shares, evidence by origin or by what it tells, and every cell that is rated.

    `q` keeps the evidence whose name has these words; `sort` is "origin", "told" (most diagnostic first) or "case"; `t`
    puts the evidence into the rows.
    """
    state = view.state
    sort = query.get("sort", "origin") if query.get("sort") in {"told", "case"} else "origin"
    shares, told, why = _weighed(view)
    words = query.get("q", "").strip().casefold()
    chosen = [item for item in state.evidence if words in item.name.casefold()]
    if sort == "told":
        chosen.sort(key=lambda item: -told.get(item.id, 0.0))
    return {
        "transposed": query.get("t") == "1",
        "sort": sort,
        "words": query.get("q", ""),
        "analyst": view.case.analyst,
        "why": why,
        "hypotheses": [{"id": id, "name": name, "share": shares.get(id)} for id, name in _hypotheses(state, shares)],
        "groups": _groups(state, chosen) if sort == "origin" or not chosen else [_group(chosen)],
        "evidence": {item.id: _evidence(item, number, told) for number, item in enumerate(state.evidence, 1)},
        "cells": cells(state.ratings, view.case.analyst),
        "empty": empty(),
        "scale": scale(),
    }


def cells(ratings: Iterable[Rating], analyst: str) -> Cells:
    """What stands in each cell: the analyst's own rating, the machine's suggestion, and the others' by name."""
    found: Cells = {}
    for rating in ratings:
        cell = found.setdefault(rating.evidence, {}).setdefault(rating.hypothesis, empty())
        value = shown(rating)
        if rating.analyst == analyst:
            cell["own"] = value
            cell["why"] = rating.why
        elif rating.analyst == MACHINE:
            cell["machine"] = value
        else:
            cell["others"][rating.analyst] = value
    return found


def empty() -> dict[str, Any]:
    """A cell that nobody has rated."""
    return {"own": None, "why": "", "machine": None, "others": {}}


def shown(rating: Rating) -> str:
    """A rating as it stands in a cell: the code's letters, or the likelihood with two decimals.

    >>> shown(Rating(evidence="e", hypothesis="h", analyst="anna", likelihood=0.6))
    '.60'
    """
    return rating.code.value if rating.code else f"{rating.likelihood or 0:.2f}".removeprefix("0")


def scale() -> list[dict[str, Any]]:
    """The codes with their key, their name, and the likelihood and band that they stand for; NA has none."""
    numbers, names = bands(), vocabulary().codes
    found: list[dict[str, Any]] = []
    for key, code in _KEYS.items():
        band = numbers.codes.get(Code(code))
        span = {"value": band.value, "low": band.low, "high": band.high} if band else {}
        found.append({"key": key, "code": code, "name": names[Code(code)].name, **span})
    return found


def cell(request: Request) -> Response:
    """One cell as data: the quotes behind its evidence, its band, and who rated it how and why."""
    view = live_of(request).view()
    evidence, hypothesis = (request.query_params.get(name, "") for name in ("evidence", "hypothesis"))
    return twin(_cell(view, evidence, hypothesis))


def _cell(view: View, evidence: str, hypothesis: str) -> dict[str, Any]:
    state = view.state
    item = next((item for item in state.evidence if item.id == evidence), None)
    names = dict(_hypotheses(state, {}))
    if item is None or hypothesis not in names:
        raise NotFoundError(f"there is no cell {evidence} × {hypothesis} in this case")
    titles = {source.id: source.title or source.name for source in state.sources}
    wanted = {**dict.fromkeys(item.claims, "reports"), **dict.fromkeys(item.denied_by, "denies")}
    quotes = [
        {
            "claim": claim.id,
            "source": claim.source,
            "title": titles.get(claim.source, claim.source),
            "quote": claim.quote.exact,
            "speaker": claim.speaker,
            "role": wanted[claim.id],
        }
        for claim in state.claims
        if claim.id in wanted
    ]
    ratings = [
        {"analyst": rating.analyst, "value": shown(rating), "why": rating.why}
        for rating in state.ratings
        if (rating.evidence, rating.hypothesis) == (evidence, hypothesis)
    ]
    here = cells((r for r in state.ratings if r.evidence == evidence), view.case.analyst).get(evidence, {})
    return {
        "evidence": {"id": item.id, "name": item.name, "note": item.note},
        "hypothesis": {"id": hypothesis, "name": names[hypothesis]},
        "quotes": quotes,
        "ratings": ratings,
        "cell": here.get(hypothesis, empty()),
    }


def _weighed(view: View) -> tuple[dict[str, Any], dict[str, float], str]:
    """The shares by id, how telling each piece of evidence is, and why there are none."""
    if not view.state.hypotheses:
        return {}, {}, ""
    try:
        posterior = view.posterior
        shares = {share.id: plain(share) for share in posterior.shares}
        return shares, {item.id: item.bits for item in posterior.diagnosticity}, ""
    except CuibonoError as error:
        return {}, {}, str(error)


def _hypotheses(state: State, shares: dict[str, Any]) -> list[tuple[str, str]]:
    """Ids and names in the case's order, so that no row moves while it is rated; what all cases have comes last."""
    own = [(item.id, item.name) for item in state.hypotheses]
    return [*own, *((id, NAMES[id]) for id in NAMES if id in ALWAYS and (id in shares or not shares))]


def _groups(state: State, chosen: list[Evidence]) -> list[dict[str, Any]]:
    """The evidence under the first origin that reports it, in the case's order of origins; assumptions last."""
    home = {claim: origin.id for origin in state.origins for claim in origin.claims}
    names = {origin.id: origin.name for origin in state.origins}
    found: dict[str, list[str]] = {}
    for item in chosen:
        first = next((home[claim] for claim in (*item.claims, *item.denied_by) if claim in home), item.origin or "")
        found.setdefault(first, []).append(item.id)
    order = {id: number for number, id in enumerate(names)}
    groups = sorted(found.items(), key=lambda pair: order.get(pair[0], len(order)))
    return [{"name": names.get(id, "The analyst's assumptions"), "evidence": ids} for id, ids in groups]


def _group(chosen: list[Evidence]) -> dict[str, Any]:
    return {"name": "", "evidence": [item.id for item in chosen]}


def _evidence(item: Evidence, number: int, told: dict[str, float]) -> dict[str, Any]:
    return {"id": item.id, "number": number, "name": item.name, "bits": told.get(item.id), "draft": item.draft}


SCREEN = Screen("matrix", "Matrix", "m", "Judge", data, "matrix.js", (Route("/matrix/cell.json", cell),))
