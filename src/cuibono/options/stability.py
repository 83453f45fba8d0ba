"""How often each option stays the best when utilities and belief are drawn anew."""

from __future__ import annotations

import numpy as np

from cuibono.options.belief import Array, Belief
from cuibono.options.utilities import Utilities


def stability(utilities: Utilities, belief: Belief, draws: int = 2000, seed: int = 0) -> Array:
    """The share of draws in which each option is best, an array over options that sums to 1; ties are split.

    Utilities are uniform within their ranges, the belief is one of its own draws (itself, where it has none). The same
    seed gives the same shares.
    """
    random = np.random.default_rng(seed)
    shares = np.zeros(len(utilities.options))
    for _ in range(draws):
        values = random.uniform(utilities.low, utilities.high)
        drawn = belief.probability if belief.draws is None else belief.draws[random.integers(len(belief.draws))]
        expected = utilities.at(values) @ drawn
        best = expected >= expected.max() - 1e-12
        shares += best / best.sum()
    return shares / draws
