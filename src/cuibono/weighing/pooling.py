"""One probability out of several people's: linear and logarithmic pools, with and without coherentising first.

The linear pool keeps disagreement visible as width; the logarithmic pool lets whoever is surest decide, and a single 0
vetoes. Stated probabilities need not sum to 1; coherentising moves each person's to the nearest that do before they are
pooled (the coherent approximation principle: Predd, Osherson, Kulkarni & Poor 2008).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cuibono.errors import ModelError, UsageError

Floats = NDArray[np.float64]
How = Literal["linear", "logarithmic"]


def pool(
    opinions: ArrayLike, weights: ArrayLike | None = None, *, how: How = "linear", coherent: bool = False
) -> Floats:
    """One probability for each of several exclusive hypotheses from people × hypotheses.

    `weights` by person, 0 or more, are taken in proportion (default: equal). A linear pool of opinions that do not
    sum to 1 does not either, unless `coherent`; a logarithmic pool sums to 1 by its definition. Raises UsageError for
    numbers outside 0 to 1, ModelError where a logarithmic pool leaves no hypothesis possible.

    >>> pool([[0.9, 0.1], [0.5, 0.5]]).round(3).tolist()
    [0.7, 0.3]
    >>> pool([[0.9, 0.1], [0.5, 0.5]], how="logarithmic").round(3).tolist()
    [0.75, 0.25]
    """
    stated = _checked(opinions)
    if coherent:
        stated = np.array([coherentise(row) for row in stated])
    share = _shares(weights, len(stated))
    if how == "linear":
        return share @ stated
    logs = _weighted_logs(stated, share)
    if np.all(logs == -np.inf):
        raise ModelError("every hypothesis is ruled out by somebody; a logarithmic pool of these has no answer")
    raw = np.exp(logs - logs.max())
    pooled: Floats = raw / raw.sum()
    return pooled


def pool_each(opinions: ArrayLike, weights: ArrayLike | None = None, *, how: How = "linear") -> Floats:
    """One probability for each of several separate questions (likelihoods, co-existing motives), people × questions.

    The logarithmic pool is the weighted mean of the log odds. Raises as `pool` does.

    >>> pool_each([[0.9], [0.5]], how="logarithmic").round(3).tolist()
    [0.75]
    """
    stated = _checked(opinions)
    share = _shares(weights, len(stated))
    if how == "linear":
        return share @ stated
    yes, no = _weighted_logs(stated, share), _weighted_logs(1 - stated, share)
    if np.any((yes == -np.inf) & (no == -np.inf)):
        raise ModelError("one says 0 and another says 1; a logarithmic pool of these has no answer")
    pooled: Floats = np.exp(yes - np.logaddexp(yes, no))
    return pooled


def coherentise(opinion: ArrayLike) -> Floats:
    """The nearest probabilities that sum to 1: the Euclidean projection on the simplex.

    Source of the method: Duchi, Shalev-Shwartz, Singer & Chandra (2008). Raises UsageError outside 0 to 1.

    >>> coherentise([0.8, 0.4, 0.1]).round(3).tolist()
    [0.7, 0.3, 0.0]
    """
    stated = _checked(np.asarray(opinion, dtype=np.float64)[None])[0]
    ordered = np.sort(stated)[::-1]
    excess = (np.cumsum(ordered) - 1) / np.arange(1, len(ordered) + 1)
    kept = np.nonzero(ordered > excess)[0][-1]
    nearest: Floats = np.maximum(stated - excess[kept], 0.0)
    return nearest


def incoherence(opinion: ArrayLike) -> float:
    """How far a person's probabilities are from any that sum to 1 (Euclidean): 0 is coherent.

    >>> round(incoherence([0.8, 0.4]), 3)
    0.141
    """
    return float(np.linalg.norm(_checked(np.asarray(opinion, dtype=np.float64)[None])[0] - coherentise(opinion)))


def _weighted_logs(stated: Floats, share: Floats) -> Floats:
    """Weighted sums of logs by column; nobody's 0 counts unless its holder has weight."""
    with np.errstate(divide="ignore"):
        logs: Floats = np.log(stated[share > 0])
    summed: Floats = (share[share > 0, None] * logs).sum(axis=0)
    return summed


def _shares(weights: ArrayLike | None, count: int) -> Floats:
    given = np.ones(count) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape != (count,) or not np.all((given >= 0) & np.isfinite(given)) or not given.any():
        raise UsageError(f"weights for {count} people must be as many numbers, 0 or more and not all 0")
    shares: Floats = given / given.sum()
    return shares


def _checked(opinions: ArrayLike) -> Floats:
    stated = np.asarray(opinions, dtype=np.float64)
    if stated.ndim != 2 or not stated.size:
        raise UsageError(f"opinions have shape {stated.shape}; give people × hypotheses, at least one of each")
    if not np.all((stated >= 0) & (stated <= 1)):
        raise UsageError("an opinion is not a probability; give numbers from 0 to 1")
    return stated
