"""Ways to weigh a simulated case: counting inconsistencies, naive Bayes, and cuibono's own engine.

Each takes a `Case` and gives probabilities by hypothesis, "none of these" last; counting gives points, to be made into
such. cuibono gets the case as records, as from a folder, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from scipy.optimize import minimize_scalar

from cuibono.case.records import (
    NONE,
    NOT_HAPPENED,
    Claim,
    Code,
    Evidence,
    Hypothesis,
    Kind,
    Origin,
    Quote,
    Rating,
    State,
)
from cuibono.weighing.ach import Weight, parc
from cuibono.weighing.bands import bands
from cuibono.weighing.engine import solve
from cuibono.weighing.model import build
from simulation import CODES, ERROR, GUESS, LETTERS, TRUST, VALUES, Case, Floats, Ints, Motives, Report

WEIGHTS: tuple[Weight, ...] = ("high", "high", "medium", "low", "low")
"""How an ACH matrix weighs the letters A to E."""

_QUOTE = Quote(exact="x", start=0, end=1, sha256="0")


@cache
def points(case: Case) -> Floats:
    """PARC's inconsistency of a matrix with a row for every report; a denial is rated the other way round."""
    rows = [case.codes[r.fact] if r.says else len(CODES) - 1 - case.codes[r.fact] for r in case.reports]
    matrix: list[list[Code | None]] = [[CODES[code] for code in row] for row in rows]
    return np.array(parc(matrix, [WEIGHTS[case.letter(r)] for r in case.reports]).scores)


def winner(score: Floats) -> Floats:
    """The best score takes 99 %, shared by ties, and the others share 1 %: what "rejecting" the rest comes to."""
    best = np.isclose(score, score.max())
    shares: Floats = np.where(best, 0.99 / best.sum(), 0.01 / max((~best).sum(), 1))
    return np.asarray(shares / shares.sum())


def softmax(score: Floats, priors: Floats, slope: float) -> Floats:
    """Points turned into probabilities by a slope, with the right priors: the most that can be made of them."""
    logs = np.log(priors) + slope * (score - score.max())
    raw = np.exp(logs - logs.max())
    found: Floats = raw / raw.sum()
    return found


def best_slope(scores: Sequence[Floats], cases: Sequence[Case]) -> float:
    """The slope that gives the least log loss on cases of the same world, truth known."""

    def loss(slope: float) -> float:
        chosen = [softmax(s, c.priors, slope)[c.truth] for s, c in zip(scores, cases, strict=True)]
        return float(-np.log(np.maximum(chosen, 1e-300)).mean())

    return float(minimize_scalar(loss, bounds=(0.0, 3.0), method="bounded").x)


def naive_bayes(case: Case) -> Floats:
    """Every report taken as independent of all others, with the right credibility."""
    so, not_so = _heard(case)
    fact = VALUES[case.codes[[r.fact for r in case.reports]]]
    return _posterior(case, fact * so[:, None] + (1 - fact) * not_so[:, None])


def naive_by_fact(case: Case) -> Floats:
    """Reports independent given the fact that they report: all that cuibono does but for origins."""
    so, not_so = np.ones(len(case.codes)), np.ones(len(case.codes))
    facts = [r.fact for r in case.reports]
    for product, heard in zip((so, not_so), _heard(case), strict=True):
        np.multiply.at(product, facts, heard)
    fact = VALUES[case.codes]
    return _posterior(case, fact * so[:, None] + (1 - fact) * not_so[:, None])


def _heard(case: Case) -> tuple[Floats, Floats]:
    """The probability of each report if its fact is so, and if it is not, by its letter alone."""
    trust = TRUST[[case.letter(r) for r in case.reports]]
    says = np.array([r.says for r in case.reports])
    so, not_so = trust * (1 - ERROR) + (1 - trust) * GUESS, trust * ERROR + (1 - trust) * GUESS
    return np.where(says, so, 1 - so), np.where(says, not_so, 1 - not_so)


def _posterior(case: Case, likelihoods: Floats) -> Floats:
    logs = np.log(case.priors) + np.log(likelihoods).sum(axis=0)
    raw = np.exp(logs - logs.max())
    found: Floats = raw / raw.sum()
    return found


def cuibono(case: Case, *, copied: float = 0.0, told: bool = False, deceptive: float = 0.0) -> Floats:
    """cuibono's posterior.

    `copied` is how probable it is thought that a report taken for an origin of its own is a copy; `told` lets it know
    which are; `deceptive` is how probable it is thought that an unreliable origin lies.
    """
    names = [f"h{i}" for i in range(len(case.priors) - 1)]
    reports = [r._replace(marked=r.new) for r in case.reports] if told else case.reports
    priors = dict(zip([*names, NONE], case.priors.tolist(), strict=True))
    state = _state(
        names, priors, case.codes, case.letters.tolist(), reports, exclusive=True, copied=copied, deceptive=deceptive
    )
    found: Floats = solve(build(state).network).states
    return found[:-1]


def motives(case: Motives) -> Floats:
    """cuibono's probability of each motive, where they may co-exist."""
    names = [f"h{i}" for i in range(len(case.priors))]
    return _marginals(case, names, dict(zip(names, case.priors.tolist(), strict=True)), exclusive=False)


def forced(case: Motives) -> Floats:
    """The same engine told that exactly one motive, or none, was there: what an exclusive matrix asks for."""
    names = [f"h{i}" for i in range(len(case.priors))]
    before, none = motive_priors(case)
    shares = ((1 - none) * before / before.sum()).tolist()
    return _marginals(case, names, {**dict(zip(names, shares, strict=True)), NONE: none}, exclusive=True)


def motive_priors(case: Motives) -> tuple[Floats, float]:
    """Each motive's probability, and that of none, once it is known that the act was done; by enumeration."""
    act, count = bands().act, len(case.priors)
    sets = (np.arange(1 << count)[:, None] >> np.arange(count)) & 1
    weight = np.where(sets, case.priors, 1 - case.priors).prod(axis=1)
    weight *= 1 - (1 - act.leak) * (1 - act.strength) ** sets.sum(axis=1)
    weight /= weight.sum()
    return weight @ sets, float(weight[0])


def _marginals(case: Motives, names: list[str], priors: dict[str, float], *, exclusive: bool) -> Floats:
    state = _state(names, priors, case.codes, case.letters.tolist(), case.reports, exclusive=exclusive)
    model = build(state)
    found: Floats = solve(model.network).states @ model.space.members()
    return found[: len(names)]


def _state(
    names: list[str],
    priors: dict[str, float],
    codes: Ints,
    letters: list[int],
    reports: Sequence[Report],
    *,
    exclusive: bool,
    copied: float = 0.0,
    deceptive: float = 0.0,
) -> State:
    """The case as records: a claim for every report, an origin for every one that is taken for one."""
    claims = [Claim(id=f"c{i}", source=f"s{i}", kind=Kind.EVENT, quote=_QUOTE) for i in range(len(reports))]
    behind: list[list[str]] = [[] for _ in letters]
    for claim, report in zip(claims, reports, strict=True):
        if not report.marked:
            behind[report.origin].append(claim.id)
    origins = [
        Origin(id=f"o{i}", name=f"o{i}", claims=tuple(ids), reliability=LETTERS[letter], deceptive=deceptive)
        for i, (ids, letter) in enumerate(zip(behind, letters, strict=True))
    ]
    for claim, report in zip(claims, reports, strict=True):
        if report.marked:
            link = {"goes_back_to": f"o{report.origin}", "copy_probability": copied} if copied else {}
            own = Origin(id=f"o-{claim.id}", name=claim.id, claims=(claim.id,), reliability=LETTERS[report.outlet])
            origins.append(own.model_copy(update={**link, "deceptive": deceptive}))
    said: dict[tuple[int, bool], list[str]] = {(fact, says): [] for fact in range(len(codes)) for says in (True, False)}
    for claim, report in zip(claims, reports, strict=True):
        said[report.fact, report.says].append(claim.id)
    return State(
        exclusive=exclusive,
        priors={**priors, NOT_HAPPENED: 0.0},
        hypotheses=tuple(Hypothesis(id=name, name=name) for name in names),
        evidence=tuple(
            Evidence(id=f"e{fact}", name=f"e{fact}", claims=tuple(said[fact, True]), denied_by=tuple(said[fact, False]))
            for fact in range(len(codes))
        ),
        origins=tuple(origins),
        ratings=tuple(
            Rating(evidence=f"e{fact}", hypothesis=name, analyst="a", code=CODES[code])
            for fact, row in enumerate(codes.tolist())
            for name, code in zip([*names, NONE], row, strict=True)
        ),
        claims=tuple(claims),
    )
