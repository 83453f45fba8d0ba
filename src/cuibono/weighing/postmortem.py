"""How good an answer was, once the truth is known: the case's posterior beside its priors, its people and ACH.

Every answer is a set of probabilities; each that turned out one way or the other is scored. ACH gives none: it is
scored as those use it who take its first rank for the answer. The scores of one case say little; those of many belong
together, with a calibration curve.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Literal

from cuibono.case.records import NONE, State
from cuibono.case.truth import rivals, settled
from cuibono.errors import UsageError
from cuibono.weighing.readout import Plain, plain
from cuibono.weighing.scoring import Calibration, brier, calibration, log_score

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Posterior

Kind = Literal["posterior", "prior", "ach", "analyst", "opinion"]
Answer = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Forecaster:
    """Whose answer it is: the case's, its priors', ACH's first rank, an analyst's own posterior or stated opinion."""

    kind: Kind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One forecaster's answer in one case, and how good it was; losses, of which 0 is perfect.

    `probabilities` are those of the hypotheses that are known to have held or not. `brier` is their squared distance
    from the truth, summed; `log` the surprise at it in nats, `None` where it is infinite because something that held
    was given 0. `right` is 1 where the most probable one held, 0 where not, between where several tie; `None` where
    nothing is known to have held.
    """

    forecaster: Forecaster
    case: str
    probabilities: dict[str, float]
    brier: float
    log: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """One forecaster over `cases`: the means of the marks, and the calibration of all single `forecasts`.

    `log` is `None` where it is infinite in any case, `right` where no case says.
    """

    forecaster: Forecaster
    cases: int
    forecasts: int
    brier: float
    log: float | None
    right: float | None
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Outcome:
    """What turned out to be so in one case, with all that follows from what was recorded."""

    case: str
    truth: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Postmortem:
    """Some cases whose truth is known: the scores of every forecaster, and the marks in each case behind them."""

    outcomes: tuple[Outcome, ...]
    scores: tuple[Score, ...]
    marks: tuple[Mark, ...]

    def to_dict(self) -> Plain:
        """The post-mortem as plain data."""
        return plain(self)


def postmortem(posterior: Posterior, case: str = "") -> Postmortem:
    """The post-mortem of one weighed case; raises UsageError where its truth is not recorded.

    The case is weighed as it stands now: judgements made after the truth came out flatter it.
    """
    state = posterior.state
    name = case or state.name or "the case"
    if not state.truth:
        raise UsageError(f"{name} has no truth yet; once it is known: cuibono set {name} truth HYPOTHESIS")
    truth = settled(state.truth, posterior.probabilities, rivals(state.hypotheses, exclusive=state.exclusive))
    asked = {id: held for id, held in truth.items() if state.exclusive or id != NONE}
    answers: dict[Forecaster, Answer] = {
        Forecaster("posterior"): posterior.probabilities,
        Forecaster("prior"): {share.id: share.prior for share in posterior.shares},
        **_ach(posterior),
        **{Forecaster("analyst", who): own for who, own in posterior.alone.items()},
        **_opinions(state),
    }
    marks = [_mark(who, name, answer, asked, exclusive=state.exclusive) for who, answer in answers.items()]
    return _scored([Outcome(name, truth)], [mark for mark in marks if mark is not None])


def together(found: Sequence[Postmortem]) -> Postmortem:
    """Several post-mortems as one; raises UsageError where there is none, or the same case twice."""
    outcomes = [outcome for one in found for outcome in one.outcomes]
    if not outcomes:
        raise UsageError("there is no case to score; name one or more whose truth is recorded")
    names = [outcome.case for outcome in outcomes]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(f"{twice} is named twice, and would count twice; name every case once")
    return _scored(outcomes, [mark for one in found for mark in one.marks])


def _mark(
    forecaster: Forecaster, case: str, answer: Answer, truth: Mapping[str, bool], *, exclusive: bool
) -> Mark | None:
    """The mark of one answer on the questions that it speaks of; `None` where it speaks of none."""
    given = {id: min(max(answer[id], 0.0), 1.0) for id in truth if id in answer}
    if not given:
        return None
    p, y = [[*given.values()]], [[float(truth[id]) for id in given]]
    whole = exclusive and sum(y[0]) == 1
    log = log_score(p, y, exclusive=whole)
    best = max(given.values())
    first = [truth[id] for id, value in given.items() if best - value <= 1e-9]
    right = sum(first) / len(first) if any(truth.values()) else None
    return Mark(forecaster, case, given, brier(p, y), log if isfinite(log) else None, right)


def _scored(outcomes: Sequence[Outcome], marks: Sequence[Mark]) -> Postmortem:
    truths = {outcome.case: outcome.truth for outcome in outcomes}
    groups: dict[Forecaster, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.forecaster, []).append(mark)
    return Postmortem(tuple(outcomes), tuple(_score(who, group, truths) for who, group in groups.items()), tuple(marks))


def _score(forecaster: Forecaster, marks: Sequence[Mark], truths: Mapping[str, Mapping[str, bool]]) -> Score:
    singles = [(p, truths[mark.case][id]) for mark in marks for id, p in mark.probabilities.items()]
    logs = [mark.log for mark in marks if mark.log is not None]
    known = [mark.right for mark in marks if mark.right is not None]
    return Score(
        forecaster=forecaster,
        cases=len(marks),
        forecasts=len(singles),
        brier=_mean([mark.brier for mark in marks]),
        log=_mean(logs) if len(logs) == len(marks) else None,
        right=_mean(known) if known else None,
        calibration=calibration([[p for p, _ in singles]], [[float(held) for _, held in singles]]),
    )


def _ach(posterior: Posterior) -> dict[Forecaster, Answer]:
    """PARC's first rank taken for the answer, shared out where several tie; nothing where nothing is rated."""
    rankings = posterior.ach.rankings
    best = rankings[0].best if rankings else ()
    answer = {id: 1 / len(best) if id in best else 0.0 for id in posterior.probabilities}
    return {Forecaster("ach"): answer} if best else {}


def _opinions(state: State) -> dict[Forecaster, Answer]:
    found: dict[Forecaster, dict[str, float]] = {}
    for item in state.opinions:
        found.setdefault(Forecaster("opinion", item.analyst), {})[item.hypothesis] = item.probability
    return dict(found)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
