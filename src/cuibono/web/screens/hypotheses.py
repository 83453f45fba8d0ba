"""Hypotheses: the candidate explanations, their priors, what each predicts, and what is behind each number."""

from __future__ import annotations

from typing import Any

from cuibono.case.records import NONE, NOT_HAPPENED, Code, Hypothesis
from cuibono.errors import CuibonoError
from cuibono.web.live import View
from cuibono.web.screen import Part, Query, Screen
from cuibono.weighing.bands import bands
from cuibono.weighing.cells import counting
from cuibono.weighing.readout import plain
from cuibono.weighing.shares import NAMES

_EXPECTED = frozenset({Code.C, Code.CC})
_UNEXPECTED = frozenset({Code.I, Code.II})


def data(view: View, query: Query) -> dict[str, Any]:
    """Every hypothesis with its prior, share and predictions; none and did-not-happen apart; `id` is set out below."""
    file, state = view.file, view.state
    shares, why = _shares(view)
    predicted = _predicted(view)
    numbers = bands().priors
    return {
        "motives": file.motives,
        "why": why,
        "hypotheses": [
            {**_hypothesis(item), "share": shares.get(item.id), "predicts": predicted.get(item.id, _nothing())}
            for item in state.hypotheses
        ],
        "always": [
            {
                "id": id,
                "name": NAMES[id],
                "prior": file.priors.get(id),  # type: ignore[call-overload]
                "assumed": assumed,
                "share": shares.get(id),
                "predicts": predicted.get(id, _nothing()),
            }
            for id, assumed in ((NONE, numbers.none), (NOT_HAPPENED, numbers.did_not_happen))
        ],
        "assumed": numbers.motive,
        "groups": sorted({item.group for item in state.hypotheses if item.group}),
        "chosen": query.get("id", ""),
    }


def why(view: View, query: Query) -> dict[str, Any]:
    """What is behind one hypothesis, piece of evidence or origin: numbers, weights, ratings, quotes."""
    return {"explanation": plain(view.posterior.explain(query.get("id", "")))}


def _shares(view: View) -> tuple[dict[str, Any], str]:
    if not view.state.hypotheses:
        return {}, ""
    try:
        return {share.id: plain(share) for share in view.posterior.shares}, ""
    except CuibonoError as error:
        return {}, str(error)


def _hypothesis(item: Hypothesis) -> dict[str, Any]:
    found = item.model_dump(mode="json", by_alias=True)
    return {**found, "stated": item.stated}


def _predicted(view: View) -> dict[str, dict[str, list[dict[str, str]]]]:
    """The evidence that each hypothesis leads one to expect, and the evidence that it does not, as rated."""
    names = {item.id: item.name for item in view.state.evidence}
    by_cell: dict[tuple[str, str], list[Any]] = {}
    for rating in view.state.ratings:
        by_cell.setdefault((rating.evidence, rating.hypothesis), []).append(rating)
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for (evidence, hypothesis), ratings in by_cell.items():
        codes = {rating.code for rating in counting(ratings)}
        side = "expected" if codes & _EXPECTED else "unexpected"
        if evidence in names and bool(codes & _EXPECTED) != bool(codes & _UNEXPECTED):
            found.setdefault(hypothesis, _nothing())[side].append({"id": evidence, "name": names[evidence]})
    return found


def _nothing() -> dict[str, list[dict[str, str]]]:
    return {"expected": [], "unexpected": []}


SCREEN = Screen("hypotheses", "Hypotheses", "h", "Judge", data, "hypotheses.js", parts=(Part("why", why),))
