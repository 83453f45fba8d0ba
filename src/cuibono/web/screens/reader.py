"""Reader: one document's text with its claims underlined, what is furniture dimmed, and the line between movable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cuibono.case.records import Claim, Kind, Level, Quote, Source, Status
from cuibono.errors import NotFoundError, UsageError
from cuibono.report.citations import source_name
from cuibono.report.controls import visible
from cuibono.report.provenance import trimmed
from cuibono.report.vocabulary import reliability, vocabulary
from cuibono.web.asked import body_of, live_of
from cuibono.web.cards import Cards
from cuibono.web.live import View
from cuibono.web.pages import twin
from cuibono.web.paging import paged, whole
from cuibono.web.screen import Query, Screen
from cuibono.web.trimlines import Block, blocks, edges
from cuibono.web.windows import Line, Mark, Run, Window, levels, lines, moved, window_at, windows

_LIVE = frozenset({Status.SUGGESTED, Status.ACCEPTED})
_GONE = frozenset({Status.TRIMMED, Status.ORPHAN})
_LISTED = 150
_LONGEST = 5_000


class Stretch(BaseModel):
    """A stretch of a source's text in code points, and by how many words to move its ends."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    start: int
    end: int
    first: int = 0
    last: int = 0


def data(view: View, query: Query) -> dict[str, Any]:
    """A window of one source's text, its trim lines, and the claims beside it.

    `source`, `claim` and `window` say where; `sort` is "place" (the window's claims) or "confidence" (the source's,
    lowest first); `show` keeps those of one status.
    """
    state = view.state
    chosen = {claim.id: claim for claim in state.claims}.get(query.get("claim", ""))
    source = _source(state.sources, chosen.source if chosen else query.get("source", ""))
    found: dict[str, Any] = {
        "sources": [{"id": item.id, "name": source_name(item)} for item in state.sources],
        "source": None,
        "kinds": vocabulary().kinds,
        "levels": {level.value: vocabulary().levels[level] for level in Level},
        "credibilities": vocabulary().credibility,
        "hypotheses": [{"id": item.id, "name": item.name} for item in state.hypotheses],
    }
    if source is None:
        return found
    return {**found, **_opened(view, source, chosen, query)}


def _opened(view: View, source: Source, chosen: Claim | None, query: Query) -> dict[str, Any]:
    state, cards = view.state, Cards(view)
    text = view.contents.texts.get(source.id, "")
    claims = [claim for claim in state.claims if claim.source == source.id]
    cut = windows(text)
    number = min(max(whole(query.get("window", ""), 1), 1), len(cut)) - 1
    if chosen is not None and "window" not in query and chosen.quote.holds_in(text):
        number = window_at(cut, chosen.quote.start)
    window = cut[number]
    status = {claim.id: cards.status(claim) for claim in claims}
    marks = [_mark(claim) for claim in claims if status[claim.id] in _LIVE and _touches(claim, window)]
    shown = lines(text, window, marks)
    last = shown[-1].number
    trims = blocks(state.trims[source.id])
    listed, sort, show = _listed(claims, status, window, query)
    if query.get("list") is None and chosen in listed:
        query = {**query, "list": str(listed.index(chosen) // _LISTED + 1)}
    rows, page = paged(listed, query, _LISTED, "list")
    return {
        "source": _head(view, source, text),
        "window": {"number": number + 1, "count": len(cut), "first": window.line, "last": last},
        "lines": _laid_out(shown, marks, trims),
        "edges": edges(trims, text.removesuffix("\n").count("\n") + 1, window.line, last),
        "trims": trims,
        "claims": [cards.of(claim) for claim in rows],
        "page": page.to_dict(),
        "sort": sort,
        "show": show,
        "current": chosen.id if chosen else "",
        "lost": [cards.of(claim) for claim in claims if status[claim.id] == Status.ORPHAN],
        "trimmed_claims": sum(value == Status.TRIMMED for value in status.values()),
    }


def _source(sources: Sequence[Source], id: str) -> Source | None:
    """The source of that id, the first where none is named; raises NotFoundError for one that is not there."""
    if not id:
        return sources[0] if sources else None
    found = next((source for source in sources if source.id == id), None)
    if found is None:
        raise NotFoundError(f"there is no document {id!r} in this case; the Sources screen lists those that there are")
    return found


def _head(view: View, source: Source, text: str) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source_name(source),
        "file": source.name,
        "author": source.author or "",
        "published": source.published.isoformat() if source.published else "",
        "reliability": reliability(view.state.reliability.get(source.id)),
        "language": source.language or "",
        "trimmed": round(trimmed(view.state, source, text), 1),
        "warnings": list(source.warnings),
    }


def _touches(claim: Claim, window: Window) -> bool:
    return claim.quote.start < window.end and claim.quote.end > window.start


def _mark(claim: Claim) -> Mark:
    return Mark(claim.id, claim.kind.value, claim.quote.start, claim.quote.end)


def _listed(
    claims: Sequence[Claim], status: Mapping[str, Status], window: Window, query: Query
) -> tuple[list[Claim], str, str]:
    """The claims to list, and how they are sorted and filtered: trimmed ones have left, lost ones are told apart."""
    sort = "confidence" if query.get("sort") == "confidence" else "place"
    show = query.get("show", "") if query.get("show") in {"suggested", "accepted", "rejected"} else ""
    here = [claim for claim in claims if status[claim.id] not in _GONE]
    kept = [claim for claim in here if show in ("", status[claim.id])]
    if sort == "confidence":
        return sorted(kept, key=lambda claim: (claim.confidence, claim.quote.start, claim.id)), sort, show
    return [claim for claim in kept if _touches(claim, window)], sort, show


def _laid_out(shown: Sequence[Line], marks: Sequence[Mark], trims: Sequence[Block]) -> list[dict[str, Any]]:
    height = levels(marks)
    begun: set[str] = set()
    return [
        {
            "number": line.number,
            "at": line.at,
            "cut": any(trim["first"] <= line.number <= trim["last"] for trim in trims),
            "runs": [_run(run, height, begun) for run in line.runs],
        }
        for line in shown
    ]


def _run(run: Run, height: Mapping[str, int], begun: set[str]) -> dict[str, Any]:
    """The run as data; of the marks that begin here the first of each kind is labelled."""
    labelled = {m.kind: m.id for m in reversed(run.marks) if m.id not in begun}
    begun.update(mark.id for mark in run.marks)
    marks = [
        {"id": m.id, "kind": m.kind, "level": height[m.id], "begins": labelled.get(m.kind) == m.id} for m in run.marks
    ]
    return {"at": run.at, "text": run.text, "acting": run.acting, "marks": marks}


def claim(request: Request) -> Response:
    """One claim as it is edited, with its attribution chain and every piece of evidence that it may bear on.

    Without an id it is the evidence alone, for a claim that is yet to be made.
    """
    view = live_of(request).view()
    wanted = request.query_params.get("id", "")
    if not wanted:
        return twin({"claim": None, "chain": [], "evidence": _evidence(view)})
    found = next((item for item in view.state.claims if item.id == wanted), None)
    if found is None:
        raise NotFoundError(f"there is no claim {wanted!r} in this case; it may have been undone in another tab")
    chain = [link.model_dump(mode="json") for link in found.chain]
    card = {**Cards(view).of(found), "shown": visible(found.quote.exact)}
    return twin({"claim": card, "chain": chain, "evidence": _evidence(view)})


def _evidence(view: View) -> list[dict[str, Any]]:
    return [
        {"id": item.id, "name": item.name, "claims": list(item.claims), "denied_by": list(item.denied_by)}
        for item in view.state.evidence
    ]


async def quote(request: Request) -> Response:
    """The words of a stretch of a source, as the claim that the analyst would make of them; writes nothing."""
    view = live_of(request).view()
    asked: Stretch = await body_of(request, Stretch)
    source = _source(view.state.sources, asked.source)
    if source is None or source.id not in view.contents.texts:
        raise NotFoundError("the text of this document is gone; restore it under texts/ in the case's folder")
    made = drafted(source, view.contents.texts[source.id], asked, view.case.analyst)
    record, shown = made.model_dump(mode="json", exclude_defaults=True), visible(made.quote.exact)
    return twin({**record, "shown": shown, "known": _known(view, made.id)})


def drafted(source: Source, text: str, asked: Stretch, analyst: str) -> Claim:
    """A claim of the analyst's on a stretch of a source; raises UsageError where it has no words, or far too many."""
    start, end = moved(text, asked.start, asked.end, asked.first, asked.last)
    if not 0 < end - start <= _LONGEST:
        raise UsageError(f"a claim quotes between one and {_LONGEST:,} characters; select the sentence that says it")
    digest = sha256(f"{source.id}:{start}:{end}:{analyst}".encode()).hexdigest()
    return Claim(
        id=f"h{digest[:12]}",
        source=source.id,
        quote=Quote.of(text, start, end, source.text_sha256),
        kind=Kind.EVIDENCE,
        confidence=1.0,
        because="read by an analyst",
        reader=analyst,
    )


def _known(view: View, id: str) -> bool:
    return any(claim.id == id for claim in view.state.claims)


SCREEN = Screen(
    "reader",
    "Reader",
    "r",
    "Case",
    data,
    script="reader.js",
    routes=(Route("/reader/claim.json", claim), Route("/reader/quote", quote, methods=["POST"])),
)
