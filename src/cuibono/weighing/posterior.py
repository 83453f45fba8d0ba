"""What a case comes to: the posterior of every hypothesis, and everything that stands behind it.

`weigh` sums exactly; what a screen or report shows beside the probabilities (contributions, what would flip the
answer, what to look for next) is worked out when it is first asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cuibono.case.records import Claim, Rating, State
from cuibono.weighing.bands import Bands
from cuibono.weighing.engine import Answer, resolve, solve
from cuibono.weighing.explanation import Explanation
from cuibono.weighing.model import Model, build, rerate
from cuibono.weighing.network import Context
from cuibono.weighing.priors import Act
from cuibono.weighing.readout import (
    Contribution,
    Counts,
    Diagnosticity,
    Flip,
    Omission,
    OriginReadout,
    Plain,
    Question,
    Share,
    Swing,
    plain,
)
from cuibono.weighing.survey import Survey, floored, survey

if TYPE_CHECKING:
    import pandas as pd

    from cuibono.weighing.attribution import Attribution
    from cuibono.weighing.coherence import Finding
    from cuibono.weighing.compatibility import AchView
    from cuibono.weighing.confidence import Confidence
    from cuibono.weighing.contributions import Contrasts
    from cuibono.weighing.intervals import Bounds
    from cuibono.weighing.linchpins import Linchpin
    from cuibono.weighing.omissions import Omitted

__all__ = ["Explanation", "Posterior", "weigh"]

CLIMB = 1 << 17
"""Up to so many numbers (facts by states) the bounds of co-existing motives are found in about a second."""


def weigh(
    state: State, act: Act | None = None, numbers: Bands | None = None, beside: Sequence[Context] = ()
) -> Posterior:
    """The posterior of a case as it stands.

    `act` gives P(the act | exactly these motives) in place of the usual condition; `numbers` replaces what codes and
    letters stand for; `beside` is what else is known of the states, such as a game's word.

    Raises CaseError for a case that does not hold together, ModelError where no hypothesis can have produced the
    evidence, TooLargeError where an exact sum is out of reach.

    >>> from cuibono.case.records import Evidence, Hypothesis, Rating
    >>> case = State(
    ...     hypotheses=(
    ...         Hypothesis(id="hedge", name="Hedge", prior=0.3),
    ...         Hypothesis(id="spoil", name="Spoil", prior=0.3),
    ...     ),
    ...     evidence=(Evidence(id="e1", name="Talks went on"),),
    ...     ratings=(Rating(evidence="e1", hypothesis="hedge", analyst="anna", code="CC"),),
    ... )
    >>> weigh(case).leader
    'hedge'
    """
    model = build(state, act, numbers, beside)
    return Posterior(model, solve(model.network))


@dataclass(frozen=True, eq=False)
class Posterior:
    """A weighed case. `shares` are its hypotheses in order of rank; all else explains them."""

    model: Model
    answer: Answer

    @property
    def state(self) -> State:
        """The case that was weighed."""
        return self.model.state

    @property
    def exclusive(self) -> bool:
        """Whether the hypotheses exclude each other; otherwise they may co-exist."""
        return self.model.space.exclusive

    def reweigh(self, rating: Rating, *, erase: bool = False) -> Posterior:
        """The posterior when one analyst rates one cell so, or takes that back; only what it touches is summed anew.

        Raises NotFoundError for a cell that the case does not have.
        """
        model = rerate(self.model, rating, erase=erase)
        return Posterior(model, resolve(model.network, self.answer, np.array([model.place[rating.evidence]])))

    @cached_property
    def probabilities(self) -> dict[str, float]:
        """The probability of each hypothesis, none and did-not-happen, by id, in the case's order."""
        from cuibono.weighing.shares import probabilities

        return probabilities(self.model.space, self.answer.states)

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Where each hypothesis stands, by rank; "it did not happen" is no rival of the others, and comes last."""
        from cuibono.weighing.shares import shares

        return shares(self)

    @property
    def leading(self) -> tuple[str, str]:
        """The ids of the first and the second in rank."""
        from cuibono.weighing.shares import order

        first, second, *_ = (*order(self.model, self.probabilities), "")
        return first, second

    @property
    def leader(self) -> str:
        """The id of the hypothesis that ranks first."""
        return self.leading[0]

    @cached_property
    def contrasts(self) -> Contrasts:
        """The pairs of sides whose odds are explained, and how these build up."""
        from cuibono.weighing.contributions import contrasts

        return contrasts(self.model, floored(self.model.network, self.answer), *self.leading)

    @cached_property
    def survey(self) -> Survey:
        """What every single change would do."""
        return survey(self.model.network, self.answer)

    @cached_property
    def attribution(self) -> Attribution:
        """What every fact's reports add, and teach."""
        from cuibono.weighing.attribution import attribute

        return attribute(self.model.network, self.answer, self.contrasts.path.weights)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each piece of evidence and each origin adds, in decibans; the leading pair comes first."""
        from cuibono.weighing.contributions import contributions

        return contributions(self.model, self.contrasts, self.attribution.weights)

    @cached_property
    def diagnosticity(self) -> tuple[Diagnosticity, ...]:
        """How far each piece of evidence tells hypotheses apart."""
        from cuibono.weighing.contributions import diagnosticity

        return diagnosticity(self.model, self.attribution, self.contributions)

    @cached_property
    def leave_one_out(self) -> tuple[Omission, ...]:
        """What the answer would be without each piece of evidence, origin, source and analyst."""
        from cuibono.weighing.omissions import omissions

        return omissions(self.model, self.answer, self.survey, self._without_origins)

    @cached_property
    def _without_origins(self) -> Omitted:
        from cuibono.weighing.omissions import without_origins

        return without_origins(self.model, self.answer)

    @cached_property
    def tornado(self) -> tuple[Swing, ...]:
        """How far the leader moves when one rating, prior or reliability does, the widest first."""
        from cuibono.weighing.sensitivity import tornado

        return tornado(self.model, self.survey, self.leader)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """The smallest sets of changes that put another hypothesis first."""
        from cuibono.weighing.flips import flips

        return flips(self.model, self.answer, self.survey, self._without_origins)

    @cached_property
    def collect(self) -> tuple[Question, ...]:
        """What to look for next, the most telling first."""
        from cuibono.weighing.questions import questions
        from cuibono.weighing.shares import order

        return questions(self.model, self.survey, order(self.model, self.probabilities))

    @cached_property
    def origins(self) -> tuple[OriginReadout, ...]:
        """Every independent origin, and how far the evidence vouches for it."""
        from cuibono.weighing.origins import readouts

        return readouts(self.model, self.survey)

    @cached_property
    def bounds(self) -> tuple[Bounds, ...]:
        """How low and how high each hypothesis can get with all ratings and priors in their bands at once."""
        from cuibono.weighing.intervals import bounds

        return bounds(self.model, self.survey)

    @cached_property
    def confidence(self) -> Confidence:
        """How much the analysis rests on, which is another thing than how probable its answer is."""
        from cuibono.weighing.confidence import of

        return of(self)

    @cached_property
    def ach(self) -> AchView:
        """ACH as people know it, beside the posterior, and why the two part where they do."""
        from cuibono.weighing.compatibility import view

        return view(self)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What does not hang together in the case."""
        from cuibono.weighing.coherence import findings

        return findings(self.state)

    @cached_property
    def linchpins(self) -> tuple[Linchpin, ...]:
        """What the answer hangs on: without it another hypothesis would be first."""
        from cuibono.weighing.linchpins import linchpins

        return linchpins(self)

    @cached_property
    def alone(self) -> dict[str, dict[str, float]]:
        """Each analyst's own posterior, by analyst and hypothesis: the case as if nobody else had rated anything."""
        from cuibono.weighing.spread import alone

        return alone(self.model)

    @cached_property
    def counts(self) -> Counts:
        """How much there is of everything."""
        from cuibono.weighing.shares import counts

        return counts(self.model)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know before trusting the numbers."""
        from cuibono.weighing.warnings import warnings

        return warnings(self)

    @cached_property
    def ratings_of(self) -> dict[str, list[Rating]]:
        """All ratings by evidence id."""
        found: dict[str, list[Rating]] = {}
        for rating in self.state.ratings:
            found.setdefault(rating.evidence, []).append(rating)
        return found

    @cached_property
    def claims_by_id(self) -> dict[str, Claim]:
        """All claims by id."""
        return {claim.id: claim for claim in self.state.claims}

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each source is called, by id."""
        return {source.id: source.title or source.name for source in self.state.sources}

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the case that was weighed: the same case gives the same digest."""
        return hashlib.sha256(self.state.model_dump_json().encode()).hexdigest()[:16]

    def explain(self, id: str) -> Explanation:
        """What is behind a hypothesis, a piece of evidence or an origin; raises NotFoundError with the known ids."""
        from cuibono.weighing.grounds import explain

        return explain(self, id)

    def to_dict(self, *, full: bool = False) -> dict[str, Plain]:
        """Everything, as plain data; `bounds` are `None` where finding them takes seconds, unless `full`."""
        bounded = full or self.exclusive or len(self.model.evidence) * self.model.space.size <= CLIMB
        return {
            "digest": self.digest,
            "exclusive": self.exclusive,
            "leader": self.leader,
            "shares": plain(self.shares),
            "bounds": plain(self.bounds) if bounded else None,
            "confidence": plain(self.confidence),
            "counts": plain(self.counts),
            "origins": plain(self.origins),
            "contributions": plain(self.contributions),
            "diagnosticity": plain(self.diagnosticity),
            "leave-one-out": plain(self.leave_one_out),
            "tornado": plain(self.tornado),
            "flips": plain(self.flips),
            "linchpins": plain(self.linchpins),
            "collect": plain(self.collect),
            "ach": self.ach.to_dict(),
            "findings": plain(self.findings),
            "warnings": plain(self.warnings),
        }

    def to_frame(self) -> pd.DataFrame:
        """The shares as a data frame; raises MissingPandasError where pandas is not installed."""
        from cuibono.notebook import frame

        return frame([dict(plain(share).items()) for share in self.shares])  # type: ignore[union-attr]

    def __repr__(self) -> str:
        return f"Posterior({', '.join(f'{id} {share:.0%}' for id, share in self.probabilities.items())})"

    def _repr_html_(self) -> str:
        from cuibono.notebook import html_table

        rows = [
            (s.name, s.word, f"{s.probability:.0%}", f"{s.low:.0%}–{s.high:.0%}", f"{s.rated}/{s.cells}")
            for s in self.shares
        ]
        return html_table(self.state.question, ("hypothesis", "", "probability", "range", "rated"), rows)
