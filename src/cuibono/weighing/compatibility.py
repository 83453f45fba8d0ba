"""ACH as people know it, for a weighed case: its matrix in codes, the scores and orders of the tools, and the contrast.

A view beside the posterior and never part of it. Columns are the case's hypotheses, and "none of these" where somebody
judged it; "it did not happen" answers another question, and no tool of these ranks it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cuibono.case.records import NONE, Code, Evidence, Reliability
from cuibono.errors import UsageError
from cuibono.weighing import ach, open_synthesis
from cuibono.weighing.ach import Ranking, Weight
from cuibono.weighing.cells import by_cell, coded, counting, nearest
from cuibono.weighing.contrast import Contrast, disagreements
from cuibono.weighing.readout import Plain, plain

if TYPE_CHECKING:
    from cuibono.weighing.model import Model
    from cuibono.weighing.posterior import Posterior

CREDIBILITY: dict[Reliability, Weight] = {
    "A": "high",
    "B": "high",
    "C": "medium",
    "D": "low",
    "E": "low",
    "F": "medium",
}
"""PARC's credibility of a row by the best letter behind it; what cannot be judged is neither high nor low."""

HALF = 0.5
"""A row that its case draws together by half or more counts as of low relevance."""

Weights = Mapping[str, Weight]
"""Weights of rows, by evidence id."""


@dataclass(frozen=True, slots=True)
class Place:
    """One hypothesis in one ranking: score, rank, and how much of its column anybody looked at.

    `rank` is `None` where nobody rated it; `tied` says that another has the same. Of `cells`, `rated` have a rating,
    `na` were judged not applicable, `blank` nobody looked at; `coverage` is the share that is not blank.
    """

    hypothesis: str
    score: float
    rank: int | None
    tied: bool
    rated: int
    na: int
    blank: int
    coverage: float


@dataclass(frozen=True, slots=True)
class Scores:
    """One method's answer: its places in the order of the columns, all that share the first rank, and its order."""

    id: str
    method: str
    best: tuple[str, ...]
    order: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of evidence: its codes by hypothesis (`None` is not rated), its weights, and how far it separates.

    `diagnosticity` is the spread of its codes in steps over all columns, `leading` between the posterior's two leaders;
    `open_synthesis` and `burton` are these tools' numbers. `origins` are the independent ones behind it.
    """

    evidence: str
    name: str
    codes: dict[str, str | None]
    credibility: Weight
    relevance: Weight
    origins: tuple[str, ...]
    diagnosticity: float
    leading: float | None
    open_synthesis: float
    burton: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two hypotheses that the posterior orders and ACH does not or otherwise: the tested reasons, and a sentence."""

    preferred: str
    other: str
    reasons: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class AchView:
    """The matrix of a case, every ranking of it, and where PARC's counts and the posterior part.

    `names` are those of the columns, `probabilities` the posterior's, `evidence_order` the evidence from the most to
    the least diagnostic by Open Synthesis' sort.
    """

    names: dict[str, str]
    probabilities: dict[str, float]
    rows: tuple[Row, ...]
    rankings: tuple[Scores, ...]
    evidence_order: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]

    def ranking(self, id: str) -> Scores:
        """The ranking of this id: parc, parc-weighted, burton, open-synthesis, arkham-mirror; raises KeyError."""
        return {item.id: item for item in self.rankings}[id]

    def to_dict(self) -> Plain:
        """The view as plain data."""
        return plain(self)


def view(posterior: Posterior, credibility: Weights | None = None, relevance: Weights | None = None) -> AchView:
    """ACH's view of a weighed case.

    `credibility` and `relevance` are PARC's weights by evidence id, and replace what follows from the case: credibility
    from the best letter among a row's origins (`CREDIBILITY`), relevance low where the case draws the row together by
    half or more, else both medium. Raises UsageError for ids that the case does not have, or another weight.
    """
    model = posterior.model
    columns = _columns(model)
    ids = [model.space.targets[i] for i in columns]
    names = {share.id: share.name for share in posterior.shares}
    matrix = [[row[i] for i in columns] for row in coded(model.cells, model.numbers)]
    credible = _given("credibility", credibility, {item.id: _credibility(model, item) for item in model.evidence})
    relevant = _given("relevance", relevance, {item.id: _relevance(item) for item in model.evidence})
    votes = _votes(model, ids)
    rows = _rows(posterior, ids, matrix, votes, credible, relevant)
    rankings = _rankings(ids, matrix, rows, votes) if matrix and ids else ()
    return AchView(
        names={id: names[id] for id in ids},
        probabilities={id: posterior.probabilities[id] for id in ids},
        rows=rows,
        rankings=rankings,
        evidence_order=tuple(rows[i].evidence for i in open_synthesis.order_by_votes(votes)),
        disagreements=_disagreements(posterior, ids, matrix, rows) if matrix and ids else (),
    )


def _columns(model: Model) -> list[int]:
    """The case's own hypotheses, and none of these where somebody judged it."""
    cells, targets = model.cells, model.space.targets
    judged = np.asarray((cells.rated | cells.na).any(axis=0)).tolist()
    return [i for i, id in enumerate(targets) if id in model.space.ids or (id == NONE and judged[i])]


def _rows(
    posterior: Posterior,
    ids: Sequence[str],
    matrix: Sequence[Sequence[Code | None]],
    votes: Sequence[open_synthesis.Cells],
    credibility: Weights,
    relevance: Weights,
) -> tuple[Row, ...]:
    provenance = posterior.model.provenance
    pair = [ids.index(id) for id in posterior.leading if id in ids]
    return tuple(
        Row(
            evidence=item.id,
            name=item.name,
            codes={id: None if code is None else str(code) for id, code in zip(ids, codes, strict=True)},
            credibility=credibility[item.id],
            relevance=relevance[item.id],
            origins=tuple(sorted({relay.voice for relay in provenance.relays[item.id]})),
            diagnosticity=ach.diagnosticity(codes),
            leading=ach.diagnosticity(codes, pair) if len(pair) == 2 else None,
            open_synthesis=open_synthesis.diagnosticity(said),
            burton=ach.burton_diagnosticity(codes),
        )
        for item, codes, said in zip(posterior.model.evidence, matrix, votes, strict=True)
    )


def _rankings(
    ids: Sequence[str],
    matrix: Sequence[Sequence[Code | None]],
    rows: Sequence[Row],
    votes: Sequence[open_synthesis.Cells],
) -> tuple[Scores, ...]:
    weights = [row.credibility for row in rows], [row.relevance for row in rows]
    found = {
        "parc": ach.parc(matrix),
        "parc-weighted": ach.parc(matrix, *weights),
        "burton": ach.burton(matrix),
        "open-synthesis": open_synthesis.by_votes(votes),
        "arkham-mirror": ach.arkham_mirror(matrix),
    }
    return tuple(_scores(id, ids, ranking) for id, ranking in found.items())


def _scores(id: str, ids: Sequence[str], ranking: Ranking) -> Scores:
    ranks = [rank for rank in ranking.ranks if rank is not None]
    places = tuple(
        Place(ids[s.column], s.score, s.rank, ranks.count(s.rank or 0) > 1, s.rated, s.na, s.blank, s.coverage)
        for s in ranking.standings
    )
    order = sorted(ranking.standings, key=lambda s: (s.rank is None, s.rank or 0, s.column))
    method = f"{ranking.method}, weighted" if id == "parc-weighted" else ranking.method
    return Scores(id, method, tuple(ids[i] for i in ranking.best), tuple(ids[s.column] for s in order), places)


def _disagreements(
    posterior: Posterior, ids: Sequence[str], matrix: Sequence[Sequence[Code | None]], rows: Sequence[Row]
) -> tuple[Disagreement, ...]:
    shares = {share.id: share for share in posterior.shares}
    found = disagreements(
        [shares[id].probability for id in ids],
        ach.parc(matrix),
        matrix,
        priors=[shares[id].prior for id in ids],
        origins=[row.origins for row in rows],
        names=[f"“{shares[id].name}”" for id in ids],
    )
    return tuple(_named(item, ids) for item in found)


def _named(item: Contrast, ids: Sequence[str]) -> Disagreement:
    return Disagreement(ids[item.preferred], ids[item.other], item.reasons, item.sentence)


def _votes(model: Model, ids: Sequence[str]) -> list[list[list[Code]]]:
    """What everybody who counts said of each cell, in codes."""
    cells = by_cell(model.state.ratings, [item.id for item in model.evidence], ids)
    said: list[list[list[Code]]] = [[[] for _ in ids] for _ in model.evidence]
    for (row, column), group in cells.items():
        for rating in counting(group):
            code = rating.code or nearest(rating.likelihood or 0.0, model.numbers)
            said[row][column] += [code] if code else []
    return said


def _given(what: str, given: Weights | None, by_case: Weights) -> Weights:
    """A weight for every row: as given, else as the case has it."""
    if unknown := [id for id in given or {} if id not in by_case]:
        known = ", ".join(by_case) or "none yet"
        raise UsageError(f"{what} is given for {unknown[0]!r}, which is no evidence of the case; it has: {known}")
    return {**by_case, **(given or {})}


def _credibility(model: Model, item: Evidence) -> Weight:
    letters = [model.provenance.by_id[relay.voice].letter for relay in model.provenance.relays[item.id]]
    return max((CREDIBILITY[letter] for letter in letters), key=lambda weight: ach.FACTORS[weight], default="medium")


def _relevance(item: Evidence) -> Weight:
    return "low" if item.relevance <= HALF else "medium"
