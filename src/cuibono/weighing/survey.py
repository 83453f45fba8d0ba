"""Everything that one more pass over the facts can tell, once the posterior is known.

The likelihood is linear in the chance of each single fact. So with what everything else says of it (the sum over all
else, given its scope) any single change is exact: leaving the fact out, learning it, rating it otherwise. The pass
keeps sums over the states of each target, weighted by the posterior, and no array of facts by states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.weighing.chance import SOFT, NoisyOr
from cuibono.weighing.engine import Answer, component_logs, finish, room
from cuibono.weighing.network import Network
from cuibono.weighing.piece import FLOOR, Piece, look
from cuibono.weighing.space import Array


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What single changes would do, by fact.

    Sums "by target" have a last column for all states together; they run over the states that somebody rated, weighted
    by the posterior among these. `live` is the posterior of all of them, `kept` what the others keep, by target.

    - `base` (targets): the posterior itself; `true` (facts, targets): P(fact and target).
    - `without` (facts, targets): times the likelihood ratio of leaving the fact out.
    - `gain` (facts, targets): times the derivative of the log-likelihood by the fact's chance.
    - Co-existing, over the states with a motive: `allowed` (facts, motives, targets) is `gain` times the product of
      1 - prevent, `spared` that times the product of 1 - leak and 1 - cause; `all_spared` (facts, targets) is over all
      states. The same by the prior, without `gain`: `before_allowed`, `before_spared`, `before_all_spared`.
    - `weights` (facts, contrasts): what each fact adds to each contrast, in nats.
    - In bits, by fact: `entropy` of the fact given the state before the evidence; `gained` by its reports. `likely`
      is its chance before the evidence.
    - `hidden`: for each hidden variable P(value and target), an array (values, targets).
    """

    answer: Answer
    live: float
    kept: Array
    base: Array
    without: Array
    true: Array
    gain: Array
    allowed: Array
    spared: Array
    all_spared: Array
    before_allowed: Array
    before_spared: Array
    before_all_spared: Array
    weights: Array
    entropy: Array
    likely: Array
    gained: Array
    hidden: tuple[Array, ...]

    def probabilities(self, sums: Array) -> Array:
        """The targets' probabilities from sums (..., targets and all) over the rated states; the others keep theirs."""
        total = sums[..., -1:]
        return np.asarray(self.kept + self.live * sums[..., :-1] / np.where(total > 0, total, 1))


def survey(network: Network, answer: Answer, contrasts: Array) -> Survey:
    """Look at every fact in the light of all others.

    Each fact's log-likelihood is summed with each of the weights `contrasts` (states, n).
    """
    answer = floored(network, answer)
    space = network.space
    posterior, prior = _live(network, answer.states), _live(network, network.prior)
    shape = (network.facts, space.count if isinstance(network.chance, NoisyOr) else 0, space.count + 3)
    sums = {name: np.zeros((shape[0], shape[2])) for name in ("without", "true", "gain")}
    moments: dict[str, Array] = {name: np.zeros(shape) for name in ("allowed", "spared")}
    moments["all_spared"] = np.zeros((shape[0], shape[2]))
    moments |= {name: np.zeros(shape[:2]) for name in ("before_allowed", "before_spared")}
    moments["before_all_spared"] = np.zeros(shape[0])
    base = np.zeros(shape[2])
    means = {name: np.zeros(shape[0]) for name in ("entropy", "likely", "gained")}
    weights = np.zeros((shape[0], contrasts.shape[1]))
    hidden = [np.zeros((len(logs), shape[2])) for logs in network.hidden]
    happened = max(float(1 - network.prior[-1]), 1e-300)
    for start, stop in space.chunks(max(1, room(network))):
        here = slice(start, stop)
        targets = np.column_stack([space.members(start, stop), np.ones(stop - start)]) * posterior[here, None]
        base += targets.sum(axis=0)
        piece = look(network, start, stop)
        for name in ("without", "true", "gain"):
            sums[name] += getattr(piece, name) @ targets
        weights += piece.adds @ contrasts[here]
        for variable, values in piece.hidden:
            hidden[variable] += values @ targets
        _add_means(means, piece, prior[here], posterior[here])
        if isinstance(network.chance, NoisyOr):
            _add_moments(network.chance, piece.gain, targets, network.prior[here] / happened, start, moments)
    for variable, logs in enumerate(network.hidden):
        if not hidden[variable].any():  # nothing in the case bears on it
            hidden[variable] = np.exp(logs)[:, None] * base
    means["gained"] += np.log2(np.maximum(sums["without"][:, -1], FLOOR)) * (posterior.sum() > 0)
    kept = np.where(network.aside, answer.states, 0.0)
    live = 1 - float(kept.sum()) if posterior.any() else 0.0
    return Survey(
        answer=answer,
        live=live,
        kept=space.totals(kept),
        base=base,
        weights=weights,
        hidden=tuple(hidden),
        **sums,
        **moments,
        **means,
    )


def floored(network: Network, answer: Answer) -> Answer:
    """The same answer with every state that the evidence excludes barely possible instead."""
    if np.isfinite(answer.log_likelihood).all():
        return answer
    parts = [component_logs(network, a, b, floor=FLOOR).sum(axis=0) for a, b in network.space.chunks(room(network))]
    return finish(network, np.concatenate(parts))


def _live(network: Network, states: Array) -> Array:
    """The shares of the states among those that somebody rated."""
    shares = np.where(network.aside, 0.0, states)
    total = shares.sum()
    return np.asarray(shares / total if total > 0 else shares)


def _add_means(means: dict[str, Array], piece: Piece, prior: Array, posterior: Array) -> None:
    means["likely"] += piece.chance @ prior
    means["entropy"] += entropy(piece.chance) @ prior
    means["gained"] -= np.log2(np.maximum(piece.without, FLOOR)) @ posterior


def entropy(p: Array) -> Array:
    """The entropy of a yes or no with probability `p`, in bits.

    >>> entropy(np.array([0.5, 1.0])).tolist()
    [1.0, 0.0]
    """
    q = 1 - p
    return np.abs(p * np.log2(np.where(p > 0, p, 1)) + q * np.log2(np.where(q > 0, q, 1)))


def _add_moments(
    chance: NoisyOr, gain: Array, targets: Array, prior: Array, start: int, moments: dict[str, Array]
) -> None:
    motives = chance.alone.shape[1]
    stop = min(start + gain.shape[1], 1 << motives)
    held = (np.arange(start, stop)[:, None] >> np.arange(motives) & 1).astype(float)
    spared, allowed = chance.parts(start, stop, SOFT)
    before = held * prior[: stop - start, None]
    moments["before_allowed"] += allowed @ before
    moments["before_spared"] += (spared * allowed) @ before
    moments["before_all_spared"] += (spared * allowed) @ prior[: stop - start]
    allowed *= gain[:, : stop - start]
    spared *= allowed
    moments["all_spared"] += spared @ targets[: stop - start]
    columns = (held[:, :, None] * targets[: stop - start, None, :]).reshape(stop - start, -1)
    moments["allowed"] += (allowed @ columns).reshape(moments["allowed"].shape)
    moments["spared"] += (spared @ columns).reshape(moments["spared"].shape)
