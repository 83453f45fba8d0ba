"""Several analysts on one case: where they agree, what each does to the answer, and one answer out of several.

What an analyst brings is compared at two levels: cell by cell, and as the answer that the case would have from that
person alone (`cuibono.weighing.spread`). People who agree are not surer together: they may have read the same report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from cuibono.case.journal import Entry
from cuibono.case.records import Rating
from cuibono.errors import ModelError
from cuibono.weighing.analysts import (
    APART,
    ORDER,
    Agreement,
    Comparison,
    Noise,
    Verdict,
    agreement,
    compare,
    given,
    noise,
)
from cuibono.weighing.pooling import How, incoherence, pool, pool_each
from cuibono.weighing.readout import Plain, plain
from cuibono.weighing.shares import order
from cuibono.weighing.spread import people, without

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Posterior

Of = Literal["own posteriors", "opinions"]

REST = "rest"
"""In opinions on exclusive hypotheses: what their holder left for all that they did not name."""


@dataclass(frozen=True, slots=True)
class Member:
    """One analyst: how much they rated, the answer from them alone, the answer without them, their own opinion.

    Of the `cells` under the case's own hypotheses they `rated` so many. `own` and `without` are probabilities by
    hypothesis; `leader` and `without_leader` the first in rank in each. `moves` is the hypothesis that leaving them
    out moves most, by `shift` (0 to 1, below 0 where it falls). `opinion` holds what they stated outright,
    `incoherence` how far that is from any that sum to 1 (`None` where it need not).
    """

    name: str
    rated: int
    cells: int
    own: dict[str, float]
    leader: str
    without: dict[str, float]
    without_leader: str
    moves: str
    shift: float
    noise: Noise
    opinion: dict[str, float]
    incoherence: float | None


@dataclass(frozen=True, slots=True)
class Pool:
    """One answer out of several people's: of what, how, whether each was made to sum to 1 first, and the result."""

    of: Of
    how: How
    coherent: bool
    probabilities: dict[str, float]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the analysts' own posteriors of one hypothesis lie apart; not the range, which says how sure each is."""

    hypothesis: str
    name: str
    probability: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Panel:
    """Several analysts on one case.

    `cells` are all that people rated, those that most need a talk first, `verdicts` how many of each kind there are.
    `opinions` are what people stated outright, by analyst and hypothesis, those who rated nothing included.
    `members` are the analysts with most ratings; `others` more were not weighed alone.
    """

    members: tuple[Member, ...]
    others: int
    cells: tuple[Comparison, ...]
    verdicts: dict[Verdict, int]
    agreement: Agreement
    noise: Noise
    spread: tuple[Spread, ...]
    opinions: dict[str, dict[str, float]]
    pools: tuple[Pool, ...]

    def to_dict(self) -> Plain:
        """The panel as plain data."""
        return plain(self)


def panel(posterior: Posterior, entries: Iterable[Entry] = (), apart: timedelta = APART) -> Panel:
    """The people who rated a weighed case, compared.

    `entries` are those of the journal, for second ratings of the same cell; ratings nearer than `apart` are one.
    """
    state = posterior.state
    cells = compare(state.ratings)
    history = given(entries, apart)
    left = without(posterior.model)
    opinions = _opinions(posterior)
    members = tuple(_member(posterior, who, left[who], history, opinions.get(who, {})) for who in posterior.alone)
    return Panel(
        members=members,
        others=len(people(posterior.model)) - len(members),
        cells=cells,
        verdicts={verdict: sum(cell.verdict == verdict for cell in cells) for verdict in ORDER},
        agreement=agreement(state.ratings),
        noise=noise(history),
        spread=tuple(
            Spread(share.id, share.name, share.probability, *share.spread)
            for share in posterior.shares
            if share.spread is not None
        ),
        opinions=opinions,
        pools=(*_pools_of_posteriors(posterior), *_pools_of_opinions(posterior, opinions)),
    )


def _opinions(posterior: Posterior) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for item in posterior.state.opinions:
        found.setdefault(item.analyst, {})[item.hypothesis] = item.probability
    return found


def _member(
    posterior: Posterior, who: str, left: dict[str, float], history: Sequence[Rating], opinion: dict[str, float]
) -> Member:
    own, now = posterior.alone[who], posterior.probabilities
    moves = max(now, key=lambda id: abs(left[id] - now[id]))
    return Member(
        name=who,
        rated=sum(r.analyst == who and r.hypothesis in posterior.model.space.ids for r in posterior.state.ratings),
        cells=posterior.counts.cells,
        own=own,
        leader=_first(posterior, own),
        without=left,
        without_leader=_first(posterior, left),
        moves=moves,
        shift=left[moves] - now[moves],
        noise=noise(rating for rating in history if rating.analyst == who),
        opinion=opinion,
        incoherence=incoherence([*_whole(opinion, tuple(opinion)).values()])
        if posterior.exclusive and opinion
        else None,
    )


def _first(posterior: Posterior, answer: dict[str, float]) -> str:
    return order(posterior.model, answer)[0]


def _pools_of_posteriors(posterior: Posterior) -> list[Pool]:
    """Own posteriors are coherent already."""
    own = list(posterior.alone.values())
    if len(own) < 2:
        return []
    ids = list(posterior.probabilities)
    return _pools("own posteriors", [[answer[id] for id in ids] for answer in own], ids, posterior.exclusive, (False,))


def _pools_of_opinions(posterior: Posterior, stated: Mapping[str, Mapping[str, float]]) -> list[Pool]:
    """Of what everybody who has an opinion named; exclusive ones also made to sum to 1 before they are pooled."""
    ids = [id for id in posterior.probabilities if stated and all(id in said for said in stated.values())]
    if len(stated) < 2 or not ids:
        return []
    if not posterior.exclusive:
        return _pools("opinions", [[said[id] for id in ids] for said in stated.values()], ids, False, (False,))
    rows = [_whole(said, ids) for said in stated.values()]
    return _pools("opinions", [[*row.values()] for row in rows], [*rows[0]], True, (False, True))


def _whole(opinion: Mapping[str, float], ids: Sequence[str]) -> dict[str, float]:
    """An opinion on exclusive hypotheses with what it leaves for the rest, which is never below 0."""
    named = {id: opinion[id] for id in ids}
    return {**named, REST: max(0.0, 1 - sum(named.values()))}


def _pools(
    of: Of, rows: Sequence[Sequence[float]], ids: Sequence[str], exclusive: bool, ways: Sequence[bool]
) -> list[Pool]:
    """Linear and logarithmic; a logarithmic pool of people who rule out each other has no answer, and is missing."""
    found = []
    for how in get_args(How):
        for coherent in ways:
            try:
                values = pool(rows, how=how, coherent=coherent) if exclusive else pool_each(rows, how=how)
            except ModelError:
                continue
            found.append(Pool(of, how, coherent, dict(zip(ids, values.tolist(), strict=True))))
    return found
