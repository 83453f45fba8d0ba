"""Claims: who says what how surely, when it was said and happened, how credible it is, and who read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from cuibono.case.records import Claim, Kind, Status
from cuibono.report.citations import source_name, speaker
from cuibono.report.vocabulary import vocabulary
from cuibono.web.cards import Cards
from cuibono.web.live import View
from cuibono.web.paging import paged
from cuibono.web.screen import Query, Screen

Key = Callable[[Claim], tuple[object, ...]]

_PAGE = 100
_FAR = "9999"
SORTS: Mapping[str, str] = {
    "confidence": "least sure first",
    "document": "as in the documents",
    "said": "by when it was said",
    "happened": "by when it happened",
    "speaker": "by speaker",
}
"""The orders in which claims can be had, by what the query calls them; what most needs a look comes first."""


def data(view: View, query: Query) -> dict[str, Any]:
    """A page of the claims that have the words `q` in quote or speaker, of one `source`, `kind`, `status` and author.

    `by` is "machine" or "people"; `sort` is a key of `SORTS`.
    """
    state, cards = view.state, Cards(view)
    chosen = [claim for claim in state.claims if _wanted(claim, cards, query)]
    sort = query.get("sort", "") if query.get("sort", "") in SORTS else "confidence"
    chosen.sort(key=_order(sort))
    shown, page = paged(chosen, query, _PAGE)
    standing = Counter(cards.status(claim) for claim in state.claims)
    words = vocabulary()
    return {
        "claims": [cards.of(claim) for claim in shown],
        "page": page.to_dict(),
        "total": len(state.claims),
        "standing": {status.value: standing[status] for status in Status},
        "filters": {name: query.get(name, "") for name in ("q", "source", "kind", "status", "by")},
        "sort": sort,
        "sorts": dict(SORTS),
        "sources": [{"id": source.id, "name": source_name(source)} for source in state.sources],
        "kinds": {kind.value: words.kinds[kind] for kind in Kind},
        "statuses": {status.value: words.status[status] for status in Status},
        "credibilities": words.credibility,
    }


def _wanted(claim: Claim, cards: Cards, query: Query) -> bool:
    words = query.get("q", "").strip().casefold()
    return (
        query.get("source", "") in ("", claim.source)
        and query.get("kind", "") in ("", claim.kind)
        and query.get("status", "") in ("", cards.status(claim))
        and query.get("by", "") in ("", "people" if cards.author(claim) else "machine")
        and (not words or words in claim.quote.exact.casefold() or words in speaker(claim).casefold())
    )


def _order(sort: str) -> Key:
    """What to sort by: the same order on every machine, what is undated last."""
    keys: dict[str, Key] = {
        "document": lambda _: (),
        "confidence": lambda claim: (claim.confidence,),
        "said": lambda claim: (claim.said.iso.replace("..", _FAR) if claim.said else _FAR,),
        "happened": lambda claim: (claim.happened.iso.replace("..", _FAR) if claim.happened else _FAR,),
        "speaker": lambda claim: (speaker(claim).casefold(),),
    }
    first = keys[sort]
    return lambda claim: (*first(claim), claim.source, claim.quote.start, claim.id)


SCREEN = Screen("claims", "Claims", "c", "Case", data, script="claims.js")
