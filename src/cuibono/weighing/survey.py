"""What every single change would do, once the posterior is known.

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
from cuibono.weighing.piece import FLOOR, look
from cuibono.weighing.space import Array, Indices


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
      states. The same by the prior, without `gain`, where somebody rated that it did not happen: `before_allowed`,
      `before_spared`, `before_all_spared`.
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
    hidden: tuple[Array, ...]

    def probabilities(self, sums: Array) -> Array:
        """The targets' probabilities from sums (..., targets and all) over the rated states; the others keep theirs."""
        total = sums[..., -1:]
        return np.asarray(self.kept + self.live * sums[..., :-1] / np.where(total > 0, total, 1))


def survey(network: Network, answer: Answer) -> Survey:
    """Look at every fact in the light of all others."""
    answer = floored(network, answer)
    space, chance = network.space, network.chance
    posterior = live(network, answer.states)
    sums = _Sums(network)
    for start, stop in space.chunks(room(network)):
        sums.add(start, stop, posterior[start:stop])
    kept = np.where(network.aside, answer.states, 0.0)
    rest = 1 - float(kept.sum()) if posterior.any() else 0.0
    none = np.zeros((0, 0))
    before = _before(network, chance) if isinstance(chance, NoisyOr) else (none, none, none)
    hidden = tuple(
        np.exp(logs)[:, None] * sums.base if not found.any() else found  # where nothing in the case bears on it
        for logs, found in zip(network.hidden, sums.hidden, strict=True)
    )
    without, true, gain, allowed, spared, all_spared = sums.by_fact()
    return Survey(
        answer=answer,
        live=rest,
        kept=space.totals(kept),
        base=sums.base,
        without=without,
        true=true,
        gain=gain,
        allowed=allowed,
        spared=spared,
        all_spared=all_spared,
        before_allowed=before[0],
        before_spared=before[1],
        before_all_spared=before[2],
        hidden=hidden,
    )


class _Sums:
    """The sums of a survey as they grow, chunk by chunk; facts are in the order of their pieces."""

    def __init__(self, network: Network) -> None:
        self.network = network
        facts, targets = network.facts, network.space.count + 3
        motives = network.space.count if isinstance(network.chance, NoisyOr) else 0
        self.order = np.zeros(0, dtype=np.intp)
        self.base = np.zeros(targets)
        self.single = np.zeros((3, facts, targets))
        self.double = np.zeros((2, facts, 1 + motives, 1 + motives)) if motives else np.zeros((2, facts, 0, 0))
        self.spared_by_none = np.zeros(facts)
        self.hidden = [np.zeros((len(logs), targets)) for logs in network.hidden]

    def add(self, start: int, stop: int, weight: Array) -> None:
        """Add the states from `start` to `stop`, of these weights."""
        space, chance = self.network.space, self.network.chance
        self.base += space.sums(weight[None], start, stop)[0]
        first, order = 0, []
        for piece in look(self.network, start, stop):
            here = slice(first, first := first + len(piece.rows))
            order.append(piece.rows)
            gain = piece.gain * weight
            for i, part in enumerate((piece.without * weight, piece.true * weight, gain)):
                self.single[i, here] += space.sums(part, start, stop)
            if isinstance(chance, NoisyOr):
                self._add_motives(chance.rows(piece.rows), gain, start, here)
            for variables, beliefs in piece.hidden:
                self._add_hidden(variables, beliefs * weight, start, stop)
        self.order = np.concatenate([self.order[:0], *order])

    def _add_hidden(self, variables: Indices, beliefs: Array, start: int, stop: int) -> None:
        n, values, width = beliefs.shape
        parts = self.network.space.sums(beliefs.reshape(-1, width), start, stop).reshape(n, values, -1)
        for variable, part in zip(variables.tolist(), parts, strict=True):
            self.hidden[variable] += part

    def _add_motives(self, chance: NoisyOr, gain: Array, start: int, here: slice) -> None:
        """Add to the sums over the states with each motive and each other; `gain` is weighted."""
        sets = min(start + gain.shape[1], chance.lattice.size) - start
        for i, part in enumerate(chance.parts(start, start + sets, SOFT)):
            part *= gain[:, :sets]  # noqa: PLW2901 - in place
            self.double[i, here] += chance.lattice.pairs(part, start, start + sets)
            if i and start == self.network.space.none:
                self.spared_by_none[here] += part[:, 0]

    def by_fact(self) -> tuple[Array, ...]:
        """Without, true, gain, allowed, spared and all spared, in the order of facts and by target."""
        single, pairs, none = np.empty_like(self.single), np.empty_like(self.double), np.empty_like(self.spared_by_none)
        single[:, self.order], pairs[:, self.order], none[self.order] = self.single, self.double, self.spared_by_none
        facts, targets = single.shape[1:]
        motives = max(pairs.shape[2] - 1, 0)
        double, spared = np.zeros((2, facts, motives, targets)), np.zeros((facts, targets))
        if motives:
            double[..., :motives], double[..., -1] = pairs[:, :, 1:, 1:], pairs[:, :, 1:, 0]
            spared[:, :motives], spared[:, -3], spared[:, -1] = pairs[1, :, 0, 1:], none, pairs[1, :, 0, 0]
        return (*single, *double, spared)


def floored(network: Network, answer: Answer) -> Answer:
    """The same answer with every state that the evidence excludes barely possible instead."""
    if np.isfinite(answer.log_likelihood).all():
        return answer
    parts = [component_logs(network, a, b, floor=FLOOR).sum(axis=0) for a, b in network.space.chunks(room(network))]
    return finish(network, np.concatenate(parts))


def live(network: Network, states: Array) -> Array:
    """The shares of the states among those that somebody rated."""
    shares = np.where(network.aside, 0.0, states)
    total = shares.sum()
    return np.asarray(shares / total if total > 0 else shares)


def _before(network: Network, chance: NoisyOr) -> tuple[Array, Array, Array]:
    """The sums by the prior, given that it happened; nothing is asked of them where nobody rated that it did not."""
    facts, lattice = network.facts, chance.lattice
    total = np.zeros((2, facts, 1 + lattice.motives))
    weights = network.prior[:-1] / max(float(1 - network.prior[-1]), 1e-300)
    for start, stop in () if network.aside[-1] else lattice.chunks(room(network)):
        for i, part in enumerate(chance.parts(start, stop, SOFT)):
            total[i] += lattice.sums(part * weights[start:stop], start, stop)
    return total[0, :, 1:], total[1, :, 1:], total[1, :, 0]
