"""Reservation values estimated from offers that were taken or left: the ultimatum game with private information.

The first player offers part of a pie, the second takes it or leaves it. Each has a reservation value, a sum of
coefficients times what is known of the case, plus a logistic error that the other cannot see. The offer is the one
that is best against the other's error; nobody can offer less than nothing or more than the pie.

Source: Ramsay & Signorino, "A statistical model of the ultimatum game" (2009), the model of `ultimatum` in the R
package games.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.strategy.tree import Array


@dataclass(frozen=True, slots=True)
class Ultimatum:
    """Offers between 0 and `pie`, an array over cases, and whether each was `accepted` (1) or not (0).

    `proposer` and `responder` are the regressors of their reservation values, arrays (cases, terms). Coefficients
    stand in that order, and then the logarithms of the two scales of the errors.
    """

    offers: Array
    accepted: Array
    proposer: Array
    responder: Array
    pie: float

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each coefficient."""
        sides = (("proposer", self.proposer), ("responder", self.responder))
        terms = [f"{side} {place}" for side, regressors in sides for place in range(regressors.shape[1])]
        return (*terms, "log scale of the proposer", "log scale of the responder")

    def log_likelihood(self, coefficients: Array) -> float:
        """The log-density of all offers and answers."""
        from scipy.special import log_expit

        first, second = self.proposer.shape[1], self.responder.shape[1]
        own = self.proposer @ coefficients[:first]
        other = self.responder @ coefficients[first : first + second]
        scale, spread = np.exp(coefficients[first + second :])

        def error(offer: Array | float) -> Array:
            """The proposer's error, in units of its scale, with which this offer is the best."""
            gain = self.pie - offer - own - spread * (1 + np.exp((offer - other) / spread))
            return np.asarray(gain / scale)

        at = error(self.offers)
        inside = log_expit(at) + log_expit(-at) - np.log(scale) + np.log1p(np.exp((self.offers - other) / spread))
        bounded = np.where(self.offers <= 0, log_expit(-error(0.0)), inside)
        offered = np.where(self.offers >= self.pie, log_expit(error(self.pie)), bounded)
        wanted = (self.offers - other) / spread
        answered = log_expit(np.where(self.accepted > 0, wanted, -wanted))
        return float((offered + answered).sum())
