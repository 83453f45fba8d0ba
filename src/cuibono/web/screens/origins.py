"""Origins: where what the sources say first came from; whatever one origin feeds counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cuibono.case.records import Claim, Origin, State
from cuibono.errors import NotFoundError
from cuibono.report.citations import source_name
from cuibono.report.vocabulary import vocabulary
from cuibono.web.layers import layers
from cuibono.web.live import View
from cuibono.web.paging import paged
from cuibono.web.screen import Part, Query, Screen
from cuibono.weighing.posterior import Posterior
from cuibono.weighing.readout import OriginReadout, plain

_PAGE = 50
_CLAIMS = 100


def data(view: View, query: Query) -> dict[str, Any]:
    """A page of origins with the words `q`, or relayed by `source`; the layers as a picture; origin `id` in full."""
    state = view.state
    said = {claim.id: claim.source for claim in state.live_claims}
    names = {source.id: source_name(source) for source in state.sources}
    posterior, why = view.weighing()
    rows = _rows(state, said, names, posterior)
    words, source = query.get("q", "").strip().casefold(), query.get("source", "")
    chosen = [row for row in rows if words in row["name"].casefold() and _relayed_by(row, source)]
    shown, page = paged(chosen, query, _PAGE)
    about = query.get("id", "")
    if about and about not in {row["id"] for row in rows}:
        raise NotFoundError(f"there is no origin {about!r} in this case; it may have been undone in another tab")
    wanted = {row["id"] for row in chosen}
    drawn = [origin for origin in state.origins if about or origin.id in wanted]
    return {
        "words": query.get("q", ""),
        "source": {"id": source, "name": names.get(source, source)} if source else None,
        "total": len(rows),
        "origins": list(shown),
        "page": page.to_dict(),
        "choices": sorted(
            ({"id": one.id, "name": one.name} for one in state.origins),
            key=lambda one: (one["name"].casefold(), one["id"]),
        ),
        "counts": plain(posterior.counts) if posterior else None,
        "why": why,
        "picture": layers(drawn, said, names, about),
        "chosen": _chosen(state, next((row for row in rows if row["id"] == about), None), said, query),
        "letters": vocabulary().reliability,
    }


def shares(view: View, query: Query) -> dict[str, Any]:
    """The bars on which a change is shown before it is made."""
    del query
    posterior, _ = view.weighing()
    return {"shares": plain(posterior.shares) if posterior else []}


def _relayed_by(row: Mapping[str, Any], source: str) -> bool:
    return not source or any(item["id"] == source for item in row["sources"])


def _rows(
    state: State, said: Mapping[str, str], names: Mapping[str, str], posterior: Posterior | None
) -> list[dict[str, Any]]:
    """All origins that feed a claim or that another goes back to, those that feed most evidence first."""
    reports = Counter(id for item in state.evidence for id in {*item.claims, *item.denied_by})
    titles = {origin.id: origin.name for origin in state.origins}
    readouts = {item.id: item for item in posterior.origins} if posterior else {}
    voices = posterior.model.provenance.voice_of if posterior else {}
    parents = {origin.goes_back_to for origin in state.origins}
    rows = [
        {
            **_facts(origin, said, names),
            "evidence": sum(reports[id] > 0 for id in origin.claims if id in said),
            "goes_back_to": _link(origin, titles),
            **_readout(readouts.get(voices.get(origin.id, ""))),
        }
        for origin in state.origins
        if origin.id in parents or any(id in said for id in origin.claims)
    ]
    return sorted(rows, key=lambda row: (-row["evidence"], -row["claims"], row["id"]))


def _facts(origin: Origin, said: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    relayed = Counter(said[id] for id in origin.claims if id in said)
    return {
        "id": origin.id,
        "name": origin.name,
        "anonymous": origin.anonymous,
        "draft": origin.draft,
        "because": origin.because,
        "reliability": origin.reliability,
        "copy_probability": origin.copy_probability,
        "deceptive": origin.deceptive,
        "claims": relayed.total(),
        "sources": [{"id": id, "name": names.get(id, id), "claims": count} for id, count in relayed.most_common()],
    }


def _link(origin: Origin, titles: Mapping[str, str]) -> dict[str, str] | None:
    if origin.goes_back_to is None:
        return None
    return {"id": origin.goes_back_to, "name": titles.get(origin.goes_back_to, origin.goes_back_to)}


def _readout(readout: OriginReadout | None) -> dict[str, Any]:
    """How probably the voice is reliable, before the evidence and after; `None` where nothing hangs on it."""
    if readout is None:
        return {"prior": None, "reliable": None, "letter": ""}
    return {"prior": readout.prior, "reliable": readout.reliable, "letter": readout.letter}


def _chosen(
    state: State, row: Mapping[str, Any] | None, said: Mapping[str, str], query: Query
) -> dict[str, Any] | None:
    """The origin with a page of its claims, what goes back to it, and its claims by source for taking it apart."""
    if row is None:
        return None
    origin = next(origin for origin in state.origins if origin.id == row["id"])
    claims = {claim.id: claim for claim in state.live_claims}
    own = [claims[id] for id in origin.claims if id in claims]
    own.sort(key=lambda claim: (claim.source, claim.quote.start, claim.id))
    shown, page = paged(own, query, _CLAIMS, "claims")
    apart: dict[str, list[str]] = {}
    for claim in own:
        apart.setdefault(claim.source, []).append(claim.id)
    return {
        **row,
        "listed": _listed(shown, said),
        "listed_page": page.to_dict(),
        "apart": apart,
        "repeats": [{"id": one.id, "name": one.name} for one in state.origins if one.goes_back_to == row["id"]],
    }


def _listed(claims: Sequence[Claim], said: Mapping[str, str]) -> list[dict[str, Any]]:
    kinds = vocabulary().kinds
    return [
        {"id": claim.id, "exact": claim.quote.exact, "kind_name": kinds[claim.kind], "source": said[claim.id]}
        for claim in claims
    ]


SCREEN = Screen("origins", "Origins", "d", "Case", data, script="origins.js", parts=(Part("shares", shares),))
