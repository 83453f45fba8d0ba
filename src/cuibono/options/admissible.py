"""Options that can be struck off: dominated ones, and those that no belief makes best.

Sources: Levi, "On indeterminate probabilities", J. Philosophy 71 (1974) for E-admissibility; Walley, "Statistical
Reasoning with Imprecise Probabilities" (1991).
"""

from __future__ import annotations

import numpy as np

from cuibono.options.belief import Array, Belief

TOLERANCE = 1e-9


def dominated_by(better: Array, worse: Array) -> list[tuple[int, ...]]:
    """For each option the others that are nowhere worse and somewhere better, by index.

    `better` (options, states) is what the others are worth, `worse` what the option itself is; with lowest and highest
    utilities the verdict holds whatever lies within the ranges.
    """
    options = range(len(worse))
    return [
        tuple(
            other
            for other in options
            if other != option
            and (better[other] >= worse[option] - TOLERANCE).all()
            and (better[other] > worse[option] + TOLERANCE).any()
        )
        for option in options
    ]


def admissible(utilities: Array, belief: Belief | None = None) -> list[bool]:
    """Whether each option is best for some belief, among those between the belief's ends, or among all.

    One linear programme an option: the most by which it can be ahead of all the others must not be below 0.
    """
    from scipy.optimize import linprog

    options, states = utilities.shape
    bounds = [(0.0, 1.0)] * states
    if belief is not None and belief.low is not None and belief.high is not None:
        bounds = list(zip(belief.low.tolist(), belief.high.tolist(), strict=True))
    found = []
    for option in range(options):
        # Unknown are the probabilities and the lead; maximised is the lead.
        behind = np.column_stack([utilities - utilities[option], np.ones(options)])
        behind = np.delete(behind, option, axis=0)
        if not len(behind):
            found.append(True)
            continue
        whole = np.append(np.ones(states), 0.0)[None, :]
        answer = linprog(
            np.append(np.zeros(states), -1.0),
            A_ub=behind,
            b_ub=np.zeros(len(behind)),
            A_eq=whole,
            b_eq=[1.0],
            bounds=[*bounds, (None, None)],
            method="highs",
        )
        found.append(answer.x is not None and float(answer.x[-1]) >= -TOLERANCE)
    return found
